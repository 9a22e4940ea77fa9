"""Improvement work in the demonstration: one project under way with tests of change, one finished with a paper."""

from __future__ import annotations

import datetime as dt

from borealis.demo.people import DOCTORS
from borealis.demo.work import HEAD, SUPERVISOR, Life, goal_key
from borealis.improvement import actions
from borealis.improvement.rules import Observation
from borealis.organisations.queries import organisation

WEEK = dt.timedelta(days=7)
# Minutes from appointment to injection, week by week; the tests of change begin in weeks 12 and 19.
WAITING = (
    46,
    52,
    41,
    48,
    55,
    44,
    50,
    47,
    53,
    45,
    49,
    51,
    43,
    40,
    44,
    38,
    42,
    41,
    36,
    31,
    29,
    33,
    28,
    30,
    27,
    31,
)
# Reports within two days, of all that week; the change came after week 8.
WITHIN = ((21, 40), (19, 37), (23, 41), (20, 38), (22, 42), (18, 36), (21, 39), (24, 44), (33, 40), (35, 41),
          (31, 38), (36, 42), (34, 39), (37, 43), (33, 38), (35, 40))  # fmt: skip


def improve(ids: dict[str, int], people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """A year of improvement work of some of the doctors."""
    _waiting(ids, people, now, today)
    _reports(ids, people, now, today)


def _waiting(ids: dict[str, int], people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Under way: shorter waiting before injection."""
    weeks = len(WAITING)
    began = now - (weeks + 1) * WEEK
    doctor = people["Aslak Isbre"]
    project = actions.begin_improvement(
        by=doctor,
        department_id=organisation("unn-pet").pk,
        title="Kortere venting før injeksjon",
        aim="Tiden fra oppmøte til injeksjon på PET skal ned.",
        how_much="Fra 48 til 30 minutter, målt som median per uke",
        for_whom="Alle som kommer til planlagt PET-undersøkelse",
        by_day=today + 8 * WEEK,
        leader_id=doctor,
        supervisor_id=people[SUPERVISOR],
        trainees=[ids["Aslak Isbre"], ids["Sunniva Vindmåke"]],
        goals=[goal_key(life_of("Aslak Isbre", ids, people, now), "FKM-009")],
        now=began,
    )
    actions.step_improvement(by=doctor, project_id=project.pk, act="start", now=began)
    measure = actions.add_measure(
        by=doctor,
        project_id=project.pk,
        name="Minutter fra oppmøte til injeksjon",
        unit="minutter, median per uke",
        direction="down",
        kind="xmr",
        now=began,
    )
    first = today - weeks * WEEK
    seen = [Observation(first + n * WEEK, float(value)) for n, value in enumerate(WAITING)]
    actions.import_values(by=doctor, measure_id=measure.pk, observations=seen, now=now)
    actions.add_test(
        by=doctor,
        project_id=project.pk,
        title="Veneflon legges mens skjemaet fylles ut",
        from_day=seen[12].on,
        to_day=seen[18].on,
        plan="To dager i uken. Vi venter at fem minutter spares.",
        do="Gjort på alle PET-dager fra uke to.",
        study="Ned fra 48 til rundt 41 minutter.",
        act="Beholdes. Neste: tiden før oppmøtet.",
        verdict="adopt",
        now=now,
    )
    actions.add_test(
        by=doctor,
        project_id=project.pk,
        title="De første møter et kvarter senere",
        from_day=seen[19].on,
        plan="Dosen er klar 08.30. Oppmøte flyttes fra 08.00 til 08.15.",
        do="Innført for alle fra første uke.",
        study="Rundt 30 minutter i seks uker.",
        reckons_anew=True,
        now=now,
    )


def _reports(ids: dict[str, int], people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Finished and handed over, with a project paper."""
    life = life_of("Maja Lomvi", ids, people, now)
    maja, guide = life.person, life.guide
    began, weeks = now - 60 * WEEK, len(WITHIN)
    project = actions.begin_improvement(
        by=maja,
        department_id=organisation("unn-pet").pk,
        title="Svar innen to dager",
        aim="Flere beskrivelser skal være ferdige innen to dager.",
        how_much="Fra 54 til 80 prosent",
        for_whom="Henvisende avdelinger",
        by_day=today - 36 * WEEK,
        leader_id=maja,
        supervisor_id=guide,
        trainees=[ids["Maja Lomvi"]],
        goals=[goal_key(life, "FKM-009")],
        now=began,
    )
    actions.step_improvement(by=maja, project_id=project.pk, act="start", now=began)
    measure = actions.add_measure(
        by=maja,
        project_id=project.pk,
        name="Ferdig innen to dager",
        unit="andel av beskrivelsene i uken",
        direction="up",
        kind="p",
        now=began,
    )
    first = today - 58 * WEEK
    seen = [Observation(first + n * WEEK, number, size) for n, (number, size) in enumerate(WITHIN)]
    actions.import_values(by=maja, measure_id=measure.pk, observations=seen, now=began + (weeks + 3) * WEEK)
    actions.freeze_measure(
        by=maja, measure_id=measure.pk, baseline_to=seen[7].on, now=began + (weeks + 3) * WEEK
    )
    actions.add_test(
        by=maja,
        project_id=project.pk,
        title="Fast tid til beskrivelser hver formiddag",
        from_day=seen[8].on,
        plan="En time uten telefon kl. 11.",
        study="Fra 54 til 87 prosent.",
        act="Står i arbeidsplanen.",
        verdict="adopt",
        now=began + (weeks + 3) * WEEK,
    )
    end = now - 36 * WEEK
    actions.step_improvement(by=guide, project_id=project.pk, act="finish", now=end)
    actions.step_improvement(
        by=guide, project_id=project.pk, act="hand_over", kept_by="Seksjonsleder for PET-tolkning", now=end
    )
    _paper(life, project.pk, end)


def _paper(life: Life, project: int, end: dt.datetime) -> None:
    """The project paper on the same work, approved by the head."""
    by = life.person
    paper = actions.open_paper(
        by=by, trainee_id=life.trainee, topic="Kan fast tid gi raskere svar?", project_id=project, now=end
    )
    actions.step_paper(by=by, paper_id=paper.pk, act="supervise", supervisor_id=life.guide, now=end)
    actions.step_paper(by=by, paper_id=paper.pk, act="submit", now=end)
    actions.step_paper(
        by=life.people[HEAD],
        paper_id=paper.pk,
        act="approve",
        words="God metode, og ærlig om det som ikke virket.",
        now=end + WEEK,
    )


def life_of(name: str, ids: dict[str, int], people: dict[str, int], now: dt.datetime) -> Life:
    """A doctor's keys, by name."""
    return Life(next(doctor for doctor in DOCTORS if doctor.name == name), ids[name], people, now)
