#!/usr/bin/env python3
"""Where photographs lie: a bucket of a service that speaks S3 (npm's s3rver; signatures are tried in file_store_test.cpp), a folder that several processes
share (with VECHE_TEST_POSTGRES), and a backup of many."""
import hashlib
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import ROOT, equal, files, refused, run_checks, true
from databases import Postgres
from running import Program, Visitor, free_port

MARK = "veche-installation"


class Bucket:
    """A small service of buckets on this machine; `place` tells a configuration of it."""

    def __init__(self, folder, *buckets):
        self.folder, self.port = pathlib.Path(folder) / "buckets", free_port()
        self.command = ["node", ROOT / "node_modules/s3rver/bin/s3rver.js", "--directory", self.folder, "--address", "127.0.0.1",
                        "--port", str(self.port), "--silent"]
        for bucket in buckets:
            self.command += ["--configure-bucket", bucket]
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(list(map(str, self.command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                Visitor(self.port).get("/")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("s3rver does not start")

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def place(self, path, key="S3RVER"):
        return f'media_bucket = "http://127.0.0.1:{self.port}/{path}"\nmedia_key = "{key}"\nmedia_secret = "S3RVER"\n'

    def objects(self, bucket):
        return {path.name.removesuffix("._S3rver_object") for path in (self.folder / bucket).rglob("*._S3rver_object")}


def program(binary, folder, name, place, first=""):
    config = pathlib.Path(folder) / f"{name}.toml"
    config.write_text(first + place)
    return Program(binary, pathlib.Path(folder) / name, config=config)


def shown_photographs(database):
    """The names of large pictures that pages of the demo's first town show."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return [name for (name,) in db.execute(
            "SELECT f.large FROM album_photos f JOIN towns t ON t.id = f.town_id WHERE t.host = 'localhost' AND f.people <> 'ask' ORDER BY 1")]


def check_served(port, names):
    for name in names:
        answer = Visitor(port).get("/media/" + name)
        equal((answer.status, hashlib.sha256(answer.body).hexdigest()), (200, name.split(".")[0]), name)


def wait_served(port, name, seconds=30):
    """After a failure nothing is asked of a bucket for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and Visitor(port).get("/media/" + name).status == 503:
        time.sleep(0.2)


def photographs_in_a_bucket_are_served_backed_up_and_restored(binary, folder):
    folder, bucket = pathlib.Path(folder), Bucket(folder, "veche", "second")
    town = program(binary, folder, "data", bucket.place("veche/yurga"))
    again = program(binary, folder, "again", bucket.place("second"))
    try:
        town.command("demo", "--from", ROOT / "demo")
        town.start()
        names = shown_photographs(f"{town.data}/veche.db")
        true(len(names) > 1, "the demo has photographs")
        check_served(town.port, names)
        true(not (pathlib.Path(town.data) / "media").exists(), "nothing of them is in the data folder")
        true({*names, MARK} <= bucket.objects("veche"), "they are in the bucket, and so is its mark")
        true("whole" in town.command("check").stdout, "check finds them")
        town.command("backup", folder / "one.zip")
        inside = {pathlib.Path(name).name for name in zipfile.ZipFile(folder / "one.zip").namelist()}
        true({*names, MARK} <= inside, "the backup has them")
        again.command("restore", folder / "one.zip")
        true(not (pathlib.Path(again.data) / "media").exists(), "they are restored to where they belong")
        true(set(names) <= bucket.objects("second"), "into the bucket of the settings")
        true("whole" in again.command("check").stdout, "all came back")
        again.start()
        check_served(again.port, names)
        again.stop()

        # A service that is away is 503 for its pictures, and for nothing else.
        bucket.stop()
        town.stop()
        bucket.start()
        town.start()
        bucket.stop()
        equal(Visitor(town.port).get("/media/" + names[0]).status, 503, "a bucket that is away")
        equal(Visitor(town.port).get("/plan/2021").status, 200, "a page meanwhile")
        bucket.start()
        wait_served(town.port, names[0])
        check_served(town.port, names)
    finally:
        town.stop()
        again.stop()
        bucket.stop()


def a_bucket_that_is_not_ours_is_not_served_from(binary, folder):
    folder, bucket = pathlib.Path(folder), Bucket(folder, "veche", "empty")
    town = program(binary, folder, "data", bucket.place("veche"))
    other = program(binary, folder, "other", bucket.place("veche"))
    try:
        for one in (town, other):
            one.init_town("yurga")
        town.start()
        town.stop()
        words = refused(other, "serve", "--listen", f"127.0.0.1:{other.port}")
        true("another installation" in words, words)
        config = folder / "data.toml"
        config.write_text(bucket.place("empty"))
        words = refused(town, "serve", "--listen", f"127.0.0.1:{town.port}")
        true("is missing there" in words and "/empty" in words, words)
        for wrong in (bucket.place("veche", key="another"), bucket.place("nowhere")):
            config.write_text(wrong)
            words = refused(town, "serve", "--listen", f"127.0.0.1:{town.port}", code=1)
            true("the bucket cannot be read" in words, words)
    finally:
        town.stop()
        other.stop()
        bucket.stop()


def several_processes_see_the_same_photographs(binary, folder):
    if not os.environ.get("VECHE_TEST_POSTGRES"):
        print("    VECHE_TEST_POSTGRES is not set: not tried")
        return
    folder, postgres = pathlib.Path(folder), Postgres(folder)
    first = postgres.program(binary, "first")
    try:
        shared = f'media_folder = "{folder}/shared"\n'
        database = (folder / "first.toml").read_text()
        (folder / "first.toml").write_text(database + shared)
        first.command("demo", "--from", ROOT / "demo")
        first.start()
        name = postgres.sql("SELECT f.large FROM album_photos f JOIN towns t ON t.id = f.town_id WHERE t.host = 'localhost' AND"
                            " f.people <> 'ask' ORDER BY 1 LIMIT 1", first.database).strip()
        alone = program(binary, folder, "alone", "", first=database)
        words = refused(alone, "serve", "--listen", f"127.0.0.1:{alone.port}")
        true(f"{alone.data}/media" in words and "one folder or bucket" in words, words)
        words = refused(alone, "backup", folder / "alone.zip", code=1)
        true("is missing in" in words and not (folder / "alone.zip").exists(), words)
        second = program(binary, folder, "second", shared, first=database)
        second.start()
        try:
            for port in (first.port, second.port):
                check_served(port, [name])
        finally:
            second.stop()
        second.command("backup", folder / "second.zip")
        true(any(part.endswith(name) for part in zipfile.ZipFile(folder / "second.zip").namelist()), "a backup of either has it")
    finally:
        first.stop()
        postgres.drop()


def id_text(number):
    """As core/id.hpp writes keys."""
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(60, -1, -5))


def a_backup_of_ten_thousand_photographs_comes_back(binary, folder):
    folder = pathlib.Path(folder)
    town = Program(binary, folder / "data")
    town.init_town("yurga")
    with sqlite3.connect(f"{town.data}/veche.db") as db:
        number = db.execute("SELECT id FROM towns").fetchone()[0]
        for index in range(10_000):
            content = b"%d" % index
            name = hashlib.sha256(content).hexdigest() + ".webp"
            file = pathlib.Path(town.data) / "media" / id_text(number) / name[:2] / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            db.execute("INSERT INTO media (town_id, name, object) VALUES (?, ?, ?)", (number, name, f"photo/{index}"))
    db.close()
    town.command("backup", folder / "many.zip")
    again = Program(binary, folder / "again")
    again.command("restore", folder / "many.zip")
    true("whole" in again.command("check").stdout, "the copy is whole")
    equal(files(again.data), files(town.data), "every file")


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, [photographs_in_a_bucket_are_served_backed_up_and_restored, a_bucket_that_is_not_ours_is_not_served_from,
                                  several_processes_see_the_same_photographs, a_backup_of_ten_thousand_photographs_comes_back]))
