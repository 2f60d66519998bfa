"""Makes the numbers of src/statistics/lilliefors-table.ts by simulation.

For samples of several sizes n from the normal law, D is the Kolmogorov-Smirnov distance to the normal law with the sample's
own mean and standard deviation. For each tail probability p, the quantile of D * sqrt(n) is fitted, weighted by the number
of samples, as c0 + c1 / sqrt(n) + c2 / n. Run: python3 lilliefors_table.py (about a minute).
"""
import sys

import numpy as np
from scipy.special import ndtr

TAILS = [.99, .975, .95, .9, .8, .7, .6, .5, .4, .3, .2, .15, .1, .05, .025, .01, .005, .002, .001, .0003]
SIZES = [(8, 1_000_000), (10, 1_000_000), (14, 1_000_000), (20, 1_000_000), (35, 1_000_000), (60, 1_000_000),
         (100, 1_000_000), (250, 600_000), (1000, 300_000), (3000, 100_000)]


def distances(n, samples, draws):
    found = np.empty(samples)
    rank = np.arange(1, n + 1)
    batch = max(1, 1_000_000 // n)
    for begin in range(0, samples, batch):
        x = np.sort(draws.standard_normal((min(batch, samples - begin), n)), axis=1)
        f = ndtr((x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, ddof=1, keepdims=True))
        found[begin:begin + len(x)] = np.maximum((rank / n - f).max(axis=1), (f - (rank - 1) / n).max(axis=1))
    return found


quantiles = np.array([np.quantile(distances(n, samples, np.random.default_rng(n)) * np.sqrt(n), [1 - p for p in TAILS])
                      for n, samples in SIZES])
n = np.array([size for size, _ in SIZES], dtype=float)
weight = np.sqrt([samples for _, samples in SIZES])
terms = np.stack([np.ones_like(n), 1 / np.sqrt(n), 1 / n], axis=1)
for column, p in enumerate(TAILS):
    c, *_ = np.linalg.lstsq(terms * weight[:, None], quantiles[:, column] * weight, rcond=None)
    worst = np.abs(terms @ c / quantiles[:, column] - 1).max()
    print(f"  [{p}, {c[0]:.4f}, {c[1]:.4f}, {c[2]:.4f}],")
    print(f"{p}: the worst fit is off by {worst:.2%}", file=sys.stderr)
