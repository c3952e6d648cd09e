#!/usr/bin/env python3
"""Who may include whom (ARCHITECTURE.md, "Who may include whom"). Prints breaches; none is success."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)

LAYERS = {
    "core": set(),
    "db": {"core"},
    "language": {"core"},
    "web": {"core", "language"},
    "outside": {"core"},
    "app": {"core", "db", "language", "web", "outside"},
}
BELOW_FEATURES = set(LAYERS)
PURE = ("model", "access", "kind", "understand")     # decisions and readers of words: no I/O, no clock
VALUES = ("app/actor.hpp", "app/occasions/occasion.hpp", "app/questions/answers.hpp", "outside/table.hpp", "app/import/header.hpp",
          "app/import/rows.hpp", "app/import/tables.hpp", "app/import/table_words.hpp", "language/when/when.hpp", "language/when/programme.hpp",
          "language/when/tokens.hpp")  # of upper layers, values only
FACES = ("portal", "office", "api", "feeds", "feature", "export")     # the edges, which alone know of web/
FOR_FEATURES = ("feature.hpp", "access.hpp", "neighbours.hpp")   # of a feature, what others know
FOR_PROGRAM = ("program.hpp",)   # what is done to it from outside: by program/, and by the tests of other features
MOST_FILES = 40      # of a folder: a larger feature has rooms, features/x/ROOM/

# Breaches that exist and are to go: "file -> include". A line whose breach is gone must be deleted.
ACCEPTED_DEBTS: set[str] = set()


def allowed(file, include):
    """Both are paths below src/. What is in no layer is wiring: main.cpp and program/."""
    layer, target = file.parts[0], pathlib.PurePosixPath(include).parts
    if layer in LAYERS:
        return target[0] == layer or target[0] in LAYERS[layer]
    if layer != "features":
        return target[0] != "features" or target[2:] in (("feature.hpp",), FOR_PROGRAM)
    if target[0] == "features":
        # A test may stand in the test house of the feature below its own, and do with it what program/ does.
        return (target[1] == file.parts[1] or len(target) == 3 and target[2] in FOR_FEATURES
                or "tests" in file.parts and (target[2] == "tests" or target[2:] == FOR_PROGRAM))
    if "tests" in file.parts:
        return True
    if file.name.startswith(PURE):
        return target[0] == "core" or include in VALUES
    return target[0] in BELOW_FEATURES and (target[0] != "web" or is_face(file))


def room_of(file):
    """features/plan/life/store.cpp -> "life"; "" for what stands in the feature's own folder."""
    return file.parts[2] if file.parts[0] == "features" and len(file.parts) > 3 else ""


def is_face(file):
    """An edge: by its name, or by the room it stands in (features/plan/portal/year.cpp)."""
    return re.split(r"[_.]", file.name)[0] in FACES or room_of(file) in FACES


def pure_reaches_up(file, include):
    """A pure file may include only pure files of its own feature."""
    target = pathlib.PurePosixPath(include)
    return ("tests" not in file.parts and file.name.startswith(PURE) and target.parts[:2] == file.parts[:2]
            and not target.name.startswith(PURE))


def cycle(edges):
    """The first cycle among features as a list of names, or None."""
    def walk(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        return next(filter(None, (walk(next_name, path + [name]) for next_name in sorted(edges.get(name, ())))), None)
    return next(filter(None, (walk(name, []) for name in sorted(edges))), None)


def reached(part, knows):
    """All that a part includes, and what that includes, to the end."""
    found, waiting = set(), [part]
    while waiting:
        fresh = knows.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def circles_of_rooms(knows):
    """Includes from one room of a feature into another that come back to where they began. A .cpp and its .hpp are one part."""
    for part in sorted(knows):
        for other in sorted(knows[part]):
            if pathlib.PurePosixPath(part).parent != pathlib.PurePosixPath(other).parent and part in reached(other, knows):
                yield f"rooms in a circle: {part} -> {other}"


def breaches():
    edges, knows = {}, {}
    for path in sorted([*SOURCE.rglob("*.cpp"), *SOURCE.rglob("*.hpp")]):
        file = pathlib.PurePosixPath(path.relative_to(SOURCE).as_posix())
        for include in INCLUDE.findall(path.read_text()):
            if not (SOURCE / include).exists():
                if not (path.parent / include).exists() and "tests" not in file.parts:
                    yield f"{file} -> {include} (no such file)"
                continue
            if not allowed(file, include) or pure_reaches_up(file, include):
                yield f"{file} -> {include}"
            target = pathlib.PurePosixPath(include).parts
            if file.parts[0] == target[0] == "features" and "tests" not in file.parts:
                part = str(file.with_suffix("")).replace("/store_figures", "/figures")      # what figures.hpp declares
                knows.setdefault(part, set()).add(include.removesuffix(".hpp"))
            if file.parts[0] == target[0] == "features" and file.parts[1] != target[1] and "tests" not in file.parts:
                edges.setdefault(file.parts[1], set()).add(target[1])
    found = cycle(edges)
    if found:
        yield "features in a circle: " + " -> ".join(found)
    yield from circles_of_rooms(knows)
    for folder in sorted({path.parent for path in SOURCE.glob("features/**/*.cpp")}):
        files = [path for path in folder.iterdir() if path.suffix in (".cpp", ".hpp")]
        if len(files) > MOST_FILES:
            yield f"{folder.relative_to(SOURCE)}: {len(files)} files, at most {MOST_FILES}; give it rooms"


def main():
    found = set(breaches())
    for breach in sorted(found - ACCEPTED_DEBTS):
        print(f"not allowed: {breach}")
    for debt in sorted(ACCEPTED_DEBTS - found):
        print(f"paid debt, delete its line: {debt}")
    return 1 if found ^ ACCEPTED_DEBTS else 0


if __name__ == "__main__":
    sys.exit(main())
