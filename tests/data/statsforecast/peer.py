"""statsforecast's time per series, one thread.

peer.py FILE: reads a CSV of series (columns horizon, m_model, train), says its versions, then answers each line on
its input, a model's name and how many series, with the mean milliseconds per series. Warmed up before anything is
timed. The same conversation as with `tests/peers`.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import csv
import gzip
import json
import platform
import sys
import time
import warnings

import numpy
import statsforecast
from statsforecast.models import (
    ADIDA,
    IMAPA,
    TSB,
    AutoARIMA,
    AutoCES,
    AutoETS,
    CrostonOptimized,
    CrostonSBA,
    DynamicOptimizedTheta,
    OptimizedTheta,
    SeasonalNaive,
    Theta,
)

# The bands of 50, 80 and 95 %, as the engines here give them.
LEVELS = [50, 80, 95]
WARM = 3
MODELS = {
    "autoets": AutoETS,
    "autoarima": AutoARIMA,
    "ces": AutoCES,
    "dot": DynamicOptimizedTheta,
    "otheta": OptimizedTheta,
    "theta": Theta,
    "snaive": SeasonalNaive,
}
# These know no season, and have no bands of their own.
SPORADIC = {
    "croston": CrostonOptimized,
    "sba": CrostonSBA,
    "tsb": lambda: TSB(alpha_d=0.1, alpha_p=0.1),
    "adida": ADIDA,
    "imapa": IMAPA,
}


def series(path):
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    csv.field_size_limit(1 << 30)
    with gzip.open(path, "rt") if packed else open(path, newline="") as file:
        for row in csv.DictReader(file):
            values = numpy.array([float(token) for token in row["train"].split(" ")])
            yield values, int(row["horizon"]), int(row["m_model"])


def forecast(model, values, horizon, season):
    if model in SPORADIC:
        SPORADIC[model]().forecast(y=values, h=horizon)
    else:
        MODELS[model](season_length=season).forecast(y=values, h=horizon, level=LEVELS)


def evenly(known, most):
    most = min(most, len(known))
    return [known[at * len(known) // most] for at in range(most)]


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    warnings.simplefilter("ignore")
    known = list(series(sys.argv[1]))
    for model in [*MODELS, *SPORADIC]:
        for one in known[:WARM]:
            forecast(model, *one)
    say({
        "python": platform.python_version(),
        "statsforecast": statsforecast.__version__,
        "numpy": numpy.__version__,
    })
    for line in sys.stdin:
        model, most = line.split()
        some = evenly(known, int(most))
        begun = time.perf_counter()
        try:
            for one in some:
                forecast(model, *one)
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"})
            continue
        say({"ms": (time.perf_counter() - begun) * 1000 / len(some)})


main()
