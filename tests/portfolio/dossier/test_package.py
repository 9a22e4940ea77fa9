"""What lies in a package: everything, in the form that the schema says, the same bytes each time."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import jsonschema
import pypdf
import pytest
from django.test import override_settings

from borealis.audit.rules import canonical
from borealis.portfolio.dossier.queries.package import package_of, schema
from borealis.portfolio.dossier.rules import signer_of
from borealis.portfolio.dossier.rules.credential import digests_in
from borealis.portfolio.dossier.rules.package import CREDENTIAL, DOSSIER, PDF, README
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.portfolio.dossier import story
from tests.portfolio.dossier.conftest import Packed

pytestmark = pytest.mark.django_db

PARTS = (
    *("enrolments", "guides", "posts", "service", "absence", "certificates", "counted_time", "goal_sets"),
    *("activities", "assessments", "forms", "submissions", "panels", "conversions", "feedback"),
)


def test_the_content_follows_its_schema(packed: Packed) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(packed.dossier)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_told(packed: Packed, part: str) -> None:
    assert packed.content[part]


def test_a_decision_names_who_recommended_and_decided_on_what(packed: Packed) -> None:
    sent = next(s for s in packed.content["submissions"] if s["grounds"] == "Seks tolkninger")
    panel = next(p for p in packed.content["panels"] if p["digest"] == "a" * 64)
    latest = next(entry for entry in packed.content["assessments"] if entry["corrects"])
    assert sent["goal"] == "NUK-2025-09/NUK-103"
    assert sent["assessments"] == [latest["id"]]
    assert len(sent["activities"]) == 2
    assert sent["recommendations"][0]["by"] == {"name": story.GUIDE, "hpr_number": "9222222"}
    assert sent["decision"]["panel"] == panel["id"]
    assert sent["decision"]["by"]["name"] == story.HEAD


def test_a_request_that_waits_stays_where_it_was_made(packed: Packed) -> None:
    waiting = packed.activity(5)
    assert (waiting["count"], waiting["state"], waiting["signatures"]) == (6, "recorded", [])
    signed = packed.activity(0)
    assert signed["signatures"][0]["answers"][0]["by"] == {"name": story.GUIDE, "hpr_number": "9222222"}


def test_a_file_lies_in_the_package_under_its_digest(packed: Packed) -> None:
    (file,) = packed.activity(0)["files"]
    assert packed.package.member(file["member"]).data == story.PDF


def test_counted_time_is_told_by_both_readings_with_its_sections(packed: Packed) -> None:
    readings = packed.content["counted_time"]
    assert [reading["reading"] for reading in readings] == ["A", "B"]
    assert "§ 31 (1)" in readings[0]["regimes"][0]["sections"]


def test_no_address_of_a_colleague_and_no_key_of_a_row_stands_in_it(packed: Packed) -> None:
    text = packed.package.member(DOSSIER).data.decode()
    assert set(re.findall(r"[\w.-]+@[\w.-]+", text)) == {packed.content["person"]["email"]}
    assert '"pk"' not in text


def test_feedback_is_told_as_a_whole_and_only_when_it_is_released(packed: Packed, told: Told) -> None:
    round_told = next(told for told in packed.content["feedback"] if told["texts"][0] == "Ord 0")
    assert round_told["answers"] == 6
    assert round_told["texts"] == [f"Ord {number}" for number in range(6)]
    assert [group["answers"] for group in round_told["groups"]] == [6]
    trainee = Trainee.objects.get(pk=told.trainees[story.WHO])
    before = json.loads(package_of(trainee.pk, told.now).member(DOSSIER).data)["content"]["feedback"]
    story.feedback(trainee, told.now, 4)
    story.feedback(trainee, told.now, 6, closes_in=3)
    after = json.loads(package_of(trainee.pk, told.now).member(DOSSIER).data)["content"]["feedback"]
    assert after == before


def test_the_credential_names_every_file_and_each_goal(packed: Packed) -> None:
    credential = json.loads(packed.package.member(CREDENTIAL).data)
    named = digests_in(credential)
    assert named == {m.name: m.digest for m in packed.package.members if m.name != CREDENTIAL}
    subject = credential["credentialSubject"]
    goals = sum(len(group["goals"]) for group in packed.content["goal_sets"])
    assert len(subject["result"]) == len(subject["achievement"]["resultDescription"]) == goals
    assert {row["status"] for row in subject["result"]} == {"Completed", "InProgress", "Enrolled"}
    assert signer_of(credential) == credential["issuer"]["id"] == packed.package.did


@pytest.mark.parametrize(
    "resource",
    [
        {"id": "urn:uuid:1#a.txt", "digestSRI": "sha512-AAAA"},
        {"id": "urn:uuid:2#a.txt", "digestSRI": "sha256-AAAA"},
        {"id": "urn:uuid:1#a.txt", "digestSRI": "sha256-A*AA"},
    ],
)
def test_a_file_named_in_another_way_or_for_another_credential_is_refused(resource: dict[str, str]) -> None:
    own = {"id": "urn:uuid:1#b.txt", "digestSRI": "sha256-AAAA"}
    assert digests_in({"id": "urn:uuid:1", "relatedResource": [own]}) == {"b.txt": "000000"}
    with pytest.raises(ValueError, match=r"urn:uuid|base64"):
        digests_in({"id": "urn:uuid:1", "relatedResource": [own, resource]})


def test_what_is_signed_is_written_in_one_way(packed: Packed) -> None:
    for name in (DOSSIER, CREDENTIAL):
        data = packed.package.member(name).data
        assert canonical(json.loads(data)) == data


@pytest.mark.parametrize("language", ["nb", "en", "nn"])
def test_the_same_state_gives_the_same_bytes(told: Told, language: str) -> None:
    """given a training, when it is taken out twice, by readers of any language, then the bytes are the same."""
    first = package_of(told.trainees[story.WHO], told.now)
    with override_settings(LANGUAGE_CODE=language):
        from django.utils import translation

        with translation.override(language):
            assert package_of(told.trainees[story.WHO], told.now).data == first.data


def test_a_change_of_the_training_gives_another_package(told: Told) -> None:
    from borealis.trainees.actions import register_absence

    first = package_of(told.trainees["Jonas Polarrev"], told.now)
    today = told.today
    register_absence(
        by=None,
        trainee_id=told.trainees["Jonas Polarrev"],
        kind="course",
        from_day=today,
        to_day=today,
        now=told.now,
    )
    assert package_of(told.trainees["Jonas Polarrev"], told.now).digest != first.digest


def test_the_head_of_the_record_covers_the_last_change(told: Told) -> None:
    from borealis.audit.keys import PublicKey
    from borealis.audit.rules import Head

    record = json.loads(package_of(told.trainees[story.WHO], told.now).member(DOSSIER).data)["record"]
    head = Head(**record["head"])
    assert PublicKey(bytes.fromhex(record["public_key"])).holds(head.signature, head.signed)


class TestThePdf:
    """What PDF/A-3a asks for, read by another program than the one that made it (veraPDF says more)."""

    @pytest.fixture
    def pdf(self, packed: Packed) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(packed.package.member(PDF).data))

    def test_it_says_what_it_is(self, pdf: pypdf.PdfReader) -> None:
        xmp = pdf.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp

    def test_its_colours_are_defined(self, pdf: pypdf.PdfReader) -> None:
        (intent,) = pdf.trailer["/Root"]["/OutputIntents"]
        assert intent.get_object()["/S"] == "/GTS_PDFA1"
        assert intent.get_object()["/DestOutputProfile"].get_object()["/N"] == 3

    def test_it_can_be_read_aloud_and_found_in(self, pdf: pypdf.PdfReader) -> None:
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value
        assert root["/Lang"] == "nb"
        assert root["/StructTreeRoot"]
        titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
        assert titles[:3] == ["Stillinger, tjeneste og fravær", "Tellende tid (§ 2, § 31)", "Læringsmål"]

    def test_every_font_lies_in_it(self, pdf: pypdf.PdfReader) -> None:
        fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
        assert fonts
        for font in fonts:
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
            assert "/ToUnicode" in font

    def test_nothing_in_it_runs_is_locked_or_leads_away(self, pdf: pypdf.PdfReader) -> None:
        assert not pdf.is_encrypted
        assert "/OpenAction" not in pdf.trailer["/Root"]
        assert "/AcroForm" not in pdf.trailer["/Root"]
        kinds = {value for found in pdf_dicts(pdf) for value in (found.get("/S"), found.get("/Type"))}
        assert not kinds & {
            "/JavaScript",
            "/Launch",
            "/URI",
            "/GoToR",
            "/SubmitForm",
            "/ImportData",
            "/Movie",
        }
        assert not any("/JS" in found or "/AA" in found for found in pdf_dicts(pdf))

    def test_the_data_lie_in_it(self, pdf: pypdf.PdfReader, packed: Packed) -> None:
        assert pdf.attachments["dossier.json"] == [packed.package.member(DOSSIER).data]
        (file,) = pdf.trailer["/Root"]["/AF"]
        assert file.get_object()["/AFRelationship"] == "/Data"

    def test_it_shows_what_the_data_say(self, pdf: pypdf.PdfReader, packed: Packed) -> None:
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
        for shown in (story.WHO, "9111111", "NUK-103", "Torunn Havørn", "Rolig og klar.", packed.package.did):
            assert re.sub(r"\s", "", shown) in text


def pdf_dicts(pdf: pypdf.PdfReader) -> list[Any]:
    """Every dictionary in the file."""
    found = []
    for number in range(1, pdf.trailer["/Size"]):
        thing = pypdf.generic.IndirectObject(number, 0, pdf).get_object()
        if isinstance(thing, pypdf.generic.DictionaryObject):
            found.append(thing)
    return found


def test_the_readme_says_how_to_check(packed: Packed) -> None:
    text = packed.package.member(README).data.decode()
    assert "borealis verify" in text
    assert packed.package.did in text
