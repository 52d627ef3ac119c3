"""Step-labelled runs fitted by general-purpose optimisers, as a second opinion.

Writes paths_runs.csv (the runs, drawn here) and paths.csv (what came of them), which
tests/paths_agreement.rs compares with the crate. Nothing of the crate is used, and its formulas are
not either: likelihoods are summed over states step by step, in probabilities, and mixed
difficulty is integrated numerically.

    python -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python paths.py

Run with Python 3.11.7, numpy 2.4.6, scipy 1.17.1.
"""

import csv
import numpy as np
from scipy import optimize, special, stats

random = np.random.default_rng(20240707)


def draw(runs, lengths, error, recovery, fatal=0.0, mixed=None, slip=0.0):
    out = []
    for i in range(runs):
        e = error if mixed is None else random.beta(*mixed)
        r = (1 - e) if recovery is None else recovery
        right, lost, steps = True, False, []
        for _ in range(lengths[i % len(lengths)]):
            if right:
                if random.random() < e:
                    right, lost = False, random.random() < fatal
            elif not lost and random.random() < r:
                right = True
            steps.append(right != (random.random() < slip))
        out.append(steps)
    return out


SETS = {
    "chain": draw(40, [12, 20, 31], 0.12, 0.35),
    "fatal": draw(60, [25, 40], 0.1, 0.4, fatal=0.3),
    "steps": draw(50, [15], 0.2, None, mixed=(2.0, 8.0)),
    "mixed": draw(60, [20], 0.2, 0.3, mixed=(1.5, 8.0)),
    "slips": draw(60, [30], 0.06, 0.15, slip=0.06),
}


def packed(runs):
    """Labels side by side, padded, and which of them are there."""
    longest = max(len(run) for run in runs)
    labels = np.zeros((len(runs), longest), dtype=bool)
    there = np.zeros((len(runs), longest), dtype=bool)
    for i, run in enumerate(runs):
        labels[i, : len(run)] = run
        there[i, : len(run)] = True
    return labels, there


def total(pack, error, recovery, fatal=0.0, false_alarm=0.0, miss=0.0):
    """ln P(labels) by a forward pass over three states: right, wrong, lost."""
    labels, there = pack
    step = np.array(
        [
            [1 - error, error * (1 - fatal), error * fatal],
            [recovery, 1 - recovery, 0.0],
            [0.0, 0.0, 1.0],
        ]
    )
    wrong = np.array([false_alarm, 1 - miss, 1 - miss])
    law = np.tile([1.0, 0.0, 0.0], (len(labels), 1))
    log = np.zeros(len(labels))
    for k in range(labels.shape[1]):
        label = np.where(labels[:, [k]], 1 - wrong, wrong)
        after = (law @ step) * label
        sums = after.sum(axis=1)
        on = there[:, k]
        log[on] += np.log(sums[on])
        law[on] = after[on] / sums[on, None]
    return log.sum()


def mixed(seen, mean, alike):
    """ln P(orders): by Gauss and Jacobi's rule, which is exact for such polynomials."""
    both = (1 - alike) / alike
    a, b = mean * both, (1 - mean) * both
    nodes, weights = special.roots_jacobi(40, b - 1, a - 1)
    e, weights = (nodes + 1) / 2, weights / weights.sum()
    return sum(n * np.log(np.sum(weights * e ** k[0] * (1 - e) ** (k[1] - k[0]))) for k, n in seen.items())


def grouped(runs, of):
    seen = {}
    for run in runs:
        seen[of(run)] = seen.get(of(run), 0) + 1
    return seen


def climb(f, start):
    """The top of f over (0, 1)^n by Nelder and Mead, on log-odds, from a few starts."""
    g = lambda x: -f(*(1 / (1 + np.exp(-x))))
    best = None
    for shift in (0.0, 0.7, -0.7):
        x = np.log(np.array(start) / (1 - np.array(start))) + shift
        for _ in range(2):
            res = optimize.minimize(
                g, x, method="Nelder-Mead",
                options=dict(xatol=1e-9, fatol=1e-11, maxiter=20000, maxfev=20000),
            )
            x = res.x
        if best is None or res.fun < best.fun:
            best = res
    return 1 / (1 + np.exp(-best.x)), -best.fun


def interval(f, at, value, index, level=0.95):
    """Where the profile of f falls by half the quantile of chi-square."""
    drop = stats.chi2.ppf(level, 1) / 2

    def excess(logit):
        own = 1 / (1 + np.exp(-logit))
        rest = [p for i, p in enumerate(at) if i != index]
        if not rest:
            return f(own) - value + drop
        put = lambda other: f(*(other[:index].tolist() + [own] + other[index:].tolist()))
        return climb(lambda *o: put(np.array(o)), rest)[1] - value + drop

    centre = np.log(at[index] / (1 - at[index]))
    ends = []
    for way in (-1, 1):
        far = centre
        while excess(far) > 0 and abs(far - centre) < 12:
            far += way * 0.5
        ends.append(np.nan if abs(far - centre) >= 12 else optimize.brentq(excess, centre, far, xtol=1e-9))
    return [1 / (1 + np.exp(-e)) for e in ends]


rows = []


def keep(name, model, f, start, symbols, intervals=True):
    at, value = climb(f, start)
    rows.append([name, model, "log_likelihood", repr(float(value)), "", ""])
    for i, symbol in enumerate(symbols):
        low, high = interval(f, at, value, i) if intervals else ("", "")
        rows.append([name, model, symbol, repr(float(at[i])), *(repr(float(x)) if x != "" else x for x in (low, high))])
    return at, value


PACKS = {name: packed(runs) for name, runs in SETS.items()}
for name, pack in PACKS.items():
    keep(name, "independent", lambda e: total(pack, e, 1 - e), [0.2], ["E"])
    keep(name, "chain", lambda e, r: total(pack, e, r), [0.2, 0.3], ["E", "rho"])
pack = PACKS["fatal"]
keep("fatal", "fatal", lambda e, r, p: total(pack, e, r, p), [0.1, 0.4, 0.3], ["E", "rho", "phi"])


def of_steps(run):
    return run.count(False), len(run)


def of_errors(run):
    before = [True] + run[:-1]
    hits = sum(b and not r for b, r in zip(before, run))
    return hits, sum(before)


for name, model, of in (("steps", "mixed steps", of_steps), ("mixed", "mixed errors", of_errors)):
    seen = grouped(SETS[name], of)
    keep(name, model, lambda mean, alike: mixed(seen, mean, alike), [0.2, 0.1], ["E", "theta"])

pack = PACKS["slips"]
for m in (0.0125, 0.05, 0.1125):
    keep("slips", f"both {m}", lambda e, r: total(pack, e, r, false_alarm=m, miss=m), [0.05, 0.15], ["E", "rho"], False)
for m in (0.05,):
    keep("slips", f"false alarm {m}", lambda e, r: total(pack, e, r, false_alarm=m), [0.05, 0.15], ["E", "rho"], False)
for m in (0.95 * 9 / 144,):
    keep("slips", f"miss {m}", lambda e, r: total(pack, e, r, miss=m), [0.05, 0.15], ["E", "rho"], False)

with open("paths_runs.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["set", "steps"])
    for name, runs in SETS.items():
        for run in runs:
            out.writerow([name, "".join("1" if it else "0" for it in run)])
with open("paths.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["set", "model", "what", "value", "low", "high"])
    out.writerows(rows)
