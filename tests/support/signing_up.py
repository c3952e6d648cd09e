"""A hall one may sign up for, and people who do: used by the herd, the kill under sign-ups and the bench."""
import datetime
import http.client
import pathlib
import re
import urllib.parse

from running import FormReader, Visitor

PASSWORD = "correct horse battery staple 47"
ORGANISER = "gleb@town.example"


class Hall:
    """One announced line that lasts to the end of the next year, with `seats` seats and a waiting list."""

    def __init__(self, program, seats):
        year = datetime.date.today().year + 1
        file = pathlib.Path(program.data + "-hall.csv")
        file.write_text("№ п/п;Наименование мероприятия;Срок;Место проведения;Ответственный исполнитель;Участники\n"
                        f"1;Мастерская;31 декабря {year} г.;Дом творчества;Управление культуры;дети\n", encoding="utf-8-sig")
        program.init_town("town")
        program.create_account("town", ORGANISER, "Глеб", "organiser", PASSWORD)
        program.command("plan", "import", file, "--town", "town", "--year", year, "--announce")
        program.start()
        visitor = Visitor(program.port)
        visitor.sign_in(ORGANISER, PASSWORD)
        line = re.search(rf'/office/plan/{year}/lines/([0-9a-z]{{10,}})"', visitor.get(f"/office/plan/{year}").text)[1]
        office = visitor.get(f"/office/plan/{year}/lines/{line}").text
        self.occasion = re.search(r"/office/occasions/([0-9a-z]{10,})/sign-up", office)[1]
        settings = f"/office/occasions/{self.occasion}/sign-up/settings"
        answer = visitor.submit(settings, settings, seats=str(seats))
        if answer.status != 303:
            raise RuntimeError(f"opening sign-up: {answer.status}")
        self.page = f"/sign-up/{self.occasion}"
        program.stop()


class Person:
    """One browser with one form, which may be sent again and again."""

    def __init__(self, name):
        self.name, self.cookie, self.body, self.key = name, "", None, None
        self.answers = []                       # the numbers shown, in order of the sendings

    def open_form(self, connection, host, page):
        connection.request("GET", page, headers={"Host": host})
        answer = connection.getresponse()
        text = answer.read().decode()
        self.cookie = "; ".join(one.split(";")[0] for one in answer.headers.get_all("set-cookie") or [])
        fields = dict(FormReader(text).forms[0][1] if len(FormReader(text).forms) == 1 else
                      next(fields for action, fields in FormReader(text).forms if "/sign-up/" in action))
        self.key = fields["key"]
        fields.update({"contact": self.name, "email": f"{self.name}@town.example", "name-1": self.name, "age-1": "30",
                       "data_consent": "1", "deed": "send"})
        self.body = urllib.parse.urlencode(fields)

    def send(self, connection, host, page):
        """True when the answer leads to the person's own page."""
        connection.request("POST", page, body=self.body,
                           headers={"Host": host, "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 303:
            if answer.headers["location"] != f"/sign-ups/{self.key}":
                raise RuntimeError(f"led to {answer.headers['location']}")
            return True
        if answer.status in (429, 503):         # busy: the person sends again
            return False
        raise RuntimeError(f"{self.name}: {answer.status}")


def connect(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)
