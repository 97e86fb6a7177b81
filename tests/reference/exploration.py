"""Figures that tests/exploration.rs compares with, of SALib and EMA Workbench.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install \\
        SALib==1.6.0 ema_workbench==2.5.3 numpy==2.4.6 scipy==1.17.1
    /tmp/reference/bin/python tests/reference/exploration.py > tests/reference/exploration.csv

Lines are `case,figure,key,value`; values are shortest decimals that read back to the same double.
"""

import warnings

import numpy as np
import pandas as pd
from scipy.stats import qmc

warnings.filterwarnings("ignore")
from ema_workbench.analysis import prim  # noqa: E402
from SALib.analyze import morris as morris_analyze  # noqa: E402
from SALib.analyze import sobol as sobol_analyze  # noqa: E402
from SALib.sample import morris as morris_sample  # noqa: E402
from SALib.sample import saltelli  # noqa: E402
from SALib.test_functions import Ishigami, Sobol_G  # noqa: E402


def row(case, figure, key, value):
    print(f"{case},{figure},{key},{float(value)!r}")


def unit(dimensions):
    return {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)], "bounds": [[0, 1]] * dimensions}


def ishigami(x):
    return Ishigami.evaluate(-np.pi + 2 * np.pi * x)


def sobol(case, dimensions, size, function, second):
    x = saltelli.sample(unit(dimensions), size, calc_second_order=second)
    s = sobol_analyze.analyze(unit(dimensions), function(x), calc_second_order=second, num_resamples=1000, seed=1)
    for i in range(dimensions):
        for figure in ("S1", "ST", "S1_conf", "ST_conf"):
            row(case, figure, i, s[figure][i])
        for j in range(i + 1, dimensions if second else 0):
            row(case, "S2", f"{i}-{j}", s["S2"][i, j])


def morris(case, dimensions, trajectories, function, seed):
    x = morris_sample.sample(unit(dimensions), trajectories, num_levels=4, seed=seed)
    s = morris_analyze.analyze(unit(dimensions), x, function(x), num_levels=4, seed=1)
    for i, point in enumerate(x):
        # Levels of the grid, as digits.
        row(case, "levels", i, int("1" + "".join(str(round(3 * place)) for place in point)))
    for i in range(dimensions):
        for figure in ("mu", "mu_star", "sigma", "mu_star_conf"):
            row(case, figure, i, s[figure][i])


def boxes(case, x, y, threshold):
    frame = pd.DataFrame(x, columns=[f"x{i}" for i in range(x.shape[1])])
    found = prim.Prim(frame, y.astype(int), threshold=threshold)
    for number in range(4):
        if not (y[found.yi_remaining]).any():
            break
        box = found.find_box()
        if box.yi.shape[0] and box.mean < threshold:
            break
        steps = box.peeling_trajectory
        row(case, "steps", number, len(steps))
        for i, step in steps.iterrows():
            for figure in ("n", "k", "coverage", "density", "mass", "res_dim"):
                row(case, figure, f"{number}-{i}", step[figure])
            for j, column in enumerate(frame.columns):
                row(case, "low", f"{number}-{i}-{j}", box.box_lims[i].loc[0, column])
                row(case, "high", f"{number}-{i}-{j}", box.box_lims[i].loc[1, column])
        for column, (low, high) in box.qp[-1].items():
            row(case, "qp_low", f"{number}-{column[1:]}", low)
            row(case, "qp_high", f"{number}-{column[1:]}", high)
    row(case, "boxes", "", len([b for b in found._boxes if b.mean >= threshold]))


def flipped(y, share):
    """Turns a fixed share of cases over, by place."""
    place = np.arange(len(y)) * 7919 % 1000
    return y ^ (place < 1000 * share)


print("# tests/reference/exploration.py with Python 3.11, SALib 1.6.0, ema_workbench 2.5.3, numpy 2.4.6, scipy 1.17.1")
sobol("ishigami", 3, 1024, ishigami, True)
sobol("sobol_g", 8, 512, Sobol_G.evaluate, True)
sobol("sobol_g_first", 8, 300, Sobol_G.evaluate, False)
morris("morris_ishigami", 3, 12, ishigami, 5)
morris("morris_g", 8, 10, Sobol_G.evaluate, 6)
x = qmc.Sobol(d=4, scramble=False).random(512)
boxes("corner", x, (x[:, 0] > 0.6) & (x[:, 1] < 0.4), 0.8)
boxes("noisy", x, flipped((x[:, 0] > 0.55) & (x[:, 2] < 0.5), 0.12), 0.75)
boxes("two", x, ((x[:, 0] > 0.7) & (x[:, 1] > 0.6)) | ((x[:, 0] < 0.3) & (x[:, 3] < 0.5)), 0.3)
boxes("inner", x, flipped((abs(x[:, 1] - 0.5) < 0.22) & (abs(x[:, 3] - 0.4) < 0.25), 0.05), 0.7)
grid = np.array([[a, b, c] for a in range(9) for b in range(9) for c in range(5)], dtype=float)
boxes("grid", grid, flipped((grid[:, 0] >= 5) & (grid[:, 1] <= 3), 0.08), 0.7)
