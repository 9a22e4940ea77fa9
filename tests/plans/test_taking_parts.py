"""What if, taken in parts: only what is wanted and what that needs is proposed; the plans in force of others stand."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from borealis.planner import Problem, Solution, solve
from borealis.plans.models import Proposal, WorkingPlan
from borealis.plans.queries import replan_page
from borealis.plans.rules import frontier
from borealis.plans.rules.parts import Part, parts
from tests.conftest import Told
from tests.plans.test_replan_page import ADDRESS, HEAD, asked, words

pytestmark = pytest.mark.django_db
BOX = re.compile(r'<input type="checkbox" name="take" value="(\d+)" checked>')


@pytest.fixture
def changes_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """One choice, in which a changed month costs nothing and nobody looks further than at a first plan, so that some
    are moved who need not be, on fast machines and slow."""
    monkeypatch.setitem(frontier.PRICES, "cheap", 0)
    monkeypatch.setattr(frontier, "WAYS", ("cheap",))
    monkeypatch.setattr(frontier, "solve", lambda problem, seconds: solve(problem, seconds=0))


def choice(told: Told) -> tuple[str, list[str]]:
    """The choice of the page, and the boxes in it."""
    page = told.client(HEAD).get(ADDRESS, asked(told, "more")).content.decode()
    return html.unescape(page.split('name="chosen" value="')[1].split('"')[0]), BOX.findall(page)


def take(told: Told, chosen: str, wanted: list[str]) -> Proposal:
    answer = told.client(HEAD).post(ADDRESS, {"chosen": chosen, "parts": "1", "take": wanted})
    proposal = Proposal.objects.get(state="open")
    assert answer.headers["Location"] == f"/leder/planer/forslag/{proposal.pk}/"
    return proposal


@pytest.mark.usefixtures("changes_are_free")
def test_what_is_left_out_keeps_its_plan_in_force_also_when_the_proposal_is_accepted(told: Told) -> None:
    chosen, boxes = choice(told)
    assert boxes
    taken, left = boxes[:-1], boxes[-1:]
    before = dict(WorkingPlan.objects.values_list("trainee_id", "digest"))
    proposal = take(told, chosen, taken)
    assert proposal.facts["left_out"] == left
    assert proposal.facts["came_along"] == []
    names = {str(pk): name for name, pk in told.trainees.items()}
    client = told.client(HEAD)
    text = words(client.get(f"/leder/planer/forslag/{proposal.pk}/").content)
    assert f"Ikke tatt med, planen i kraft står: {', '.join(names[pk] for pk in left)}." in text
    assert client.post(f"/leder/planer/forslag/{proposal.pk}/godta/").status_code == 302
    after = dict(WorkingPlan.objects.values_list("trainee_id", "digest"))
    assert {pk for pk in before if before[pk] == after[pk]} >= {int(pk) for pk in left}
    assert all(before[int(pk)] != after[int(pk)] for pk in taken)


@pytest.mark.usefixtures("changes_are_free")
def test_with_all_boxes_ticked_everything_is_proposed(told: Told) -> None:
    chosen, boxes = choice(told)
    in_parts = take(told, chosen, boxes)
    assert in_parts.facts["left_out"] == []
    told.client(HEAD).post(ADDRESS, {"chosen": chosen})
    whole = Proposal.objects.get(state="open")
    assert "left_out" not in whole.facts
    plans = [[row["stints"] for row in made.solution["trainees"]] for made in (in_parts, whole)]
    assert plans[0] == plans[1]


@pytest.mark.usefixtures("changes_are_free")
@pytest.mark.parametrize("wanted", [[], ["987654"], ["tull"]])
def test_whoever_cannot_stay_is_taken_whatever_is_ticked(told: Told, wanted: list[str]) -> None:
    chosen, boxes = choice(told)
    proposal = take(told, chosen, wanted)
    assert proposal.facts["left_out"] == boxes
    moved = [row["id"] for row in proposal.solution["trainees"] if row["changed_months"]]
    assert moved
    assert not set(moved) & set(boxes)


@pytest.mark.usefixtures("changes_are_free")
def test_the_page_says_what_hangs_together_and_who_is_always_taken(told: Told) -> None:
    text = words(told.client(HEAD).get(ADDRESS, asked(told, "more")).content)
    assert "Ta med bare noen av endringene" in text
    assert "Planen i kraft står for den du lar være å ta med." in text
    assert "Uten de endringene holder ikke planene alle regler." in text
    moved = re.search(r"Flyttes (.+?) (?:Ny sluttdato|Siste ferdig)", text)
    asked_too = re.search(r"Må spørres (.+?) Henger sammen", text)
    assert moved is not None
    assert asked_too is not None
    assert set(moved[1].split(", ")) <= set(asked_too[1].split(", "))
    assert re.search(r"Henger sammen .+ Hører sammen\. Hver for seg: for mange på ", text)


def test_where_nobody_can_be_left_out_nothing_is_asked(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_must(problem: Problem, solution: Solution) -> list[Part]:
        return [replace(part, must=True) for part in parts(problem, solution)]

    monkeypatch.setattr(replan_page, "parts", all_must)
    page = told.client(HEAD).get(ADDRESS, asked(told, "leave")).content.decode()
    assert 'name="chosen"' in page
    assert not BOX.findall(page)


def test_the_choices_are_points_that_lead_to_their_plans(told: Told) -> None:
    page = told.client(HEAD).get(ADDRESS, asked(told, "leave")).content.decode()
    points = re.findall(r'<a href="(#valg-\d)" aria-label="(\d\. [^"]+)" class="point">', page)
    assert len(points) >= 2
    for place, (target, label) in enumerate(points, 1):
        assert target == f"#valg-{place}"
        assert f'id="valg-{place}"' in page
        assert "for kolleger, og legene blir til sammen ferdige" in label
