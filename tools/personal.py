#!/usr/bin/env python3
"""What the migrations say about personal data (docs/rules/personal.md), read for embed.py and tests/lint/personal.py.

    -- personal TABLE plain COLUMN…
    -- personal TABLE CLASS COLUMN…: delete TERM after COLUMN [when CONDITION] [steps of ROWS]
    -- personal TABLE CLASS COLUMN…: blank TERM after COLUMN [when CONDITION] [set ASSIGNMENTS] [mark COLUMN]
    -- personal TABLE CLASS COLUMN…: TERM by JOB [when CONDITION] [mark COLUMN]
    -- personal TABLE CLASS COLUMN…: with PARENT        goes with the row it belongs to
    -- personal TABLE CLASS COLUMN…: kept               personal.table_TABLE says why
    -- personal TABLE of PARENT by COLUMN
    -- personal TABLE on request: delete | blank [ASSIGNMENTS] | stays

TERM is "7 days", "1 hours" or "law KEY"; the term may run from a column of the row's parent, "after accounts.closed_at". A later migration that declares a column again replaces what was said.
"""
import json
import re

CLASSES = ("name", "email", "phone", "contact", "words", "trace", "secret")
SOUGHT = ("name", "email", "phone", "contact")
LINE = re.compile(r"^-- personal (.*)$", re.M)
TERM = r"(?P<count>\d+) (?P<unit>hours|days)|law (?P<law>[\w.]+)"
FATE = re.compile(rf"(?:(?P<deed>delete|blank) (?:{TERM}) after (?P<after>[\w.]+)|(?:{TERM.replace('?P<', '?P<own_')}) by (?P<job>[\w.]+))"
                  r"(?: when (?P<when>.*?))?(?: set (?P<set>.*?))?(?: mark (?P<mark>\w+))?(?: steps of (?P<most>\d+))?$")
CHANGE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<made>\w+)\s*\((?P<body>.*?)\)[^(),;]*;"
                    r"|ALTER\s+TABLE\s+(?P<altered>\w+)\s+(?P<how>.*?);|DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?P<dropped>\w+)", re.I | re.S)
NOT_COLUMNS = {"PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"}


class Column:
    def __init__(self, words):
        self.name, self.type = words.split()[:2]
        self.nullable = not re.search(r"\bNOT\s+NULL\b|\bPRIMARY\s+KEY\b", words, re.I)
        self.unset = not re.search(r"\bGENERATED\b|\bAUTOINCREMENT\b", words, re.I)
        options = re.search(rf"\b{self.name}\s+IN\s*\(([^)]*)\)", words, re.I)
        self.options = [word.strip().strip("'") for word in options[1].split(",")] if options else []
        self.kind, self.fates = "", []


class Table:
    def __init__(self, name, columns, key):
        self.name, self.columns, self.key = name, {column.name: column for column in columns}, key
        self.parent = self.parent_column = self.request = ""

    def personal(self):
        return [column for column in self.columns.values() if column.kind not in ("", "plain")]


def parts(body):
    """Split at commas outside parentheses."""
    depth, start = 0, 0
    for at, letter in enumerate(body):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield body[start:at].strip()
            start = at + 1
    yield body[start:].strip()


def table_of(name, body):
    columns, key = [], []
    for words in filter(None, parts(body)):
        if words.split()[0].upper() not in NOT_COLUMNS:
            columns.append(Column(words))
            if re.search(r"\bPRIMARY\s+KEY\b", words, re.I):
                key = [columns[-1].name]
        elif found := re.match(r"PRIMARY\s+KEY\s*\(([^)]*)\)", words, re.I):
            key = [column.strip() for column in found[1].split(",")]
    return Table(name, columns, key)


class Schema:
    """The tables of one engine after all migrations, with what is declared of them; `faults` are for people to mend."""

    def __init__(self, files, engine):
        self.tables, self.faults, self.known = {}, [], set()
        other = ".postgres.sql" if engine == "sqlite" else ".sqlite.sql"
        for name, text in files:
            if not name.endswith(other):
                self.build(re.sub(r"--[^\n]*", "", text))
                self.fresh = set()
                for line in LINE.findall(text):
                    self.declare(name, line)

    def build(self, sql):
        for change in CHANGE.finditer(sql):
            if made := change["made"]:
                self.tables[made] = table_of(made, change["body"])
            elif dropped := change["dropped"]:
                self.tables.pop(dropped, None)
            elif table := self.tables.get(change["altered"]):
                self.alter(table, change["how"])
        self.known |= {(table.name, column) for table in self.tables.values() for column in table.columns}

    def alter(self, table, how):
        if renamed := re.match(r"RENAME\s+TO\s+(\w+)", how, re.I):
            before = self.tables.pop(table.name)
            before.name = renamed[1]
            self.tables[before.name] = before
            return
        if renamed := re.match(r"RENAME\s+(?:COLUMN\s+)?(\w+)\s+TO\s+(\w+)", how, re.I):
            table.columns = {renamed[2] if name == renamed[1] else name: column for name, column in table.columns.items()}
            table.columns[renamed[2]].name = renamed[2]
            table.key = [renamed[2] if name == renamed[1] else name for name in table.key]
            return
        for words in parts(how):
            if added := re.match(r"ADD\s+COLUMN\s+(.*)", words, re.I | re.S):
                column = Column(added[1])
                table.columns[column.name] = column
            elif dropped := re.match(r"DROP\s+COLUMN\s+(?:IF\s+EXISTS\s+)?(\w+)", words, re.I):
                table.columns.pop(dropped[1], None)
            elif eased := re.match(r"ALTER\s+COLUMN\s+(\w+)\s+DROP\s+NOT\s+NULL", words, re.I):
                table.columns[eased[1]].nullable = True

    def declare(self, file, line):
        def fault(what):
            self.faults.append(f"migrations/{file}: '-- personal {line}': {what}")

        head, _, fate = line.partition(":")
        name, *words = head.split() or [""]
        table = self.tables.get(name)
        if not table:
            return fault(f"there is no table {name} after this migration")
        if words[:1] == ["of"] and len(words) == 4 and words[2] == "by":
            table.parent, table.parent_column = words[1], words[3]
            return None
        if words == ["on", "request"]:
            table.request = fate.strip()
            return None
        if not words or words[0] not in (*CLASSES, "plain"):
            return fault(f"the class is none of plain, {', '.join(CLASSES)}")
        if (words[0] == "plain") != (not fate) and words[0] != "plain":
            return fault("what becomes of it is not said")
        parsed = self.fate(fate.strip())
        if fate and not parsed:
            return fault("what becomes of it is not understood")
        for column in words[1:]:
            if column not in table.columns:
                fault(f"{name} has no column {column}")
                continue
            self.say(table.columns[column], (file, name, column), words[0], parsed)
        return None

    def say(self, column, where, kind, fate):
        if where not in self.fresh:
            self.fresh.add(where)
            column.fates = []
        column.kind = kind
        column.fates += [fate] if fate else []

    @staticmethod
    def fate(text):
        if text == "kept":
            return {"deed": "kept"}
        if found := re.fullmatch(r"with (\w+)", text):
            return {"deed": "with", "parent": found[1]}
        found = FATE.fullmatch(text)
        if not found:
            return None
        fate = found.groupdict()
        count, unit, law = (fate.pop(f"own_{part}") or fate[part] for part in ("count", "unit", "law"))
        fate.update(deed=fate["deed"] or "job", hours=int(count or 0) * (24 if unit == "days" else 1), law=law or "")
        return {key: value or "" if value is None else value for key, value in fate.items()}


def read_schemas(folder):
    files = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql"))]
    return Schema(files, "sqlite"), Schema(files, "postgres")


def blanked(table, columns, assignments):
    said = dict(re.match(r"\s*(\w+)\s*=\s*(.*)", one, re.S).groups() for one in parts(assignments)) if assignments else {}
    sets = {column.name: "NULL" if column.nullable else "''" for column in columns} | said
    return ", ".join(f"{name} = {value}" for name, value in sets.items())


def left_empty(columns, fate):
    """By what is seen that it was done, where no column marks it."""
    return [column for column in columns if not re.search(rf"\b{column.name} =", fate["set"])]


def keys(table):
    return [column for column in table.key if column != "town_id"]


def rows_of(fate):
    return int(fate["most"] or 500)


def step_sql(table, columns, fate):
    """A bounded number of the rows whose term has passed."""
    which = f"{fate['after']} < :before" + (f" AND ({fate['when']})" if fate["when"] else "")
    if "." in fate["after"]:
        which = f"EXISTS (SELECT 1 FROM {table.parent} WHERE {table.parent}.town_id = {table.name}.town_id" \
            f" AND {table.parent}.id = {table.name}.{table.parent_column} AND {which})"
    if fate["deed"] == "blank":
        which += f" AND {fate['mark']} IS NULL" if fate["mark"] else \
            " AND (" + " OR ".join(f"{c.name} IS NOT NULL" if c.nullable else f"{c.name} <> ''" for c in left_empty(columns, fate)) + ")"
    key = ", ".join(keys(table))
    chosen = f"({key}) IN (SELECT {key} FROM {table.name} WHERE town_id = :town AND {which} LIMIT {rows_of(fate)})"
    if fate["deed"] == "delete":
        return f"DELETE FROM {table.name} WHERE town_id = :town AND {chosen}"
    sets = blanked(table, columns, fate["set"]) + (f", {fate['mark']} = :now" if fate["mark"] else "")
    return f"UPDATE {table.name} SET {sets} WHERE town_id = :town AND {chosen}"


def key_text(table):
    return " || ':' || ".join(f"CAST({column} AS TEXT)" for column in keys(table)) or "''"


def key_is(table):
    """One key of a number is found by its index."""
    named = keys(table)
    number = len(named) == 1 and table.columns[named[0]].type in ("$ID", "BIGINT", "INTEGER")
    return f"{named[0]} = CAST(:key AS BIGINT)" if number else f"{key_text(table)} = :key"


def look_sql(table):
    sought = ", ".join(f"CAST({column.name} AS TEXT)" for column in table.columns.values() if column.kind in SOUGHT)
    return f"SELECT {key_text(table)}, {sought} FROM {table.name} WHERE town_id = :town" if sought else ""


def request_sql(table, where):
    deed, _, assignments = table.request.partition(" ")
    if deed == "delete":
        return f"DELETE FROM {table.name} WHERE town_id = :town AND {where}"
    if deed == "blank":
        return f"UPDATE {table.name} SET {blanked(table, table.personal(), assignments)} WHERE town_id = :town AND {where}"
    return ""


def steps(schema):
    """(table, law key, hours, is :before a day, does it mark, rows at most, statement) of each general step."""
    for table in schema.tables.values():
        groups = {}
        for column in table.columns.values():
            for fate in column.fates:
                if fate["deed"] in ("delete", "blank"):
                    groups.setdefault(json.dumps(fate, sort_keys=True), (fate, []))[1].append(column)
        for fate, columns in groups.values():
            owner = schema.tables[fate["after"].split(".")[0]] if "." in fate["after"] else table
            by_day = owner.columns[fate["after"].split(".")[-1]].type != "$INSTANT"
            yield table.name, fate["law"], fate["hours"], by_day, bool(fate["mark"]), rows_of(fate), step_sql(table, columns, fate)


def quoted(text):
    return json.dumps(str(text), ensure_ascii=False)


def cell(column):
    return f"CAST({column.name} AS TEXT)" if column.kind != "secret" else "''"


def column_row(column):
    types = {"$INSTANT": "instant", "TEXT": "text", "$BOOL": "flag"}
    fates = ", ".join("{Deed::%s, %s, %d, %s, %s, %s, %s}" % (
        {"delete": "remove"}.get(fate["deed"], fate["deed"]), quoted(fate.get("law", "")), fate.get("hours", 0), quoted(fate.get("after", "")),
        quoted(fate.get("job", "")), quoted(fate.get("when", "")), quoted(fate.get("mark", ""))) for fate in column.fates)
    options = ", ".join(map(quoted, column.options))
    return "{%s, %s, Type::%s, %s, {%s}, {%s}}" % (quoted(column.name), quoted(column.kind), types.get(column.type, "number"),
                                                  "true" if column.nullable else "false", options, fates)


def generated(folder):
    """The text of personal.cpp: what app/erasure/personal.hpp declares."""
    schema, _ = read_schemas(folder)
    out = ['#include "app/erasure/personal.hpp"', "", "namespace veche::app::erasure {", "", "const std::vector<Table>& tables()", "{",
           "    static const std::vector<Table> all = {"]
    for table in schema.tables.values():
        cells = ", ".join(cell(column) for column in table.columns.values())
        read = f"SELECT {key_text(table)}, {cells} FROM {table.name} WHERE town_id = :town"
        inner = f"CAST({table.parent_column} AS TEXT) = :key" if table.parent else ""
        if table.parent and table.columns[table.parent_column].type == "$ID":
            inner = f"{table.parent_column} = CAST(:key AS BIGINT)"
        out.append(f"        {{{quoted(table.name)}, {quoted(table.parent)}, {quoted(table.parent_column)}, {quoted(','.join(keys(table)))},")
        out.append("         {" + ",\n          ".join(column_row(column) for column in table.columns.values()) + "},")
        texts = [look_sql(table), f"{read} AND {key_is(table)}", f"{read} AND {inner} LIMIT 1000" if inner else "",
                 request_sql(table, key_is(table)), request_sql(table, inner) if inner else ""]
        out.append("         " + ",\n         ".join(quoted(text if table.personal() else "") for text in texts) + "},")
    out += ["    };", "    return all;", "}", "", "const std::vector<Step>& steps()", "{", "    static const std::vector<Step> all = {"]
    for name, law, hours, by_day, marks, rows, sql in steps(schema):
        out.append(f"        {{{quoted(name)}, {quoted(law)}, {hours}, {str(by_day).lower()}, {str(marks).lower()}, {rows},\n         {quoted(sql)}}},")
    return "\n".join(out + ["    };", "    return all;", "}", "", "}  // namespace veche::app::erasure", ""])
