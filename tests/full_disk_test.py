#!/usr/bin/env python3
"""A data folder on a full disk: commands are refused with 503, pages go on, nothing is lost; with space again all is well.

The disk is a small tmpfs in a mount namespace of its own, so nothing stays mounted however this ends.
"""
import argparse
import errno
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from running import Program, Visitor

PASSWORD = "correct horse battery staple 47"
LINES = "/office/plan/2021/lines"
INSIDE = "VECHE_FULL_DISK_INSIDE"


def inside_own_mounts():
    if os.environ.get(INSIDE):
        return
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    os.execvpe("unshare", ["unshare", *as_root, "--mount", "--", sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})


def fill(path):
    """Takes every free byte."""
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


class Town:
    def __init__(self, program):
        self.program, self.kept, self.refused, self.other = program, [], [], []
        self.visitor = Visitor(program.port)

    def add(self, title):
        status = self.visitor.submit(f"{LINES}/new", LINES, title=title, when="май", place="Дом " * 60, audience="жители " * 20,
                                     age="0+", deed="save").status
        {303: self.kept, 503: self.refused}.get(status, self.other).append(title)
        return status


def say(holds, what):
    print(f"{'OK' if holds else 'FAIL'} {what}", flush=True)
    return bool(holds)


def titles(program):
    with sqlite3.connect(f"file:{program.data}/veche.db?mode=ro", uri=True) as db:
        found = [title for (title,) in db.execute("SELECT title FROM plan_lines")]
    db.close()
    return found


def story(program, disk):
    program.init_town("town")
    program.create_account("town", "gleb@town.example", "Глеб", "organiser", PASSWORD)
    program.start()
    town = Town(program)
    town.visitor.sign_in("gleb@town.example", PASSWORD)
    for number in range(5):
        town.add(f"до {number}")
    results = [say(len(town.kept) == 5, "with space every command is kept")]

    fill(disk / "filler")
    for number in range(2000):          # the log of the database has some room of its own at first
        if town.add(f"полно {number}") != 303 and len(town.refused) >= 5:
            break
    results.append(say(len(town.refused) >= 5 and not town.other, f"a full disk is answered with 503 ({len(town.kept)} kept, "
                       f"{len(town.refused)} refused, others {len(town.other)})"))
    results.append(say(town.visitor.get("/").status == 200 and town.visitor.get(f"{LINES}/new").status == 200, "pages go on"))

    (disk / "filler").unlink()
    results.append(say([town.add(f"после {number}") for number in range(5)] == [303] * 5, "with space again commands are kept"))
    found = titles(program)
    results.append(say(sorted(found) == sorted(town.kept), f"what was kept is there once, what was refused is not ({len(found)} lines)"))
    program.stop()
    checked = program.command("check", check=False)
    results.append(say(checked.returncode == 0, "the database and the audit chain are whole"))
    return all(results)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    args = parser.parse_args()
    inside_own_mounts()
    with tempfile.TemporaryDirectory(prefix="veche-full-") as folder:
        disk = pathlib.Path(folder) / "data"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", disk], check=True)
        program = Program(args.program, disk)
        try:
            return 0 if story(program, disk) else 1
        finally:
            program.stop()
            subprocess.run(["umount", "-l", disk], check=True)


if __name__ == "__main__":
    sys.exit(main())
