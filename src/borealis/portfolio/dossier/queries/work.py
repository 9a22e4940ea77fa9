"""The activities of a package, with their files and signatures."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from borealis.portfolio.dossier.queries.parts import BroughtIn, day, in_order, moment, who
from borealis.portfolio.dossier.rules.package import FILES
from borealis.portfolio.models import Activity, ActivityFile, Ask, SignatureAnswer
from borealis.trainees.directory import Trainee

FILE_FACTS = ("activity_id", "name", "kind", "size", "digest", "added_at")
ENDINGS = {"jpeg": "jpeg", "pdf": "pdf", "png": "png"}


def activities(trainee: Trainee, brought: BroughtIn) -> list[dict[str, Any]]:
    """Every activity, also those withdrawn, with its files and what was answered to each request to sign.

    A request that waits for its answer belongs to the place where it was made: the activity counts as recorded.
    """
    rows = (
        Activity.objects.filter(trainee=trainee)
        .select_related("arena", "by")
        .prefetch_related(
            Prefetch("files", ActivityFile.objects.defer("data").order_by("pk")),
            Prefetch("asks", _asks()),
        )
    )
    goals = _goals(trainee)
    return in_order(
        (_activity(row, goals.get(row.pk, []), brought) for row in rows), "from_day", "recorded_at"
    )


def _asks() -> Any:
    answers = SignatureAnswer.objects.select_related("by").order_by("pk")
    asks = Ask.objects.filter(kind="signature").exclude(state="open").order_by("asked_at", "pk")
    asks = asks.select_related("by", "asked")
    return asks.prefetch_related(Prefetch("answers", answers))


def _goals(trainee: Trainee) -> dict[int, list[str]]:
    """The goals that each activity names, as set and code, in one query."""
    through = Activity.goals.through.objects.filter(activity__trainee=trainee)
    rows = through.order_by("goal__goal_set__code", "goal__code")
    found: dict[int, list[str]] = {}
    for key, set_code, code in rows.values_list("activity_id", "goal__goal_set__code", "goal__code"):
        found.setdefault(key, []).append(f"{set_code}/{code}")
    return found


def _activity(row: Activity, goals: list[str], brought: BroughtIn) -> dict[str, Any]:
    key = str(row.key)
    return {
        "key": key,
        "kind": row.kind,
        "template": row.template,
        "title": row.title,
        "from_day": day(row.from_day),
        "to_day": day(row.to_day),
        "arena": row.arena.code if row.arena else "",
        "arena_name": row.arena.name_nb if row.arena else "",
        "place": row.place,
        "count": row.count,
        "note": row.note,
        "goals": goals,
        "state": "recorded" if row.state == "sent" else row.state,
        "recorded_at": moment(row.recorded_at),
        "by": who(row.by) or brought.by_of_activity(key),
        "files": [_file(file) for file in row.files.all()],
        "signatures": _signatures(row, brought.signatures_of(key)),
    }


def _file(row: ActivityFile) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "digest": row.digest,
        "added_at": moment(row.added_at),
        "member": member_name(row.digest, row.kind),
    }


def member_name(digest: str, kind: str) -> str:
    """Where a file lies in the package: by what is in it, so that the same file lies there once."""
    return f"{FILES}{digest}.{ENDINGS.get(kind, 'bin')}"


def _signatures(row: Activity, brought: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who was asked to sign, and what was answered (§ 26)."""
    before = {entry["asked_at"]: entry for entry in brought}
    return [_ask(ask, before.get(moment(ask.asked_at))) for ask in row.asks.all()]


def _ask(ask: Ask, brought: dict[str, Any] | None) -> dict[str, Any]:
    given = {answer["at"]: answer["by"] for answer in brought["answers"]} if brought else {}
    return {
        "asked": who(ask.asked) or (brought["asked"] if brought else {"name": ask.name, "hpr_number": ""}),
        "role": ask.role,
        "state": ask.state,
        "asked_at": moment(ask.asked_at),
        "expires_at": moment(ask.expires_at),
        "by": who(ask.by) or (brought["by"] if brought else None),
        "closed_at": moment(ask.closed_at),
        "answers": [
            {
                "outcome": answer.outcome,
                "level": answer.level,
                "comment": answer.comment,
                "at": moment(answer.at),
                "by": who(answer.by) or given.get(moment(answer.at), {"name": answer.name, "hpr_number": ""}),
                "way": answer.way,
                "content": answer.content,
                "undone_at": moment(answer.undone_at),
            }
            for answer in ask.answers.all()
        ],
    }


def files_of(trainee: Trainee) -> dict[str, bytes]:
    """The files of all activities by their place in the package."""
    rows = ActivityFile.objects.filter(activity__trainee=trainee).order_by("digest")
    return {
        member_name(digest, kind): bytes(data)
        for digest, kind, data in rows.values_list("digest", "kind", "data")
    }
