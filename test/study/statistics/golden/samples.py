"""Golden values of what is computed from samples: moments, intervals, tests and fits. Run: python3 samples.py > samples.json (ten seconds)"""
import json

import numpy as np
from scipy import optimize, special, stats

draws = np.random.default_rng(20)
samples = {
    "normal": draws.normal(181, 10, 40),
    "exponential": draws.exponential(30, 60),
    "weibull": 9.55 * draws.weibull(0.647, 50),
    "lognormal": draws.lognormal(4.154, 1.402, 35),
    "gamma": draws.gamma(4.5, 12, 25),
    "uniform": draws.uniform(0, 1, 12),
    "tied": np.round(draws.normal(5, 2, 30)) + 10,
}
samples = {name: np.sort(np.round(x, 4)) for name, x in samples.items()}


def describe(x):
    n, sd = len(x), np.std(x, ddof=1)
    return {
        "mean": np.mean(x), "sd": sd,
        "skewness": stats.skew(x, bias=False), "excess_kurtosis": stats.kurtosis(x, bias=False),
        "quantiles": [[p, np.quantile(x, p)] for p in (0, 0.05, 0.5, 0.95, 0.99, 1)],
        "mean_interval": list(stats.t.interval(0.95, n - 1, np.mean(x), sd / np.sqrt(n))),
        "sd_interval": [sd * np.sqrt((n - 1) / stats.chi2.ppf(p, n - 1)) for p in (0.975, 0.025)],
        "median_interval": list(stats.quantile_test(x, p=0.5).confidence_interval(0.95)),
    }


def against_normal(x, statistic):
    found = stats.goodness_of_fit(stats.norm, x, statistic=statistic, n_mc_samples=100_000, rng=np.random.default_rng(1))
    return {"statistic": found.statistic, "p": found.pvalue}


def one_sample(x):
    law = stats.norm(np.mean(x) + 0.15 * np.std(x, ddof=1), 1.1 * np.std(x, ddof=1)).cdf
    exact = stats.ks_1samp(x, law)
    root = np.sqrt(len(x))
    return {"statistic": exact.statistic, "p": special.kolmogorov(exact.statistic * (root + 0.12 + 0.11 / root)), "exact_p": exact.pvalue}


def two_samples(x, y):
    ks = stats.ks_2samp(x, y, method="exact")
    u = stats.mannwhitneyu(x, y, method="asymptotic")
    return {"ks": {"statistic": ks.statistic, "exact_p": ks.pvalue}, "mann_whitney": {"u": u.statistic, "p": u.pvalue}}


def fits(x):
    log = np.log(x)
    equation = lambda k: np.sum(x**k * log) / np.sum(x**k) - 1 / k - log.mean()
    weibull = optimize.brentq(equation, 0.01, 100, xtol=1e-14)
    weibull_scale = np.mean(x**weibull) ** (1 / weibull)
    gap = np.log(x.mean()) - log.mean()
    gamma = optimize.brentq(lambda k: np.log(k) - special.digamma(k) - gap, 1e-3, 1e5, xtol=1e-13)
    laws = {
        "normal": ([x.mean(), x.std()], stats.norm(x.mean(), x.std())),
        "lognormal": ([np.exp(log.mean()), log.std()], stats.lognorm(log.std(), scale=np.exp(log.mean()))),
        "exponential": ([x.mean()], stats.expon(scale=x.mean())),
        "weibull": ([weibull, weibull_scale], stats.weibull_min(weibull, scale=weibull_scale)),
        "gamma": ([gamma, x.mean() / gamma], stats.gamma(gamma, scale=x.mean() / gamma)),
    }
    return {name: {"parameters": parameters, "log_likelihood": law.logpdf(x).sum()} for name, (parameters, law) in laws.items()}


golden = {
    name: {
        "values": list(x), "moments": describe(x),
        "ks_fitted_normal": against_normal(x, "ks"), "anderson_darling": against_normal(x, "ad"),
        "ks_one_sample": one_sample(x), "fits": fits(x),
    }
    for name, x in samples.items()
}
pairs = [(a, b, two_samples(samples[a], samples[b])) for a, b in
         [("normal", "lognormal"), ("exponential", "gamma"), ("weibull", "tied"), ("tied", "tied"), ("uniform", "weibull")]]
text = ",\n".join(f'  "{name}": {json.dumps(values)}' for name, values in golden.items())
print(f'{{\n "samples": {{\n{text}\n }},\n "pairs": [\n' + ",\n".join("  " + json.dumps(pair) for pair in pairs) + "\n ]\n}")
