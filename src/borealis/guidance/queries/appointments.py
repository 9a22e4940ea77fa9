"""Appointments and how many of the year's talks are held: times and states, never what was said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count as Counted
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.guidance.models import Participant, Talk
from borealis.guidance.permissions import sees_topics
from borealis.guidance.rules import GROUP, INDIVIDUAL, Count, Place, Year, count, year_of
from borealis.guidance.wording import KIND_WORDS, LOST_WORDS, OVER_WORDS, STATE_WORDS
from borealis.people.queries import Viewer
from borealis.planner.guidance import History, forecast
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import Guidance
from borealis.shell.language import text_in
from borealis.shell.prepared import KEYS, MOMENT, prepared
from borealis.shell.words import day_short
from borealis.trainees.directory import Trainee


@dataclass(frozen=True)
class Appointment:
    """A talk as it stands in a list. ``waits_for_me``: the time is proposed, and the reader has not accepted it."""

    pk: int
    title: str
    start_at: dt.datetime
    end_at: dt.datetime
    minutes: int
    state: str
    state_words: str
    people: tuple[str, ...]
    version: int
    over: bool
    waits_for_me: bool
    touched: tuple[str, ...] = ()  # topics, for who may see which were taken up


@dataclass(frozen=True)
class Quota:
    """A year's talks of one kind. ``outlook``: how many there will be when it is over, with an honest interval."""

    kind: str
    count: Count
    year: Year
    outlook: str = ""

    @property
    def words(self) -> str:
        return _("Individuell") if self.kind == INDIVIDUAL else _("Gruppe")

    @property
    def label(self) -> str:
        """The count in words, for who does not see the dots."""
        facts = {"held": self.count.held, "norm": self.count.norm}
        booked = self.count.booked + self.count.unfinished
        return _("%(held)s av %(norm)s holdt, %(booked)s avtalt") % {**facts, "booked": booked}

    @property
    def quiet(self) -> str:
        """What waits to be finalised, and what fell away."""
        found, lost = [], sum(self.count.lost.values())
        if n := self.count.unfinished:
            words = ngettext("%(n)s venter på å ferdigstilles", "%(n)s venter på å ferdigstilles", n)
            found.append(words % {"n": n})
        if lost:
            found.append(ngettext("%(n)s falt bort", "%(n)s falt bort", lost) % {"n": lost})
        return ", ".join(found)


def appointment_of(talk: Talk, viewer: Viewer, now: dt.datetime) -> Appointment:
    """A talk with its participants at hand, as the viewer sees it in a list."""
    places = list(talk.participants.all())
    accepted = {place.trainee.person_id: place.accepted_at for place in places}
    accepted[talk.leader_id] = talk.leader_accepted_at
    mine = viewer.person_id in accepted and accepted[viewer.person_id] is None
    over = talk.end_at <= now
    waits = talk.state == "agreed" and over
    return Appointment(
        pk=talk.pk,
        title=talk.subject or str(KIND_WORDS[talk.kind]),
        start_at=talk.start_at,
        end_at=talk.end_at,
        minutes=int((talk.end_at - talk.start_at).total_seconds() // 60),
        state=talk.state,
        state_words=_state_words(talk, waits),
        people=(talk.leader.name, *(place.trainee.person.name for place in places)),
        version=talk.version,
        over=over,
        waits_for_me=talk.state == "proposed" and mine and not over,
    )


def _state_words(talk: Talk, waits: bool) -> str:
    if waits:
        return str(OVER_WORDS)
    if talk.state == "lost":
        return f"{STATE_WORDS['lost']}: {LOST_WORDS[talk.lost_to]}"
    return str(STATE_WORDS[talk.state])


def guidance_of(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, list[Appointment]]:
    """A trainee's talks: what comes, earliest first, and what was, latest first."""
    rows = Talk.objects.filter(participants__trainee=trainee).select_related("leader")
    titles = _titles(trainee.programme_id) if sees_topics(viewer, trainee) else {}
    every = [
        replace(
            appointment_of(talk, viewer, now),
            touched=tuple(titles[topic] for topic in talk.touched if topic in titles),
        )
        for talk in rows.prefetch_related("participants__trainee__person")
    ]
    coming = [one for one in every if not one.over and one.state in ("proposed", "agreed")]
    return {"coming": coming, "past": [one for one in reversed(every) if one not in coming]}


def next_agreed(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> Appointment | None:
    """The first of a trainee's talks that is agreed on and not over, or None."""
    rows = Talk.objects.filter(participants__trainee=trainee, state="agreed", end_at__gt=now)
    places = Prefetch("participants", Participant.objects.select_related("trainee__person"))
    found = rows.select_related("leader").prefetch_related(places).first()
    return appointment_of(found, viewer, now) if found else None


def _titles(programme_id: int) -> dict[str, str]:
    terms = terms_of(programme_id)
    return {topic.id: text_in(topic.text) for topic in terms.topics} if terms else {}


def next_talks(viewer: Viewer, now: dt.datetime) -> list[Appointment]:
    """What comes, and what waits to be finalised, of those whom the viewer guides or leads."""
    mine = Q(leader_id=viewer.person_id) | Q(participants__trainee__person_id=viewer.person_id)
    rows = Talk.objects.filter(mine, state__in=("proposed", "agreed")).distinct().select_related("leader")
    rows = rows.prefetch_related("participants__trainee__person").order_by("start_at", "pk")
    return [appointment_of(talk, viewer, now) for talk in rows if talk.state == "agreed" or talk.end_at > now]


def terms_of(programme_id: int) -> Guidance | None:
    """What the programme in force says of guidance."""
    current = programme_by_id(programme_id)
    return current.document.guidance if current else None


_PLACES = prepared(
    lambda trainees: Participant.objects.filter(trainee__in=trainees).values_list(
        "trainee_id",
        "talk__kind",
        "talk__state",
        "talk__start_at",
        "talk__end_at",
        "present",
        "talk__lost_to",
    ),
    trainees=KEYS,
)
_LOST = prepared(
    lambda departments, since, until: (
        Talk.objects.filter(
            department_id__in=departments, kind=INDIVIDUAL, start_at__gte=since, start_at__lte=until
        )
        .order_by()
        .values_list("department_id")
        .annotate(
            ended=Counted("pk", filter=Q(state__in=("finalised", "lost"))),
            lost=Counted("pk", filter=Q(state="lost")),
        )
    ),
    departments=KEYS,
    since=MOMENT,
    until=MOMENT,
)


def quotas_of(
    trainees: Iterable[Trainee], now: dt.datetime, *, outlook: bool = True
) -> dict[int, tuple[Quota, ...]]:
    """The year's talks of trainees, individual and in groups, by trainee.

    ``outlook``: what the year will likely come to is told, too.
    """
    rows, today = list(trainees), timezone.localdate(now)
    terms = {programme: terms_of(programme) for programme in {row.programme_id for row in rows}}
    places: dict[int, list[Place]] = defaultdict(list)
    histories = _histories({row.programme.department_id for row in rows}, now) if outlook else {}
    said_of = _PLACES(trainees=[row.pk for row in rows])
    for trainee_id, kind, state, start_at, end_at, present, lost_to in said_of:
        day = timezone.localdate(start_at)
        places[trainee_id].append(Place(kind, state, day, end_at <= now, present, lost_to))
    found: dict[int, tuple[Quota, ...]] = {}
    for row in rows:
        said = terms[row.programme_id]
        if said is not None:
            year = year_of(said.year, row.started_on, today)
            norms = ((INDIVIDUAL, said.individual), (GROUP, said.group))
            individual, group = (
                Quota(kind, count(places[row.pk], kind, year, norm), year) for kind, norm in norms
            )
            if outlook:
                days = [place.day for place in places[row.pk] if place.kind == INDIVIDUAL and _ahead(place)]
                words = outlook_words(individual, days, histories[row.programme.department_id], today)
                individual = replace(individual, outlook=words)
            found[row.pk] = (individual, group)
    return found


def _ahead(place: Place) -> bool:
    return place.state in ("proposed", "agreed") and not place.over


def _histories(departments: set[int], now: dt.datetime) -> dict[int, History]:
    """Of the last year's talks of two, how many were lost, by department."""
    since = now - dt.timedelta(days=365)
    told = _LOST(departments=departments, since=since, until=now)
    known = {department: History(ended, lost) for department, ended, lost in told}
    return {department: known.get(department, History(0, 0)) for department in departments}


def outlook_words(quota: Quota, ahead: list[dt.date], history: History, today: dt.date) -> str:
    """What the year will likely come to, and how many more to agree on by when; nothing when all are held."""
    held, norm = quota.count.held + quota.count.unfinished, quota.count.norm
    if held >= norm:
        return ""
    last = quota.year.end - dt.timedelta(days=1)
    seen = forecast(norm=norm, held=held, placed=ahead, today=today, last=last, history=history)
    facts = {"low": seen.low, "high": seen.high, "norm": norm}
    words = (
        _("Sannsynlig %(low)s av %(norm)s i år.")
        if seen.low == seen.high
        else _("Sannsynlig %(low)s til %(high)s av %(norm)s i år.")
    ) % facts
    if not seen.extra or seen.act_by is None:
        return words
    more = ngettext("Avtal %(n)s til innen %(day)s.", "Avtal %(n)s til innen %(day)s.", seen.extra)
    return f"{words} {more % {'n': seen.extra, 'day': day_short(seen.act_by)}}"
