#!/usr/bin/env python3
"""No file that nobody uses: each header is included, each view is rendered, each asset is in the bundle."""
import json
import pathlib
import re
import sys

from sources import ROOT, read, tracked


def main():
    sources = list(tracked(".cpp", ".hpp"))
    texts = {path: read(path) for path in sources}
    included = {place for path, text in texts.items() for name in re.findall(r'#\s*include\s+"([^"]+)"', text)
                for place in (f"src/{name}", str(path.parent / name), f"tests/support/{name}")}
    views = {path: read(path) for path in tracked(".html") if "views" in path.parts}
    everything = "\n".join([*texts.values(), *views.values()])
    bundle = json.loads((ROOT / "assets/bundle.json").read_text())["bundles"]
    bundled = {part for parts in bundle.values()
               for part in (part["from"] if isinstance(part, dict) else part for part in parts)}

    dead = [path for path in sources if path.suffix == ".hpp" and str(path) not in included and path.name != "pch.hpp"]
    dead += [view for view in views if f"{view.parent.parent.name}/{view.stem}" not in everything]
    dead += [asset for asset in tracked() if asset.parts[0] == "assets" and asset.name != "bundle.json"
             and str(asset) not in bundled and asset.suffix != ".md"]
    for path in dead:
        print(f"{path}: nobody uses it")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main())
