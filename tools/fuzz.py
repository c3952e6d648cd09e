#!/usr/bin/env python3
"""Gives each fuzz target its time, starting from the kept inputs; stops at the first fault and says where its input lies.

What libFuzzer grows stays in BUILD/corpus. To keep an input for ./test, copy it to fuzz/seeds/NAME.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def fuzz(program, seconds, build):
    name = program.name.removeprefix("fuzz_")
    corpus, faults = build / "corpus" / name, build / "faults" / name
    for folder in (corpus, faults):
        folder.mkdir(parents=True, exist_ok=True)
    seeds = ROOT / "fuzz/seeds" / name
    command = [program, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
               f"-artifact_prefix={faults}/", corpus, *([seeds] if seeds.is_dir() else [])]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT)
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    covered = re.findall(r"cov: (\d+)", done.stderr)
    print(f"{'FAIL' if done.returncode else 'OK'} {name}: {runs.group(1) if runs else '?'} runs, "
          f"{covered[-1] if covered else '?'} edges, {seconds} s", flush=True)
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-40:]))
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    build = args.build.resolve()
    programs = sorted(path for path in build.glob("fuzz_*") if path.is_file() and not path.suffix and path.stat().st_mode & 0o100)
    results = [fuzz(program, args.seconds, build) for program in programs]
    print(f"{sum(results)} targets without a fault, {len(results) - sum(results)} with one")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
