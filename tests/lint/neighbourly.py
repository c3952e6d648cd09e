#!/usr/bin/env python3
"""What the Russian catalogues say is what the law lets a town say, and what a neighbour would: docs/rules/neighbourly.md tells why of each word."""
import fnmatch
import re
import sys

from messages import entries
from sources import read, tracked

# | word or words (a regular expression without case) | instead | why | where it may stand: message ids with *, "—" for nowhere |
ROW = re.compile(r"^\| `([^`]+)` \|([^|]+)\|([^|]*)\|([^|]+)\|$", re.M)
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
# Names, not words: of formats, programs, places in an address, units. What is between quotes of a code or after a slash is one too.
NAMES = re.compile(r"^(?:[A-Z0-9]+[a-z]?|UTF-8|Atom|Feed|Excel|Word|Google|Android|iPhone|Yandex|Outlook|Veche|iCal\w*|webcal|[a-z]+\.[a-z.]+|"
                   r"x|kB|mm|px|https?|docx|xlsx|csv|ods|pdf|ics|json|svg|jpe?g|png|webp|heic|html|css)$", re.I)


def rules():
    text = read("docs/rules/neighbourly.md")
    return [(re.compile(words.replace("\\|", "|"), re.I), instead.strip(), {one for one in allowed.strip().split(", ") if one != "—"})
            for words, instead, _, allowed in ROW.findall(text)]


def faults_of(where, name, text, table):
    plain = re.sub(r"\{\w+\}|\\n", " ", text)
    for words, instead, allowed in table:
        match = words.search(plain)
        if match and not any(fnmatch.fnmatchcase(name, one) for one in allowed):
            yield f"{where}: {name} says «{match[0]}»: {instead}"
    for word in LATIN.findall(re.sub(r"\S*[/@_]\S*|`[^`]*`", " ", plain)):
        if not NAMES.match(word.strip(".-")):
            yield f"{where}: {name} says «{word}» in letters that are not Russian"


def main():
    table, found, read_messages = rules(), [], 0
    for path in tracked(".po"):
        if path.parts[:2] != ("language", "ru"):
            continue
        for number, name, _, texts in entries(path):
            read_messages += 1
            for text in texts:
                found += faults_of(f"{path}:{number}", name, text, table)
    if len(table) < 15 or read_messages < 500:
        found.append(f"docs/rules/neighbourly.md: {len(table)} rules for {read_messages} messages")
    print("\n".join(dict.fromkeys(found)), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
