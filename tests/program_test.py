#!/usr/bin/env python3
"""The real program from its command line: towns, plans in and out, settings, the end of the service."""
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import PLANS, ROOT, equal, export_plan, fresh, import_plan, refused, rows, run_checks, true
from running import Program, Visitor, free_port

RUSSIAN = re.compile("[а-яё]{3,}.*[а-яё]{3,}", re.IGNORECASE | re.DOTALL)


# Towns ---------------------------------------------------------------------------------------------------------------

def two_towns_on_one_installation(binary, folder):
    program = fresh(binary, folder)
    program.init_town("topki", "topki.localhost")
    program.start()
    try:
        for host, name in (("localhost", "Yurga"), ("topki.localhost", "Topki")):
            answer = Visitor(program.port, host).get("/")
            equal(answer.status, 200)
            true(name in answer.text, f"{name} at {host}")
        equal(Visitor(program.port, "elsewhere.example").get("/").status, 421)
    finally:
        program.stop()
    true("2 audit chain(s) whole" in program.command("check").stdout, "check counts both")


def a_host_or_a_name_is_taken_once(binary, folder):
    program = fresh(binary, folder)
    before = rows(program.data)
    init = ("init", "--name", "Другая", "--timezone", "Asia/Novokuznetsk")
    for slug, host in (("topki", "localhost"), ("yurga", "topki.localhost"), ("topki", "LocalHost:9090")):
        true("here already" in refused(program, *init, "--town", slug, "--host", host), "the reason is told")
    equal(rows(program.data), before, "nothing changed")


def a_host_in_russian_letters_is_a_host(binary, folder):
    for number, (typed, ascii_name) in enumerate((("Вече-Юрга.РФ", "xn----8sbefia2f8b9c.xn--p1ai"), ("вече-юрга.рф:443", "xn----8sbefia2f8b9c.xn--p1ai"),
                                                  ("XN----8SBEFIA2F8B9C.xn--p1ai", "xn----8sbefia2f8b9c.xn--p1ai"))):
        program = fresh(binary, folder, f"data{number}", town=False)
        told = program.command("init", "--town", "yurga", "--name", "Юрга", "--host", typed, "--timezone", "Asia/Novokuznetsk").stdout
        true(f"https://{ascii_name}" in told and "(вече-юрга.рф)" in told, told)
        program.start()
        try:
            equal(Visitor(program.port, ascii_name).get("/").status, 200, typed)
            true(f'href="https://{ascii_name}/"' in Visitor(program.port, ascii_name).get("/").text, "links are as machines say it")
            equal(Visitor(program.port, "xn--80ak6aa92e.xn--p1ai").get("/").status, 421, "another name")
        finally:
            program.stop()
    program = fresh(binary, folder, "other", town=False)
    init = ("init", "--town", "yurga", "--name", "Юрга", "--timezone", "Asia/Novokuznetsk")
    told = program.command(*init, "--host", "localhost", "--base-url", "https://юрга.рф/").stdout
    true("https://xn--80af2b1c.xn--p1ai, " in told, told)
    for wrong in ("юр га.рф", "-юрга.рф", "юрга..рф", "юрга.рф/план", "ю" * 80 + ".рф"):
        refused(program, *init, "--host", wrong)
    refused(program, *init, "--host", "b.example", "--base-url", "юрга.рф")


def what_is_no_town_is_refused(binary, folder):
    program = fresh(binary, folder, town=False)
    good = {"--town": "yurga", "--name": "Юрга", "--host": "yurga.example", "--timezone": "Asia/Novokuznetsk"}
    for option, value in (("--town", "Юрга"), ("--town", "a b"), ("--town", "../x"), ("--name", " "), ("--name", "x" * 101),
                          ("--host", "два слова"), ("--host", "-x"), ("--host", "a/b"), ("--timezone", "Mars/Olympus"),
                          ("--timezone", "../../etc/passwd")):
        words = refused(program, "init", *(part for pair in {**good, option: value}.items() for part in pair))
        true(option in words, f"{option} is named in {words}")
    true(not pathlib.Path(program.data).exists(), "nothing was made")


def a_demo_has_the_addresses_of_its_port(binary, folder):
    program = fresh(binary, folder, town=False)
    told = program.command("demo", "--from", ROOT / "demo", "--listen", "127.0.0.1:9417").stdout
    true("http://localhost:9417\t" in told and "http://topki.localhost:9417\t" in told, told[:300])
    true(":8080" not in told, "no other port is named")
    refused(fresh(binary, folder, "other", town=False), "demo", "--from", ROOT / "demo", "--listen", "9417")


def keys_are_for_the_program_alone(binary, folder):
    program = fresh(binary, folder)
    keys = pathlib.Path(program.data) / "keys"
    equal(oct(keys.stat().st_mode & 0o777), "0o700")
    equal({key.name: oct(key.stat().st_mode & 0o777) for key in keys.iterdir()},
          {f"{name}.key": "0o600" for name in ("audit", "csrf", "letters")})


def keys_are_all_made_before_the_first_start_and_those_missing_at_it(binary, folder):
    program = fresh(binary, folder)
    keys = pathlib.Path(program.data) / "keys"
    first = {key.name: key.read_bytes() for key in keys.iterdir()}
    (keys / "audit.key").unlink()
    program.start()
    program.stop()
    again = {key.name: key.read_bytes() for key in keys.iterdir()}
    equal(sorted(again), ["audit.key", "csrf.key", "letters.key"])
    equal({name: again[name] == first[name] for name in again}, {"audit.key": False, "csrf.key": True, "letters.key": True})


def nothing_in_a_data_folder_can_be_read_by_other_users(binary, folder):
    usual = os.umask(0o022)
    try:
        program = fresh(binary, folder)
        program.start()
        try:
            end = time.monotonic() + 30
            while Visitor(program.port).get("/keys/audit").status != 200 and time.monotonic() < end:
                time.sleep(0.1)
            sheet, backup = pathlib.Path(folder) / "plan.json", pathlib.Path(folder) / "backup.zip"
            import_plan(program, PLANS[0])
            export_plan(program, sheet)
            program.command("backup", backup)
            data = pathlib.Path(program.data)
            made = [data, sheet, backup, *data.rglob("*")]
            true(any(path.suffix == ".note" for path in made), "a note of the audit is among them")
            equal([str(path) for path in made if path.stat().st_mode & 0o077], [])
        finally:
            program.stop()
    finally:
        os.umask(usual)


def what_is_put_down_for_a_moment_lies_in_the_data_folder(binary, folder):
    program = fresh(binary, folder)
    import_plan(program, PLANS[0])
    sheet = pathlib.Path(folder) / "plan.xlsx"
    elsewhere = {**os.environ, "TMPDIR": str(pathlib.Path(folder) / "absent")}
    program.command("plan", "export", sheet, "--town", "yurga", "--year", "2021", env=elsewhere)
    true(zipfile.is_zipfile(sheet), "a whole sheet")
    equal(list((pathlib.Path(program.data) / "tmp").iterdir()), [], "nothing is left")


# Plans ---------------------------------------------------------------------------------------------------------------

def four_files_are_one_plan(binary, folder):
    program = fresh(binary, folder)
    understood = []
    for number, file in enumerate(PLANS):
        if number:
            program.init_town(f"town{number}", f"town{number}.localhost")
        draft = json.loads(import_plan(program, file, "--json", town=f"town{number}" if number else "yurga"))
        equal(len(draft["lines"]), 40, file.name)
        equal(len({line["section"] for line in draft["lines"]}), 5, file.name)
        equal(sorted(draft["lines"][0]), ["age_mark", "audience", "number", "place", "responsible", "row", "section", "table", "title", "warnings", "when"])
        equal(sorted(draft["lines"][0]["when"]), ["ends", "precision", "starts", "text"])
        # Where a line stands in its file is the file's own.
        understood.append([{name: said for name, said in line.items() if name not in ("row", "table")} for line in draft["lines"]])
    for file, lines in zip(PLANS[1:], understood[1:]):
        for mine, first in zip(lines, understood[0]):
            if file.suffix == ".docx":      # its table has no column for the audience
                equal(mine["audience"], "")
                first = {**first, "audience": ""}
            equal(mine, first, f"{file.name}, line {first['number']}")


def the_same_file_again_changes_nothing(binary, folder):
    program = fresh(binary, folder)
    true("40 lines in 5 sections: 40 new" in import_plan(program, PLANS[0], "--announce"), "first")
    lines = rows(program.data)["plan_lines"]
    for file in PLANS:                      # the DOCX has no column for the audience, so it leaves it as it is
        true("0 new, 0 changed, 40 same, 0 gone" in import_plan(program, file), file.name)
        equal(rows(program.data)["plan_lines"], lines, file.name)


def out_and_in_again_is_the_same_plan(binary, folder):
    program = fresh(binary, folder)
    import_plan(program, PLANS[0], "--announce")
    folder = pathlib.Path(folder)
    first = {ending: export_plan(program, folder / f"first.{ending}") for ending in ("csv", "json", "xlsx")}
    for number, ending in enumerate(("csv", "xlsx")):
        town = f"again{number}"
        program.init_town(town, f"{town}.localhost")
        import_plan(program, first[ending], "--announce", town=town)
        equal(export_plan(program, folder / f"{town}.csv", town).read_text("utf-8"), first["csv"].read_text("utf-8"), ending)
        true("0 new, 0 changed, 40 same, 0 gone" in import_plan(program, first[ending]), f"{ending} over its own plan")
    true(refused(program, "plan", "export", folder / "x.pdf", "--town", "yurga", "--year", "2021"), "only known endings")
    true("2020" in refused(program, "plan", "export", folder / "x.csv", "--town", "yurga", "--year", "2020"), "the year is named")
    true(not (folder / "x.csv").exists(), "no empty file is left")


def an_import_says_all_that_it_left_out(binary, folder):
    program = fresh(binary, folder)
    plan = pathlib.Path(folder) / "plan.csv"
    plan.write_text("№;Мероприятие;Срок;Срок подачи заявок\n1;Концерт;9 мая;1 мая\n2;Бал;31 сентября;\nИтого;;2;\n", "utf-8")
    said = import_plan(program, plan)
    true("file: Столбец «Срок подачи заявок» не взяли" in said, said)
    true("file: В плане нет разделов." in said, said)
    true("\n2: " in said and "2 lines in 0 sections" in said, said)
    read = json.loads(program.command("plan", "import", plan, "--town", "yurga", "--year", "2021", "--json").stdout)
    true("draft.column_left_out" in read["warnings"], read["warnings"])
    equal(read["remarks"], [{"message": "draft.column_left_out", "values": {"column": "Срок подачи заявок"}}], "remarks")


def hostile_files(folder):
    plan = PLANS[0].read_bytes()
    contents = {"empty.xlsx": b"", "text.xlsx": b"hello", "cut.xlsx": plan[:len(plan) // 2], "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
                "page.html": b"<html><table><tr><td>1</td></tr></table></html>", "binary.csv": bytes(range(256)) * 40,
                "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64), "print.pdf": b"%PDF-1.7\n%%EOF\n",
                "no_lines.csv": "Наименование;Срок\n".encode(), "many.csv": b"1;\xd0\xb0;\xd0\xbc\xd0\xb0\xd0\xb9\n" * 100_000,
                "wide.csv": b";".join([b"x"] * 5000) + b"\n", "long.csv": "Наименование;Срок\n".encode() + b"x" * 100_000 + b";y\n"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "no_sheet.xlsx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
    with zipfile.ZipFile(PLANS[0]) as good, zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part in good.namelist():
            is_sheet = part.startswith("xl/worksheets/")
            made.writestr(part, good.read(part) if not is_sheet else b"<worksheet>" + b" " * (300 << 20))
    return [*contents, "no_sheet.xlsx", "bomb.xlsx"]


def hostile_files_are_refused_in_plain_russian(binary, folder):
    program = fresh(binary, folder)
    refused(program, "plan", "import", pathlib.Path(folder) / "absent.xlsx", "--town", "yurga", "--year", "2021")
    before = rows(program.data)      # the first start after the making of a town folds its search
    for name in hostile_files(pathlib.Path(folder)):
        words = refused(program, "plan", "import", pathlib.Path(folder) / name, "--town", "yurga", "--year", "2021")
        true(RUSSIAN.search(words), f"{name}: {words}")
        true("exception" not in words and "std::" not in words, f"{name}: {words}")
    equal(rows(program.data), before, "nothing was taken in")
    refused(program, "plan", "import", pathlib.Path(folder) / "absent.xlsx", "--town", "yurga", "--year", "2021")
    refused(program, "plan", "import", PLANS[0], "--town", "nowhere", "--year", "2021")
    refused(program, "plan", "import", PLANS[0], "--town", "yurga", "--year", "21")


def markup_and_formulas_stay_text(binary, folder):
    program = fresh(binary, folder)
    file = pathlib.Path(folder) / "sly.csv"
    file.write_text('№;Наименование;Срок\n1;<script>alert(1)</script>;май\n2;"=HYPERLINK(""http://evil.example"")";31 сентября\n', "utf-8")
    lines = json.loads(import_plan(program, file, "--json", "--announce"))["lines"]
    equal([line["title"] for line in lines], ["<script>alert(1)</script>", '=HYPERLINK("http://evil.example")'])
    equal(lines[1]["when"]["text"], "31 сентября")
    true(lines[1]["warnings"], "a day that does not exist is told")
    out = export_plan(program, pathlib.Path(folder) / "out.csv").read_text("utf-8-sig")
    true(not re.search(r'(^|[;,])"?=HYPERLINK', out, re.MULTILINE), "no formula leaves in CSV")
    program.start()
    try:
        true("<script>alert" not in Visitor(program.port).get("/plan/2021").text, "no markup on the page")
    finally:
        program.stop()


# Settings and the running service ------------------------------------------------------------------------------------

def all_mistakes_of_the_settings_are_told_at_once(binary, folder):
    file = pathlib.Path(folder) / "veche.toml"
    file.write_text('workers = 0\nport = 8080\nlisten = "nowhere"\nlog_level = "loud"\ndatabase = "mysql://veche:hidden@db"\n')
    program = Program(binary, pathlib.Path(folder) / "data", config=file)
    for command in (("serve",), ("check",), ("migrate",), ("backup", "x.zip")):
        words = refused(program, *command)
        equal(len(words.strip().splitlines()), 6, words)
        true("hidden" not in words, "a secret is not printed")
    true(not pathlib.Path(program.data).exists(), "nothing was made")
    refused(Program(binary, program.data), "serve", "--listen", "8080")
    equal(subprocess.run([binary, "sing"], capture_output=True).returncode == 0, False, "an unknown command")


def a_secret_may_be_in_a_file(binary, folder):
    folder = pathlib.Path(folder)
    (folder / "token").write_text("слово\n")
    (folder / "veche.toml").write_text(f'metrics_token_file = "{folder}/token"\n')
    program = Program(binary, folder / "data", config=folder / "veche.toml")
    program.init_town("yurga")
    program.start()
    try:
        visitor = Visitor(program.port)
        equal(visitor.get("/metrics").status, 403, "without the word")
        equal(visitor.get("/metrics", Authorization="Bearer другое".encode()).status, 403, "another word")
        equal(visitor.get("/metrics", Authorization="Bearer слово".encode()).status, 200, "the word")
    finally:
        program.stop()


def asked_to_end_it_finishes_and_ends(binary, folder):
    for ending in (signal.SIGTERM, signal.SIGINT):
        program = fresh(binary, folder, f"data{int(ending)}")
        program.start()
        idle = http.client.HTTPConnection("127.0.0.1", program.port, timeout=20)
        idle.request("GET", "/", headers={"Host": "localhost"})
        true(b"</html>" in idle.getresponse().read(), "the page")
        begun = http.client.HTTPConnection("127.0.0.1", program.port, timeout=20)
        begun.connect()
        begun.sock.sendall(b"POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\nContent-Type: "
                           b"application/x-www-form-urlencoded\r\n\r\na=1")
        time.sleep(0.3)
        program.process.send_signal(ending)
        time.sleep(0.3)
        begun.sock.sendall(b"&b=2")              # the rest of a request that was under way
        answer = begun.sock.recv(100)
        true(answer.startswith(b"HTTP/1.1 4"), f"a request under way is answered: {answer[:40]!r}")
        equal(program.process.wait(timeout=30), 0, "exit")
        try:
            Visitor(program.port).get("/")
            raise AssertionError("still listening")
        except OSError:
            pass
        true("whole" in program.command("check").stdout, "all is whole")


def two_programs_never_share_a_sqlite_database_unawares(binary, folder):
    program = fresh(binary, folder)
    program.start()
    try:
        second = Program(binary, program.data)
        second.port = free_port()
        done = second.command("serve", "--listen", f"127.0.0.1:{program.port}", check=False, timeout=60)
        true(done.returncode not in (0, None), "a taken port is told")
        true(done.stderr.strip(), "with words")
        equal(Visitor(program.port).get("/").status, 200, "the first goes on")
    finally:
        program.stop()


def a_past_written_anew_is_found_by_a_note_kept_elsewhere(binary, folder):
    program = fresh(binary, folder)
    note, other = pathlib.Path(folder) / "kept.note", pathlib.Path(folder) / "other.note"
    program.start()
    try:
        visitor = Visitor(program.port)
        note.write_text(visitor.get("/keys/audit").text)
        keys = visitor.get("/keys").text
    finally:
        program.stop()
    true(note.read_text().startswith("localhost/audit\n1\n"), note.read_text())
    true(keys.startswith("localhost/audit+"), keys)
    true("whole" in program.command("check", "--audit", note).stdout, "nothing was done to it")
    program.command("keys", "change")
    true("whole" in program.command("check", "--audit", note).stdout, "the former key is known")
    other.write_text(note.read_text().replace("\n1\n", "\n2\n"))
    true("no note" in refused(program, "check", "--audit", other), "a changed note proves nothing")
    # Somebody with the database makes another first deed, and a chain that is whole.
    with sqlite3.connect(f"{program.data}/veche.db") as db:
        db.execute("INSERT INTO audit_unsealed SELECT town_id, 1, at + 1, actor_id, actor, deed, object, details FROM audit")
        db.execute("DELETE FROM audit")
        db.execute("UPDATE audit_heads SET number = 0, hash = ''")
    db.close()
    program.start()
    try:
        anew = time.monotonic() + 30
        while Visitor(program.port).get("/keys/audit").status != 200 and time.monotonic() < anew:
            time.sleep(0.1)
    finally:
        program.stop()
    words = refused(program, "check", "--audit", note, code=1)
    true("written anew" in words, words)


def each_page_tells_which_templates_printed_it_when_it_is_asked(binary, folder):
    program = fresh(binary, folder)
    for asked, shown in ((["--name-templates"], True), ([], False)):
        program.start(*asked)
        try:
            page = Visitor(program.port).get("/").text
            for name in ("app/layout_portal", "app/head", "app/icon_search"):
                equal(f"<!-- {name} -->" in page, shown, name)
            equal(page.count("<!--") > 0, shown, "comments")
        finally:
            program.stop()


CHECKS = [two_towns_on_one_installation, a_host_or_a_name_is_taken_once, a_host_in_russian_letters_is_a_host, what_is_no_town_is_refused,
          a_demo_has_the_addresses_of_its_port, keys_are_for_the_program_alone,
          keys_are_all_made_before_the_first_start_and_those_missing_at_it, nothing_in_a_data_folder_can_be_read_by_other_users,
          what_is_put_down_for_a_moment_lies_in_the_data_folder, four_files_are_one_plan, the_same_file_again_changes_nothing,
          out_and_in_again_is_the_same_plan, an_import_says_all_that_it_left_out,
          hostile_files_are_refused_in_plain_russian,
          markup_and_formulas_stay_text, all_mistakes_of_the_settings_are_told_at_once, a_secret_may_be_in_a_file,
          asked_to_end_it_finishes_and_ends, two_programs_never_share_a_sqlite_database_unawares,
          each_page_tells_which_templates_printed_it_when_it_is_asked, a_past_written_anew_is_found_by_a_note_kept_elsewhere]


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, CHECKS))
