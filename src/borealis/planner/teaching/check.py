"""Judges a rota without knowing how it was made: every broken rule, and the value counted anew."""

from dataclasses import dataclass

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import Solution, Value, after
from borealis.planner.teaching.rules import (
    claims,
    t1_hosts,
    t2_spacing,
    t3_topics,
    t4_presenters,
    t5_agreements,
)
from borealis.planner.teaching.rules.breach import Breach
from borealis.planner.teaching.rules.value import value_of

HARD_RULES = (t1_hosts, t2_spacing, t3_topics, t4_presenters, t5_agreements)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of a rota: its real value, and every rule and claim that does not hold."""

    value: Value
    breaches: tuple[Breach, ...]

    @property
    def is_sound(self) -> bool:
        return not self.breaches


def check(problem: Problem, solution: Solution, previous: Solution | None = None) -> Verdict:
    """Judge a solution against its problem, and the earlier solution it was made from: T1-T5, then claims."""
    problem = after(problem, previous)
    found = [breach for rule in HARD_RULES for breach in rule.broken(problem, solution)]
    found += claims.broken(problem, solution)
    return Verdict(value_of(problem, solution), tuple(found))
