"""Writes `borealis/rotation-outlook/1`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from borealis.planner.formats.months import month_text
from borealis.planner.formats.solution_file import solution_to_json
from borealis.planner.robust.outlook import ArenaOutlook, Hardened, Outlook, TraineeOutlook
from borealis.planner.robust.rates import rates_to_json

OUTLOOK_FORMAT = "borealis/rotation-outlook/1"


def outlook_to_json(outlook: Outlook, hardened: Sequence[Hardened] = ()) -> dict[str, object]:
    """The file's content; with `hardened`, the plans to choose among too."""
    return {
        "format": OUTLOOK_FORMAT,
        "futures": outlook.futures,
        "seed": outlook.seed,
        "rates": rates_to_json(outlook.rates),
        "cost": outlook.cost,
        "expected_cost": outlook.expected_cost,
        "late_months": outlook.late_months,
        "trainees": [_trainee(trainee) for trainee in outlook.trainees],
        "arenas": [_arena(arena) for arena in outlook.arenas],
        "hardened": [_hardened(plan) for plan in hardened],
    }


def write_outlook(outlook: Outlook, hardened: Sequence[Hardened] = ()) -> str:
    """The file's text."""
    return json.dumps(outlook_to_json(outlook, hardened), ensure_ascii=False, indent=1) + "\n"


def _month(month: int | None) -> str | None:
    return None if month is None else month_text(month)


def _trainee(found: TraineeOutlook) -> dict[str, object]:
    return {
        "id": found.trainee,
        "norm_end": month_text(found.norm_end),
        "planned": _month(found.planned),
        "early": _month(found.early),
        "middle": _month(found.middle),
        "late": _month(found.late),
        "late_risk": found.late_risk,
        "unfinished": found.unfinished,
        "resigns": found.resigns,
        "moved": found.moved,
        "agreement_lost": found.agreement_lost,
        "follows_late": found.follows_late,
    }


def _arena(found: ArenaOutlook) -> dict[str, object]:
    return {
        "id": found.arena,
        "waited": found.waited,
        "waited_months": found.waited_months,
        "empty": found.empty,
        "empty_months": found.empty_months,
        "too_few": found.too_few,
        "worst": _month(found.worst),
        "worst_share": found.worst_share,
    }


def _hardened(plan: Hardened) -> dict[str, object]:
    return {
        "way": plan.way,
        "amount": plan.amount,
        "held": [
            {
                "arena": held.arena,
                "from": month_text(held.span.first),
                "through": _month(held.span.last),
            }
            for held in plan.held
        ],
        "cost": plan.outlook.cost,
        "expected_cost": plan.outlook.expected_cost,
        "late_months": plan.outlook.late_months,
        "pays": plan.pays,
        "solution": solution_to_json(plan.solution),
    }
