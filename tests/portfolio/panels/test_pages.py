"""The pages of panels: called, written, refused with what was typed, concluded, and read by the trainee."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.portfolio.models import Panel
from tests.portfolio.panels.conftest import SENT, STILL, Panels
from tests.trainees.test_queries import goal

pytestmark = pytest.mark.one_engine


def call(panels: Panels, **typed: Any) -> Any:
    facts = {
        "kind": "half_year",
        "on": "2026-11-22",
        "members": [str(panels.people[who]) for who in ("head", "guide")],
        "goals": [str(goal(SENT)), str(goal(STILL))],
        "trainee_invited": "on",
        **typed,
    }
    return panels.client("head").post(f"/leder/kollegium/{panels.nora.pk}/", facts)


def written(panels: Panels, panel: Panel, **typed: Any) -> dict[str, Any]:
    panel.refresh_from_db()
    return {
        "on": "2026-11-22",
        "members": [str(panels.people[who]) for who in ("head", "guide")],
        "trainee_invited": "on",
        "trainee_present": "yes",
        "summary": "God framgang hele halvåret.",
        "version": str(panel.version),
        f"conclusion_{goal(SENT)}": "ready",
        f"text_{goal(SENT)}": "",
        f"conclusion_{goal(STILL)}": "in_doubt",
        f"text_{goal(STILL)}": "Få undersøkelser i perioden.",
        **typed,
    }


def test_from_the_call_to_what_the_trainee_reads(panels: Panels) -> None:
    """given a head, when a review is called, written and concluded, then the trainee reads it, and not before"""
    answer = call(panels)
    panel = Panel.objects.get()
    address = f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/"
    assert (answer.status_code, answer.url) == (302, address)
    trainee, guide = panels.client("trainee"), panels.client("guide")
    own = f"/lis/kollegium/{panels.nora.pk}/"
    assert "Du er invitert" in trainee.get(own).content.decode()
    assert trainee.get(f"{own}{panel.pk}/").status_code == 404
    assert guide.get(address).status_code == 200
    answer = guide.post(address, written(panels, panel))
    assert answer.status_code == 302
    assert guide.post(f"{address}konkluder/", {"version": "2"}).status_code == 403
    head = panels.client("head")
    answer = head.post(address, written(panels, panel, videre="1"))
    assert answer.url == f"{address}konkluder/"
    page = head.get(answer.url).content.decode()
    assert "God framgang hele halvåret." in page
    assert head.post(answer.url, {"version": "3"}).url == f"{own}{panel.pk}/"
    page = trainee.get(f"{own}{panel.pk}/").content.decode()
    assert "Få undersøkelser i perioden." in page
    assert "I tvil" in page
    assert head.get(address).status_code == 302
    assert head.get(f"{address}konkluder/").status_code == 302


def test_what_was_typed_is_kept_when_it_is_refused(panels: Panels) -> None:
    answer = call(panels, members=[str(panels.people["head"])], agenda="Om halvåret som gikk")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "minst to deltakere" in page
    assert "Om halvåret som gikk" in page
    panel = panels.call()
    address = f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/"
    answer = panels.client("head").post(address, written(panels, panel, on="i går", summary="Min tekst"))
    assert answer.status_code == 422
    assert "Min tekst" in answer.content.decode()


def test_the_second_who_saves_sees_what_stands_and_keeps_what_was_typed(panels: Panels) -> None:
    panel = panels.call()
    address = f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/"
    first, second = written(panels, panel, summary="Den første"), written(panels, panel, summary="Den andre")
    assert panels.client("guide").post(address, first).status_code == 302
    head = panels.client("head")
    answer = head.post(address, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sammendrag: Den første" in page
    assert "Den andre</textarea>" in page
    assert 'name="version" value="2"' in page
    assert Panel.objects.get().summary == "Den første"
    assert head.post(address, {**second, "version": "2"}).status_code == 302
    assert Panel.objects.get().summary == "Den andre"


def test_concluding_too_early_says_what_is_missing(panels: Panels) -> None:
    panel = panels.call()
    address = f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/konkluder/"
    head = panels.client("head")
    page = head.get(address).content.decode()
    assert "et sammendrag" in page
    assert 'name="version"' not in page
    page = head.post(address, {"version": "x"}, follow=True).content.decode()
    assert "Noen har endret teksten" in page


def test_the_guide_tells_when_an_absent_trainee_was_informed(panels: Panels) -> None:
    panel = panels.call()
    panels.change(panel, trainee_present=False, informed_before=panel.on)
    panels.conclude(panel)
    guide = panels.client("guide")
    read = f"/lis/kollegium/{panels.nora.pk}/{panel.pk}/"
    assert "Før at det er gjort" in guide.get(read).content.decode()
    address = f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/informert/"
    assert guide.post(address, {"on": "2020-01-01"}).status_code == 422
    assert guide.post(address, {"on": panel.on.isoformat()}).url == read
    assert "Og etter møtet" in guide.get(read).content.decode()
