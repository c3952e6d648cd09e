#!/usr/bin/env python3
"""Every C++ file is as clang-format writes it; ./do format mends it."""
import subprocess
import sys

from sources import ROOT, tracked


def main():
    files = [str(path) for path in tracked(".cpp", ".hpp")]
    done = subprocess.run(["clang-format", "--dry-run", "--Werror", "--ferror-limit=1", *files], cwd=ROOT,
                          capture_output=True, text=True)
    wrong = sorted({line.split(":")[0] for line in done.stderr.splitlines() if "error:" in line})
    for path in wrong:
        print(f"{path}: not formatted")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
