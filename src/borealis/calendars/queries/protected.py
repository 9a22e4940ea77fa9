"""Protected time for the hospital's own roster: teaching, study, and the talks that are agreed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from borealis.calendars.rules import AHEAD
from borealis.guidance.queries import agreed_in
from borealis.rosters.queries import OwnForm, names_in, own_form, protected_duties
from borealis.rosters.rules.clock import local_day, minutes_on
from borealis.rosters.rules.protected import GUIDANCE, Protected
from borealis.rosters.writing import ProtectedFile, write_protected


@dataclass(frozen=True)
class ProtectedPage:
    """The file, its form, and the people of talks whom the department's rosters do not know."""

    form: OwnForm
    file: ProtectedFile
    strangers: tuple[str, ...]


def protected_page(department_id: int, now: dt.datetime) -> ProtectedPage | None:
    """From today on, as long as calendars go. None when the department has no file whose form is known."""
    form = own_form(department_id)
    if form is None:
        return None
    times, strangers = _talks(department_id, now)
    times += protected_duties(department_id, local_day(now), local_day(now + AHEAD))
    times.sort(key=lambda time: (time.day, time.start, time.who))
    written = write_protected(form.mapping, form.kind, times, local_day(now))
    return ProtectedPage(form, written, tuple(sorted(strangers)))


def _talks(department_id: int, now: dt.datetime) -> tuple[list[Protected], set[str]]:
    known, found, strangers = names_in(department_id), list[Protected](), set[str]()
    for talk in agreed_in(department_id, now, now + AHEAD):
        day = local_day(talk.start_at)
        window = minutes_on(day, talk.start_at, talk.end_at)
        for seat in talk.seats:
            if seat.person_id not in known:
                strangers.add(seat.name)
            elif window:
                found.append(Protected(*known[seat.person_id], day, *window, GUIDANCE))
    return found, strangers
