"""A real mail server (aiosmtpd) for the tests: keeps what it takes, refuses what it is told to refuse."""
import asyncio
import email
import email.policy
import logging
import ssl
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

logging.getLogger("mail").setLevel(logging.ERROR)     # it warns of its own coming versions


def line_most(line):
    """RFC 5322 §2.1.1: 78 where a line can be broken; an address in a header cannot."""
    return 998 if line.lstrip().startswith((b"List-Unsubscribe:", b"<http")) else 78


class Taken:
    """A letter as it came: its envelope, and the letter as Python's own reader understands it."""

    def __init__(self, envelope, signed_in, encrypted):
        self.sender, self.recipients, self.options = envelope.mail_from, envelope.rcpt_tos, envelope.mail_options
        self.bytes, self.signed_in, self.encrypted = envelope.original_content, signed_in, encrypted
        self.message = email.message_from_bytes(self.bytes, policy=email.policy.default)

    def __getitem__(self, name):
        return str(self.message[name] or "")

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    def attachment(self, name):
        return next(part for part in self.message.iter_attachments() if part.get_filename() == name)

    def faults(self):
        """What is wrong with it by the rules of letters; nothing, if all is well."""
        other_letters = {"To"} if "SMTPUTF8" in self.options else set()       # RFC 6532; this reader knows it not
        wrong = [f"{part.get_content_type()}: {defect!r}" for part in self.message.walk() for defect in part.defects]
        wrong += [f"{name}: {defect!r}" for name, value in self.message.items() if name not in other_letters for defect in getattr(value, "defects", ())]
        wrong += [f"there is no {name}" for name in ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted")
                  if len(self.message.get_all(name, [])) != 1]
        wrong += [f"line {line[:80]!r}" for line in self.bytes.split(b"\r\n") if len(line) > line_most(line) or b"\n" in line
                  or (max(line, default=0) > 126 and not (other_letters and line.startswith(b"To: ")))]
        return wrong


class MailServer:
    """`answers`: recipient -> answer to its RCPT TO; `mail_answer`, `data_answer` the same for the sender and the letter.
    `any_name`: it takes addresses with any letters before @ (SMTPUTF8)."""

    def __init__(self, port, host="127.0.0.1", certificate=None, account=None, any_name=False):
        self.host, self.port, self.taken, self.tried = host, port, [], []
        self.answers, self.mail_answer, self.data_answer = {}, None, None
        self.account, self.controller, self.tls, self.any_name = account, None, None, any_name
        self.thinks = 0     # seconds between the end of a letter and the answer to it
        if certificate:
            self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.tls.load_cert_chain(*certificate)

    def start(self):
        options = {"enable_SMTPUTF8": self.any_name} | ({"tls_context": self.tls, "require_starttls": True} if self.tls else {})
        if self.account:
            options |= {"authenticator": self.authenticate, "auth_required": True}
        self.controller = Controller(self, hostname=self.host, port=self.port, **options)
        self.controller.start()
        return self

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    def authenticate(self, server, session, envelope, mechanism, data):
        good = (data.login.decode(), data.password.decode()) == self.account
        return AuthResult(success=good, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_options = list(options)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried.append(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.thinks)
        if self.data_answer:
            return self.data_answer
        self.taken.append(Taken(envelope, bool(session.authenticated), session.ssl is not None))
        return "250 taken"

    def wait_for(self, recipient, subject="", seconds=20, count=1):
        """The newest letter to this recipient whose subject begins so, once `count` have come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [one for one in self.taken if one.recipients == [recipient] and one["Subject"].startswith(subject)]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no letter «{subject}» to {recipient}: {[(one.recipients, one['Subject']) for one in self.taken]}")
