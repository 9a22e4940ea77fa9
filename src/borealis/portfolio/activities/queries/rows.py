"""Activities as the pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import KIND_WORDS, STATE_COLOURS, STATE_ICONS, STATE_WORDS
from borealis.portfolio.models import Activity
from borealis.shell.addresses import addresses_of
from borealis.shell.language import localised
from borealis.shell.words import month_name


@dataclass(frozen=True)
class ActivityRow:
    """An activity with its words: where, what is counted, and the codes of its goals.

    ``month`` and ``summary`` are for the list, which shows many: words are put together here, not there.
    """

    row: Activity
    url: str
    kind: str
    state: str
    icon: str
    colour: str
    where: str
    unit: str
    goals: tuple[str, ...]
    month: str
    day: int
    summary: str
    codes: str


def activity_rows(rows: Iterable[Activity], terms: Terms) -> list[ActivityRow]:
    """Rows of one trainee in words, in one query for all their goals. ``rows`` come with their arena."""
    found: Sequence[Activity] = list(rows)
    if not found:
        return []
    codes: dict[int, list[str]] = defaultdict(list)
    named = Activity.goals.through.objects.filter(activity__in=[row.pk for row in found])
    for activity, code in named.order_by("goal__code").values_list("activity_id", "goal__code"):
        codes[activity].append(code)
    urls = addresses_of("activity", [row.pk for row in found], *{row.trainee_id for row in found})
    return [_in_words(row, urls[row.pk], terms, tuple(codes[row.pk])) for row in found]


def _in_words(row: Activity, url: str, terms: Terms, goals: tuple[str, ...]) -> ActivityRow:
    template = terms.template(row.template)
    unit, kind = template.unit if template else "", str(KIND_WORDS.get(row.kind, row.kind))
    where = (localised(row.arena, "name") if row.arena else "") or row.place
    done = f"{row.count} {unit}".strip() if row.count > 1 or unit else kind
    return ActivityRow(
        row=row,
        url=url,
        kind=kind,
        state=str(STATE_WORDS[row.state]),
        icon=STATE_ICONS[row.state],
        colour=STATE_COLOURS.get(row.state, "neutral"),
        where=where,
        unit=unit,
        goals=goals,
        month=f"{month_name(row.from_day)[:3]} {row.from_day:%y}",
        day=row.from_day.day,
        summary=f"{done}, {where}" if where else done,
        codes=", ".join(goals),
    )
