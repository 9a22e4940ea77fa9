"""The demonstration with a person in every role and relation to one trainee, and with texts that could leak."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from borealis.people.rules import ROLES
from tests.conftest import Told

PLACE = {
    "training_coordinator": "unn",
    "research_lead": "unn",
    "auditor": "unn",
    "administrator": "unn",
    "regional_training_centre": "helse-nord",
}
OTHER_PLACE = {"regional_training_centre": "helse-midt"}
RELATIONS = ("own", "other", "former")
RESEARCH = ("Application", "Milestone", "Participant", "Project", "PublicationImport", "Track")
CANARIES = {
    "grounds": "KANARI-GRUNNLAG-5d1c",
    "place": "KANARI-STED-77aa",
    "reason": "KANARI-FRATREKK-0b3f",
    "exception": "KANARI-UNNTAK-91e2",
    "why": "KANARI-HVORFOR-c4d8",
    "narrative": "KANARI-VURDERING-2b7d",
    "talk": "KANARI-SAMTALE-e81a",
    "improvement": "KANARI-FORBEDRING-3f90",
    "paper": "KANARI-OPPGAVE-b26c",
    "survey": "KANARI-EVALUERING-71d5",
}


@dataclass
class World:
    """Who looks, by name, and the keys of what they look at."""

    viewers: dict[str, int | None] = field(default_factory=dict)
    keys: dict[str, int | str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    today: dt.date = dt.date(2026, 1, 1)
    now: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def client(self, who: str) -> Client:
        """The one browser, with this person's session and no other cookie; signed out has none."""
        self.browser.cookies.clear()
        if who in self.sessions:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return self.browser


def build(told: Told) -> World:
    """Everyone who could look at Nora Fjellrype, and what must not reach those who may not."""
    world = World(today=told.today, now=told.now)
    nora = told.trainees["Nora Fjellrype"]
    _elsewhere()
    for role in ROLES:
        for relation in RELATIONS:
            world.viewers[f"{role}.{relation}"] = _holder(told, role, relation)
    world.viewers |= {
        "self": told.people["Nora Fjellrype"],
        "colleague": told.people["Jonas Polarrev"],
        "guide.nora": told.people["Torunn Havørn"],
        "guide.colleague": told.people["Henrik Jerv"],
        "guide.former": _former_guide(told, nora),
        "supervisor.nora": _for_one(told, "supervisor", nora),
        "delegate.nora": _for_one(told, "delegate", nora),
        "head.dismissed": _dismissed(told),
        "outsider": _person("Utenfor").pk,
        "head.deactivated": _deactivated(told),
        "nobody": None,
    }
    _moved_and_finished(told, world)
    _texts(told, nora, world)
    _panels_and_conversion(told, nora, world)
    _assessments(told, nora, world)
    _keys(told, nora, world)
    _sent_goal(told, nora, world)
    _talk(told, nora, world)
    _roster(told, world)
    _teaching(told, world)
    _research(told, world)
    _improvement(told, nora, world)
    _courses(told, world)
    for who, person in world.viewers.items():
        if person is not None:
            world.sessions[who] = _session(person, timezone.now())
    return world


def _person(name: str) -> object:
    address = f"{name.lower().replace(' ', '.')}@eksempel.example"
    return apps.get_model("people.Person").objects.create(name=name, email=address)


def _organisation(code: str) -> int:
    return int(
        apps.get_model("organisations.Organisation").objects.values_list("pk", flat=True).get(code=code)
    )


def _elsewhere() -> None:
    """A department of another trust, with a programme in the same specialty."""
    organisations = apps.get_model("organisations.Organisation").objects
    department = organisations.create(
        code="st-olavs-nuk", kind="department", name_nb="Nukleærmedisin", parent_id=_organisation("st-olavs")
    )
    programmes = apps.get_model("programmes.Programme").objects
    programmes.create(
        code="annet-nuk", specialty=programmes.get(code="unn-nuk").specialty, department=department
    )


def _holder(told: Told, role: str, relation: str) -> int:
    """A person who holds a role here, somewhere else, or held it here until yesterday."""
    person = _person(f"{role} {relation}")
    here, there = PLACE.get(role, "unn-pet"), OTHER_PLACE.get(role, "st-olavs-nuk")
    _assign(
        person,
        role,
        told.today,
        organisation_id=_organisation(there if relation == "other" else here),
        ended=relation == "former",
    )
    return int(person.pk)  # type: ignore[attr-defined]


def _assign(person: object, role: str, today: dt.date, *, ended: bool = False, **place: object) -> None:
    apps.get_model("people.RoleAssignment").objects.create(
        person=person,
        role=role,
        in_force_from=today - dt.timedelta(days=900),
        in_force_to=today - dt.timedelta(days=1) if ended else None,
        **place,
    )


def _for_one(told: Told, role: str, trainee: int) -> int:
    person = _person(f"{role} for en")
    _assign(person, role, told.today, trainee_id=trainee)
    return int(person.pk)  # type: ignore[attr-defined]


def _former_guide(told: Told, trainee: int) -> int:
    """A guide whose appointment ended yesterday, before the one in force."""
    person = _person("Forrige veileder")
    _assign(person, "guide", told.today, organisation_id=_organisation("unn-pet"))
    apps.get_model("trainees.GuideAppointment").objects.create(
        trainee_id=trainee,
        guide=person,
        from_day=told.today - dt.timedelta(days=800),
        to_day=told.today - dt.timedelta(days=1),
        exception=CANARIES["exception"],
        recorded_at=told.now,
    )
    return int(person.pk)  # type: ignore[attr-defined]


def _dismissed(told: Told) -> int:
    """A head whose post has ended, though the role has no last day."""
    person = _person("Sluttet leder")
    _assign(person, "head", told.today, organisation_id=_organisation("unn-pet"))
    apps.get_model("people.Post").objects.create(
        person=person,
        organisation_id=_organisation("unn"),
        from_day=told.today - dt.timedelta(days=900),
        to_day=told.today - dt.timedelta(days=1),
    )
    return int(person.pk)  # type: ignore[attr-defined]


def _deactivated(told: Told) -> int:
    person = _person("Stengt leder")
    _assign(person, "head", told.today, organisation_id=_organisation("unn-pet"))
    person.is_active = False  # type: ignore[attr-defined]
    person.save()  # type: ignore[attr-defined]
    return int(person.pk)  # type: ignore[attr-defined]


def _moved_and_finished(told: Told, world: World) -> None:
    """Two more trainees of the department: one has moved, one has finished, both a month ago."""
    then = told.today - dt.timedelta(days=30)
    trainees = apps.get_model("trainees.Trainee").objects
    enrolments = apps.get_model("trainees.Enrolment").objects
    here = apps.get_model("programmes.Programme").objects.get(code="unn-nuk")
    there = apps.get_model("programmes.Programme").objects.get(code="annet-nuk")
    start = told.today - dt.timedelta(days=700)
    for name in ("moved", "finished"):
        person = _person(f"Lege {name}")
        trainee = trainees.create(
            person=person,
            programme=there if name == "moved" else here,
            started_on=start,
            home_town="Tromsø",
            finished_on=then if name == "finished" else None,
        )
        enrolments.create(
            trainee=trainee,
            programme=here,
            from_day=start,
            to_day=then if name == "moved" else None,
            recorded_at=told.now,
        )
        if name == "moved":
            enrolments.create(
                trainee=trainee, programme=there, from_day=then + dt.timedelta(days=1), recorded_at=told.now
            )
        world.keys[name] = trainee.pk
        world.viewers[f"self.{name}"] = int(person.pk)  # type: ignore[attr-defined]


def _texts(told: Told, nora: int, world: World) -> None:
    """Words that only those who may see Nora's training may read."""
    statuses = apps.get_model("trainees.GoalStatus").objects
    goal = statuses.filter(trainee_id=nora).first().goal_id
    row = statuses.create(
        trainee_id=nora,
        goal_id=goal,
        state="returned",
        on=told.today,
        recorded_at=told.now,
        grounds=CANARIES["grounds"],
    )
    world.keys["goal_status"] = row.pk
    service = apps.get_model("trainees.Service").objects.create(
        trainee_id=nora,
        kind="other_specialty",
        place=CANARIES["place"],
        from_day=dt.date(2015, 1, 1),
        to_day=dt.date(2015, 2, 1),
        percent=100,
        recorded_at=told.now,
    )
    world.keys["claimed"] = service.pk
    _certificates(told, nora, service.pk, world)
    _activities(told, nora, world)
    _signature_ask(told, nora, world)
    apps.get_model("trainees.PhaseCredit").objects.create(
        trainee_id=nora,
        phase="hot-lab",
        months="0.10",
        reason=CANARIES["reason"],
        decided_on=told.today,
        recorded_at=told.now,
    )
    wish = apps.get_model("trainees.Wish").objects.create(
        trainee_id=nora, kind="not_before", phase="radionuklidterapi", month=dt.date(2030, 1, 1)
    )
    world.keys["wish"] = wish.pk
    from borealis.audit.actions import record_event

    record_event(
        by=told.people["Randi Snøugle"],
        act="add_wish",
        subject=f"trainees.Wish:{wish.pk}",
        now=told.now,
        about=told.people["Nora Fjellrype"],
        private={"why": CANARIES["why"]},
    )


def _certificates(told: Told, nora: int, service: int, world: World) -> None:
    """One that waits for the guide's signature as consultant, and one that both have signed."""
    certificates = apps.get_model("trainees.ServiceCertificate").objects
    signed_service = apps.get_model("trainees.Service").objects.filter(trainee_id=nora).first()
    facts = {"trainee_id": nora, "prepared_at": told.now, "consultant_id": told.people["Torunn Havørn"]}
    draft = certificates.create(service_id=service, remarks=CANARIES["grounds"], **facts)
    signed = certificates.create(
        service=signed_service,
        head_id=told.people["Randi Snøugle"],
        head_at=told.now,
        consultant_at=told.now,
        completed_at=told.now,
        digest="0" * 64,
        **facts,
    )
    world.keys |= {"certificate": draft.pk, "certified": signed.pk}


def _activities(told: Told, nora: int, world: World) -> None:
    """An activity of Nora's with a file, and a list that was taken in."""
    activity = apps.get_model("portfolio.Activity").objects.create(
        trainee_id=nora,
        key=uuid.uuid4(),
        kind="course",
        title="Kurs i strålevern",
        from_day=told.today,
        recorded_at=told.now,
    )
    file = apps.get_model("portfolio.ActivityFile").objects.create(
        activity=activity,
        name="kursbevis.pdf",
        kind="pdf",
        size=3,
        digest="d",
        data=b"pdf",
        added_at=told.now,
    )
    taken_in = apps.get_model("portfolio.ActivityImport").objects.create(
        trainee_id=nora,
        key=uuid.uuid4(),
        applied_at=told.now,
        source="liste.csv",
        digest="d",
        columns={},
        added=[],
    )
    world.keys |= {"activity": activity.pk, "activity_file": file.pk, "activity_import": taken_in.pk}


def _signature_ask(told: Told, nora: int, world: World) -> None:
    """An activity that Nora has asked her own supervisor to sign."""
    from borealis.portfolio.activities.actions import record_activity
    from borealis.portfolio.signing.actions import ask_signature

    facts = {"by": told.people["Nora Fjellrype"], "now": told.now}
    activity = record_activity(
        trainee_id=nora, key=uuid.uuid4(), kind="course", title="Hospitering", from_day=told.today, **facts
    )
    supervisor = world.viewers["supervisor.nora"]
    world.keys["signature_ask"] = ask_signature(activity_id=activity.pk, person_id=supervisor, **facts).pk


def _talk(told: Told, nora: int, world: World) -> None:
    """A talk of Nora and the guide of tomorrow, with texts of both."""
    from borealis.guidance import actions

    start = told.now + dt.timedelta(days=1)
    self, guide = told.people["Nora Fjellrype"], told.people["Torunn Havørn"]
    talk = actions.propose_talk(
        by=self,
        trainee_id=nora,
        start_at=start,
        end_at=start + dt.timedelta(hours=2),
        now=told.now,
    )
    facts = {"talk_id": talk.pk, "now": told.now}
    actions.accept_talk(by=guide, version=1, **facts)
    actions.prepare_talk(by=self, texts={"balance": CANARIES["talk"]}, **facts)
    actions.write_minutes(by=guide, version=1, texts={"support": CANARIES["talk"]}, **facts)
    world.keys["talk_point"] = actions.add_point(by=guide, topic="skills", text=CANARIES["talk"], **facts).pk
    world.keys["talk"] = talk.pk


def _teaching(told: Told, world: World) -> None:
    """A series of Nora's department with a partner elsewhere, and a session ahead that nobody presents."""
    from borealis.teaching import actions
    from borealis.teaching.actions.series import Rhythm

    facts = {"by": told.people["Randi Snøugle"], "now": told.now}
    rhythm = Rhythm("week", told.today.weekday(), dt.time(12), 45, told.today + dt.timedelta(days=1))
    series = actions.start_series(
        department_id=_organisation("unn-pet"), name="Klinisk møte", rhythm=rhythm, **facts
    )
    partner, word = actions.add_host(series_id=series.pk, name="Et annet sted", size=1, **facts)
    actions.plan_rota(series_id=series.pk, **facts)
    session = series.sessions.order_by("start_at").first()
    world.keys |= {
        "series": series.code,
        "partner": partner.pk,
        "partner_word": word,
        "session": session.pk,
    }


def _improvement(told: Told, nora: int, world: World) -> None:
    """Improvement work of Nora's with a measure and a test, her project paper, and last year's evaluation."""
    from borealis.improvement import actions

    facts = {"by": told.people["Nora Fjellrype"], "now": told.now}
    project = actions.begin_improvement(
        department_id=_organisation("unn-pet"),
        title=CANARIES["improvement"],
        aim="Ned",
        how_much="halvt",
        for_whom="alle",
        by_day=told.today,
        leader_id=told.people["Nora Fjellrype"],
        trainees=[nora],
        **facts,
    )
    names = {"name": "Minutter", "unit": "min", "direction": "down", "kind": "run"}
    measure = actions.add_measure(project_id=project.pk, **names, **facts)
    value = actions.record_value(measure_id=measure.pk, on=told.today, number=4.0, **facts)
    test = actions.add_test(project_id=project.pk, title="Prøve", from_day=told.today, **facts)
    paper = actions.open_paper(trainee_id=nora, topic=CANARIES["paper"], **facts)
    measures = apps.get_model("evaluation.SurveyMeasure").objects.order_by("pk")
    decided = measures.first()
    apps.get_model("evaluation.SurveyText").objects.create(
        survey_id=decided.survey_id, words=CANARIES["survey"]
    )
    world.keys |= {
        "project": project.pk,
        "measure": measure.pk,
        "measured": value.pk,
        "test_of_change": test.pk,
        "paper": paper.pk,
        "survey": decided.survey_id,
        "survey_measure": decided.pk,
    }


def _courses(told: Told, world: World) -> None:
    """Courses of the region: Nora has a place on one, and a list was taken in."""
    registrations = apps.get_model("courses.Registration").objects
    placed = registrations.get(trainee_id=told.trainees["Nora Fjellrype"], state="placed")
    world.keys |= {
        "course": placed.course_date.course.code,
        "course_date": placed.course_date_id,
        "registration": placed.pk,
        "course_import": apps.get_model("courses.CourseImport").objects.get().pk,
    }


def _panels_and_conversion(told: Told, nora: int, world: World) -> None:
    """A panel under way with the trainee's own supervisor in it, one that has concluded, and a proposed conversion."""
    panels = apps.get_model("portfolio.Panel").objects
    facts = {"trainee_id": nora, "kind": "panel", "on": told.today, "called_at": told.now}
    under_way = panels.create(summary=CANARIES["reason"], **facts)
    apps.get_model("portfolio.PanelMember").objects.create(
        panel=under_way, person_id=world.viewers["supervisor.nora"], given_as="supervisor"
    )
    done = panels.create(
        summary=CANARIES["reason"], trainee_present=False, concluded_at=told.now, digest="0" * 64, **facts
    )
    sets = apps.get_model("curriculum.GoalSet").objects
    newer = sets.get(code="FKM-2026-03")
    conversion = apps.get_model("portfolio.Conversion").objects.create(
        trainee_id=nora, from_set=sets.get(code="LM-2019-03"), to_set=newer, proposed_at=told.now
    )
    world.keys |= {
        "panel_open": under_way.pk,
        "panel_done": done.pk,
        "conversion": conversion.pk,
        "newer_goal": newer.goals.first().pk,
    }


def _roster(told: Told, world: World) -> None:
    """A file with Nora's duty that waits to be applied."""
    from borealis.rosters.actions import keep_preview

    facts = {"by": told.people["Randi Snøugle"], "department_id": _organisation("unn-pet"), "now": told.now}
    data = b"Navn;Dato;Vakt;Fra;Til\nNora Fjellrype;1.3.2027;D;08:00;15:30\n"
    stored = keep_preview(data=data, file_name="plan.csv", **facts)
    world.keys |= {"roster_import": stored.pk, "nora_person": told.people["Nora Fjellrype"]}


def _research(told: Told, world: World) -> None:
    """Nora's doctorate, the project that it belongs to, somebody who asks to join, a file, a call, an application."""
    rooms = {name: apps.get_model(f"research.{name}").objects for name in RESEARCH}
    track = rooms["Track"].get(trainee_id=told.trainees["Nora Fjellrype"])
    joining = rooms["Participant"].get(state="asked")
    application = rooms["Application"].get(state="begun")
    world.keys |= {
        "track": track.pk,
        "confirmation": track.confirmations.get().pk,
        "digest": track.confirmations.get().digest,
        "study": track.project_id,
        "milestone": rooms["Milestone"].get(reached_on=None, project_id=track.project_id).pk,
        "open_project": joining.project_id,
        "joining": joining.pk,
        "idea": rooms["Project"].get(state="proposed").pk,
        "publications": rooms["PublicationImport"].get().pk,
        "call": application.call_id,
        "application": application.pk,
    }


def _assessments(told: Told, nora: int, world: World) -> None:
    """An assessment by Nora's own supervisor, one that Nora has asked that supervisor for, a proposed round."""
    from borealis.portfolio.assessment import actions

    supervisor, self = world.viewers["supervisor.nora"], told.people["Nora Fjellrype"]
    given = actions.Given(on=told.today, narrative=CANARIES["narrative"])
    form = "kort-tilbakemelding"
    row = actions.record_assessment(by=supervisor, trainee_id=nora, form=form, given=given, now=told.now)
    ask = actions.ask_assessment(by=self, trainee_id=nora, form="dops", person_id=supervisor, now=told.now)
    proposed = actions.propose_round(
        by=self,
        trainee_id=nora,
        form="tilbakemelding-fra-flere",
        closes_on=told.today + dt.timedelta(days=30),
        now=told.now,
    )
    invitee = actions.add_invitee(
        by=self, round_id=proposed.pk, group="nurses", person_id=supervisor, now=told.now
    )
    world.keys |= {
        "assessment": row.pk,
        "assessment_ask": ask.pk,
        "round": proposed.pk,
        "invitee": invitee.pk,
    }


def _keys(told: Told, nora: int, world: World) -> None:
    services = apps.get_model("trainees.Service").objects.filter(trainee_id=nora)
    proposals = apps.get_model("plans.Proposal").objects.order_by("-pk")
    open_one = proposals.filter(state="open").first() or proposals.first()
    guide = told.people["Torunn Havørn"]
    world.keys |= {
        "trainee": nora,
        "code": "unn-nuk",
        "number": 1,
        "confirmed": services.exclude(confirmed_on=None).first().pk,
        "employment": apps.get_model("trainees.Employment").objects.filter(trainee_id=nora).last().pk,
        "proposal": open_one.pk,
        "expected": apps.get_model("plans.ExpectedStarters")
        .objects.create(
            programme=open_one.programme,
            first_month=told.today.replace(day=1),
            positions=1,
            home_town="Tromsø",
            registered_at=told.now,
        )
        .pk,
        "person": guide,
        "post": apps.get_model("people.Post").objects.filter(person_id=guide).first().pk,
        "assignment": apps.get_model("people.RoleAssignment").objects.filter(person_id=guide).first().pk,
    }


def _sent_goal(told: Told, nora: int, world: World) -> None:
    """A goal that Nora has sent in, and what the guide recommends."""
    trainee = apps.get_model("trainees.Trainee").objects.get(pk=nora)
    begun = trainee.goal_statuses.values_list("goal_id", flat=True)
    goals = apps.get_model("curriculum.Goal").objects.filter(goal_set__in=trainee.goal_sets.all())
    goal = goals.exclude(pk__in=begun).order_by("pk").first()
    trainee.goal_statuses.create(goal=goal, state="submitted", on=told.today, recorded_at=told.now)
    submission = apps.get_model("portfolio.Submission").objects.create(
        trainee=trainee, goal=goal, kind="ordinary", grounds=CANARIES["grounds"], submitted_at=told.now
    )
    recommendation = submission.recommendations.create(
        by_id=told.people["Torunn Havørn"],
        given_as="guide",
        verdict="recommends",
        text=CANARIES["why"],
        at=told.now,
    )
    world.keys |= {
        "sent_goal": goal.pk,
        "submission": submission.pk,
        "recommendation": recommendation.pk,
    }


def _session(person: int, now: dt.datetime) -> str:
    """A session as signing in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from borealis.people import sessions

    row = apps.get_model("people.Person").objects.get(pk=person)
    store = SessionStore()
    store[SESSION_KEY] = str(person)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = row.get_session_auth_hash()
    store[sessions.BEGAN] = store[sessions.USED] = now.timestamp()
    store.save()
    return str(store.session_key)
