"""Writes on research: each is recorded, and what cannot be is refused in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from borealis.audit.models import Event
from borealis.organisations.queries import organisation
from borealis.people.actions import ChangedMeanwhile
from borealis.research import actions
from borealis.research.models import Approval, Project, Publication, Track
from borealis.research.queries.statements import confirmation_with
from borealis.research.rules.crossref import Work
from tests.conftest import Told
from tests.research.conftest import ASLAK, DAY, GUIDE, HEAD, LEADER, make_call

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("act", flat=True))


@pytest.fixture
def track(told: Told) -> Track:
    """Aslak considers a half-time doctorate from next month."""
    return actions.make_track(
        by=told.people[ASLAK],
        trainee_id=told.trainees[ASLAK],
        demands="uit-helsevitenskap",
        percent=50,
        from_day=told.today + 30 * DAY,
        to_day=told.today + 2200 * DAY,
        now=told.now,
    )


def test_a_project_goes_through_its_states_and_each_step_is_recorded(
    told: Told, facts: dict[str, Any]
) -> None:
    for act in ("open", "start", "end"):
        row = actions.move_project(act=act, **facts)
    assert (row.state, row.started_on, row.ended_on) == ("ended", told.today, told.today)
    assert acts()[-3:] == ["open_project", "start_project", "end_project"]
    with pytest.raises(ValidationError, match="kommet videre"):
        actions.move_project(act="open", **facts)


def test_two_who_change_a_project_at_once_both_know(facts: dict[str, Any]) -> None:
    actions.change_project(version=1, title="Ny tittel", **facts)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        actions.change_project(version=1, title="En annen", **facts)
    assert meanwhile.value.stands["title"] == "Ny tittel"


def test_only_an_open_project_is_joined_and_nobody_twice(told: Told, facts: dict[str, Any]) -> None:
    ask = {"by": told.people[ASLAK], "project_id": facts["project_id"], "message": "", "now": told.now}
    with pytest.raises(ValidationError, match="ikke åpent"):
        actions.ask_to_join(**ask)
    actions.move_project(act="open", **facts)
    place = actions.ask_to_join(**ask)
    with pytest.raises(ValidationError, match="spurt allerede"):
        actions.ask_to_join(**ask)
    with pytest.raises(ValidationError, match="ikke den som spør"):
        actions.answer_participant(
            by=told.people[ASLAK], participant_id=place.pk, joins=True, answer="", now=told.now
        )
    yes = {"by": told.people[GUIDE], "participant_id": place.pk, "joins": True, "answer": "", "now": told.now}
    assert actions.answer_participant(**yes).state == "joined"
    with pytest.raises(ValidationError, match="svart på dette allerede"):
        actions.answer_participant(**yes)


def test_history_of_approvals_stays_and_nothing_is_approved_tomorrow(
    told: Told, facts: dict[str, Any]
) -> None:
    for state, ago in (("applied", 30), ("approved", 3)):
        actions.record_approval(kind="ethics", state=state, on=told.today - ago * DAY, **facts)
    rows = Approval.objects.filter(project_id=facts["project_id"])
    assert [row.state for row in rows] == ["applied", "approved"]
    with pytest.raises(ValidationError, match="ikke kommet ennå"):
        actions.record_approval(kind="ethics", state="approved", on=told.today + DAY, **facts)


def test_publications_from_a_file_are_added_once_and_taken_away_again(facts: dict[str, Any]) -> None:
    works = tuple(Work(f"10.5555/{n}", f"T{n}", "", "", 2025) for n in (1, 2, 2))
    by_hand = {"title": "T1", "authors": "", "journal": "", "year": 2025, "doi": "https://doi.org/10.5555/1"}
    actions.add_publication(**by_hand, **facts)
    kept = actions.keep_publications(works=works, file_name="a.json", **facts)
    again = {"by": facts["by"], "import_id": kept.pk, "now": facts["now"]}
    assert actions.apply_publications(**again) == 1
    with pytest.raises(ValidationError, match="hentet inn allerede"):
        actions.apply_publications(**again)
    assert actions.undo_publications(**again) == 1
    own = Publication.objects.filter(project_id=facts["project_id"])
    assert [row.doi for row in own] == ["10.5555/1"]
    with pytest.raises(ValidationError, match="ikke noe å angre"):
        actions.undo_publications(**again)


@pytest.mark.parametrize(
    ("more", "words"),
    [({"doi": "abc"}, "ikke en DOI"), ({"year": 1066}, "årstall"), ({"title": " "}, "tittel")],
)
def test_a_publication_by_hand_is_checked(facts: dict[str, Any], more: dict[str, Any], words: str) -> None:
    right = {"title": "T", "authors": "", "journal": "", "year": 2025, "doi": ""}
    with pytest.raises(ValidationError, match=words):
        actions.add_publication(**{**right, **more}, **facts)


def test_after_the_deadline_no_application_is_begun(told: Told, db: None) -> None:
    closed = make_call(told, closes_in=-1)
    with pytest.raises(ValidationError, match="Fristen gikk ut"):
        actions.begin_application(
            by=told.people[ASLAK], call_id=closed.pk, title="Stipend", amount_nok=1, now=told.now
        )
    last_day = make_call(told, closes_in=0, code="siste-dag")
    row = actions.begin_application(
        by=told.people[ASLAK], call_id=last_day.pk, title="Stipend", amount_nok=1, now=told.now
    )
    assert row.state == "begun"


def test_what_is_granted_to_a_project_is_money_that_it_has(told: Told, facts: dict[str, Any]) -> None:
    call = make_call(told, closes_in=5)
    row = actions.begin_application(
        by=told.people[GUIDE],
        call_id=call.pk,
        title="Drift",
        amount_nok=200_000,
        project_id=facts["project_id"],
        now=told.now,
    )
    step = {"by": told.people[GUIDE], "application_id": row.pk, "on": told.today, "now": told.now}
    with pytest.raises(ValidationError, match="kommet videre"):
        actions.move_application(act="grant", granted_nok=5, **step)
    actions.move_application(act="send", **step)
    with pytest.raises(ValidationError, match="beløp"):
        actions.move_application(act="grant", **step)
    actions.move_application(act="grant", granted_nok=120_000, **step)
    project = Project.objects.get(pk=facts["project_id"])
    assert [(f.source, f.amount_nok) for f in project.fundings.all()] == [("Et fond", 120_000)]


def test_the_head_confirms_what_was_read_and_whoever_has_the_paper_can_check_it(
    told: Told, track: Track
) -> None:
    head = {"by": told.people[HEAD], "track_id": track.pk, "now": told.now}
    first = actions.confirm_time(seen_version=1, **head)
    assert (first.content["percent"], first.content["doctor"]) == (50, ASLAK)
    actions.change_track(by=None, track_id=track.pk, version=1, percent=100, now=told.now)
    with pytest.raises(ChangedMeanwhile):
        actions.confirm_time(seen_version=1, **head)
    later = {**head, "now": told.now + DAY}
    second = actions.confirm_time(seen_version=2, **later)
    found = confirmation_with(first.digest)
    assert found is not None
    assert found.withdrawn_at is not None
    assert second.digest != first.digest
    assert acts()[-1] == "confirm_time"


def test_nobody_confirms_the_own_time(told: Told, track: Track) -> None:
    with pytest.raises(ValidationError, match="egen tid"):
        actions.confirm_time(by=told.people[ASLAK], track_id=track.pk, seen_version=1, now=told.now)


def test_a_trainee_has_one_doctorate_at_a_time_and_of_at_least_half(told: Told, track: Track) -> None:
    facts = {
        "by": None,
        "trainee_id": track.trainee_id,
        "demands": track.demands,
        "from_day": track.from_day,
        "to_day": track.to_day,
        "now": told.now,
    }
    with pytest.raises(ValidationError, match="allerede"):
        actions.make_track(percent=50, **facts)
    with pytest.raises(ValidationError, match="minst 50"):
        actions.make_track(percent=40, **facts)


def test_demands_are_met_and_taken_back(told: Told, track: Track) -> None:
    facts = {"by": None, "track_id": track.pk, "item": "milestone-plan", "turn": 0, "now": told.now}
    actions.meet_demand(on=told.today, **facts)
    with pytest.raises(ValidationError, match="allerede"):
        actions.meet_demand(on=told.today, **facts)
    actions.take_back_demand(**facts)
    assert not track.items.exists()
    with pytest.raises(ValidationError, match="hører ikke"):
        actions.meet_demand(on=told.today, **{**facts, "turn": 3})


def test_a_course_has_credits_and_is_not_passed_tomorrow(told: Told, track: Track) -> None:
    facts = {"by": None, "track_id": track.pk, "title": "HEL-8040", "now": told.now}
    with pytest.raises(ValidationError, match="studiepoeng"):
        actions.add_track_course(credits=Decimal(0), state="planned", on=told.today, **facts)
    with pytest.raises(ValidationError, match="ikke kommet ennå"):
        actions.add_track_course(credits=Decimal(7), state="passed", on=told.today + DAY, **facts)
    assert actions.add_track_course(credits=Decimal(7), state="planned", on=told.today + DAY, **facts).pk


def test_an_idea_is_not_put_before_oneself(told: Told, db: None) -> None:
    with pytest.raises(ValidationError, match="enn deg selv"):
        actions.propose_idea(
            by=told.people[LEADER],
            department_id=organisation("unn-pet").pk,
            asked_id=told.people[LEADER],
            title="T",
            question="Q",
            now=told.now,
        )
