"""A simpler firm in NumPy, as one would write it by hand: what the speed of the whole model is held against (benches/speed.rs).

Each week: the hazard of everybody by tenure and engagement, a draw against it, leavers replaced at once by newcomers with eight drawn skills, fit to what the
role asks, ramp, output and pay. No market, no gaps, no policies, no climate, no luck that belongs to the person.
Run with `python3 benches/by_hand.py [PEOPLE]` (NumPy 2); prints worker-weeks a second of one thread, the best of five and their median.
"""

import statistics
import sys
import time

import numpy

WEEKS = 260
TURNOVER = 0.20
REQUIRED = numpy.array([0.7, 0.6, 0.5, 0.4, 0.6, 0.5, 0.3, 0.2], dtype=numpy.float32)
WEIGHTS = numpy.ones(8, dtype=numpy.float32) / REQUIRED.sum()


def newcomers(draw, count):
    spread = draw.standard_normal((count, 8), dtype=numpy.float32)
    return numpy.clip(REQUIRED * (1 + numpy.float32(0.08) * spread), 0, 1)


def run(people, seed):
    draw = numpy.random.Generator(numpy.random.SFC64(seed))
    skills = newcomers(draw, people)
    engagement = draw.normal(0.6, 0.1, people)
    tenure = draw.integers(0, 520, people)
    pay = numpy.full(people, 50_000.0)
    total = 0.0
    for _ in range(WEEKS):
        factor = numpy.where(tenure <= 52, 1.8 * 1.21, numpy.where(tenure <= 104, 1.21, 1.0))
        hazard = TURNOVER / 52 * factor * numpy.exp(1.5 * (0.6 - engagement))
        leavers = numpy.flatnonzero(draw.random(people) < -numpy.expm1(-hazard))
        skills[leavers] = newcomers(draw, leavers.size)
        engagement[leavers] = draw.normal(0.6, 0.1, leavers.size)
        tenure[leavers] = 0
        fit = numpy.minimum(skills, REQUIRED) @ WEIGHTS
        ramp = numpy.minimum(1.0, 0.25 + 0.75 * tenure / 28)
        total += float((fit * ramp).sum()) + pay.sum() / 52
        tenure += 1
    return total


def main():
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    run(people, 0)
    speeds = []
    for seed in range(5):
        begin = time.process_time()
        run(people, seed)
        speeds.append(people * WEEKS / (time.process_time() - begin) / 1e6)
    print(f"{people} people: {max(speeds):.1f} million worker-weeks a second, median {statistics.median(speeds):.1f}")


main()
