#!/usr/bin/env python3
"""Every message used has words in both languages with the same placeholders, and every message is used."""
import re
import sys

from sources import literals, read, tracked

FORMS = {"ru": 3, "en": 2}  # of a plural message
# Ids put together while the program runs: a prefix and a word of ours, an error and its heading.
DYNAMIC = re.compile(r"law\.(title|group|wish|stage|purpose|kept)[._]|personal\.(table|kind)_|kind\.|bodies\.(kinds?|part)_|letter_(kind|subject|text)\.|call_text\.|letters\.(stage|about)_|audit\.|listener\.|job\.|questions\.(kind|about|scope|moment)_|search\.kind_|error\.\w+_heading$|plan\.(state|month_title|link|when|group)_|album\.(people|focus)_|participation\.(room|stage|own|text|calls?)_|document\.(stage|text)_|office\.part_|journal\.(field|value)_|suggestions\.(stage|text)_|fact\.(by|quarter)_|figures\.(answer|source|body|subscriber|language|age)_|import\.(step|column|status|tab)_")
FILES = re.compile(r"\.(html|css|js|json|svg|xml|mo|po|sql|db|ics|xlsx|csv|ods|docx)$|_$")
# What else is written with dots: permissions, menu sections, jobs, kinds of things found, of audit and of outbox entries.
NAMES = re.compile(r'(\.section = |\.id = |\.kind = |\.name = |\brecord\(|\bannounce\(|audit::append\([^"]*|(Permission|Budget) \w+\{|change_many\([^"]*'
                   r'|\blive\(.*|\bdecide_suggestion\([^\"]*|\b(store|change)_body\([^"]*|\bdecide_on\(.*|"menu\.\w+", "[\w/]+", |\bperiodic( = \{|\.push_back\()\{(\.name = )?)"$')
SAID = re.compile(r'(\brefuse\([^"]*|\bsay\()"$')
ID = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
TAG = re.compile(r"\{\{t\s+([^\s}]+)([^}]*)\}\}")
FIELD = re.compile(r'(msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*"(.*)"\s*$')


def entries(path):
    """(line number, id, is plural, translations) of a .po file without its header."""
    found, key = [], ""
    for number, line in enumerate(read(path).splitlines(), 1):
        if field := FIELD.match(line):
            key = field[1] or key
            if field[1] == "msgid":
                found.append((number, {}))
            found[-1][1][key] = found[-1][1].get(key, "") + field[2]
    for number, fields in found[1:]:
        yield number, fields["msgid"], "msgid_plural" in fields, [v for k, v in fields.items() if k.startswith("msgstr")]


def catalogue(code, errors):
    """id -> (place, is plural, placeholders)"""
    messages = {}
    for path in (path for path in tracked(".po") if path.parts[:2] == ("language", code)):
        for number, name, plural, texts in entries(path):
            where = f"{path}:{number}"
            if name in messages:
                errors.append(f"{where}: '{name}' is also at {messages[name][0]}")
            if not all(texts) or len(texts) != (FORMS[code] if plural else 1):
                errors.append(f"{where}: '{name}' is not translated in every form")
            messages[name] = (where, plural, frozenset(re.findall(r"\{([a-z0-9_]+)\}", " ".join(texts))))
    return messages


def used(domains):
    """(place, id, is it counted: None when unknown) of templates and program text."""
    for path in tracked(".html", ".cpp", ".hpp"):
        text, lines = read(path), read(path).splitlines()
        if path.parts[0] != "src" or "tests" in path.parts:
            continue
        for tag in TAG.finditer(text) if path.suffix == ".html" else ():
            yield f"{path}:{text.count(chr(10), 0, tag.start()) + 1}", tag[1], " count=" in tag[2]
        for number, word in literals(text) if path.suffix != ".html" else ():
            if ID.fullmatch(word) and not FILES.search(word):
                # A call may be broken after its parenthesis.
                before = (lines[number - 2].strip() if number > 1 else "") + lines[number - 1].lstrip().partition(word)[0]
                if SAID.search(before) or (word.split(".")[0] in domains and not NAMES.search(before)):
                    yield f"{path}:{number}", word, None


def main():
    errors = []
    ru, en = catalogue("ru", errors), catalogue("en", errors)
    for one, other, language in ((ru, en, "English"), (en, ru, "Russian")):
        errors += [f"{one[name][0]}: '{name}' has no {language} words" for name in one if name not in other]
    errors += [f"{en[name][0]}: '{name}' differs in placeholders or plural from {ru[name][0]}"
               for name in ru.keys() & en.keys() if ru[name][1:] != en[name][1:]]
    uses = list(used({name.split(".")[0] for name in ru}))
    errors += [f"{place}: there is no message '{name}'" for place, name, _ in uses if name not in ru]
    errors += [f"{place}: '{name}' " + ("has no plural forms" if counted else "needs count=")
               for place, name, counted in uses if name in ru and counted not in (None, ru[name][1])]
    seen = {name for _, name, _ in uses}
    errors += [f"{ru[name][0]}: nobody says '{name}'" for name in ru if name not in seen and not DYNAMIC.match(name)]
    print("\n".join(sorted(errors)), end="\n" if errors else "")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
