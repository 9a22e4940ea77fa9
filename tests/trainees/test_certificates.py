"""Certificates of service (§ 25 e): what they tell, who signs, what is frozen, and what counts afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from borealis.audit.models import Event
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.trainees import actions as trainees
from borealis.trainees.certificates import actions
from borealis.trainees.certificates.content import content_of, digest_of
from borealis.trainees.certificates.queries import certificate_findings, certificate_view
from borealis.trainees.certificates.rules import NEEDED, Span, certified_absence, is_late, lacking, within
from borealis.trainees.models import Service, ServiceCertificate, Trainee
from borealis.trainees.queries import service_overview
from borealis.trainees.rules import AbsencePeriod
from tests.trainees.conftest import NOW, TODAY, Day, House

WORDS: dict[str, Any] = {
    "post_type": "Lege i spesialisering",
    "service_content": "Tolking av PET/CT, visitt og tverrfaglige møter.",
    "department_content": "Seks overleger og fire leger i spesialisering.",
    "on_call": "Ingen vakt.",
    "teaching": "Internundervisning hver uke.",
    "teaching_hours": 70,
    "satisfactory": True,
}
PERIOD = (Day("2025-01-01"), Day("2025-12-31"))
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def service(house: House, nora: Trainee) -> Service:
    by = house.people["head"].pk
    trainees.appoint_guide(
        by=by, trainee_id=nora.pk, guide_id=house.people["guide"].pk, from_day=Day("2023-03-01"), now=NOW
    )
    return trainees.register_service(
        by=by,
        trainee_id=nora.pk,
        kind="specialty",
        arena="unn-pet-tolkning",
        from_day=PERIOD[0],
        to_day=PERIOD[1],
        percent=80,
        now=NOW,
    )


@pytest.fixture
def draft(house: House, service: Service) -> ServiceCertificate:
    row = actions.prepare_certificate(
        by=house.people["head"].pk, trainee_id=service.trainee_id, service_id=service.pk, now=NOW
    )
    return write(house, row, **WORDS)


def write(house: House, row: ServiceCertificate, **words: Any) -> ServiceCertificate:
    words = {"consultant_id": house.people["training_lead"].pk, "version": row.version, **words}
    return actions.write_certificate(
        by=house.people["head"].pk, trainee_id=row.trainee_id, certificate_id=row.pk, now=NOW, **words
    )


def sign(house: House, row: ServiceCertificate, who: str, role: str, digest: str = "") -> ServiceCertificate:
    fresh = ServiceCertificate.objects.get(pk=row.pk)
    return actions.sign_certificate(
        by=house.people[who].pk,
        trainee_id=row.trainee_id,
        certificate_id=row.pk,
        role=role,
        seen_digest=digest or digest_of(fresh),
        now=LATER,
    )


def signed(house: House, row: ServiceCertificate) -> ServiceCertificate:
    sign(house, row, "head", "head")
    return sign(house, row, "training_lead", "consultant")


def absent(kind: str, first: str, last: str, percent: int = 100) -> AbsencePeriod:
    return AbsencePeriod(kind, Day(first), Day(last), percent)


def test_absence_tells_days_and_share_beyond_lawful_holiday_and_courses() -> None:
    """given absence of every sort, when it is certified, then holiday and courses are left out, and days outside"""
    rows = [
        absent("holiday", "2025-07-01", "2025-07-21"),
        absent("course", "2025-03-01", "2025-03-05"),
        absent("sick_leave", "2024-12-20", "2025-01-10", 50),
        absent("transferred_holiday", "2025-12-30", "2026-01-03"),
        absent("parental_leave", "2026-01-01", "2026-06-01"),
    ]
    assert certified_absence(rows, PERIOD) == [
        Span(Day("2025-01-01"), Day("2025-01-10"), 50),
        Span(Day("2025-12-30"), Day("2025-12-31"), 100),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-12-31", None, ("2025-12-31", "2025-12-31")),
        ("2024-01-01", "2025-01-01", ("2025-01-01", "2025-01-01")),
        ("2026-01-01", None, None),
        ("2024-01-01", "2024-12-31", None),
    ],
)
def test_only_days_in_the_period_are_told(
    first: str, last: str | None, expected: tuple[str, str] | None
) -> None:
    found = within(Day(first), Day(last) if last else None, PERIOD)
    assert found == (expected and (Day(expected[0]), Day(expected[1])))


FULL: dict[str, Any] = {**WORDS, "guides": [{"name": "Torunn Havørn"}], "guide_note": "", "remarks": ""}


@pytest.mark.parametrize("name", NEEDED)
def test_each_needed_field_is_named_while_it_is_empty(name: str) -> None:
    assert lacking(FULL) == ()
    assert lacking({**FULL, name: None if name == "satisfactory" else ""}) == (name,)


def test_a_guide_is_registered_or_told_by_hand_and_unsatisfactory_service_is_explained() -> None:
    assert lacking({**FULL, "guides": []}) == ("guide_note",)
    assert lacking({**FULL, "guides": [], "guide_note": "Lege A, 2025"}) == ()
    assert lacking({**FULL, "satisfactory": False}) == ("remarks",)
    assert lacking({**FULL, "satisfactory": False, "remarks": "Se møtet i mai"}) == ()


@pytest.mark.parametrize(
    ("days", "confirmed", "certified", "late"),
    [(30, False, False, False), (31, False, False, True), (31, True, False, False), (31, False, True, False)],
)
def test_a_period_without_certificate_is_late_after_thirty_days(
    days: int, confirmed: bool, certified: bool, late: bool
) -> None:
    ended = TODAY - dt.timedelta(days=days)
    assert is_late(ended, TODAY if confirmed else None, certified, TODAY) is late


def test_facts_come_from_what_is_registered(house: House, nora: Trainee, draft: ServiceCertificate) -> None:
    trainees.register_absence(
        by=house.people["head"].pk,
        trainee_id=nora.pk,
        kind="sick_leave",
        from_day=Day("2025-02-01"),
        to_day=Day("2025-02-10"),
        percent=50,
        now=NOW,
    )
    content = content_of(draft)
    assert content["doctor"]["name"] == "Nora Fjellrype"
    assert (content["service"]["percent"], content["service"]["department"]) == (80, "PET-senteret")
    assert content["absences"] == [{"from_day": "2025-02-01", "to_day": "2025-02-10", "percent": 50}]
    assert "sick" not in str(content)
    (guide,) = content["guides"]
    assert guide == {
        "name": "Torunn Havørn",
        "specialty": "Nukleærmedisin",
        "from_day": "2025-01-01",
        "to_day": "2025-12-31",
    }
    assert content["teaching_by_hand"] is True


def test_two_signatures_confirm_the_service_so_that_it_counts(
    house: House, nora: Trainee, draft: ServiceCertificate
) -> None:
    """given a written certificate, when head and consultant have signed, then the months count"""
    before = service_overview(nora.pk, TODAY).a.counted
    assert before.claimed_months > 0
    first = sign(house, draft, "head", "head")
    assert first.completed_at is None
    assert Service.objects.get(pk=draft.service_id).confirmed_on is None
    both = sign(house, draft, "training_lead", "consultant")
    assert (both.completed_at, both.digest) == (LATER, digest_of(both))
    after = service_overview(nora.pk, TODAY).a.counted
    assert after.claimed_months == 0
    assert after.total_months == pytest.approx(before.total_months + 12 * 0.8, abs=0.1)
    acts = list(Event.objects.order_by("number").values_list("act", flat=True))
    assert acts[-4:] == ["write_certificate", "sign_certificate", "confirm_service", "sign_certificate"]


def test_service_that_was_not_satisfactory_is_certified_but_does_not_count(
    house: House, draft: ServiceCertificate
) -> None:
    write(house, draft, satisfactory=False, remarks="Mål for perioden er ikke nådd.")
    row = signed(house, draft)
    assert row.completed_at
    assert Service.objects.get(pk=row.service_id).confirmed_on is None


def refused(field: str, match: str, act: Any, *arguments: Any, **more: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        act(*arguments, **more)
    assert match in " ".join(caught.value.message_dict[field])


def test_what_is_missing_is_named_and_nothing_is_signed(house: House, service: Service) -> None:
    row = actions.prepare_certificate(
        by=house.people["head"].pk, trainee_id=service.trainee_id, service_id=service.pk, now=NOW
    )
    for words in ("Type stilling", "Vaktordning", "Medisinskfaglig ansvarlig overlege"):
        refused("certificate", words, sign, house, row, "head", "head")
    assert ServiceCertificate.objects.get(pk=row.pk).digest == ""


def test_nobody_signs_twice_for_oneself_or_in_anothers_place(house: House, draft: ServiceCertificate) -> None:
    refused("certificate", "for seg selv", sign, house, draft, "trainee", "head")
    refused("certificate", "En annen er bedt", sign, house, draft, "guide", "consultant")
    refused("certificate", "To personer", sign, house, draft, "training_lead", "head")
    refused("certificate", "Signer som leder", sign, house, draft, "head", "trainee")
    sign(house, draft, "head", "head")
    refused("certificate", "står der allerede", sign, house, draft, "head", "head")


def test_the_database_refuses_one_person_as_both(house: House, draft: ServiceCertificate) -> None:
    head = house.people["head"].pk
    with pytest.raises(IntegrityError, match="certificate_signed_by_two"), transaction.atomic():
        ServiceCertificate.objects.filter(pk=draft.pk).update(head_id=head, consultant_id=head)
    with pytest.raises(IntegrityError, match="certificate_complete_when_signed"), transaction.atomic():
        ServiceCertificate.objects.filter(pk=draft.pk).update(completed_at=NOW)


def test_a_signature_is_on_what_was_read(house: House, draft: ServiceCertificate) -> None:
    read = digest_of(draft)
    write(house, draft, on_call="Vakt hver sjette uke.")
    refused("certificate", "endret siden du leste", sign, house, draft, "head", "head", read)


def test_the_first_signature_freezes_words_and_facts(
    house: House, nora: Trainee, draft: ServiceCertificate
) -> None:
    """given one signature, when something else is registered, then the certificate tells what was signed"""
    row = sign(house, draft, "head", "head")
    frozen = content_of(row)
    refused("certificate", "signert av én", write, house, row, on_call="Vakt.")
    trainees.register_absence(
        by=house.people["head"].pk,
        trainee_id=nora.pk,
        kind="other_leave",
        from_day=Day("2025-05-01"),
        to_day=Day("2025-05-31"),
        now=NOW,
    )
    assert content_of(ServiceCertificate.objects.get(pk=row.pk)) == frozen
    reopened = actions.reopen_certificate(
        by=house.people["head"].pk, trainee_id=nora.pk, certificate_id=row.pk, now=LATER
    )
    assert (reopened.digest, reopened.head_at) == ("", None)
    assert content_of(reopened)["absences"] != frozen["absences"]
    assert signed(house, reopened).completed_at


def test_a_signed_certificate_is_only_replaced_by_one_that_says_which_and_why(
    house: House, draft: ServiceCertificate
) -> None:
    """given a signed certificate, when it is wrong, then a new one replaces it, and the old one stands as it was"""
    old = signed(house, draft)
    head = house.people["head"].pk
    key = {"by": head, "trainee_id": old.trainee_id, "certificate_id": old.pk, "now": LATER}
    refused("certificate", "endres ikke", write, house, old, on_call="Vakt.")
    refused("certificate", "endres ikke", actions.reopen_certificate, **key)
    refused("certificate", "endres ikke", actions.drop_certificate, **key)
    begin = {"by": head, "trainee_id": old.trainee_id, "service_id": old.service_id, "now": LATER}
    refused("replaces_why", "hva som er feil", actions.prepare_certificate, **begin)
    new = actions.prepare_certificate(**begin, replaces_why="Vaktordningen manglet.")
    assert (new.replaces_id, new.on_call) == (old.pk, "Ingen vakt.")
    refused("service", "under arbeid", actions.prepare_certificate, **begin, replaces_why="Igjen.")
    write(house, new, on_call="Vakt hver sjette uke.")
    assert certificate_view(old).state == "complete"
    new = signed(house, new)
    view = certificate_view(ServiceCertificate.objects.get(pk=old.pk))
    assert (view.state, view.replaced_by, view.digest) == ("replaced", new.pk, old.digest)
    assert new.content["replaces"]["digest"] == old.digest
    assert Service.objects.get(pk=old.service_id).confirmed_on is not None


def test_a_replacement_that_takes_the_judgement_back_takes_the_time_back(
    house: House, draft: ServiceCertificate
) -> None:
    old = signed(house, draft)
    new = actions.prepare_certificate(
        by=house.people["head"].pk,
        trainee_id=old.trainee_id,
        service_id=old.service_id,
        replaces_why="Vurderingen var feil.",
        now=LATER,
    )
    write(house, new, satisfactory=False, remarks="Se vurderingskollegiet.")
    signed(house, new)
    assert Service.objects.get(pk=old.service_id).confirmed_on is None


def test_two_who_write_at_once_are_told_and_nothing_is_lost(house: House, draft: ServiceCertificate) -> None:
    seen = draft.version
    write(house, draft, on_call="Vakt hver fjerde uke.", version=seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        write(house, draft, on_call="Bakvakt.", version=seen)
    assert caught.value.stands["on_call"] == "Vakt hver fjerde uke."
    assert ServiceCertificate.objects.get(pk=draft.pk).on_call == "Vakt hver fjerde uke."


def test_service_that_goes_on_is_not_certified_yet(house: House, nora: Trainee, service: Service) -> None:
    trainees.undo_entry(
        by=house.people["head"].pk, trainee_id=nora.pk, entry="service", pk=service.pk, now=NOW
    )
    going_on = trainees.register_service(
        by=None,
        trainee_id=nora.pk,
        kind="specialty",
        arena="unn-pet-tolkning",
        from_day=Day("2026-01-01"),
        to_day=TODAY + dt.timedelta(days=1),
        now=NOW,
    )
    row = actions.prepare_certificate(by=None, trainee_id=nora.pk, service_id=going_on.pk, now=NOW)
    row = write(house, row, **WORDS)
    refused("certificate", "Signer når tjenesten er gjort", sign, house, row, "head", "head")


def test_a_service_with_a_certificate_is_not_undone(house: House, draft: ServiceCertificate) -> None:
    key = {"by": None, "trainee_id": draft.trainee_id, "now": NOW}
    undo = {**key, "entry": "service", "pk": draft.service_id}
    refused("entry", "har en attest", trainees.undo_entry, **undo)
    actions.drop_certificate(**key, certificate_id=draft.pk)
    trainees.undo_entry(**undo)
    assert not Service.objects.filter(pk=draft.service_id).exists()


def test_the_next_certificate_begins_with_the_words_of_the_last(
    house: House, nora: Trainee, draft: ServiceCertificate
) -> None:
    signed(house, draft)
    same, other = (
        trainees.register_service(
            by=None,
            trainee_id=nora.pk,
            kind="specialty",
            from_day=Day(first),
            to_day=Day(last),
            now=NOW,
            **place,
        )
        for first, last, place in (
            ("2026-01-01", "2026-03-31", {"arena": "unn-pet-tolkning"}),
            ("2026-04-01", "2026-06-30", {"place": "Et annet sykehus"}),
        )
    )
    rows = [
        actions.prepare_certificate(by=None, trainee_id=nora.pk, service_id=service.pk, now=NOW)
        for service in (same, other)
    ]
    assert [row.post_type for row in rows] == [WORDS["post_type"]] * 2
    assert [row.department_content for row in rows] == [WORDS["department_content"], ""]
    assert [row.satisfactory for row in rows] == [None, None]


def test_a_late_certificate_is_a_finding_until_both_have_signed(
    house: House, nora: Trainee, draft: ServiceCertificate
) -> None:
    (found,) = certificate_findings([nora.pk], TODAY, may_write=True)[nora.pk]
    assert (found.severity, found.action, found.url) == (
        "attention",
        "Lag attest",
        f"/lis/attester/{nora.pk}/",
    )
    (told,) = certificate_findings([nora.pk], TODAY, may_write=False)[nora.pk]
    assert (told.severity, told.url) == ("information", "")
    sign(house, draft, "head", "head")
    assert certificate_findings([nora.pk], TODAY, may_write=True)
    sign(house, draft, "training_lead", "consultant")
    assert certificate_findings([nora.pk], TODAY, may_write=True) == {}
