#!/usr/bin/env python3
"""The real program among rude visitors: what they send or ask for costs the others nothing. Counts, not times."""
import contextlib
import pathlib
import re
import resource
import socket
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import PASSWORD, PLANS, equal, fresh, import_plan, run_checks, true
from running import Visitor

MEGABYTE = 1 << 20
PART = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'


@contextlib.contextmanager
def serving(binary, folder, *more, limits=None):
    program = fresh(binary, folder)
    program.limits = limits
    import_plan(program, PLANS[0], "--announce")
    program.create_account("yurga", "gleb@yurga.example", "Глеб", "organiser", PASSWORD)
    program.start(*more)
    try:
        yield program
    finally:
        program.stop()


def figure(program, name):
    text = Visitor(program.port).get("/metrics").text
    return float(re.search(rf"^{name} (\S+)$", text, re.MULTILINE).group(1))


def said(program, head, body=b"", patience=20):
    """A connection that has sent this; whatever cannot be sent any more is not."""
    made = socket.create_connection(("127.0.0.1", program.port), timeout=patience)
    made.sendall(head.encode())
    with contextlib.suppress(OSError):
        made.sendall(body)
    return made


def status(connection):
    """Of the answer; 0: the connection ended without one."""
    try:
        first = connection.recv(64)
    except OSError:
        return 0
    return int(first.split()[1]) if first.startswith(b"HTTP/1.1 ") else 0


def post_head(path, length, kind="multipart/form-data; boundary=b"):
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"


def in_tmp(program):
    return sum(file.stat().st_size for file in pathlib.Path(program.data, "tmp").rglob("*") if file.is_file())


def strangers_with_large_bodies_are_answered_before_they_are_read(binary, folder):
    with serving(binary, folder) as program:
        before = program.resident_kb()
        photos = "/office/plan/2021/lines/x/happenings/y/photos"
        ways = [(photos, 140 * MEGABYTE, "multipart/form-data; boundary=b"), ("/office/plan/import", 14 * MEGABYTE, "multipart/form-data; boundary=b"),
                ("/office/town", 200_000, "multipart/form-data; boundary=b"), (photos, 1_000, "multipart/form-data; boundary=b"),
                ("/office/plan/2021/lines", 400_000, "application/x-www-form-urlencoded"),
                ("/plan/suggest", 70_000_000, "application/x-www-form-urlencoded"), ("/nowhere", 70_000_000, "text/plain")]
        strangers = [said(program, post_head(path, length, kind), PART + b"x" * min(length, 4 * MEGABYTE)) for path, length, kind in ways * 4]
        for stranger, (path, _, _) in zip(strangers, ways * 4):
            true(status(stranger) in ((404, 413) if path == "/nowhere" else (403, 413)), path)
        equal(in_tmp(program), 0, "bytes on the disk")
        true(program.resident_kb() - before < 64 * 1024, "memory does not grow with what strangers send")
        for stranger in strangers:
            stranger.close()
        equal(Visitor(program.port).get("/").status, 200, "the others are served")


def a_signed_in_browser_needs_the_token_before_its_file(binary, folder):
    with serving(binary, folder) as program:
        gleb = Visitor(program.port)
        gleb.sign_in("gleb@yurga.example", PASSWORD)
        _, fields = gleb.form("/office/plan/import", "/office/plan/import")
        token = dict(fields)["csrf"].encode()
        part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        file = PART + b"x" * 300_000 + b"\r\n--b--\r\n"
        sent = {"Content-Type": "multipart/form-data; boundary=b"}
        year = part % (b"year", b"2021")
        for body, wanted in ((file, 403), (year + file, 403), (part % (b"csrf", b"0" * 32) + year + file, 403),
                             (part % (b"csrf", token) + year + PART.replace(b'"f"', b'"file"') + b"x" * 300_000 + b"\r\n--b--\r\n", 422)):
            answer = gleb.request("POST", "/office/plan/import", body, sent)
            equal(answer.status, wanted)
            true("<h1>" in answer.text, "a page that says why")
        equal(in_tmp(program), 0, "bytes on the disk")


def addresses_without_end_are_one_page(binary, folder):
    with serving(binary, folder) as program:
        visitor = Visitor(program.port)
        for path in ("/", "/plan/2021", "/plan/2021.pdf"):
            equal(visitor.get(path).status, 200, path)
        made, kept = figure(program, "veche_pages_rendered_total"), figure(program, "veche_page_cache_pages")
        for number in range(260):
            for path in ("/", "/plan/2021", "/plan/2021.pdf"):
                equal(visitor.get(f"{path}?z={number}").status, 200, path)
        # What was announced just before is told to its listeners meanwhile, and may drop a page once or twice.
        made = figure(program, "veche_pages_rendered_total") - made
        true(made <= 10, f"{made} pages made anew for 780 addresses")
        true(figure(program, "veche_page_cache_pages") - kept <= 3, "nothing is kept beside the three pages")


def many_readers_of_one_dropped_page_make_it_once(binary, folder):
    with serving(binary, folder) as program:
        readers = [socket.create_connection(("127.0.0.1", program.port), timeout=30) for _ in range(200)]
        before = figure(program, "veche_pages_rendered_total")
        for reader in readers:
            reader.sendall(b"GET /plan/2021 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        equal({status(reader) for reader in readers}, {200})
        equal(figure(program, "veche_pages_rendered_total") - before, 1, "made")
        for reader in readers:
            reader.close()


def papers_for_everybody_leave_the_pages_alone(binary, folder):
    with serving(binary, folder) as program:
        views = ["ru", "en", "ruc", "enc", "rul", "enl", "rucl", "encl"]
        papers = [(f"/plan/2021/poster/{month}.pdf", view) for month in range(1, 13) for view in views]
        sent = [said(program, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: view={view}\r\nX-Number: {n}\r\n\r\n")
                for n in range(3) for path, view in papers]
        pages = {Visitor(program.port).get(f"/plan/week?from=2021-0{1 + n % 9}-0{1 + n // 9}").status for n in range(40)}
        equal(pages, {200}, "pages meanwhile")
        got = [status(one) for one in sent]
        true(set(got) <= {200, 503}, f"papers: {sorted(set(got))}")
        true(got.count(200) >= 12, "papers are drawn all the same")
        for one in sent:
            one.close()
        equal(Visitor(program.port).get("/plan/2021/poster/5.pdf").status, 200, "and afterwards")


def few_open_files():
    resource.setrlimit(resource.RLIMIT_NOFILE, (800, 800))


def slow_clients_do_not_stop_others(binary, folder):
    with serving(binary, folder, limits=few_open_files) as program:
        slow = []
        for _ in range(900):
            with contextlib.suppress(OSError):
                slow.append(said(program, post_head("/plan/suggest", 60_000, "application/x-www-form-urlencoded") + "title="))
        answers = [Visitor(program.port).get("/plan/2021").status for _ in range(60)]
        equal(answers, [200] * 60, "newcomers")
        true(figure(program, "veche_http_evicted_total") > 0, "somebody went for them")
        true("few open files" in program.tail(), "the log says how many connections there can be")
        for one in slow:
            one.close()


def what_was_written_is_not_lost_for_a_control_character(binary, folder):
    with serving(binary, folder) as program:
        visitor = Visitor(program.port)
        action, fields = visitor.form("/plan/suggest", "/plan/suggest")
        fields = {name: value for name, value in fields}

        def send(**changes):
            body = urllib.parse.urlencode({**fields, **changes}, quote_via=urllib.parse.quote)
            return visitor.request("POST", action, body.replace("%25FF", "%FF"), {"Content-Type": "application/x-www-form-urlencoded"})

        kept = send(title="Каток у школы", why="Первая строка\x0bвторая\x00\ufffe")
        true(kept.status in (303, 422) and (kept.status == 303 or "Каток у школы" in kept.text), f"{kept.status}")
        broken = send(title="Каток%FF", why="Далеко ходить")
        equal(broken.status, 422)
        true("Каток\ufffd" in broken.text and "Далеко ходить" in broken.text, "what was typed is there")
        for path in ("/search?q=%F4%F3", "/plan/week?from=%ff"):
            answer = visitor.get(path)
            equal(answer.status, 400, path)
            true("<h1>" in answer.text, "a page that explains")
        for path in ("/?x=%ff", "/search?q=100%"):
            equal(visitor.get(path).status, 200, path)


CHECKS = [strangers_with_large_bodies_are_answered_before_they_are_read, a_signed_in_browser_needs_the_token_before_its_file,
          addresses_without_end_are_one_page, many_readers_of_one_dropped_page_make_it_once,
          papers_for_everybody_leave_the_pages_alone, slow_clients_do_not_stop_others,
          what_was_written_is_not_lost_for_a_control_character]


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, CHECKS))
