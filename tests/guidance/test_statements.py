"""What the description says of supervision and guidance (S10 to S22), and what the system does about it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps

from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.guidance.queries import quotas_of
from borealis.guidance.queries.opening import opened
from borealis.organisations.queries import organisation
from borealis.programmes.queries import programme
from borealis.rosters.queries import supervision_findings
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]
TOPICS = {
    "s14": ("progress", "Kompetanseportalen"),
    "s15": ("challenges", "faglige utfordringene"),
    "s16": ("skills", "praktiske ferdighetene"),
    "s17": ("study_time", "fordypningstid"),
    "s18": ("colleagues", "kolleger"),
    "s19": ("balance", "arbeid og privatliv"),
    "s20": ("role", "rolle som lege"),
    "s21": ("support", "vanskelige situasjoner"),
    "s22": ("other", "Annet"),
}


def trainee(told: Told) -> Trainee:
    return Trainee.objects.select_related("person", "programme__department").get(pk=told.trainees[WHO])


def test_s10_who_has_no_supervision_or_guidance_is_seen_on_the_departments_page(told: Told) -> None:
    """strong focus: what is missing is told ahead, by name, with what to do."""
    page = told.client("Randi Snøugle").get("/leder/").content.decode()
    assert "veiledninger holdt, ingen avtalt" in page
    assert f"/lis/veiledning/{told.trainees[WHO]}/" in page


def test_s11_only_specialists_supervise_and_a_day_without_one_is_a_finding(told: Told) -> None:
    department = organisation("unn-pet").pk
    duties = apps.get_model("rosters.Duty").objects.filter(department_id=department)
    duties.filter(day__gt=told.today).exclude(person_id__in=_trainees_persons()).update(supervises=False)
    found = supervision_findings(department, "unn-nuk", told.today)
    assert found
    assert all(finding.action for finding in found)


def _trainees_persons() -> list[int]:
    return list(Trainee.objects.values_list("person_id", flat=True))


def test_s12_eight_individual_talks_a_year_are_asked_for_and_counted(told: Told, agreed: Agreed) -> None:
    talk = agreed(days=-3)
    before = quotas_of([trainee(told)], told.now)[told.trainees[WHO]][0].count
    actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    after = quotas_of([trainee(told)], told.now)[told.trainees[WHO]][0].count
    assert (before.norm, before.held, after.held, after.missing) == (8, 0, 1, 7)


def test_s12_time_for_them_is_found_in_the_duty_roster(told: Told) -> None:
    placed = actions.place_talks(by=None, trainees=[trainee(told)], now=told.now)
    assert placed.proposed
    assert all(talk.end_at - talk.start_at == HOUR for talk in placed.proposed)


def test_s13_two_group_talks_a_year_are_asked_for_and_counted(told: Told) -> None:
    start = told.now + 5 * DAY
    talk = actions.call_group(
        by=told.people["Randi Snøugle"],
        department_id=organisation("unn-pet").pk,
        trainee_ids=[told.trainees[WHO], told.trainees["Aslak Isbre"]],
        subject="Å si fra",
        start_at=start,
        end_at=start + 1.5 * HOUR,
        now=told.now,
        leader_id=told.people[GUIDE],
    )
    actions.finalise_talk(
        by=told.people[GUIDE],
        talk_id=talk.pk,
        version=talk.version,
        now=talk.end_at,
        present=[told.trainees[WHO]],
    )
    group = quotas_of([trainee(told)], talk.end_at)[told.trainees[WHO]][1].count
    assert (group.norm, group.held) == (2, 1)


@pytest.mark.parametrize("number", TOPICS)
def test_s14_to_s22_each_topic_is_on_the_agenda_and_holds_what_is_said(
    told: Told, agreed: Agreed, number: str
) -> None:
    topic, words = TOPICS[number]
    talk = agreed(days=-1)
    page = told.client(GUIDE).get(f"/veiledning/{talk.pk}/").content.decode()
    assert words in page
    assert f'name="min-{topic}"' in page
    told.client(GUIDE).post(
        f"/veiledning/{talk.pk}/skriv/", {"version": talk.version, f"min-{topic}": f"Om {number}"}
    )
    assert [(note.topic, note.text) for note in opened(talk)] == [(topic, f"Om {number}")]


def test_s14_progress_since_last_time_is_filled_in(told: Told, agreed: Agreed) -> None:
    page = told.client(GUIDE).get(f"/veiledning/{agreed().pk}/").content.decode()
    assert "Læringsmål godkjent" in page
    assert "Sendt til godkjenning" in page
    assert "NUK-159" in page  # which the doctor has sent in


def test_s21_help_is_at_hand_without_telling_anyone(told: Told, agreed: Agreed) -> None:
    page = told.client(WHO).get(f"/veiledning/{agreed().pk}/").content.decode()
    support = page.index("vanskelige situasjoner")
    assert support < page.index("Bedriftshelsetjenesten") < page.index("Annet", support)


def test_s22_a_programme_may_change_the_list(
    told: Told, agreed: Agreed, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = programme("unn-nuk")
    assert current is not None
    said = current.document.guidance
    module = sys.modules["borealis.guidance.queries.talk_page"]
    monkeypatch.setattr(module, "terms_of", lambda _pk: replace(said, topics=said.topics[:2]))
    page = told.client(GUIDE).get(f"/veiledning/{agreed(days=-1).pk}/").content.decode()
    assert 'name="min-challenges"' in page
    assert 'name="min-skills"' not in page
