#!/usr/bin/env python3
"""The way of a subscriber through the real program and a real mail server, Debian's aiosmtpd: subscribes, confirms by the letter, hears of
a move, is unsubscribed by a mail service with one click."""
import os
import pathlib
import re
import sys
import time

try:
    import aiosmtpd  # noqa: F401
except ImportError:                         # Debian's packages are for Debian's own Python
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from checking import equal, run_checks, true
from mail_test import CITY, QUIZ, in_town, path_of
from running import Visitor

ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


def subscribe(town, address, **choice):
    visitor = Visitor(town.program.port)
    answer = visitor.submit("/subscribe", "/subscribe", email=address, data_consent="1", **{"urgent": "1", **choice})
    equal((answer.status, answer.headers["location"]), (303, "/subscribe/sent"), answer.text[:2000])


def confirmed(town, address, **choice):
    subscribe(town, address, **choice)
    path = path_of(town.server.wait_for(address, "Yurga: подтвердите подписку"))
    visitor = Visitor(town.program.port)
    equal(visitor.submit(path, "/confirmation").status, 303)
    true("Готово: подписка действует." in visitor.get(path + "?done=confirmed").text, "it says so")
    return path


def stages(town):
    return town.rows("SELECT email, stage FROM subscriptions ORDER BY email")


def one_click(town, address, body, kind):
    """As a mail service: the address of the header, no cookie, no redirect followed."""
    path = "/" + address.split("/", 3)[3]
    return Visitor(town.program.port).request("POST", path, body, {"Content-Type": kind})


@in_town
def a_subscriber_confirms_hears_of_a_move_and_is_unsubscribed_with_one_click(town):
    subscribe(town, "anna@mail.example")
    letter = town.server.wait_for("anna@mail.example", "Yurga: подтвердите подписку")
    equal(letter["List-Unsubscribe"], "", "it is no subscription yet")
    path = path_of(letter)
    for scanned in (path, path + "/unsubscription"):
        Visitor(town.program.port).get(scanned)
    equal(stages(town), [("anna@mail.example", "asked")], "a scanner that opens the links has done nothing")
    anna = Visitor(town.program.port)
    equal(anna.submit(path, "/confirmation").status, 303)
    equal(stages(town), [("anna@mail.example", "confirmed")])
    confirmed(town, "quiz@mail.example", kind="quiz")
    subscribe(town, "silent@mail.example")
    town.server.wait_for("silent@mail.example", "Yurga: подтвердите подписку")

    town.office(CITY, "/move", when="8 июля 2027, 15:30", reason="гроза")
    moved = town.server.wait_for("anna@mail.example", "Перенесено: День города, главный")
    for words in ("Теперь: 8 июля 2027, четверг, 15:30", "Было: 6 июля 2027, вторник, 12:00", "Почему: гроза", "площадь у ДК «Победа»"):
        true(words in moved.text, f"{words} in {moved.text}")
    equal(moved["List-Unsubscribe-Post"], ONE_CLICK)
    true(moved["List-Id"], "mail programs sort by it")
    header = re.fullmatch(r"<(.+/unsubscription)>", moved["List-Unsubscribe"].replace(" ", ""))
    true(header, moved["List-Unsubscribe"])
    true(header[1][:-len("/unsubscription")] in moved.text, "the same link in the text")
    true(path not in moved.text, "each letter has a secret of its own")

    town.office(QUIZ, "/cancel", reason="ремонт")
    town.server.wait_for("quiz@mail.example", "Отменено: Историческая викторина")
    town.server.wait_for("anna@mail.example", "Отменено: Историческая викторина")
    told = sorted((letter.recipients[0], letter["Subject"].split(":")[0]) for letter in town.server.taken if "одтвер" not in letter["Subject"])
    equal(told, [("anna@mail.example", "Отменено"), ("anna@mail.example", "Перенесено"), ("quiz@mail.example", "Отменено")])

    town.wait_until("SELECT count(*) FROM letters WHERE stage <> 'sent' OR body || unsubscribe <> ''", [(0,)])
    answer = one_click(town, header[1], MULTIPART, "multipart/form-data; boundary=x")
    equal((answer.status, answer.headers["location"]), (200, None), answer.text[:500])
    equal(stages(town), [("quiz@mail.example", "confirmed"), ("silent@mail.example", "asked")])
    equal(town.rows("SELECT count(*) FROM letters WHERE mailbox LIKE 'anna@%'"), [(0,)], "the address is nowhere")
    equal(one_click(town, header[1], ONE_CLICK, "application/x-www-form-urlencoded").status, 200, "twice is once")
    equal(anna.get(path).status, 410)


@in_town
def letters_go_to_many_each_once_though_the_program_is_killed(town):
    """Killed between the steps of a change: nobody is forgotten, nobody is told twice."""
    names = [f"person{i}@mail.example" for i in range(12)]
    for name in names:
        confirmed(town, name)
    town.program.kill()
    town.program.start()
    town.gleb.port = town.program.port
    town.office(CITY, "/cancel", reason="гроза")
    town.program.kill()
    town.program.start()
    for name in names:
        town.server.wait_for(name, "Отменено", seconds=330)     # a letter in hand at the kill is kept for five minutes
    time.sleep(1)
    cancelled = [one.recipients[0] for one in town.server.taken if one["Subject"].startswith("Отменено")]
    equal(sorted(set(cancelled)), sorted(names))
    equal(town.rows("SELECT count(*) FROM letters WHERE kind = 'subscriptions.urgent'"), [(12,)], "one letter each")


@in_town
def a_dead_mailbox_is_forgotten(town):
    confirmed(town, "anna@mail.example")
    confirmed(town, "dead@mail.example")
    town.server.answers = {"dead@mail.example": "550 5.1.1 no such user"}
    town.office(CITY, "/cancel", reason="гроза")
    town.server.wait_for("anna@mail.example", "Отменено")
    town.wait_until("SELECT email, stage FROM subscriptions", [("anna@mail.example", "confirmed")])


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, [a_subscriber_confirms_hears_of_a_move_and_is_unsubscribed_with_one_click,
                                  letters_go_to_many_each_once_though_the_program_is_killed,
                                  a_dead_mailbox_is_forgotten]))
