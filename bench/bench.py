#!/usr/bin/env python3
"""Measures the program against nginx on this machine; prints Markdown and writes it to --out. See docs/performance.md."""
import argparse
import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from load import interleaved, median, ratio, table, verdict, wrk
from nginx import Nginx
from towns import YEAR, install
from running import Program, Visitor
from signing_up import Hall, Person, connect

ROOT = pathlib.Path(__file__).resolve().parent.parent
YEAR_PAGE = f"/plan/{YEAR}"


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder, self.stack = args, folder, contextlib.ExitStack()
        self.sections, self.broken = [], []

    def say(self, title, head, rows):
        self.sections.append(f"## {title}\n\n{table(head, rows)}\n")
        print(self.sections[-1], flush=True)

    def judge(self, what, holds):
        if not holds:
            self.broken.append(what)
        return verdict(holds)

    def started(self, name, towns=1, lines=40, cache_mb=64, database=None, more=""):
        """A running installation; without `database` on SQLite."""
        config = self.folder / f"{name}.toml"
        config.write_text(f"page_cache_mb = {cache_mb}\nlog_level = \"warn\"\n" + (f'database = "{database}"\n' if database else "") + more)
        program = install(self.args.program, self.folder, name, towns, lines, config)
        program.start()
        self.stack.callback(program.stop)
        return program

    def measure(self, url, connections=32):
        return lambda: wrk(url, connections, self.args.seconds)

    def pages(self, program):
        listed = Visitor(program.port).get(YEAR_PAGE).text
        line = re.search(rf'href="({YEAR_PAGE}/lines/[^"./?]+)"', listed).group(1)
        return {"year page": YEAR_PAGE, "line page": line}

    def url(self, program, path):
        return f"http://127.0.0.1:{program.port}{path}"

    def cached_and_not(self):
        warm, bare = self.started("cached"), self.started("uncached", cache_mb=0)
        empty = self.started("nothing-kept", cache_mb=0, more="kept_mb = 0\n")
        nginx = Nginx(self.folder / "nginx")
        self.stack.callback(nginx.stop)
        rows, slow, nothing = [], [], []
        for (name, path), bare_path, empty_path in zip(self.pages(warm).items(), self.pages(bare).values(), self.pages(empty).values()):
            body = Visitor(warm.port).get(path).body
            file = nginx.keep(name.replace(" ", "_") + ".html", body)
            ours, theirs = interleaved(self.measure(self.url(warm, path)), self.measure(file), self.args.rounds)
            share = ratio(ours, theirs, "rate")
            rows.append([name, f"{len(body) / 1024:.1f} KB", f"{median(ours, 'rate'):,.0f}", f"{median(theirs, 'rate'):,.0f}",
                         f"{share:.2f}", self.judge(f"cached {name}", share >= 0.9), f"{median(ours, 'p99'):.1f}", f"{median(theirs, 'p99'):.1f}"])
            for connections in (1, 32):
                ours, theirs = interleaved(self.measure(self.url(bare, bare_path), connections), self.measure(file, connections), self.args.rounds)
                times = ratio(theirs, ours, "rate")
                slow.append([name, connections, f"{1e6 / median(ours, 'rate'):,.0f}", f"{1e6 / median(theirs, 'rate'):,.0f}", f"{times:.1f}",
                             self.judge(f"uncached {name}, {connections} connections", times <= 4)])
                ours, theirs = interleaved(self.measure(self.url(empty, empty_path), connections), self.measure(file, connections), self.args.rounds)
                times = ratio(theirs, ours, "rate")
                nothing.append([name, connections, f"{1e6 / median(ours, 'rate'):,.0f}", f"{1e6 / median(theirs, 'rate'):,.0f}", f"{times:.1f}",
                                self.judge(f"nothing kept: {name}, {connections} connections", times <= 15)])
        self.say("Cached pages, 32 connections", ["page", "size", "veche req/s", "nginx req/s", "ratio", "≥ 0.9", "p99 ms veche", "nginx"], rows)
        self.say("Without the page cache: microseconds per request", ["page", "connections", "veche", "nginx", "ratio", "≤ 4"], slow)
        self.say("Nothing kept: microseconds per request", ["page", "connections", "veche", "nginx", "ratio", "≤ 15"], nothing)
        self.statements(bare)

    def statements(self, program):
        visitor, rows = Visitor(program.port), []

        def count():
            return int(float(re.search(r"^veche_db_statements_total (\S+)", visitor.get("/metrics").text, re.M).group(1)))

        addresses = {"home": "/", **self.pages(program), "calendar of the year": f"{YEAR_PAGE}.ics", "JSON of the year": f"{YEAR_PAGE}.json",
                     "Atom": "/feed.atom", "search": "/search?q=%D0%BF%D1%80%D0%B0%D0%B7%D0%B4%D0%BD%D0%B8%D0%BA"}
        for name, path in addresses.items():
            counts = []
            for _ in range(3):        # background work may fall between the two readings: the least is the page's own
                before = count()
                status = visitor.get(path).status
                counts.append(count() - before)
            rows.append([name, status, min(counts)])
        self.say("SQL statements per page, not cached", ["page", "status", "statements"], rows)

    def crowd(self):
        rows = []
        engines = {"SQLite": (None, None)}
        if self.args.postgres:
            engines["PostgreSQL"] = tuple(self.args.postgres.values())
        for engine, (one, many) in engines.items():
            alone = self.started(f"alone-{engine}", cache_mb=0, database=one)
            crowd = self.started(f"crowd-{engine}", towns=40, lines=self.args.lines, cache_mb=0, database=many)
            ours, theirs = interleaved(self.measure(self.url(crowd, YEAR_PAGE), 8), self.measure(self.url(alone, YEAR_PAGE), 8), self.args.rounds)
            for name, path in (("year page", YEAR_PAGE), ("plan and fact", f"{YEAR_PAGE}/fact")):
                ours, theirs = interleaved(self.measure(self.url(crowd, path), 8), self.measure(self.url(alone, path), 8), self.args.rounds)
                times = ratio(theirs, ours, "rate")
                rows.append([engine, name, f"{1e6 / median(ours, 'rate'):,.0f}", f"{1e6 / median(theirs, 'rate'):,.0f}", f"{times:.2f}",
                             self.judge(f"crowd: {name} on {engine}", times <= 1.3)])
        self.say(f"One town, not cached: among 40 towns and {self.args.lines:,} lines, and alone with 40 lines (µs per request)",
                 ["engine", "page", "among 40", "alone", "ratio", "≤ 1.3"], rows)

    def sign_ups(self):
        """Each request is another person with another form; the answer comes after the commit is on the disk."""
        rows, single = [], None
        program = Program(self.args.program, self.folder / "sign-ups")
        hall = Hall(program, 500)
        program.start()
        self.stack.callback(program.stop)
        person = Person("wrk")
        person.open_form(connect(program.port), f"localhost:{program.port}", hall.page)
        script = self.folder / "sign_up.lua"
        for round_number in range(self.args.rounds):
            for connections in (1, 100, 1_000):
                script.write_text(sign_up_script(person, f"r{round_number}c{connections}"))
                figures = wrk(self.url(program, hall.page), connections, self.args.seconds, script=script)
                if figures.wrong:
                    raise RuntimeError("a sign-up was refused")
                rows.append([connections, figures.rate, figures.p99])
        program.stop()
        taken = count_entries(program)
        median_of = lambda connections, field: statistics.median(row[field] for row in rows if row[0] == connections)
        single = median_of(1, 1)
        self.say(f"Sign-ups, each durable before its answer for 500 seats, the rest wait ({taken:,} stored; one number each)",
                 ["people at once", "sign-ups/s", "p99 ms", "against one person"],
                 [[f"{connections:,}", f"{median_of(connections, 1):,.0f}", f"{median_of(connections, 2):.1f}",
                   f"{median_of(connections, 1) / single:.1f} ×"] for connections in (1, 100, 1_000)])

    def start(self):
        program = self.started("start")
        times = []
        for _ in range(7):
            program.stop()
            begun = time.monotonic()
            program.start(wait=False)
            program.wait_ready("/")
            times.append(time.monotonic() - begun)
        time.sleep(2)
        memory = program.resident_kb() / 1024
        took = statistics.median(times)
        self.say("Start and rest", ["what", "measured", "bound", "holds"], [
            ["start to the first page, s (median of 7)", f"{took:.3f}", "< 0.3", self.judge("start", took < 0.3)],
            ["idle memory, MB", f"{memory:.1f}", "< 80", self.judge("memory", memory < 80)]])

    def programs(self):
        for program in sorted(pathlib.Path(self.args.program).resolve().parent.glob("bench_*")):
            if program.is_file() and program.stat().st_mode & 0o100:
                done = subprocess.run([program], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
                if done.returncode:
                    self.broken.append(program.name)
                self.sections.append(f"{done.stdout.strip()}\n{done.stderr.strip()}\n")
                print(self.sections[-1], flush=True)


def sign_up_script(person, prefix):
    """wrk's Lua: the form of `person`, each time with another name, address and key."""
    fields = [(name, value) for name, value in urllib.parse.parse_qsl(person.body, keep_blank_values=True)
              if name not in ("key", "contact", "email", "name-1")]
    return f"""
local count, thread = 0, 0
request = function()
  count = count + 1
  local who = "{prefix}-" .. count
  local key = (who .. string.rep("k", 43)):sub(1, 43)
  local body = "{urllib.parse.urlencode(fields)}&contact=" .. who .. "&name-1=" .. who .. "&email=" .. who .. "%40town.example&key=" .. key
  return wrk.format("POST", nil, {{["Host"] = wrk.headers["Host"], ["Cookie"] = "{person.cookie}", ["Content-Type"] = "application/x-www-form-urlencoded"}}, body)
end
"""


def count_entries(program):
    """How many are stored; every one with a number of its own."""
    with sqlite3.connect(f"file:{program.data}/veche.db?mode=ro", uri=True) as db:
        count, numbers = db.execute("SELECT count(*), count(DISTINCT number) FROM participation_entries").fetchone()
    db.close()
    if count != numbers:
        raise RuntimeError(f"{count} entries have {numbers} numbers")
    return count


def with_postgres(stack):
    """A private server with two databases: {name: address}; nothing when it cannot be had."""
    script, folder = ROOT / "tests/support/postgres.sh", tempfile.mkdtemp(prefix="veche-bench-postgres-")
    os.chmod(folder, 0o755)              # started by root it runs as "postgres", which has to get there
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    done = subprocess.run([script, "start", folder, "--fast"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        print(f"PostgreSQL is left out: {done.stderr.strip()}", file=sys.stderr)
        return {}
    stack.callback(subprocess.run, [script, "stop", folder], capture_output=True)
    address = re.search(r"VECHE_TEST_POSTGRES=(\S+)", done.stdout).group(1)
    names = ("bench_alone", "bench_crowd")
    for name in names:
        subprocess.run(["psql", "-q", address, "-c", f"CREATE DATABASE {name}"], check=True)
    return {name: address.replace("/postgres?", f"/{name}?") for name in names}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="only: cached_and_not, crowd, sign_ups, start, programs")
    parser.add_argument("--program", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--lines", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as folder, contextlib.ExitStack() as stack:
        args.postgres = with_postgres(stack) if args.name in ("", "crowd") else {}
        bench = Bench(args, pathlib.Path(folder))
        stack.push(bench.stack)
        for part in ("start", "cached_and_not", "crowd", "sign_ups", "programs"):
            if args.name in part:
                getattr(bench, part)()
    bench.sections.append("Broken promises: " + (", ".join(bench.broken) or "none") + ".\n")
    print(bench.sections[-1])
    args.out.write_text("\n".join(bench.sections))
    return 1 if bench.broken else 0


if __name__ == "__main__":
    sys.exit(main())
