"""What life may do to the plans in force of a programme: computed when it is asked for, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.planner import can_stand, read_problem
from borealis.planner.robust import ArenaOutlook, Outlook, TraineeOutlook, simulate
from borealis.planner.standing import standing_plan, whole
from borealis.plans.outlook_words import likely_words, rate_rows, share_words
from borealis.plans.position_words import positions_left_out
from borealis.plans.queries.material import gather
from borealis.plans.rules.months import first_day, last_day, later, month_of, month_text
from borealis.plans.words import place_word
from borealis.programmes.queries import CurrentProgramme
from borealis.shell.words import month_short, month_year, months_words
from borealis.trainees.queries import training_records

FUTURES = 500
HIGH = 0.5
"""A risk that needs somebody."""
SEEN = 0.005
"""An arena is told of when something happens to it in half a per cent of the futures."""


@dataclass(frozen=True)
class Found:
    """What the futures do to the plans that can be followed, and the trainees whose plans cannot.

    ``positions`` are those that are not filled; they have no plan that could be followed.
    """

    outlook: Outlook
    left_out: tuple[int, ...]
    positions: int = 0


def outlook_of(programme: CurrentProgramme, today: dt.date, futures: int = FUTURES) -> Found:
    """The futures of the plans in force, from next month on, at the rates that are assumed.

    Raises FormatError when the stored facts contradict each other.
    """
    given = read_problem(gather(programme.code, later(month_of(today), 1), today).problem)
    asked = [trainee for trainee in given.trainees if trainee.blocks and not trainee.unknown]
    stands = [trainee for trainee in asked if can_stand(given, trainee)]
    problem = replace(given, trainees=tuple(stands))
    plan = whole(problem, [standing_plan(problem, trainee) for trainee in stands], 0)
    known = {trainee.id for trainee in stands}
    left_out = tuple(int(trainee.id) for trainee in asked if trainee.id not in known)
    positions = sum(trainee.unknown for trainee in given.trainees)
    return Found(simulate(problem, plan, futures=futures), left_out, positions)


def outlook_page(programme: CurrentProgramme, today: dt.date) -> dict[str, Any]:
    """The page of a programme's futures. Raises FormatError as ``outlook_of``."""
    found = outlook_of(programme, today)
    outlook = found.outlook
    records = training_records([*(int(t.trainee) for t in outlook.trainees), *found.left_out])
    names = {str(pk): record.name for pk, record in records.items()}
    rows = [_trainee(trainee, names[trainee.trainee], today) for trainee in outlook.trainees]
    days = [day for row in rows for day in (row["norm"], row["end"], row["latest"]) if day]
    last = max(days, default=today) + dt.timedelta(days=60)
    arenas = sorted(outlook.arenas, key=lambda a: (-a.waited, -a.empty, a.arena))
    return {
        "code": programme.code,
        "sentence": _sentence(outlook, names),
        "rows": sorted(
            ({**row, "latest": row["latest"] or last} for row in rows),
            key=lambda row: (-row["risk_share"], row["name"]),
        ),
        "first": today.replace(day=1),
        "last": last,
        "arenas": [_arena(a, programme) for a in arenas if max(a.waited, a.empty) >= SEEN],
        "left_out": ", ".join(sorted(records[pk].name for pk in found.left_out)),
        "positions": positions_left_out(found.positions),
        "rates": rate_rows(outlook.rates),
        "futures": outlook.futures,
    }


def _sentence(outlook: Outlook, names: Mapping[str, str]) -> str:
    if not outlook.trainees:
        return _("Ingen planer i bruk kan regnes framover.")
    high = sum(trainee.late_risk >= HIGH for trainee in outlook.trainees)
    if not high:
        most = max(outlook.trainees, key=lambda trainee: trainee.late_risk)
        words = _(
            "Ingen har mer enn 50 prosent risiko for å bli ferdig etter avtalt slutt. Størst er den for %(name)s: "
            "%(risk)s."
        )
        return words % {"name": names[most.trainee], "risk": share_words(most.late_risk)}
    words = ngettext(
        "%(n)s av %(all)s leger har minst 50 prosent risiko for å bli ferdig etter avtalt slutt.",
        "%(n)s av %(all)s leger har minst 50 prosent risiko for å bli ferdig etter avtalt slutt.",
        high,
    )
    return words % {"n": high, "all": len(outlook.trainees)}


def _day(month: int | None) -> dt.date | None:
    return None if month is None else last_day(month_text(month))


def _trainee(found: TraineeOutlook, name: str, today: dt.date) -> dict[str, Any]:
    end, earliest, latest = _day(found.planned), _day(found.early), _day(found.late)
    likely = likely_words(found)
    risk = share_words(found.late_risk)
    return {
        "pk": int(found.trainee),
        "name": name,
        "norm": _day(found.norm_end),
        "end": end,
        "earliest": earliest,
        "latest": latest,
        "likely": likely,
        "risk": risk,
        "risk_share": found.late_risk,
        "high": found.late_risk >= HIGH,
        "agreed": month_short(_day(found.norm_end) or today),
        "label": _("%(name)s: planen ender %(end)s, %(likely)s; risiko %(risk)s.")
        % {"name": name, "end": month_year(end) if end else "–", "likely": likely, "risk": risk},
    }


def _arena(found: ArenaOutlook, programme: CurrentProgramme) -> dict[str, str]:
    worst = month_year(first_day(month_text(found.worst))) if found.worst is not None else "–"
    return {
        "name": place_word(found.arena, programme.document),
        "waited": share_words(found.waited),
        "worst": worst,
        "empty": months_words(found.empty_months),
    }
