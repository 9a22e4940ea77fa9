"""What stands in the way of a time, told while it is being chosen, and when the same day would do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.guidance.models import Talk
from borealis.guidance.permissions import people_in
from borealis.people.directory import persons
from borealis.rosters.queries import PresenceWindow, covered, hours_words, presence
from borealis.rosters.rules.supervision import joined

Span = tuple[int, int]  # minutes after midnight, as the clocks in Norway show
DAY_LONG = 24 * 60
MOST_SPANS = 3


@dataclass(frozen=True)
class Clashes:
    """What is in the way, in words, and when everybody is free that day. ``rostered``: whether the roster tells."""

    words: tuple[str, ...]
    free: tuple[str, ...]
    rostered: bool

    @property
    def is_free(self) -> bool:
        return not self.words and self.rostered


def clashes_at(
    people: Iterable[int], department_id: int, start: dt.datetime, end: dt.datetime, but: int = 0
) -> Clashes:
    """What keeps these people from a talk from one moment to another. ``but``: a talk that is moved.

    A colleague learns that somebody is not at work, never why (rosters: who is away is seen, not the reason).
    """
    keys = list(dict.fromkeys(people))
    names = dict(persons().filter(pk__in=keys).values_list("pk", "name"))
    day, span = _span(start, end)
    told = covered(department_id)
    rostered = told is not None and told[0] <= day <= told[1]
    windows = _by_person(presence(keys, day, day)) if rostered else {}
    talks = _talks(keys, day, but)
    reasons: dict[str, list[str]] = defaultdict(list)
    for pk in sorted(names, key=lambda pk: names[pk]):
        for why in _in_the_way(span, windows.get(pk, []) if rostered else None, talks[pk]):
            reasons[why].append(names[pk])
    words = [f"{why}: {', '.join(who)}." for why, who in reasons.items()]
    free = _common([_free(windows.get(pk, []), talks[pk]) for pk in keys]) if rostered else []
    long = [one for one in free if one[1] - one[0] >= span[1] - span[0]]
    return Clashes(tuple(words), tuple(hours_words(*one) for one in long[:MOST_SPANS]), rostered)


def _span(start: dt.datetime, end: dt.datetime) -> tuple[dt.date, Span]:
    local = timezone.localtime(start)
    first = local.hour * 60 + local.minute
    return local.date(), (first, first + int((end - start).total_seconds() // 60))


def _by_person(windows: Iterable[PresenceWindow]) -> dict[int, list[PresenceWindow]]:
    found: dict[int, list[PresenceWindow]] = defaultdict(list)
    for window in windows:
        found[window.person_id].append(window)
    return found


def _talks(people: list[int], day: dt.date, but: int) -> dict[int, list[Span]]:
    """The talks of a day that are proposed or agreed on, by person."""
    first = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    mine = Q(leader_id__in=people) | Q(participants__trainee__person_id__in=people)
    rows = Talk.objects.filter(
        mine, state__in=("proposed", "agreed"), start_at__lt=first + dt.timedelta(days=1)
    )
    rows = rows.filter(end_at__gt=first).exclude(pk=but).distinct()
    found: dict[int, list[Span]] = defaultdict(list)
    for talk in rows.prefetch_related("participants__trainee"):
        for pk in people_in(talk):
            found[pk].append(_span(talk.start_at, talk.end_at)[1])
    return found


def _in_the_way(span: Span, windows: list[PresenceWindow] | None, talks: Iterable[Span]) -> list[str]:
    """Why one person cannot come, in a few words each. ``windows`` None: the roster does not tell."""
    found = [
        _("Annen veiledning kl. %(time)s") % {"time": hours_words(*talk)}
        for talk in talks
        if _meet(talk, span)
    ]
    if windows is None:
        return found
    meeting = [one for one in windows if _meet((one.start, one.end), span)]
    found += [words for one in meeting if (words := _why_not(one))]
    if not meeting:
        found.append(_("Ikke på jobb da"))
    elif not found and not _within(span, [(one.start, one.end) for one in meeting]):
        found.append(_("Ikke på jobb hele tiden"))
    return list(dict.fromkeys(found))


def _why_not(duty: PresenceWindow) -> str:
    """Why a duty leaves no room for a talk; "" when it does."""
    if duty.meaning == "teaching":
        return _("Undervisning kl. %(time)s") % {"time": hours_words(duty.start, duty.end)}
    if duty.meaning == "study":
        return _("Fordypningstid kl. %(time)s") % {"time": hours_words(duty.start, duty.end)}
    return "" if duty.interruptible else _("Vakt som ikke kan forlates")


def _free(windows: Iterable[PresenceWindow], talks: Iterable[Span]) -> list[Span]:
    """When a person can come: at work, in what may be left, and in no other talk."""
    free = joined((w.start, w.end) for w in windows if w.interruptible and not w.protected)
    for taken in talks:
        free = [part for one in free for part in _cut(one, taken)]
    return free


def _cut(span: Span, taken: Span) -> list[Span]:
    """What is left of a span when another is taken out of it."""
    if not _meet(span, taken):
        return [span]
    return [part for part in ((span[0], taken[0]), (taken[1], span[1])) if part[1] > part[0]]


def _common(each: list[list[Span]]) -> list[Span]:
    """When all can."""
    found: list[Span] = [(0, DAY_LONG)]
    for spans in each:
        both = ((max(a, c), min(b, d)) for a, b in found for c, d in spans)
        found = [one for one in both if one[1] > one[0]]
    return found


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(span: Span, windows: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in joined(windows))
