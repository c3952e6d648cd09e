#!/usr/bin/env python3
"""Every path that a page of today names in backticks exists, every function() of ARCHITECTURE.md, and every link of our pages.

Pages of the past (the changelog, decisions) and the guide's made-up feature may name what is no more or not yet.
"""
import re
import sys

from sources import ROOT, read, tracked

PAGE = "ARCHITECTURE.md"
NAMED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:src|tests|tools|migrations|docs|config|deploy)/[\w./-]+")
FUNCTION = re.compile(r"(?:\w+::)*(\w+)\(\)")
PAST_OR_MADE_UP = ("CHANGELOG.md", "docs/adr/", "CONTRIBUTING.md")
MADE_UP_NAME = re.compile(r"\b(?:NAME|X)(?=[_.])")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def main():
    text = re.sub(r"```.*?```", "", read(PAGE), flags=re.S)
    code = "\n".join(read(path) for path in tracked(".cpp", ".hpp") if path.parts[0] == "src")
    defined = set(re.findall(r"\b(\w+)\(", code))
    found = []
    for name in dict.fromkeys(NAMED.findall(text)):
        function = FUNCTION.fullmatch(name)
        if function and function[1] not in defined:
            found.append(f"{PAGE}: there is no function {name}")
    for path in tracked(".md"):
        if not str(path).startswith(PAST_OR_MADE_UP):
            named = NAMED.findall(re.sub(r"```.*?```", "", read(path), flags=re.S))
            found += [f"{path}: there is no file {name}" for name in named 
                      if PATH.fullmatch(name) and not MADE_UP_NAME.search(name) and not (ROOT / name).exists() and not (ROOT / path.parent / name).exists()]
        found += [f"{path}: {link} leads nowhere" for link in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", read(path), flags=re.S))
                  if not (ROOT / path.parent / link).exists()]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
