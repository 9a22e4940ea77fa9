"""Makes rosters of a year as departments have them, from a seed: duties, nights, leave, teaching, study time."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

FIRST = dt.date(2027, 1, 4)
WEEKS = 52


def make_year(
    trainees: int = 20, guides: int = 8, seed: int = 1, name: str = "", tight: float = 0.0
) -> dict[str, Any]:
    """A department's problem. `tight` is the share of day duties that may not be interrupted."""
    chance = random.Random(f"{seed}{name}")
    leaders = [f"{name}guide-{n}" for n in range(guides)]
    learners = [f"{name}lis-{n}" for n in range(trainees)]
    people = [_person(chance, who, n, 5 + guides // 2, False, tight) for n, who in enumerate(leaders)]
    people += [_person(chance, who, n, 8, True, tight) for n, who in enumerate(learners)]
    size = max(1, round(trainees / 7))
    return {
        "format": "borealis/guidance-problem/1",
        "period": {"from": str(FIRST), "through": str(FIRST + dt.timedelta(WEEKS * 7 - 1))},
        "people": people,
        "trainees": [
            {
                "id": who,
                "sessions": 8,
                "guides": [{"person": leaders[n % guides]}],
                "preferred": chance.choice(
                    [[], [{"from": "08:00", "to": "11:00"}], [{"from": "12:00", "to": "15:30"}]]
                ),
            }
            for n, who in enumerate(learners)
        ],
        "groups": [
            {
                "id": f"{name}group-{n}",
                "leader": leaders[n % guides],
                "members": learners[n::size],
                "quorum": max(1, len(learners[n::size]) - 2),
            }
            for n in range(size)
        ],
    }


def make_trust(departments: int = 15, seed: int = 1, tight: float = 0.0) -> dict[str, Any]:
    """Departments of 20 trainees and 8 guides in one problem; they share nobody."""
    years = [make_year(20, 8, seed * 1000 + n, f"d{n}-", tight) for n in range(departments)]
    whole = dict(years[0])
    for key in ("people", "trainees", "groups"):
        whole[key] = [entry for year in years for entry in year[key]]
    return whole


def _person(
    chance: random.Random, who: str, number: int, rota: int, learns: bool, tight: float
) -> dict[str, Any]:
    """A week of nights each `rota` weeks, one evening on call in other weeks, leave, teaching on Wednesdays."""
    away = _leave(chance)
    duties: list[dict[str, Any]] = []
    blocked: list[dict[str, Any]] = []
    for week in range(WEEKS):
        monday = FIRST + dt.timedelta(week * 7)
        nights = (week + number) % rota == 0
        on_call = chance.randrange(5)
        off = on_call + 1
        for weekday in range(5):
            day = monday + dt.timedelta(weekday)
            if day in away:
                continue
            if nights:
                duties.append(_duty(day, "20:00", day + dt.timedelta(1), "08:00", "N", False))
            elif weekday == on_call:
                duties.append(_duty(day, "08:00", day, "15:30", "D", True))
                duties.append(_duty(day, "15:30", day + dt.timedelta(1), "08:00", "V", False))
            elif weekday != off:
                duties.append(_duty(day, "08:00", day, "15:30", "D", chance.random() >= tight))
        wednesday = monday + dt.timedelta(2)
        blocked.append(_blocked(wednesday, "08:00", "09:00", "teaching"))
        if learns:
            blocked.append(_blocked(monday + dt.timedelta(number % 5), "11:30", "15:30", "study"))
    return {"id": who, "duties": duties, "blocked": blocked + _leave_blocked(away)}


def _leave(chance: random.Random) -> set[dt.date]:
    """Four weeks of summer, one of winter, and some days."""
    summer, winter = chance.randrange(24, 31), chance.randrange(5, 15)
    weeks = [summer, summer + 1, summer + 2, summer + 3, winter]
    days = {FIRST + dt.timedelta(week * 7 + n) for week in weeks for n in range(7)}
    return days | {FIRST + dt.timedelta(chance.randrange(WEEKS * 7)) for _ in range(8)}


def _leave_blocked(days: set[dt.date]) -> list[dict[str, Any]]:
    return [_blocked(day, "00:00", "24:00", "leave") for day in sorted(days)]


def _duty(first: dt.date, start: str, last: dt.date, end: str, code: str, free: bool) -> dict[str, Any]:
    return {"from": f"{first}T{start}", "to": f"{last}T{end}", "code": code, "interruptible": free}


def _blocked(day: dt.date, start: str, end: str, kind: str) -> dict[str, Any]:
    if end == "24:00":
        return {"from": f"{day}T{start}", "to": f"{day + dt.timedelta(1)}T00:00", "kind": kind}
    return {"from": f"{day}T{start}", "to": f"{day}T{end}", "kind": kind}
