#!/usr/bin/env python3
"""Time is an argument: the calendar clock is read only in main.cpp, program/ and app/. Deadlines of the network may use steady_clock."""
import re
import sys

from sources import bare, read, tracked

CALENDAR = re.compile(r"\bsystem_clock::now|\bgettimeofday\b|\bclock_gettime\b|(?<![\w.>:])(?:std::)?time\s*\(\s*(?:nullptr|NULL|0|&\w+)?\s*\)|\blocaltime(?:_r)?\b|\butc_clock::now")
STEADY = re.compile(r"\bsteady_clock::now")
# A log line's stamp and the Date header tell others the time; no rule reads them.
TELLERS = ("src/outside/log.cpp", "src/web/server.cpp")
STEADY_PLACES = ("src/web/", "src/app/", "src/outside/", "src/db/", "src/program/", "src/main.cpp", "bench/", "tests/")


def main():
    found = []
    for path in tracked(".cpp", ".hpp"):
        name, text = str(path), bare(read(path))
        free = name == "src/main.cpp" or name in TELLERS or name.startswith(("src/app/", "src/program/", "bench/")) or "tests" in path.parts
        patterns = [] if free else [CALENDAR]
        if "tests" not in path.parts and not name.startswith(STEADY_PLACES):
            patterns.append(STEADY)
        found += [f"{name}:{number}: reads the clock" for number, line in enumerate(text.splitlines(), 1)
                  for pattern in patterns if pattern.search(line)]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
