"""wrk, and what a series of interleaved rounds says."""
import re
import statistics
import subprocess

UNIT = {"us": 1e-3, "ms": 1.0, "s": 1e3}


class Figures:
    """One run of wrk: requests per second, latencies in milliseconds."""

    def __init__(self, text):
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
        self.p50, self.p99 = (self.latency(text, percent) for percent in ("50%", "99%"))
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        self.wrong = int(wrong.group(1)) if wrong else 0

    @staticmethod
    def latency(text, percent):
        number, unit = re.search(rf"\s{percent}\s+([\d.]+)(us|ms|s)", text).groups()
        return float(number) * UNIT[unit]


def wrk(url, connections, seconds, host="localhost", script=None):
    done = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"Host: {host}",
                           *(["-s", str(script)] if script else []), url],
                          capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return Figures(done.stdout)


def interleaved(first, second, rounds):
    """Both measured in turn, each round in the other order; gives the two lists of figures."""
    ours, theirs = [], []
    for number in range(rounds):
        pair = [(ours, first), (theirs, second)]
        for figures, measure in pair if number % 2 == 0 else reversed(pair):
            figures.append(measure())
    if any(figures.wrong for figures in ours + theirs):
        raise RuntimeError("wrk got answers that are not 200")
    return ours, theirs


def median(figures, field):
    return statistics.median(getattr(one, field) for one in figures)


def ratio(above, below, field):
    """Median of the rounds' ratios: a slow minute of the machine hits both sides of a round."""
    return statistics.median(getattr(a, field) / getattr(b, field) for a, b in zip(above, below))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def verdict(holds):
    return "yes" if holds else "**no**"
