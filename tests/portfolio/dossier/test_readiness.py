"""Ready to apply: each requirement of § 29, alone, and the page that tells of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from borealis.portfolio.dossier.queries.ready_page import facts_of, ready_page
from borealis.portfolio.dossier.rules import Facts, requirements
from borealis.portfolio.dossier.rules.readiness import CHECKS
from borealis.portfolio.dossier.wording import REQUIREMENT_WORDS
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.portfolio.dossier import story

READY = Facts(
    goals=88,
    approved=88,
    goals_left=(),
    part1_completed_on=dt.date(2021, 2, 1),
    part1_exception=False,
    counted_months=78.0,
    required_months=78.0,
    left_months=0.0,
    reading="A",
    left_in_other_reading=0.0,
    services=4,
    unconfirmed=0,
    uncertified=0,
    licensed_on=dt.date(2019, 8, 1),
    approved_share=0.8,
)


def missing(facts: Facts) -> list[str]:
    return [requirement.code for requirement in requirements(facts) if not requirement.met]


def test_all_of_it_is_ready() -> None:
    assert missing(READY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"approved": 87}, ["goals"]),
        ({"goals": 0, "approved": 0}, ["goals"]),
        ({"part1_completed_on": None}, ["part1"]),
        ({"part1_completed_on": None, "part1_exception": True}, ["part1"]),
        ({"left_months": 0.01}, ["time"]),
        ({"left_in_other_reading": 1.0}, []),
        ({"unconfirmed": 1}, ["confirmed"]),
        ({"services": 0}, ["confirmed", "certified"]),
        ({"uncertified": 1}, ["certified"]),
        ({"uncertified": None}, ["certified"]),
        ({"licensed_on": None}, ["authorised"]),
        ({"approved_share": 0.5}, ["essential"]),
        ({"approved_share": 0.51}, []),
        ({"approved_share": None}, ["essential"]),
    ],
)
def test_each_requirement_alone(change: dict[str, Any], code: list[str]) -> None:
    assert missing(replace(READY, **change)) == code


def test_each_requirement_has_its_section_and_words() -> None:
    assert all(requirement.source.startswith("§") for requirement in requirements(READY))
    assert set(REQUIREMENT_WORDS) == {code for code, _check, _source in CHECKS}


@pytest.mark.django_db
class TestThePage:
    """What the page says of a training."""

    @pytest.fixture
    def trainee(self, told: Told) -> Trainee:
        return Trainee.objects.select_related("person", "programme").get(pk=told.trainees[story.WHO])

    def test_says_what_is_missing_and_what_to_do(self, told: Told, trainee: Trainee) -> None:
        page = ready_page(trainee, told.today)
        assert not page.ready
        lines = {line.requirement.code: line for line in page.lines}
        assert "av 88. Mangler" in lines["goals"].detail
        assert lines["goals"].url == f"/lis/maal/{trainee.pk}/"
        assert "til" in lines["goals"].detail.rsplit(",", 1)[1]
        assert lines["part1"].requirement.met
        assert "Det mangler" in lines["time"].detail
        assert "mangler attest" in lines["certified"].detail
        assert page.sentence.endswith("ting mangler.")

    def test_says_that_all_is_there(
        self, told: Told, trainee: Trainee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("borealis.portfolio.dossier.queries.ready_page.facts_of", lambda *_: READY)
        page = ready_page(trainee, told.today)
        assert page.ready
        assert "Last ned pakken" in page.sentence
        assert "88 av 88." in [line.detail for line in page.lines]

    def test_a_signed_certificate_covers_its_period(self, told: Told, trainee: Trainee) -> None:
        before = facts_of(trainee, told.today)
        assert before.uncertified == before.services - 2  # those of part 1 are the authority's own
        story.certificate(trainee, told.now)
        assert facts_of(trainee, told.today).uncertified == before.uncertified - 1

    def test_most_service_at_unn_is_at_an_approved_enterprise(self, told: Told, trainee: Trainee) -> None:
        share = facts_of(trainee, told.today).approved_share
        assert share is not None
        assert share > 0.5
        trainee.services.filter(kind="specialty").update(arena=None, place="Et kontor")
        assert facts_of(trainee, told.today).approved_share == 0
        trainee.services.filter(kind="specialty").update(confirmed_on=None)
        assert facts_of(trainee, told.today).approved_share is None

    @pytest.mark.parametrize(
        ("change", "code", "said"),
        [
            ({"part1_completed_on": None}, "part1", "Be lederen registrere"),
            ({"part1_completed_on": None, "part1_exception": True}, "part1", "unntak"),
            ({"left_in_other_reading": 2.0}, "time", "Med den andre lesemåten"),
            ({"services": 0}, "confirmed", "Ingen tjeneste"),
            ({"unconfirmed": 2}, "confirmed", "2 av 4 perioder er ikke bekreftet"),
            ({"uncertified": 3}, "certified", "3 perioder etter del 1 mangler attest"),
            ({"licensed_on": None}, "authorised", "Be lederen registrere"),
            ({}, "authorised", "En lisens er ikke nok"),
            ({"approved_share": None}, "essential", "Ingen bekreftet tjeneste"),
            ({}, "essential", "80 % av den bekreftede tjenesten"),
        ],
    )
    def test_each_line_says_what_is_so(
        self,
        told: Told,
        trainee: Trainee,
        monkeypatch: pytest.MonkeyPatch,
        change: dict[str, Any],
        code: str,
        said: str,
    ) -> None:
        facts = replace(READY, **change)
        monkeypatch.setattr("borealis.portfolio.dossier.queries.ready_page.facts_of", lambda *_: facts)
        lines = {line.requirement.code: line.detail for line in ready_page(trainee, told.today).lines}
        assert said in lines[code]
