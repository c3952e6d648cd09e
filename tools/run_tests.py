#!/usr/bin/env python3
"""Runs every test of the project and counts them; the last line is "N passed, N failed".

A test is a doctest case, a lint, a replayed fuzz corpus, a browser journey or a named check of the kill and full-disk tests.
Whatever is started (PostgreSQL, programs under test) is stopped again, also when this script is interrupted.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD, SANITIZED = ROOT / "build-test", ROOT / "build-asan"
LOGS = BUILD / "logs"
POSTGRES = ROOT / "tests/support/postgres.sh"
DOCTEST = re.compile(r"test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed")
LINE = re.compile(r"^(OK|FAIL)\b", re.MULTILINE)
MINUTES = 30            # for one step; a step that hangs is a failure with a log

running = set()
printing = threading.Lock()


class Step:
    def __init__(self, name, command, expect_count=False):
        self.name, self.command, self.expect_count = name, [str(part) for part in command], expect_count
        self.passed = self.failed = 0

    def run(self, environment):
        started, log = time.monotonic(), LOGS / f"{self.name}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen(self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=file,
                                       stderr=subprocess.STDOUT, start_new_session=True)
            running.add(process)
            try:
                code = process.wait(timeout=MINUTES * 60)
            except subprocess.TimeoutExpired:
                code = 124
            stop(process)
        output = log.read_text(errors="replace")
        self.count(output, code)
        with printing:
            print(f"{'ok  ' if not self.failed else 'FAIL'} {self.name}: {self.passed} passed, {self.failed} failed "
                  f"({time.monotonic() - started:.1f} s)", flush=True)
            if self.failed:
                print("\n".join(output.splitlines()[-60:]), flush=True)

    def count(self, output, code):
        for passed, failed in DOCTEST.findall(output):
            self.passed += int(passed)
            self.failed += int(failed)
        for verdict in LINE.findall(output):
            self.passed += verdict == "OK"
            self.failed += verdict == "FAIL"
        if self.passed + self.failed == 0 and code == 0 and not self.expect_count:
            self.passed = 1
        elif self.failed == 0 and (code != 0 or self.passed == 0):   # crashed, timed out, or claims to have run nothing
            self.failed = 1


def stop(process):
    """The step and everything it left running in its session's process group."""
    running.discard(process)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def compiled_steps(build, prefix, only=""):
    listed = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, text=True, check=True)
    for test in json.loads(listed.stdout)["tests"]:
        if re.match(only, test["name"]):
            yield Step(prefix + test["name"], ["ctest", "--test-dir", build, "-V", "-R", f"^{re.escape(test['name'])}$"],
                       expect_count=not test["name"].startswith("fuzz_replay"))


def script_steps():
    veche = BUILD / "veche"
    yield Step("lints", [sys.executable, "tests/lint/run.py", "--all"], expect_count=True)
    for test in ("program", "backup", "ical", "paper", "herd"):
        yield Step(test, [sys.executable, f"tests/{test}_test.py", "--program", veche], expect_count=True)
    for test in ("kill", "kill_sign_ups"):
        yield Step(test, [sys.executable, f"tests/{test}_test.py", "--program", veche, "--rounds", "20"], expect_count=True)
    yield Step("full_disk", [sys.executable, "tests/full_disk_test.py", "--program", veche], expect_count=True)
    yield Step("browser", ["node", "tests/browser/run.mjs", "--program", veche], expect_count=True)


def start_postgres(folder):
    """The address of a private server, as the variable its script prints. Its data are thrown away, so no fsync."""
    os.chmod(folder, 0o755)              # started by root it runs as "postgres", which has to get there
    done = subprocess.run([POSTGRES, "start", folder, "--fast"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{done.stderr}\n0 passed, 1 failed")
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if line.startswith("VECHE_TEST_"))


def run_all(steps, environment, at_once):
    waiting, lock = iter(steps), threading.Lock()

    def work():
        while True:
            with lock:
                step = next(waiting, None)
            if step is None:
                return
            step.run(environment)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    programs = [*compiled_steps(BUILD, ""), *compiled_steps(SANITIZED, "asan_", r"web$|fuzz_replay_")]
    scripts = list(script_steps())
    programs, scripts = ([step for step in steps if wanted in step.name] for steps in (programs, scripts))
    folder = tempfile.mkdtemp(prefix="veche-postgres-")
    try:
        environment = {**os.environ, **start_postgres(folder), "ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1"}
        run_all(programs, environment, os.cpu_count() or 1)
        run_all(scripts, environment, 1)         # each drives whole programs and reads what they answer: one at a time
    finally:
        for process in list(running):
            stop(process)
        subprocess.run([POSTGRES, "stop", folder], capture_output=True, stdin=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
    passed, failed = (sum(getattr(step, field) for step in programs + scripts) for field in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
