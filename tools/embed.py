#!/usr/bin/env python3
"""Puts files into the program: writes bytes.S (.incbin), table.cpp, and personal.cpp, what the migrations say about personal data.

Names inside the program: views/FEATURE/NAME.html, assets/NAME, fonts/NAME.ttf, migrations/NAME.sql, language/CODE.mo.
Assets come from assets/bundle.json (own files and npm packages, joined), compressed here once and for all. Its fonts are those
of paper; nobody asks for them by the Web.
"""
import argparse
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

from personal import generated
from subset_css import subset
from woff import sfnt_of

COMPRESSIBLE = {".css", ".js", ".svg", ".txt", ".json"}


def views(source):
    for path in sorted((source / "src").rglob("*.html")):
        if path.parent.name != "views":
            continue
        yield f"views/{path.parent.parent.name}/{path.name}", path.read_bytes()


def migrations(source):
    for path in sorted((source / "migrations").glob("*.sql")):
        yield f"migrations/{path.name}", path.read_bytes()


def part(source, what):
    """A file as it is, or of a stylesheet only the rules of some classes: {"from", "keep", "replace"}."""
    if isinstance(what, str):
        return (source / what).read_bytes()
    return subset((source / what["from"]).read_text(), what["keep"], what.get("replace", {})).encode()


def assets(source):
    bundle = json.loads((source / "assets/bundle.json").read_text())
    for name, parts in sorted(bundle["bundles"].items()):
        yield name, b"\n".join(part(source, what) for what in parts)


def fonts(source):
    bundle = json.loads((source / "assets/bundle.json").read_text())
    for name, path in sorted(bundle["fonts"].items()):
        data = (source / path).read_bytes()
        yield name, sfnt_of(data) if path.endswith(".woff") else data


def brotli(data):
    tool = shutil.which("brotli")
    if not tool:
        raise SystemExit("embed.py: the program 'brotli' is missing (apt-get install brotli)")
    return subprocess.run([tool, "--best", "--stdout"], input=data, capture_output=True, check=True).stdout


def write_if_changed(path, data):
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def require_packages(source):
    """A checkout that has moved on may name packages of npm that an earlier one had not."""
    bundle = json.loads((source / "assets/bundle.json").read_text())
    named = [part for parts in bundle["bundles"].values() for part in parts] + list(bundle["fonts"].values())
    paths = [what if isinstance(what, str) else what["from"] for what in named]
    missing = sorted({path for path in paths if path.startswith("node_modules/") and not (source / path).exists()})
    if missing:
        raise SystemExit(f"embed.py: {missing[0]} is missing; ./do setup (or npm ci --ignore-scripts) installs what package-lock.json names")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--catalogues", nargs="*", type=pathlib.Path, default=[])
    args = parser.parse_args()

    require_packages(args.source)
    files = list(views(args.source)) + list(migrations(args.source)) + list(fonts(args.source))
    files += [(f"language/{path.name}", path.read_bytes()) for path in args.catalogues]
    files = [(name, data, b"", b"") for name, data in files]
    for name, data in assets(args.source):
        squeeze = pathlib.Path(name).suffix in COMPRESSIBLE
        files.append((name, data, gzip.compress(data, 9, mtime=0) if squeeze else b"", brotli(data) if squeeze else b""))
    files.sort(key=lambda file: file[0].encode())

    assembly = [".section .rodata"]
    table = ['#include "core/embedded.hpp"', "", 'extern "C" {']
    rows = []
    for index, (name, *forms) in enumerate(files):
        views_of_forms = []
        for form, data in zip("pgb", forms):
            if not data and form != "p":
                views_of_forms.append("{}")
                continue
            symbol = f"veche_file_{index}_{form}"
            blob = args.out / f"{symbol}.bin"
            write_if_changed(blob, data)
            assembly += [f".global {symbol}", f"{symbol}:", f'.incbin "{blob}"']
            table.append(f"extern const char {symbol}[];")
            views_of_forms.append(f"{{{symbol}, {len(data)}}}")
        digest = hashlib.sha256(forms[0]).hexdigest()[:16]
        rows.append(f'    {{"{name}", {views_of_forms[0]}, {views_of_forms[1]}, {views_of_forms[2]}, "{digest}"}},')
    assembly.append('.section .note.GNU-stack,"",@progbits')
    table += ["}", "", "namespace veche {", "", "std::span<const EmbeddedFile> embedded_files()", "{",
              "    static const EmbeddedFile files[] = {", *rows, "    };", "    return files;", "}", "", "}  // namespace veche", ""]
    (args.out / "bytes.S").write_text("\n".join(assembly) + "\n")
    (args.out / "table.cpp").write_text("\n".join(table))
    write_if_changed(args.out / "personal.cpp", generated(args.source / "migrations").encode())


if __name__ == "__main__":
    main()
