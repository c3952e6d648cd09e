"""What the checks of the real program share: comparing, refusals, what is in a data folder, and telling the verdicts."""
import argparse
import hashlib
import pathlib
import shutil
import sqlite3
import tempfile
import traceback

from running import Program

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLANS = [ROOT / f"tests/data/plan-2021.{ending}" for ending in ("xlsx", "ods", "docx", "csv")]
PASSWORD = "correct horse battery staple 47"
LINES = "/office/plan/2021/lines"


def equal(got, wanted, what=""):
    if got != wanted:
        raise AssertionError(f"{what}: {str(got)[:600]!r} instead of {str(wanted)[:600]!r}")


def true(condition, what):
    if not condition:
        raise AssertionError(what)


def fresh(binary, folder, name="data", town=True):
    program = Program(binary, pathlib.Path(folder) / name)
    if town:
        program.init_town("yurga")
    return program


def refused(program, *arguments, code=2):
    """The words of a refusal; what crashed or went through is none."""
    done = program.command(*arguments, check=False, timeout=120)
    equal(done.returncode, code, f"veche {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    true(done.stderr.strip(), "a refusal has words")
    return done.stderr


def import_plan(program, file, *more, town="yurga"):
    return program.command("plan", "import", file, "--town", town, "--year", "2021", *more).stdout


def export_plan(program, file, town="yurga"):
    program.command("plan", "export", file, "--town", town, "--year", "2021")
    return pathlib.Path(file)


def rows(data):
    """Everything in a SQLite database: {table: sorted rows}."""
    with sqlite3.connect(f"file:{data}/veche.db?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        return {table: sorted(map(repr, db.execute(f"SELECT * FROM {table}"))) for table in tables}


def files(folder):
    """Name -> digest of every file that a backup holds beside the database: not what belongs to a running program, nor the
    notes on the audit, which are kept elsewhere to judge a backup by."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path(folder).rglob("*")
            if path.is_file() and not path.name.startswith("veche.db")
            and not {"tmp", "checkpoints"} & set(path.relative_to(folder).parts)}


def run_checks(description, checks):
    """Each in a folder of its own; "OK …" or "FAIL …" for each. Returns the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="", help="part of a check's name")
    args = parser.parse_args()
    failed = 0
    for check in checks:
        if args.only not in check.__name__:
            continue
        folder = tempfile.mkdtemp(prefix="veche-program-")
        try:
            check(args.program, folder)
            print(f"OK {check.__name__.replace('_', ' ')}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {check.__name__.replace('_', ' ')}\n{traceback.format_exc()}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0
