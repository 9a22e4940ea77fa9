"""Which agreed sessions stand: those the roster still allows, in the order the problem lists them."""

from borealis.planner.guidance.formats.clock import day_of
from borealis.planner.guidance.formats.problem import Earlier, Problem, Series
from borealis.planner.guidance.formats.solution import Session
from borealis.planner.guidance.rules.breach import those_in
from borealis.planner.guidance.rules.free import hindrance


def standing(problem: Problem) -> list[Session]:
    """The agreed sessions ahead that stand, with those who will be present.

    One stands when its day is in the series' time, the guide is the guide of that day, and the guide and
    enough members are free and in no session listed before. Whoever of the members is, is present.
    """
    people = {person.id: person for person in problem.people}
    series = {one.id: one for one in problem.series}
    found: list[Session] = []

    def can_sit(name: str, start: int, end: int) -> bool:
        if hindrance(people[name], start, end) is not None:
            return False
        return not any(
            name in those_in(other) and other.start < end and start < other.start + series[other.of].minutes
            for other in found
        )

    for agreed in problem.ahead():
        one = series[agreed.of]
        end = agreed.start + one.minutes
        if not agreed.agreed or not _in_its_time(one, agreed) or not can_sit(agreed.guide, agreed.start, end):
            continue
        present = tuple(name for name in one.members if can_sit(name, agreed.start, end))
        if len(present) >= one.quorum:
            found.append(Session(one.id, agreed.start, agreed.guide, present))
    return found


def _in_its_time(series: Series, agreed: Earlier) -> bool:
    day = day_of(agreed.start)
    return series.first <= day <= series.last and series.leader_on(day) == agreed.guide
