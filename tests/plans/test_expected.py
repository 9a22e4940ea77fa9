"""Expected starters: registered, changed and removed on their page, and counted with wherever plans are computed."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from borealis.audit.models import Event
from borealis.people.actions import ChangedMeanwhile
from borealis.people.queries import viewer_of
from borealis.plans import actions, position_actions
from borealis.plans.models import ExpectedStarters, Proposal, WorkingPlan
from borealis.plans.permissions import check_may_change_expected
from borealis.plans.queries import gather
from borealis.plans.queries.expected import home_town
from borealis.plans.queries.outlook import outlook_of
from borealis.plans.queries.what_if import Study, what_if
from borealis.plans.rules.months import first_day, later, month_of
from borealis.plans.rules.positions import MOST_IN_ALL, is_position
from borealis.programmes.queries import CurrentProgramme, programme
from borealis.shell.words import month_year
from tests.conftest import Told
from tests.plans.test_replan_page import ADDRESS as WHAT_IF
from tests.plans.test_replan_page import ASLAK, HEAD, asked, words

pytestmark = pytest.mark.django_db
ADDRESS = "/leder/planer/unn-nuk/ventede/"


def month(told: Told, ahead: int) -> str:
    return later(month_of(told.today), ahead)


def ours() -> CurrentProgramme:
    found = programme("unn-nuk")
    assert found is not None
    return found


def expect(told: Told, ahead: int = 4, positions: int = 1, **more: Any) -> ExpectedStarters:
    facts = {"home_town": "Tromsø", "first_month": first_day(month(told, ahead)), "positions": positions}
    return position_actions.expect_starters(
        by=told.people[HEAD], programme_id=ours().pk, now=told.now, **(facts | more)
    )


def typed(told: Told, ahead: int = 4, **more: str) -> dict[str, str]:
    facts = {"first_month": month(told, ahead), "positions": "2", "home_town": "Tromsø", "note": ""}
    return facts | more


def events() -> list[str]:
    found = Event.objects.filter(subject__startswith="plans.ExpectedStarters:").order_by("number")
    return list(found.values_list("act", flat=True))


def test_the_head_registers_changes_and_removes_each_with_one_event(told: Told) -> None:
    client = told.client(HEAD)
    empty = words(client.get(ADDRESS).content)
    assert "Ingen ventede startere er ført opp." in empty
    assert "Skriv ikke navn eller annet om personer. Skriv ikke noe om pasienter her." in empty
    added = client.post(ADDRESS, typed(told, note="Utlyst i januar"), follow=True)
    page = words(added.content)
    assert "2 stillinger er ikke besatt. Nye forslag til planer holder av plass." in page
    assert "Utlyst i januar" in page
    assert "Har noen begynt? Trekk fra her når legen er registrert" in page
    row = ExpectedStarters.objects.get()
    assert (row.registered_by_id, row.positions, row.version) == (told.people[HEAD], 2, 1)
    change = f"{ADDRESS}{row.pk}/"
    assert f'value="{month(told, 4)}"' in client.get(change).content.decode()
    client.post(change, typed(told, positions="1", version="1"))
    row.refresh_from_db()
    assert (row.positions, row.version, row.note) == (1, 2, "")
    ask = client.get(f"{change}fjern/").content.decode()
    assert "Dette fjerner du" in ask
    gone = client.post(f"{change}fjern/", {"version": "2"}, follow=True)
    assert "Ingen ventede startere er ført opp." in words(gone.content)
    assert events() == ["expect_starters", "change_expected_starters", "remove_expected_starters"]
    last = Event.objects.filter(act="remove_expected_starters").get()
    assert last.detail == {"programme": ours().pk, "first_month": month(told, 4), "positions": 1}


def test_what_is_as_before_changes_nothing(told: Told) -> None:
    row = expect(told, positions=2)
    told.client(HEAD).post(f"{ADDRESS}{row.pk}/", typed(told, version="1"))
    row.refresh_from_db()
    assert row.version == 1
    assert events() == ["expect_starters"]


def test_the_second_of_two_is_told_what_changed_and_keeps_what_was_typed(told: Told) -> None:
    row = expect(told, positions=3)
    change, client = f"{ADDRESS}{row.pk}/", told.client(HEAD)
    client.post(change, typed(told, positions="2", note="Én har begynt", version="1"))
    second = client.post(change, typed(told, ahead=6, positions="5", version="1"))
    assert second.status_code == 409
    text = words(second.content)
    assert "En annen endret dette mens du skrev." in text
    stands = text.split("Dette står nå:")[1].split("(valgfritt)")[0]
    assert "Antall stillinger: 2" in stands
    assert "Merknad: Én har begynt" in stands
    assert f"Begynner: {month_year(first_day(month(told, 4)))}" in stands
    assert "Hjemsted: Tromsø" not in stands, "only what differs"
    page = second.content.decode()
    assert 'name="positions" value="5"' in page
    assert 'name="version" value="2"' in page
    client.post(change, typed(told, ahead=6, positions="5", version="2"))
    row.refresh_from_db()
    assert (row.positions, row.version) == (5, 3)
    emptied = client.post(change, typed(told, ahead=6, positions="5", note="Mer", version="2"))
    assert "Merknad: (tomt)" in words(emptied.content)


def test_whoever_changes_what_is_removed_gets_back_what_was_typed(told: Told) -> None:
    row = expect(told)
    change, client = f"{ADDRESS}{row.pk}/", told.client(HEAD)
    position_actions.remove_expected_starters(by=None, expected_id=row.pk, version=1, now=told.now)
    answer = client.post(change, typed(told, note="Utlyst", version="1"))
    assert answer.status_code == 409
    text = words(answer.content)
    assert "Disse ventede starterne er fjernet i mellomtiden." in text
    assert "Merknad: Utlyst" in text
    for address in (change, f"{change}fjern/"):
        assert "er alt fjernet" in words(client.get(address, follow=True).content)


def test_what_has_changed_is_read_again_before_it_is_removed(told: Told) -> None:
    row = expect(told)
    remove, client = f"{ADDRESS}{row.pk}/fjern/", told.client(HEAD)
    for version in ("7", "", "²", "1" * 12):
        answer = client.post(remove, {"version": version})
        assert answer.status_code == 409
        assert "Ingenting er fjernet" in words(answer.content)
    assert ExpectedStarters.objects.get().removed_at is None


def test_two_who_remove_at_once_are_both_told_that_it_is_gone(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, remove_once = expect(told), position_actions.remove_expected_starters

    def another_was_first(**facts: Any) -> None:
        remove_once(by=None, expected_id=row.pk, version=1, now=told.now)
        remove_once(**facts)

    monkeypatch.setattr(position_actions, "remove_expected_starters", another_was_first)
    answer = told.client(HEAD).post(f"{ADDRESS}{row.pk}/fjern/", {"version": "1"}, follow=True)
    assert "er alt fjernet" in words(answer.content)
    assert events() == ["expect_starters", "remove_expected_starters"]


BAD = [
    ({"first_month": "mars"}, "Skriv en måned, for eksempel 2027-03."),
    ({"first_month": "2020-01"}, "og høyst fem år fram."),
    ({"first_month": "2090-01"}, "og høyst fem år fram."),
    ({"positions": "0"}, "Skriv et helt tall fra 1 til 20."),
    ({"positions": "21"}, "Skriv et helt tall fra 1 til 20."),
    ({"positions": "to"}, "Skriv et helt tall fra 1 til 20."),
    ({"home_town": " "}, "Fyll ut dette feltet."),
    ({"note": "x" * 201}, "Forkort den til høyst 200 tegn."),
    ({"note": "a\x07b"}, "styretegn"),
]


@pytest.mark.parametrize(("wrong", "message"), BAD)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_lost(
    told: Told, wrong: dict[str, str], message: str
) -> None:
    answer = told.client(HEAD).post(ADDRESS, typed(told, home_town="Kirkenes") | wrong)
    assert answer.status_code == 422
    assert message in words(answer.content)
    if "home_town" not in wrong:
        assert 'value="Kirkenes"' in answer.content.decode()
    assert not ExpectedStarters.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"positions": 0}, "positions"), ({"positions": 21}, "positions"), ({"home_town": " "}, "home_town")],
)
def test_the_action_refuses_what_no_form_has_seen(told: Told, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        expect(told, **wrong)
    assert set(refused.value.message_dict) == {field}


def test_a_programme_has_so_many_positions_at_most(told: Told) -> None:
    first = expect(told, positions=20)
    expect(told, positions=MOST_IN_ALL - 20)
    with pytest.raises(ValidationError, match="høyst 40 til sammen"):
        expect(told)
    facts = {"first_month": first.first_month, "home_town": "Bodø", "now": told.now, "by": None}
    position_actions.change_expected_starters(expected_id=first.pk, version=1, positions=19, **facts)
    expect(told)


def test_a_month_that_is_over_may_stand_and_is_said_to_be(told: Told) -> None:
    row = expect(told)
    then = first_day(month(told, -2))
    ExpectedStarters.objects.update(first_month=then)
    client = told.client(HEAD)
    page = words(client.get(ADDRESS).content)
    assert (
        f"Skulle ha begynt. Planene regner med stillingen fra {month_year(first_day(month(told, 1)))}."
        in page
    )
    change = f"{ADDRESS}{row.pk}/"
    client.post(change, typed(told, ahead=-2, positions="4", version="1"))
    row.refresh_from_db()
    assert (row.positions, row.first_month) == (4, then)
    assert client.post(change, typed(told, ahead=-1, version="2")).status_code == 422
    (position, *_rest) = [
        r for r in gather("unn-nuk", month(told, 1), told.today).problem["trainees"] if "unknown" in r
    ]
    assert position["from"] == month(told, 1)


def test_expected_starters_of_another_programme_are_not_found(told: Told) -> None:
    rows = apps.get_model("programmes.Programme").objects
    mine = rows.get(code="unn-nuk")
    other = rows.create(code="annet", specialty=mine.specialty, department=mine.department)
    row = position_actions.expect_starters(
        by=None,
        programme_id=other.pk,
        first_month=first_day(month(told, 4)),
        positions=1,
        home_town="Bodø",
        now=told.now,
    )
    client = told.client(HEAD)
    for address in (f"{ADDRESS}{row.pk}/", f"{ADDRESS}{row.pk}/fjern/", f"{ADDRESS}987654/"):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(told, version="1")).status_code == 404
    assert "Ingen ventede startere" in words(client.get(ADDRESS).content)
    assert not [
        r for r in gather("unn-nuk", month(told, 1), told.today).problem["trainees"] if "unknown" in r
    ]


def test_who_plans_there_may_and_who_only_sees_may_not(told: Told) -> None:
    row, people = expect(told), apps.get_model("people.Person").objects

    def check(name: str, pk: int) -> ExpectedStarters:
        viewer = viewer_of(people.get(pk=told.people[name]), told.today)
        return check_may_change_expected(viewer, ours(), pk)

    assert check(HEAD, row.pk) == row
    assert check("Oddvar Fjelltind", row.pk) == row
    with pytest.raises(PermissionDenied, match="plan_department"):
        check("Berit Nordavind", row.pk)
    with pytest.raises(Http404):
        check(HEAD, row.pk + 1)
    coordinator = told.client("Berit Nordavind")
    assert coordinator.get(ADDRESS).status_code == 403
    assert "Ventede startere" not in words(coordinator.get("/leder/planer/unn-nuk/").content)


def test_positions_have_the_same_ids_each_time_and_no_trainee_s(told: Told) -> None:
    row = expect(told, positions=2)
    material = gather("unn-nuk", month(told, 1), told.today)
    again = gather("unn-nuk", month(told, 1), told.today)
    names = [r["id"] for r in material.problem["trainees"]]
    assert names == [r["id"] for r in again.problem["trainees"]]
    assert [name for name in names if is_position(name)] == [f"ventet-{row.pk}-01", f"ventet-{row.pk}-02"]
    newcomer = next(r for r in material.problem["trainees"] if is_position(r["id"]))
    assert sum(block["months"] for block in newcomer["blocks"]) == 60, "five years, § 31"


def test_a_proposal_shows_its_positions_and_is_accepted_without_a_plan_for_them(told: Told) -> None:
    expect(told, positions=2)
    head, plans = told.people[HEAD], WorkingPlan.objects.count()
    proposal = actions.make_proposal(by=head, programme="unn-nuk", now=told.now, seconds=1)
    assert proposal.facts["months_given_up"] is None or proposal.facts["months_given_up"] >= 0
    assert proposal.facts["held_minimums"] == []
    client, address = told.client(HEAD), f"/leder/planer/forslag/{proposal.pk}/"
    text = words(client.get(address).content)
    begins = month_year(first_day(month(told, 4)))
    assert "Planene holder av plass til 2 stillinger som ikke er besatt." in text
    assert f"Stilling 1 av 2 fra {begins}" in text
    assert f"Stilling 2 av 2 fra {begins}" in text
    ExpectedStarters.objects.update(positions=1, version=2)
    assert f"Stilling 2 av 2 fra {begins}" in words(client.get(address).content), "says what it was made for"
    assert client.post(f"{address}godta/").status_code == 302
    assert WorkingPlan.objects.count() == plans
    accepted = words(client.get("/leder/planer/unn-nuk/").content)
    assert "1 stilling er ikke besatt" in accepted
    assert client.get(address).status_code == 200


def test_a_proposal_without_positions_says_nothing_of_them(told: Told) -> None:
    proposal = Proposal.objects.get(state="open")
    text = words(told.client(HEAD).get(f"/leder/planer/forslag/{proposal.pk}/").content)
    assert "ikke er besatt" not in text


def test_what_a_position_lacks_and_a_minimum_it_keeps_are_said(told: Told) -> None:
    row = expect(told)
    proposal = actions.make_proposal(by=None, programme="unn-nuk", now=told.now, seconds=1)
    plan = next(p for p in proposal.solution["trainees"] if p["id"] == f"ventet-{row.pk}-01")
    plan["stints"], plan["end"] = [], None
    plan["unplaced"] = [{"block": "hot-lab", "months": 3, "reason": "no_places"}]
    held = {"arena": "unn-hot-lab", "first": "2027-03", "last": "2027-05"}
    late = {"id": f"ventet-{row.pk}-01", "first": month(told, -1)}
    proposal.facts |= {"held_minimums": [held], "months_given_up": 4, "positions": [late]}
    proposal.save()
    text = words(told.client(HEAD).get(f"/leder/planer/forslag/{proposal.pk}/").content)
    assert re.search(r"Hot-lab 3 måneder", text)
    assert f"Stilling fra {month_year(first_day(month(told, -1)))} (skulle ha begynt)" in text
    assert re.search(r"Hot-lab har nok leger mar.{5,30} bare hvis en slik stilling er besatt\.", text)
    assert "Uten dem kunne legene til sammen vært ferdige 4 måneder tidligere." in text
    proposal.facts |= {"months_given_up": 0}
    proposal.save()
    text = words(told.client(HEAD).get(f"/leder/planer/forslag/{proposal.pk}/").content)
    assert "Uten dem fant vi heller ingen plan som gjør legene tidligere ferdige." in text


@pytest.mark.parametrize("kind", ["leave", "starter", "doctorate"])
def test_what_if_leaves_positions_in_and_a_choice_can_be_opened(told: Told, kind: str) -> None:
    row = expect(told)
    client = told.client(HEAD)
    answer = client.get(WHAT_IF, asked(told, kind))
    assert answer.status_code == 200
    assert "Regnet med 1 stilling som ikke er besatt." in words(answer.content)
    page = answer.content.decode()
    chosen = html.unescape(page.split('name="chosen" value="')[1].split('"')[0])
    opened = client.post(WHAT_IF, {"chosen": chosen}, follow=True)
    proposal = Proposal.objects.get(state="open")
    assert f"ventet-{row.pk}-01" in {plan["id"] for plan in proposal.solution["trainees"]}
    assert "1 stilling som ikke er besatt" in words(opened.content)
    assert proposal.facts["months_given_up"] is None


def test_a_choice_in_which_only_positions_are_left_is_nothing_to_propose(told: Told) -> None:
    row = expect(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "parts", lambda problem, solution: [])
        patch.setattr(actions, "taken_with", lambda found, wanted: frozenset({f"ventet-{row.pk}-01"}))
        page = told.client(HEAD).get(WHAT_IF, asked(told, "leave")).content.decode()
        chosen = html.unescape(page.split('name="chosen" value="')[1].split('"')[0])
        answer = told.client(HEAD).post(WHAT_IF, {"chosen": chosen, "parts": "1"}, follow=True)
    assert "Du tok ikke med noen endringer" in words(answer.content)


def test_a_doctorate_is_weighed_with_positions_in(told: Told) -> None:
    expect(told)
    start = first_day(month(told, 6))
    study = Study(start, start + dt.timedelta(days=700), 50)
    found = what_if("unn-nuk", told.trainees[ASLAK], study, told.today, seconds=1)
    assert set(found.without) == set(found.with_study)
    assert told.trainees[ASLAK] in found.without


def test_the_outlook_is_of_plans_in_force_and_says_that_positions_have_none(told: Told) -> None:
    expect(told, positions=2)
    assert all(not is_position(row.trainee) for row in outlook_of(ours(), told.today, 5).outlook.trainees)
    text = words(told.client(HEAD).get("/leder/planer/unn-nuk/utsikter/").content)
    assert "2 stillinger som ikke er besatt, er ikke med: de har ingen plan i bruk." in text


def test_the_home_of_those_who_are_here_is_suggested(told: Told) -> None:
    assert 'name="home_town" value="Tromsø"' in told.client(HEAD).get(ADDRESS).content.decode()
    apps.get_model("trainees.Trainee").objects.update(finished_on=told.today)
    assert home_town(ours()) == "Tromsø"


def test_who_is_late_by_version_gets_what_stands(told: Told) -> None:
    row = expect(told)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        position_actions.remove_expected_starters(by=None, expected_id=row.pk, version=0, now=told.now)
    assert meanwhile.value.stands["version"] == 1
    assert str(row).endswith(f"{month(told, 4)} 1")
