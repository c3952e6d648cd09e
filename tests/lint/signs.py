#!/usr/bin/env python3
"""One sign, one meaning: the stylesheet, the templates and the code know the signs of docs/signs.md and no others, and each word has one of them."""
import re
import sys

from messages import catalogue
from sources import read, tracked

TABLE = re.compile(r"^\| `(\w+)` \| [^|]+ \| `(--\w+)` \| [^|]+ \| ([^|]+) \|$", re.M)
IN_CSS = re.compile(r"\.state\.(\w+) \{ color: var\((--[\w-]+)\)")
SHAPES = re.compile(r"\.state\.(\w+)::before")
IN_VIEW = re.compile(r'class="state ([^"]*)"')
# A model's state: {"code", what it is}, {"title", …}.
STATE = re.compile(r'\{"(?:state|stage)",\s*(?:app::)?(?:object\()?(?:model\.object\()?\{\{"code",(.*?)\},\s*\{"title"', re.S)


def table():
    """sign -> (colour, message ids)"""
    return {sign: (colour, ids.strip().split(", ")) for sign, colour, ids in TABLE.findall(read("docs/signs.md"))}


def faults_of_styles(signs):
    styles = "\n".join(read(path) for path in tracked(".css"))
    colours = dict(IN_CSS.findall(styles))
    for sign, (colour, _) in signs.items():
        if sign != "planned" and colours.get(sign) != colour:        # the ring is what .state has by itself
            yield f"docs/signs.md: `{sign}` is {colour} here and {colours.get(sign)} in the stylesheet"
    for sign in sorted((set(colours) | set(SHAPES.findall(styles))) - set(signs)):
        yield f"assets/css: .state.{sign} is no sign of docs/signs.md"


def faults_of_use(signs):
    for path in tracked(".html", ".cpp"):
        text = read(path)
        if "tests" in path.parts:
            continue
        named = []
        for classes in IN_VIEW.findall(text) if path.suffix == ".html" else ():
            named += re.sub(r"\{\{[^}]*\}\}", " ", classes).split()
        for state in STATE.findall(text) if path.suffix == ".cpp" else ():
            named += re.findall(r'(?<!== )"(\w+)"', state)
        for sign in named:
            if sign not in signs:
                yield f"{path}: '{sign}' is no sign of docs/signs.md"


def faults_of_words(signs):
    messages, seen = catalogue("ru", []), {}
    for sign, (_, ids) in signs.items():
        for name in ids:
            if name not in messages:
                yield f"docs/signs.md: there is no message '{name}'"
            if name in seen:
                yield f"docs/signs.md: '{name}' is under `{seen[name]}` and `{sign}`"
            seen[name] = sign


def main():
    signs = table()
    found = ["docs/signs.md: the table is not read"] if len(signs) < 6 else []
    for faults in (faults_of_styles, faults_of_use, faults_of_words):
        found += faults(signs)
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
