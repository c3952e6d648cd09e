#!/usr/bin/env python3
"""The plan on paper, read by programs of others: poppler reads the PDFs, LibreOffice opens the DOCX, and both say what the JSON of the
year says."""
import json
import pathlib
import re
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "support"))
from checking import equal, fresh, import_plan, run_checks, true
from running import Visitor

HERE = pathlib.Path(__file__).resolve().parent


def squeezed(text):
    """Words without the white space and the hyphens at which lines were broken."""
    return re.sub(r"[\s\u00ad]+", "", text)


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=180)
    equal(done.returncode, 0, f"{command[0]}: {done.stderr[-300:]}")
    return done.stdout


class Town:
    def __init__(self, binary, folder):
        self.folder = pathlib.Path(folder)
        self.program = fresh(binary, folder)
        import_plan(self.program, HERE / "data/plan-2021.xlsx", "--announce")
        self.program.start()
        self.anna = Visitor(self.program.port)
        self.lines = json.loads(self.anna.get("/plan/2021.json").text)["lines"]
        equal(len(self.lines), 40, "lines")

    def file(self, path, name, media_type):
        answer = self.anna.get(path)
        equal((answer.status, answer.headers["content-type"]), (200, media_type), path)
        made = self.folder / name
        made.write_bytes(answer.body)
        return made


def in_town(check):
    def run_it(binary, folder):
        town = Town(binary, folder)
        try:
            check(town)
        finally:
            town.program.stop()
    run_it.__name__ = check.__name__
    return run_it


def check_whole(town, text):
    text = squeezed(text)
    for line in town.lines:
        for words in (line["title"], line["when"]["text"], line["place"], *line["responsible"], line["audience"]):
            true(squeezed(words) in text, f"{line['number']}: {words!r} is not on the paper")


@in_town
def the_pdf_holds_all_lines_its_titles_on_each_page_and_its_fonts(town):
    file = town.file("/plan/2021.pdf", "plan.pdf", "application/pdf")
    check_whole(town, run("pdftotext", "-raw", file, "-"))
    fonts = run("pdffonts", file).splitlines()[2:]
    true(fonts and all("GolosText" in font and re.search(r"\byes +yes +yes\b", font) for font in fonts), f"fonts: {fonts}")
    information = run("pdfinfo", file)
    true("841.89 x 595.27" in information, "A4 landscape")
    pages = int(re.search(r"Pages: +(\d+)", information)[1])
    for page in range(1, pages + 1):
        text = run("pdftotext", "-raw", "-f", page, "-l", page, file, "-")
        true("Мероприятие" in text and f"страница {page} из {pages}" in text, f"titles and number on page {page}")
    true("УТВЕРЖДАЮ" in run("pdftotext", "-l", 1, file, "-"), "the block of approval")


@in_town
def libreoffice_opens_the_docx_and_finds_all_lines(town):
    file = town.file("/plan/2021.docx", "plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    equal(zipfile.ZipFile(file).testzip(), None, "the ZIP")
    true(b"w:tblHeader" in zipfile.ZipFile(file).read("word/document.xml"), "titles are repeated")
    run("soffice", "--headless", f"-env:UserInstallation=file://{town.folder}/office", "--convert-to", "pdf", "--outdir", town.folder / "out", file)
    check_whole(town, run("pdftotext", "-raw", town.folder / "out/plan.pdf", "-"))


@in_town
def plan_and_fact_has_its_totals(town):
    text = run("pdftotext", "-raw", town.file("/plan/2021/fact.pdf", "fact.pdf", "application/pdf"), "-")
    true("Всего: 40 мероприятий" in text and "состоялось 0" in text, "totals")


@in_town
def the_poster_is_one_page_of_a3_with_its_address(town):
    file = town.file("/plan/2021/poster/7.pdf", "poster.pdf", "application/pdf")
    information = run("pdfinfo", file)
    true(re.search(r"Pages: +1\b", information) and "A3" in information, "one page of A3")
    text = run("pdftotext", "-raw", file, "-")
    true("Июль" in text and "/plan/2021/calendar/7" in text, "month and address")


if __name__ == "__main__":
    sys.exit(run_checks(__doc__, [the_pdf_holds_all_lines_its_titles_on_each_page_and_its_fonts, libreoffice_opens_the_docx_and_finds_all_lines,
                                  plan_and_fact_has_its_totals, the_poster_is_one_page_of_a3_with_its_address]))
