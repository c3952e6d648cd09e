#!/usr/bin/env python3
"""Backups of the real program: made under load, restored elsewhere; damaged ones are refused, and tampering is told.

With VECHE_TEST_POSTGRES the backup is made and restored on PostgreSQL as well.
"""
import hashlib
import os
import pathlib
import sqlite3
import sys
import threading
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import LINES, PASSWORD, PLANS, equal, files, import_plan, refused, rows, run_checks, true
from databases import Postgres
from running import Program, Visitor


class Writer(threading.Thread):
    """An organiser who adds lines until told to stop; remembers which were acknowledged."""

    def __init__(self, program):
        super().__init__(daemon=True)
        self.visitor, self.added, self.ended = Visitor(program.port), [], threading.Event()
        self.visitor.sign_in("gleb@town.example", PASSWORD)

    def run(self):
        while not self.ended.is_set():
            title = f"Строка {len(self.added)}"
            if self.visitor.submit(f"{LINES}/new", LINES, title=title, when="май", age="0+", deed="save").status != 303:
                return
            self.added.append(title)


def town_with_people(binary, folder, **more):
    program = Program(binary, pathlib.Path(folder) / "data", **more)
    program.init_town("yurga")
    program.create_account("yurga", "gleb@town.example", "Глеб", "organiser", PASSWORD)
    import_plan(program, PLANS[0], "--announce")
    media = pathlib.Path(program.data) / "media/2021"
    media.mkdir(parents=True)
    (media / "снимок.jpg").write_bytes(os.urandom(20_000))
    return program


def id_text(number):
    """As core/id.hpp writes keys."""
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(60, -1, -5))


def keep_medium(program):
    """A file that the database needs, as photographs are kept; its path."""
    content = os.urandom(30_000)
    name = hashlib.sha256(content).hexdigest() + ".webp"
    with sqlite3.connect(f"{program.data}/veche.db") as db:
        town = db.execute("SELECT id FROM towns").fetchone()[0]
        db.execute("INSERT INTO media (town_id, name, object) VALUES (?, ?, 'photo/1')", (town, name))
    db.close()
    file = pathlib.Path(program.data) / "media" / id_text(town) / name[:2] / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return file


def a_lost_photograph_is_told(binary, folder):
    program, folder = town_with_people(binary, folder), pathlib.Path(folder)
    file = keep_medium(program)
    (file.parent / ".part-1").write_bytes(b"half a photograph")
    true("whole" in program.command("check").stdout, "whole before")
    program.command("backup", folder / "good.zip")
    restored = Program(binary, folder / "restored")
    restored.command("restore", folder / "good.zip")
    true("whole" in restored.command("check").stdout, "the photograph came back")
    equal((pathlib.Path(restored.data) / file.relative_to(program.data)).read_bytes(), file.read_bytes())
    true(not (pathlib.Path(restored.data) / file.relative_to(program.data)).with_name(".part-1").exists(), "what is half written is no part of it")
    content = bytearray(file.read_bytes())
    content[1000] ^= 0x55
    file.write_bytes(content)
    words = refused(program, "check", code=1)
    true("is damaged" in words and file.name in words, words)
    file.unlink()
    words = refused(program, "check", code=1)
    true("is missing" in words and file.name in words, words)
    true("media" in refused(program, "backup", folder / "x.zip", code=1), "a backup of it is not made in silence")
    true(not (folder / "x.zip").exists(), "no backup is left")


def a_backup_under_load_is_whole(binary, folder):
    program, folder = town_with_people(binary, folder), pathlib.Path(folder)
    program.start()
    try:
        writer = Writer(program)
        writer.start()
        for number in range(3):
            while len(writer.added) < 5 * (number + 1) and writer.is_alive():
                time.sleep(0.01)
            before = list(writer.added)
            true("verified" in program.command("backup", folder / f"{number}.zip").stdout, "the backup says so")
            restored = Program(binary, folder / f"restored{number}")
            restored.command("restore", folder / f"{number}.zip")
            true("whole" in restored.command("check").stdout, "the copy is whole")
            titles = "\n".join(rows(restored.data)["plan_lines"])
            true(all(f"'{title}'" in titles for title in before), "what was acknowledged before is in it")
        writer.ended.set()
        writer.join(timeout=60)
        true(len(writer.added) > 15, "there was a load")
    finally:
        program.stop()
    program.command("backup", folder / "last.zip")
    last = Program(binary, folder / "last")
    last.command("restore", folder / "last.zip")
    equal(rows(last.data), rows(program.data), "the rows")
    kept = {name: digest for name, digest in files(program.data).items() if not name.startswith("checkpoints/")}
    equal(files(last.data), kept, "media and keys, all but the notes that belong elsewhere")
    equal(oct((folder / "last.zip").stat().st_mode & 0o077), "0o0", "a backup holds keys: nobody else reads it")
    equal({oct(key.stat().st_mode & 0o777) for key in (folder / "last/keys").iterdir()}, {"0o600"})
    last.start()
    try:
        Visitor(last.port).sign_in("gleb@town.example", PASSWORD)
        equal(Visitor(last.port).get("/plan/2021").status, 200)
    finally:
        last.stop()


def a_backup_never_overwrites_and_restore_needs_an_empty_folder(binary, folder):
    program, folder = town_with_people(binary, folder), pathlib.Path(folder)
    archive = folder / "one.zip"
    program.command("backup", archive)
    kept = archive.read_bytes()
    true("never overwrites" in refused(program, "backup", archive), "the reason is told")
    equal(archive.read_bytes(), kept)
    before = rows(program.data)
    true("not empty" in refused(program, "restore", archive), "the reason is told")
    equal(rows(program.data), before)
    (folder / "empty").mkdir()
    for place in ("empty", "absent", "with-slash/"):
        restored = Program(binary, folder / "x")
        restored.place = ["--data", f"{folder}/{place}"]
        restored.command("restore", archive)
        equal(rows(folder / place), before, place)
    for absent in ("nothing.zip", "data"):
        refused(Program(binary, folder / "y"), "restore", folder / absent)
    true(not (folder / "y").exists(), "nothing was made")
    refused(Program(binary, folder / "z"), "backup", folder / "z.zip")
    true(not (folder / "z").exists() and not (folder / "z.zip").exists(), "there was nothing to back up")
    equal([path.name for path in folder.iterdir() if path.name.startswith(".veche")], [], "no work is left lying about")


def damaged(archive, folder):
    """(name, file) of broken copies of a backup."""
    content = archive.read_bytes()
    for number in range(20):
        broken = bytearray(content)
        broken[len(content) * (2 * number + 1) // 40] ^= 0x55
        yield f"a byte at place {number}", bytes(broken)
    for part in (0, 1, 30, len(content) // 3, len(content) - 30, len(content) - 1):
        yield f"cut at {part}", content[:part]
    yield "no archive", b"PK" + os.urandom(500)
    with zipfile.ZipFile(archive) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    changes = {f"without {name}": {other: text for other, text in parts.items() if other != name} for name in parts}
    changes["with a part more"] = {**parts, "media/more.jpg": b"x"}
    changes["with a way out"] = {**parts, "../outside": b"x"}
    changes["with an absolute way out"] = {**parts, "/tmp/veche-outside": b"x"}
    changes["with another key"] = {**parts, "keys/csrf.key": bytes(32)}
    changes["with a manifest that is no JSON"] = {**parts, "manifest.json": b"{"}
    changes["with a manifest of nothing"] = {**parts, "manifest.json": b'{"files": {}}'}
    changes["with a manifest of the wrong kind"] = {**parts, "manifest.json": b'{"files": {"veche.db": 5}}'}
    for name, changed in changes.items():
        file = folder / "changed.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for part, text in changed.items():
                made.writestr(part, text)
        yield name, file.read_bytes()


def a_damaged_backup_is_refused_and_leaves_nothing(binary, folder):
    program, folder = town_with_people(binary, folder), pathlib.Path(folder)
    program.command("backup", folder / "good.zip")
    (folder / "there").mkdir()
    count = 0
    for name, content in damaged(folder / "good.zip", folder):
        (folder / "bad.zip").write_bytes(content)
        words = refused(Program(binary, folder / "there/restored"), "restore", folder / "bad.zip")
        true("damaged" in words or "SQLite" in words or "PostgreSQL" in words, f"{name}: {words}")
        left = [path.name for path in (folder / "there").iterdir() if not path.name.endswith(".log")]
        equal(left, [], name)
        count += 1
    true(count > 35, "enough ways to be damaged")
    true(not (folder.parent / "outside").exists() and not pathlib.Path("/tmp/veche-outside").exists(), "nothing got out")


def a_changed_audit_is_told(binary, folder):
    program = town_with_people(binary, folder)
    true("whole" in program.command("check").stdout, "whole before")
    with sqlite3.connect(f"{program.data}/veche.db") as db:
        db.execute("UPDATE audit SET details = '{}' WHERE number = 2")
    db.close()
    words = refused(program, "check", code=1)
    true("yurga: audit row 2" in words, words)
    true("audit" in refused(program, "backup", pathlib.Path(folder) / "x.zip", code=1), "a backup of it is not made in silence")
    true(not (pathlib.Path(folder) / "x.zip").exists(), "no backup is left")


def a_broken_database_is_told(binary, folder):
    program = town_with_people(binary, folder)
    file = pathlib.Path(program.data) / "veche.db"
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096 - 1):
        content[page * 4096:page * 4096 + 64] = os.urandom(64)
    file.write_bytes(content)
    refused(program, "check", code=1)
    true("no database" in refused(Program(binary, pathlib.Path(folder) / "typo"), "check"), "a folder that is none of ours")
    true(not (pathlib.Path(folder) / "typo").exists(), "check makes nothing")


# PostgreSQL ----------------------------------------------------------------------------------------------------------

def a_backup_on_postgresql_is_whole(binary, folder):
    if not os.environ.get("VECHE_TEST_POSTGRES"):
        print("    VECHE_TEST_POSTGRES is not set: not tried")
        return
    postgres, folder = Postgres(folder), pathlib.Path(folder)
    try:
        program = postgres.program(binary, "first")
        program.init_town("yurga")
        program.create_account("yurga", "gleb@town.example", "Глеб", "organiser", PASSWORD)
        import_plan(program, PLANS[0], "--announce")
        program.start()
        writer = Writer(program)
        writer.start()
        while len(writer.added) < 5 and writer.is_alive():
            time.sleep(0.01)
        before = list(writer.added)
        program.command("backup", folder / "under-load.zip")
        writer.ended.set()
        writer.join(timeout=60)
        program.stop()
        second = postgres.program(binary, "second")
        second.command("restore", folder / "under-load.zip")
        true("whole" in second.command("check").stdout, "the copy is whole")
        titles = "\n".join(postgres.rows(second)["plan_lines"])
        true(all(f"|{title}|" in titles for title in before), "what was acknowledged before is in it")
        program.command("backup", folder / "last.zip")
        last = postgres.program(binary, "last")
        last.command("restore", folder / "last.zip")
        equal(postgres.rows(last), postgres.rows(program), "the rows")
        equal(files(last.data), files(program.data), "keys")
        # Each engine's backup is told from the other's, a full database is not written over, a damaged file not read.
        true("PostgreSQL" in refused(Program(binary, folder / "sqlite"), "restore", folder / "last.zip"), "told apart")
        kept = postgres.rows(second)
        true(refused(Program(binary, folder / "other", config=folder / "second.toml"), "restore", folder / "last.zip"), "not empty")
        equal(postgres.rows(second), kept, "a full database is left alone")
        content = bytearray((folder / "last.zip").read_bytes())
        content[len(content) // 2] ^= 0x55
        (folder / "bad.zip").write_bytes(content)
        empty = postgres.program(binary, "empty")
        true("damaged" in refused(empty, "restore", folder / "bad.zip"), "damage is told")
        equal(postgres.rows(empty), {}, "nothing was written")
        true(not pathlib.Path(empty.data).exists(), "nothing was made")
    finally:
        postgres.drop()


CHECKS = [a_backup_under_load_is_whole, a_backup_never_overwrites_and_restore_needs_an_empty_folder,
          a_damaged_backup_is_refused_and_leaves_nothing, a_changed_audit_is_told, a_broken_database_is_told, a_lost_photograph_is_told,
          a_backup_on_postgresql_is_whole]


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, CHECKS))
