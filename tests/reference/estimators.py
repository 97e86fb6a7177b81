"""Figures that tests/estimators.rs compares with, from other people's implementations.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install \
        numpy==2.4.6 scipy==1.17.1 lifelines==0.30.3 scikit-survival==0.28.0 statsmodels==0.15.0
    /tmp/reference/bin/python tests/reference/estimators.py > tests/reference/estimators.csv

Lines are `what,case,at,value`; values are shortest decimals that read back to the same double.
"""

import sys
import warnings

import lifelines
import numpy
import pandas
import scipy
import sksurv
import statsmodels
from lifelines.datasets import load_leukemia
from lifelines.utils import restricted_mean_survival_time
from scipy import stats
from sksurv.datasets import load_bmt
from sksurv.nonparametric import cumulative_incidence_competing_risks
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")


def put(what, case, at, value):
    print(f"{what},{case},{at},{float(value)!r}")


def steps(times, values, weeks, before):
    """A right-continuous step function at whole weeks."""
    places = numpy.searchsorted(times, weeks, side="right") - 1
    return numpy.where(places < 0, before, numpy.asarray(values)[numpy.maximum(places, 0)])


def survival(case, times, events, window):
    for time, event in zip(times, events):
        put("spell", case, int(time), int(event))
    fitted = lifelines.KaplanMeierFitter().fit(times, events)
    weeks = numpy.arange(0, int(max(times)) + 1)
    # fitted.survival_function_at_times interpolates nothing: the curve is a step function.
    for week, share in zip(weeks, fitted.survival_function_at_times(weeks)):
        put("kaplan_meier", case, week, share)
    put("restricted_mean", case, window, restricted_mean_survival_time(fitted, t=window))


def incidence(case, times, ends, window):
    times, ends = numpy.asarray(times, dtype=float), numpy.asarray(ends, dtype=int)
    for time, end in zip(times, ends):
        put("spell", case, int(time), int(end))
    at, curves = cumulative_incidence_competing_risks(ends, times)
    weeks = numpy.arange(0, int(times.max()) + 1)
    total, event, competing = (steps(at, curve, weeks, 0.0) for curve in curves)
    for week in weeks:
        put("event", case, week, event[week])
        put("competing", case, week, competing[week])
        put("open", case, week, 1.0 - total[week])
    put("mean_ended", case, window, numpy.sum(1.0 - total[:window]))
    put("mean_never", case, window, numpy.sum(1.0 - event[:window]))


def without_ties(case, times, ends):
    """lifelines breaks ties at random, so it is asked only where there are none."""
    assert len(set(times)) == len(times)
    for time, end in zip(times, ends):
        put("spell", case, int(time), int(end))
    weeks = numpy.arange(0, int(max(times)) + 1)
    for what, risk in [("event", 1), ("competing", 2)]:
        fitted = lifelines.AalenJohansenFitter(calculate_variance=False).fit(times, ends, event_of_interest=risk)
        curve = fitted.cumulative_density_.iloc[:, 0]
        for week, share in zip(weeks, steps(curve.index.to_numpy(), curve.to_numpy(), weeks, 0.0)):
            put(what, case, week, share)


def paired(case, a, b):
    a, b = numpy.asarray(a), numpy.asarray(b)
    for place, (x, y) in enumerate(zip(a, b)):
        put("a", case, place, x)
        put("b", case, place, y)
    found = stats.ttest_rel(a, b)
    low, high = found.confidence_interval(0.95)
    d = a - b
    put("difference", case, 0, d.mean())
    put("sd", case, 0, d.std(ddof=1))
    put("p", case, 0, found.pvalue)
    put("low", case, 0, low)
    put("high", case, 0, high)
    put("variance_reduction", case, 0, (a.var(ddof=1) + b.var(ddof=1)) / d.var(ddof=1))


print(
    f"# tests/reference/estimators.py with Python {sys.version.split()[0]}, numpy {numpy.__version__}, scipy {scipy.__version__}, "
    f"lifelines {lifelines.__version__}, scikit-survival {sksurv.__version__}, statsmodels {statsmodels.__version__}"
)

# Remission under 6-mercaptopurine and placebo in weeks (Freireich et al. 1963), from lifelines.
leukemia = load_leukemia()
for case, arm in [("mercaptopurine", 0), ("placebo", 1)]:
    rows = leukemia[leukemia["Rx"] == arm]
    survival(case, rows["t"].to_numpy(), rows["status"].to_numpy(), 20)

# Bone marrow transplants: relapse (1) and death in remission (2), months (Scrucca, Santucci and Aversa 2007), from scikit-survival.
groups, outcomes = load_bmt()
disease = groups["dis"].to_numpy().astype(str)
ends, times = outcomes["status"], outcomes["ftime"]
incidence("transplants", times, ends, 24)
for name in sorted(set(disease)):
    incidence(f"transplants {name}", times[disease == name], ends[disease == name], 12)

# Made up, many ties: three hundred gaps, filled, lapsed or open.
dice = numpy.random.default_rng(20240501)
fill, lapse, watched = dice.geometric(0.06, 300), dice.geometric(0.03, 300), dice.integers(5, 60, 300)
times = numpy.minimum(numpy.minimum(fill, lapse), watched)
ends = numpy.where(watched < numpy.minimum(fill, lapse), 0, numpy.where(fill <= lapse, 1, 2))
incidence("gaps", times, ends, 26)

# Made up, no ties.
order = dice.permutation(40) + 1
without_ties("no ties", order.astype(float), dice.choice([0, 1, 2], 40, p=[0.3, 0.4, 0.3]))

# Extra hours of sleep of ten patients under two drugs (Student 1908).
paired(
    "sleep",
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
)
common = dice.lognormal(14.0, 0.2, 200)
paired("cost", common + dice.normal(0.0, 5e4, 200), 1.1 * common + dice.normal(1e4, 9e4, 200))
paired("apart", dice.normal(0.0, 1.0, 31), dice.normal(0.0, 2.0, 31))

p_values = [0.0001, 0.2, 0.011, 0.04, 0.011, 0.9, 0.5, 0.0025, 0.03, 1.0]
for place, (p, held) in enumerate(zip(p_values, multipletests(p_values, method="holm")[1])):
    put("p_plain", "holm", place, p)
    put("p_held", "holm", place, held)

sample = dice.normal(3.0, 10.0, 37)
for place, value in enumerate(sample):
    put("value", "quantiles", place, value)
for share in [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.999, 1.0]:
    put("quantile", "quantiles", share, numpy.quantile(sample, share))

for df in [1, 2, 3, 4, 9, 10, 29, 30, 49, 99, 199, 999, 99999]:
    for alpha in [0.5, 0.2, 0.1, 0.05, 0.01, 0.001, 1e-6]:
        put("t_quantile", df, alpha, stats.t.isf(alpha / 2, df))
    for t in [1e-3, 0.1, 0.7, 1.0, 1.96, 3.0, 8.0, 40.0]:
        put("t_tail", df, t, 2 * stats.t.sf(t, df))

for p in [1e-300, 1e-15, 1e-9, 1e-4, 0.02, 0.075, 0.3, 0.5, 0.7, 0.925, 0.99, 0.9999, 1 - 1e-9]:
    put("normal_quantile", "normal", repr(p), stats.norm.ppf(p))
