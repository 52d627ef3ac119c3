"""Fits by scipy, statsmodels and lifelines, for tests/reference.rs to be held against.

Run once, by `python reference.py` in this folder; it writes reference.csv, exact.csv and the
samples it fits (samples.csv). Nothing of Bounceback's own code is used: curves are written out
from their definitions, tops are found by scipy's L-BFGS-B and Nelder and Mead from many starts,
ends of intervals by fixing a parameter and solving for the quantile of chi-square. The
discrete processes are products of their hazards, token by token. Where statsmodels or lifelines
have a curve of their own (a complementary log-log regression is fading errors, a logistic one
in log length the log-logistic curve, and Weibull survival with interval censoring is fading
errors of survivors), the script asserts that scipy found what they find.
"""
import csv
import sys

import lifelines
import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize, special, stats

Q = stats.chi2.ppf(0.95, 1)
rng = np.random.default_rng(20260101)


# Curves: P after n steps, from parameters as people know them.
def independent(n, e):
    return (1 - e) ** n


def recoverable(n, e, r):
    return r / (e + r) + e / (e + r) * (1 - e - r) ** n


def recoverable_fatal(n, e, r, f):
    out = []
    step = np.array([[1 - e, e * (1 - f)], [r, 1 - r]])
    for k in n:
        out.append(np.linalg.matrix_power(step, int(k))[0, 0])
    return np.array(out)


def fading(n, e, k):
    return (1 - e) ** (n ** k)


def settling(n, e, floor, g):
    k = np.arange(1, int(max(n)) + 1)
    flawless = np.cumprod(1 - (floor + (e - floor) * g ** (k - 1)))
    return flawless[np.asarray(n, int) - 1]


def key_tokens(n, key, other, alpha):
    k = n ** alpha
    return (1 - key) ** k * (1 - other) ** (n - k)


def mixed_difficulty(n, a, b):
    # A difference of beta functions would cancel where a and b are large.
    spent = np.cumsum(np.log1p(a / (b + np.arange(int(max(n))))))
    return np.exp(-spent[np.asarray(n, int) - 1])


def threshold(n, r, q):
    return special.gammainc(q / 2, q / (2 * r * n ** 2))


def log_logistic(n, t, k):
    return 1 / (1 + (n / t) ** k)


logit, expit = special.logit, special.expit
tiny = 1e-12
# name: curve, to the parameters from free numbers, starts.
FORMS = {
    "independent": (independent, lambda z: [expit(z[0])], [[-3], [-5], [-1]], ["E"]),
    "recoverable": (
        recoverable,
        lambda z: [expit(z[0]), expit(z[1]) * (1 - expit(z[0]))],
        [[a, b] for a in (-4, -2) for b in (-5, -3, -1)], ["E", "ρ"]),
    "recoverable_fatal": (
        recoverable_fatal,
        lambda z: [expit(z[0]), expit(z[1]) * (1 - expit(z[0])), expit(z[2])],
        [[a, b, c] for a in (-4, -2) for b in (-4, -1) for c in (-3, 0)], ["E", "ρ", "φ"]),
    "fading": (fading, lambda z: [expit(z[0]), np.exp(z[1])],
               [[a, b] for a in (-5, -2) for b in (-0.7, 0, 0.7)], ["E", "κ"]),
    "settling": (
        settling, lambda z: [expit(z[0]), expit(z[0]) * expit(z[1]), expit(z[2])],
        [[a, b, c] for a in (-3, -1) for b in (-3, 0) for c in (0, 2, 4)], ["E₁", "E∞", "γ"]),
    "key_tokens": (
        key_tokens,
        lambda z: [1 - np.exp(-np.exp(z[0]) - np.exp(z[1])), 1 - np.exp(-np.exp(z[1])), expit(z[2])],
        [[a, b, c] for a in (-4, -2) for b in (-6, -3) for c in (-1, 0, 1)], ["E₁", "E₀", "α"]),
    "mixed_difficulty": (mixed_difficulty, lambda z: [np.exp(z[0]), np.exp(z[1])],
                         [[a, b] for a in (-1, 0, 1, 3) for b in (1, 3, 5)], ["a", "b"]),
    "threshold": (threshold, lambda z: [np.exp(z[0]), 1 + 999 * expit(z[1])],
                  [[a, b] for a in (-7, -5, -3) for b in (-8, -5, -2)], ["r", "q"]),
    "log_logistic": (log_logistic, lambda z: [np.exp(z[0]), np.exp(z[1])],
                     [[a, b] for a in (1, 2, 4) for b in (-0.5, 0, 1)], ["T", "k"]),
}
AT_BOUND = 1e-5


def loglik(kind, n, s, f, curve, parameters):
    p = np.clip(np.asarray(curve(n, *parameters), float), 1e-300, 1)
    if kind == "survivors":
        p = p / np.concatenate([[1], p[:-1]])
    p = np.clip(p, 1e-300, 1 - 1e-16)
    return float(np.sum(special.xlogy(s, p) + special.xlog1py(f, -p)))


def top(cost, starts):
    best = None
    for start in starts:
        z = optimize.minimize(cost, start, method="Nelder-Mead",
                              options={"maxiter": 4000, "xatol": 1e-9, "fatol": 1e-11})
        z = optimize.minimize(cost, z.x, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9})
        if best is None or z.fun < best.fun:
            best = z
    return best


def fit(kind, n, s, f, name):
    curve, to, starts, names = FORMS[name]

    def cost(z):
        with np.errstate(all="ignore"):
            value = -loglik(kind, n, s, f, curve, to(np.clip(z, -30, 30)))
        return value if np.isfinite(value) else 1e12

    best = top(cost, starts)
    parameters = to(np.clip(best.x, -30, 30))
    # Ends of the interval of each parameter that is a free number by itself.
    ends = {}
    own = {"independent": [0], "recoverable": [0], "fading": [0, 1], "mixed_difficulty": [0, 1],
           "log_logistic": [0, 1], "settling": [0]}.get(name, [])
    for axis in own:
        def profile(at):
            if len(best.x) == 1:
                return cost([at])
            def rest(y):
                return cost(np.insert(y, axis, at))
            y = optimize.minimize(rest, np.delete(best.x, axis), method="Nelder-Mead",
                                  options={"maxiter": 3000, "xatol": 1e-8, "fatol": 1e-10})
            y = optimize.minimize(rest, y.x, method="Nelder-Mead",
                                  options={"maxiter": 3000, "xatol": 1e-8, "fatol": 1e-10})
            return y.fun
        found = []
        for side in (-1, 1):
            reach = 0.05
            while profile(best.x[axis] + side * reach) - best.fun < Q / 2 and reach < 12:
                reach *= 1.6
            if reach >= 12:
                found.append(None)
                continue
            end = optimize.brentq(
                lambda d: profile(best.x[axis] + side * d) - best.fun - Q / 2, reach / 1.7, reach,
                xtol=1e-6)
            z = best.x.copy()
            z[axis] += side * end
            found.append(to(z)[axis])
        ends[axis] = found
    rows = []
    for axis, (symbol, value) in enumerate(zip(names, parameters)):
        low, high = ends.get(axis, [None, None]) if axis in ends else ("", "")
        rows.append((symbol, value, low, high))
    return -best.fun, rows


# Samples: drawn from known curves, and the published ones.
def cohorts(lengths, trials, curve, *parameters):
    n = np.asarray(lengths, float)
    s = rng.binomial(trials, curve(n, *parameters))
    return "cohorts", n, s.astype(float), trials - s.astype(float)


def survivors(steps, start, hazard):
    at_risk, s, f = start, [], []
    for k in range(1, steps + 1):
        deaths = rng.binomial(at_risk, hazard(k))
        f.append(deaths)
        s.append(at_risk - deaths)
        at_risk = at_risk - deaths - (at_risk - deaths) // 12  # some end
    return "survivors", np.arange(1, steps + 1.0), np.array(s, float), np.array(f, float)


def bigbench(task):
    rows = [r for r in csv.reader(open("bigbench_first_mistakes.csv")) if r and r[0] == task]
    n, at, f = (np.array([float(r[i]) for r in rows]) for i in (1, 2, 3))
    return "survivors", n, at - f, f


SAMPLES = {
    "plateau": cohorts(range(1, 21), 60, recoverable, 0.08, 0.05),
    "tail": cohorts([1, 2, 4, 8, 16, 32, 64, 128], 80, mixed_difficulty, 0.8, 9.0),
    "weibull": cohorts([1, 2, 3, 5, 8, 13, 21, 34], 50, fading, 0.12, 0.6),
    "cliff": cohorts([2, 3, 4, 6, 8, 12, 16], 70, threshold, 0.01, 4.0),
    "settled": survivors(24, 900, lambda k: 0.02 + 0.16 * 0.75 ** (k - 1)),
    "constant": survivors(15, 400, lambda k: 0.07),
    "palm_sorting": bigbench("word_sorting"),
    "palm_deduction": bigbench("logical_deduction"),
}


def check(name, kind, n, s, f):
    """What statsmodels and lifelines have of their own agrees with scipy."""
    if kind == "cohorts":
        x = sm.add_constant(np.log(n))
        counts = np.column_stack([f, s])
        glm = sm.GLM(counts, x, family=sm.families.Binomial(sm.families.links.CLogLog())).fit(tol=1e-13)
        ll, rows = fit(kind, n, s, f, "fading")
        assert abs(glm.params[1] - rows[1][1]) < 1e-4 * rows[1][1], (name, glm.params, rows)
        assert abs(-np.expm1(-np.exp(glm.params[0])) - rows[0][1]) < 1e-4, (name, glm.params, rows)
        glm = sm.GLM(counts, x, family=sm.families.Binomial()).fit(tol=1e-13)
        ll, rows = fit(kind, n, s, f, "log_logistic")
        assert abs(glm.params[1] - rows[1][1]) < 1e-4 * rows[1][1], (name, glm.params, rows)
    else:
        # Each stretch: deaths within (k − 1, k], ends right-censored at k.
        lower, upper, weights = [], [], []
        for i in range(len(n)):
            gone = s[i] - (s[i + 1] + f[i + 1] if i + 1 < len(n) else 0)
            if f[i] > 0:
                lower.append(n[i] - 1); upper.append(n[i]); weights.append(f[i])
            if gone > 0:
                lower.append(n[i]); upper.append(np.inf); weights.append(gone)
        lower = np.maximum(lower, 1e-9)
        w = lifelines.WeibullFitter().fit_interval_censoring(lower, upper, weights=weights)
        ll, rows = fit(kind, n, s, f, "fading")
        assert abs(w.rho_ - rows[1][1]) < 2e-3 * rows[1][1], (name, w.rho_, rows)
        e = -np.expm1(-w.lambda_ ** -w.rho_)
        assert abs(e - rows[0][1]) < 2e-3 * rows[0][1], (name, e, rows)


def main():
    versions = f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, lifelines {lifelines.__version__}"
    with open("samples.csv", "w") as out:
        out.write(f"# Written by reference.py ({versions}).\nsample,kind,length,successes,failures\n")
        for name, (kind, n, s, f) in SAMPLES.items():
            for row in zip(n, s, f):
                out.write(f"{name},{kind}," + ",".join(f"{v:g}" for v in row) + "\n")
    with open("reference.csv", "w") as out:
        out.write(f"# Written by reference.py ({versions}). An empty end was not looked for; 'none' was not found.\n")
        out.write("sample,form,loglik,symbol,value,low,high\n")
        for name, (kind, n, s, f) in SAMPLES.items():
            check(name, kind, n, s, f)
            for form in FORMS:
                if kind == "survivors" and form.startswith("recoverable"):
                    continue
                ll, rows = fit(kind, n, s, f, form)
                for symbol, value, low, high in rows:
                    text = [("none" if v is None else v if v == "" else f"{v:.9g}") for v in (low, high)]
                    out.write(f"{name},{form},{ll:.9f},{symbol},{value:.9g},{text[0]},{text[1]}\n")
                print(name, form, ll, rows, flush=True)
    with open("exact.csv", "w") as out:
        out.write(f"# Clopper and Pearson's intervals at 95% by statsmodels (reference.py; {versions}).\n")
        out.write("successes,trials,low,high\n")
        from statsmodels.stats.proportion import proportion_confint
        for k, m in [(0, 1), (1, 1), (0, 20), (20, 20), (3, 10), (81, 263), (45, 300), (1, 100000), (99999, 100000)]:
            low, high = proportion_confint(k, m, 0.05, method="beta")
            low, high = (0.0 if k == 0 else low), (1.0 if k == m else high)
            out.write(f"{k},{m},{low:.12g},{high:.12g}\n")


main()
