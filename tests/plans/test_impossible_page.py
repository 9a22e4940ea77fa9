"""A phase that can have no place: what makes it so is found, kept with the proposal, and told to head and trainee."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import translation
from pytest_django import DjangoDbBlocker

from borealis.organisations.models import ArenaCapacity
from borealis.plans import actions
from borealis.plans.models import Proposal, WorkingPlan
from borealis.plans.queries.proposals import proposal_page
from borealis.plans.rules.outcome import contents_from, impossible_from
from borealis.trainees.queries import training_records
from tests.conftest import Told

pytestmark = pytest.mark.django_db
HEAD = "Randi Snøugle"
ARENA = "unn-pet-tolkning"
SAID = re.compile(r"Kan ikke plasseres fordi .{0,60}PET-tolkning er fullt .{0,40} Det holder å endre det\.")


def words(text: bytes) -> str:
    main = text.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture(scope="module")
def made(told: Told, django_db_blocker: DjangoDbBlocker) -> int:
    """A proposal made while the arena takes nobody; it goes with the module's savepoint."""
    with django_db_blocker.unblock():
        ArenaCapacity.objects.filter(arena__code=ARENA).update(places=0, minimum=0)
        head = told.people[HEAD]
        return int(actions.make_proposal(by=head, programme="unn-nuk", now=told.now, seconds=2).pk)


@pytest.fixture
def closed(made: int) -> Proposal:
    return Proposal.objects.get(pk=made)


def test_the_facts_are_kept_with_the_proposal(closed: Proposal) -> None:
    found = impossible_from(closed.reasons)
    assert found
    for stuck in [one for ones in found.values() for one in ones]:
        assert [(fact.kind, fact.arena) for fact in stuck.facts] == [("places", ARENA)]
        assert stuck.enough == stuck.facts


def test_the_head_reads_them_in_the_proposal_and_the_trainee_in_the_plan(
    told: Told, closed: Proposal
) -> None:
    client = told.client(HEAD)
    assert SAID.search(words(client.get(f"/leder/planer/forslag/{closed.pk}/").content))
    assert client.post(f"/leder/planer/forslag/{closed.pk}/godta/").status_code == 302
    trainee = int(next(iter(impossible_from(closed.reasons))))
    assert WorkingPlan.objects.get(trainee_id=trainee).content["unplaced"]
    assert SAID.search(words(client.get(f"/lis/plan/{trainee}/").content))


def test_whoever_lacks_a_place_is_named_with_the_months_that_are_left(told: Told, closed: Proposal) -> None:
    contents = contents_from(closed.problem, closed.facts, closed.solution)
    lacking = {int(pk): content.missing for pk, content in contents.items() if content.missing}
    with translation.override("nb"):
        page = proposal_page(closed)
    fact = page["facts"][-1]
    names = training_records(lacking)
    assert (fact["term"], fact["unit"]) == ("Uten plass", "md")
    assert float(fact["value"].replace(",", ".")) == sum(lacking.values())
    assert set(fact["why"].split(", ")) == {names[pk].name for pk in lacking}
    ends = {row["name"]: row["end"] for row in page["rows"]}
    assert {name for name, end in ends.items() if end == "Ikke ferdig"} == set(fact["why"].split(", "))


def test_older_proposals_say_the_planners_reason(told: Told, closed: Proposal) -> None:
    del closed.reasons["impossible"]
    closed.save()
    text = words(told.client(HEAD).get(f"/leder/planer/forslag/{closed.pk}/").content)
    assert "Kan ikke plasseres fordi" not in text
    assert "Ingen ledig plass før planen er slutt." in text
