"""What is signed, as plain values, so that a later change can be seen."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects

from borealis.portfolio.models import Activity
from borealis.portfolio.signing.rules import content_digest

READ = ("goals__goal_set", "files")  # what is read of an activity besides its own row


def signed_content(activity: Activity) -> dict[str, Any]:
    """Everything that an activity says, with its goals and the digests of its files."""
    return {
        "key": str(activity.key),
        "kind": activity.kind,
        "template": activity.template,
        "title": activity.title,
        "from_day": activity.from_day.isoformat(),
        "to_day": activity.to_day.isoformat() if activity.to_day else None,
        "arena": activity.arena.code if activity.arena else "",
        "place": activity.place,
        "count": activity.count,
        "note": activity.note,
        "goals": sorted(f"{goal.goal_set.code} {goal.code}" for goal in activity.goals.all()),
        "files": sorted(file.digest for file in activity.files.all()),
    }


def digest_of(activity: Activity) -> str:
    """The digest of an activity as it stands."""
    prefetch_related_objects([activity], *READ)
    return content_digest(signed_content(activity))
