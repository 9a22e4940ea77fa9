"""Trainees who can never meet in an arena, and share no costs, need not be planned together."""

from itertools import pairwise

from borealis.planner.formats.problem import Problem


def components(problem: Problem) -> list[list[int]]:
    """The trainees (by number) in groups that share neither arena nor costs; each group in order."""
    leader = list(range(len(problem.trainees)))

    def find(k: int) -> int:
        while leader[k] != k:
            leader[k] = leader[leader[k]]
            k = leader[k]
        return k

    first_in: dict[str, int] = {}
    for k, trainee in enumerate(problem.trainees):
        for block in trainee.blocks:
            for choice in block.arenas:
                other = first_in.setdefault(choice.arena, k)
                leader[find(k)] = find(other)
    for k, other in _sharing(problem):
        leader[find(k)] = find(other)
    groups: dict[int, list[int]] = {}
    for k in range(len(problem.trainees)):
        groups.setdefault(find(k), []).append(k)
    return list(groups.values())


def _sharing(problem: Problem) -> list[tuple[int, int]]:
    """Pairs who share costs: couples, and all members of groups in a row."""
    couples = list(problem.couples) if problem.objective.apart else []
    members = [k for who in problem.groups.values() for k in who] if problem.objective.fairness else []
    return [*couples, *pairwise(members)]
