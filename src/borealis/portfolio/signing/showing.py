"""What is asked for, in words: what, how much, when, where, and for which goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.curriculum.queries import goals_of
from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.signing.chain import terms_for
from borealis.portfolio.signing.wording import needed_words
from borealis.programmes.rules import PortfolioTerms
from borealis.shell.language import localised, text_in
from borealis.shell.words import day_month


@dataclass(frozen=True)
class GoalLine:
    """A goal that an activity names, and what the regulation asks for in it."""

    code: str
    title: str
    needs: str


@dataclass(frozen=True)
class AskView:
    """An ask as its pages and mails show it. ``first_name`` is how a colleague speaks of the trainee."""

    pk: int
    trainee: str
    first_name: str
    title: str
    amount: str
    when: str
    spans_days: bool
    where: str
    note: str
    goals: tuple[GoalLine, ...]
    files: int
    asked_at: dt.datetime

    @property
    def what(self) -> str:
        """How much and when, on one line."""
        return ", ".join(part for part in (self.amount, self.when) if part)


def ask_view(ask: Ask) -> AskView:
    """An ask for a signature, in the language in use."""
    return ask_views([ask])[0]


def ask_views(asks: Sequence[Ask]) -> list[AskView]:
    """Asks for signatures, in the language in use, in their order."""
    goals = _goals(asks)
    followed = {ask.trainee.programme_id: ask.trainee for ask in asks}
    portfolios = {programme: terms_for(trainee) for programme, trainee in followed.items()}
    return [_view(ask, goals, portfolios[ask.trainee.programme_id]) for ask in asks]


def _view(ask: Ask, goals: Mapping[int, GoalLine], portfolio: PortfolioTerms) -> AskView:
    activity, name = activity_of(ask), ask.trainee.person.name
    template = portfolio.template(activity.template)
    named = {goal.pk for goal in activity.goals.all()}
    return AskView(
        pk=ask.pk,
        trainee=name,
        first_name=name.split()[0],
        title=activity.title,
        amount=amount_words(activity, text_in(template.unit) if template else ""),
        when=span_words(activity.from_day, activity.to_day),
        spans_days=activity.to_day is not None,
        where=localised(activity.arena, "name") if activity.arena else activity.place,
        note=activity.note,
        goals=tuple(line for pk, line in goals.items() if pk in named),
        files=len(activity.files.all()),
        asked_at=ask.asked_at,
    )


def activity_of(ask: Ask) -> Activity:
    """The activity that a signature is asked for."""
    if ask.activity is None:
        raise LookupError(f"ask {ask.pk} is for no activity")
    return ask.activity


def _goals(asks: Sequence[Ask]) -> dict[int, GoalLine]:
    """The goals of the sets that the activities' goals belong to, by key, in the order of the sets."""
    named = {goal for ask in asks for goal in activity_of(ask).goals.all()}
    sets = sorted({(goal.goal_set.common, goal.goal_set.code) for goal in named})
    keys = {goal.pk for goal in named}
    return {
        goal.pk: GoalLine(goal.code, goal.title, needed_words(goal.requirements))
        for goal in goals_of(code for _common, code in sets)
        if goal.pk in keys
    }


def amount_words(activity: Activity, unit: str) -> str:
    """«12 undersøkelser»; where nothing but times is counted «3 ganger», and nothing for once."""
    if unit:
        return f"{activity.count} {unit}"
    if activity.count == 1:
        return ""
    return ngettext("%(count)d gang", "%(count)d ganger", activity.count) % {"count": activity.count}


def span_words(first: dt.date, last: dt.date | None) -> str:
    """«24. november», «9.–24. november», «28. november – 3. desember»."""
    if last is None or last == first:
        return day_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)d.–%(last)s") % {"first": first.day, "last": day_month(last)}
    return f"{day_month(first)} – {day_month(last)}"
