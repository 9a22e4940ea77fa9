"""The page of a trainee's assessments over time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.portfolio.assessment.chart import Dot, levels_chart
from borealis.portfolio.assessment.library import forms
from borealis.portfolio.assessment.queries.rows import AssessmentView, assessments_of, in_form
from borealis.portfolio.assessment.rules import Share, share
from borealis.portfolio.models import Ask, Assessment
from borealis.shell.language import text_in
from borealis.shell.words import day_short

FEWEST_DOTS = 3
NEWEST = 8


@dataclass(frozen=True)
class LevelChart:
    """Levels on one scale over time, drawn, with the rows behind."""

    scale: str
    sentence: str
    drawn: SafeString
    rows: tuple[AssessmentView, ...]

    @property
    def outside(self) -> bool:
        """Whether any came by a link."""
        return any(row.outside for row in self.rows)


@dataclass(frozen=True)
class Agreement:
    """How often two readings agreed in half a year, with an interval."""

    label: str
    share: Share

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        return (("reached", self.share.hits),)

    @property
    def words(self) -> str:
        return _("Enige i %(hits)d av %(total)d") % {"hits": self.share.hits, "total": self.share.total}


@dataclass(frozen=True)
class Waiting:
    """A wish for an assessment that waits, or an offer of one."""

    pk: int
    by: int | None
    name: str
    form_name: str
    asked_at: dt.datetime
    offered: bool


def list_page(trainee_id: int, form: str, goal: str, now: dt.datetime) -> dict[str, Any]:
    """All assessments that stand, filtered by form and by goal, with levels and agreement over time."""
    every = assessments_of(trainee_id)
    names = {row.form: row.form_name for row in reversed(every)}
    goals = sorted({code for row in every for code in row.goals})
    form, goal = form if form in names else "", goal if goal in goals else ""
    shown = in_form(every, form, goal)
    return {
        "every": len(every),
        "shown": shown,
        "newest": shown[:NEWEST],
        "older": shown[NEWEST:],
        "forms": sorted(names.items(), key=lambda pair: pair[1]),
        "goals": goals,
        "form": form,
        "goal": goal,
        "sentence": _sentence(every),
        "charts": _charts(shown),
        "agreement": _agreement(trainee_id, shown),
        "asks": _asks(trainee_id, now),
    }


def _sentence(every: tuple[AssessmentView, ...]) -> str:
    if not every:
        return _("Ingen vurderinger ennå.")
    people = len({row.who for row in every})
    return _("%(number)s fra %(people)s. Den siste er fra %(day)s.") % {
        "number": ngettext("%(n)d vurdering", "%(n)d vurderinger", len(every)) % {"n": len(every)},
        "people": ngettext("%(n)d person", "%(n)d personer", people) % {"n": people},
        "day": day_short(every[0].on),
    }


def _charts(shown: Iterable[AssessmentView]) -> tuple[LevelChart, ...]:
    """One drawing for each scale on which enough levels were given; the most used first."""
    by_scale: dict[str, list[AssessmentView]] = defaultdict(list)
    for row in shown:
        if row.level is not None and row.scale is not None:
            by_scale[row.scale.code].append(row)
    found = [_chart(rows) for rows in by_scale.values() if len(rows) >= FEWEST_DOTS]
    return tuple(sorted(found, key=lambda chart: -len(chart.rows)))


def _chart(rows: list[AssessmentView]) -> LevelChart:
    """Drawn on the newest wording of the scale; levels that it no longer has stay in the table."""
    scale = rows[0].scale
    if scale is None:
        raise LookupError("levels without a scale")
    dots = [
        Dot(
            row.on,
            row.level,
            f"{day_short(row.on)}: {row.level_words}. {row.form_name}, {row.who}",
            row.outside,
        )
        for row in rows
        if row.level is not None and scale.step(row.level)
    ]
    latest, first = rows[0], rows[-1]
    sentence = _("Fra «%(first)s» %(then)s til «%(latest)s» %(day)s, %(number)d nivåer i alt.") % {
        "first": first.level_words,
        "then": day_short(first.on),
        "latest": latest.level_words,
        "day": day_short(latest.on),
        "number": len(rows),
    }
    return LevelChart(text_in(scale.name), sentence, levels_chart(scale, dots, sentence), tuple(rows))


def _agreement(trainee_id: int, shown: tuple[AssessmentView, ...]) -> tuple[Agreement, ...]:
    """Agreement in double reading for each half-year, the newest first."""
    forms = {row.pk: row for row in shown if row.wording.agreement}
    halves: dict[tuple[int, int], list[bool]] = defaultdict(list)
    rows = Assessment.objects.filter(trainee_id=trainee_id, pk__in=forms).order_by("-on", "-pk")
    for pk, on, answers in rows.values_list("pk", "on", "answers"):
        wording = forms[pk].wording
        question = wording.question(wording.agreement)
        choice = question.choice(answers.get(wording.agreement)) if question else None
        if choice is not None:
            halves[(on.year, 1 if on.month <= 6 else 2)].append(choice.agrees)
    return tuple(_half(year, half, agreed) for (year, half), agreed in halves.items())


def _half(year: int, half: int, agreed: list[bool]) -> Agreement:
    label = _("1. halvår %(year)d") if half == 1 else _("2. halvår %(year)d")
    return Agreement(label % {"year": year}, share(sum(agreed), len(agreed)))


def _asks(trainee_id: int, now: dt.datetime) -> list[Waiting]:
    """What waits for an assessor: asked for by the trainee, or offered."""
    rows = Ask.objects.filter(trainee_id=trainee_id, kind="assessment", state="open", expires_at__gt=now)
    names = {code: text_in(listed.form.name) for code, listed in forms().items()}
    return [
        Waiting(
            pk=ask.pk,
            by=ask.by_id,
            name=ask.name,
            form_name=names[ask.form],
            asked_at=ask.asked_at,
            offered=ask.by_id is not None and ask.by_id == ask.asked_id,
        )
        for ask in rows.order_by("asked_at")
        if ask.form in names
    ]
