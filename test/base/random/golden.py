# Makes golden.json: values of the distribution functions by mpmath, to 40 digits, to which our own are held.
# python3 test/base/random/golden.py > test/base/random/golden.json

import json
from mpmath import mp, mpf, erfc, findroot, gamma, gammainc, inf, log, loggamma, npdf, quad, sqrt

mp.dps = 40

points = [-37.0, -30.3, -20.1, -12.7, -8.0, -6.28, -5.0, -3.3, -2.0, -1.51, -1.49, -1.25, -1.0, -0.9, -0.31, -1e-3,
          0.0, 1e-9, 0.2, 0.5, 0.99, 1.0, 1.01, 1.49, 1.51, 1.96, 3.7, 5.5, 8.2]
chances = [1e-300, 1e-100, 1e-30, 1e-16, 1e-9, 1e-5, 0.001, 0.0249, 0.05, 0.0749, 0.0751, 0.1, 0.25, 0.4,
           0.5, 0.6, 0.75, 0.9, 0.924, 0.926, 0.95, 0.975, 0.999, 0.99999, 1 - 1e-9]
shapes = [0.05, 0.3, 0.5, 1.0, 1.5, 2.7, 10.0, 47.3, 300.0]
ratios = [0.01, 0.3, 0.8, 1.0, 1.1, 2.0, 5.0]


def cdf(x):
    return erfc(-mpf(x) / sqrt(2)) / 2


def quantile(p):
    if p == 0.5:
        return mpf(0)
    if p > 0.5:
        return -quantile(1 - mpf(p))
    guess = -sqrt(-2 * log(mpf(p))) if p < 0.1 else mpf(-0.5)
    return findroot(lambda x: log(cdf(x)) - log(mpf(p)), guess, tol=1e-60)


def truncated(mean, sd):
    density = lambda x: npdf(x, mean, sd)
    bounds = [0] + [b for b in (mean - 6 * sd, mean, mean + 6 * sd, mean + 20 * sd) if b > 0]
    total, first, second = [quad(lambda x: x ** k * density(x), bounds) for k in range(3)]
    return first / total, second / total - (first / total) ** 2


def weibull(shape):
    first, second = gamma(1 + 1 / mpf(shape)), gamma(1 + 2 / mpf(shape))
    return first, second - first ** 2


def rows(arguments, function):
    return [[*a, *map(float, function(*a))] for a in arguments]


tables = {
    "normalCdf": rows([(x,) for x in points], lambda x: [cdf(x)]),
    "normalDensity": rows([(x,) for x in points], lambda x: [npdf(mpf(x))]),
    "normalQuantile": rows([(p,) for p in chances], lambda p: [quantile(p)]),
    "logGamma": rows([(x,) for x in [1e-6, 0.1, 0.5, 1.5, 2.5, 3.0, 7.2, 11.99, 12.0, 25.5, 171.0, 1e4]], lambda x: [loggamma(mpf(x))]),
    # shape, x, chance
    "gammaCdf": rows([(a, a * r) for a in shapes for r in ratios], lambda a, x: [gammainc(mpf(a), 0, mpf(x), regularized=True)]),
    # mean and sd of the parent law; mean and variance of the law truncated at 0
    "truncatedNormal": rows([(181.0, 10.0), (10.0, 5.0), (1.0, 1.0), (1.0, 4.0), (0.0, 2.0)], truncated),
    # shape; mean and variance at scale 1
    "weibull": rows([(k,) for k in [0.354, 0.485, 0.647, 1.0, 2.5, 10.0]], weibull),
}
body = ",\n".join('  "%s": [\n    %s\n  ]' % (name, ",\n    ".join(map(json.dumps, table))) for name, table in tables.items())
print("{\n%s\n}" % body)
