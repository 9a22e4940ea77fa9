"""The pages of certificates and the file: what each shows, keeps and refuses, and what an archive needs of it."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pypdf import PdfReader

from borealis.people.models import Person
from borealis.trainees import actions as trainees
from borealis.trainees.certificates import actions
from borealis.trainees.certificates.content import digest_of
from borealis.trainees.certificates.document import certificate_pdf
from borealis.trainees.models import Service, ServiceCertificate, Trainee
from tests.trainees.conftest import NOW, Day, House
from tests.trainees.test_certificates import WORDS, draft, service, sign, signed, write

__all__ = ["draft", "service"]  # fixtures
pytestmark = pytest.mark.one_engine

PDFA, PDFUA = "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/"


def client(house: House, who: str) -> Client:
    browser = Client()
    browser.force_login(Person.objects.get(pk=house.people[who].pk))
    return browser


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def said_in_xmp(pdf: bytes) -> dict[str, str]:
    """The values of the PDF/A and PDF/UA identification, read from the metadata by themselves."""
    metadata = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert metadata is not None
    tree = ElementTree.fromstring(metadata.stream.get_data().decode().strip("\ufeff"))
    return {
        element.tag: element.text or ""
        for element in tree.iter()
        if element.tag.startswith((f"{{{PDFA}}}", f"{{{PDFUA}}}"))
    }


def test_the_file_is_an_archive_file_that_can_be_read_aloud(house: House, draft: ServiceCertificate) -> None:
    """given a signed certificate, when its file is read by another library, then it says PDF/A-2a and PDF/UA-1"""
    pdf = certificate_pdf(signed(house, draft))
    said = said_in_xmp(pdf)
    assert said[f"{{{PDFA}}}part"] == "2"
    assert said[f"{{{PDFA}}}conformance"] == "A"
    assert said[f"{{{PDFUA}}}part"] == "1"
    reader = PdfReader(io.BytesIO(pdf))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/OutputIntents"]
    assert catalogue["/Lang"] == "nb"
    described = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert described
    assert all("/FontFile2" in font or "/FontFile3" in font for font in described)
    assert pdf == certificate_pdf(ServiceCertificate.objects.get(pk=draft.pk))


def test_the_file_tells_everything_that_the_authority_asks_for(
    house: House, nora: Trainee, draft: ServiceCertificate
) -> None:
    trainees.register_absence(
        by=None,
        trainee_id=nora.pk,
        kind="sick_leave",
        from_day=Day("2025-02-01"),
        to_day=Day("2025-02-10"),
        percent=50,
        now=NOW,
    )
    row = signed(house, draft)
    text = text_of(certificate_pdf(row))
    told = (
        "Attest for tjeneste",
        "Nora Fjellrype",
        "Nukleærmedisin",
        "PET-senteret",
        WORDS["post_type"],
        "1.1.2025 – 31.12.2025",
        "80 %",
        "1.2.2025",
        "50 %",
        "Torunn Havørn",
        WORDS["service_content"],
        WORDS["department_content"],
        WORDS["on_call"],
        "Til sammen 70 timer. Ført for hånd av avdelingen.",
        "Tjenesten var tilfredsstillende.",
        "Randi Snøugle",
        "Line Multe",
    )
    assert [words for words in told if words not in text] == []
    assert row.digest in text.replace(" ", "")
    assert "Sykefravær" not in text
    assert "Utkast" not in text


def test_an_unsigned_and_a_replaced_file_say_so(house: House, draft: ServiceCertificate) -> None:
    text = text_of(certificate_pdf(draft))
    assert "Utkast: attesten gjelder først når begge har signert." in text
    assert "Ikke signert" in text
    old = signed(house, draft)
    new = actions.prepare_certificate(
        by=None,
        trainee_id=old.trainee_id,
        service_id=old.service_id,
        replaces_why="Vaktordningen manglet.",
        now=NOW,
    )
    write(house, new, on_call="Vakt hver sjette uke.")
    new = signed(house, new)
    assert f"erstattet av attest nr. {new.pk}" in text_of(certificate_pdf(old))
    text = text_of(certificate_pdf(new))
    assert "Grunn: Vaktordningen manglet." in text
    assert old.digest in text.replace(" ", "")


def test_from_the_period_to_two_signatures(house: House, nora: Trainee, service: Service) -> None:
    """given a head and a training lead, when one prepares and both sign on their pages, then the service counts"""
    head, lead = client(house, "head"), client(house, "training_lead")
    start = f"/lis/attester/{nora.pk}/"
    page = head.get(start).content.decode()
    assert "Mangler attest" in page
    assert "1 tjenesteperiode mangler attest." in page
    answer = head.post(f"{start}ny/{service.pk}/")
    row = ServiceCertificate.objects.get()
    one = f"{start}{row.pk}/"
    assert answer.url == f"{one}skriv/"
    page = head.get(one).content.decode()
    assert "Mangler før noen kan signere" in page
    assert "Signer attesten" not in page
    words = {
        **WORDS,
        "satisfactory": "yes",
        "consultant": str(house.people["training_lead"].pk),
        "version": "1",
    }
    assert head.post(f"{one}skriv/", words).url == one
    for browser, role in ((head, "Signer som leder"), (lead, "Signer som medisinskfaglig")):
        page = browser.get(one).content.decode()
        assert role in page
        digest = digest_of(ServiceCertificate.objects.get())
        assert f'value="{digest}"' in page
        assert browser.post(f"{one}signer/", {"digest": digest}).status_code == 302
    assert Service.objects.get(pk=service.pk).confirmed_on is not None
    page = client(house, "trainee").get(one).content.decode()
    assert "Tjenesten er bekreftet og teller" in page
    assert "Signer attesten" not in page
    answer = client(house, "trainee").get(f"{one}attest.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Attestert" in head.get(start).content.decode()
    assert head.get(f"{one}skriv/").url == one
    answer = head.post(f"{one}erstatt/", {"replaces_why": ""})
    assert answer.status_code == 422
    answer = head.post(f"{one}erstatt/", {"replaces_why": "Feil vaktordning."})
    assert answer.url == f"{start}{ServiceCertificate.objects.latest('pk').pk}/skriv/"
    assert head.get(f"{one}erstatt/").status_code == 404


def test_what_was_typed_is_kept_when_it_is_refused_or_another_was_first(
    house: House, draft: ServiceCertificate
) -> None:
    head = client(house, "head")
    address = f"/lis/attester/{draft.trainee_id}/{draft.pk}/skriv/"
    typed = {"on_call": "Min vaktordning", "teaching_hours": "mange", "version": str(draft.version)}
    answer = head.post(address, typed)
    assert answer.status_code == 422
    assert "Min vaktordning" in answer.content.decode()
    write(house, draft, on_call="Den andres vaktordning")
    answer = head.post(address, {**typed, "teaching_hours": ""})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Vaktordning: Den andres vaktordning" in page
    assert "Min vaktordning" in page
    fresh = ServiceCertificate.objects.get(pk=draft.pk)
    assert (fresh.on_call, f'value="{fresh.version}"' in page) == ("Den andres vaktordning", True)


def test_a_signature_can_be_taken_back_and_a_draft_put_away(house: House, draft: ServiceCertificate) -> None:
    head = client(house, "head")
    one = f"/lis/attester/{draft.trainee_id}/{draft.pk}/"
    sign(house, draft, "head", "head")
    assert "Ta signaturen tilbake" in head.get(one).content.decode()
    page = head.post(f"{one}legg-bort/", follow=True).content.decode()
    assert "signert av én" in page
    head.post(f"{one}apne/")
    assert "Legg bort utkastet" in head.get(one).content.decode()
    assert head.post(f"{one}legg-bort/").status_code == 302
    assert head.get(one).status_code == 404


def test_the_consultant_who_is_asked_reads_that_certificate_alone(
    house: House, draft: ServiceCertificate
) -> None:
    """given a consultant who is nothing else to the trainee, when asked, then the certificate opens, and no list"""
    write(house, draft, consultant_id=house.people["outsider"].pk)
    asked = client(house, "outsider")
    one = f"/lis/attester/{draft.trainee_id}/{draft.pk}/"
    assert "Signer som medisinskfaglig" in asked.get(one).content.decode()
    assert asked.get(f"/lis/attester/{draft.trainee_id}/").status_code == 404
    assert asked.get(f"{one}skriv/").status_code == 403
    assert asked.post(f"{one}signer/", {"digest": digest_of(draft)}).status_code == 302
    assert ServiceCertificate.objects.get(pk=draft.pk).consultant_at is not None
