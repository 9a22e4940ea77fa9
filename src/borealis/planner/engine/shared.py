"""What plans with names cost together: couples who are apart, and the group with most delay."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Couple, Group, TraineePlan


def couples_of(problem: Problem, plans: Sequence[TraineePlan]) -> tuple[Couple, ...]:
    """Each couple of whom both have a plan, and the months in which they are placed at different sites."""
    site = {arena.id: arena.site for arena in problem.arenas}
    known = {plan.id: plan for plan in plans}

    def where(trainee: Trainee) -> dict[int, str]:
        return {m: site[s.arena] for s in known[trainee.id].stints for m in trainee.served(s)}

    found = []
    for k, other in problem.couples:
        pair = problem.trainees[k], problem.trainees[other]
        if all(trainee.id in known for trainee in pair):
            here, there = map(where, pair)
            apart = sum(there.get(month, place) != place for month, place in here.items())
            found.append(Couple(pair[0].id, pair[1].id, apart))
    return tuple(found)


def groups_of(problem: Problem, plans: Sequence[TraineePlan]) -> tuple[Group, ...]:
    """Each group with its members' mean delay; whoever has no plan has none."""
    delay = {plan.id: plan.delay_months for plan in plans}
    found = []
    for name, members in problem.groups.items():
        total = sum(delay.get(problem.trainees[k].id, 0) for k in members)
        found.append(Group(name, len(members), total))
    return tuple(found)


def shared_cost(problem: Problem, couples: Sequence[Couple], groups: Sequence[Group]) -> Fraction:
    """What all that costs, exactly."""
    price = problem.objective
    apart = Fraction(str(price.apart)) * sum(couple.months_apart for couple in couples)
    worst = max((Fraction(group.delay_months, group.members) for group in groups), default=Fraction(0))
    return apart + Fraction(str(price.fairness)) * worst
