#!/usr/bin/env python3
"""Every column says whether it is personal, and every personal one what becomes of it (docs/rules/personal.md).

A new table's migration says so in comment lines under it:
    -- personal drafts plain town_id id made_at
    -- personal drafts name author: blank 30 days after made_at
    -- personal drafts on request: blank
and the catalogues have personal.table_drafts: what it is kept for, and why by law.
"""
import re
import sys

from sources import ROOT, read, tracked

sys.path.insert(0, str(ROOT / "tools"))
from personal import left_empty, read_schemas  # noqa: E402


def faults_of_fate(table, column, fate, sources, laws):
    where = f"{table.name}.{column.name}"
    for named in (fate.get("after"), fate.get("mark")):
        if named and "." not in named and named not in table.columns:
            yield f"{where}: {table.name} has no column {named}"
        elif named and "." in named and (named.split(".")[0] != table.parent or fate["when"]):
            yield f"{where}: only '{table.parent}.COLUMN', and no condition"
    if fate["deed"] == "blank" and not fate["mark"] and not left_empty(
            [one for one in table.columns.values() if fate in one.fates], fate):
        yield f"{where}: nothing tells that it was blanked; name a column to mark"
    if fate.get("job") and f'"{fate["job"]}"' not in sources:
        yield f"{where}: there is no job {fate['job']}"
    if fate.get("law") and f'"{fate["law"]}"' not in laws:
        yield f"{where}: the law profile has no {fate['law']}"
    if fate["deed"] == "with" and fate["parent"] != table.parent:
        yield f"{where}: say '-- personal {table.name} of {fate['parent']} by COLUMN'"


def faults_of(schema, sources, laws, catalogue):
    yield from schema.faults
    for table in schema.tables.values():
        missing = [column.name for column in table.columns.values() if not column.kind]
        if missing:
            yield f"{table.name}: is {', '.join(missing)} personal? say '-- personal {table.name} plain …' (tests/lint/personal.py shows how)"
        for column in table.columns.values():
            for fate in column.fates:
                yield from faults_of_fate(table, column, fate, sources, laws)
        if not table.personal():
            continue
        if table.parent and table.parent not in schema.tables:
            yield f"{table.name}: there is no table {table.parent}"
        if not table.parent and table.request.partition(" ")[0] not in ("delete", "blank", "stays"):
            yield f"{table.name}: say '-- personal {table.name} on request: delete, blank or stays'"
        if f'msgid "personal.table_{table.name}"' not in catalogue:
            yield f"{table.name}: the catalogues have no personal.table_{table.name}"


def main():
    paths = [path for path in tracked(".cpp") if path.parts[0] == "src" and "tests" not in path.parts]
    sources = "".join(map(read, paths))
    laws = "".join(read(path) for path in paths if path.parts[:3] == ("src", "features", "law"))
    catalogue = "".join(read(path) for path in tracked(".po") if path.parts[:2] == ("language", "ru"))
    found = [fault for schema in read_schemas(ROOT / "migrations") for fault in faults_of(schema, sources, laws, catalogue)]
    print("\n".join(dict.fromkeys(found)), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
