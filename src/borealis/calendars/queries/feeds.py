"""A person's private feed: whose it is, and what it holds."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from borealis.calendars.models import Feed
from borealis.calendars.queries.choices import choices_of
from borealis.calendars.queries.entries import duty_entry, empty_calendar, talk_entry
from borealis.calendars.queries.revisions import revised
from borealis.calendars.rules import AHEAD, BACK
from borealis.guidance.queries import booked_for
from borealis.people.queries import Viewer
from borealis.people.rules import word_digest
from borealis.rosters.queries import DutyView, brought_in_at, duties_of
from borealis.rosters.rules.clock import local_day
from borealis.rosters.rules.codes import PROTECTED


def feed_of(word: str) -> Feed | None:
    """The feed behind a secret word, while it is in use and its person's account is open."""
    rows = Feed.objects.filter(digest=word_digest(word), ended_at=None, person__is_active=True)
    return rows.select_related("person").first()


def feed_text(viewer: Viewer, now: dt.datetime) -> bytes:
    """The calendar of a person, in the person's language: as told by ``rules.CONTENTS``, the latest two months and
    the coming year. The same until something in it changes."""
    with override(viewer.language):
        calendar = empty_calendar()
        for name in ("name", "x-wr-calname"):
            calendar.add(name, "Borealis")
        calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        person, talks = viewer.person_id or 0, booked_for(viewer, now - BACK, now + AHEAD)
        revisions = revised(talks, now)
        for talk in talks:
            revision = revisions[talk.pk]
            calendar.add_component(talk_entry(talk, revision, person, revision.modified_at or talk.made_at))
        duties = _duties(person, now)
        stamp = brought_in_at({duty.department_id for duty in duties}) or now
        for duty in duties:
            calendar.add_component(duty_entry(duty, stamp))
        return bytes(calendar.to_ical())


def _duties(person_id: int, now: dt.datetime) -> list[DutyView]:
    contents = choices_of(person_id).contents
    if contents == "talks":
        return []
    rows = duties_of(person_id, local_day(now - BACK), local_day(now + AHEAD))
    return [
        duty for duty in rows if duty.meaning in PROTECTED or (contents == "duties" and duty.meaning != "off")
    ]
