#!/usr/bin/env python3
"""Runs the architecture test and every lint beside this file: one line each, "OK name" or "FAIL name" with what it found.

They read files and take seconds; what a page looks like is looked at by tests/browser.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NOT_LINTS = {"run.py", "sources.py"}


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    programs = [HERE.parent / "architecture_test.py"]
    programs += sorted(path for path in HERE.glob("*.py") if path.name not in NOT_LINTS)
    failed = 0
    for program in programs:
        if wanted not in program.stem:
            continue
        done = subprocess.run([sys.executable, str(program)], cwd=HERE.parent.parent, capture_output=True, text=True)
        print(f"{'FAIL' if done.returncode else 'OK'} {program.stem}")
        failed += done.returncode != 0
        if done.returncode:
            print("".join(f"    {line}\n" for line in (done.stdout + done.stderr).splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
