#!/usr/bin/env python3
"""Two calendar programs of others, Debian's icalendar and npm's ical.js, read every .ics that the real program serves: before and
after a line is moved, a date of another called off and a third one held."""
import datetime
import json
import os
import pathlib
import subprocess
import sys

try:
    import icalendar
except ImportError:                         # Debian's package is for Debian's own Python
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import PASSWORD, equal, fresh, import_plan, run_checks, true
from running import Visitor

HERE = pathlib.Path(__file__).resolve().parent
PLAN = """№ п/п;Наименование мероприятия;Срок;Место проведения;Ответственные;Участники
1;День города, главный; 6 июля 2021 г., 12.00;площадь \\ у ДК «Победа»;Администрация;жители
2;Праздник двора;"28.05.2021; 25.06.2021; 27.08.2021";двор;ТОС;жители
3;Фестиваль; 20-21 мая 2021;парк;Отдел;жители
4;Сбор макулатуры;июнь – август;школы;Школы;дети
5;Приём работ;до 1 июня 2021;онлайн;Отдел;дети
6;Рубрика «Люди»;в течение года;сайт;Отдел;жители
7;Летняя площадка, где читают вслух, рисуют, лепят и играют в шахматы 🎄;ежедневно с 10:00 до 13:00, июль;парк;Отдел;дети
8;Ночь в музее;15 мая 22:00 – 16 мая 06:00;музей;Музей;жители
"""


def moment(value):
    if isinstance(value, datetime.datetime):
        true(value.tzinfo, f"{value} has a zone")
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def read_by_icalendar(file):
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    equal([str(calendar[name]) for name in ("VERSION", "METHOD", "CALSCALE")], ["2.0", "PUBLISH", "GREGORIAN"], file.name)
    for part in calendar.walk():
        equal(part.errors, [], f"{file.name}: {part.name}")
    return [{"uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "status": str(event["STATUS"]), "summary": str(event["SUMMARY"]),
             "location": str(event.get("LOCATION", "")), "description": str(event.get("DESCRIPTION", "")), "start": moment(event["DTSTART"].dt),
             "times": int(event["RRULE"]["COUNT"][0]) if "RRULE" in event else 1, "organizer": str(event["ORGANIZER"]),
             "end": moment(event["DTEND"].dt) if "DTEND" in event else "", "stamp": moment(event["DTSTAMP"].dt),
             "modified": moment(event["LAST-MODIFIED"].dt)} for event in calendar.walk("VEVENT")]


def read_by_ical_js(files):
    done = subprocess.run(["node", HERE / "support/read_ical.mjs", *files], capture_output=True, text=True, check=False)
    equal((done.returncode, done.stderr), (0, ""), "ical.js")
    return json.loads(done.stdout)


def calendars(visitor, folder):
    """Every calendar of the town, name -> events, as both readers agree on them."""
    lines = json.loads(visitor.get("/plan/2021.json").text)["lines"]
    files = {}
    for name, path in [("year", "/plan/2021.ics"), ("all years", "/plan.ics?kind=event"), *((line["title"], f"/plan/2021/lines/{line['id']}.ics") for line in lines)]:
        answer = visitor.get(path)
        equal((answer.status, answer.headers["content-type"]), (200, "text/calendar; charset=utf-8"), path)
        files[name] = folder / f"{len(files)}.ics"
        files[name].write_bytes(answer.body)
        for physical in answer.body.split(b"\r\n"):
            physical.decode("utf-8")
            true(len(physical) <= 75 and b"\r" not in physical and b"\n" not in physical, f"{path}: a line is {physical!r}")
    others = read_by_ical_js(files.values())
    for name, file in files.items():
        events = read_by_icalendar(file)
        equal(others[str(file)], events, f"{name}: the two readers differ")
        files[name] = {event["uid"]: event for event in events}
    return files


class Town:
    def __init__(self, binary, folder):
        self.folder = pathlib.Path(folder)
        self.program = fresh(binary, folder)
        plan = self.folder / "plan.csv"
        plan.write_text(PLAN, "utf-8")
        import_plan(self.program, plan, "--announce")
        self.program.create_account("yurga", "gleb@yurga.example", "Глеб", "organiser", PASSWORD)
        self.program.start()
        self.gleb, self.anna = Visitor(self.program.port), Visitor(self.program.port)
        self.gleb.sign_in("gleb@yurga.example", PASSWORD)

    def office(self, title):
        lines = json.loads(self.anna.get("/plan/2021.json").text)["lines"]
        return "/office/plan/2021/lines/" + next(line["id"] for line in lines if line["title"] == title)

    def do(self, page, deed, **fields):
        answer = self.gleb.submit(page, deed, **fields)
        equal(answer.status, 303, f"{page}: {answer.text[:2000]}")

    def happenings(self, title, deed):
        """The pages of a deed on the happenings of a line, in their order."""
        page = self.office(title)
        text, found = self.gleb.get(page).text, []
        for part in text.split('href="')[1:]:
            href = part.split('"')[0].replace("&amp;", "&")
            if deed in href and href not in found:
                found.append(href)
        return found


def in_town(check):
    def run(binary, folder):
        town = Town(binary, folder)
        try:
            check(town)
        finally:
            town.program.stop()
    run.__name__ = check.__name__
    return run


@in_town
def every_calendar_is_read_alike_by_two_readers(town):
    found = calendars(town.anna, town.folder)
    year = found["year"]
    equal(len(year), 9, "one event for each known time")
    equal(found["Рубрика «Люди»"], {}, "a whole year fills no diary")
    equal({event["status"] for event in year.values()}, {"CONFIRMED"})
    for name, events in found.items():
        for uid, event in events.items():
            equal(year[uid], event, f"{name} alone and in the year")
    city = next(iter(found["День города, главный"].values()))
    equal((city["start"], city["location"], city["sequence"]), ("2021-07-06T05:00:00Z", "площадь \\ у ДК «Победа»", 0))
    equal({event["organizer"] for event in year.values()}, 
          {json.loads(town.anna.get("/plan/2021.json").text)["url"].removesuffix("/plan/2021")}, "the town has published it")
    hours = next(event for event in year.values() if event["summary"].startswith("Летняя площадка"))
    equal((hours["start"], hours["end"], hours["times"]), ("2021-07-01T03:00:00Z", "2021-07-01T06:00:00Z", 31), "hours of each day")
    night = next(iter(found["Ночь в музее"].values()))
    equal((night["start"], night["end"], night["times"]), ("2021-05-15T15:00:00Z", "2021-05-15T23:00:00Z", 1), "one night")
    days = next(iter(found["Фестиваль"].values()))
    equal((days["start"], days["end"]), ("2021-05-20", "2021-05-22"))


@in_town
def a_move_a_cancellation_and_a_report_reach_the_calendars_under_the_same_uid(town):
    before = calendars(town.anna, town.folder)
    town.do(town.office("День города, главный") + "/move", "/move", when="8 июля, 15:30", reason="гроза; ветер, град")
    town.do(town.happenings("Праздник двора", "/cancel?happening=")[1], "/cancel", reason="ремонт двора")
    town.do(town.happenings("Фестиваль", "/held")[0], "/held", first="2021-05-20", participants="120", summary="Пели два дня.")
    after = calendars(town.anna, town.folder)
    equal(sorted(after["year"]), sorted(before["year"]), "every UID stays")
    for uid, event in after["year"].items():
        was = before["year"][uid]
        touched = event["summary"].removeprefix("Отменено: ") in ("День города, главный", "Праздник двора", "Фестиваль")
        equal(event["sequence"], was["sequence"] + touched, event["summary"])
        true(event["modified"] >= was["modified"], "it was changed later")
    city = next(iter(after["День города, главный"].values()))
    equal((city["start"], city["status"]), ("2021-07-08T08:30:00Z", "CONFIRMED"))
    true("перенесено с 6 июля: гроза; ветер, град" in city["description"], city["description"])
    yard = sorted(after["Праздник двора"].values(), key=lambda event: event["start"])
    equal([event["status"] for event in yard], ["CONFIRMED", "CANCELLED", "CONFIRMED"])
    equal(yard[1]["summary"], "Отменено: Праздник двора")
    true("ремонт двора" in yard[1]["description"], yard[1]["description"])
    true("Пели два дня." in next(iter(after["Фестиваль"].values()))["description"], "how it went is told")
    town.do(town.happenings("Праздник двора", "/reopen")[0], "/reopen")
    again = calendars(town.anna, town.folder)["Праздник двора"]
    equal({event["status"] for event in again.values()}, {"CONFIRMED"})
    equal({event["sequence"] for event in again.values()}, {2})


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, [every_calendar_is_read_alike_by_two_readers,
                                  a_move_a_cancellation_and_a_report_reach_the_calendars_under_the_same_uid]))
