"""A department's life until today, told through the same actions as real life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction

from borealis.curriculum.actions import load_shipped
from borealis.curriculum.queries import goals_of, specialty
from borealis.demo.again import judge_again
from borealis.demo.applying import finish
from borealis.demo.courses import name_in_programme, take_courses
from borealis.demo.duties import bring_in_rosters
from borealis.demo.evaluation import evaluate
from borealis.demo.improvement import improve
from borealis.demo.people import COLLEAGUES, DOCTORS, Colleague, Doctor, address
from borealis.demo.research import do_research
from borealis.demo.talks import talk_together
from borealis.demo.teaching import teach
from borealis.demo.work import Life, live
from borealis.organisations.actions import load_shipped_organisations
from borealis.organisations.queries import organisation
from borealis.people.actions import add_person, add_post, approve_specialist, assign_role
from borealis.people.directory import person_with_key
from borealis.people.queries import person_by_email
from borealis.plans.actions import accept_proposal, make_proposal, sign_plan
from borealis.plans.queries import stored_plans
from borealis.programmes.actions import load_shipped_programmes
from borealis.programmes.queries import CurrentProgramme, programme
from borealis.trainees import actions as trainees
from borealis.trainees.queries import training_record
from borealis.trainees.rules import add_months, month_of

PROGRAMME = "unn-nuk"
ONE_DAY = dt.timedelta(days=1)


def tell(*, now: dt.datetime, today: dt.date) -> None:
    """Fill an empty database with the department, its people, their training and their plans."""
    with transaction.atomic():
        load_shipped(now)
        load_shipped_organisations(now)
        load_shipped_programmes(now)
        people = _people(now, today, _everyone())
        found = programme(PROGRAMME)
        if found is None:
            raise LookupError(PROGRAMME)
        ids = {doctor.name: _train(doctor, people, found, now, today) for doctor in DOCTORS}
        _for_one_trainee(people, ids, now, today)
        live(ids, people, found, now, today)
        for doctor in (doctor for doctor in DOCTORS if doctor.applying):
            finish(Life(doctor, ids[doctor.name], people, now), today)
        judge_again(Life(DOCTORS[4], ids[DOCTORS[4].name], people, now))
        talk_together(ids, people, now)
        do_research(ids, people, now, today)
        bring_in_rosters(people, now, today)
        teach(people, now)
        improve(ids, people, now, today)
        evaluate(people, now, today)
        take_courses(ids, people, now)
        name_in_programme(people, PROGRAMME, now)
    proposal = make_proposal(by=people["Randi Snøugle"], programme=PROGRAMME, now=now)
    accept_proposal(by=people["Randi Snøugle"], proposal_id=proposal.pk, now=now)
    _agree(ids, people, now)
    _news(ids, people, now, today)


def add_copies(number: int, *, now: dt.datetime, today: dt.date) -> list[int]:
    """More trainees with the same stories under other names, and new plans for everyone: for measuring."""
    found = programme(PROGRAMME)
    if found is None:
        raise LookupError(PROGRAMME)
    head = person_by_email(address(COLLEAGUES[0].name))
    people = {c.name: person.pk for c in COLLEAGUES if (person := person_by_email(address(c.name)))}
    added = []
    for step in range(number):
        doctor = replace(DOCTORS[step % len(DOCTORS)], name=f"Lege Nummer {step + 1}")
        people |= _people(now, today, [_as_colleague(doctor)])
        added.append(_train(doctor, people, found, now, today))
    by = head.pk if head else None
    proposal = make_proposal(by=by, programme=PROGRAMME, now=now, seconds=20)
    accept_proposal(by=by, proposal_id=proposal.pk, now=now)
    return added


def is_told() -> bool:
    """Whether the demonstration's people are stored already."""
    return person_by_email(address(COLLEAGUES[0].name)) is not None


def _as_colleague(doctor: Doctor) -> Colleague:
    return Colleague(doctor.name, "trainee", "unn-pet", "Lege i spesialisering")


def _everyone() -> list[Colleague]:
    """All who work here, those in training last."""
    return [*COLLEAGUES, *(_as_colleague(doctor) for doctor in DOCTORS)]


def _people(now: dt.datetime, today: dt.date, everyone: list[Colleague]) -> dict[str, int]:
    """Persons with their post, approval and role; gives each person's key by name."""
    keys = {}
    since = add_months(month_of(today), -84)
    for colleague in everyone:
        person = add_person(by=None, name=colleague.name, email=address(colleague.name), now=now)
        keys[colleague.name] = person.pk
        add_post(
            by=None,
            person_id=person.pk,
            organisation_id=organisation(colleague.place).pk,
            from_day=since,
            title=colleague.title,
            now=now,
        )
        if field := specialty(colleague.specialist):
            approve_specialist(
                by=None, person_id=person.pk, specialty_id=field.pk, approved_on=since, now=now
            )
        if not colleague.trainee:
            _give(colleague, person.pk, since, now, today, organisation_id=organisation(colleague.place).pk)
    return keys


def _give(
    colleague: Colleague,
    person_id: int,
    since: dt.date,
    now: dt.datetime,
    today: dt.date,
    organisation_id: int | None = None,
    trainee_id: int | None = None,
) -> None:
    """The colleague's role, for good or for a time."""
    for_a_time = colleague.days is not None
    assign_role(
        by=None,
        person=person_with_key(person_id),
        role=colleague.role,
        in_force_from=today - dt.timedelta(days=30) if for_a_time else since,
        in_force_to=today + dt.timedelta(days=colleague.days) if colleague.days is not None else None,
        now=now,
        organisation_id=organisation_id,
        trainee_id=trainee_id,
    )


def _for_one_trainee(people: dict[str, int], ids: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Roles that are held for one doctor alone."""
    for colleague in (c for c in COLLEAGUES if c.trainee):
        _give(colleague, people[colleague.name], today, now, today, trainee_id=ids[colleague.trainee])


def _months(doctor: Doctor) -> int:
    """Months from the first day of the training through this one, leave behind included."""
    behind = sum(leave.months for leave in doctor.leaves if leave.begins < 0)
    return sum(part.months for part in doctor.served) + behind


def _train(
    doctor: Doctor,
    people: dict[str, int],
    found: CurrentProgramme,
    now: dt.datetime,
    today: dt.date,
) -> int:
    """Enrol a doctor and register the story so far; gives the trainee's key."""
    head = people["Randi Snøugle"]
    start = add_months(month_of(today), (0 if doctor.applying else 1) - _months(doctor))
    part1_end = add_months(start, -doctor.elsewhere - 1) - ONE_DAY
    trainee = trainees.enrol_trainee(
        by=head,
        person_id=people[doctor.name],
        programme_id=found.pk,
        started_on=start,
        home_town="Tromsø",
        now=min(now, doctor.registered or now),
        licensed_on=add_months(month_of(part1_end), -20),
        part1_completed_on=part1_end,
    ).pk
    trainees.appoint_guide(
        by=head,
        trainee_id=trainee,
        guide_id=people[doctor.guide],
        from_day=start,
        now=now,
    )
    _posts(doctor, trainee, found, head, start, now, today)
    _earlier_service(doctor, trainee, head, part1_end, start, now)
    _service(doctor, trainee, head, start, now, today)
    _leaves(doctor, trainee, head, now, today)
    for phase, months in doctor.credits.items():
        trainees.credit_phase(
            by=head,
            trainee_id=trainee,
            phase=phase,
            months=months,
            reason="Tilsvarende tjeneste i radiologi",
            decided_on=start,
            now=now,
        )
    _goals(doctor, trainee, found, head, start, now, today)
    return trainee


def _posts(
    doctor: Doctor,
    trainee: int,
    found: CurrentProgramme,
    head: int,
    start: dt.date,
    now: dt.datetime,
    today: dt.date,
) -> None:
    month = month_of(today)
    begins = [start, *(add_months(month, post.begins) for post in doctor.posts[1:])]
    ends = [first - ONE_DAY for first in begins[1:]]
    for post, first, last in zip(doctor.posts, begins, [*ends, None], strict=True):
        trainees.register_employment(
            by=head,
            trainee_id=trainee,
            department_id=found.department_id,
            from_day=first,
            to_day=last,
            percent=post.percent,
            research_percent=post.research,
            now=now,
        )


def _earlier_service(
    doctor: Doctor, trainee: int, head: int, part1_end: dt.date, start: dt.date, now: dt.datetime
) -> None:
    """Part 1 in hospital and municipality, and radiology for who comes from there."""
    municipality = add_months(month_of(part1_end), -5)
    hospital = add_months(municipality, -12)
    periods = [
        ("part1_hospital", "UNN Harstad", hospital, municipality - ONE_DAY),
        ("part1_municipality", "Balsfjord kommune", municipality, part1_end),
    ]
    if doctor.elsewhere:
        radiology = add_months(start, -doctor.elsewhere)
        periods.append(("other_specialty", "Røntgenavdelingen, radiologi", radiology, start - ONE_DAY))
    for kind, place, first, last in periods:
        trainees.register_service(
            by=head,
            trainee_id=trainee,
            kind=kind,
            place=place,
            from_day=first,
            to_day=last,
            confirmed_on=start,
            now=now,
        )


def _stretches(doctor: Doctor, start: dt.date, today: dt.date) -> Iterator[tuple[str, int, dt.date, dt.date]]:
    """Service as periods (arena, per cent, first day, last day), with leave behind left open."""
    month = month_of(today)
    away = {
        add_months(month, leave.begins + step)
        for leave in doctor.leaves
        if leave.begins < 0
        for step in range(leave.months)
    }
    day = start
    for part in doctor.served:
        left, first = part.months, day
        while left:
            if day in away:
                if day > first:
                    yield part.arena, part.percent, first, day - ONE_DAY
                first = add_months(day, 1)
            else:
                left -= 1
            day = add_months(day, 1)
        yield part.arena, part.percent, first, day - ONE_DAY


def _service(
    doctor: Doctor, trainee: int, head: int, start: dt.date, now: dt.datetime, today: dt.date
) -> None:
    """Service done is confirmed; what is going on is registered through this month, not confirmed."""
    for arena, percent, first, last in _stretches(doctor, start, today):
        trainees.register_service(
            by=head,
            trainee_id=trainee,
            kind="specialty",
            arena=arena,
            from_day=first,
            to_day=last,
            percent=percent,
            confirmed_on=last if last < today else None,
            now=now,
        )


def _leaves(doctor: Doctor, trainee: int, head: int, now: dt.datetime, today: dt.date) -> None:
    """Leave behind is time in the post: service with absence, so that the 10 per cent rule can count it."""
    month = month_of(today)
    for leave in (leave for leave in doctor.leaves if leave.begins < 0):
        first = add_months(month, leave.begins)
        last = add_months(first, leave.months) - ONE_DAY
        trainees.register_service(
            by=head,
            trainee_id=trainee,
            kind="specialty",
            place="Permisjon fra PET-senteret",
            from_day=first,
            to_day=last,
            confirmed_on=last,
            now=now,
        )
        trainees.register_absence(
            by=head, trainee_id=trainee, kind=leave.kind, from_day=first, to_day=last, now=now
        )


def _goals(
    doctor: Doctor,
    trainee: int,
    found: CurrentProgramme,
    head: int,
    start: dt.date,
    now: dt.datetime,
    today: dt.date,
) -> None:
    keys = {goal.code: goal.pk for goal in goals_of(training_record(trainee).goal_sets)}
    phases = {phase.id: phase for phase in found.document.phases}
    approved = [code for phase in doctor.reached for code in phases[phase].goals]
    approved += list(doctor.approved)
    day = max(start, today - dt.timedelta(days=40))
    states = [
        ("approved", dict.fromkeys(approved), "Førte opp etter vurderingskollegium"),
        ("in_progress", doctor.begun, ""),
    ]
    for state, codes, grounds in states:
        for code in codes:
            trainees.record_goal_state(
                by=head,
                trainee_id=trainee,
                goal_id=keys[code],
                state=state,
                on=day,
                now=now,
                grounds=grounds,
            )


def _agree(ids: dict[str, int], people: dict[str, int], now: dt.datetime) -> None:
    """Most trainees and the head have agreed on the plan; some still wait."""
    plans = stored_plans(ids.values())
    head = people["Randi Snøugle"]
    for doctor in DOCTORS:
        trainee = ids[doctor.name]
        for role in doctor.signs:
            sign_plan(
                by=head if role == "head" else people[doctor.name],
                role=role,
                trainee_id=trainee,
                seen_digest=plans[trainee].digest,
                now=now + dt.timedelta(minutes=1),
            )


def _news(ids: dict[str, int], people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Leave is registered after the plans were agreed on, and a new proposal waits for the head."""
    head = people["Randi Snøugle"]
    later = now + dt.timedelta(minutes=2)
    for doctor in DOCTORS:
        for leave in (leave for leave in doctor.leaves if leave.begins > 0):
            first = add_months(month_of(today), leave.begins)
            trainees.register_absence(
                by=head,
                trainee_id=ids[doctor.name],
                kind=leave.kind,
                from_day=first,
                to_day=add_months(first, leave.months) - ONE_DAY,
                now=later,
            )
    make_proposal(by=people["Oddvar Fjelltind"], programme=PROGRAMME, now=later)
