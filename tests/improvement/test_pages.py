"""The pages, clicked through, and what bad input does."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from borealis.improvement import actions
from borealis.improvement.models import Measure, Paper, Project
from borealis.improvement.permissions import open_to
from borealis.improvement.rules import Observation
from borealis.organisations.queries import organisations
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.improvement.conftest import DAY, GUIDE, HEAD, JONAS, MAJA, NORA, SUPERVISOR, goal

pytestmark = pytest.mark.django_db


def typed(told: Told, **other: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": "Bedre svar",
        "aim": "Raskere",
        "how_much": "to dager",
        "for_whom": "henvisere",
        "by_day": (told.today + 30 * DAY).isoformat(),
        "trainees": [told.trainees[NORA]],
        "leader_id": told.people[NORA],
        "supervisor_id": "",
        "goals": [goal("FKM-009")],
    }
    return {**facts, **other}


def test_a_trainee_lays_in_work_measures_tests_and_finishes_with_the_supervisor(told: Told) -> None:
    nora = told.client(NORA)
    answer = nora.post("/forbedring/ny/", typed(told, supervisor_id=told.people[SUPERVISOR]))
    row = Project.objects.get(title="Bedre svar")
    assert answer["Location"] == f"/forbedring/{row.pk}/"
    page = f"/forbedring/{row.pk}/"
    nora.post(f"{page}steg/", {"act": "start"})
    measure = {"name": "Dager", "unit": "dager", "direction": "down", "kind": "run"}
    target = nora.post(f"{page}maling/", measure)["Location"]
    for n, value in enumerate(("5", "4,5", "4")):
        nora.post(target, {"on": (told.today - n * DAY).isoformat(), "number": value})
    nora.post(
        f"{page}utproving/", {"title": "Fast time", "from_day": told.today.isoformat(), "plan": "En time"}
    )
    text = nora.get(page).content.decode()
    assert "Fast time" in text
    assert "3 verdier. Den siste er 5 (dager). Medianen er 4,5." in text
    assert 'role="img"' in text
    assert nora.post(f"{page}steg/", {"act": "hand_over"}).status_code == 302
    told.client(SUPERVISOR).post(f"{page}steg/", {"act": "finish"})
    told.client(SUPERVISOR).post(f"{page}steg/", {"act": "hand_over", "kept_by": "Seksjonen"})
    assert "Holdes ved like av" in nora.get(page).content.decode()
    assert "Bedre svar" in nora.get(f"/lis/mappe/{told.trainees[NORA]}/").content.decode()


def test_an_empty_form_says_what_is_missing_at_each_field(told: Told) -> None:
    answer = told.client(NORA).post("/forbedring/ny/", {"title": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="field-error"') == 7


def test_only_the_team_and_who_leads_work_and_only_who_leads_finishes(told: Told, project: Project) -> None:
    page = f"/forbedring/{project.pk}/"
    assert told.client(MAJA).get(page).status_code == 404
    assert told.client("Henrik Jerv").get(page).status_code == 404
    assert told.client(GUIDE).get(page).status_code == 200  # guides one of the team
    assert told.client(GUIDE).post(f"{page}steg/", {"act": "finish"}).status_code == 403
    assert told.client(JONAS).post(f"{page}steg/", {"act": "finish"}).status_code == 403
    assert told.client(HEAD).post(f"{page}steg/", {"act": "finish"}).status_code == 302
    project.refresh_from_db()
    assert project.state == "finished"


def test_a_measure_of_another_project_is_not_there(told: Told, project: Project, measure: Measure) -> None:
    assert told.client(NORA).get(f"/forbedring/{project.pk + 1}/maling/{measure.pk}/").status_code == 404
    assert told.client(NORA).post(f"/forbedring/{project.pk}/maling/{measure.pk + 1}/").status_code == 404
    assert told.client(NORA).get(f"/forbedring/{project.pk}/utproving/99/").status_code == 404


def test_a_refused_value_stands_in_its_field(told: Told, measure: Measure) -> None:
    page = f"/forbedring/{measure.project_id}/maling/{measure.pk}/"
    for number in ("mange", "", "9" * 400, "nan"):
        answer = told.client(NORA).post(page, {"on": told.today.isoformat(), "number": number})
        assert answer.status_code == 422, number
        assert "Skriv et tall." in answer.content.decode()
    assert not measure.values.exists()


def test_values_come_from_csv_after_a_preview(told: Told, measure: Measure) -> None:
    page, nora = f"/forbedring/{measure.project_id}/maling/{measure.pk}/", told.client(NORA)
    days = [told.today - n * DAY for n in (3, 2, 1)]
    rows = "".join(f"{day:%d.%m.%Y};{20 + n},5\n" for n, day in enumerate(days))
    file = SimpleUploadedFile("verdier.csv", f"Dato;Verdi\n{rows}".encode())
    seen = nora.post(f"{page}hent/", {"file": file})
    text = seen.content.decode()
    assert seen.status_code == 200
    assert "3 verdier kan hentes inn" in text
    assert not measure.values.exists()
    fields = {name: _hidden(text, name) for name in ("table", "seen")}
    answer = nora.post(f"{page}hent/", {**fields, "date": "Dato", "number": "Verdi", "hent": "1"})
    assert answer["Location"] == page
    assert list(measure.values.values_list("number", flat=True)) == [20.5, 21.5, 22.5]


def _hidden(text: str, name: str) -> str:
    from html import unescape

    return unescape(text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0])


def test_values_come_from_xlsx_too(told: Told, measure: Measure) -> None:
    from openpyxl import Workbook

    book, data = Workbook(), io.BytesIO()
    book.active.append(["dato", "verdi"])
    book.active.append([told.today, 31])
    book.save(data)
    page = f"/forbedring/{measure.project_id}/maling/{measure.pk}/hent/"
    text = (
        told.client(NORA).post(page, {"file": SimpleUploadedFile("v.xlsx", data.getvalue())}).content.decode()
    )
    assert "1 verdi kan hentes inn" in text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("i går;12\n", "Skriv en dag som har vært."),
        ("1.1.2090;12\n", "Skriv en dag som har vært."),
        ("1.1.2026;tolv\n", "Skriv et tall."),
        ("1.1.2026;1e999\n", "Skriv et tall."),
        ("1.1.2026;1\n2026-01-01;2\n", "Dagen står på en annen linje også."),
    ],
)
def test_bad_lines_are_told_by_number_and_nothing_is_stored(
    told: Told, measure: Measure, lines: str, said: str
) -> None:
    page = f"/forbedring/{measure.project_id}/maling/{measure.pk}/hent/"
    file = SimpleUploadedFile("verdier.csv", f"Dato;Verdi\n{lines}".encode())
    answer = told.client(NORA).post(page, {"file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Linje " in answer.content.decode()
    assert 'name="hent"' not in answer.content.decode()


@pytest.mark.parametrize("table", ["", "{", "[]", '[["a"],[[1,["x","y"]]]]'])
def test_a_broken_table_is_asked_for_again(told: Told, measure: Measure, table: str) -> None:
    page = f"/forbedring/{measure.project_id}/maling/{measure.pk}/hent/"
    assert told.client(NORA).post(page, {"table": table, "hent": "1"})["Location"] == page


def test_text_is_escaped_in_the_drawing(told: Told, measure: Measure) -> None:
    facts = {"by": told.people[NORA], "now": told.now}
    seen = [Observation(told.today - n * DAY, float(n)) for n in range(3)]
    actions.import_values(measure_id=measure.pk, observations=seen, **facts)
    actions.add_test(project_id=measure.project_id, title='<b>"x', from_day=told.today - DAY, **facts)
    text = told.client(NORA).get(f"/forbedring/{measure.project_id}/").content.decode()
    assert "<title>1. &lt;b&gt;&quot;x</title>" in text
    assert "<b>&quot;" not in text
    assert 'style="' not in text


def test_a_paper_goes_from_topic_to_approved_on_its_page(told: Told) -> None:
    nora = told.client(NORA)
    page = nora.post(f"/lis/prosjektoppgave/{told.trainees[NORA]}/", {"topic": "Stråledoser"})["Location"]
    nora.post(page, {"act_name": "supervise", "supervisor_id": told.people[GUIDE]})
    assert told.client(GUIDE).post(page, {"act_name": "submit"}).status_code == 403
    nora.post(page, {"act_name": "submit"})
    assert nora.post(page, {"act_name": "approve"}).status_code == 403
    told.client(GUIDE).post(page, {"act_name": "approve", "words": "Fint"})
    assert Paper.objects.get(topic="Stråledoser").state == "approved"
    assert told.client(JONAS).get(page).status_code == 404


def test_the_common_goals_are_shown_by_area_with_what_is_done(told: Told, project: Project) -> None:
    text = told.client(NORA).get(f"/lis/felles/{told.trainees[NORA]}/").content.decode()
    assert "av 14 felles kompetansemål er godkjent" in text
    assert "Kvalitet og pasientsikkerhet" in text
    assert 'Eget forbedringsarbeid <span class="sub">I gang</span>' in text
    assert "Observert konsultasjon" in text


def test_the_earlier_set_is_shown_to_those_who_follow_it(told: Told) -> None:
    earlier = apps.get_model("curriculum.GoalSet").objects.get(code="LM-2019-03")
    trainee = apps.get_model("trainees.Trainee").objects.get(pk=told.trainees[NORA])
    trainee.goal_sets.set([*trainee.goal_sets.filter(common=False), earlier])
    text = told.client(HEAD).get(f"/lis/felles/{trainee.pk}/").content.decode()
    assert "av 24 felles kompetansemål er godkjent" in text
    assert "Felles kompetansemål, del 2 og 3 (til 28. februar 2026)" in text
    assert "Pasient- og brukermedvirkning" in text
    assert "Kurs i kommunikasjon" in text


def test_a_trainee_finds_what_is_under_way_in_the_department_to_ask_for_a_place(
    told: Told, project: Project
) -> None:
    maja, nora = told.client(MAJA), told.client(NORA)
    page = maja.get("/lis/forbedring/")
    assert [row.pk for row in page.context["page"]["open"]] == [project.pk]
    text = page.content.decode()
    assert "Ventetiden skal ned" in text
    assert f"{NORA} leder" in text
    assert f"/forbedring/{project.pk}/" not in text
    assert maja.get(f"/forbedring/{project.pk}/").status_code == 404
    assert not nora.get("/lis/forbedring/").context["page"]["open"]  # she is in it


def test_who_has_finished_training_is_offered_nothing(told: Told, project: Project) -> None:
    maja = Trainee.objects.select_related("programme").get(pk=told.trainees[MAJA])
    assert list(open_to(maja)) == [project]
    maja.finished_on = told.today
    assert not open_to(maja).exists()


@pytest.mark.parametrize("state", ["finished", "handed_over", "dropped"])
def test_what_is_over_or_elsewhere_is_not_offered(told: Told, project: Project, state: str) -> None:
    maja = Trainee.objects.select_related("programme").get(pk=told.trainees[MAJA])
    assert list(open_to(maja)) == [project]
    Project.objects.filter(pk=project.pk).update(state=state, kept_by="Seksjonen")
    assert not open_to(maja).exists()
    elsewhere = next(row for row in organisations().values() if row != project.department)
    Project.objects.filter(pk=project.pk).update(state="running", department=elsewhere)
    assert not open_to(maja).exists()


def test_the_head_sees_everyone_and_a_trainee_does_not(told: Told, project: Project) -> None:
    text = told.client(HEAD).get("/leder/felles/").content.decode()
    assert all(name in text for name in (NORA, JONAS, MAJA))
    assert "Kortere venting" in told.client(HEAD).get("/leder/forbedring/").content.decode()
    assert told.client(NORA).get("/leder/felles/").status_code == 404


@pytest.mark.parametrize("name", [NORA, HEAD])
def test_a_page_takes_a_bounded_number_of_queries(
    told: Told, project: Project, name: str, django_assert_max_num_queries: object
) -> None:
    page = "/leder/felles/" if name == HEAD else f"/lis/felles/{told.trainees[NORA]}/"
    client = told.client(name)
    client.get(page)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.get(page)
