"""Whether an assessor gives higher or lower levels than others give the same trainees, said honestly.

Method. Each score is y = c + r + e: what the trainee shows on a form in a year (c, fixed, so that nothing is
assumed of who meets whom), the assessor's tendency r ~ N(0, σr²), and chance e ~ N(0, σe²). Several scores by
one assessor of one trainee on one form in one year count as their mean, since they are no independent views.
The tendency is the best linear unbiased predictor of r: the difference from what others gave the same
trainees, shrunk toward zero the more, the fewer the scores (G. K. Robinson, That BLUP is a good thing,
Stat Sci 1991;6:15–32). How different assessors are is not known either: σr/σe is averaged over its posterior
with a uniform prior (A. Gelman, Prior distributions for variance parameters in hierarchical models, Bayesian
Anal 2006;1:515–534), since intervals that take an estimate of it for the truth are too short (C. N. Morris,
Parametric empirical Bayes inference, J Am Stat Assoc 1983;78:47–55). Steps of a scale are taken for equally
long. The tests hold the coverage of the intervals against simulated assessors whose tendency is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from borealis.portfolio.assessment.rules.shares import Z95

FEWEST_RATED = 8  # scores that can be compared, before anything is called
FEWEST_RATERS = 5  # assessors, before a department's spread is shown
_RATIOS = np.linspace(0.0, 3.0, 61)  # σr/σe
_FEWEST_FREE = 3  # degrees of freedom for a variance that exists

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Rated:
    """A level that an assessor gave. ``case`` is what it is compared within: trainee, form and year."""

    assessor: Hashable
    case: Hashable
    value: float


@dataclass(frozen=True)
class Tendency:
    """How an assessor differs from others, in steps of the scale, with a 95 % interval.

    ``number`` is how many scores could be compared; below ``FEWEST_RATED`` nothing is called.
    """

    number: int
    difference: float
    low: float
    high: float

    @property
    def call(self) -> str:
        """ "higher", "lower", "alike" (no difference shown) or "too_few"."""
        if self.number < FEWEST_RATED:
            return "too_few"
        return "higher" if self.low > 0 else "lower" if self.high < 0 else "alike"


def tendencies(rated: Iterable[Rated]) -> dict[Hashable, Tendency]:
    """The tendency of every assessor whose trainees others have assessed too, in the same year and form."""
    means, numbers = _compared(rated)
    assessors = sorted({assessor for assessor, _case in means}, key=repr)
    cases = sorted({case for _assessor, case in means}, key=repr)
    free = len(means) - len(cases)
    if free < _FEWEST_FREE:
        return {}
    place = {assessor: at for at, assessor in enumerate(assessors)}
    row = {case: at for at, case in enumerate(cases)}
    z, x = np.zeros((len(means), len(assessors))), np.zeros((len(means), len(cases)))
    y = np.array(list(means.values()))
    for at, (assessor, case) in enumerate(means):
        z[at, place[assessor]] = x[at, row[case]] = 1.0
    centre = x / x.sum(axis=0) @ x.T
    mean, spread = _posterior(z - centre @ z, y - centre @ y, free)
    return {
        assessor: Tendency(
            numbers[assessor],
            float(mean[at]),
            float(mean[at] - Z95 * spread[at]),
            float(mean[at] + Z95 * spread[at]),
        )
        for assessor, at in place.items()
    }


def _compared(
    rated: Iterable[Rated],
) -> tuple[dict[tuple[Hashable, Hashable], float], dict[Hashable, int]]:
    """The mean score for each assessor and case, of cases with two assessors or more; and how many scores."""
    scores: dict[tuple[Hashable, Hashable], list[float]] = defaultdict(list)
    seen: dict[Hashable, set[Hashable]] = defaultdict(set)
    for score in rated:
        scores[(score.assessor, score.case)].append(score.value)
        seen[score.case].add(score.assessor)
    means: dict[tuple[Hashable, Hashable], float] = {}
    numbers: dict[Hashable, int] = defaultdict(int)
    for (assessor, case), values in scores.items():
        if len(seen[case]) > 1:
            means[(assessor, case)] = sum(values) / len(values)
            numbers[assessor] += len(values)
    return means, numbers


def _posterior(z: Array, y: Array, free: int) -> tuple[Array, Array]:
    """Mean and standard deviation of each tendency, from scores and assessors with cases swept out."""
    values, vectors = np.linalg.eigh(z.T @ z)
    values = np.clip(values, 0.0, None)
    pulled = vectors.T @ (z.T @ y)
    ratio = _RATIOS[:, None] ** 2
    shrunk = ratio / (1 + ratio * values)  # eigenvalues of the inverse, one row for each ratio
    left = np.maximum(y @ y - shrunk @ pulled**2, 1e-12)
    log_weight = -0.5 * np.log1p(ratio * values).sum(axis=1) - 0.5 * free * np.log(left)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    means = (shrunk * pulled) @ vectors.T
    noise = left / max(free - 2, 1)  # the mean of σe² given the ratio
    within = noise[:, None] * (shrunk @ (vectors.T**2))
    mean = weight @ means
    variance = weight @ (within + (means - mean) ** 2)
    return mean, np.sqrt(variance)
