// Quantiles of the Kolmogorov-Smirnov distance D between a sample of n from a normal distribution and the normal
// distribution with the sample's own mean and standard deviation. Determined by simulation, 10^5 to 10^6 samples for
// each of ten sizes from 8 to 3000; the script is test/study/statistics/golden/lilliefors_table.py. All fitted
// quantiles are within 0.5 % of the simulated ones.

/** Rows [p, c0, c1, c2], p falling: D √n is more than c0 + c1/√n + c2/n with probability p. */
export const LILLIEFORS_TABLE: readonly (readonly [p: number, c0: number, c1: number, c2: number])[] = [
  [0.99, 0.3774, -0.1719, 0.0923],
  [0.975, 0.4045, -0.1646, 0.0519],
  [0.95, 0.4304, -0.1577, 0.0118],
  [0.9, 0.4635, -0.1489, -0.0333],
  [0.8, 0.5098, -0.1498, -0.0533],
  [0.7, 0.5477, -0.1582, -0.0475],
  [0.6, 0.5828, -0.1601, -0.0604],
  [0.5, 0.6182, -0.1603, -0.0824],
  [0.4, 0.6556, -0.1544, -0.1204],
  [0.3, 0.6988, -0.1532, -0.1503],
  [0.2, 0.7532, -0.1537, -0.1839],
  [0.15, 0.7887, -0.1536, -0.2109],
  [0.1, 0.8358, -0.1592, -0.2362],
  [0.05, 0.9088, -0.1542, -0.3165],
  [0.025, 0.9752, -0.1516, -0.3915],
  [0.01, 1.0552, -0.1305, -0.5399],
  [0.005, 1.1131, -0.1372, -0.6104],
  [0.002, 1.1838, -0.12, -0.7744],
  [0.001, 1.2335, -0.0958, -0.9404],
  [0.0003, 1.3147, -0.0864, -1.1151],
];
