"""When a survey's answers may be shown, what they say together, and how far what was decided has come.

Trainees take part in evaluating the training (§ 27 of the Specialist Regulation). Nobody learns who answered:
nothing is shown before the survey is over and five have answered, and a question that fewer answered is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
SHORTEST, FURTHEST = dt.timedelta(days=7), dt.timedelta(days=60)

MEASURE_STATES = ("planned", "begun", "done", "dropped")
# From a state, by an act, to a state.
MEASURE_STEPS: Mapping[tuple[str, str], str] = {
    ("planned", "begin"): "begun",
    ("planned", "finish"): "done",
    ("begun", "finish"): "done",
    ("planned", "drop"): "dropped",
    ("begun", "drop"): "dropped",
}


def is_over(closes_on: dt.date, waiting: int, today: dt.date) -> bool:
    """Whether no more answers can come: the last day has passed, or nobody is left to answer."""
    return today > closes_on or waiting == 0


def is_shown(answered: int, over: bool) -> bool:
    """Whether the answers may be read by anyone."""
    return over and answered >= FEWEST


def acts_from(state: str) -> tuple[str, ...]:
    """What can be done with a measure in a state, in the table's order."""
    return tuple(act for (known, act) in MEASURE_STEPS if known == state)


@dataclass(frozen=True)
class Tally:
    """How many chose each value of the scale for a question, in the scale's order."""

    code: str
    counts: tuple[int, ...]
    good: int

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def share(self) -> float:
        """The share that is good, from 0 to 1."""
        return self.good / self.number if self.number else 0.0


def tallied(
    codes: Iterable[str], scale: Sequence[int], good_from: int, answers: Sequence[Mapping[str, int]]
) -> tuple[Tally, ...]:
    """The tallies of the questions that at least five have answered, in order; none of fewer answers."""
    found = []
    for code in codes:
        given = [answer[code] for answer in answers if answer.get(code) in scale]
        counts = tuple(given.count(value) for value in scale)
        if len(given) >= FEWEST:
            found.append(Tally(code, counts, sum(value >= good_from for value in given)))
    return tuple(found)
