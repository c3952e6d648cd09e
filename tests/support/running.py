"""The real program under test: a data folder of its own, a free port, and a visitor who keeps cookies and reads forms."""
import html.parser
import http.client
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.parse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """`veche` with one data folder (and, for PostgreSQL, a configuration file)."""

    def __init__(self, binary, data, config=None, limits=None):
        self.binary, self.data, self.port = str(pathlib.Path(binary).resolve()), str(data), free_port()
        self.place = ["--data", self.data] + (["--config", str(config)] if config else [])
        self.process = None
        self.log = open(f"{self.data}.log", "ab")
        self.limits = limits

    def command(self, *arguments, check=True, **more):
        done = subprocess.run([self.binary, *map(str, arguments), *self.place], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, **more)
        if check and done.returncode:
            raise RuntimeError(f"veche {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def init_town(self, slug, host="localhost"):
        self.command("init", "--town", slug, "--name", slug.capitalize(), "--host", host, "--timezone", "Asia/Novokuznetsk")

    def create_account(self, town, email, name, role, password):
        file = pathlib.Path(self.data + ".password")
        file.write_text(password + "\n")
        try:
            return self.command("admin", "create", "--town", town, "--email", email, "--name", name, "--role", role,
                                "--password-file", file).stdout
        finally:
            file.unlink()

    def start(self, *more, wait=True):
        self.process = subprocess.Popen([self.binary, "serve", *self.place, "--listen", f"127.0.0.1:{self.port}", *more],
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=self.limits)
        if wait:
            self.wait_ready()

    def wait_ready(self, path="/readyz", seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"veche serve ended with {self.process.returncode}: {self.tail()}")
            try:
                if Visitor(self.port).get(path).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.002)
        raise RuntimeError(f"veche serve is not ready after {seconds} s: {self.tail()}")

    def tail(self):
        return pathlib.Path(self.data + ".log").read_text(errors="replace")[-2000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def resident_kb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class FormReader(html.parser.HTMLParser):
    """The fields of every form of a page, as a browser would send them untouched: [(action, [(name, value)])]."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.select, self.textarea = [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "form":
            self.forms.append((attribute.get("action", ""), []))
        elif not self.forms:
            return
        elif tag == "input" and attribute.get("name") and attribute.get("type") not in ("submit", "file", "image", "button"):
            if attribute.get("type") not in ("checkbox", "radio") or "checked" in attribute:
                self.forms[-1][1].append((attribute["name"], attribute.get("value", "")))
        elif tag == "select":
            self.select = [attribute.get("name"), None]
        elif tag == "option" and self.select and ("selected" in attribute or self.select[1] is None):
            self.select[1] = attribute.get("value", "")
        elif tag == "textarea":
            self.textarea = [attribute.get("name"), ""]

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "select" and self.select:
            self.forms[-1][1].append((self.select[0], self.select[1] or ""))
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.forms[-1][1].append((self.textarea[0], self.textarea[1].removeprefix("\n")))
            self.textarea = None


class Visitor:
    """One person with one browser: keeps cookies; a form is read before it is sent, so its token and version are right."""

    def __init__(self, port, host="localhost", timeout=30):
        self.port, self.host, self.timeout, self.cookies = port, host, timeout, {}

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            sent = {"Host": f"{self.host}:{self.port}", **(headers or {})}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body=body, headers=sent)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return answer

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, fields):
        return self.request("POST", path, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def form(self, page, action_part):
        """(action, fields) of the first form on `page` whose action holds `action_part`."""
        answer = self.get(page)
        for action, fields in FormReader(answer.text).forms:
            if action_part in (action or page):
                return action or page, fields
        raise LookupError(f"{page} ({answer.status}) has no form for {action_part}")

    def submit(self, page, action_part, **changes):
        """Opens the page, fills in `changes`, sends the form."""
        action, fields = self.form(page, action_part)
        kept = [(name, value) for name, value in fields if name not in changes]
        return self.post(action, kept + list(changes.items()))

    def sign_in(self, email, password):
        answer = self.submit("/sign-in", "", email=email, password=password)
        if answer.status != 303:
            raise RuntimeError(f"sign in as {email}: {answer.status}")
