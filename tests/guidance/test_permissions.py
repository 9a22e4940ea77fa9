"""Who makes appointments, reads, writes, finalises and leads groups: each answer for each relation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.guidance import actions, permissions
from borealis.guidance.models import Talk
from borealis.people.directory import person_with_key, posts
from borealis.people.queries import NOBODY, Viewer, viewer_of
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]
OTHERS = (
    "Randi Snøugle",
    "Henrik Jerv",
    "Berit Nordavind",
    "Sigrid Lavskrike",
    "Amund Fiskeørn",
    "Aslak Isbre",
)


def viewer(told: Told, name: str) -> Viewer:
    return viewer_of(person_with_key(told.people[name]), told.today)


def trainee(told: Told) -> Trainee:
    return Trainee.objects.select_related("programme").get(pk=told.trainees[WHO])


def test_only_the_two_read_and_write(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    for name in (WHO, GUIDE):
        assert permissions.check_may_write(viewer(told, name), talk.pk) == talk
    for name in OTHERS:
        assert not permissions.talks_of(viewer(told, name)).exists()
        with pytest.raises(Http404):
            permissions.check_may_read(viewer(told, name), talk.pk)
    assert not permissions.talks_of(NOBODY).exists()


def test_who_reads_what_was_handed_over_writes_nothing(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-20)
    actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    for name in (WHO, GUIDE):
        actions.hand_over_talk(by=told.people[name], talk_id=talk.pk, now=told.now)
    Talk.objects.filter(pk=talk.pk).update(leader_id=told.people["Henrik Jerv"])
    reads = viewer(told, GUIDE)  # the guide in force, who was not the one that talked
    assert permissions.check_may_read(reads, talk.pk) == talk
    with pytest.raises(PermissionDenied):
        permissions.check_may_write(reads, talk.pk)


def test_the_leader_alone_finalises(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    assert permissions.check_may_finalise(viewer(told, GUIDE), talk.pk) == talk
    with pytest.raises(PermissionDenied):
        permissions.check_may_finalise(viewer(told, WHO), talk.pk)


def test_the_two_make_appointments_and_a_guide_only_while_employed(told: Told) -> None:
    row = trainee(told)
    assert permissions.may_propose(viewer(told, WHO), row)
    assert permissions.may_propose(viewer(told, GUIDE), row)
    assert not any(permissions.may_propose(viewer(told, name), row) for name in OTHERS)
    assert not permissions.may_propose(NOBODY, row)
    with pytest.raises(PermissionDenied):
        permissions.check_may_propose(viewer(told, "Randi Snøugle"), row.pk)
    with pytest.raises(Http404):
        permissions.check_may_propose(viewer(told, "Aslak Isbre"), row.pk)
    assert permissions.check_may_propose(viewer(told, WHO), row.pk) == row
    posts().filter(person_id=told.people[GUIDE]).update(to_day=told.today - DAY)
    assert not permissions.may_propose(viewer(told, GUIDE), row)


def test_topics_are_seen_by_the_two_and_by_who_leads(told: Told) -> None:
    row = trainee(told)
    seen = {name for name in (WHO, GUIDE, *OTHERS) if permissions.sees_topics(viewer(told, name), row)}
    assert seen == {WHO, GUIDE, "Randi Snøugle"}


def test_who_leads_a_department_calls_groups(told: Told) -> None:
    assert permissions.check_leads_groups(viewer(told, "Oddvar Fjelltind"))
    for name in (WHO, GUIDE, "Berit Nordavind", "Amund Fiskeørn"):
        with pytest.raises(Http404):
            permissions.check_leads_groups(viewer(told, name))
