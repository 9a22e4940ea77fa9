"""Entries of a calendar (RFC 5545). Moments are in UTC, so they are right whatever day the clock is moved."""

from __future__ import annotations

import datetime as dt
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from icalendar import Calendar, Event, vCalAddress, vText

from borealis.calendars.models import Revision
from borealis.calendars.rules import CANCELLED, STATUS_OF
from borealis.calendars.wording import STATUS_WORDS, title_for
from borealis.guidance.queries import Booked, Seat
from borealis.rosters.queries import DutyView
from borealis.rosters.rules.clock import local_day
from borealis.rosters.rules.codes import AWAY
from borealis.rosters.wording import AWAY_WORD, MEANING_WORDS
from borealis.shell.language import text_in


def empty_calendar() -> Calendar:
    """A calendar with nothing in it yet."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Borealis//Calendar//{(get_language() or 'nb')[:2].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def talk_entry(talk: Booked, revision: Revision, person_id: int, stamp: dt.datetime) -> Event:
    """A talk in one person's calendar: what, when, where and with whom."""
    status = STATUS_OF[talk.state]
    entry = Event()
    entry.add("uid", str(revision.uid))
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("created", talk.made_at.astimezone(dt.UTC))
    entry.add("last-modified", (revision.modified_at or talk.made_at).astimezone(dt.UTC))
    entry.add("sequence", revision.sequence)
    entry.add("dtstart", talk.start_at.astimezone(dt.UTC))
    entry.add("dtend", talk.end_at.astimezone(dt.UTC))
    entry.add("summary", title_for(talk, person_id))
    entry.add("location", text_in(talk.place))
    link = f"{settings.SITE_ADDRESS}{reverse('talk', args=[talk.pk])}"
    entry.add("description", f"{STATUS_WORDS[status]}\n{link}")
    entry.add("url", link)
    entry.add("status", status)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT" if status == CANCELLED else "OPAQUE")
    return entry


def add_people(entry: Event, seats: tuple[Seat, ...]) -> None:
    """Borealis as the one who calls, and those who are called. Nobody is asked to answer: that is done in Borealis.

    The leader cannot stand as who calls: a calendar takes in no invitation from its own owner.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or "Borealis")
    entry.add("organizer", organizer)
    for seat in seats:
        attendee = vCalAddress(f"mailto:{seat.email}")
        attendee.params["CN"] = vText(seat.name)
        attendee.params["CUTYPE"] = vText("INDIVIDUAL")
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("ACCEPTED" if seat.accepted else "NEEDS-ACTION")
        attendee.params["RSVP"] = vText("FALSE")
        entry.add("attendee", attendee, encode=False)


def duty_entry(duty: DutyView, stamp: dt.datetime) -> Event:
    """A duty, or protected time, in its person's own calendar. Why somebody is away is not told."""
    facts = (duty.person_id, duty.start_at.isoformat(), duty.end_at.isoformat(), duty.code)
    key = "/".join(map(str, (settings.SITE_ADDRESS, "duty", *facts)))
    away = duty.meaning in AWAY
    entry = Event()
    entry.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, key)))
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("last-modified", stamp.astimezone(dt.UTC))
    entry.add("sequence", 0)
    if duty.whole_day:
        entry.add("dtstart", local_day(duty.start_at))
        entry.add("dtend", local_day(duty.start_at) + dt.timedelta(days=1))
    else:
        entry.add("dtstart", duty.start_at.astimezone(dt.UTC))
        entry.add("dtend", duty.end_at.astimezone(dt.UTC))
    entry.add("summary", str(AWAY_WORD if away else MEANING_WORDS[duty.meaning]))
    entry.add("status", "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT" if duty.whole_day else "OPAQUE")
    return entry
