#!/usr/bin/env python3
"""Letters of the real program to a real mail server, Debian's aiosmtpd: what residents and staff are told, what happens when the
server is away, refuses, or hands a letter back. Every letter is read by Python's own e-mail package."""
import base64
import hmac
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

try:
    import aiosmtpd  # noqa: F401
    import icalendar
except ImportError:                         # Debian's packages are for Debian's own Python
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import PASSWORD, equal, run_checks, true
from mail_server import MailServer
from running import Program, Visitor, free_port

PLAN = """№ п/п;Наименование мероприятия;Срок;Место проведения;Ответственные;Участники
1;День города, главный; 6 июля 2027 г., 12.00;площадь у ДК «Победа»;Администрация;жители
2;Историческая викторина «Кузбасс: 300 лет истории, труда и подвига» для учащихся школ, лицеев и гимназий города;5 августа 2027, 15:00;библиотека;Библиотека;дети
3;Ѣлка 🎄 для всей семьи 👨‍👩‍👧‍👦 и прогулка по Ѳёдоровской улице: кто помнит старую орѳографію, расскажет;30 декабря 2027, 12:00;площадь;Библиотека;дети
"""
CITY, QUIZ, TREE = "День города, главный", "Историческая викторина", "Ѣлка 🎄"


class Town:
    """A town whose program sends to a server of ours; `up=False`: nobody listens there yet."""

    def __init__(self, binary, folder, up=True, any_name=False, **settings):
        self.folder = pathlib.Path(folder)
        self.server = MailServer(free_port(), any_name=any_name)
        values = {"smtp": f"smtp://127.0.0.1:{self.server.port}", "mail_from": "veche@yurga.example",
                  "mail_bounces": "bounces@yurga.example", "mail_first_pause": 1, **settings}
        config = self.folder / "veche.toml"
        config.write_text("".join(f'{key} = {value if isinstance(value, int) else chr(34) + value + chr(34)}\n'
                                  for key, value in values.items() if value is not None), "utf-8")
        self.program = Program(binary, self.folder / "data", config)
        self.program.init_town("yurga")
        plan = self.folder / "plan.csv"
        plan.write_text(PLAN, "utf-8")
        self.program.command("plan", "import", plan, "--town", "yurga", "--year", "2027", "--announce")
        self.program.create_account("yurga", "gleb@yurga.example", "Глеб", "organiser", PASSWORD)
        if up:
            self.server.start()
        self.program.start()
        self.gleb = Visitor(self.program.port)
        self.gleb.sign_in("gleb@yurga.example", PASSWORD)

    def stop(self):
        self.program.stop()
        self.server.stop()

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.program.data}/veche.db?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    def wait_until(self, sql, wanted, seconds=20):
        end = time.monotonic() + seconds
        while self.rows(sql) != wanted:
            true(time.monotonic() < end, f"{sql}: {self.rows(sql)} instead of {wanted}\n{self.program.tail()}")
            time.sleep(0.05)

    def line(self, title):
        lines = json.loads(Visitor(self.program.port).get("/plan/2027.json").text)["lines"]
        return next(line["id"] for line in lines if line["title"].startswith(title))

    def open_sign_up(self, title, **fields):
        page = f"/office/plan/2027/lines/{self.line(title)}"
        href = next(href for href in re.findall(r'href="([^"]+)"', self.gleb.get(page).text) if href.endswith("/sign-up"))
        answer = self.gleb.submit(f"{href}/settings", f"{href}/settings", open="1", **fields)
        equal(answer.status, 303, answer.text[:2000])

    def sign_up(self, title, address, contact="Анна"):
        visitor = Visitor(self.program.port)
        page = f"/plan/2027/lines/{self.line(title)}"
        href = next(href for href in re.findall(r'href="([^"]+)"', visitor.get(page).text) if "/sign-up/" in href)
        answer = visitor.submit(href, href, **{"contact": contact, "email": address, "name-1": contact, "age-1": "30", "data_consent": "1"})
        equal(answer.status, 303, answer.text[:2000])
        return answer.headers["location"]

    def office(self, title, deed, **fields):
        page = f"/office/plan/2027/lines/{self.line(title)}"
        href = next(href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', self.gleb.get(page).text) if deed in href)
        answer = self.gleb.submit(href, deed, **fields)
        equal(answer.status, 303, f"{deed}: {answer.text[:2000]}")

    def administrator(self):
        """Somebody who has set up their one-time code, and may do everything."""
        self.program.create_account("yurga", "galina@yurga.example", "Галина", "administrator", PASSWORD)
        galina = Visitor(self.program.port)
        galina.sign_in("galina@yurga.example", PASSWORD)
        secret = re.search(r'<code class="key">([^<]+)<', galina.get("/office/me/second-factor").text)[1]
        answer = galina.submit("/office/me/second-factor", "/second-factor", code=one_time_code(secret), confirmation=PASSWORD)
        true(answer.status in (200, 303), f"second factor: {answer.status} {answer.text[:2000]}")
        return galina


def one_time_code(secret):
    """RFC 6238."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, int(time.time() // 30).to_bytes(8, "big"), "sha1").digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def link_in(letter):
    links = re.findall(r"https?://\S+", letter.text)
    equal(len(links), 1, f"one link in a letter: {letter.text}")
    return links[0]


def path_of(letter):
    return "/" + link_in(letter).split("/", 3)[3]


def calendar_in(letter):
    part = letter.attachment("event.ics")
    equal((part.get_content_type(), part.get_param("method")), ("text/calendar", "PUBLISH"))
    events = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    equal(len(events), 1, "the happening alone")
    return events[0]


def in_town(check=None, **settings):
    def decorate(inner):
        def run(binary, folder):
            town = Town(binary, folder, **settings)
            try:
                inner(town)
                for letter in town.server.taken:
                    equal(letter.faults(), [], letter["Subject"])
            finally:
                town.stop()
        run.__name__ = inner.__name__
        return run
    return decorate(check) if check else decorate


@in_town
def a_resident_is_told_of_a_place_of_a_move_and_of_a_cancellation(town):
    for title in (CITY, QUIZ):
        town.open_sign_up(title, bring="паспорт")
    town.sign_up(CITY, "anna@mail.example", contact="Купите https://evil.example/ сейчас")
    first = town.server.wait_for("anna@mail.example", "Вы записаны: День города, главный")
    equal(first["From"], "Yurga <veche@yurga.example>")
    for words in ("6 июля 2027, вторник, 12:00", "площадь у ДК «Победа»", "паспорт", "Номер записи: 1"):
        true(words in first.text, f"{words} in {first.text}")
    true("evil" not in first.bytes.decode() + first.text, "what a stranger typed is in no letter")
    equal((first["Auto-Submitted"], first["Precedence"]), ("auto-generated", ""))
    event = calendar_in(first)
    equal((event["DTSTART"].dt.strftime("%Y-%m-%d %H:%M"), str(event["STATUS"])), ("2027-07-06 12:00", "CONFIRMED"))

    town.office(CITY, "/move", when="8 июля 2027, 15:30", reason="гроза")
    moved = town.server.wait_for("anna@mail.example", "Перенесено: День города, главный")
    for words in ("8 июля 2027, четверг, 15:30", "Причина: гроза"):
        true(words in moved.text, moved.text)
    again = calendar_in(moved)
    equal(str(again["UID"]), str(event["UID"]), "calendars know it again")
    true(again["SEQUENCE"] > event["SEQUENCE"], "and take the later one")
    equal(link_in(moved), link_in(first), "one link for one entry")

    town.office(CITY, "/cancel", reason="ремонт площади")
    off = town.server.wait_for("anna@mail.example", "Отменено: День города, главный")
    true("ремонт площади" in off.text, off.text)
    equal(str(calendar_in(off)["STATUS"]), "CANCELLED")
    town.wait_until("SELECT stage, body || attachments FROM letters", [("sent", "")] * 3)

    town.sign_up(QUIZ, "boris@mail.example")
    long = town.server.wait_for("boris@mail.example")
    true(long["Subject"].startswith("Вы записаны: Историческая викторина «Кузбасс: 300 лет истории, труда"), long["Subject"])


@in_town
def the_link_of_a_letter_cancels_and_the_next_in_the_list_gets_the_place_and_a_letter(town):
    town.open_sign_up(CITY, seats="1", list="1")
    own = town.sign_up(CITY, "anna@mail.example")
    first = town.server.wait_for("anna@mail.example", "Вы записаны")
    town.sign_up(CITY, "boris@mail.example")
    waiting = town.server.wait_for("boris@mail.example", "Вы в листе ожидания")
    equal([part.get_filename() for part in waiting.message.iter_attachments()], [], "nothing for the diary yet")
    anna, path = Visitor(town.program.port), path_of(first)
    true(path != own, "the form's own key is kept only as a hash")
    equal(anna.get(path).status, 200)
    equal(anna.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status, 404, "another signature")
    equal(anna.get(own).status, 200, "the first link works on")
    equal(anna.submit(path, "/cancellation").status, 303)
    taken_in = town.server.wait_for("boris@mail.example", "Место нашлось")
    equal(link_in(taken_in), link_in(waiting))
    calendar_in(taken_in)


@in_town(up=False)
def letters_wait_for_a_server_that_is_away_and_each_arrives_once(town):
    town.open_sign_up(CITY)
    town.sign_up(CITY, "anna@mail.example")
    town.sign_up(CITY, "boris@mail.example")
    town.wait_until("SELECT count(*) FROM letters WHERE stage = 'waiting' AND attempts > 0", [(1,)])
    equal(Visitor(town.program.port).get("/readyz").status, 200, "the town does not notice")
    town.program.stop()         # not killed: the letter in hand would be kept for its five minutes first
    town.program.start()
    town.server.start()
    for address in ("anna@mail.example", "boris@mail.example"):
        town.server.wait_for(address, "Вы записаны")
    town.wait_until("SELECT count(*) FROM letters WHERE stage = 'sent'", [(2,)])
    equal(sorted(town.server.tried), ["anna@mail.example", "boris@mail.example"], "each once")


@in_town
def a_server_that_was_started_anew_takes_the_next_letter_at_the_first_try(town):
    town.open_sign_up(CITY)
    for name in ("anna", "boris", "vera"):
        town.sign_up(CITY, f"{name}@mail.example")
        town.server.wait_for(f"{name}@mail.example")
        town.server.stop()
        town.server.start()
    town.wait_until("SELECT stage, attempts, failures FROM letters", [("sent", 1, 0)] * 3)


@in_town
def a_program_told_to_stop_does_not_wait_for_a_slow_server_and_sends_the_letter_afterwards(town):
    town.server.thinks = 60
    town.open_sign_up(CITY)
    town.sign_up(CITY, "anna@mail.example")
    town.wait_until("SELECT attempts FROM letters", [(1,)])
    end = time.monotonic() + 10
    while not town.server.tried and time.monotonic() < end:
        time.sleep(0.05)
    started = time.monotonic()
    town.program.process.terminate()
    equal(town.program.process.wait(timeout=20), 0)
    true(time.monotonic() - started < 10, "it ends soon")
    equal(town.rows("SELECT stage, failures, last_error FROM letters"), [("waiting", 0, "")])
    town.server.stop()
    town.server.thinks = 0
    town.server.start()
    town.program.start()
    town.server.wait_for("anna@mail.example", "Вы записаны")


@in_town
def a_dead_address_bounces_at_once_and_a_full_mailbox_is_tried_again(town):
    town.server.answers = {"dead@mail.example": "550 5.1.1 no such user", "full@mail.example": "452 4.2.2 mailbox full",
                           "policy@mail.example": "550 5.7.1 not from you"}
    town.open_sign_up(CITY)
    for name in ("dead", "full", "policy", "anna"):
        town.sign_up(CITY, f"{name}@mail.example")
    town.server.wait_for("anna@mail.example")
    town.wait_until("SELECT recipient, attempts, body, last_error FROM letters WHERE stage = 'bounced'",
                    [("dead@mail.example", 1, "", "550 5.1.1 no such user")])
    town.wait_until("SELECT count(*) FROM outbox WHERE kind = 'letter.bounced'", [(1,)])
    town.wait_until("SELECT count(*) FROM letters WHERE stage = 'waiting' AND attempts > 1", [(2,)])
    del town.server.answers["full@mail.example"]
    town.server.wait_for("full@mail.example")
    equal(town.rows("SELECT stage FROM letters WHERE recipient = 'policy@mail.example'"), [("waiting",)], "policy strikes nobody")
    galina = town.administrator()
    page = galina.get("/office/letters?stage=bounced")
    true("dead@mail.example" in page.text and "550 5.1.1 no such user" in page.text, "the office sees why")
    equal(galina.submit("/office/letters", "/attempts").status, 303)
    equal(town.gleb.get("/office/letters").status, 403, "an organiser does not")


@in_town
def a_server_that_will_not_have_us_stops_the_sender_and_strikes_nobody(town):
    town.server.mail_answer = "550 5.1.1 sender unknown"
    town.open_sign_up(CITY)
    for name in ("anna", "boris"):
        town.sign_up(CITY, f"{name}@mail.example")
    town.wait_until("SELECT count(*) FROM letters WHERE stage = 'waiting' AND last_error = '550 5.1.1 sender unknown'", [(2,)])
    equal(town.rows("SELECT max(failures) FROM letters"), [(0,)], "it is not counted against them")
    town.server.mail_answer, town.server.data_answer = None, "554 5.6.0 not like this"
    town.wait_until("SELECT count(*) FROM letters WHERE stage = 'waiting' AND failures > 0", [(2,)])
    town.server.data_answer = None
    for name in ("anna", "boris"):
        town.server.wait_for(f"{name}@mail.example")


@in_town
def a_report_that_comes_back_marks_the_letter_and_others_are_left(town):
    town.open_sign_up(CITY)
    town.sign_up(CITY, "anna@mail.example")
    letter = town.server.wait_for("anna@mail.example")
    mark = re.fullmatch(r"bounces\+([0-9a-z]{13}-[0-9a-f]{20})@yurga\.example", letter.sender)
    true(mark, f"the sender of the envelope: {letter.sender}")
    equal(letter["Message-ID"], f"<{mark[1]}@localhost>")
    town.wait_until("SELECT stage FROM letters", [("sent",)])

    def report(status, diagnosis, to=letter.sender, action="failed"):
        return (f"From: MAILER-DAEMON@relay.example\nTo: {to}\nSubject: Undelivered Mail\n"
                'Content-Type: multipart/report; report-type=delivery-status; boundary="=_r"\n\n'
                "--=_r\nContent-Type: text/plain\n\nSorry.\n--=_r\nContent-Type: message/delivery-status\n\n"
                f"Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; anna@mail.example\nAction: {action}\n"
                f"Status: {status}\nDiagnostic-Code: smtp; {diagnosis}\n\n--=_r--\n").encode()

    def bounce(message, code=0, place=None):
        done = subprocess.run([town.program.binary, "mail", "bounce", *(place or town.program.place)], input=message,
                              capture_output=True, check=False)
        equal(done.returncode, code, done.stderr)
        return done.stdout.decode().strip()

    forged = letter.sender[:-len("0@yurga.example")] + ("1" if letter.sender[-len("0@yurga.example")] == "0" else "0") + "@yurga.example"
    for message in (b"", b"\0\xff" * 1000, b"Subject: I am away\n\n" + mark[1].encode(), report("5.1.1", "550 no", forged)):
        equal(bounce(message), "not a report on a letter of ours")
    for message in (report("4.4.7", "451 slow", action="delayed"), report("5.2.2", "552 full"), report("5.7.1", "550 spam")):
        equal(bounce(message), "no reason to give the address up")
    equal(town.rows("SELECT stage FROM letters"), [("sent",)])
    equal(bounce(report("5.1.1", "550 5.1.1 User unknown")), "the address is marked as dead")
    equal(town.rows("SELECT stage, last_error FROM letters"), [("bounced", "550 5.1.1 User unknown")])
    equal(bounce(report("5.1.1", "550 again")), "no reason to give the address up")
    bounce(report("5.1.1", "550"), 75, ["--data", str(town.folder / "nowhere")])
    bounce(b"", 75, ["--no-such-option"])


@in_town
def staff_get_their_invitation_in_a_letter_and_the_page_shows_it_too(town):
    galina = town.administrator()
    answer = galina.submit("/office/colleagues", "/invitations", email="vera@yurga.example", roles="press_officer")
    equal(answer.status, 200, answer.text[:2000])
    letter = town.server.wait_for("vera@yurga.example", "Вас приглашают")
    true(link_in(letter) in answer.text, "the same link")
    equal(Visitor(town.program.port).get(path_of(letter)).status, 200)
    town.wait_until("SELECT body FROM letters WHERE kind = 'accounts.invitation'", [("",)])


@in_town(smtp="", up=False)
def without_a_server_letters_wait_and_the_office_is_told(town):
    town.open_sign_up(CITY)
    own = town.sign_up(CITY, "anna@mail.example")
    equal(Visitor(town.program.port).get(own).status, 200, "signing up needs no letter")
    town.wait_until("SELECT stage, attempts FROM letters", [("waiting", 0)])
    galina = town.administrator()
    true("Почта не настроена, а письма ждут" in galina.get("/office").text, "the first page says it")
    true("Почта не настроена" in galina.get("/office/letters").text, "the page of letters says what to do")
    true("Почта не настроена" not in town.gleb.get("/office").text, "those who can do nothing about it are not told")


@in_town
def a_subject_of_any_signs_is_whole_folded_and_read_back_as_it_was(town):
    town.open_sign_up(TREE)
    town.sign_up(TREE, "anna@mail.example")
    letter = town.server.wait_for("anna@mail.example")
    title = next(row.split(";")[1] for row in PLAN.splitlines() if TREE in row)
    equal(letter["Subject"], f"Вы записаны: {title}")
    true("👨‍👩‍👧‍👦" in letter["Subject"] and title in str(calendar_in(letter)["SUMMARY"]), "signs of several code points")
    head = letter.bytes.split(b"\r\n\r\n")[0].decode("ascii")
    folded = re.search(r"^Subject: ([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", head, re.MULTILINE)[1].split("\r\n ")
    true(len(folded) >= 3, folded)
    for word in folded:                     # RFC 2047 §2, §5: each word decodes alone and is no longer than 75 signs
        true(len(word) <= 75 and re.fullmatch(r"=\?UTF-8\?B\?[A-Za-z0-9+/]+=*\?=", word), word)
        base64.b64decode(word[10:-2]).decode("utf-8")


def refusal(visitor, page, **fields):
    answer = visitor.submit(page, page, **fields)
    equal(answer.status, 422, answer.text[:2000])
    return re.sub(r"<[^>]+>", "", re.search(r'id="email-error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)[1])


@in_town
def a_letter_to_a_domain_in_rf_goes_to_its_latin_form_and_what_is_shown_stays_as_typed(town):
    town.open_sign_up(CITY)
    town.sign_up(CITY, "Ivan@Почта.РФ", contact="Иван")
    letter = town.server.wait_for("Ivan@xn--80a1acny.xn--p1ai")
    equal(letter["To"], "Ivan@xn--80a1acny.xn--p1ai")
    town.wait_until("SELECT stage FROM letters", [("sent",)])
    true("Ivan@почта.рф" in town.administrator().get("/office/letters?stage=sent").text, "the office sees it as it was typed")
    visitor = Visitor(town.program.port)
    for address, words in (("иван@mail.example", "латинские буквы"), ("ivan@по\u200dчта.рф", "Это не похоже"), ("ivan@почтаשלום.рф", "не может")):
        true(words in refusal(visitor, "/subscribe", email=address, data_consent="1", urgent="1"), address)
    equal(visitor.submit("/subscribe", "/subscribe", email="anna@почта.рф", data_consent="1", urgent="1").status, 303)
    path = path_of(town.server.wait_for("anna@xn--80a1acny.xn--p1ai", "Yurga: подтвердите подписку"))
    equal(visitor.submit(path, "/confirmation").status, 303)
    visitor.submit("/subscribe", "/subscribe", email="ANNA@xn--80a1acny.xn--p1ai", data_consent="1", urgent="1")
    equal(town.rows("SELECT email FROM subscriptions"), [("anna@почта.рф",)], "two spellings, one subscriber")
    town.server.answers = {"anna@xn--80a1acny.xn--p1ai": "550 5.1.1 no such user"}
    town.office(CITY, "/cancel", reason="гроза")
    town.wait_until("SELECT count(*) FROM subscriptions", [(0,)])


@in_town(any_name=True)
def where_the_server_takes_any_letters_a_letter_goes_to_any_name(town):
    end = time.monotonic() + 20
    while True:                             # the program hears it in the server's greeting, soon after it has started
        visitor = Visitor(town.program.port)
        answer = visitor.submit("/subscribe", "/subscribe", email="вера@почта.рф", data_consent="1", urgent="1")
        if answer.status == 303 or time.monotonic() > end:
            break
        time.sleep(0.1)
    equal(answer.status, 303, answer.text[:2000])
    letter = town.server.wait_for("вера@xn--80a1acny.xn--p1ai")
    true("SMTPUTF8" in letter.options, letter.options)


def certificate(folder, address):
    key, chain = folder / "key.pem", folder / "ca.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", chain, "-days", "2",
                    "-subj", "/CN=mail", "-addext", f"subjectAltName=IP:{address}"], check=True, capture_output=True)
    return chain, key


def over_the_network_letters_are_encrypted_signed_in_for_or_not_sent(binary, folder):
    """An address of this machine that is not loopback stands for a server elsewhere."""
    folder = pathlib.Path(folder)
    address = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout.split()[0]
    chain, key = certificate(folder, address)
    port = free_port()
    plain = MailServer(port, host=address).start()
    secret = folder / "secret"
    secret.write_text("пароль, которого нет в журнале\n", "utf-8")
    town = Town(binary, folder, up=False, smtp=f"smtp://{address}:{port}", smtp_user="veche", smtp_password_file=str(secret), smtp_ca=str(chain))
    try:
        town.open_sign_up(CITY)
        town.sign_up(CITY, "anna@mail.example")
        town.wait_until("SELECT count(*) FROM letters WHERE stage = 'waiting' AND attempts > 0 AND last_error <> ''", [(1,)])
        equal((plain.taken, plain.tried), ([], []), "nothing is said in the open")
        plain.stop()
        town.server = MailServer(port, host=address, certificate=(chain, key), account=("veche", "пароль, которого нет в журнале")).start()
        letter = town.server.wait_for("anna@mail.example", seconds=40)
        equal((letter.signed_in, letter.encrypted), (True, True))
        equal(letter.faults(), [])
        true("пароль" not in pathlib.Path(town.program.data + ".log").read_text(), "no password in the log")
    finally:
        plain.stop()
        town.stop()


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, [a_resident_is_told_of_a_place_of_a_move_and_of_a_cancellation,
                                  the_link_of_a_letter_cancels_and_the_next_in_the_list_gets_the_place_and_a_letter,
                                  letters_wait_for_a_server_that_is_away_and_each_arrives_once,
                                  a_server_that_was_started_anew_takes_the_next_letter_at_the_first_try,
                                  a_program_told_to_stop_does_not_wait_for_a_slow_server_and_sends_the_letter_afterwards,
                                  a_dead_address_bounces_at_once_and_a_full_mailbox_is_tried_again,
                                  a_server_that_will_not_have_us_stops_the_sender_and_strikes_nobody,
                                  a_report_that_comes_back_marks_the_letter_and_others_are_left,
                                  staff_get_their_invitation_in_a_letter_and_the_page_shows_it_too,
                                  without_a_server_letters_wait_and_the_office_is_told,
                                  a_subject_of_any_signs_is_whole_folded_and_read_back_as_it_was,
                                  a_letter_to_a_domain_in_rf_goes_to_its_latin_form_and_what_is_shown_stays_as_typed,
                                  where_the_server_takes_any_letters_a_letter_goes_to_any_name,
                                  over_the_network_letters_are_encrypted_signed_in_for_or_not_sent]))
