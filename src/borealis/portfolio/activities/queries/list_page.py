"""The page of a trainee's portfolio: what is done, in what state, and how much against the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.portfolio.activities.queries.rows import activity_rows
from borealis.portfolio.activities.queries.totals import goal_totals, template_rows
from borealis.portfolio.activities.rules import ACTIVITY_STATES, Total, share_of, total_of, totals
from borealis.portfolio.activities.terms import TemplateView, Terms, terms_of
from borealis.portfolio.activities.wording import KIND_WORDS, STATE_WORDS
from borealis.portfolio.models import Activity
from borealis.shell.tables import Linked
from borealis.trainees.directory import Trainee

PAGE_LENGTH = 50
GOAL_LENGTH = 60  # letters of a goal's title in the list to choose from


@dataclass(frozen=True)
class Bar:
    """How much of an activity is done: signed, not signed yet, and the target if there is one."""

    template: TemplateView
    total: Total
    parts: tuple[tuple[str, float], ...]
    label: str

    @property
    def target_words(self) -> str:
        """«, 20 undersøkelser», to follow the name; empty where there is no number."""
        return f", {self.template.target} {self.template.unit}" if self.template.target else ""

    @property
    def reached(self) -> bool:
        """Whether the target is reached with what is signed."""
        return bool(self.template.target) and self.total.signed >= (self.template.target or 0)


def list_page(trainee: Trainee, asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of activities, newest first, filtered by ``tilstand``, ``slag`` and ``maal``; and all totals."""
    terms = terms_of(trainee)
    rows = template_rows(trainee.pk)
    done = totals(rows)
    chosen = _chosen(asked, terms)
    found = Activity.objects.filter(trainee=trainee, **_filters(chosen, terms)).select_related("arena")
    if "tilstand" not in chosen:
        found = found.exclude(state="withdrawn")
    sheet = Paginator(found, PAGE_LENGTH).get_page(asked.get("side"))
    bars = [bar_of(template, done.get(template.id, Total())) for template in terms.templates]
    return {
        "sentence": _sentence(total_of(done)),
        "rows": activity_rows(sheet, terms),
        "sheet": sheet,
        "empty": not rows,
        "begun": [bar for bar in bars if bar.total.counted],
        "not_begun": [bar for bar in bars if not bar.total.counted],
        "outside": done.get("", Total()),
        "by_goal": _by_goal(trainee.pk, terms),
        "states": _states(rows, chosen),
        "kinds": [{"key": k, "name": w, "current": k == chosen.get("slag")} for k, w in KIND_WORDS.items()],
        "goals": [(g.code, f"{g.code} {g.title[:GOAL_LENGTH]}") for g in terms.goals],
        "chosen": chosen,
        "query": urlencode(chosen),
    }


def _chosen(asked: Mapping[str, str], terms: Terms) -> dict[str, str]:
    """The filters that mean something."""
    known = {
        "tilstand": ACTIVITY_STATES,
        "slag": tuple(KIND_WORDS),
        "maal": tuple(goal.code for goal in terms.goals),
    }
    return {name: asked[name] for name, values in known.items() if asked.get(name) in values}


def _filters(chosen: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    filters: dict[str, Any] = {}
    if "tilstand" in chosen:
        filters["state"] = chosen["tilstand"]
    if "slag" in chosen:
        filters["kind"] = chosen["slag"]
    if "maal" in chosen:
        filters["goals"] = next(goal.pk for goal in terms.goals if goal.code == chosen["maal"])
    return filters


def _states(rows: list[tuple[str, str, int, int]], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The states that hold something, with how many rows, as links that keep the other filters."""
    numbers: Counter[str] = Counter()
    for _template, state, _count, number in rows:
        numbers[state] += number
    every = sum(number for state, number in numbers.items() if state != "withdrawn")
    links = [("", _("Alle"), every)]
    links += [(state, str(STATE_WORDS[state]), numbers[state]) for state in ACTIVITY_STATES if numbers[state]]
    others = {name: value for name, value in chosen.items() if name != "tilstand"}
    return [
        {
            "name": name,
            "number": number,
            "query": urlencode({**({"tilstand": state} if state else {}), **others}),
            "current": state == chosen.get("tilstand", ""),
        }
        for state, name, number in links
    ]


def bar_of(template: TemplateView, total: Total) -> Bar:
    """The bar of one activity, with its numbers in words."""
    signed, rest = share_of(total, template.target)
    numbers = {
        "name": template.name,
        "done": total.counted,
        "signed": total.signed,
        "target": template.target,
    }
    label = (
        _("%(name)s: %(done)s av %(target)s ført opp, %(signed)s av dem signert")
        if template.target
        else _("%(name)s: %(done)s ført opp, %(signed)s av dem signert")
    )
    return Bar(template, total, (("reached", signed), ("sent", rest)), label % numbers)


def _sentence(total: Total) -> str:
    if not total.rows:
        return _("Ingenting er ført opp ennå.")
    words = ngettext(
        "%(rows)d aktivitet teller, med %(done)d utført. %(signed)d av dem er signert.",
        "%(rows)d aktiviteter teller, med %(done)d utført. %(signed)d av dem er signert.",
        total.rows,
    )
    return words % {"rows": total.rows, "done": total.counted, "signed": total.signed}


def _by_goal(trainee_id: int, terms: Terms) -> list[tuple[Linked, int, int]]:
    """The goals that something is recorded for, in the order of the sets: how much of it counts, and is signed."""
    done = goal_totals(trainee_id)
    return [
        (Linked(goal.code, f"?maal={goal.code}", goal.title), done[goal.pk].counted, done[goal.pk].signed)
        for goal in terms.goals
        if goal.pk in done
    ]
