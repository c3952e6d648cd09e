#!/usr/bin/env python3
"""A file has at most 500 lines, a C++ function at most 70 (ARCHITECTURE.md, budgets). Functions are found by their braces."""
import re
import sys

from sources import bare, read, tracked

FILE, FUNCTION = 500, 70
NOT_FUNCTIONS = re.compile(r"^\s*(namespace|class|struct|enum|union|extern|TEST_SUITE)\b|=\s*$|=\s*\{")


def long_functions(text):
    lines, open_blocks = bare(text).splitlines(), []
    for number, line in enumerate(lines, 1):
        for sign in re.findall(r"[{}]", line):
            if sign == "{":
                head = line if line.strip() != "{" else lines[number - 2]
                open_blocks.append((number, bool(NOT_FUNCTIONS.search(head.split("{")[0]) or not re.search(r"\)", head))))
            elif open_blocks:
                start, transparent = open_blocks.pop()
                if not transparent and number - start + 1 > FUNCTION and all(outer[1] for outer in open_blocks):
                    yield start, number - start + 1


def main():
    found = [f"{path}: {count} lines, at most {FILE}" for path in tracked(".cpp", ".hpp", ".py", ".js", ".html", ".css", ".sh")
             if (count := read(path).count("\n")) > FILE]
    found += [f"{path}:{line}: a function of {count} lines, at most {FUNCTION}" for path in tracked(".cpp", ".hpp")
              for line, count in long_functions(read(path))]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
