#!/usr/bin/env python3
"""Every path and every function() that ARCHITECTURE.md names in backticks exists, and so does every link of our pages."""
import re
import sys

from sources import ROOT, read, tracked

PAGE = "ARCHITECTURE.md"
NAMED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:src|tests|tools|migrations|docs|config|deploy)/[\w./-]+")
FUNCTION = re.compile(r"(?:\w+::)*(\w+)\(\)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def main():
    text = re.sub(r"```.*?```", "", read(PAGE), flags=re.S)
    code = "\n".join(read(path) for path in tracked(".cpp", ".hpp") if path.parts[0] == "src")
    defined = set(re.findall(r"\b(\w+)\(", code))
    found = []
    for name in dict.fromkeys(NAMED.findall(text)):
        if PATH.fullmatch(name) and not (ROOT / name).exists():
            found.append(f"{PAGE}: there is no file {name}")
        function = FUNCTION.fullmatch(name)
        if function and function[1] not in defined:
            found.append(f"{PAGE}: there is no function {name}")
    for path in tracked(".md"):
        found += [f"{path}: {link} leads nowhere" for link in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", read(path), flags=re.S))
                  if not (ROOT / path.parent / link).exists()]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
