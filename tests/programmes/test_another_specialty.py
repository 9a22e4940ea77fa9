"""A programme in another specialty, at a made-up trust, goes the same way: nothing of it stands in code."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client

import borealis.programmes
from borealis.curriculum.models import Goal, GoalGroup, GoalSet, Specialty
from borealis.organisations.actions import import_organisations
from borealis.organisations.queries import arenas, shared_arenas
from borealis.programmes.actions import apply, preview
from borealis.programmes.description import describe
from borealis.programmes.findings import coverage_findings
from borealis.programmes.queries import CurrentProgramme, coverage_of, programme
from tests.programmes.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("made-up-radiology.yaml")
BODIES = """format: borealis/organisations/1
organisations:
  - {code: fjord, kind: trust, town: Fjordbyen, name: {nb: Fjord helseforetak}, short: Fjord}
  - {code: fjord-bilde, kind: department, parent: fjord, name: {nb: Bildeavdelingen}}
  - {code: nabo, kind: trust, town: Nabobyen, name: {nb: Nabo helseforetak}}
"""


@pytest.fixture
def radiology(shipped: None) -> CurrentProgramme:
    import_organisations(by=None, text=BODIES, now=NOW)
    specialty = Specialty.objects.get(code="RAD")
    goals = GoalSet.objects.create(
        code="RAD-2019-03",
        prefix="RAD",
        specialty=specialty,
        name_nb="Radiologi",
        part="3",
        source="Oppdiktet",
    )
    group = GoalGroup.objects.create(goal_set=goals, order=1, code="C1", name_nb="Bilder")
    for number in range(1, 5):
        code = f"RAD-{number:03}"
        Goal.objects.create(goal_set=goals, group=group, order=number, code=code, title_nb=f"Mål {number}")
    apply(by=None, text=FILE.read_bytes(), now=NOW)
    found = programme("fjord-rad")
    assert found is not None
    return found


def test_the_file_is_sound_and_says_the_same_as_what_is_in_force(radiology: CurrentProgramme) -> None:
    shown = preview(FILE.read_bytes(), on=TODAY)

    assert (shown.problems, shown.same) == ((), True)


def test_its_coverage_knows_the_agreement_that_ends(radiology: CurrentProgramme) -> None:
    now, later = coverage_of("fjord-rad", TODAY), coverage_of("fjord-rad", dt.date(2027, 3, 1))

    assert now is not None
    assert later is not None
    assert now.gaps == ()
    assert [goal.code for goal in later.gaps] == ["RAD-004"]
    findings = {found.rule: found for found in coverage_findings(radiology, now, "/endre/")}
    assert "RAD-004" in findings["agreement_ends"].detail
    assert findings["agreement_ends"].severity == "attention"
    late = {found.rule for found in coverage_findings(radiology, later, "/endre/")}
    assert {"goal_without_arena", "phase_without_arena"} <= late


def test_its_page_speaks_of_its_own_place(radiology: CurrentProgramme, client: Client) -> None:
    page = client.get("/program/fjord-rad/").content.decode()

    assert "Ved Fjord kan du gjennomføre alle 4 læringsmålene i radiologi." in page
    assert "Versjon 1, godkjent 4. mai 2026 av fagdirektøren." in page
    assert "12 + 1" in page
    assert "3 md" in page
    assert "til avtalen med Nabo helseforetak løper ut" in page
    assert "utdanningsansvarlig overlege ved Bildeavdelingen, Fjord helseforetak" in page
    assert "Nukleærmedisin" not in page.split("<main", 1)[1]


def test_its_page_tells_what_is_chosen_what_follows_at_once_and_what_is_shared(
    radiology: CurrentProgramme, client: Client
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert "kan velges" not in client.get("/program/fjord-rad/").content.decode()
    extra = (
        "  - {id: bryst, name: {nb: Bryst, nn: Bryst, en: Breast}, months: 6, arenas: [{id: fjord-ct}]}\n"
        "  - {id: hode, name: {nb: Hode, nn: Hovud, en: Head}, months: 3, arenas: [{id: fjord-ct}]}\n"
        "  - {id: hals, name: {nb: Hals, nn: Hals, en: Neck}, months: 3, arenas: [{id: fjord-ct}]}\n"
        "choices:\n"
        "  - {id: en-av, name: {nb: Fordypning, nn: Fordjuping, en: Focus}, choose: 1, of: [barn, bryst]}\n"
        "guidance:\n"
    )
    text = text.replace("guidance:\n", extra, 1).replace("after: [grunn]", "directly_after: grunn")
    text = text.replace("id: fjord-ct\n", "id: fjord-ct\n    counts: fraction\n", 1).replace(
        "months: 36", "months: 30"
    )

    assert [(p.code, p.message) for p in preview(text, on=TODAY).problems] == []
    apply(by=None, text=text, now=NOW)
    page = client.get("/program/fjord-rad/").content.decode()

    assert arenas(["fjord-ct"])["fjord-ct"].counts == "fraction"
    assert shared_arenas(["fjord-ct", "nabo-barn"]) == {"fjord-ct"}
    assert "Fasene er til sammen 60 måneder" in page
    assert "Du har ett valg, som står nedenfor." in page
    assert "Du skal ta 1 av disse: Barn og Bryst." in page
    assert page.count("kan velges") >= 2
    assert "rett etter Grunnår" in page
    assert "To leger i halv stilling deler én plass." in page
    assert "i 5 faser" in page

    paths = text.replace("choose: 1, of: [barn, bryst]", "options: [[barn], [hode, hals]]").replace(
        "months: 30", "months: 30"
    )
    apply(by=None, text=paths, now=NOW)
    assert (
        "Du skal ta en av disse veiene: Barn; eller Hode og Hals."
        in client.get("/program/fjord-rad/").content.decode()
    )


def test_its_description_has_no_sentence_on_what_it_lacks(radiology: CurrentProgramme) -> None:
    words = " ".join(text for section in describe(radiology, TODAY).sections for text in section.paragraphs)

    assert "har sykehus i" not in words
    assert "samarbeid med ." not in words
    assert re.search(r"\s,|\(\)|%\(", words) is None


EXAMPLES = {"Troms", "nukle", "Nukle", "PET", "unn"}  # in docstrings and in the words of the reference


def test_no_code_of_the_room_knows_a_specialty_or_a_place() -> None:
    room = Path(borealis.programmes.__file__).parent
    words = re.compile(r"nukle|\bPET\b|gammakamera|troms|\bUNN\b", re.IGNORECASE)

    found = {
        word
        for kind in ("*.py", "*.html", "*.typ")
        for path in room.rglob(kind)
        for word in words.findall(path.read_text(encoding="utf-8"))
    }

    assert found <= EXAMPLES
