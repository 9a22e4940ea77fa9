"""The doctor of the demonstration who has reached everything, and is about to apply for approval as a specialist."""

from __future__ import annotations

import datetime as dt

from borealis.curriculum.queries import goals_of
from borealis.demo.work import HEAD, SUPERVISOR, Life
from borealis.portfolio.assessment import actions as assessment
from borealis.portfolio.conversions.actions import decide_conversion, propose_conversion
from borealis.portfolio.conversions.queries import due_sets
from borealis.portfolio.goals.actions import decide_goal, recommend_goal, submit_goals
from borealis.trainees import actions as trainees
from borealis.trainees.certificates.actions import (
    prepare_certificate,
    sign_certificate,
    write_certificate,
)
from borealis.trainees.certificates.content import digest_of
from borealis.trainees.certificates.rules import CONSULTANT
from borealis.trainees.certificates.rules import HEAD as AS_HEAD
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states, training_record

CONSULTED = "Oddvar Fjelltind"
LATER = dt.timedelta(minutes=5)
ASKED = (
    ("Randi Snøugle", "doctors"),
    ("Ylva Steinskvett", "doctors"),
    ("Vigdis Alke", "doctors"),
    ("Henrik Jerv", "doctors"),
    ("Oddvar Fjelltind", "doctors"),
    ("Liv Myrsnipe", "others"),
)
SAID = (
    "Alltid lett å spørre, og sier fra når noe er usikkert.",
    "Grundig i møtene. Kan gjerne være kortere.",
    "",
    "Den første jeg spør om barn og skjelett.",
    "",
    "Fortsett å ta med de yngste i tolkningen.",
)


def finish(life: Life, today: dt.date) -> None:
    """Everything is reached, decided, certified and told."""
    _reach(life, life.at(320), but=life.doctor.begun)
    _decide(life)
    _go_over(life, today)
    _reach(life, life.now - LATER)
    _certify(life)
    _hear(life)


def _keys(life: Life) -> dict[str, int]:
    return {goal.code: goal.pk for goal in goals_of(training_record(life.trainee).goal_sets)}


def _reach(life: Life, now: dt.datetime, but: tuple[str, ...] = ()) -> None:
    """All goals that are left, but some, as the earlier portal held them."""
    states = goal_states(life.trainee)
    for code, pk in _keys(life).items():
        if code not in but and (pk not in states or states[pk].state != "approved"):
            trainees.record_goal_state(
                by=life.people[HEAD],
                trainee_id=life.trainee,
                goal_id=pk,
                state="approved",
                on=now.date(),
                now=now,
                grounds="Ført over fra det forrige systemet",
            )


def _decide(life: Life) -> None:
    """The last goals: sent in, recommended by guide and supervisor, and decided (§ 26)."""
    keys = _keys(life)
    for number, code in enumerate(life.doctor.begun):
        (sent,) = submit_goals(
            by=life.person,
            trainee_id=life.trainee,
            goal_ids=[keys[code]],
            text="Har gjort dette på egen hånd i over et år.",
            now=life.at(32 - number),
        )
        for who in (life.guide, life.people[SUPERVISOR]):
            recommend_goal(
                by=who,
                submission_id=sent.pk,
                verdict="recommends",
                text="Selvstendig, og lærer bort til andre.",
                now=life.at(24 - number),
            )
        decide_goal(
            by=life.people[HEAD],
            submission_id=sent.pk,
            act="approve",
            text="Begge anbefaler, og vurderingene viser det samme.",
            now=life.at(16 - number),
        )


def _go_over(life: Life, today: dt.date) -> None:
    """From the common goals of before to those in force, if they have ended by now."""
    by = life.people[HEAD]
    for due in due_sets(Trainee.objects.get(pk=life.trainee), today):
        proposed = propose_conversion(
            by=by, trainee_id=life.trainee, from_set=due.from_set.code, now=life.now - 3 * LATER
        )
        decide_conversion(
            by=by,
            trainee_id=life.trainee,
            conversion_id=proposed.pk,
            version=proposed.version,
            grounds="Gjennomgått med legen. Tabellen passer.",
            now=life.now - 2 * LATER,
        )


def _certify(life: Life) -> None:
    """A certificate for each period after part 1, signed by two."""
    head, consultant = life.people[HEAD], life.people[CONSULTED]
    for service in training_record(life.trainee).services:
        if service.kind != "specialty":
            continue  # part 1 is registered by the authority itself
        row = prepare_certificate(by=head, trainee_id=life.trainee, service_id=service.pk, now=life.at(9))
        row = write_certificate(
            by=head,
            trainee_id=life.trainee,
            certificate_id=row.pk,
            version=row.version,
            now=life.at(9, 1),
            consultant_id=consultant,
            post_type="Lege i spesialisering, utdanningsstilling",
            teaching="Ukentlig nettundervisning, felles møte med røntgen og månedlige seminarer.",
            teaching_hours=70,
            on_call="Tilstedevakt hver femte uke",
            service_content="Undersøkelser og behandling etter planen for oppholdet, under supervisjon.",
            department_content="Nukleærmedisinsk avdeling med gammakamera, PET-CT og radionuklidterapi.",
            satisfactory=True,
        )
        for by, role in ((consultant, CONSULTANT), (head, AS_HEAD)):
            row = sign_certificate(
                by=by,
                trainee_id=life.trainee,
                certificate_id=row.pk,
                role=role,
                seen_digest=digest_of(row),
                now=life.now - LATER,
            )


def _hear(life: Life) -> None:
    """A round of feedback from several: proposed by the doctor, agreed on by the guide, answered without names."""
    begun = life.at(45)
    row = assessment.propose_round(
        by=life.person,
        trainee_id=life.trainee,
        form="tilbakemelding-fra-flere",
        closes_on=begun.date() + dt.timedelta(days=21),
        now=begun,
    )
    for name, group in ASKED:
        assessment.add_invitee(
            by=life.person, round_id=row.pk, group=group, person_id=life.people[name], now=begun
        )
    row.refresh_from_db()
    words = assessment.agree_round(by=life.guide, round_id=row.pk, version=row.version, now=life.at(44))
    for number, (word, text) in enumerate(zip(words, SAID, strict=True)):
        levels = {
            code: 3 + (number + place) % 2
            for place, code in enumerate(
                ("reachable", "respect", "informs", "takes_advice", "careful", "asks_help")
            )
        }
        assessment.answer_round(word=word, answers=levels, narrative=text, now=life.at(40))
