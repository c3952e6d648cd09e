#!/usr/bin/env python3
"""kill -9 at random moments under a load of commands: what was acknowledged is there, once and whole; the rest is not there at all.

Eight people add lines to a plan and correct them. After each kill the database is read beside the restarted program:
a line and its audit row belong to one command, and both halves of a correction ("place" and "audience") to another.
"""
import argparse
import collections
import json
import pathlib
import random
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from running import Program, Visitor

WORKERS = 8
PASSWORD = "correct horse battery staple 47"
LINES = "/office/plan/2021/lines"


class Writer(threading.Thread):
    """Adds a line, corrects it a few times, adds the next, until the program is gone; remembers what was acknowledged."""

    def __init__(self, number, port, cookies):
        super().__init__(daemon=True)
        self.number, self.visitor = number, Visitor(port, timeout=20)
        self.visitor.cookies = dict(cookies)
        self.added, self.corrected, self.tried, self.wrong = [], {}, {}, []

    def run(self):
        try:
            for count in range(1_000_000):
                self.one_line(f"Строка {self.number}-{time.monotonic_ns()}-{count}")
        except (OSError, EOFError, ConnectionError):
            pass                                  # the kill
        except Exception as error:                # http.client has several names for an answer that was cut
            if type(error).__module__ != "http.client":
                self.wrong.append(repr(error))

    def one_line(self, title):
        self.tried[title] = 0
        address, fields = self.visitor.form(f"{LINES}/new", LINES)      # its address holds the new line's id
        mine = {"title": title, "when": "май", "place": "0", "audience": "0", "age": "0+", "deed": "save"}
        answer = self.visitor.post(address, [field for field in fields if field[0] not in mine] + list(mine.items()))
        if answer.status != 303:
            raise RuntimeError(f"adding: {answer.status}")
        self.added.append(title)
        self.corrected[title] = 0
        for step in range(1, 4):
            self.tried[title] = step
            answer = self.visitor.submit(f"{address}/edit", address, place=str(step), audience=str(step), deed="save")
            if answer.status != 303:
                raise RuntimeError(f"correcting {address}: {answer.status}")
            self.corrected[title] = step


def verify(database, writers, faults):
    """What is on the disk against what was acknowledged."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        lines = collections.defaultdict(list)
        for title, place, audience, version in db.execute("SELECT title, place, audience, version FROM plan_lines"):
            lines[title].append((place, audience, version))
        audited = collections.Counter(json.loads(details)["title"] for (details,) in
                                      db.execute("SELECT details FROM audit WHERE deed = 'plan.line.add' UNION ALL"
                                                 " SELECT details FROM audit_unsealed WHERE deed = 'plan.line.add'"))
    db.close()
    faults["doubled"] += sum(len(rows) > 1 for rows in lines.values())
    faults["half done"] += sum(place != audience for rows in lines.values() for place, audience, _ in rows)
    faults["half done"] += sum(audited[title] != 1 for title in lines) + sum(title not in lines for title in audited)
    for writer in writers:
        faults["wrong answers"] += len(writer.wrong)
        for reason in writer.wrong[:3]:
            print(f"    {reason}")
        for title in writer.added:
            stored = int(lines[title][0][0]) if lines.get(title) else -1
            faults["lost"] += not writer.corrected[title] <= stored <= writer.tried[title]


def round_of(program, cookies, longest):
    program.start()
    writers = [Writer(number, program.port, cookies) for number in range(WORKERS)]
    for writer in writers:
        writer.start()
    time.sleep(random.uniform(0.02, longest))
    program.kill()
    for writer in writers:
        writer.join(timeout=30)
    return writers


def prepare(program):
    program.init_town("town")
    program.create_account("town", "gleb@town.example", "Глеб", "organiser", PASSWORD)
    program.start()
    visitor = Visitor(program.port)
    visitor.sign_in("gleb@town.example", PASSWORD)
    program.stop()
    return visitor.cookies


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    seed = random.randrange(2**32) if args.seed is None else args.seed
    random.seed(seed)
    faults, acknowledged, checks = collections.Counter(), 0, []
    with tempfile.TemporaryDirectory(prefix="veche-kill-") as folder:
        program = Program(args.program, pathlib.Path(folder) / "data")
        try:
            cookies = prepare(program)
            for number in range(args.rounds):
                writers = round_of(program, cookies, 0.8)
                acknowledged += sum(len(w.added) + sum(w.corrected.values()) for w in writers)
                program.start()
                verify(f"{program.data}/veche.db", writers, faults)
                program.stop()
                if number % 20 == 19 or number == args.rounds - 1:
                    checks.append(program.command("check", check=False))
        finally:
            program.stop()
    print(f"{args.rounds} kills, {acknowledged} acknowledged commands, seed {seed}")
    print(f"{'OK' if not faults['lost'] and acknowledged > args.rounds else 'FAIL'} no acknowledged command is lost ({faults['lost']})")
    print(f"{'OK' if not faults['doubled'] else 'FAIL'} nothing is done twice ({faults['doubled']})")
    print(f"{'OK' if not faults['half done'] else 'FAIL'} nothing is half done ({faults['half done']})")
    print(f"{'OK' if not faults['wrong answers'] else 'FAIL'} until the kill every answer is right ({faults['wrong answers']})")
    broken = [done for done in checks if done.returncode]
    print(f"{'OK' if checks and not broken else 'FAIL'} the database and the audit chain are whole ({len(checks)} checks)")
    for done in broken[:1]:
        print(done.stdout + done.stderr)
    return 1 if +faults or broken or acknowledged <= args.rounds else 0


if __name__ == "__main__":
    sys.exit(main())
