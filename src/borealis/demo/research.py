"""Research in the demonstration: invented projects, a half-time doctorate, calls and an application."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from borealis.demo.people import DOCTORS, Doctor
from borealis.organisations.queries import organisation
from borealis.research import actions
from borealis.research.rules.crossref import Work
from borealis.trainees.rules import add_months, month_of

DAY = dt.timedelta(days=1)
UIT = "UiT Norges arktiske universitet"
HEAD, LEAD, TORUNN, HENRIK = "Randi Snøugle", "Liv Myrsnipe", "Torunn Havørn", "Henrik Jerv"
NORA, ASLAK, JONAS, MIKKEL = "Nora Fjellrype", "Aslak Isbre", "Jonas Polarrev", "Mikkel Snøspurv"
WORKS = (
    Work(
        "10.5555/nordlys.2025.7",
        "Lågdose CT ved PET: eit oppdikta arbeid",
        "Havørn Torunn, Fjellrype Nora",
        "Tidsskrift for oppdiktet medisin",
        2025,
    ),
    Work(
        "10.5555/nordlys.2026.2",
        "Shorter PET protocols in the north: an invented study",
        "Fjellrype Nora, Havørn Torunn, Jerv Henrik",
        "Journal of Invented Imaging",
        2026,
    ),
)
NEEDS = (
    ("Prosjektbeskrivelse på høyst ti sider", 14),
    ("Uttalelse om brukermedvirkning", 10),
    ("Avtale om avsatt arbeidstid", 7),
    ("Budsjett", 3),
)


def do_research(ids: dict[str, int], people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Projects in different states, one trainee on a doctorate, calls and applications."""
    department = organisation("unn-pet").pk
    main = _main_project(people, department, now, today)
    _open_project(people, department, now, today)
    _ended_project(people, department, now, today)
    _own_idea(people, department, now)
    _doctorate(ids, people, main, now, today)
    _money(people, main, now, today)


def _made(
    people: dict[str, int], department: int, leader: str, title: str, question: str, when: dt.datetime
) -> int:
    return actions.make_project(
        by=people[leader],
        department_id=department,
        leader_id=people[leader],
        title=title,
        question=question,
        partners=f"{UIT}\nInstitutt for klinisk medisin",
        now=when,
    ).pk


def _main_project(people: dict[str, int], department: int, now: dt.datetime, today: dt.date) -> int:
    """Goes on, with approvals of which one runs out soon, and publications from a file."""
    then = now - 800 * DAY
    row = _made(
        people,
        department,
        TORUNN,
        "Kortere PET-protokoller (oppdiktet)",
        "Gir kortere opptak like sikre svar?",
        then,
    )
    facts = {"by": people[TORUNN], "project_id": row}
    actions.add_participant(person_id=people[HENRIK], role="supervisor", now=then, **facts)
    actions.add_participant(person_id=people[NORA], role="member", now=then, **facts)
    actions.move_project(act="start", now=then, **facts)
    for kind, state, ago, ahead in (
        ("ethics", "applied", 760, None),
        ("ethics", "approved", 700, 900),
        ("data_protection", "approved", 690, 40),
    ):
        until = today + ahead * DAY if ahead else None
        reference = "oppdiktet 2024/17" if state == "approved" else ""
        actions.record_approval(
            kind=kind,
            state=state,
            on=today - ago * DAY,
            valid_until=until,
            reference=reference,
            now=now - (ago - 1) * DAY,
            **facts,
        )
    done = actions.add_milestone(title="Alle undersøkelser lest", due_on=today - 60 * DAY, now=then, **facts)
    actions.reach_milestone(milestone_id=done.pk, on=today - 70 * DAY, now=now - 70 * DAY, **facts)
    actions.add_milestone(title="Artikkel 3 sendt", due_on=today + 120 * DAY, now=then, **facts)
    kept = actions.keep_publications(works=WORKS, file_name="crossref.json", now=now - 30 * DAY, **facts)
    actions.apply_publications(by=people[TORUNN], import_id=kept.pk, now=now - 30 * DAY)
    return row


def _open_project(people: dict[str, int], department: int, now: dt.datetime, today: dt.date) -> None:
    """Open to trainees; one asks to join."""
    row = _made(
        people,
        department,
        HENRIK,
        "Stråledose og ventetid (oppdiktet)",
        "Kan dosen senkes når køen er kort?",
        now - 90 * DAY,
    )
    facts = {"by": people[HENRIK], "project_id": row}
    actions.move_project(act="open", now=now - 80 * DAY, **facts)
    actions.add_milestone(title="Søknad til REK", due_on=today + 45 * DAY, now=now - 80 * DAY, **facts)
    actions.ask_to_join(
        by=people[ASLAK],
        project_id=row,
        message="Jeg kan bruke fordypningsdagene mine.",
        now=now - 3 * DAY,
    )


def _ended_project(people: dict[str, int], department: int, now: dt.datetime, today: dt.date) -> None:
    """Over, with a publication and the money it had."""
    then = now - 1500 * DAY
    row = _made(
        people,
        department,
        HEAD,
        "Lutetium i nord (oppdiktet)",
        "Hvordan går det med dem som reiser langt?",
        then,
    )
    facts = {"by": people[HEAD], "project_id": row}
    actions.move_project(act="start", now=then, **facts)
    actions.add_funding(
        source="Oppdiktet fond",
        amount_nok=400_000,
        from_day=today - 1500 * DAY,
        to_day=today - 400 * DAY,
        now=then,
        **facts,
    )
    actions.add_publication(
        title="Far from home: an invented follow-up",
        authors="Snøugle Randi",
        journal="Journal of Invented Imaging",
        year=today.year - 1,
        doi="",
        now=now - 300 * DAY,
        **facts,
    )
    actions.move_project(act="end", now=now - 200 * DAY, **facts)


def _own_idea(people: dict[str, int], department: int, now: dt.datetime) -> None:
    """One trainee's own idea waits for an answer; another's was taken on."""
    taken = actions.propose_idea(
        by=people[MIKKEL],
        department_id=department,
        asked_id=people[TORUNN],
        title="Maskinlesing av skjelettbilder (oppdiktet)",
        question="Finner et program de samme funnene som to leger?",
        now=now - 120 * DAY,
    )
    actions.move_project(by=people[TORUNN], project_id=taken.pk, act="accept_idea", now=now - 110 * DAY)
    actions.propose_idea(
        by=people[JONAS],
        department_id=department,
        asked_id=people[HENRIK],
        title="Innkalling som forstås (oppdiktet)",
        question="Møter flere fastende når brevet er kortere?",
        now=now - 4 * DAY,
    )


def _doctorate(
    ids: dict[str, int], people: dict[str, int], project: int, now: dt.datetime, today: dt.date
) -> None:
    """Nora's half-time doctorate, in the months in which her post has research."""
    doctor: Doctor = next(doctor for doctor in DOCTORS if doctor.name == NORA)
    begins, ends = (post.begins for post in doctor.posts[1:3])
    first, last = add_months(month_of(today), begins), add_months(month_of(today), ends) - DAY
    track = actions.make_track(
        by=people[NORA],
        trainee_id=ids[NORA],
        demands="uit-helsevitenskap",
        percent=50,
        from_day=first,
        to_day=last,
        supervisors=f"{TORUNN}\nHarald Hubro, {UIT}",
        project_id=project,
        now=now - 200 * DAY,
    )
    facts = {"by": people[NORA], "track_id": track.pk}
    for item, before in (
        ("milestone-plan", 100),
        ("feasibility", 90),
        ("ethics", 80),
        ("set-aside-time", 70),
    ):
        day = first - before * DAY
        moment = now - (today - day).days * DAY
        actions.meet_demand(item=item, turn=0, on=day, now=moment, **facts)
    actions.move_track(act="apply", on=first - 65 * DAY, now=now, **facts)
    actions.move_track(act="admit", on=first - 20 * DAY, now=now, **facts)
    actions.meet_demand(item="work-agreement", turn=0, on=first - 16 * DAY, now=now, **facts)
    seen = track.version + 2
    actions.confirm_time(by=people[HEAD], track_id=track.pk, seen_version=seen, now=now - 60 * DAY)
    for title, credits, state, days in (
        ("HEL-8040", "7", "passed", -10),
        ("HEL-8045", "3", "planned", 80),
        ("Statistikk (oppdiktet)", "8", "planned", 200),
    ):
        actions.add_track_course(
            title=title, credits=Decimal(credits), state=state, on=today + days * DAY, now=now, **facts
        )


def _money(people: dict[str, int], project: int, now: dt.datetime, today: dt.date) -> None:
    """Three invented calls: one whose deadline nears, one later, one that is over; and applications."""
    trust, keeper = organisation("unn").pk, people[LEAD]
    made = {}
    for code, title, funder, opens, closes in (
        ("helse-nord", "Helse Nords forskningsmidler (oppdiktet dato)", "Helse Nord RHF", -60, 20),
        ("klinisk", "Kliniske studier (oppdiktet)", "Oppdiktet fond", 30, 150),
        ("smaa", "Småmidler (oppdiktet)", "Oppdiktet stiftelse", -300, -210),
    ):
        deadline = today + closes * DAY
        made[code] = actions.make_call(
            by=keeper,
            code=f"demo-{code}",
            place_id=trust,
            title=title,
            funder=funder,
            about="En oppdiktet utlysning i demonstrasjonen. De virkelige står hos den som lyser ut.",
            opens_on=today + opens * DAY,
            deadline_on=deadline,
            answer_on=deadline + 120 * DAY,
            needs=[{"text": t, "due_on": (deadline - d * DAY).isoformat()} for t, d in NEEDS],
            fictional=True,
            now=now - 320 * DAY,
        ).pk
    begun = actions.begin_application(
        by=people[NORA],
        call_id=made["helse-nord"],
        title="Ph.d.-stipend 50 %",
        amount_nok=2_000_000,
        project_id=project,
        now=now - 20 * DAY,
    )
    actions.prepare_application(by=people[NORA], application_id=begun.pk, ready=[0, 2], now=now - 2 * DAY)
    small = actions.begin_application(
        by=people[TORUNN],
        call_id=made["smaa"],
        title="Lesestasjon",
        amount_nok=150_000,
        project_id=project,
        now=now - 240 * DAY,
    )
    facts = {"by": people[TORUNN], "application_id": small.pk}
    actions.move_application(act="send", on=today - 215 * DAY, now=now - 215 * DAY, **facts)
    actions.move_application(
        act="grant", on=today - 90 * DAY, granted_nok=120_000, now=now - 90 * DAY, **facts
    )
