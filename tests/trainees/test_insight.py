"""What is seen of whom, by which relation, and what remains when the relation has ended."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from borealis.people.actions import assign_role
from borealis.people.queries import NOBODY, viewer_of
from borealis.trainees import actions, permissions
from borealis.trainees.models import GuideAppointment, Trainee
from borealis.trainees.permissions import GOALS, PLAN, TRAINING
from borealis.trainees.queries import former_of, in_research, record_until, states_until, supervised_by
from tests.trainees.conftest import NOW, TODAY, Day, House, enrol

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)
LAST_MONTH = Day("2026-10-31")


def give(house: House, who: str, role: str, *, at: str = "", trainee: Trainee | None = None) -> None:
    """A role from long ago, at a place or for one trainee alone."""
    if trainee is None:
        facts = {"organisation_id": house.places[at]}
        assign_role(
            by=None, person=house.people[who], role=role, in_force_from=Day("2020-01-01"), now=NOW, **facts
        )
    else:
        apps.get_model("people.RoleAssignment").objects.create(
            person=house.people[who], role=role, trainee=trainee, in_force_from=Day("2020-01-01")
        )


def employ(trainee: Trainee, house: House, *, to_day: dt.date | None = None, research: int = 0) -> None:
    actions.register_employment(
        by=None,
        trainee_id=trainee.pk,
        department_id=house.places["unn-pet"],
        from_day=trainee.started_on,
        to_day=to_day,
        percent=100 - research,
        research_percent=research,
        now=NOW,
    )


# role, at a place or for Nora alone: what it shows of Nora
ASPECTS = [
    ("head", "unn-pet", {TRAINING, PLAN, GOALS}),
    ("stand_in", "unn-pet", {TRAINING, PLAN, GOALS}),
    ("training_lead", "unn", {TRAINING, PLAN, GOALS}),
    ("training_coordinator", "unn", {TRAINING, PLAN, GOALS}),
    ("regional_training_centre", "helse-nord", {TRAINING, PLAN, GOALS}),
    ("supervisor", "unn-pet", {GOALS}),
    ("supervisor", "", {GOALS}),
    ("delegate", "unn-pet", {GOALS}),
    ("delegate", "", {GOALS}),
    ("research_lead", "unn", set()),
    ("auditor", "unn", set()),
    ("administrator", "unn", set()),
    ("guide", "unn-pet", set()),
    ("head", "unn-harstad", set()),
    ("supervisor", "unn-harstad", set()),
]


@pytest.mark.parametrize(("role", "place", "seen"), ASPECTS)
def test_a_role_shows_what_the_table_says(
    nora: Trainee, house: House, role: str, place: str, seen: set[str]
) -> None:
    give(house, "outsider", role, at=place, trainee=None if place else nora)
    viewer = house.viewer("outsider")
    for aspect in (TRAINING, PLAN, GOALS):
        assert permissions.may_see(viewer, nora, aspect) is (aspect in seen)
        if aspect not in seen:
            with pytest.raises(Http404):
                permissions.check_may_see(viewer, nora.pk, aspect)


def test_who_follows_research_sees_the_plans_of_those_who_research(nora: Trainee, house: House) -> None:
    colleague = enrol(house, "colleague")
    employ(nora, house, research=50)
    employ(colleague, house)
    give(house, "outsider", "research_lead", at="unn")
    viewer = house.viewer("outsider")
    assert set(permissions.visible_to(viewer, PLAN)) == {nora}
    assert set(in_research(viewer, TODAY)) == {nora.pk}
    assert not permissions.visible_to(viewer, TRAINING).exists()


def test_lists_of_those_supervised_agree_with_the_pages(nora: Trainee, house: House) -> None:
    enrol(house, "colleague")
    give(house, "outsider", "supervisor", trainee=nora)
    viewer = house.viewer("outsider")
    assert set(supervised_by(viewer, "supervise", TODAY)) == {nora.pk}
    assert set(permissions.visible_to(viewer, GOALS)) == {nora}


def test_nobody_sees_or_saw_anything(nora: Trainee) -> None:
    assert not permissions.visible_to(NOBODY, GOALS).exists()
    assert permissions.seen_until(NOBODY, nora, TODAY) is None
    assert former_of(NOBODY, TODAY) == []


def test_a_person_whose_posts_have_ended_keeps_only_own_training(nora: Trainee, house: House) -> None:
    apps.get_model("people.Post").objects.filter(person=house.people["head"]).update(to_day=YESTERDAY)
    head = house.viewer("head")
    assert head.roles == ()
    assert not permissions.may_see(head, nora)
    apps.get_model("people.Post").objects.create(
        person=house.people["trainee"],
        organisation_id=house.places["unn"],
        from_day=Day("2023-03-01"),
        to_day=YESTERDAY,
    )
    assert permissions.may_see(house.viewer("trainee"), nora)


def test_a_role_ends_with_the_post_that_it_follows_from(nora: Trainee, house: House) -> None:
    person = house.people["outsider"]
    post = apps.get_model("people.Post").objects.create(
        person=person, organisation_id=house.places["unn"], from_day=Day("2020-01-01"), to_day=YESTERDAY
    )
    other = apps.get_model("people.Post").objects.create(
        person=person, organisation_id=house.places["st-olavs"], from_day=Day("2020-01-01")
    )
    roles = apps.get_model("people.RoleAssignment").objects
    for held, place in ((post, "unn-pet"), (other, "unn-harstad")):
        roles.create(
            person=person,
            role="head",
            organisation_id=house.places[place],
            post=held,
            in_force_from=Day("2020-01-01"),
        )
    assert viewer_of(person, TODAY).places_with("see_department") == {house.places["unn-harstad"]}
    assert viewer_of(person, YESTERDAY).places_with("see_department") == {
        house.places["unn-harstad"],
        house.places["unn-pet"],
    }


def test_an_inactive_person_is_nobody(house: House) -> None:
    person = house.people["head"]
    person.is_active = False
    assert viewer_of(person, TODAY) == NOBODY


def test_a_former_guide_sees_the_record_up_to_the_day_and_nothing_after(nora: Trainee, house: House) -> None:
    for who, day in (("guide", "2023-03-01"), ("new_guide", "2026-11-01")):
        actions.appoint_guide(
            by=None, trainee_id=nora.pk, guide_id=house.people[who].pk, from_day=Day(day), now=NOW
        )
    before, after = goals(nora)[:2]
    status(nora, before, Day("2026-10-30"))
    status(nora, after, Day("2026-11-02"))
    late = status(nora, goals(nora)[2], Day("2026-10-30"), recorded=NOW)
    guide = house.viewer("guide")
    assert not permissions.may_see(guide, nora)
    insight = permissions.check_may_see_former(guide, nora.pk, TODAY)
    assert insight.until == LAST_MONTH
    record = record_until(insight)
    assert record.finished_on is None
    assert set(states_until(insight)) == {before}
    assert late not in states_until(insight)
    assert [former.trainee_id for former in former_of(guide, TODAY)] == [nora.pk]
    with pytest.raises(Http404, match="trainee"):
        permissions.check_may_see_former(house.viewer("new_guide"), nora.pk, TODAY)
    with pytest.raises(Http404, match="trainee"):
        permissions.check_may_see_former(guide, 987654, TODAY)


def test_a_guide_whose_own_post_has_ended_is_a_former_guide(nora: Trainee, house: House) -> None:
    person = house.people["guide"]
    actions.appoint_guide(by=None, trainee_id=nora.pk, guide_id=person.pk, from_day=nora.started_on, now=NOW)
    apps.get_model("people.Post").objects.filter(person=person).update(to_day=LAST_MONTH)
    guide = house.viewer("guide")
    assert not permissions.may_see(guide, nora)
    assert permissions.seen_until(guide, nora, TODAY) == LAST_MONTH


def test_the_department_before_a_move_sees_the_record_up_to_the_move(nora: Trainee, house: House) -> None:
    move(nora, house, Day("2026-11-01"))
    old, new = house.viewer("head"), house.viewer("head_elsewhere")
    assert not permissions.may_see(old, nora)
    assert permissions.may_see(new, nora)
    assert permissions.check_may_see_former(old, nora.pk, TODAY).until == LAST_MONTH
    with pytest.raises(Http404):
        permissions.check_may_see_former(new, nora.pk, TODAY)
    assert former_of(old, TODAY)[0].until == LAST_MONTH
    with pytest.raises(PermissionDenied):
        permissions.check_may_register(old, nora)
    with pytest.raises(PermissionDenied):
        permissions.check_may_register_post(old, nora.pk)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"programme": "here"}, "programme"),
        ({"from_day": TODAY + dt.timedelta(days=1)}, "from_day"),
        ({"from_day": Day("2023-03-01")}, "from_day"),
        ({"programme": 987654}, "programme"),
        ({"finished": True}, "programme"),
        ({"specialty": True}, "programme"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    nora: Trainee, house: House, facts: dict[str, object], field: str
) -> None:
    if facts.get("finished"):
        actions.finish_training(by=None, trainee_id=nora.pk, finished_on=YESTERDAY, now=NOW)
    if facts.get("specialty"):
        other = apps.get_model("curriculum.Specialty").objects.exclude(pk=nora.programme.specialty_id)[0]
        apps.get_model("programmes.Programme").objects.filter(pk=house.other_programme).update(
            specialty=other
        )
    wanted = facts.get("programme", house.other_programme)
    with pytest.raises(ValidationError) as refused:
        actions.move_trainee(
            by=None,
            trainee_id=nora.pk,
            programme_id=house.programme if wanted == "here" else wanted,  # type: ignore[arg-type]
            from_day=facts.get("from_day", TODAY),  # type: ignore[arg-type]
            now=NOW,
        )
    assert set(refused.value.message_dict) == {field}
    assert nora.enrolments.count() == 1


def test_a_finished_training_is_seen_up_to_its_last_day(nora: Trainee, house: House) -> None:
    actions.finish_training(by=None, trainee_id=nora.pk, finished_on=LAST_MONTH, now=NOW)
    nora.refresh_from_db()
    head = house.viewer("head")
    assert not permissions.may_see(head, nora)
    assert permissions.may_see(house.viewer("trainee"), nora)
    assert permissions.check_may_see_former(head, nora.pk, TODAY).until == LAST_MONTH
    with pytest.raises(Http404):
        permissions.check_may_register_post(head, nora.pk)
    for day in (LAST_MONTH, TODAY + dt.timedelta(days=2)):
        with pytest.raises(ValidationError):
            actions.finish_training(by=None, trainee_id=nora.pk, finished_on=day, now=NOW)


def test_a_training_without_a_post_is_former_until_a_new_post_is_registered(
    nora: Trainee, house: House
) -> None:
    employ(nora, house, to_day=LAST_MONTH)
    head = house.viewer("head")
    assert not permissions.may_see(head, nora)
    assert permissions.check_may_see_former(head, nora.pk, TODAY).until == LAST_MONTH
    with pytest.raises(PermissionDenied):
        permissions.check_may_register_post(house.viewer("coordinator"), nora.pk)
    assert permissions.check_may_register_post(head, nora.pk) == nora
    actions.register_employment(
        by=None,
        trainee_id=nora.pk,
        department_id=house.places["unn-pet"],
        from_day=Day("2026-11-01"),
        now=NOW,
    )
    assert permissions.may_see(head, nora)
    assert permissions.check_may_register_post(head, nora.pk) == nora


def test_absence_is_not_kept_for_looking_back(nora: Trainee, house: House) -> None:
    employ(nora, house)
    actions.register_absence(
        by=None,
        trainee_id=nora.pk,
        kind="sick_leave",
        from_day=Day("2024-01-01"),
        to_day=Day("2024-02-01"),
        now=NOW,
    )
    move(nora, house, Day("2026-11-01"))
    insight = permissions.check_may_see_former(house.viewer("head"), nora.pk, TODAY)
    assert record_until(insight).absences == ()


@pytest.mark.parametrize(
    ("specialist", "employed", "said"),
    [(False, True, "spesialist i faget"), (True, False, "godkjent virksomhet"), (False, False, "§ 25")],
)
def test_a_guide_who_does_not_fulfil_section_25_needs_a_reason(
    nora: Trainee, house: House, specialist: bool, employed: bool, said: str
) -> None:
    person = house.people["guide"]
    if not specialist:
        apps.get_model("people.SpecialistApproval").objects.filter(person=person).delete()
    if not employed:
        apps.get_model("people.Post").objects.filter(person=person).delete()
    facts = {"by": None, "trainee_id": nora.pk, "guide_id": person.pk, "from_day": TODAY, "now": NOW}
    with pytest.raises(ValidationError) as refused:
        actions.appoint_guide(**facts)  # type: ignore[arg-type]
    assert said in " ".join(refused.value.message_dict["exception"])
    row = actions.appoint_guide(**facts, exception="Eneste i regionen til våren")  # type: ignore[arg-type]
    event = apps.get_model("audit.Event").objects.order_by("-number")[0]
    assert row.exception == event.text.text["why"]
    assert len(event.detail["failings"]) == (not specialist) + (not employed)


def test_an_appointment_ends_by_itself(nora: Trainee, house: House) -> None:
    actions.appoint_guide(
        by=None,
        trainee_id=nora.pk,
        guide_id=house.people["guide"].pk,
        from_day=Day("2026-01-01"),
        to_day=YESTERDAY,
        now=NOW,
    )
    guide = house.viewer("guide")
    assert nora in permissions.visible_to(guide, on=YESTERDAY)
    assert nora not in permissions.visible_to(guide, on=TODAY)
    assert GuideAppointment.objects.get().to_day == YESTERDAY


def goals(trainee: Trainee) -> list[int]:
    found = trainee.goal_sets.order_by("pk").values_list("goals__pk", flat=True)
    return sorted(pk for pk in found if pk)


def status(trainee: Trainee, goal: int, on: dt.date, recorded: dt.datetime | None = None) -> int:
    trainee.goal_statuses.create(
        goal_id=goal,
        state="approved",
        on=on,
        recorded_at=recorded or dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC),
    )
    return goal


def move(trainee: Trainee, house: House, day: dt.date) -> None:
    actions.move_trainee(
        by=None, trainee_id=trainee.pk, programme_id=house.other_programme, from_day=day, now=NOW
    )
    trainee.refresh_from_db()
