"""Figures of guidance for who leads, without contents, and findings when the year falls short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.guidance.models import Participant, Talk
from borealis.guidance.queries.appointments import Quota, quotas_of
from borealis.guidance.rules import GROUP, INDIVIDUAL, falls_short
from borealis.guidance.wording import LOST_WORDS
from borealis.shell.findings import Finding
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee


def figures_of(trainees: Iterable[Trainee], now: dt.datetime) -> dict[str, Any]:
    """Held, agreed, lost and why: per trainee, and per guide the last twelve months."""
    rows = list(trainees)
    quotas = quotas_of(rows, now)
    lines = [{"pk": row.pk, "name": row.person.name, "quotas": quotas.get(row.pk, ())} for row in rows]
    held = sum(quota.count.held for of_one in quotas.values() for quota in of_one[:1])
    norm = sum(quota.count.norm for of_one in quotas.values() for quota in of_one[:1])
    return {
        "lines": sorted(lines, key=lambda line: line["name"]),
        "held": held,
        "norm": norm,
        "lost": _lost(quotas.values()),
        "guides": _guides(rows, now),
    }


def _lost(quotas: Iterable[tuple[Quota, ...]]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for quota in (quota for of_one in quotas for quota in of_one):
        for reason, number in quota.count.lost.items():
            found[reason] = found.get(reason, 0) + number
    return [(str(LOST_WORDS[reason]), number) for reason, number in sorted(found.items())]


def _guides(trainees: list[Trainee], now: dt.datetime) -> list[dict[str, Any]]:
    """How many talks each guide has led, and how many wait to be finalised, for these trainees."""
    since = now - dt.timedelta(days=365)
    rows = Talk.objects.filter(participants__trainee__in=trainees, start_at__gt=since).distinct()
    found: dict[int, dict[str, Any]] = {}
    for talk in rows.select_related("leader"):
        line = found.setdefault(
            talk.leader_id, {"name": talk.leader.name, "held": 0, "coming": 0, "open": 0, "lost": 0}
        )
        if talk.state == "finalised":
            line["held"] += 1
        elif talk.state == "lost":
            line["lost"] += 1
        elif talk.end_at > now:
            line["coming"] += 1
        elif talk.state == "agreed":
            line["open"] += 1
    return sorted(found.values(), key=lambda line: str(line["name"]))


def guidance_findings(
    trainees: Iterable[Trainee],
    now: dt.datetime,
    *,
    may_propose: bool,
    quotas: Mapping[int, tuple[Quota, ...]] | None = None,
) -> dict[int, list[Finding]]:
    """Who falls behind the year's talks, by trainee: seen early enough to make appointments.

    ``quotas``: the year's talks of these trainees, where they are known already.
    """
    rows, today = list(trainees), timezone.localdate(now)
    quotas = quotas_of(rows, now, outlook=False) if quotas is None else quotas
    return {
        row.pk: [
            _finding(row, quota, may_propose)
            for quota in quotas.get(row.pk, ())
            if quota.kind == INDIVIDUAL and falls_short(quota.count, quota.year, today)
        ]
        for row in rows
    }


def _finding(trainee: Trainee, quota: Quota, may_propose: bool) -> Finding:
    facts = {"held": quota.count.held, "norm": quota.count.norm, "booked": quota.count.booked}
    words = (
        _("%(held)s av %(norm)s veiledninger holdt, %(booked)s avtalt.")
        if quota.count.booked
        else _("%(held)s av %(norm)s veiledninger holdt, ingen avtalt.")
    )
    return Finding(
        "guidance_falls_short",
        "attention",
        f"trainees.Trainee:{trainee.pk}",
        words % facts,
        _("Året går til %(day)s.") % {"day": day_short(quota.year.end)},
        _("Foreslå tid") if may_propose else _("Se veiledningen"),
        reverse("guidance", args=[trainee.pk]),
        _("lokal norm"),
    )


def groups_attended(trainee_ids: Iterable[int]) -> dict[int, int]:
    """In how many groups that were held each trainee was there, in the whole training."""
    places = Participant.objects.filter(trainee__in=list(trainee_ids), present=True).order_by()
    held = places.filter(talk__kind=GROUP, talk__state="finalised")
    return dict(held.values_list("trainee_id").annotate(Count("pk")))
