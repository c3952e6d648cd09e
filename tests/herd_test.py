#!/usr/bin/env python3
"""The herd over HTTP: everybody wants in at once and sends the form again and again; exactly as many are accepted as there are seats."""
import argparse
import collections
import os
import pathlib
import re
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from databases import Postgres
from running import Program
from signing_up import Hall, Person, connect

THREADS = 48


def crowd(program, hall, people, times):
    """Every thread has its own people; each round all send. Gives what went wrong, busy answers, seconds."""
    wrong, busy, lock = [], collections.Counter(), threading.Lock()
    host = f"localhost:{program.port}"
    ready = threading.Barrier(THREADS + 1)

    def visit(mine):
        connection = connect(program.port)
        try:
            for person in mine:
                person.open_form(connection, host, hall.page)
            ready.wait()
            for round_number in range(times):
                for person in mine:
                    tries = 0
                    while not person.send(connection, host, hall.page):
                        tries += 1
                        time.sleep(0.05 * tries)
                    with lock:
                        busy["again"] += tries
        except Exception as error:
            ready.abort()
            with lock:
                wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=(people[number::THREADS],), daemon=True) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        ready.wait()
    except threading.BrokenBarrierError:
        pass
    begin = time.monotonic()
    for thread in threads:
        thread.join()
    return wrong, busy["again"], time.monotonic() - begin


def own_numbers(program, people):
    """What each person's own page says: (number, accepted)."""
    connection, host, seen = connect(program.port), f"localhost:{program.port}", []
    for person in people:
        connection.request("GET", f"/sign-ups/{person.key}", headers={"Host": host, "Cookie": person.cookie})
        text = connection.getresponse().read().decode()
        number = re.search(r"Ваш номер (\d+)", text)
        seen.append((int(number[1]) if number else 0, "<h1>Ждём вас" in text))
    return seen


def herd(program, engine, people_count, times, seats, results):
    try:
        hall = Hall(program, seats)
        program.start()
        people = [Person(f"person{number}") for number in range(people_count)]
        wrong, again, seconds = crowd(program, hall, people, times)
        seen = own_numbers(program, people)
    finally:
        program.stop()
    sent = people_count * times
    print(f"{engine}: {people_count} people x {times} for {seats} seats: {sent} sendings in {seconds:.1f} s "
          f"({sent / seconds:,.0f}/s), asked to send again {again} times")
    for reason in wrong[:3]:
        print(f"    {reason}")
    results.append((not wrong, f"{engine}: every sending is answered"))
    results.append((sum(accepted for _, accepted in seen) == seats, f"{engine}: exactly {seats} are accepted"))
    results.append((sorted(number for number, _ in seen) == list(range(1, people_count + 1)),
                    f"{engine}: everybody has one number, and no number is given twice"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--seats", type=int, default=110)
    args = parser.parse_args()
    results = []
    size = args.people, args.times, args.seats, results
    with tempfile.TemporaryDirectory(prefix="veche-herd-") as folder:
        herd(Program(args.program, pathlib.Path(folder) / "data"), "SQLite", *size)
        if os.environ.get("VECHE_TEST_POSTGRES"):
            server = Postgres(folder)
            try:
                herd(server.program(args.program, "herd"), "PostgreSQL", *size)
            finally:
                server.drop()
        else:
            print("    VECHE_TEST_POSTGRES is not set: not tried")
    for holds, what in results:
        print(f"{'OK' if holds else 'FAIL'} {what}")
    return 0 if all(holds for holds, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
