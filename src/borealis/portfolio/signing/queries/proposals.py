"""Whom a trainee most likely asks: the specialists who were on duty when the work was done, those asked last, then
the specialists where it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import arenas, line_ids, within
from borealis.people.directory import Person, SpecialistApproval, persons, posts
from borealis.portfolio.activities.terms import arena_on
from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.permissions import GUIDE
from borealis.portfolio.signing.chain import (
    Receiver,
    asked_of,
    guide_of,
    receiver_of,
    refusal,
    role_now,
    terms_for,
)
from borealis.rosters.queries import who_worked_together
from borealis.trainees.directory import Trainee

LAST_ASKED = 5
MOST = 12
LONGEST_LOOK = dt.timedelta(days=365)


@dataclass(frozen=True)
class Proposal:
    """Somebody who could sign. ``key`` is what a form sends."""

    key: str
    name: str
    email: str
    person_id: int | None
    why: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.why})"


def proposals_for(trainee: Trainee, activity: Activity, now: dt.datetime) -> list[Proposal]:
    """Those who may sign the activity's next step, most likely first, each once."""
    terms = terms_for(trainee)
    role = role_now(activity, terms)
    if role is None:
        return []
    found: dict[str, Proposal] = {}
    for receiver, why in _candidates(trainee, activity, role, timezone.localdate(now)):
        key = f"p{receiver.person_id}" if receiver.person_id else f"e{receiver.email.casefold()}"
        if key not in found and not refusal(trainee, receiver, role, terms, now):
            found[key] = Proposal(key, receiver.name, receiver.email, receiver.person_id, why)
        if len(found) >= MOST:
            break
    return list(found.values())


def _candidates(
    trainee: Trainee, activity: Activity, role: str, on: dt.date
) -> Iterator[tuple[Receiver, str]]:
    if role == GUIDE:
        if (guide := guide_of(trainee, on)) is not None:
            yield receiver_of(guide), _("veileder")
        return
    asked = _last_asked(trainee)
    for person, days in _on_duty_together(trainee, activity, [one.person_id for one in asked], on):
        yield receiver_of(person), _together_words(days)
    for receiver in asked:
        yield receiver, _("spurt sist")
    for person in _specialists(trainee, activity, on):
        yield receiver_of(person), _("spesialist ved arenaen")


def _on_duty_together(
    trainee: Trainee, activity: Activity, asked: list[int | None], on: dt.date
) -> list[tuple[Person, int]]:
    """The specialists who were at work with the trainee on the days of the activity, by the roster, and how many
    days: who was asked of late first, then who was there the most. Of a long activity the last year is looked at."""
    last = min(activity.to_day or activity.from_day, on)
    met = {
        row.person_id: row
        for row in who_worked_together(trainee.person_id, max(activity.from_day, last - LONGEST_LOOK), last)
    }
    rows = persons().filter(pk__in=met, is_active=True).filter(pk__in=_approved(trainee, on))
    found = [(person, met[person.pk]) for person in rows]
    found.sort(key=lambda pair: (pair[0].pk not in asked, -pair[1].minutes, pair[0].name))
    return [(person, row.days) for person, row in found]


def _together_words(days: int) -> str:
    return ngettext("på vakt samme dag", "på vakt sammen %(days)d dager", days) % {"days": days}


def _approved(trainee: Trainee, on: dt.date) -> QuerySet[SpecialistApproval, int]:
    """Those who are specialists in the trainee's field."""
    rows = SpecialistApproval.objects.filter(specialty_id=trainee.programme.specialty_id, approved_on__lte=on)
    return rows.values_list("person_id", flat=True)


def _last_asked(trainee: Trainee) -> list[Receiver]:
    """Those who were asked last, each once, newest first."""
    asks = Ask.objects.filter(trainee=trainee, kind="signature").select_related("asked").order_by("-asked_at")
    found: dict[str, Receiver] = {}
    for ask in asks[:50]:
        found.setdefault(ask.email.casefold(), asked_of(ask))
    return list(found.values())[:LAST_ASKED]


def _specialists(trainee: Trainee, activity: Activity, on: dt.date) -> list[Person]:
    """The specialists in the trainee's field with a post at the department of the arena, by name."""
    code = activity.arena.code if activity.arena else arena_on(trainee, activity.from_day)
    arena = arenas([code]).get(code)
    department = arena.department_id if arena else trainee.programme.department_id
    places = within([department]) | set(line_ids(department))
    in_force = posts().filter(organisation__in=places, from_day__lte=on)
    holders = in_force.filter(Q(to_day=None) | Q(to_day__gte=on)).values("person_id")
    found = persons().filter(pk__in=holders, is_active=True).filter(pk__in=_approved(trainee, on))
    return list(found.order_by("name", "pk")[:MOST])
