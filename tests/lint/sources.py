"""What the lints read: the tracked sources, and C++ text with its comments or its literals taken apart."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"([a-zA-Z_]*)\((.*?)\)\1"|"((?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def tracked(*suffixes):
    """Files of the project (committed or about to be), as paths relative to its root."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                         capture_output=True, text=True, check=True).stdout
    for name in sorted(set(filter(None, out.split("\0")))):
        if (not suffixes or name.endswith(suffixes)) and (ROOT / name).is_file():
            yield pathlib.PurePosixPath(name)


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def literals(text):
    """(line number, text) of each string literal of a C++ file."""
    for token in TOKEN.finditer(text):
        content = token.group(2) if token.group(2) is not None else token.group(3)
        if content is not None:
            yield text.count("\n", 0, token.start()) + 1, content


def bare(text):
    """C++ text with comments and the insides of literals blanked; lines stay where they were."""
    def blank(token):
        lines = token.group(0).count("\n")
        return ('""' if token.group(0)[0] in 'R"' else "' '" if token.group(0)[0] == "'" else " ") + "\n" * lines
    return TOKEN.sub(blank, text)
