"""Courses of the programme on the pages of plans, from the proposal to the paper."""

from __future__ import annotations

import html
import io
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from borealis.courses.models import Course, CourseDate, Registration
from borealis.plans.actions import accept_proposal, make_proposal
from borealis.plans.models import PlanVersion, Proposal, WorkingPlan
from borealis.plans.position_actions import expect_starters
from borealis.plans.queries import gather, stored_plan
from borealis.plans.queries.replan import replan
from borealis.plans.queries.replan_page import _missed
from borealis.plans.queries.what_if import Study, what_if
from borealis.plans.rules.changes import Starter
from borealis.plans.rules.content import PlanContent, PlannedCourse
from borealis.plans.rules.months import first_day, later, month_of
from borealis.programmes.actions import apply
from borealis.programmes.queries import programme
from borealis.shell.words import month_year
from tests.conftest import Told
from tests.plans.test_replan_page import ADDRESS, ANSWERED, HEAD, asked, words
from tests.programmes.conftest import changed

pytestmark = pytest.mark.django_db
MIKKEL, MAJA, ASLAK = "Mikkel Snøspurv", "Maja Lomvi", "Aslak Isbre"
RADIATION, TALKS = "Strålevern i nordavind", "Krevende samtaler i motvind"
COURSES = """courses:
  - {course: straalevern, after: [introduksjon], before: [radionuklidterapi]}
  - {course: samtaler, before: [selvstendig]}
  - {course: none, after: [introduksjon]}
"""
GUIDANCE = "guidance:\n  individual: 8"


@pytest.fixture(scope="module")
def planned(told: Told, django_db_blocker: DjangoDbBlocker) -> Proposal:
    """The programme with three courses, one of which nobody knows, and a proposal for it; made once."""
    by = told.people[HEAD]
    with django_db_blocker.unblock():
        apply(by=by, text=changed(GUIDANCE, COURSES + GUIDANCE), now=told.now)
        return make_proposal(by=by, programme="unn-nuk", now=told.now, seconds=6)


def rows(proposal: Proposal) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in proposal.problem["trainees"]}


def page(told: Told, name: str, address: str) -> str:
    return html.unescape(words(told.client(name).get(address).content))


def plan_of(told: Told, name: str) -> PlanContent:
    found = stored_plan(told.trainees[name])
    assert found is not None
    return found.content


def accepted(told: Told, proposal: Proposal) -> None:
    accept_proposal(by=told.people[HEAD], proposal_id=proposal.pk, now=told.now)


def test_the_problem_has_the_courses_that_each_has_left(told: Told, planned: Proposal) -> None:
    taken = {pk: {c["id"]: c for c in row.get("courses", ())} for pk, row in rows(planned).items()}
    aslak, maja, mikkel = (str(told.trainees[name]) for name in (ASLAK, MAJA, MIKKEL))
    assert "samtaler" not in taken[aslak]  # completed
    place = Registration.objects.get(trainee=maja, course_date__course__code="samtaler", state="placed")
    assert taken[maja]["samtaler"]["months"] == [month_of(place.course_date.first_day)]
    assert len(taken[mikkel]["samtaler"]["months"]) > 1  # on a waiting list
    assert taken[mikkel]["straalevern"]["before"] == ["radionuklidterapi"]
    assert planned.facts["courses_without_dates"][mikkel] == ["none"]
    assert not any(row["unplaced"] for row in planned.solution["trainees"])
    assert all(month for row in planned.solution["trainees"] for month in row["courses"].values())


def test_a_place_on_a_date_binds_the_plan(told: Told, planned: Proposal) -> None:
    maja = told.trainees[MAJA]
    date = CourseDate.objects.filter(course__code="straalevern").order_by("first_day").last()
    Registration.objects.create(trainee_id=maja, course_date=date, state="placed", wished_at=told.now)
    assert date is not None
    problem = gather("unn-nuk", later(month_of(told.today), 1), told.today).problem
    (row,) = (row for row in problem["trainees"] if row["id"] == str(maja))
    (course,) = (course for course in row["courses"] if course["id"] == "straalevern")
    assert course["months"] == [month_of(date.first_day)]


def test_the_number_of_reads_does_not_grow_with_courses_known(told: Told, planned: Proposal) -> None:
    first = later(month_of(told.today), 1)

    def reads() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            gather("unn-nuk", first, told.today)
        return [q["sql"] for q in queries if "courses_" in q["sql"]]

    assert len(reads()) == 3


def test_the_proposal_says_when_each_takes_each_course(told: Told, planned: Proposal) -> None:
    text = page(told, HEAD, f"/leder/planer/forslag/{planned.pk}/")
    table = text.split("Måneden hver lege tar hvert kurs")[1].split("Hvorfor dette forslaget")[0]
    names = {pk: name for name, pk in told.trainees.items()}
    for row in planned.solution["trainees"]:
        told_of = table.split(f" {names[int(row['id'])]} ")[-1]
        for month in row["courses"].values():
            assert month_year(first_day(month)) in told_of
    assert f"{RADIATION} {TALKS} none" in table
    assert "ingen kjent dato" in table


def test_the_proposal_says_what_somebody_must_see_to_and_what_was_before(
    told: Told, planned: Proposal
) -> None:
    accepted(told, planned)
    mikkel = str(told.trainees[MIKKEL])
    solution = deepcopy(planned.solution)
    (row,) = (row for row in solution["trainees"] if row["id"] == mikkel)
    was = row["courses"]["straalevern"]
    address = f"/leder/planer/forslag/{planned.pk}/"
    Proposal.objects.filter(pk=planned.pk).update(state="open")
    assert "Forslaget er likt dagens planer." in page(told, HEAD, address)
    row["courses"] |= {"straalevern": later(was, 12), "samtaler": None}
    Proposal.objects.filter(pk=planned.pk).update(solution=solution)
    text = page(told, HEAD, address)
    assert "Bare månedene for kurs er endret." in text
    assert f"{month_year(first_day(later(was, 12)))} var {month_year(first_day(was))}" in text
    assert f"{MIKKEL}: kurset {TALKS}. Ingen dato passer." in text


def test_the_plan_page_and_the_paper_say_it_too(told: Told, planned: Proposal) -> None:
    accepted(told, planned)
    trainee, month = told.trainees[MIKKEL], plan_of(told, MIKKEL).courses[0].month
    assert month
    client, when = told.client(MIKKEL), month_year(first_day(month))
    text = client.get(f"/lis/plan/{trainee}/").content.decode()
    assert f'<dt><a href="/kurs/om/straalevern/">{RADIATION}</a></dt><dd>{when}</dd>' in text
    assert "<dt>none</dt><dd>ingen kjent dato</dd>" in text
    assert client.get("/kurs/om/straalevern/").status_code == 200
    paper = PdfReader(io.BytesIO(client.get(f"/lis/plan/{trainee}/plan.pdf").content))
    printed = " ".join(" ".join(leaf.extract_text() for leaf in paper.pages).split())
    assert f"{RADIATION}: {when}" in printed


def test_two_plans_with_other_months_are_compared(told: Told, planned: Proposal) -> None:
    accepted(told, planned)
    row = WorkingPlan.objects.get(trainee=told.trainees[MIKKEL])
    (course, *others) = row.content["courses"]
    was = later(course["month"], -12)
    content = {**row.content, "courses": [{**course, "month": was}, *others]}
    PlanVersion.objects.create(
        trainee_id=row.trainee_id, number=90, content=content, digest=row.digest, frozen_at=told.now
    )
    text = page(told, MIKKEL, f"/lis/plan/{row.trainee_id}/sammenlign/?fra=90&til=arbeid")
    assert "Oppholdene er like, men ikke månedene for kurs." in text
    now, before = (month_year(first_day(month)) for month in (course["month"], was))
    assert f"{RADIATION}: {before} før, {now} nå." in text


def test_what_no_date_fits_needs_somebody(told: Told, planned: Proposal) -> None:
    accepted(told, planned)
    row = WorkingPlan.objects.get(trainee=told.trainees[MIKKEL])
    row.content["courses"] = [{"course": "samtaler", "month": None, "is_dated": True}]
    row.save()
    text = told.client(MIKKEL).get(f"/lis/plan/{row.trainee_id}/").content.decode()
    line = text.split(f"{TALKS}</a></dt>")[1].split("</dd>")[0]
    assert "t-amber" in line
    assert "ingen dato passer" in line


@pytest.mark.parametrize("kind", ["leave", "doctorate"])
def test_a_choice_of_what_if_is_kept_with_its_courses(told: Told, planned: Proposal, kind: str) -> None:
    accepted(told, planned)
    client = told.client(HEAD)
    answer = client.get(ADDRESS, asked(told, kind))
    assert ANSWERED.search(words(answer.content))
    chosen = html.unescape(answer.content.decode().split('name="chosen" value="')[1].split('"')[0])
    assert client.post(ADDRESS, {"chosen": chosen}).status_code == 302
    proposal = Proposal.objects.get(state="open")
    (row,) = (row for row in proposal.solution["trainees"] if row["id"] == str(told.trainees[MIKKEL]))
    assert all(row["courses"].values())
    assert client.get(f"/leder/planer/forslag/{proposal.pk}/").status_code == 200
    accepted(told, proposal)
    assert {course.course for course in plan_of(told, MIKKEL).courses} == {"straalevern", "samtaler", "none"}


def test_plans_with_courses_go_on_when_something_happens_elsewhere(told: Told, planned: Proposal) -> None:
    """Nobody's plan in force is planned anew for the sake of a course, and somebody new takes the courses too."""
    accepted(told, planned)
    current = programme("unn-nuk")
    assert current is not None
    found = replan(current, Starter(later(month_of(told.today), 4), "tromsø"), told.today)
    assert found.anyway == frozenset()
    for option in found.options:
        (row,) = (row for row in option.problem["trainees"] if row["id"] == "new")
        assert {course["id"] for course in row["courses"]} == {"straalevern", "samtaler"}
        (plan,) = (plan for plan in option.solution.trainees if plan.id == "new")
        assert all(plan.courses.values())


def test_a_choice_says_whose_course_no_date_fits(told: Told, planned: Proposal) -> None:
    accepted(told, planned)
    content = plan_of(told, MIKKEL)
    missed = replace(content, courses=(PlannedCourse("samtaler", None), *content.courses[:1]))
    said = _missed({1: content, 2: missed}, {1: ASLAK, 2: MIKKEL})
    assert said == [f"{MIKKEL}: kurset {TALKS}. Ingen dato passer."]


def test_what_a_doctorate_would_do_is_computed_with_courses(told: Told, planned: Proposal) -> None:
    accepted(told, planned)
    first = first_day(later(month_of(told.today), 4))
    study = Study(first, first.replace(year=first.year + 2), 50)
    found = what_if("unn-nuk", told.trainees[MIKKEL], study, told.today)
    assert found.with_study[told.trainees[MIKKEL]].courses


def test_a_position_that_is_not_filled_takes_the_courses(told: Told, planned: Proposal) -> None:
    expect_starters(
        by=told.people[HEAD],
        programme_id=planned.programme_id,
        first_month=first_day(later(month_of(told.today), 3)),
        positions=1,
        home_town="Tromsø",
        now=told.now,
    )
    problem = gather("unn-nuk", later(month_of(told.today), 1), told.today).problem
    (row,) = (row for row in problem["trainees"] if row.get("unknown"))
    assert {course["id"] for course in row["courses"]} == {"straalevern", "samtaler"}
    assert all(month > row["from"] for month in row["courses"][0]["months"])


def test_a_course_that_is_taken_out_of_the_catalogue_is_planned_no_more(
    told: Told, planned: Proposal
) -> None:
    Course.objects.filter(code="straalevern").update(retired_at=told.now)
    material = gather("unn-nuk", later(month_of(told.today), 1), told.today)
    mikkel = str(told.trainees[MIKKEL])
    (row,) = (row for row in material.problem["trainees"] if row["id"] == mikkel)
    assert [course["id"] for course in row["courses"]] == ["samtaler"]
    assert material.facts["courses_without_dates"][mikkel] == ["straalevern", "none"]
