"""Makes the golden numbers of the statistics with SciPy: python3 make.py (in this folder)."""
import json
from fractions import Fraction
from math import comb
import numpy as np
import scipy
from scipy import special, stats

random = np.random.default_rng(20261125)


def hypergeometric():
    rows = []
    for total, marked, drawn in [
        (10, 3, 4), (50, 25, 10), (50, 1, 10), (100, 99, 30), (2708, 400, 351), (2708, 12, 180), (34493, 5000, 900),
        (100000, 40, 5000), (100000, 50000, 20000), (1000000, 1000, 1000), (1000000, 400000, 250000),
    ]:
        mean = drawn * marked / total
        spread = np.sqrt(mean) + 1
        for hits in {int(mean + step * spread) for step in (-4, -1, 0, 1, 3, 8, 20)}:
            if 0 <= hits <= min(drawn, marked):
                p = float(stats.hypergeom.sf(hits - 1, total, marked, drawn))
                fisher = None
                if total <= 3000 and hits >= drawn + marked - total:
                    table = [[hits, drawn - hits], [marked - hits, total - marked - drawn + hits]]
                    fisher = float(stats.fisher_exact(table, alternative="greater").pvalue)
                exact = None
                if 0 < hits <= 60 and drawn <= 1000:
                    lower = sum(comb(marked, x) * comb(total - marked, drawn - x) for x in range(hits))
                    exact = float(1 - Fraction(lower, comb(total, drawn)))
                if p > 1e-290:
                    rows.append(dict(hits=hits, drawn=drawn, marked=marked, total=total, p=p, fisher=fisher,
                                     exact=exact))
    return rows


def mann_whitney():
    rows = []
    for members, others, kind in [
        (5, 7, "plain"), (1, 30, "plain"), (40, 200, "plain"), (40, 200, "ties"), (40, 200, "shifted"), (3, 4, "ties"),
        (300, 900, "shifted"), (50, 50, "two values"), (2, 500, "shifted"),
    ]:
        inside = random.normal(size=members)
        outside = random.normal(size=others)
        if kind == "ties":
            inside, outside = np.round(inside), np.round(outside)
        if kind == "shifted":
            inside = np.round(inside + 1, 1)
        if kind == "two values":
            inside, outside = (inside > .3) * 1., (outside > -.3) * 1.
        result = stats.mannwhitneyu(inside, outside, alternative="two-sided", method="asymptotic", use_continuity=True)
        rows.append(dict(inside=inside.tolist(), outside=outside.tolist(), u=float(result.statistic),
                         p=float(result.pvalue), delta=float(2 * result.statistic / members / others - 1)))
    return rows


def chi_squared():
    rows = []
    for categories, members, others in [(2, 60, 400), (3, 100, 1000), (5, 200, 900), (12, 500, 5000), (40, 4000, 30000)]:
        for shift in (0., .4):
            base = random.dirichlet(np.full(categories, 20.))
            other = (1 - shift) * base + shift * random.dirichlet(np.full(categories, 3.))
            inside = random.multinomial(members, base)
            outside = random.multinomial(others, other)
            keep = inside + outside > 0
            inside, outside = inside[keep], outside[keep]
            result = stats.chi2_contingency([inside, outside], correction=False)
            small = (result.expected_freq < 5).mean()
            if result.expected_freq.min() >= 1 and small <= .2:
                observed, expected = inside, result.expected_freq[0]
                n = members + others
                residual = (observed - expected) / np.sqrt(
                    expected * (1 - members / n) * (1 - (inside + outside) / n))
                rows.append(dict(inside=inside.tolist(), all=(inside + outside).tolist(), p=float(result.pvalue),
                                 category=int(residual.argmax())))
    return rows


def tails():
    normal = [dict(z=z, p=float(stats.norm.sf(z))) for z in (-8., -2.5, -.1, 0., 1e-8, .3, 1., 1.96, 4., 8., 20., 37.)]
    chi = [dict(x=x, degrees=d, p=float(stats.chi2.sf(x, d)))
           for d in (1, 2, 3, 7, 30, 999) for x in (1e-6, .4, 1., 5., 29., 60., 300., 1000., 1300.)]
    gamma = [dict(x=x, log=float(special.gammaln(x))) for x in (.5, 1., 1.5, 2., 3.7, 14.99, 15., 100., 12345.5, 1e6)]
    return dict(normal=normal, chiSquared=[c for c in chi if c["p"] > 1e-290], logGamma=gamma)


def false_discovery():
    p = np.concatenate([random.uniform(size=60), random.uniform(size=20) ** 6, [.02, .02, .02]])
    return dict(p=p.tolist(), q=stats.false_discovery_control(p, method="bh").tolist())


with open("statistics.json", "w") as out:
    json.dump(dict(scipy=scipy.__version__, hypergeometric=hypergeometric(), mannWhitney=mann_whitney(),
                   chiSquared=chi_squared(), tails=tails(), falseDiscovery=false_discovery()), out)
    out.write("\n")
