"""Small rotas by chance, of every kind, as files."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

FIRST = dt.date(2027, 3, 16)  # the last of these weeks is the one in which the clock is changed


def days(most: int) -> list[str]:
    return [str(FIRST + dt.timedelta(days=7 * week)) for week in range(most)]


@st.composite
def small_problems(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four weeks, up to three units, topics and presenters, and now and then an earlier rota."""
    weeks = days(draw(st.integers(2, 4)))
    some = st.lists(st.sampled_from(weeks), max_size=2, unique=True)
    goals = [
        {"id": f"g{n}", "due": draw(st.sampled_from([None, *weeks]))} for n in range(draw(st.integers(0, 3)))
    ]
    names = [goal["id"] for goal in goals]
    some_goals = st.lists(st.sampled_from(names), max_size=2, unique=True) if names else st.just([])
    topics = [
        {
            "id": f"t{n}",
            "goals": draw(some_goals),
            "presenter": draw(st.sampled_from(["any", "trainee", "specialist"])),
            "months": draw(st.sampled_from([0, 0, 12])),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    mastered = st.lists(st.sampled_from([t["id"] for t in topics]), unique=True) if topics else st.just([])
    units = [
        {
            "id": f"u{n}",
            "size": draw(st.integers(0, 3)),
            "topics": draw(mastered),
            "away": draw(some),
            "avoid": draw(some),
            "owed": draw(st.sampled_from([0, 0, 1, -0.5])),
            "through": draw(st.sampled_from([None, None, weeks[0]])),
        }
        for n in range(draw(st.integers(0, 3)))
    ]
    presenters = [
        {
            "id": f"p{n}",
            "kind": draw(st.sampled_from(["trainee", "specialist"])),
            "unit": draw(st.sampled_from([None, *(unit["id"] for unit in units)])),
            "months": draw(st.sampled_from([0, 11, 30])),
            "held": draw(st.integers(0, 2)),
            "away": draw(some),
            "days": draw(st.sampled_from([None, None, weeks[:1]])),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    return {
        "format": "borealis/teaching-problem/1",
        "sessions": [{"day": day} for day in weeks],
        "units": units,
        "topics": topics,
        "goals": goals,
        "presenters": presenters,
        "spacing": draw(st.sampled_from([1, 8, 15])),
        "presenter_spacing": draw(st.sampled_from([1, 8])),
        "cycle_days": draw(st.sampled_from([10, 730])),
    }
