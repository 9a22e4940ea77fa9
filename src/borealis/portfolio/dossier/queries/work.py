"""The activities of a package, with their files and signatures."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from borealis.portfolio.dossier.queries.parts import BroughtIn, day, moment
from borealis.portfolio.dossier.rules.package import FILES
from borealis.portfolio.models import Activity, ActivityFile, Ask, SignatureAnswer
from borealis.trainees.directory import Trainee

ENDINGS = {"jpeg": "jpeg", "pdf": "pdf", "png": "png"}
PERSON = ("name", "hpr_number")
ACTIVITY_FACTS = (
    *("pk", "key", "kind", "template", "title", "from_day", "to_day", "arena__code", "arena__name_nb"),
    *("place", "count", "note", "state", "recorded_at", "by_id", "by__name", "by__hpr_number"),
)
ASK_FACTS = (
    *("pk", "activity_id", "asked_id", "asked__name", "asked__hpr_number", "name", "role", "state"),
    *("asked_at", "expires_at", "by_id", "by__name", "by__hpr_number", "closed_at"),
)
ANSWER_FACTS = (
    *("ask_id", "outcome", "level", "comment", "at", "by_id", "by__name", "by__hpr_number", "name", "way"),
    *("content", "undone_at"),
)
FILE_FACTS = ("activity_id", "name", "kind", "size", "digest", "added_at")
Row = dict[str, Any]


def activities(trainee: Trainee, brought: BroughtIn) -> list[Row]:
    """Every activity, also those withdrawn, with its files and what was answered to each request to sign.

    A request that waits for its answer belongs to the place where it was made: the activity counts as recorded.
    There are thousands, so plain values are read instead of rows of models.
    """
    goals, files, asks = _goals(trainee), _files(trainee), _asks(trainee)
    rows = Activity.objects.filter(trainee=trainee).order_by("from_day", "recorded_at", "key")
    return [
        _activity(row, goals[row["pk"]], files[row["pk"]], asks[row["pk"]], brought)
        for row in rows.values(*ACTIVITY_FACTS)
    ]


def _goals(trainee: Trainee) -> dict[int, list[str]]:
    """The goals that each activity names, as set and code."""
    through = Activity.goals.through.objects.filter(activity__trainee=trainee)
    rows = through.order_by("goal__goal_set__code", "goal__code")
    found: dict[int, list[str]] = defaultdict(list)
    for key, set_code, code in rows.values_list("activity_id", "goal__goal_set__code", "goal__code"):
        found[key].append(f"{set_code}/{code}")
    return found


def _files(trainee: Trainee) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = ActivityFile.objects.filter(activity__trainee=trainee).order_by("added_at", "digest")
    for row in rows.values(*FILE_FACTS):
        found[row.pop("activity_id")].append(
            {
                **row,
                "added_at": moment(row["added_at"]),
                "member": member_name(row["digest"], row["kind"]),
            }
        )
    return found


def _asks(trainee: Trainee) -> dict[int, list[Row]]:
    """What was asked of whom for each activity, with the answers (§ 26)."""
    answers: dict[int, list[Row]] = defaultdict(list)
    given = SignatureAnswer.objects.filter(ask__trainee=trainee, ask__kind="signature").order_by("pk")
    for row in given.values(*ANSWER_FACTS):
        answers[row["ask_id"]].append(row)
    found: dict[int, list[Row]] = defaultdict(list)
    asks = Ask.objects.filter(trainee=trainee, kind="signature").exclude(state="open")
    for row in asks.order_by("asked_at", "pk").values(*ASK_FACTS):
        found[row["activity_id"]].append({**row, "answers": answers[row["pk"]]})
    return found


def _person(row: Row, name: str) -> dict[str, str] | None:
    """Whom a row points at, as the package names people."""
    if row[f"{name}_id"] is None:
        return None
    return {part: row[f"{name}__{part}"] for part in PERSON}


def _activity(
    row: Row, goals: list[str], files: list[Row], asks: list[Row], brought: BroughtIn
) -> dict[str, Any]:
    key = str(row["key"])
    before = {entry["asked_at"]: entry for entry in brought.signatures_of(key)}
    return {
        **{name: row[name] for name in ("kind", "template", "title", "place", "count", "note")},
        "key": key,
        "from_day": day(row["from_day"]),
        "to_day": day(row["to_day"]),
        "arena": row["arena__code"] or "",
        "arena_name": row["arena__name_nb"] or "",
        "goals": goals,
        "state": "recorded" if row["state"] == "sent" else row["state"],
        "recorded_at": moment(row["recorded_at"]),
        "by": _person(row, "by") or brought.by_of_activity(key),
        "files": files,
        "signatures": [_ask(ask, before.get(moment(ask["asked_at"]))) for ask in asks],
    }


def _ask(row: Row, brought: dict[str, Any] | None) -> dict[str, Any]:
    given = {answer["at"]: answer["by"] for answer in brought["answers"]} if brought else {}
    named = {"name": row["name"], "hpr_number": ""}
    return {
        "asked": _person(row, "asked") or (brought["asked"] if brought else named),
        "role": row["role"],
        "state": row["state"],
        "asked_at": moment(row["asked_at"]),
        "expires_at": moment(row["expires_at"]),
        "by": _person(row, "by") or (brought["by"] if brought else None),
        "closed_at": moment(row["closed_at"]),
        "answers": [_answer(answer, given) for answer in row["answers"]],
    }


def _answer(row: Row, given: dict[str | None, Any]) -> dict[str, Any]:
    at = moment(row["at"])
    return {
        **{name: row[name] for name in ("outcome", "level", "comment", "way", "content")},
        "at": at,
        "by": _person(row, "by") or given.get(at, {"name": row["name"], "hpr_number": ""}),
        "undone_at": moment(row["undone_at"]),
    }


def member_name(digest: str, kind: str) -> str:
    """Where a file lies in the package: by what is in it, so that the same file lies there once."""
    return f"{FILES}{digest}.{ENDINGS.get(kind, 'bin')}"


def files_of(trainee: Trainee) -> dict[str, bytes]:
    """The files of all activities by their place in the package."""
    rows = ActivityFile.objects.filter(activity__trainee=trainee).order_by("digest")
    return {
        member_name(digest, kind): bytes(data)
        for digest, kind, data in rows.values_list("digest", "kind", "data")
    }
