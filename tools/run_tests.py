#!/usr/bin/env python3
"""Runs every test of the project and counts them; the last line is "N passed, N failed".

    run_tests.py [NAME] [--endurance]

A test is a doctest case, a lint, a replayed fuzz corpus, a browser journey or a named check of a tests/*_test.py. NAME takes the steps whose
name contains it. --endurance runs the long rounds of what ./test does shortly, and nothing else. docs/testing.md tells what each step costs.
Whatever is started (PostgreSQL, programs under test) is stopped again, also when this script is interrupted.
"""
import argparse
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
# A step that hangs is a failure with a log. Generous: how busy the machine is besides is no fault of the program.
STEP_MINUTES, ALL_MINUTES = 60, 150
ALL_MINUTES_OF_ENDURANCE = 600

# (in ./test, in ./do endurance) of what has a long and a short round; other tests/*_test.py have one, and no arguments.
ROUNDS = {
    "kill": (["--rounds", "20"], ["--rounds", "200"]),
    "kill_sign_ups": (["--rounds", "20"], ["--rounds", "200"]),
    "herd": (["--people", "400", "--times", "4", "--seats", "110"], ["--people", "2000", "--times", "6", "--seats", "600"]),
    "browser": ([], ["--thorough"]),
}
FIRST = ("browser", "features", "mail", "asan_web")     # the longest: begun first, they end beside the others

running = set()
printing = threading.Lock()


class Step:
    def __init__(self, name, command, expect_count=False):
        self.name, self.command, self.expect_count = name, [str(part) for part in command], expect_count
        self.passed = self.failed = 0
        self.seconds = self.used = 0.0

    def run(self, environment, end):
        started, log = time.monotonic(), LOGS / f"{self.name}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen(self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=file,
                                       stderr=subprocess.STDOUT, start_new_session=True)
            running.add(process)
            code = self.wait(process, min(end, started + STEP_MINUTES * 60))
            stop(process)
        output = log.read_text(errors="replace")
        self.count(output, code)
        self.seconds = time.monotonic() - started
        with printing:
            print(f"{'ok  ' if not self.failed else 'FAIL'} {self.name}: {self.passed} passed, {self.failed} failed "
                  f"({self.seconds:.0f} s, {self.used:.0f} s of a processor)", flush=True)
            if self.failed:
                print("\n".join(output.splitlines()[-60:]), flush=True)

    def wait(self, process, end):
        """Its exit code. What processors did for it is known of what it waited for; of what it left (a browser's processes) by looking."""
        seen, looked = {}, 0.0
        while time.monotonic() < end:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                self.used = max(usage.ru_utime + usage.ru_stime, sum(seen.values()))
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode
            if time.monotonic() - looked > 1:
                seen, looked = seen | processor_seconds(process.pid), time.monotonic()
            time.sleep(0.1)
        return 124

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


def processor_seconds(session):
    """pid -> seconds of each process of this session that is there now."""
    seconds = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = pathlib.Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()  # what is before may hold blanks
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session:
            seconds[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


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


def script_steps(round_number):
    """Every tests/*_test.py is found by its name. `round_number`: 0 short, 1 long."""
    veche = BUILD / "veche"
    names = sorted(path.name.removesuffix("_test.py") for path in (ROOT / "tests").glob("*_test.py") if path.name != "architecture_test.py")
    for name in names:
        more = ROUNDS[name][round_number] if name in ROUNDS else []
        yield Step(name, [sys.executable, f"tests/{name}_test.py", "--program", veche, *more], expect_count=True)
    yield Step("browser", ["node", "tests/browser/run.mjs", "--program", veche, *ROUNDS["browser"][round_number]], expect_count=True)


def all_steps(endurance):
    if endurance:
        return [step for step in script_steps(1) if step.name in ROUNDS]
    return [Step("lints", [sys.executable, "tests/lint/run.py"], expect_count=True), *script_steps(0), *compiled_steps(BUILD, ""),
            *compiled_steps(SANITIZED, "asan_", r"web$|fuzz_replay_")]


def start_postgres(folder):
    """The address of a private server, as the variable its script prints. Its data are thrown away, so no fsync."""
    os.chmod(folder, 0o755)              # started by root it runs as "postgres", which has to get there
    done = subprocess.run([POSTGRES, "start", folder, "--fast"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{done.stderr}\n0 passed, 1 failed")
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if line.startswith("VECHE_TEST_"))


def run_all(steps, environment, at_once, end):
    """Each step has its own ports, folders and schemas, so they do not disturb one another."""
    waiting, lock = iter(sorted(steps, key=lambda step: FIRST.index(step.name) if step.name in FIRST else len(FIRST))), threading.Lock()

    def work():
        while True:
            with lock:
                step = next(waiting, None)
            if step is None:
                return
            try:
                step.run(environment, end)
            except Exception as trouble:       # a step of which nothing is known has failed
                step.failed = max(step.failed, 1)
                with printing:
                    print(f"FAIL {step.name}: {trouble!r}", flush=True)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="", help="part of a step's name")
    parser.add_argument("--endurance", action="store_true")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    steps = [step for step in all_steps(args.endurance) if args.name in step.name]
    end = time.monotonic() + (ALL_MINUTES_OF_ENDURANCE if args.endurance else ALL_MINUTES) * 60
    folder = tempfile.mkdtemp(prefix="veche-postgres-")
    try:
        environment = {**os.environ, **start_postgres(folder), "ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1"}
        run_all(steps, environment, os.cpu_count() or 1, end)
    finally:
        for process in list(running):
            stop(process)
        subprocess.run([POSTGRES, "stop", folder], capture_output=True, stdin=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
    passed, failed = (sum(getattr(step, field) for step in steps) for field in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
