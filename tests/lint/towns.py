#!/usr/bin/env python3
"""Towns never meet: every table but those of the installation, and every key and index, begins with town_id."""
import re
import sys

from sources import read, tracked

# page_touches: what one process tells the others, in one order for all towns.
OF_THE_INSTALLATION = {"towns", "schema_migrations", "page_touches", "installation"}
TABLE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\((.*?)\)\s*(?:STRICT|WITHOUT\s+ROWID|[, ])*;", re.I | re.S)
KEY = re.compile(r"\b(?:PRIMARY\s+KEY|UNIQUE)\s*\(([^)]*)\)", re.I)
COLUMN_KEY = re.compile(r"^\s*(\w+)[^,()]*\b(?:PRIMARY\s+KEY|UNIQUE)\b(?!\s*\()", re.I | re.M)
INDEX = re.compile(r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+ON\s+(\w+)\s*(?:USING\s+\w+\s*)?\(([^)]*)", re.I)


def faults(sql):
    for name, body in TABLE.findall(sql):
        if name in OF_THE_INSTALLATION:
            continue
        if not re.match(r"\s*town_id\b", body):
            yield f"table {name} does not begin with town_id"
        yield from (f"a key of {name} does not begin with town_id" for columns in KEY.findall(body)
                    if columns.split(",")[0].strip() != "town_id")
        yield from (f"{name}.{column} is a key without town_id" for column in COLUMN_KEY.findall(body) if column != "town_id")
    for name, table, columns in INDEX.findall(sql):
        if table not in OF_THE_INSTALLATION and columns.split(",")[0].strip() != "town_id":
            yield f"index {name} does not begin with town_id"


def main():
    found = [f"{path}: {fault}" for path in tracked(".sql") if path.parts[0] == "migrations"
             for fault in faults(re.sub(r"--[^\n]*", "", read(path)))]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
