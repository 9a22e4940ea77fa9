"""From wish to certificate: what is refused, in which words, and what is recorded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from borealis.audit.models import Event
from borealis.courses import actions
from borealis.courses.actions import DateFacts
from borealis.courses.acts import ACTS
from borealis.courses.models import Registration, RegistrationStep
from borealis.portfolio.models import Activity
from borealis.shell.uploads import Upload
from tests.courses.conftest import DAY, PDF, School

pytestmark = pytest.mark.django_db
CERTIFICATE = Upload("bevis.pdf", "pdf", PDF)


def words_of(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


def after(school: School) -> dt.datetime:
    """The hour of now on the day after the course."""
    return school.told.now + (school.date.last_day + DAY - school.told.today)


def over(school: School) -> None:
    """The course was held some days ago; everything about it was earlier."""
    moved = school.date.last_day - (school.told.today - 3 * DAY)
    for name in ("first_day", "last_day", "deadline", "announced_on"):
        setattr(school.date, name, getattr(school.date, name) - moved)
    school.date.save()


def test_a_deadline_in_the_past_is_refused_with_its_day_and_whom_to_ask(school: School) -> None:
    school.date.deadline = school.told.today - DAY
    school.date.announced_on = school.date.deadline - DAY
    school.date.save()
    with pytest.raises(ValidationError) as refused:
        school.wished("Nora Fjellrype")
    day = school.date.deadline
    assert f"Fristen var {day.day}.{day.month}.{day.year}" in words_of(refused)
    assert "RegUt Vidda" in words_of(refused)


def test_the_day_of_the_deadline_itself_still_counts(school: School) -> None:
    school.date.deadline = school.told.today
    school.date.announced_on = school.told.today - DAY
    school.date.save()
    assert school.applied("Nora Fjellrype").state == "applied"


def test_nobody_is_registered_twice_for_a_course_on_the_same_or_another_date(school: School) -> None:
    school.wished("Nora Fjellrype")
    with pytest.raises(ValidationError, match="alt påmeldt denne datoen"):
        school.wished("Nora Fjellrype")
    later = school.date.first_day + 60 * DAY
    other = actions.save_date(course_id=school.course.pk, facts=DateFacts(later, 5), **school.centre)
    with pytest.raises(ValidationError, match="Trekk deg der"):
        school.wished("Nora Fjellrype", other)
    facts = {"trainee_id": school.told.trainees["Nora Fjellrype"], "course_date": school.date}
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(state="applied", wished_at=school.told.now, **facts)


def test_who_withdraws_may_wish_again(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    actions.withdraw_from_course(registration_id=row.pk, version=row.version, **school.own("Nora Fjellrype"))
    assert school.wished("Nora Fjellrype").pk != row.pk


def test_the_head_gives_leave_before_anybody_applies(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    with pytest.raises(ValidationError, match="Ønsket, venter på fri".lower()):
        actions.apply_for_course(registration_id=row.pk, version=row.version, **school.own("Nora Fjellrype"))
    row = actions.answer_leave(registration_id=row.pk, version=row.version, approved=True, **school.head)
    row = actions.apply_for_course(
        registration_id=row.pk, version=row.version, **school.own("Nora Fjellrype")
    )
    assert (row.state, row.applied_at) == ("applied", school.told.now)


def test_a_no_says_why_and_nobody_answers_for_oneself(school: School) -> None:
    row = school.wished("Nora Fjellrype")
    said = {"registration_id": row.pk, "version": row.version, "approved": False}
    with pytest.raises(ValidationError, match="Skriv kort hvorfor"):
        actions.answer_leave(**said, **school.head)
    with pytest.raises(ValidationError, match="for deg selv"):
        actions.answer_leave(**said, reason="x", **school.own("Nora Fjellrype"))
    actions.answer_leave(**said, reason="To andre er borte.", **school.head)
    step = RegistrationStep.objects.filter(registration=row).last()
    assert step is not None
    assert (step.state, step.reason, step.taken_by_id) == (
        "declined",
        "To andre er borte.",
        school.head["by"],
    )


def test_a_step_from_an_old_page_is_refused(school: School) -> None:
    row = school.approved("Nora Fjellrype")
    with pytest.raises(ValidationError, match="endret siden"):
        actions.withdraw_from_course(
            registration_id=row.pk, version=row.version - 1, **school.own("Nora Fjellrype")
        )


def test_places_go_to_those_chosen_and_the_others_wait(school: School) -> None:
    rows = [school.applied(name) for name in ("Nora Fjellrype", "Maja Lomvi", "Aslak Isbre")]
    with pytest.raises(ValidationError, match="bare 2 plasser"):
        actions.admit_to_course(date_id=school.date.pk, chosen=[row.pk for row in rows], **school.centre)
    actions.admit_to_course(date_id=school.date.pk, chosen=[rows[0].pk, rows[1].pk], **school.centre)
    states = dict(Registration.objects.filter(course_date=school.date).values_list("pk", "state"))
    assert [states[row.pk] for row in rows] == ["placed", "placed", "waiting"]


def test_who_waits_gets_the_place_of_who_withdraws(school: School) -> None:
    rows = [school.applied(name) for name in ("Nora Fjellrype", "Maja Lomvi", "Aslak Isbre")]
    actions.admit_to_course(date_id=school.date.pk, chosen=[rows[0].pk, rows[1].pk], **school.centre)
    gone = Registration.objects.get(pk=rows[0].pk)
    actions.withdraw_from_course(
        registration_id=gone.pk, version=gone.version, **school.own("Nora Fjellrype")
    )
    actions.admit_to_course(date_id=school.date.pk, chosen=[rows[2].pk], **school.centre)
    assert Registration.objects.get(pk=rows[2].pk).state == "placed"


def test_nobody_who_does_not_wait_is_given_a_place(school: School) -> None:
    school.applied("Maja Lomvi")
    wished = school.wished("Nora Fjellrype")
    with pytest.raises(ValidationError, match="venter ikke på plass"):
        actions.admit_to_course(date_id=school.date.pk, chosen=[wished.pk], **school.centre)


def test_a_date_called_off_sets_everybody_free(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    actions.cancel_date(date_id=school.date.pk, **school.centre)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(ValidationError, match="avlyst"):
        school.wished("Maja Lomvi")


def test_a_certificate_waits_until_the_course_is_over(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    with pytest.raises(ValidationError, match="Legg inn beviset når det er over"):
        actions.complete_course(
            registration_id=row.pk,
            version=row.version,
            certificate=CERTIFICATE,
            **school.own("Nora Fjellrype"),
        )


def test_a_completed_course_is_in_the_portfolio_once_with_goals_and_certificate(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    over(school)
    said = {"registration_id": row.pk, "version": row.version, "certificate": CERTIFICATE}
    done = actions.complete_course(**said, **school.own("Nora Fjellrype"))
    activity = Activity.objects.get(pk=done.activity_id)
    assert (activity.kind, activity.title) == ("course", "Målemetoder på vidda")
    assert (activity.from_day, activity.to_day) == (school.date.first_day, school.date.last_day)
    assert sorted(activity.goals.values_list("code", flat=True)) == ["FKM-010", "NUK-107"]
    assert [bytes(file.data) for file in activity.files.all()] == [PDF]
    before = Activity.objects.count()
    with pytest.raises(ValidationError, match="endret siden"):
        actions.complete_course(**said, **school.own("Nora Fjellrype"))
    again = {**said, "version": done.version}
    with pytest.raises(ValidationError, match="fullført"):
        actions.complete_course(**again, **school.own("Nora Fjellrype"))
    assert Activity.objects.count() == before


def test_a_completed_course_is_not_wished_again(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    over(school)
    actions.complete_course(
        registration_id=row.pk,
        version=row.version,
        certificate=CERTIFICATE,
        **school.own("Nora Fjellrype"),
    )
    first = school.told.today + 400 * DAY
    other = actions.save_date(course_id=school.course.pk, facts=DateFacts(first, 5), **school.centre)
    with pytest.raises(ValidationError, match="alt fullført"):
        school.wished("Nora Fjellrype", other)


def test_nobody_withdraws_from_a_course_that_has_begun(school: School) -> None:
    row = school.placed("Nora Fjellrype")
    with pytest.raises(ValidationError, match="har begynt"):
        actions.withdraw_from_course(
            registration_id=row.pk, version=row.version, **school.own("Nora Fjellrype", after(school))
        )


def test_every_act_of_the_room_is_in_the_record(school: School) -> None:
    """Those that the demonstration does not do are done here."""
    row = school.wished("Maja Lomvi")
    actions.withdraw_from_course(registration_id=row.pk, version=row.version, **school.own("Maja Lomvi"))
    actions.cancel_date(date_id=school.date.pk, **school.centre)
    actions.retire_course(course_id=school.course.pk, **school.centre)
    text = (
        "format: borealis/courses/1\ncourses:\n  - {code: en-liste, name: {nb: En liste}, provider: Noen}\n"
    )
    stored = actions.import_courses(owner_id=school.owner, text=text, **school.centre)
    actions.undo_course_import(import_id=stored.pk, **school.centre)
    recorded = set(Event.objects.values_list("act", flat=True))
    assert set(ACTS) <= recorded
