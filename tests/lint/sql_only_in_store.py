#!/usr/bin/env python3
"""SQL is written whole, in store*.cpp of a feature or of app/, and in db/: nowhere else may a literal look like it."""
import re
import sys

from sources import literals, read, tracked

SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|PRAGMA\s+\w)", re.DOTALL)


def may_hold_sql(path):
    return (path.parts[1] == "db" or path.name.startswith("store") and path.parts[1] in ("app", "features")
            or "tests" in path.parts)


def main():
    found = [f"{path}:{line}: SQL outside store*.cpp" for path in tracked(".cpp", ".hpp")
             if path.parts[0] == "src" and len(path.parts) > 2 and not may_hold_sql(path)
             for line, text in literals(read(path)) if SQL.search(text)]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
