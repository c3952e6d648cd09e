#!/usr/bin/env python3
"""config/veche.example.toml has exactly the keys that app/config.cpp reads."""
import re
import sys

from sources import read


def main():
    source = read("src/app/config.cpp")
    known = set(re.findall(r'(?:known\[|\{)"([a-z_]+)"', source)) - {"debug", "info"}
    known |= {key + "_file" for key in re.findall(r'\{"([a-z_]+)", &Secrets::', source)}
    shown = set(re.findall(r"^(?:# )?([a-z_]+) = ", read("config/veche.example.toml"), re.MULTILINE))
    for key in sorted(known ^ shown):
        print(f"{key}: {'not in the example' if key in known else 'not read by the program'}")
    return known != shown


if __name__ == "__main__":
    sys.exit(main())
