#!/usr/bin/env python3
"""kill -9 at random moments while people sign up: who was given a number keeps it, nobody has two, no seat is given twice.

After each kill the database is read beside the restarted program, and forms whose answer was cut off are sent once more: that must
give one entry and not another one.
"""
import argparse
import collections
import hashlib
import pathlib
import random
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from running import Program
from signing_up import Hall, Person, connect

WORKERS, SEATS = 8, 2_000


class Crowd(threading.Thread):
    """One person after another signs up, until the program is gone; remembers who was told a number."""

    def __init__(self, prefix, port, page):
        super().__init__(daemon=True)
        self.prefix, self.port, self.page = prefix, port, page
        self.told, self.cut, self.wrong = [], [], []

    def run(self):
        person, host = None, f"localhost:{self.port}"
        try:
            connection = connect(self.port)
            for count in range(1_000_000):
                person = Person(f"{self.prefix}-{count}")
                person.open_form(connection, host, self.page)
                if person.send(connection, host, self.page):
                    self.told.append(person)
                    person = None
        except (OSError, EOFError, ConnectionError, StopIteration):
            pass                                  # the kill
        except Exception as error:                # http.client has several names for an answer that was cut
            if type(error).__module__ != "http.client":
                self.wrong.append(repr(error))
        if person and person.body:
            self.cut.append(person)


def verify(database, crowds, faults):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        entries = collections.Counter(key for (key,) in db.execute("SELECT key_hash FROM participation_entries"))
        numbers = [number for (number,) in db.execute("SELECT number FROM participation_entries ORDER BY number")]
        last, = db.execute("SELECT last_number FROM participation_sign_ups").fetchone()
        without, = db.execute("SELECT count(*) FROM participation_entries e WHERE (SELECT count(*) FROM participation_persons p"
                              " WHERE p.entry_id = e.id) <> 1").fetchone()
        seatless, = db.execute("SELECT count(*) FROM participation_entries e JOIN participation_persons p ON p.entry_id = e.id"
                               " WHERE (e.stage = 'accepted') <> (p.seat IS NOT NULL)").fetchone()
        seats = [seat for (seat,) in db.execute("SELECT seat FROM participation_persons WHERE seat IS NOT NULL")]
    db.close()
    faults["half done"] += without + seatless + (numbers != list(range(1, last + 1)))
    faults["doubled"] += len(seats) - len(set(seats)) + sum(count > 1 for count in entries.values())
    faults["overbooked"] += max(0, len(seats) - SEATS)
    for crowd in crowds:
        faults["wrong answers"] += len(crowd.wrong)
        for reason in crowd.wrong[:3]:
            print(f"    {reason}")
        for person in crowd.told:
            faults["lost"] += entries[hashlib.sha256(person.key.encode()).hexdigest()] != 1


def send_again(program, page, crowds):
    """Those who saw no answer, and one of those who did, send the form again. Gives how many were refused."""
    connection, refused = connect(program.port), 0
    for person in [person for crowd in crowds for person in crowd.cut + crowd.told[-1:]]:
        refused += not person.send(connection, f"localhost:{program.port}", page)
    connection.close()
    return refused


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    seed = random.randrange(2**32) if args.seed is None else args.seed
    random.seed(seed)
    faults, told, again, checks = collections.Counter(), 0, 0, []
    with tempfile.TemporaryDirectory(prefix="veche-kill-") as folder:
        program = Program(args.program, pathlib.Path(folder) / "data")
        try:
            hall = Hall(program, SEATS)
            for number in range(args.rounds):
                program.start()
                crowds = [Crowd(f"p{number}-{worker}", program.port, hall.page) for worker in range(WORKERS)]
                for crowd in crowds:
                    crowd.start()
                time.sleep(random.uniform(0.02, 0.4))
                program.kill()
                for crowd in crowds:
                    crowd.join(timeout=30)
                told += sum(len(crowd.told) for crowd in crowds)
                again += sum(len(crowd.cut) for crowd in crowds)
                program.start()
                verify(f"{program.data}/veche.db", crowds, faults)
                faults["wrong answers"] += send_again(program, hall.page, crowds)
                verify(f"{program.data}/veche.db", crowds, faults)
                program.stop()
                if number % 20 == 19 or number == args.rounds - 1:
                    checks.append(program.command("check", check=False))
        finally:
            program.stop()
    broken = [done for done in checks if done.returncode]
    enough = told > args.rounds
    print(f"{args.rounds} kills, {told} people were told a number, {again} sent again what was cut off, seed {seed}")
    for what, holds in ((f"nobody who was told a number has lost it ({faults['lost']})", not faults["lost"] and enough),
                        (f"nobody and no seat is there twice ({faults['doubled']})", not faults["doubled"]),
                        (f"no entry is half done, no number is missing ({faults['half done']})", not faults["half done"]),
                        (f"no more are accepted than there are seats ({faults['overbooked']})", not faults["overbooked"]),
                        (f"every answer is right ({faults['wrong answers']})", not faults["wrong answers"]),
                        (f"the database and the audit chain are whole ({len(checks)} checks)", checks and not broken)):
        print(f"{'OK' if holds else 'FAIL'} {what}")
    for done in broken[:1]:
        print(done.stdout + done.stderr)
    return 1 if +faults or broken or not enough else 0


if __name__ == "__main__":
    sys.exit(main())
