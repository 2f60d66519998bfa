"""Golden values of the special functions, distributions and intervals. Run: python3 special_functions.py > special-functions.json"""
import itertools
import json

import numpy as np
from scipy import special, stats


def rows(f, *axes):
    found = []
    for arguments in itertools.product(*axes):
        value = float(f(*arguments))
        if np.isfinite(value):
            found.append([*map(float, arguments), value])
    return found


SHAPES = [0.05, 0.5, 1, 2.5, 10, 137, 5000]
PROBABILITIES = [1e-12, 1e-4, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999]
FREEDOM = [1, 2, 4.5, 9, 30, 999, 1e5]
POSITIVE = [1e-3, 0.2, 1, 3, 20, 130, 5000]

golden = {
    "log_gamma": rows(special.gammaln, [1e-5, 0.1, 0.5, 1, 1.5, 2, 3.7, 14.9, 15, 100, 1e4, 1e8]),
    "digamma": rows(special.digamma, [1e-3, 0.1, 0.5, 1, 1.5, 2, 3.7, 14.9, 15, 100, 1e4, 1e8]),
    "gamma_p": rows(special.gammainc, SHAPES, POSITIVE),
    "gamma_q": rows(special.gammaincc, SHAPES, POSITIVE),
    "beta_i": rows(special.betainc, SHAPES, SHAPES, [1e-5, 0.1, 0.37, 0.5, 0.8, 0.999]),
    "normal_cdf": rows(special.ndtr, [-30, -8, -3, -1, -0.1, 0, 0.5, 1.96, 5]),
    "normal_quantile": rows(special.ndtri, [1e-300, *PROBABILITIES]),
    "student_cdf": rows(lambda df, t: stats.t.cdf(t, df), FREEDOM, [-40, -3, -0.5, 0, 0.1, 1, 5]),
    "student_quantile": rows(lambda df, p: special.stdtrit(df, p), FREEDOM, PROBABILITIES),
    "chi_square_sf": rows(lambda df, x: stats.chi2.sf(x, df), FREEDOM, [0.01, 1, 4, 30, 900, 1100, 1e5]),
    "chi_square_quantile": rows(lambda df, p: stats.chi2.ppf(p, df), FREEDOM, PROBABILITIES),
    "f_sf": rows(lambda a, b, x: stats.f.sf(x, a, b), [1, 3, 50], [2, 9, 400], [0.01, 0.7, 1, 2.5, 20]),
    "f_quantile": rows(lambda a, b, p: stats.f.ppf(p, a, b), [1, 3, 50], [2, 9, 400], PROBABILITIES),
    "beta_quantile": rows(lambda a, b, p: stats.beta.ppf(p, a, b), [0.5, 1, 4, 5000], [0.5, 1, 4, 5000], PROBABILITIES),
    "gamma_quantile": rows(lambda a, p: stats.gamma.ppf(p, a, scale=3), [0.5, 1, 4, 5000], PROBABILITIES),
    "kolmogorov_sf": rows(special.kolmogorov, [0.01, 0.2, 0.5, 0.9, 1, 1.1, 1.36, 2, 4]),
    "wilson": [[k, n, *map(float, stats.binomtest(k, n).proportion_ci(method="wilson"))]
               for k, n in [(0, 5), (3, 7), (7, 7), (50, 1000), (10000, 10000)]],
    "clopper_pearson_lower": [[k, n, float(stats.binomtest(k, n, alternative="greater").proportion_ci(method="exact").low)]
                              for k, n in [(0, 5), (3, 7), (7, 7), (50, 1000), (10000, 10000), (5000, 5000)]],
}

print("{\n" + ",\n".join(f' "{name}": {json.dumps(values)}' for name, values in golden.items()) + "\n}")
