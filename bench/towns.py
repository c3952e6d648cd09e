"""Installations to measure: one town alone with its 40 lines, or the same town among 39 others and 100,000 lines."""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))
from running import Program

YEAR = 2021
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")
SECTIONS = ("I. Просветительские мероприятия", "II. Культурно-массовые мероприятия", "III. Спортивные мероприятия",
            "IV. Благоустройство", "V. Работа с общественностью")


def write_plan(path, lines):
    with open(path, "w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["№ п/п", "Наименование мероприятия", "Дата проведения", "Место проведения", "Ответственные", "Участники"])
        section = -1
        for number in range(lines):
            if section != number * len(SECTIONS) // lines:
                section = number * len(SECTIONS) // lines
                rows.writerow([SECTIONS[section]])
            rows.writerow([number + 1, f"Городской праздник «Двор, в котором мы живём», встреча {number + 1}",
                           f"{number % 28 + 1} {MONTHS[number % 12]} {YEAR} г. в {10 + number % 9}.00",
                           f"ДК «Победа», зал {number % 7 + 1}", "Управление культуры и кино; совет ТОС", "жители города"])
    return path


def install(binary, folder, name, towns, lines, config=None):
    """`towns` towns with `lines` lines altogether; the first, "localhost", has 40."""
    program = Program(binary, folder / name, config)
    small = write_plan(folder / f"{name}-small.csv", 40)
    program.init_town("town0")
    program.command("plan", "import", small, "--town", "town0", "--year", YEAR, "--announce")
    if towns > 1:
        large = write_plan(folder / f"{name}-large.csv", (lines - 40) // (towns - 1))
        for number in range(1, towns):
            program.init_town(f"town{number}", f"town{number}.localhost")
            program.command("plan", "import", large, "--town", f"town{number}", "--year", YEAR, "--announce")
    return program
