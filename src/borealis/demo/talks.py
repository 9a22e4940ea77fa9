"""Guidance in the demonstration: held every seventh week or so, lost to duties now and then, booked ahead."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from borealis.demo.people import DOCTORS
from borealis.demo.work import HEAD, OTHER, Life
from borealis.guidance import actions
from borealis.organisations.queries import organisation
from borealis.trainees.queries import training_record

HOUR = dt.timedelta(hours=1)
EVERY = 47  # days
MOST = 7  # as many as a year has, about
ASKED_BEFORE = dt.timedelta(days=20)
LOST = {2: "duty", 5: "guide_away"}  # the number of the talk, counted back from today
PREPARED = {
    "progress": "Mangler signatur fra terapiposten, og vet ikke helt hvem jeg skal spørre.",
    "challenges": "Vil gjerne se flere nevrologiske undersøkelser sammen med noen.",
}
MINUTES = {
    "progress": "Gikk gjennom målene. To sendes inn før jul.",
    "challenges": "Ser fem nevrologiske sammen de neste ukene.",
    "study_time": "To fredager gikk til vakter. Fredagene skal stå i tjenesteplanen.",
    "balance": "Vaktene henger for tett i november.",
}
POINTS = {"progress": "Be om fast dag i terapiposten", "study_time": "Fredagene inn i tjenesteplanen"}


def talk_together(ids: dict[str, int], people: dict[str, int], now: dt.datetime) -> None:
    """A year of guidance for everyone, some of it as it went in life."""
    for number, doctor in enumerate(DOCTORS):
        life = Life(doctor, ids[doctor.name], people, now)
        guide = training_record(life.trainee).guide_on
        for back in range(MOST, 0, -1):
            start = _at(now, 4 * number + 9 - EVERY * back)
            if guide(timezone.localdate(start - ASKED_BEFORE)) and start + HOUR < now:
                _past(life, start, back, number)
        if number % 3 == 1:
            _yesterday(life)
        elif not doctor.applying:
            _ahead(life, number)
    _groups(ids, people, now)


def _at(now: dt.datetime, days: int, hour: int = 13) -> dt.datetime:
    """An hour of a working day, so many days from now."""
    day = timezone.localdate(now) + dt.timedelta(days=days)
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _past(life: Life, start: dt.datetime, back: int, number: int) -> None:
    before = start - ASKED_BEFORE
    talk = actions.propose_talk(
        by=life.person, trainee_id=life.trainee, start_at=start, end_at=start + HOUR, now=before
    )
    actions.accept_talk(by=life.guide, talk_id=talk.pk, version=talk.version, now=before + HOUR)
    if back in LOST and number % 2:
        actions.lose_talk(by=life.guide, talk_id=talk.pk, lost_to=LOST[back], now=start - 5 * HOUR)
        return
    _said(life, (talk.pk, talk.version), start, latest=back == 1)


def _said(life: Life, talk: tuple[int, int], start: dt.datetime, *, latest: bool) -> None:
    """Prepared, written and finalised; the last one leaves something to follow up. ``talk`` is key and version."""
    key, version = talk
    if latest:
        actions.prepare_talk(by=life.person, talk_id=key, texts=PREPARED, now=start - HOUR)
        for topic, text in POINTS.items():
            actions.add_point(by=life.guide, talk_id=key, topic=topic, text=text, now=start + HOUR)
    written = actions.write_minutes(
        by=life.guide, talk_id=key, version=version, texts=MINUTES, now=start + HOUR
    )
    actions.finalise_talk(by=life.guide, talk_id=key, version=written.version, now=start + 2 * HOUR)


def _ahead(life: Life, number: int) -> None:
    """The next one: agreed, and for one doctor only proposed; prepared by the doctor."""
    start = _at(life.now, 7 + 2 * number)
    talk = actions.propose_talk(
        by=life.guide, trainee_id=life.trainee, start_at=start, end_at=start + HOUR, now=life.now
    )
    if number:
        actions.accept_talk(by=life.person, talk_id=talk.pk, version=talk.version, now=life.now)
        actions.prepare_talk(by=life.person, talk_id=talk.pk, texts=PREPARED, now=life.now)


def _yesterday(life: Life) -> None:
    """One that was held and is not written yet."""
    start = _at(life.now, -1)
    talk = actions.propose_talk(
        by=life.person, trainee_id=life.trainee, start_at=start, end_at=start + HOUR, now=life.at(12)
    )
    actions.accept_talk(by=life.guide, talk_id=talk.pk, version=talk.version, now=life.at(11))
    actions.prepare_talk(by=life.person, talk_id=talk.pk, texts=PREPARED, now=life.at(3))


def _groups(ids: dict[str, int], people: dict[str, int], now: dt.datetime) -> None:
    """One group talk that was held, and one to come."""
    trainees = [ids[doctor.name] for doctor in DOCTORS[:6]]
    for days, subject in ((-70, "Å si fra når noe går galt"), (24, "Samtaler om alvorlig sykdom")):
        start = _at(now, days, 9)
        talk = actions.call_group(
            by=people[HEAD],
            department_id=organisation("unn-pet").pk,
            trainee_ids=trainees,
            subject=subject,
            start_at=start,
            end_at=start + HOUR * 1.5,
            now=min(now, start - dt.timedelta(days=30)),
            leader_id=people[OTHER],
        )
        if days < 0:
            actions.finalise_talk(
                by=people[OTHER],
                talk_id=talk.pk,
                version=talk.version,
                now=start + 2 * HOUR,
                present=trainees[:5],
            )
