"""Invented teaching series for tests and measurements: a national year of units of different size."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

WEEK = dt.timedelta(days=7)
SIZES = (9, 7, 6, 5, 4, 4, 3, 3, 2, 2)
OUT = frozenset({8, 14, 27, 28, 29, 30, 31, 41})
"""Weeks of the year without a session: winter, Easter, summer and a congress."""


def make_series(
    seed: int,
    *,
    units: int = 10,
    weeks: int = 44,
    goals: int = 60,
    topics: int = 45,
    first: str = "2027-01-06",
) -> dict[str, Any]:
    """A problem: `weeks` sessions, units that master about half of the topics each, half of the goals due this year."""
    chance, begin = random.Random(seed), dt.date.fromisoformat(first)
    days = [begin + week * WEEK for week in range(weeks + len(OUT)) if week not in OUT][:weeks]
    names = [f"goal-{number:02d}" for number in range(goals)]
    subjects = [
        {"id": f"topic-{number:02d}", "goals": sorted({names[number % goals], chance.choice(names)})}
        for number in range(topics)
    ]
    covered = {goal for subject in subjects for goal in subject["goals"]}
    subjects[0]["goals"] = sorted({*subjects[0]["goals"], *(set(names) - covered)})
    hosts = [_host(number, subjects, days, chance) for number in range(units)]
    taught = {topic for host in hosts for topic in host["topics"]}
    hosts[0]["topics"] = sorted({*hosts[0]["topics"], *({subject["id"] for subject in subjects} - taught)})
    return {
        "format": "borealis/teaching-problem/1",
        "spacing": 14,
        "cycle_days": 730,
        "sessions": [{"day": str(day)} for day in days],
        "units": hosts,
        "topics": subjects,
        "goals": [_goal(name, days, chance) for name in names],
    }


def _host(
    number: int, subjects: list[dict[str, Any]], days: list[dt.date], chance: random.Random
) -> dict[str, Any]:
    return {
        "id": f"unit-{number:02d}",
        "size": SIZES[number % len(SIZES)],
        "topics": sorted(subject["id"] for subject in subjects if chance.random() < 0.5),
        "away": [str(day) for day in days if chance.random() < 0.1],
        "avoid": [str(day) for day in days if chance.random() < 0.05],
    }


def _goal(name: str, days: list[dt.date], chance: random.Random) -> dict[str, Any]:
    """Taught last at some day of the year before or of the one before that, so due this year or the next."""
    if chance.random() < 0.5:
        return {"id": name}
    return {"id": name, "due": str(chance.choice(days[4:] or days))}


def withdraw(document: dict[str, Any], unit: str, day: str) -> dict[str, Any]:
    """The same problem when a unit can't that day, told the day before: what was before stays."""
    before = dt.date.fromisoformat(day) - dt.timedelta(days=1)
    units = [
        {**one, "away": sorted({*one["away"], day})} if one["id"] == unit else one
        for one in document["units"]
    ]
    return {**document, "units": units, "plan_from": str(before)}
