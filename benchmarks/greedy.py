"""Places guidance sessions as one does by hand: series by series, each on the free day nearest to the aim."""

from __future__ import annotations

from dataclasses import replace

from borealis.planner.engine.clock import Clock
from borealis.planner.guidance import Missing, Problem, Session, Solution, Value, check
from borealis.planner.guidance.engine.agent import Agent, Roster, agent_of
from borealis.planner.guidance.engine.agreed import stand
from borealis.planner.guidance.engine.search import Search
from borealis.planner.guidance.engine.timeline import Timeline, presence_of


def place_greedily(problem: Problem) -> Solution:
    """Groups first, since they are hardest; nothing is taken back. Knows no agreed sessions."""
    line = Timeline(problem)
    people = {person.id: person for person in problem.people}
    presence = {name: presence_of(line, person, problem.day_minutes) for name, person in people.items()}
    agreed, busy = stand(problem, people)
    roster = Roster(problem, line, people, presence, agreed, busy)
    agents = [agent_of(roster, series) for series in problem.series]
    search = Search(agents, (0, 1, 2, 3, 4), Clock(0, None))
    for n in sorted(range(len(agents)), key=lambda n: problem.series[n].kind != "group"):
        search.put({n: _path(agents[n], search, n)})
    sessions: list[Session] = []
    missing: list[Missing] = []
    for agent, path in zip(agents, search.plan, strict=True):
        sessions += [agent.session(c) for c in path]
        if len(path) < agent.needed:
            missing.append(Missing(agent.series.id, agent.needed - len(path)))
    bare = Solution("place", "feasible", Value(), Value(), 0, tuple(sessions), tuple(missing))
    return replace(bare, value=check(problem, bare).value)


def _path(agent: Agent, search: Search, n: int) -> list[int]:
    """The first session half an aim into the series, each later one a whole aim after the one before."""
    free = search.clashes(n, ()) == 0
    middle = (agent.series.aim.least + agent.series.aim.most) // 2
    path: list[int] = []
    wanted, earliest = agent.opens + middle // 2, agent.opens
    for _ in range(agent.needed):
        best = min(
            (c for c in range(len(free)) if free[c] and agent.candidates.day[c] >= earliest),
            key=lambda c: (abs(int(agent.candidates.day[c]) - wanted), agent.candidates.costs[c].sum()),
            default=None,
        )
        if best is None:
            break
        path.append(best)
        day = int(agent.candidates.day[best])
        wanted, earliest = day + middle, day + agent.least_days
    return path
