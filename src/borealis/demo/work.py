"""A year of work in the demonstration: activities, signatures, assessments, goals on their way to decisions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from borealis.curriculum.queries import goals_of
from borealis.demo.people import CT, DOCTORS, MR, Doctor
from borealis.portfolio.activities.actions import Content, record_activities, withdraw_activity
from borealis.portfolio.assessment.actions import Given, record_assessment
from borealis.portfolio.goals.actions import (
    decide_goal,
    recommend_goal,
    submit_goals,
)
from borealis.portfolio.panels.actions import call_panel, change_panel, conclude_panel
from borealis.portfolio.signing import actions as signing
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import ActivityTemplate
from borealis.trainees.queries import training_record

WEEKS = 52
HEAD, SUPERVISOR, OTHER = "Randi Snøugle", "Ylva Steinskvett", "Vigdis Alke"
RADIOLOGIST = ("Line Multe", "line.multe@eksempel.example")
HOURS = dt.timedelta(hours=1)
RECORD_MUCH = ("Aslak Isbre", "Nora Fjellrype")
# Goals that were sent in, how far each has come, and what is said: the guide first, then the supervisor.
RECOMMENDED = {"NUK-122": 2, "NUK-126": 1, "NUK-150": 2, "FKM-012": 1, "NUK-159": 2, "NUK-160": 1}
SAID = (
    "Jeg har fulgt dette gjennom året og er trygg på det.",
    "Gjorde det på egen hånd i gjennomgangen vår, med gode beskrivelser.",
)
REMARKS = (
    "Ryddig gjennomgang. Øv på å si tydelig hva som er usikkert.",
    "God oversikt. Neste gang: sammenlign alltid med forrige undersøkelse.",
    "Trygg i samtalen. Kan be om hjelp litt tidligere.",
    "Presis konklusjon, og spurte da det var riktig å spørre.",
)


@dataclass(frozen=True)
class Life:
    """One doctor's keys, and who is around."""

    doctor: Doctor
    trainee: int
    people: dict[str, int]
    now: dt.datetime

    @property
    def person(self) -> int:
        return self.people[self.doctor.name]

    @property
    def guide(self) -> int:
        return self.people[self.doctor.guide]

    def at(self, days_ago: int, hours: int = 0) -> dt.datetime:
        return self.now - dt.timedelta(days=days_ago) + hours * HOURS


def live(
    ids: dict[str, int], people: dict[str, int], found: CurrentProgramme, now: dt.datetime, today: dt.date
) -> None:
    """Let every doctor work for a year, until today."""
    for doctor in DOCTORS:
        life = Life(doctor, ids[doctor.name], people, now)
        for day, here in _days(life, found, today):
            _work(life, day, here, today)
        _assess(life)
        _send_in(life)
    signing.remind(now=now)
    _turn_back(Life(DOCTORS[3], ids[DOCTORS[3].name], people, now))
    for doctor in (DOCTORS[1], DOCTORS[-1]):
        _meet(Life(doctor, ids[doctor.name], people, now), today)


@dataclass(frozen=True)
class Here:
    """A day's place and what is done there: the step in the year, the arena, and the programme's activities."""

    week: int
    arena: str
    work: tuple[ActivityTemplate, ...]


def _days(life: Life, found: CurrentProgramme, today: dt.date) -> Iterator[tuple[dt.date, Here]]:
    """Days of the last year, in every other week for who records much, at the place where the doctor served."""
    arenas = {arena.id: arena for arena in found.document.arenas}
    services = [s for s in training_record(life.trainee).services if s.arena in arenas]
    for week in range(WEEKS, 0, -2 if life.doctor.name in RECORD_MUCH else -4):
        day = today - dt.timedelta(days=7 * week - 3)
        arena = next((s.arena for s in services if s.from_day <= day <= s.to_day), None)
        if arena is None:
            continue
        offered = arenas[arena]
        work = tuple(
            t for t in found.document.portfolio.activities if any(offered.offers(g) for g in t.goals)
        )
        if work:
            yield day, Here(week, arena, work)


def _work(life: Life, day: dt.date, here: Here, today: dt.date) -> None:
    """Record what was done, ask for a signature the same day, and have it some days later."""
    entries = [
        (
            uuid.uuid5(uuid.NAMESPACE_URL, f"{life.doctor.name} {day} {number}"),
            Content(
                template=here.work[(here.week + number) % len(here.work)].id,
                from_day=day,
                arena=here.arena,
                count=2 + (here.week * 3 + number) % 7,
            ),
        )
        for number in range(2 if here.week % 12 == 0 else 1)
    ]
    ago = (today - day).days
    rows = record_activities(by=life.person, trainee_id=life.trainee, entries=entries, now=life.at(ago, 1))
    keys = [row.pk for row in rows]
    name, email = RADIOLOGIST if here.arena in (CT, MR) else ("", "")
    person = None if name else life.people[OTHER if here.week % 3 else SUPERVISOR]
    if here.week in (4, 8):  # not sent yet, and taken back since it was recorded twice
        if here.week == 8:
            withdraw_activity(
                by=life.person,
                trainee_id=life.trainee,
                activity_id=keys[0],
                now=life.at(ago, 2),
                why="Ført to ganger",
            )
        return
    asks = signing.ask_signatures(
        by=life.person,
        trainee_id=life.trainee,
        activity_ids=keys,
        now=life.at(ago, 2),
        person_id=person,
        name=name,
        email=email,
    )
    _answer(life, here.week, ago, [ask.pk for ask in asks], person)


def _answer(life: Life, week: int, ago: int, asks: list[int], person: int | None) -> None:
    """Most are signed within a week, at a level that rises; the last ones wait, and some go another way."""
    if week <= 3 or week == 16:  # the latter is left until it runs out
        return
    when, way = life.at(ago - week % 6 - 1), signing.ACCOUNT if person else signing.LINK
    if week == 12:
        remark = "Var ikke dette to av dem? Rett antallet."
        signing.return_activity(by=person, ask_id=asks[0], comment=remark, now=when, way=way)
        remark = "Jeg var ikke på jobb den dagen."
        signing.decline_ask(by=person, ask_id=asks[1], now=when, comment=remark, way=way)
        return
    if week == 20:
        signing.recall_ask(by=life.person, ask_id=asks.pop(), now=when)
    if week == 24 and person:
        to = life.people[SUPERVISOR if person == life.people[OTHER] else OTHER]
        passed = signing.pass_on(by=person, ask_id=asks.pop(), now=when, way=way, person_id=to)
        signing.sign(by=to, ask_id=passed.pk, level=2, now=when + HOURS, way=way)
    level = 1 if week > 40 else 2 if week > 18 else 3
    for ask in asks:
        signing.sign(by=person, ask_id=ask, level=level, now=when, way=way)
    if week % 10 == 0 and asks:
        signing.comment_signature(
            by=person, ask_id=asks[0], comment=REMARKS[week // 10 % 4], now=when, way=way
        )


def _assess(life: Life) -> None:
    """Short feedback now and then, and an observed consultation."""
    for number, (form, days, level) in enumerate(
        [
            ("kort-tilbakemelding", 200, 1),
            ("dops", 120, 2),
            ("mini-cex", 60, 2),
            ("kort-tilbakemelding", 21, 3),
        ]
    ):
        goal = goal_key(life, (*life.doctor.sent, *life.doctor.begun)[number % 3])
        record_assessment(
            by=life.people[SUPERVISOR if number % 2 else OTHER],
            trainee_id=life.trainee,
            form=form,
            given=Given(on=life.at(days).date(), narrative=REMARKS[number], level=level, goal_ids=[goal]),
            now=life.at(days),
        )


def goal_key(life: Life, code: str) -> int:
    """The key of a goal that the doctor follows."""
    return next(g.pk for g in goals_of(training_record(life.trainee).goal_sets) if g.code == code)


def _send_in(life: Life) -> None:
    """The doctor sends goals in with grounds; guide and supervisor have answered for some."""
    for number, code in enumerate(life.doctor.sent):
        (sent,) = submit_goals(
            by=life.person,
            trainee_id=life.trainee,
            goal_ids=[goal_key(life, code)],
            text="Har gjort dette selvstendig det siste halvåret, og gått gjennom det med veilederen.",
            now=life.at(24 - 6 * number),
        )
        for place, who in enumerate((life.guide, life.people[SUPERVISOR])[: RECOMMENDED.get(code, 0)]):
            recommend_goal(
                by=who,
                submission_id=sent.pk,
                verdict="recommends",
                text=SAID[place],
                now=life.at(20 - 6 * number, place),
            )


def _turn_back(life: Life) -> None:
    """One goal was returned, and one was found not to be reached, with a new assessment asked for."""
    returned, refused = (goal_key(life, code) for code in life.doctor.begun[:2])
    text = "Mener at dette er nådd."
    first = {"by": life.person, "trainee_id": life.trainee, "text": text, "now": life.at(30)}
    (sent,) = submit_goals(goal_ids=[returned], **first)  # type: ignore[arg-type]
    decide_goal(
        by=life.people[HEAD],
        submission_id=sent.pk,
        act="return",
        text="Ta med en vurdering der noen har sett deg gjøre det.",
        now=life.at(25),
    )
    (sent,) = submit_goals(goal_ids=[refused], **first)  # type: ignore[arg-type]
    for who in (life.guide, life.people[SUPERVISOR]):
        recommend_goal(
            by=who, submission_id=sent.pk, verdict="not_yet", text="Trenger mer øving.", now=life.at(22)
        )
    decide_goal(
        by=life.people[HEAD],
        submission_id=sent.pk,
        act="refuse",
        text="Begge anbefaler mer øving på egen tolkning. Ny vurdering når det er gjort.",
        now=life.at(15),
    )
    submit_goals(
        by=life.person,
        trainee_id=life.trainee,
        goal_ids=[refused],
        act="ask_again",
        text="Jeg ber om ny vurdering.",
        now=life.at(10),
    )


def _meet(life: Life, today: dt.date) -> None:
    """The assessment panel met last month."""
    goals = [goal_key(life, code) for code in (life.doctor.sent or life.doctor.begun)[:2]]
    on = today - dt.timedelta(days=17)
    panel = call_panel(
        by=life.people[HEAD],
        trainee_id=life.trainee,
        kind="half_year",
        on=on,
        members=[life.people[HEAD], life.guide, life.people[SUPERVISOR]],
        goals=goals,
        agenda="Det siste halvåret, og to mål som er sendt inn.",
        now=life.at(28),
    )
    panel = change_panel(
        by=life.people[HEAD],
        trainee_id=life.trainee,
        panel_id=panel.pk,
        version=panel.version,
        now=life.at(17),
        conclusions={
            goals[0]: ("ready", "Sett gjøre det selvstendig flere ganger."),
            goals[1]: ("on_track", "Nær ved. Flere undersøkelser av barn først."),
        },
        trainee_present=True,
        summary="God framgang. Tolker selvstendig på gammakamera.",
        agreed="Tre uker med barneundersøkelser før jul.",
    )
    conclude_panel(
        by=life.people[HEAD],
        trainee_id=life.trainee,
        panel_id=panel.pk,
        version=panel.version,
        now=life.at(17, 1),
    )
