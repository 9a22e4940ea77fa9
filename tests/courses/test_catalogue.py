"""The catalogue by hand and by list: what is checked, previewed, taken in and taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from borealis.courses import actions
from borealis.courses.actions import CannotUndo, CourseFacts, CoursesRefused, DateFacts
from borealis.courses.models import Course, CourseDate
from borealis.courses.queries.preview import preview_courses
from borealis.organisations.queries import organisation
from tests.courses.conftest import DAY, School

pytestmark = pytest.mark.django_db

HEAD = "format: borealis/courses/1\ncourses:\n"
NEW = (
    HEAD
    + """\
  - code: nytt-kurs
    name: {nb: Nytt kurs}
    provider: RegUt
    specialties: [NUK]
    goals: [NUK-103, FKM-001]
    recurrence_months: 24
    dates:
      - {first_day: 2031-09-15, last_day: 2031-09-17, places: 20, place: Vadsø}
"""
)


def test_a_course_needs_a_name_a_provider_known_specialties_and_goals(school: School) -> None:
    facts = CourseFacts({"nb": " "}, "", ["XYZ"], ["NUK-999"], 3000, -1, "ftp://kurs.example")
    with pytest.raises(ValidationError) as refused:
        actions.save_course(owner_id=school.owner, facts=facts, **school.centre)
    assert set(refused.value.message_dict) == {
        "name_nb",
        "provider",
        "specialties",
        "goals",
        "hours",
        "recurrence_months",
        "address",
    }


def test_names_that_are_alike_get_codes_of_their_own(school: School) -> None:
    facts = CourseFacts({"nb": "Målemetoder på vidda"}, "RegUt")
    other = actions.save_course(owner_id=school.owner, facts=facts, **school.centre)
    assert (school.course.code, other.code) == ("malemetoder-pa-vidda", "malemetoder-pa-vidda-2")


def test_a_course_changed_by_another_meanwhile_is_not_overwritten(school: School) -> None:
    facts = CourseFacts({"nb": "Nytt navn"}, "RegUt")
    said = {"owner_id": school.owner, "course_id": school.course.pk, "facts": facts}
    actions.save_course(**said, version=1, **school.centre)
    with pytest.raises(ValidationError, match="endret siden"):
        actions.save_course(**said, version=1, **school.centre)


def test_two_dates_do_not_begin_on_the_same_day(school: School) -> None:
    with pytest.raises(ValidationError, match="alt en dato"):
        actions.save_date(
            course_id=school.course.pk, facts=DateFacts(school.date.first_day, 4), **school.centre
        )


def test_places_that_are_given_are_not_taken_away(school: School) -> None:
    school.placed("Nora Fjellrype")
    other = school.applied("Maja Lomvi")
    actions.admit_to_course(date_id=school.date.pk, chosen=[other.pk], **school.centre)
    with pytest.raises(ValidationError, match="2 har alt fått plass"):
        actions.save_date(
            course_id=school.course.pk,
            date_id=school.date.pk,
            version=school.date.version,
            facts=DateFacts(school.date.first_day, 1),
            **school.centre,
        )


def test_a_course_that_somebody_waits_for_is_not_taken_out(school: School) -> None:
    school.wished("Nora Fjellrype")
    with pytest.raises(ValidationError, match="Avlys datoen først"):
        actions.retire_course(course_id=school.course.pk, **school.centre)


def test_a_preview_stores_nothing_and_a_list_is_taken_in_with_days_by_default(school: School) -> None:
    shown = preview_courses(NEW, school.owner)
    assert shown.ready
    assert shown.before == {"nytt-kurs": None}
    assert not Course.objects.filter(code="nytt-kurs").exists()
    actions.import_courses(owner_id=school.owner, text=NEW, **school.centre)
    date = CourseDate.objects.get(course__code="nytt-kurs")
    assert (str(date.deadline), str(date.announced_on)) == ("2031-06-15", "2031-03-15")


def test_a_list_that_says_what_stands_changes_nothing(school: School) -> None:
    actions.import_courses(owner_id=school.owner, text=NEW, **school.centre)
    assert preview_courses(NEW, school.owner).same == 1
    with pytest.raises(ValidationError, match="Ingenting er endret"):
        actions.import_courses(owner_id=school.owner, text=NEW, **school.centre)


def test_a_list_is_taken_back_as_a_whole(school: School) -> None:
    first = actions.import_courses(owner_id=school.owner, text=NEW, **school.centre)
    changed = NEW.replace("Nytt kurs", "Nyere kurs").replace("places: 20", "places: 8")
    changed += "      - {first_day: 2033-09-15, places: 5}\n"
    second = actions.import_courses(owner_id=school.owner, text=changed, **school.centre)
    actions.undo_course_import(import_id=second.pk, **school.centre)
    course = Course.objects.get(code="nytt-kurs")
    assert (course.name_nb, [date.places for date in course.dates.all()]) == ("Nytt kurs", [20])
    actions.undo_course_import(import_id=first.pk, **school.centre)
    assert not Course.objects.filter(code="nytt-kurs").exists()
    with pytest.raises(ValidationError, match="angret allerede"):
        actions.undo_course_import(import_id=first.pk, **school.centre)


def test_a_list_that_was_built_on_is_not_taken_back(school: School) -> None:
    stored = actions.import_courses(owner_id=school.owner, text=NEW, **school.centre)
    date = CourseDate.objects.get(course__code="nytt-kurs")
    school.wished("Nora Fjellrype", date)
    with pytest.raises(CannotUndo) as refused:
        actions.undo_course_import(import_id=stored.pk, **school.centre)
    assert refused.value.reasons == ["Noen har meldt seg på Nytt kurs."]
    actions.save_date(
        course_id=date.course_id, facts=DateFacts(date.first_day + 90 * DAY, 3), **school.centre
    )
    with pytest.raises(CannotUndo) as refused:
        actions.undo_course_import(import_id=stored.pk, **school.centre)
    assert refused.value.reasons == ["Nytt kurs er endret etter at listen ble hentet."]


def test_a_course_that_another_body_keeps_is_not_taken_over(school: School) -> None:
    text = HEAD + f"  - {{code: {school.course.code}, name: {{nb: Mitt}}, provider: Meg}}\n"
    with pytest.raises(CoursesRefused) as refused:
        actions.import_courses(owner_id=organisation("unn").pk, text=text, **school.centre)
    assert [problem.code for problem in refused.value.problems] == ["kept_elsewhere"]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "empty"),
        ("format: borealis/courses/2\ncourses: [{code: a, name: {nb: A}, provider: B}]", 1, "wrong_value"),
        ("format: borealis/courses/1\n", 1, "missing_key"),
        (HEAD + "  - {code: a, provider: B}\n", 3, "missing_key"),
        (HEAD + "  - {code: A B, name: {nb: A}, provider: B}\n", 3, "wrong_value"),
        (HEAD + "  - {code: a, name: {nb: A}, provider: B, hourz: 3}\n", 3, "unknown_key"),
        (HEAD + "  - {code: a, name: A, provider: B}\n", 3, "wrong_value"),
        (HEAD + "  - {code: a, name: {nb: A}, provider: B, hours: many}\n", 3, "wrong_value"),
        (
            HEAD + "  - {code: a, name: {nb: A}, provider: B, address: 'javascript:alert(1)'}\n",
            3,
            "wrong_value",
        ),
        (HEAD + "  - &a {code: a, name: {nb: A}, provider: B}\n  - *a\n", 3, "alias"),
        (HEAD + "  - {code: a, name: {nb: A}, provider: B\n", 3, "not_yaml"),
        (HEAD + "\t- {code: a}\n", 3, "tab"),
        (NEW.replace("2031-09-17", "2031-09-10"), 10, "ends_before"),
        (NEW.replace("2031-09-15", "15.9.2031"), 10, "no_day"),
        (NEW.replace("places: 20", "places: 0"), 10, "wrong_value"),
        (NEW.replace("place: Vadsø", "deadline: 2031-10-01"), 10, "closes_after"),
        (NEW.replace("[NUK-103, FKM-001]", "[NUK-103, NUK-777]"), 7, "unknown_goals"),
        (NEW.replace("[NUK]", "[NUQ]"), 6, "unknown_specialties"),
        (NEW.replace("2031", "1931"), 10, "unlikely_year"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_by_line_and_how_to_mend_it(
    school: School, text: str, line: int, code: str
) -> None:
    before = Course.objects.count()
    with pytest.raises(CoursesRefused) as refused:
        actions.import_courses(owner_id=school.owner, text=text, **school.centre)
    found = refused.value.problems[0]
    assert (found.line, found.code) == (line, code)
    assert found.message
    assert found.how
    assert Course.objects.count() == before
