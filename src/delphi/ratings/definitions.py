"""The measures of `ratings.csv`, each with the convention that its note names."""

from __future__ import annotations

WILSON = "95 % Wilson interval"
DEFINITIONS = {
    "response": "share of those invited who rated the item; " + WILSON,
    "share": "share of those who answered that gave this level; " + WILSON,
    "share_agree": "share of those who answered at or above agree_from; " + WILSON,
    "share_agree_invited": "agreeing out of all invited; low: everybody who did not answer disagrees, high: agrees",
    "median": "median (Hyndman-Fan type 7); interval from order statistics, at least 95 %",
    "q25": "lower quartile (Hyndman-Fan type 7)",
    "q75": "upper quartile (Hyndman-Fan type 7)",
    "iqr": "upper minus lower quartile (Hyndman-Fan type 7)",
    "cqv": "(Q3 - Q1) / (Q3 + Q1) (Hyndman-Fan type 7)",
    "ipr": "P70 - P30 (Hyndman-Fan type 7)",
    "ipras": "2.35 + 1.5 * |5 - (P30 + P70) / 2| (Fitch et al. 2001)",
    "ipras_disagreement": "1 when P70 - P30 > IPRAS, else 0; says nothing about the direction (Fitch et al. 2001)",
    "rand_outside": "panellists outside the 3-point region of the median, 3.5 and 6.5 counted upwards (RAND classic)",
    "rand_allowed": "most panellists outside the region of the median that RAND classic still allows, (n - 2) // 3",
    "cvr": "(n_e - N/2) / (N/2), n_e at the highest level (Lawshe 1975); interval: Wilson's of n_e/N, on this scale",
    "cvr_critical": "least n_e with P(X >= n_e) <= .05 for X binomial (N, 1/2), exact (Ayre and Scally 2014)",
    "kendall_w": "Kendall's W over the items of one work model, corrected for ties, of panellists who rated them all",
    "paired_share_earlier": "share at or above agree_from in the earlier round, of those who rated in both; "
    + WILSON,
    "paired_share_later": "share at or above agree_from in the later round, of those who rated in both; "
    + WILSON,
    "paired_change": "later minus earlier share, of those who rated in both",
    "naive_share_earlier": "share at or above agree_from of all who rated in the earlier round; " + WILSON,
    "naive_share_later": "share at or above agree_from of all who rated in the later round; " + WILSON,
    "naive_change": "later minus earlier share of whoever rated; mixes change of mind with coming and going",
    "attrition_effect": "naive minus paired change: what coming and going alone does to the share",
    "kept": "share of those who rated in both rounds that gave the very same answer; " + WILSON,
    "moved_up": "share of those who rated in both rounds that answered higher; " + WILSON,
    "moved_down": "share of those who rated in both rounds that answered lower; " + WILSON,
    "net_change": "half the sum of |later - earlier| counts per level, over n (Scheibe et al. 1975); read beside kept",
    "kappa_quadratic": "Cohen's kappa between the two rounds, quadratic weights (Cohen 1968), those who rated in both",
    "mcnemar_exact": "two-sided exact McNemar test of agreeing or not: p-value",
    "wilcoxon": "two-sided Wilcoxon signed rank test, zero_method pratt, normal approximation without continuity correction: p-value",
    "raters": "people who rated at least one item in the round",
    "raters_both": "people who rated at least one item in each of the two rounds",
}
