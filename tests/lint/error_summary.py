#!/usr/bin/env python3
"""What is wrong with a form is told right under the page's heading, wherever the form stands, and a page with a form's fields tells it."""
import re
import sys

from sources import read, tracked

SUMMARY = "{{>app/error_summary}}"
# Right under the heading, or under the row in which it stands with its deeds; between them nothing but conditions.
PLACE = re.compile(r"(?:</h1>|with-deeds\">(?:(?!</header>).)*</header>)(?:\s|\{\{[#^?/]\w+\}\})*" + re.escape(SUMMARY), re.S)


def main():
    found = []
    views = {f"{path.parent.parent.name}/{path.stem}": (path, read(path)) for path in tracked(".html") if "views" in path.parts}
    tells = {name for name, (_, text) in views.items() if SUMMARY in text}
    for name, (path, text) in views.items():
        if name == "app/error_summary":
            continue
        parts = set(re.findall(r"\{\{>([\w/]+)\}\}", text))
        if re.search(r"<form[^>]*method=\"post\"", text) and "app/field" in parts and not ({name} | parts) & tells and "<h1" in text:
            found.append(f"{path}: a form whose errors are not told under the h1")
        rest = PLACE.sub("", text)
        # The form of a part of the page is told beside it.
        rest = re.sub(r"\{\{#(\w+)\}\}" + re.escape(SUMMARY) + r"\{\{/\1\}\}", "", rest)
        if SUMMARY in rest:
            found.append(f"{path}: the summary of errors stands elsewhere than right under the h1")
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
