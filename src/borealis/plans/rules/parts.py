"""Which changes of a solution can be taken without the others, so that no arena is overfilled by it.

Whoever is moved comes to some places and leaves others. Where a place is full unless somebody leaves it, whoever
comes needs those who leave; where an arena would have too few, whoever leaves needs those who come. Changes that
need each other are one part. The changes of those whose plan in force cannot stand are taken in any case.

A part with all it needs can be taken or left as one likes. The rule is strict: where more leave a full place than
come, whoever comes needs them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from borealis.planner import Problem, Solution, can_stand
from borealis.planner.formats.problem import Stint, Trainee

Cell = tuple[str, int]
"""An arena in a month."""


@dataclass(frozen=True)
class Tie:
    """Months, the last included, in which an arena would have too many, or too few, if changes were parted."""

    arena: str
    first: int
    last: int
    is_over: bool


@dataclass(frozen=True)
class Part:
    """Trainees whose changes go together; ``ties`` say why, and are none for one alone.

    ``needs`` are those of other parts who must be taken too, and ``because`` says why. Whoever is taken in any case
    is not among them. ``must`` says that the part itself is taken in any case; where that is not for the sake of its
    own plans in force, ``for_whom`` are those who need it.
    """

    members: tuple[str, ...]
    must: bool
    ties: tuple[Tie, ...] = ()
    needs: tuple[str, ...] = ()
    because: tuple[Tie, ...] = ()
    for_whom: tuple[str, ...] = ()


@dataclass
class _Web:
    """Who needs whom, and where; and who is taken in any case."""

    needs: dict[str, dict[str, set[tuple[Cell, bool]]]] = field(default_factory=lambda: defaultdict(dict))
    forced: set[str] = field(default_factory=set)

    def tie(self, some: Iterable[str], others: Collection[str], cell: Cell, *, is_over: bool) -> None:
        """Each of some needs all the others."""
        for one in some:
            for other in others:
                self.needs[one].setdefault(other, set()).add((cell, is_over))

    def reach(self, one: str) -> frozenset[str]:
        """Everybody whom one needs, the one included, and whom they need."""
        found, left = {one}, [one]
        while left:
            for other in self.needs[left.pop()]:
                if other not in found:
                    found.add(other)
                    left.append(other)
        return frozenset(found)

    def where(self, some: Iterable[str], others: Collection[str]) -> tuple[Tie, ...]:
        """The places where some need others."""
        return _runs(
            tie for one in some for other, ties in self.needs[one].items() if other in others for tie in ties
        )


def parts(problem: Problem, solution: Solution) -> list[Part]:
    """The changes of a solution against the plans in force, in the order of the problem; see the module."""
    web = _web(problem, solution)
    moved = [plan.id for plan in solution.trainees if plan.changed_months]
    moved += [trainee.id for trainee in problem.trainees if trainee.current is None]
    reach = {one: web.reach(one) for one in moved}
    must = frozenset().union(*(reach[one] for one in moved if one in web.forced))
    together = [
        tuple(other for other in moved if other in reach[one] and one in reach[other]) for one in moved
    ]
    found: list[Part] = []
    for members in dict.fromkeys(together):
        ties = web.where(members, members)
        if members[0] in must:
            askers = must - set(members) if web.forced.isdisjoint(members) else frozenset()
            needed_by = tuple(
                one for one in moved if one in askers and not web.needs[one].keys().isdisjoint(members)
            )
            found.append(Part(members, True, ties, (), web.where(needed_by, members), needed_by))
        else:
            needs = reach[members[0]] - must - set(members)
            ordered = tuple(one for one in moved if one in needs)
            found.append(Part(members, False, ties, ordered, web.where(members, needs)))
    return found


def taken_with(found: Iterable[Part], wanted: Collection[str]) -> frozenset[str]:
    """Those who are taken when these are wanted: with them whoever they need, and whoever is taken in any case."""
    taken: set[str] = set()
    for part in found:
        if part.must or set(part.members) & set(wanted):
            taken |= {*part.members, *part.needs}
    return frozenset(taken)


def _web(problem: Problem, solution: Solution) -> _Web:
    web = _Web()
    after = {plan.id: plan.stints for plan in solution.trainees}
    old: dict[Cell, set[str]] = defaultdict(set)
    new: dict[Cell, set[str]] = defaultdict(set)
    for trainee in problem.trainees:
        if trainee.current is None or not can_stand(problem, trainee):
            web.forced.add(trainee.id)
        for cells, stints in ((old, trainee.current or ()), (new, after.get(trainee.id, ()))):
            for cell in _cells(trainee, stints):
                cells[cell].add(trainee.id)
    own = frozenset(web.forced)
    people = {trainee.id: trainee for trainee in problem.trainees}
    for arena in problem.arenas:
        for month in range(problem.calendar.first, problem.calendar.last + 1):
            cell = arena.id, month
            loads = {one: people[one].load_in(arena, month) for one in old[cell] | new[cell]}
            room = arena.places_in(month), arena.minimum_in(month)
            _tie(web, own, old[cell], new[cell], cell, loads, room)
    return web


def _cells(trainee: Trainee, stints: Iterable[Stint]) -> Iterator[Cell]:
    return ((stint.arena, month) for stint in stints for month in trainee.served(stint))


def _tie(
    web: _Web,
    own: frozenset[str],
    old: set[str],
    new: set[str],
    cell: Cell,
    loads: Mapping[str, int],
    room: tuple[int, int],
) -> None:
    """What one arena in one month asks: ``old`` are there by the plans in force, ``new`` by the solution.

    ``loads`` is what each takes of the places, ``room`` the places and the minimum, in the unit of the arena. ``own``
    are those whose own plans in force cannot stand. Others are taken in any case only where it does not do that these
    leave, or come.
    """
    places, minimum = room

    def load(some: Iterable[str]) -> int:
        return sum(loads[one] for one in some)

    come, leave = sorted(new - old), sorted(old - new)
    if load(old | new) > places:
        web.tie(come, leave, cell, is_over=True)
    if load(old & new) < minimum:
        web.tie(leave, come, cell, is_over=False)
    web.forced |= set(leave) if load(old - own.intersection(leave)) > places else set()
    web.forced |= set(come) if load(old | own.intersection(come)) < minimum else set()


def _runs(ties: Iterable[tuple[Cell, bool]]) -> tuple[Tie, ...]:
    """Single months as runs of months, by time."""
    months: Mapping[tuple[str, bool], set[int]] = defaultdict(set)
    for (arena, month), is_over in ties:
        months[arena, is_over].add(month)
    runs = []
    for (arena, is_over), found in months.items():
        for month in sorted(found):
            if month - 1 not in found:
                last = next(m for m in range(month, month + len(found)) if m + 1 not in found)
                runs.append(Tie(arena, month, last, is_over))
    return tuple(sorted(runs, key=lambda tie: (tie.first, tie.arena, tie.is_over)))
