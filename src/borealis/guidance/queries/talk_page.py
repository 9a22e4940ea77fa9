"""The page of one talk, for those who are in it: agenda, what each wrote, points, and what has happened since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from borealis.guidance.models import Talk
from borealis.guidance.permissions import is_in
from borealis.guidance.queries.appointments import appointment_of, quotas_of, terms_of
from borealis.guidance.queries.opening import OpenNote, OpenPoint, opened, points_in
from borealis.guidance.rules import INDIVIDUAL
from borealis.guidance.wording import HELP
from borealis.people.queries import Viewer
from borealis.plans.queries import stored_plan
from borealis.plans.queries.charts import forecast_of
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import training_record

SUPPORT = "support"


@dataclass(frozen=True)
class Topic:
    """One topic of the agenda with everything written on it."""

    number: int
    id: str
    title: str
    prepared: tuple[OpenNote, ...]
    own: str
    minutes: str
    points: tuple[OpenPoint, ...]
    help: bool
    stands: str = ""  # what another stored meanwhile, where it differs from what was typed

    @property
    def open(self) -> bool:
        """Whether it stands open on the page: there is something to take up."""
        return bool(
            self.prepared or self.minutes or self.own or any(not point.closed for point in self.points)
        )


def talk_page(talk: Talk, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """Everything on the page. The caller has checked that the viewer may read the talk."""
    places = list(talk.participants.all())
    trainee = places[0].trainee if talk.kind == INDIVIDUAL and places else None
    inside = is_in(viewer, talk)
    leads = viewer.person_id == talk.leader_id
    page: dict[str, Any] = {
        "talk": talk,
        "appointment": appointment_of(talk, viewer, now),
        "topics": _topics(talk, places[0].trainee.programme_id, viewer) if places else [],
        "trainee": trainee,
        "individual": talk.kind == INDIVIDUAL,
        "places": places,
        "inside": inside,
        "leads": leads,
        "before": talk.start_at > now,
        "own": trainee is not None and trainee.person_id == viewer.person_id,
        "may_write": inside and talk.state not in ("finalised", "lost"),
        "may_finalise": leads and talk.state == "agreed" and talk.start_at <= now,
        "may_hand_over": inside and talk.kind == INDIVIDUAL and talk.state == "finalised",
        "handed": talk.handed_by_leader_at if leads else talk.handed_by_trainee_at,
        "help": _help(places[0].trainee.programme_id) if places else HELP,
    }
    return page | (_facts(trainee, talk, now) if trainee else {})


def _help(programme_id: int) -> list[tuple[object, object]]:
    """Whom one can turn to: those whom the programme names, then those who are everywhere."""
    terms = terms_of(programme_id)
    own = [(text_in(one.name), text_in(one.text)) for one in terms.help] if terms else []
    return [*own, *HELP]


def with_typed(
    topics: list[Topic], own: Mapping[str, str], minutes: Mapping[str, str], stands: Mapping[str, Any]
) -> list[Topic]:
    """The topics with what was typed and is not stored, and beside it what another has stored."""
    return [
        replace(
            topic,
            own=own.get(topic.id, topic.own),
            minutes=minutes.get(topic.id, topic.minutes),
            stands=stands.get(topic.id, "") if stands.get(topic.id) != minutes.get(topic.id) else "",
        )
        for topic in topics
    ]


def _topics(talk: Talk, programme_id: int, viewer: Viewer) -> list[Topic]:
    terms = terms_of(programme_id)
    notes, points = opened(talk), points_in(talk)
    known = [(topic.id, text_in(topic.text)) for topic in terms.topics] if terms else []
    written = {note.topic for note in notes} | {point.topic for point in points}
    known += [(topic, topic) for topic in sorted(written - {topic for topic, _title in known})]
    return [
        Topic(
            number,
            topic,
            title,
            tuple(
                n
                for n in notes
                if n.topic == topic and n.kind == "preparation" and n.author_id != viewer.person_id
            ),
            next(
                (
                    n.text
                    for n in notes
                    if n.topic == topic and n.kind == "preparation" and n.author_id == viewer.person_id
                ),
                "",
            ),
            next((n.text for n in notes if n.topic == topic and n.kind == "minutes"), ""),
            tuple(point for point in points if point.topic == topic),
            topic == SUPPORT,
        )
        for number, (topic, title) in enumerate(known, 1)
    ]


def _facts(trainee: Trainee, talk: Talk, now: dt.datetime) -> dict[str, Any]:
    """What has happened since the talk before: facts are fetched, not typed."""
    before = (
        Talk.objects.filter(
            kind=INDIVIDUAL, state="finalised", participants__trainee=trainee, start_at__lt=talk.start_at
        )
        .order_by("-start_at")
        .values_list("start_at", flat=True)
        .first()
    )
    since = timezone.localdate(before) if before else trainee.started_on
    until = timezone.localdate(talk.closed_at or now)
    states = trainee.goal_statuses.filter(on__gte=since, on__lte=until).select_related("goal")
    approved = sorted({row.goal.code for row in states if row.state == "approved"})
    sent = sorted({row.goal.code for row in states if row.state == "submitted"})
    record, plan = training_record(trainee.pk), stored_plan(trainee.pk)
    return {
        "since": since,
        "until": until,
        "approved": approved,
        "sent": sent,
        "forecast": forecast_of(record, plan.content if plan else None, timezone.localdate(now)),
        "quotas": quotas_of([trainee], now).get(trainee.pk, ()),
    }
