"""Projects from idea to handed over, and what becomes of them in portfolios."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from borealis.audit.models import Event
from borealis.improvement import actions
from borealis.improvement.models import Measure, Project
from borealis.improvement.rules import PAPER_STEPS, PROJECT_STATES, PROJECT_STEPS, Observation
from borealis.organisations.queries import organisation
from borealis.people.actions.refusals import ChangedMeanwhile
from tests.conftest import Told
from tests.improvement.conftest import DAY, GUIDE, HEAD, JONAS, MAJA, NORA, SUPERVISOR, content, goal

pytestmark = pytest.mark.django_db


def activities(told: Told, name: str, **facts: object) -> list[dict[str, object]]:
    rows = apps.get_model("portfolio.Activity").objects.filter(
        trainee_id=told.trainees[name], kind="project", **facts
    )
    return [{"title": row.title, "goals": sorted(row.goals.values_list("code", flat=True))} for row in rows]


def test_every_state_is_reached_and_only_the_last_ones_are_ends() -> None:
    assert {step.to_state for step in PROJECT_STEPS} | {"idea"} == set(PROJECT_STATES)
    assert set(PROJECT_STATES) - {step.from_state for step in PROJECT_STEPS} == {"handed_over", "dropped"}
    assert not any("author" in step.who and step.act in ("approve", "return") for step in PAPER_STEPS)


def test_finished_work_becomes_an_activity_of_everyone_in_the_team_once(told: Told, project: Project) -> None:
    lead = {"by": told.people[SUPERVISOR], "project_id": project.pk, "now": told.now}
    actions.step_improvement(act="finish", **lead)
    wanted = [{"title": "Kortere venting", "goals": ["FKM-009"]}]
    assert activities(told, NORA, title="Kortere venting") == wanted
    assert activities(told, JONAS, title="Kortere venting") == wanted
    actions.step_improvement(act="go_on", **lead)
    actions.step_improvement(act="finish", **{**lead, "now": told.now + DAY})
    assert activities(told, NORA, title="Kortere venting") == wanted


def test_who_keeps_it_is_said_when_it_is_handed_over(told: Told, project: Project) -> None:
    lead = {"by": told.people[SUPERVISOR], "project_id": project.pk, "now": told.now}
    actions.step_improvement(act="finish", **lead)
    with pytest.raises(ValidationError, match="holder ved like"):
        actions.step_improvement(act="hand_over", **lead)
    row = actions.step_improvement(act="hand_over", kept_by="Seksjonslederen", **lead)
    assert (row.state, row.kept_by) == ("handed_over", "Seksjonslederen")
    with pytest.raises(ValidationError, match="kommet lenger"):
        actions.step_improvement(act="start", **lead)


def test_an_aim_says_what_how_much_by_when_and_for_whom(told: Told) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.begin_improvement(
            by=told.people[NORA], department_id=organisation("unn-pet").pk, now=told.now
        )
    needed = {"title", "aim", "how_much", "for_whom", "by_day", "trainees", "leader_id"}
    assert set(refused.value.message_dict) == needed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("leader_id", 999999),
        ("supervisor_id", 999999),
        ("goals", [999999]),
        ("title", "a" * 201),
    ],
)
def test_strangers_and_what_is_too_long_are_refused(told: Told, field: str, value: object) -> None:
    department = organisation("unn-pet").pk
    with pytest.raises(ValidationError) as refused:
        actions.begin_improvement(
            by=told.people[NORA], department_id=department, now=told.now, **content(told, **{field: value})
        )
    assert list(refused.value.message_dict) == [field]


def test_a_team_of_strangers_is_refused(told: Told) -> None:
    department = organisation("unn-pet").pk
    with pytest.raises(ValidationError) as refused:
        actions.begin_improvement(
            by=told.people[NORA], department_id=department, now=told.now, **content(told, trainees=[999999])
        )
    assert "trainees" in refused.value.message_dict


def test_two_who_change_the_aim_at_once_lose_nothing(told: Told, project: Project) -> None:
    facts = {"by": told.people[NORA], "project_id": project.pk, "now": told.now}
    actions.change_improvement(version=project.version, **facts, **content(told, aim="Først"))
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        actions.change_improvement(version=project.version, **facts, **content(told, aim="Sist"))
    assert meanwhile.value.stands["aim"] == "Først"


def test_a_team_may_change(told: Told, project: Project) -> None:
    team = [told.trainees[NORA], told.trainees[MAJA]]
    actions.change_improvement(
        by=told.people[NORA], project_id=project.pk, version=project.version, now=told.now,
        **content(told, trainees=team),
    )  # fmt: skip
    assert sorted(project.members.values_list("trainee_id", flat=True)) == sorted(team)


# Measures


def test_a_value_on_the_same_day_is_put_right(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[NORA], "measure_id": measure.pk, "on": told.today, "now": told.now}
    actions.record_value(number=40.0, **facts)
    row = actions.record_value(number=38.0, **facts)
    assert list(measure.values.values_list("number", flat=True)) == [38.0]
    actions.drop_value(by=told.people[NORA], measure_id=measure.pk, value_id=row.pk, now=told.now)
    assert not measure.values.exists()


@pytest.mark.parametrize(
    ("kind", "number", "size", "field"),
    [
        ("run", float("nan"), None, "number"),
        ("run", 1e12, None, "number"),
        ("c", -1.0, None, "number"),
        ("c", 1.5, None, "number"),
        ("p", 1.0, None, "size"),
        ("p", 1.0, 0.0, "size"),
        ("p", 3.0, 2.0, "number"),
        ("u", 1.0, -2.0, "size"),
    ],
)
def test_values_that_cannot_be_are_refused(
    told: Told, project: Project, kind: str, number: float, size: float | None, field: str
) -> None:
    facts = {"by": told.people[NORA], "now": told.now}
    row = actions.add_measure(
        project_id=project.pk, name=kind, unit="antall", direction="up", kind=kind, **facts
    )
    with pytest.raises(ValidationError) as refused:
        actions.record_value(measure_id=row.pk, on=told.today, number=number, size=size, **facts)
    assert list(refused.value.message_dict) == [field]


def test_a_day_to_come_and_a_second_name_are_refused(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[NORA], "now": told.now}
    with pytest.raises(ValidationError, match="dag som har vært"):
        actions.record_value(measure_id=measure.pk, on=told.today + DAY, number=1.0, **facts)
    with pytest.raises(ValidationError, match="heter dette alt"):
        actions.add_measure(
            project_id=measure.project_id, name="Minutter", unit="min", direction="up", kind="run", **facts
        )


def test_values_of_a_file_are_all_or_none(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[NORA], "measure_id": measure.pk, "now": told.now}
    good = [Observation(told.today - n * DAY, float(n)) for n in range(4)]
    assert actions.import_values(observations=good, **facts) == 4
    for bad in ([], [*good, good[0]], [Observation(told.today + DAY, 1.0)]):
        with pytest.raises(ValidationError):
            actions.import_values(observations=bad, **facts)
    assert measure.values.count() == 4


def test_what_is_finished_takes_no_values_and_no_tests(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[SUPERVISOR], "now": told.now}
    actions.step_improvement(project_id=measure.project_id, act="finish", **facts)
    with pytest.raises(ValidationError, match="avsluttet"):
        actions.record_value(measure_id=measure.pk, on=told.today, number=1.0, **facts)
    with pytest.raises(ValidationError, match="avsluttet"):
        actions.add_test(project_id=measure.project_id, title="Ny", from_day=told.today, **facts)


def test_a_test_of_change_is_written_on_by_two(told: Told, project: Project) -> None:
    facts = {"by": told.people[NORA], "now": told.now}
    row = actions.add_test(project_id=project.pk, title="Prøve", from_day=told.today, **facts)
    more = {"title": "Prøve", "from_day": told.today, "study": "Det virket", "verdict": "adopt"}
    assert actions.change_test(test_id=row.pk, version=1, **more, **facts).version == 2
    with pytest.raises(ChangedMeanwhile):
        actions.change_test(test_id=row.pk, version=1, **more, **facts)
    with pytest.raises(ValidationError):
        actions.change_test(test_id=row.pk, version=2, **{**more, "to_day": told.today - DAY}, **facts)


# Papers


def test_an_approved_paper_becomes_an_activity_for_the_goals_of_papers(told: Told, project: Project) -> None:
    own = {"by": told.people[NORA], "now": told.now}
    paper = actions.open_paper(trainee_id=told.trainees[NORA], topic="Venting", project_id=project.pk, **own)
    with pytest.raises(ValidationError, match="i gang"):
        actions.open_paper(trainee_id=told.trainees[NORA], topic="En til", **own)
    actions.step_paper(paper_id=paper.pk, act="supervise", supervisor_id=told.people[GUIDE], **own)
    actions.step_paper(paper_id=paper.pk, act="submit", **own)
    with pytest.raises(ValidationError, match="sin egen oppgave"):
        actions.step_paper(paper_id=paper.pk, act="approve", **own)
    judge = {"by": told.people[GUIDE], "paper_id": paper.pk, "now": told.now}
    actions.step_paper(act="return", words="Mer om metoden", **judge)
    actions.step_paper(paper_id=paper.pk, act="submit", **own)
    actions.step_paper(act="approve", **judge)
    assert activities(told, NORA, title="Prosjektoppgave: Venting") == [
        {"title": "Prosjektoppgave: Venting", "goals": ["FKM-007"]}
    ]
    with pytest.raises(ValidationError, match="kommet lenger"):
        actions.step_paper(act="approve", **judge)


def test_a_paper_of_another_ones_project_and_a_stranger_as_supervisor_are_refused(
    told: Told, project: Project
) -> None:
    facts = {"by": told.people[MAJA], "now": told.now}
    with pytest.raises(ValidationError, match="du er med i"):
        actions.open_paper(trainee_id=told.trainees[MAJA], topic="A", project_id=project.pk, **facts)
    paper = actions.open_paper(trainee_id=told.trainees[MAJA], topic="A", **facts)
    with pytest.raises(ValidationError, match="fra listen"):
        actions.step_paper(paper_id=paper.pk, act="supervise", supervisor_id=told.people[JONAS], **facts)


def test_every_act_is_recorded_without_words_of_anyone(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[HEAD], "now": told.now}
    actions.freeze_measure(measure_id=measure.pk, baseline_to=told.today, **facts)
    rows = Event.objects.filter(subject=f"improvement.Project:{measure.project_id}")
    acts = list(rows.values_list("act", flat=True))
    assert {"begin_improvement", "step_improvement", "add_measure", "freeze_measure"} <= set(acts)
    assert not any("Ventetiden" in str(row.detail) for row in rows)


def test_an_earlier_day_than_1990_is_no_day(told: Told, measure: Measure) -> None:
    with pytest.raises(ValidationError):
        actions.record_value(by=None, measure_id=measure.pk, on=dt.date(1066, 1, 1), number=1.0, now=told.now)
    assert goal("FKM-009")
