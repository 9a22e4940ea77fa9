"""Judges a placing without knowing how it was made: every broken rule, and the value counted anew."""

from dataclasses import dataclass

from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution, Value, after
from borealis.planner.guidance.rules import (
    claims,
    g1_one_at_a_time,
    g2_at_work,
    g3_right_people,
    g4_spacing,
    g5_norm,
    g6_agreements,
)
from borealis.planner.guidance.rules.breach import Breach
from borealis.planner.guidance.rules.value import value_of

HARD_RULES = (g1_one_at_a_time, g2_at_work, g3_right_people, g4_spacing, g5_norm, g6_agreements)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of a placing: its real value, and every rule and claim that does not hold."""

    value: Value
    breaches: tuple[Breach, ...]

    @property
    def is_sound(self) -> bool:
        return not self.breaches


def check(problem: Problem, solution: Solution, previous: Solution | None = None) -> Verdict:
    """Judge a solution against its problem, and the earlier solution it was made from: G1-G6, then claims."""
    problem = after(problem, previous)
    found = [breach for rule in HARD_RULES for breach in rule.broken(problem, solution)]
    found += claims.broken(problem, solution)
    return Verdict(value_of(problem, solution), tuple(found))
