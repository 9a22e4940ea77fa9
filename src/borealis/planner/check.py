"""Judges a plan without knowing how it was made: every broken rule, and the cost recomputed."""

from collections.abc import Iterator
from dataclasses import dataclass

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules import (
    claims,
    h1_one_place,
    h2_places,
    h3_months,
    h4_arenas,
    h5_order,
    h6_stints,
    h7_agreements,
    h8_start,
    h9_choices,
    h10_courses,
    h11_directly_after,
    h12_fraction,
)
from borealis.planner.rules.breach import Breach

HARD_RULES = (
    h1_one_place,
    h2_places,
    h3_months,
    h4_arenas,
    h5_order,
    h6_stints,
    h7_agreements,
    h8_start,
    h9_choices,
    h10_courses,
    h11_directly_after,
    h12_fraction,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of a plan: its real cost, and every rule and claim that does not hold."""

    cost: float
    breaches: tuple[Breach, ...]

    @property
    def is_sound(self) -> bool:
        return not self.breaches


def check(problem: Problem, solution: Solution) -> Verdict:
    """Judge a solution against its problem: H1-H12 first, then what it claims about itself."""
    found = list(broken_rules(problem, solution))
    found += claims.broken(problem, solution)
    return Verdict(float(claims.total_cost(problem, solution)), tuple(found))


def broken_rules(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every place where a solution breaks H1-H12, whatever it claims about itself."""
    return (breach for rule in HARD_RULES for breach in rule.broken(problem, solution))
