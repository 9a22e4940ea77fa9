"""Writes: what is stored and told, what is refused at which field, and that nothing is half-stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from borealis.audit.queries import first_broken_event
from borealis.trainees import actions
from borealis.trainees.models import Employment, GuideAppointment, Service, Trainee
from borealis.trainees.queries import goal_states, training_record
from borealis.trainees.rules import GOAL_STATES, GOAL_TRANSITIONS, next_states, transition
from tests.trainees.conftest import NOW, TODAY, Day, House, enrol
from tests.trainees.test_queries import goal

pytestmark = pytest.mark.django_db

EVENT = "audit.Event"


def events() -> list[Any]:
    return list(apps.get_model(EVENT).objects.order_by("number"))


def stored() -> dict[str, list[Any]]:
    """Every row of the room and of the record, to see that a refusal changes nothing."""
    models = [*apps.get_app_config("trainees").get_models(include_auto_created=True), apps.get_model(EVENT)]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def settled(nora: Trainee, house: House) -> Trainee:
    """Nora with a post, confirmed and claimed service, leave, a guide, a goal in progress and a wish."""
    to: dict[str, Any] = {"by": house.people["head"].pk, "trainee_id": nora.pk, "now": NOW}
    actions.appoint_guide(**to, guide_id=house.people["guide"].pk, from_day=Day("2023-03-01"))
    actions.register_employment(
        **to, department_id=house.places["unn-pet"], from_day=Day("2023-03-01"), percent=60
    )
    actions.register_service(
        **to,
        kind="specialty",
        from_day=Day("2023-03-01"),
        to_day=Day("2025-02-28"),
        percent=60,
        arena="unn-pet-tolkning",
    )
    actions.register_absence(
        **to, kind="sick_leave", from_day=Day("2024-01-01"), to_day=Day("2024-01-31"), percent=50
    )
    actions.record_goal_state(**to, goal_id=goal("NUK-103"), state="in_progress", on=Day("2024-01-01"))
    actions.add_wish(**to, kind="not_before", phase="rontgen-ct", month=Day("2027-08-01"))
    return nora


Facts = dict[str, Any]
SERVICE: Facts = {
    "kind": "specialty",
    "from_day": Day("2025-03-01"),
    "to_day": Day("2025-12-31"),
    "arena": "unn-gammakamera",
}
ABSENCE: Facts = {"kind": "sick_leave", "from_day": Day("2025-01-01"), "to_day": Day("2025-01-31")}
EMPLOYMENT: Facts = {"from_day": Day("2026-01-01"), "percent": 40}
GOAL: Facts = {"goal": "NUK-104", "state": "in_progress", "on": Day("2026-01-01")}
WISH: Facts = {"kind": "not_after", "phase": "hot-lab", "month": Day("2027-05-01")}
CREDIT: Facts = {"phase": "hot-lab", "months": 2, "reason": "Hot-lab i Oslo", "decided_on": TODAY}

# act, its facts, what is changed in them, the field that tells, a word of the message
REFUSED: list[tuple[str, Facts, Facts, str, str]] = [
    ("service", SERVICE, {"to_day": Day("2025-02-28")}, "to_day", "1. mars 2025"),
    ("service", SERVICE, {"from_day": Day("2021-07-31")}, "from_day", "1. august 2021"),
    ("service", SERVICE, {"from_day": dt.date(202, 3, 1)}, "from_day", "202"),
    ("service", SERVICE, {"to_day": dt.date(9999, 12, 31)}, "to_day", "9999"),
    ("service", SERVICE, {"kind": "holiday"}, "kind", "Velg"),
    ("service", SERVICE, {"kind": ""}, "kind", "Velg"),
    ("service", SERVICE, {"percent": 0}, "percent", "100"),
    ("service", SERVICE, {"percent": 101}, "percent", "100"),
    ("service", SERVICE, {"percent": -5}, "percent", "100"),
    ("service", SERVICE, {"percent": 60.5}, "percent", "helt tall"),
    ("service", SERVICE, {"arena": ""}, "place", "læringsarena"),
    ("service", SERVICE, {"arena": "ukjent"}, "arena", "«ukjent»"),
    ("service", SERVICE, {"place": "x" * 201}, "place", "200"),
    ("service", SERVICE, {"from_day": Day("2025-02-28"), "percent": 41}, "percent", "101 prosent"),
    (
        "service",
        SERVICE,
        {"arena": "unn-pet-tolkning", "from_day": Day("2025-02-28"), "percent": 10},
        "from_day",
        "28. februar 2025",
    ),
    ("service", SERVICE, {"confirmed_on": Day("2026-11-23")}, "confirmed_on", "ikke kommet"),
    ("service", SERVICE, {"confirmed_on": Day("2025-12-30")}, "confirmed_on", "31. desember 2025"),
    ("service", SERVICE, {"kind": "part1_hospital"}, "to_day", "1. mars 2023"),
    ("absence", ABSENCE, {"to_day": Day("2024-12-31")}, "to_day", "1. januar 2025"),
    ("absence", ABSENCE, {"from_day": Day("2023-02-28")}, "from_day", "28. februar 2023"),
    ("absence", ABSENCE, {"kind": "specialty"}, "kind", "Velg"),
    ("absence", ABSENCE, {"percent": 0}, "percent", "100"),
    ("absence", ABSENCE, {"from_day": Day("2024-01-31"), "percent": 51}, "percent", "101 prosent"),
    ("absence", ABSENCE, {"from_day": dt.date(1, 1, 1)}, "from_day", "1970"),
    ("employment", EMPLOYMENT, {"percent": 41}, "percent", "101 prosent"),
    ("employment", EMPLOYMENT, {"percent": 30, "research_percent": 20}, "percent", "110 prosent"),
    ("employment", EMPLOYMENT, {"percent": 120}, "percent", "100"),
    ("employment", EMPLOYMENT, {"research_percent": -1}, "research_percent", "100"),
    ("employment", EMPLOYMENT, {"department_id": 987654}, "department", "finnes ikke"),
    ("employment", EMPLOYMENT, {"to_day": Day("2025-12-31")}, "to_day", "1. januar 2026"),
    ("employment", EMPLOYMENT, {"from_day": Day("2020-01-01")}, "from_day", "1. august 2021"),
    ("goal", GOAL, {"goal": None}, "goal", "hører ikke til"),
    ("goal", GOAL, {"goal": "LM"}, "goal", "hører ikke til"),
    ("goal", GOAL, {"state": "approved"}, "grounds", "bygger på"),
    ("goal", GOAL, {"state": "returned"}, "state", "ikke begynt"),
    ("goal", GOAL, {"state": "reached"}, "state", "ikke begynt"),
    ("goal", GOAL, {"goal": "NUK-103", "state": "returned"}, "state", "i gang"),
    ("goal", GOAL, {"on": Day("2026-11-23")}, "on", "fram i tid"),
    ("goal", GOAL, {"on": dt.date(1, 1, 1)}, "on", "Skriv en dag"),
    (
        "goal",
        GOAL,
        {"goal": "NUK-103", "state": "submitted", "on": Day("2023-12-31")},
        "on",
        "1. januar 2024",
    ),
    ("goal", GOAL, {"grounds": "x" * 301}, "grounds", "300"),
    ("wish", WISH, {"phase": "ukjent"}, "phase", "Velg en fra listen"),
    ("wish", WISH, {"kind": "hate_arena"}, "kind", "Velg"),
    ("wish", WISH, {"month": None}, "month", "2027-08"),
    ("wish", WISH, {"month": Day("2026-10-01")}, "month", "denne måneden"),
    ("wish", WISH, {"phase": "rontgen-ct", "month": Day("2027-07-01")}, "month", "ingen måneder igjen"),
    ("wish", WISH, {"kind": "prefer_arena", "arena": "unn-rontgen-ct"}, "arena", "der fasen kan tas"),
    ("wish", WISH, {"kind": "prefer_arena"}, "arena", "der fasen kan tas"),
    (
        "wish",
        WISH,
        {"kind": "not_before", "phase": "rontgen-ct", "month": Day("2027-08-19")},
        "phase",
        "allerede",
    ),
    ("credit", CREDIT, {"phase": "ukjent"}, "phase", "Velg en fra listen"),
    ("credit", CREDIT, {"months": 0}, "months", "over 0"),
    ("credit", CREDIT, {"months": "mange"}, "months", "over 0"),
    ("credit", CREDIT, {"months": float("nan")}, "months", "over 0"),
    ("credit", CREDIT, {"months": 3.5}, "months", "3 måneder"),
    ("credit", CREDIT, {"reason": "  "}, "reason", "bygger på"),
    ("credit", CREDIT, {"decided_on": Day("2026-11-23")}, "decided_on", "fram i tid"),
    ("guide", {}, {"from_day": Day("2023-03-01")}, "from_day", "Torunn Havørn"),
    ("guide", {"from_day": TODAY}, {"guide": "trainee"}, "guide", "egen veileder"),
    ("guide", {"from_day": TODAY}, {"guide": None}, "guide", "finnes ikke"),
]


def perform(act: str, facts: Facts, trainee: Trainee, house: House) -> Any:
    """Call the action behind a word of the table."""
    facts = {"by": house.people["head"].pk, "trainee_id": trainee.pk, "now": NOW, **facts}
    if act == "goal":
        code = facts.pop("goal")
        model = apps.get_model("curriculum.Goal")
        known = {None: 987654, "LM": model.objects.filter(goal_set__prefix="LM").first().pk}
        facts["goal_id"] = known[code] if code in known else goal(code)
    if act == "guide":
        who = facts.pop("guide", "new_guide")
        facts["guide_id"] = house.people[who].pk if who else 987654
    if act == "employment":
        facts = {"department_id": house.places["unn-pet"], **facts}
    calls: dict[str, Callable[..., Any]] = {
        "service": actions.register_service,
        "absence": actions.register_absence,
        "employment": actions.register_employment,
        "goal": actions.record_goal_state,
        "wish": actions.add_wish,
        "credit": actions.credit_phase,
        "guide": actions.appoint_guide,
    }
    return calls[act](**facts)


@pytest.mark.parametrize(("act", "facts", "change", "field", "word"), REFUSED)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_stored(
    settled: Trainee, house: House, act: str, facts: Facts, change: Facts, field: str, word: str
) -> None:
    before = stored()
    with pytest.raises(ValidationError) as refused:
        perform(act, {**facts, **change}, settled, house)
    assert field in refused.value.message_dict
    assert word in " ".join(refused.value.message_dict[field])
    assert stored() == before


@pytest.mark.parametrize(
    ("act", "facts", "event"),
    [
        ("service", SERVICE, "register_service"),
        ("service", {**SERVICE, "percent": 40, "from_day": Day("2025-02-01")}, "register_service"),
        ("service", {**SERVICE, "kind": "other_specialty", "arena": "", "place": "Ahus"}, "register_service"),
        ("absence", ABSENCE, "register_absence"),
        ("absence", {**ABSENCE, "from_day": Day("2024-01-31"), "percent": 50}, "register_absence"),
        ("employment", EMPLOYMENT, "register_employment"),
        ("employment", {**EMPLOYMENT, "percent": 0, "research_percent": 40}, "register_employment"),
        ("goal", GOAL, "begin_goal"),
        ("goal", {**GOAL, "state": "approved", "grounds": "Kompetanseportalen"}, "transfer_goal"),
        ("goal", {**GOAL, "goal": "NUK-103", "state": "submitted"}, "submit_goal"),
        ("wish", WISH, "add_wish"),
        ("wish", {"kind": "prefer_arena", "phase": "selvstendig", "arena": "unn-gammakamera"}, "add_wish"),
        ("credit", CREDIT, "credit_phase"),
        ("guide", {"from_day": TODAY}, "appoint_guide"),
    ],
)
def test_what_can_be_is_stored_and_told_once(
    settled: Trainee, house: House, act: str, facts: Facts, event: str
) -> None:
    before = len(events())
    perform(act, facts, settled, house)
    told = events()[before:]
    assert [(e.act, e.by_id) for e in told] == [(event, house.people["head"].pk)]
    assert first_broken_event() is None


@pytest.mark.parametrize("act", ["service", "absence", "employment", "goal", "wish", "credit", "guide"])
def test_a_trainee_that_is_not_there_is_refused(house: House, act: str) -> None:
    facts = {
        "service": SERVICE,
        "absence": ABSENCE,
        "employment": EMPLOYMENT,
        "goal": GOAL,
        "wish": WISH,
        "credit": CREDIT,
        "guide": {"from_day": TODAY},
    }[act]
    with pytest.raises(ValidationError) as refused:
        perform(act, facts, Trainee(pk=987654), house)
    assert "trainee" in refused.value.message_dict


# Enrolment


ENROLMENT: list[tuple[Facts, str, str]] = [
    ({"part1_completed_on": None}, "part1_completed_on", "§ 18"),
    ({"part1_completed_on": Day("2023-03-02")}, "part1_completed_on", "1. mars 2023"),
    ({"part1_completed_on": None, "part1_exception": "   "}, "part1_completed_on", "§ 18"),
    ({"part1_exception": "x" * 301}, "part1_exception", "300"),
    ({"home_town": " "}, "home_town", "Tromsø"),
    ({"licensed_on": Day("2023-03-02")}, "started_on", "2. mars 2023"),
    ({"started_on": dt.date(23, 3, 1)}, "started_on", "1970"),
    ({"person_id": 987654}, "person", "finnes ikke"),
    ({"programme_id": 987654}, "programme", "finnes ikke"),
]


@pytest.mark.parametrize(("change", "field", "word"), ENROLMENT)
def test_an_enrolment_that_cannot_be_is_refused(house: House, change: Facts, field: str, word: str) -> None:
    before = stored()
    with pytest.raises(ValidationError) as refused:
        enrol(house, "trainee", **change)
    assert word in " ".join(refused.value.message_dict[field])
    assert stored() == before


def test_a_doctor_is_enrolled_once(nora: Trainee, house: House) -> None:
    with pytest.raises(ValidationError) as refused:
        enrol(house, "trainee")
    assert "allerede" in str(refused.value.message_dict["person"])
    assert enrol(house, "trainee", house.other_programme).pk != nora.pk


def test_an_exception_lets_a_doctor_begin_with_part_1_goals_missing(house: House) -> None:
    trainee = enrol(
        house, "trainee", part1_completed_on=None, part1_exception="Over halve utdanningen i Sverige (§ 18)"
    )
    assert training_record(trainee.pk).part1_exception.startswith("Over halve")
    assert events()[-1].text.text["why"].startswith("Over halve")
    assert "Sverige" not in str(events()[-1].detail)


def test_goal_sets_are_those_in_force_when_enrolled(house: House) -> None:
    long_ago = dt.datetime(2025, 12, 1, 8, 0, tzinfo=dt.UTC)
    before = enrol(house, "trainee", now=long_ago)
    ahead = enrol(house, "colleague", now=long_ago, started_on=Day("2026-03-01"))
    assert training_record(before.pk).goal_sets == ("NUK-2025-09", "LM-2019-03")
    assert training_record(ahead.pk).goal_sets == ("NUK-2025-09", "FKM-2026-03")


# Guides


def test_a_new_guide_ends_the_one_before_the_day_before(settled: Trainee, house: House) -> None:
    perform("guide", {"from_day": Day("2026-02-01")}, settled, house)
    record = training_record(settled.pk)
    assert [(g.name, g.to_day) for g in record.guides] == [
        ("Torunn Havørn", Day("2026-01-31")),
        ("Henrik Jerv", None),
    ]
    for day in (Day("2026-01-31"), Day("2026-02-01")):
        assert record.guide_on(day) is not None


def test_undoing_an_appointment_gives_the_place_back(settled: Trainee, house: House) -> None:
    row = perform("guide", {"from_day": Day("2026-02-01")}, settled, house)
    actions.undo_entry(by=None, trainee_id=settled.pk, entry="guide", pk=row.pk, now=NOW)
    assert [g.to_day for g in training_record(settled.pk).guides] == [None]
    assert GuideAppointment.objects.count() == 1


# Service


def service_of(trainee: Trainee) -> Service:
    return Service.objects.get(trainee=trainee)


def test_confirming_makes_service_count(settled: Trainee) -> None:
    row = service_of(settled)
    actions.confirm_service(
        by=None, trainee_id=settled.pk, service_id=row.pk, confirmed_on=Day("2025-03-10"), now=NOW
    )
    assert training_record(settled.pk).services[0].confirmed_on == Day("2025-03-10")
    with pytest.raises(ValidationError) as refused:
        actions.confirm_service(
            by=None, trainee_id=settled.pk, service_id=row.pk, confirmed_on=TODAY, now=NOW
        )
    assert "10. mars 2025" in str(refused.value.message_dict["service"])
    actions.withdraw_confirmation(by=None, trainee_id=settled.pk, service_id=row.pk, now=NOW)
    assert training_record(settled.pk).services[0].confirmed_on is None
    assert events()[-1].act == "withdraw_confirmation"


def test_confirming_through_a_day_leaves_the_rest_claimed(settled: Trainee) -> None:
    actions.confirm_service(
        by=None,
        trainee_id=settled.pk,
        service_id=service_of(settled).pk,
        confirmed_on=Day("2024-03-01"),
        through=Day("2024-02-29"),
        now=NOW,
    )
    pieces = [(s.from_day, s.to_day, s.confirmed_on) for s in training_record(settled.pk).services]
    assert pieces == [
        (Day("2023-03-01"), Day("2024-02-29"), Day("2024-03-01")),
        (Day("2024-03-01"), Day("2025-02-28"), None),
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"confirmed_on": Day("2026-11-23")}, "confirmed_on"),
        ({"confirmed_on": Day("2025-02-27")}, "confirmed_on"),
        ({"confirmed_on": TODAY, "through": Day("2023-02-28")}, "through"),
        ({"confirmed_on": TODAY, "through": Day("2025-03-01")}, "through"),
        ({"confirmed_on": Day("2024-01-31"), "through": Day("2024-02-29")}, "confirmed_on"),
        ({"confirmed_on": TODAY, "service_id": 987654}, "service"),
    ],
)
def test_a_confirmation_that_cannot_be_is_refused(settled: Trainee, facts: Facts, field: str) -> None:
    before = stored()
    facts = {"service_id": service_of(settled).pk, **facts}
    with pytest.raises(ValidationError) as refused:
        actions.confirm_service(by=None, trainee_id=settled.pk, now=NOW, **facts)
    assert field in refused.value.message_dict
    assert stored() == before


def test_a_post_can_be_ended_but_not_made_longer(settled: Trainee) -> None:
    row = Employment.objects.get(trainee=settled)
    to: Facts = {"by": None, "trainee_id": settled.pk, "employment_id": row.pk, "now": NOW}
    actions.end_employment(**to, to_day=Day("2026-12-31"))
    assert training_record(settled.pk).employments[0].to_day == Day("2026-12-31")
    for day, word in ((Day("2027-01-01"), "31. desember 2026"), (Day("2023-02-28"), "1. mars 2023")):
        with pytest.raises(ValidationError) as refused:
            actions.end_employment(**to, to_day=day)
        assert word in str(refused.value.message_dict["to_day"])


# Goals


@pytest.mark.parametrize("state", [None, *GOAL_STATES])
@pytest.mark.parametrize("to_state", GOAL_STATES)
def test_only_the_steps_of_the_table_are_taken(
    nora: Trainee, house: House, state: str | None, to_state: str
) -> None:
    refused = ("submitted", "not_reached")
    way: dict[str | None, tuple[str, ...]] = {None: (), "in_progress": ("in_progress",)}
    way |= {"submitted": ("submitted",), "approved": ("submitted", "approved")}
    way |= {"returned": ("submitted", "returned"), "not_reached": refused}
    way |= {again: (*refused, again) for again in ("new_assessment", "new_assessment_elsewhere")}
    way["not_reached_again"] = (*way["new_assessment"], "not_reached_again")
    way["further_assessment"] = (*way["not_reached_again"], "further_assessment")
    facts = {"goal": "NUK-110", "on": TODAY, "grounds": "Vurdert i kollegium"}
    for before in way[state]:
        perform("goal", {**facts, "state": before}, nora, house)
    if transition(state, to_state):
        perform("goal", {**facts, "state": to_state}, nora, house)
        assert goal_states(nora.pk)[goal("NUK-110")].state == to_state
    else:
        with pytest.raises(ValidationError):
            perform("goal", {**facts, "state": to_state}, nora, house)


def test_the_table_of_steps_is_sound() -> None:
    assert {t.to_state for t in GOAL_TRANSITIONS} == set(GOAL_STATES)
    assert len({(t.from_state, t.act) for t in GOAL_TRANSITIONS}) == len(GOAL_TRANSITIONS)
    assert next_states("approved") == ("in_progress",)
    assert set(next_states(None)) == {"in_progress", "submitted", "approved"}


@pytest.mark.parametrize("state", [None, *GOAL_STATES])
@pytest.mark.parametrize("to_state", GOAL_STATES)
def test_only_what_is_registered_for_a_doctor_can_be_registered(
    nora: Trainee, house: House, state: str | None, to_state: str
) -> None:
    """Sending in, recalling and deciding are no registering, whoever tries (§ 26)."""
    if state:
        nora.goal_statuses.create(goal_id=goal("NUK-110"), state=state, on=Day("2026-01-01"), recorded_at=NOW)
    before = stored()
    facts: Facts = {"goal_id": goal("NUK-110"), "state": to_state, "on": TODAY, "grounds": "Attest fra Oslo"}
    allowed = {(None, "in_progress"), ("returned", "in_progress"), (None, "approved")}
    allowed |= {("in_progress", "approved")}
    if (state, to_state) in allowed:
        actions.register_goal(by=house.people["head"].pk, trainee_id=nora.pk, now=NOW, **facts)
        assert goal_states(nora.pk)[goal("NUK-110")].state == to_state
    else:
        with pytest.raises(ValidationError) as refused:
            actions.register_goal(by=house.people["head"].pk, trainee_id=nora.pk, now=NOW, **facts)
        assert "NUK-110" in str(refused.value.message_dict["state"])
        assert stored() == before


def test_each_state_is_a_row_of_its_own(settled: Trainee, house: House) -> None:
    perform("goal", {"goal": "NUK-103", "state": "submitted", "on": TODAY}, settled, house)
    rows = list(settled.goal_statuses.order_by("pk").values_list("state", "by_id"))
    head = house.people["head"].pk
    assert rows == [("in_progress", head), ("submitted", head)]


# Taking back


def test_a_slip_is_taken_back_within_a_day_and_the_record_keeps_it(settled: Trainee, house: House) -> None:
    row = perform("absence", ABSENCE, settled, house)
    actions.undo_entry(
        by=house.people["head"].pk,
        trainee_id=settled.pk,
        entry="absence",
        pk=row.pk,
        now=NOW + dt.timedelta(hours=24),
    )
    assert len(training_record(settled.pk).absences) == 1
    told = events()[-1]
    assert (told.act, told.detail["from_day"]) == ("undo_absence", "2025-01-01")
    assert first_broken_event() is None


LATER = NOW + dt.timedelta(hours=24, seconds=1)


@pytest.mark.parametrize("kind", ["absence", "employment", "goal", "guide"])
def test_older_rows_stay(settled: Trainee, kind: str) -> None:
    relation = {"goal": "goal_statuses", "guide": "guide_appointments"}.get(kind, f"{kind}s")
    row = getattr(settled, relation).first()
    with pytest.raises(ValidationError) as refused:
        actions.undo_entry(by=None, trainee_id=settled.pk, entry=kind, pk=row.pk, now=LATER)
    assert "ett døgn" in str(refused.value.message_dict["entry"])
    assert getattr(settled, relation).filter(pk=row.pk).exists()


def test_claimed_service_can_always_be_taken_back_but_confirmed_stays(settled: Trainee) -> None:
    row = service_of(settled)
    to: Facts = {"by": None, "trainee_id": settled.pk, "entry": "service", "pk": row.pk, "now": LATER}
    actions.confirm_service(by=None, trainee_id=settled.pk, service_id=row.pk, confirmed_on=TODAY, now=NOW)
    with pytest.raises(ValidationError):
        actions.undo_entry(**to)
    actions.withdraw_confirmation(by=None, trainee_id=settled.pk, service_id=row.pk, now=LATER)
    actions.undo_entry(**to)
    assert not Service.objects.exists()


def test_of_a_goals_states_only_the_last_is_taken_back(settled: Trainee, house: House) -> None:
    first = settled.goal_statuses.get()
    for state in ("submitted", "returned", "in_progress"):
        last = perform(
            "goal", {"goal": "NUK-103", "state": state, "on": TODAY, "grounds": "Mangler"}, settled, house
        )
    to: Facts = {"by": None, "trainee_id": settled.pk, "entry": "goal", "now": NOW}
    with pytest.raises(ValidationError):
        actions.undo_entry(**to, pk=first.pk)
    actions.undo_entry(**to, pk=last.pk)
    assert goal_states(settled.pk)[first.goal_id].state == "returned"


@pytest.mark.parametrize(
    "states",
    [("submitted",), ("submitted", "in_progress"), ("submitted", "approved"), ("approved", "in_progress")],
)
def test_what_was_sent_in_or_decided_is_never_taken_back(
    settled: Trainee, house: House, states: tuple[str, ...]
) -> None:
    for state in states:
        row = perform(
            "goal", {"goal": "NUK-104", "state": state, "on": TODAY, "grounds": "Vurdert"}, settled, house
        )
    before = stored()
    with pytest.raises(ValidationError) as refused:
        actions.undo_entry(by=None, trainee_id=settled.pk, entry="goal", pk=row.pk, now=NOW)
    assert "blir stående" in str(refused.value.message_dict["entry"])
    assert stored() == before


@pytest.mark.parametrize(("kind", "pk"), [("service", 987654), ("trainee", 1), ("", 1)])
def test_what_is_not_there_cannot_be_taken_back(settled: Trainee, kind: str, pk: int) -> None:
    with pytest.raises(ValidationError):
        actions.undo_entry(by=None, trainee_id=settled.pk, entry=kind, pk=pk, now=NOW)


def test_another_trainees_row_cannot_be_taken_back(settled: Trainee, house: House) -> None:
    other = enrol(house, "colleague")
    with pytest.raises(ValidationError):
        actions.undo_entry(by=None, trainee_id=other.pk, entry="service", pk=service_of(settled).pk, now=NOW)


def test_a_correction_takes_the_place_of_the_row(settled: Trainee) -> None:
    row = service_of(settled)
    facts = {"kind": "specialty", "from_day": row.from_day, "to_day": Day("2025-01-31"), "percent": 60}
    actions.correct_entry(
        by=None,
        trainee_id=settled.pk,
        entry="service",
        pk=row.pk,
        now=NOW,
        arena="unn-pet-tolkning",
        **facts,
    )
    assert [s.to_day for s in training_record(settled.pk).services] == [Day("2025-01-31")]


def test_a_refused_correction_leaves_the_old_row(settled: Trainee) -> None:
    before = stored()
    facts = {"kind": "specialty", "from_day": TODAY, "to_day": Day("2025-01-31"), "place": "UNN"}
    for entry, pk in (("service", service_of(settled).pk), ("goal", settled.goal_statuses.get().pk)):
        with pytest.raises(ValidationError):
            actions.correct_entry(by=None, trainee_id=settled.pk, entry=entry, pk=pk, now=NOW, **facts)
    assert stored() == before


def test_a_wish_is_removed_once(settled: Trainee) -> None:
    wish = settled.wishes.get()
    actions.remove_wish(by=None, trainee_id=settled.pk, wish_id=wish.pk, now=NOW)
    assert training_record(settled.pk).wishes == ()
    with pytest.raises(ValidationError):
        actions.remove_wish(by=None, trainee_id=settled.pk, wish_id=wish.pk, now=NOW)
