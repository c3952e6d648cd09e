#!/usr/bin/env python3
"""Reads every C++ file of a configured build as the compiler does, each alone: what it uses it has to include itself.

    syntax.py --build build-deep [NAME...]

The build is made without unity and without a precompiled header; nothing is generated or linked. Prints "OK" or "FAIL" and the first errors.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ERRORS_OF_A_FILE = 3


def commands(build, names):
    """(file, what to run): the compiler's own options without the cache before it, and without anything to write."""
    seen = set()
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if file in seen or build in file.parents or file.suffix != ".cpp" or not any(name in str(file) for name in names):
            continue
        seen.add(file)
        words = shlex.split(entry["command"])
        compiler = next(index for index, word in enumerate(words) if "=" not in word and pathlib.Path(word).name in ("c++", "g++", "clang++", "clang++-16"))
        words = words[compiler:]
        for option in ("-o", "-MF", "-MT"):
            while option in words:
                at = words.index(option)
                del words[at:at + 2]
        yield file, [word for word in words if word not in ("-MD", "-MMD")] + ["-fsyntax-only", "-w"]


def fault(job):
    file, command = job
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if not done.returncode:
        return None
    errors = [line for line in done.stderr.splitlines() if "error:" in line] or done.stderr.splitlines()[-1:]
    return f"{file.relative_to(ROOT)}\n" + "".join(f"    {line}\n" for line in errors[:ERRORS_OF_A_FILE])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("names", nargs="*", default=[""], help="part of a file's path")
    args = parser.parse_args()
    jobs = list(commands(args.build.resolve(), args.names))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = []
        for found in pool.map(fault, jobs):
            if found:
                faults.append(found)
                print(found, end="", flush=True)
    print(f"{'FAIL' if faults or not jobs else 'OK'} syntax: {len(jobs)} files read alone, {len(faults)} do not stand alone")
    return 1 if faults or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
