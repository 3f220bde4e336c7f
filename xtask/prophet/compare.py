"""Prophet's forecasts beside the engine's: how far apart they are, and how long each takes.

compare.py EVAL SAMPLE FILE…: EVAL is the evaluation program, SAMPLE how many series of each file are taken, evenly
spread (0: all). Files are CSV of daily series (columns id, horizon, train). Without a file it makes series up. Both
forecast with their usual options; the engine's time is that of all it does, its calibrated bands included.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import csv
import gzip
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import pandas

logging.disable(logging.CRITICAL)

from prophet import Prophet, __version__

# Series without dates begin here, as in the engine.
FIRST_DAY = "1970-01-01"
# What the forecasts may differ by, in percent of the range of the history.
ALLOWED = 2.0
# How often the peer is asked again where they differ by more.
AGAIN = 6
csv.field_size_limit(1 << 30)


def read(path):
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rt") if packed else open(path, newline="") as file:
        return list(csv.DictReader(file))


def made_up():
    """Two and a half years of days with a bending trend, a week, a year and noise."""
    random = numpy.random.default_rng(7)
    rows = []
    for number in range(20):
        days = numpy.arange(913)
        bend = random.uniform(-0.05, 0.1) * days + random.uniform(-0.1, 0.1) * numpy.maximum(days - 400, 0)
        week = random.normal(0, 15, 7)[days % 7]
        year = 20 * numpy.sin(2 * numpy.pi * (days / 365.25 + random.uniform()))
        values = 150 + bend + week + year + random.normal(0, 10, len(days))
        train = " ".join(f"{value:.2f}" for value in numpy.maximum(values, 0))
        rows.append({"id": f"made-up-{number}", "horizon": "28", "train": train})
    return rows


def engine(program, rows, directory):
    """Expected values and milliseconds by series, from a file that has no others beside it."""
    series, forecasts = Path(directory) / "series.csv", Path(directory) / "forecasts.csv"
    names = ["id", "source", "freq", "m_eval", "m_model", "horizon", "n_train", "category", "train", "test"]
    with open(series, "w", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            known = {"source": "", "category": "", "test": "", "freq": "D", "m_eval": 7, "m_model": 7}
            count = len(row["train"].split(" "))
            writer.writerow(known | {key: row[key] for key in ("id", "horizon", "train")} | {"n_train": count})
    command = [program, "forecast", series, "--model", "prophet", "--threads", "1", "--forecasts", forecasts]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = {}
    with open(forecasts, newline="") as file:
        for row in csv.DictReader(file):
            mean, _ = found.setdefault(row["id"], ([], float(row["ms"])))
            mean.append(float(row["mean"]))
    return found


def peer(values, horizon):
    """The same of one series."""
    days = pandas.date_range(FIRST_DAY, periods=len(values) + horizon)
    past = pandas.DataFrame({"ds": days[: len(values)], "y": values})
    started = time.perf_counter()
    model = Prophet()
    model.fit(past)
    forecast = model.predict(pandas.DataFrame({"ds": days[len(values) :]}))
    return forecast.yhat.to_numpy(), 1000 * (time.perf_counter() - started)


def from_itself(values, horizon, mean):
    """How far the peer is from itself where values differ by a billionth: its search ends where rounding has it."""
    changed = [values * (1 + 1e-9 * numpy.random.default_rng(seed).standard_normal(len(values))) for seed in range(AGAIN)]
    return max(numpy.abs(peer(other, horizon)[0] - mean).max() for other in changed)


def compare(name, rows, program):
    with tempfile.TemporaryDirectory() as directory:
        ours = engine(program, rows, directory)
    apart, peer_ms, our_ms, notes = [], [], [], []
    for row in rows:
        if row["id"] not in ours:
            continue
        values = numpy.array([float(token) if token else numpy.nan for token in row["train"].split(" ")])
        mean, ms = peer(values, int(row["horizon"]))
        width = max(numpy.nanmax(values) - numpy.nanmin(values), 1e-9)
        raw = mean
        if numpy.nanmin(values) >= 0:
            # Sales that were never negative are not forecast to be.
            mean = numpy.maximum(mean, 0)
        share = 100 * numpy.abs(mean - numpy.array(ours[row["id"]][0])).max() / width
        if share > ALLOWED:
            itself = 100 * from_itself(values, int(row["horizon"]), raw) / width
            notes.append(f"  {row['id']}: {share:.2f}; Prophet with values changed by a billionth, from itself: {itself:.2f}")
        apart.append(share)
        peer_ms.append(ms)
        our_ms.append(ours[row["id"]][1])
    inside = sum(share <= ALLOWED for share in apart)
    times = statistics.mean(our_ms), statistics.mean(peer_ms)
    print(
        f"{name:<22}{len(apart):>7}{statistics.median(apart):>10.3f}{max(apart):>10.3f}{inside:>7}"
        f"{times[0]:>10.2f}{times[1]:>10.1f}{times[1] / times[0]:>8.0f}",
        *notes,
        sep="\n",
        flush=True,
    )


def main():
    program, sample, *paths = sys.argv[1:]
    sets = [(Path(path).name.split(".")[0], read(path)) for path in paths] or [("made up", made_up())]
    print(f"prophet {__version__}; differences in percent of each history's range, times in milliseconds")
    heads = ("series", 7), ("median", 10), ("largest", 10), (f"<= {ALLOWED:.0f}", 7), ("engine", 10), ("prophet", 10), ("times", 8)
    print(f"{'set':<22}" + "".join(f"{head:>{width}}" for head, width in heads))
    for name, rows in sets:
        wanted = int(sample) or len(rows)
        compare(name, rows[:: max(1, len(rows) // wanted)][:wanted], program)


main()
