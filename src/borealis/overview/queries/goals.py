"""Learning goals as bars: one for each group, or one for a trainee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.trainees.queries import GroupCount, sum_of

KINDS = {"approved": "reached", "submitted": "sent", "in_progress": "begun", "not_begun": "not_begun"}


@dataclass(frozen=True)
class GoalBar:
    """Counts of goals, as a bar with its words."""

    name: str
    anchor: str
    approved: int
    total: int
    parts: tuple[tuple[str, float], ...]
    label: str


def bar_of(count: GroupCount) -> GoalBar:
    """One group, or all groups together, as a bar."""
    return GoalBar(
        name=count.name or (_("Felles kompetansemål") if count.common else ""),
        anchor=count.anchor if count.set_code else "",
        approved=count.approved,
        total=count.total,
        parts=tuple((KINDS[state], number) for state, number in count.parts()),
        label=_(
            "%(approved)s godkjent, %(sent)s venter på godkjenning, %(begun)s i gang, %(rest)s ikke begynt"
        )
        % {
            "approved": count.approved,
            "sent": count.submitted,
            "begun": count.in_progress,
            "rest": count.not_begun,
        },
    )


def goals_panel(counts: Iterable[GroupCount]) -> dict[str, object]:
    """A trainee's goals by group, with sums for the legend."""
    counts = list(counts)
    total = sum_of(counts)
    return {
        "groups": [bar_of(count) for count in counts],
        "approved": total.approved,
        "total": total.total,
        "legend": [
            ("reached", _("Godkjent"), total.approved),
            ("sent", _("Venter på godkjenning"), total.submitted),
            ("begun", _("I gang"), total.in_progress),
            ("not_begun", _("Ikke begynt"), total.not_begun),
        ],
    }
