"""Mail of talks: an invitation or a cancellation for one, or one letter of several proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from borealis.calendars.models import Revision
from borealis.calendars.queries.invitations import invitation
from borealis.calendars.rules import CANCEL, CANCELLED, CONFIRMED, TEXT
from borealis.calendars.wording import title_for
from borealis.guidance.queries import Booked, Seat
from borealis.people.directory import Person
from borealis.people.mail import CalendarPart, write_to_address
from borealis.shell.language import text_in
from borealis.shell.words import long_day


@dataclass(frozen=True)
class Line:
    """One talk in a person's mail, and how it is told."""

    talk: Booked
    revision: Revision
    way: str
    status: str


def send(person: Person, lines: Sequence[Line], now: dt.datetime) -> None:
    """Send what is told by calendars one by one, and the rest as one letter."""
    for line in lines:
        if line.way != TEXT:
            _send_calendar(person, line, now)
    if told := [line for line in lines if line.way == TEXT]:
        _send_letter(person, told)


def _send_calendar(person: Person, line: Line, now: dt.datetime) -> None:
    reader = Seat(person.pk, person.name, person.email, False)
    with override(person.language):
        part = CalendarPart(line.way, invitation(line.talk, line.revision, reader, line.way, now))
        facts = {
            **_facts(person, line),
            "cancelled": line.way == CANCEL,
            "agreed": line.status == CONFIRMED,
            "moved": line.revision.sequence > 0,
            **_links(line),
        }
    write_to_address(person.email, person.language, "calendars/mail/invitation.txt", facts, part)


def _send_letter(person: Person, lines: Sequence[Line]) -> None:
    with override(person.language):
        facts = {
            "person": person,
            "proposed": [_facts(person, line) for line in lines if line.status != CANCELLED],
            "lost": [_facts(person, line) for line in lines if line.status == CANCELLED],
            **_links(lines[0]),
        }
    write_to_address(person.email, person.language, "calendars/mail/proposals.txt", facts)


def _facts(person: Person, line: Line) -> dict[str, object]:
    begins, ends = localtime(line.talk.start_at), localtime(line.talk.end_at)
    return {
        "person": person,
        "title": title_for(line.talk, person.pk),
        "day": long_day(begins.date()),
        "hours": f"{begins:%H.%M}–{ends:%H.%M}",
        "place": text_in(line.talk.place),
    }


def _links(line: Line) -> dict[str, str]:
    return {
        "link": f"{settings.SITE_ADDRESS}{reverse('talk', args=[line.talk.pk])}",
        "start": f"{settings.SITE_ADDRESS}/",
        "choices": f"{settings.SITE_ADDRESS}{reverse('calendar_own')}",
    }
