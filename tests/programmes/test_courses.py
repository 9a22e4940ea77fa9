"""Courses in a programme: what a file may say of them, what its pages tell, and what the catalogue lacks."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pytest
from django.test import Client

from borealis.programmes import known_courses
from borealis.programmes.actions import apply, preview
from borealis.programmes.findings import coverage_findings
from borealis.programmes.known_courses import KnownCourse, course_name, in_use, keep_catalogue
from borealis.programmes.manage_page import change_words
from borealis.programmes.queries import CurrentProgramme, coverage_in, known_for, programme
from borealis.programmes.reading import Known, Problem, read_programme
from borealis.programmes.reading.courses import fewest_ways
from borealis.programmes.rules import Change
from tests.programmes.conftest import NOW, TODAY, changed, shipped_text
from tests.programmes.test_pages import someone, words

GUIDANCE = "guidance:\n  individual: 8"
ORDER = "course: order, after: [introduksjon], before: [pet-1]"
COURSES = {
    "order": KnownCourse("Orden & oversikt", "/kurs/om/order/", in_use=True),
    "gone": KnownCourse("Gamle greier", "/kurs/om/gone/", in_use=False),
}


def attending(*courses: str) -> str:
    """The shipped file with these courses in it."""
    lines = "".join(f"  - {{{course}}}\n" for course in courses)
    return changed(GUIDANCE, f"courses:\n{lines}{GUIDANCE}")


@pytest.fixture
def catalogue() -> Iterator[None]:
    """A catalogue of two courses, one of them taken out."""

    def called(codes: Collection[str]) -> Mapping[str, KnownCourse]:
        return {code: COURSES[code] for code in codes if code in COURSES}

    before = list(known_courses._CATALOGUES)
    keep_catalogue(called)
    yield
    known_courses._CATALOGUES[:] = before


def problems(known: Known, text: str, courses: frozenset[str] | None = frozenset({"order"})) -> list[Problem]:
    return read_programme(text, lambda content: replace(known, courses=courses))[1]


def test_a_course_between_phases_is_sound(known: Known) -> None:
    assert problems(known, attending(ORDER)) == []
    assert problems(known, attending("course: order")) == []
    content, _ = read_programme(attending(ORDER), lambda content: known)
    assert content is not None
    assert content["courses"] == [{"course": "order", "after": ["introduksjon"], "before": ["pet-1"]}]


@pytest.mark.parametrize(
    ("name", "courses", "code", "path", "words"),
    [
        (
            "an unknown phase before it", ["course: order, after: [introduksjonen]"],
            "unknown_phase", "courses[0].after[0]", "Mente du «introduksjon»?",
        ),
        (
            "an unknown phase after it", ["course: order, before: [pet-1, pet-9]"],
            "unknown_phase", "courses[0].before[1]", "Mente du «pet-",
        ),
        ("the same course twice", [ORDER, "course: order"], "said_twice", "courses[1].course", "«order»"),
        (
            "a phase on both sides", ["course: order, after: [pet-1], before: [hot-lab, pet-1]"],
            "phase_on_both_sides", "courses[0].before[1]", "«pet-1»",
        ),
        (
            "against the order of phases", ["course: order, after: [pet-2], before: [pet-1]"],
            "course_cycle", "courses[0].course", "order → pet-2 → pet-1 → order",
        ),
        (
            "against the order by way of others", ["course: order, after: [pet-2], before: [introduksjon]"],
            "course_cycle", "courses[0].course", "order → pet-2 →",
        ),
        (
            "against another course",
            ["course: order, after: [hot-lab], before: [rontgen-ct]",
             "course: other, after: [rontgen-ct], before: [hot-lab]"],
            "course_cycle", "courses[0].course", "order → hot-lab → other → rontgen-ct → order",
        ),
        ("no code", ["after: [introduksjon]"], "missing_key", "courses[0]", "«course»"),
        ("a code that cannot be one", ["course: Order"], "not_a_code", "courses[0].course", "«Order»"),
        ("a key that is none", ["course: order, efter: [pet-1]"], "unknown_key", "courses[0].efter", "after"),
        (
            "more than can be planned",
            [f"course: c{n}, after: [introduksjon], before: [pet-1]" for n in range(4)],
            "too_many_courses", "courses", "81 måter",
        ),
    ],
)  # fmt: skip
def test_a_course_that_cannot_be_attended_is_refused_where_it_stands(
    known: Known, name: str, courses: list[str], code: str, path: str, words: str
) -> None:
    errors = [
        problem for problem in problems(known, attending(*courses), None) if problem.severity == "error"
    ]
    found = [problem for problem in errors if problem.code == code]
    assert [problem.path for problem in found] == [path], [(p.code, p.path) for p in errors]
    assert len(errors) == 1
    assert found[0].how
    assert words in f"{found[0].message} {found[0].how}", name


@pytest.mark.parametrize(
    ("after", "before", "ways"), [(True, True, 3), (True, False, 2), (False, True, 1), (False, False, 1)]
)
def test_in_how_many_ways_a_course_is_attended_at_least(after: bool, before: bool, ways: int) -> None:
    assert fewest_ways(after, before) == ways


def test_choices_and_courses_are_counted_together(known: Known) -> None:
    three = [f"course: c{n}, after: [introduksjon], before: [pet-1]" for n in range(3)]
    assert problems(known, attending(*three), None) == []
    one_of_two = "choices:\n  - {id: v, name: {nb: V, nn: V, en: V}, choose: 1, of: [rontgen-ct, pet-2]}\n"
    both = attending(*three).replace("courses:\n", f"{one_of_two}courses:\n", 1)
    assert "too_many_courses" in {problem.code for problem in problems(known, both, None)}  # 2 × 27


def test_a_course_that_the_catalogue_lacks_is_only_a_warning(known: Known) -> None:
    text = attending(ORDER, "course: gone")
    (found,) = problems(known, text)
    assert (found.code, found.severity, found.path) == (
        "course_not_in_catalogue",
        "warning",
        "courses[1].course",
    )
    assert "«gone»" in found.message
    assert problems(known, text, None) == []  # no catalogue is kept: nothing to say


def test_the_catalogue_answers_by_code(catalogue: None) -> None:
    assert in_use(["order", "gone", "none"]) == {"order"}
    assert [course_name(code, COURSES) for code in ("order", "none")] == ["Orden & oversikt", "none"]
    known_courses._CATALOGUES.clear()
    assert in_use(["order"]) is None
    assert known_courses.known_courses(["order"]) == {}


@pytest.mark.django_db
def test_a_file_is_held_against_the_catalogue(unn: CurrentProgramme, catalogue: None) -> None:
    text = attending(ORDER, "course: gone")
    assert [(p.code, p.severity) for p in preview(text, on=TODAY).problems] == [
        ("course_not_in_catalogue", "warning")
    ]
    content, _ = read_programme(text, lambda content: known_for(content, TODAY))
    assert content is not None
    assert known_for(content, TODAY).courses == {"order"}


SENTENCES = [
    (
        "after: [introduksjon], before: [pet-1, hot-lab]",
        "Du skal ta kurset når du er ferdig med Introduksjon, og før du begynner på",
    ),
    ("after: [introduksjon]", "Du skal ta kurset når du er ferdig med Introduksjon."),
    ("before: [introduksjon]", "Du skal ta kurset før du begynner på Introduksjon."),
    ("", "Du skal ta kurset i løpet av utdanningen."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("sides", "sentence"), SENTENCES)
def test_the_page_tells_where_a_course_comes(
    unn: CurrentProgramme, client: Client, catalogue: None, sides: str, sentence: str
) -> None:
    address = "/program/unn-nuk/"
    assert "Orden" not in client.get(address).content.decode()
    apply(by=None, text=attending(", ".join(filter(None, ["course: order", sides]))), now=NOW)
    page = html.unescape(words(client.get(address)))
    assert sentence in page
    assert "Kurset Orden & oversikt" in page


@pytest.mark.django_db
def test_the_page_leads_those_who_are_signed_in_to_a_course(
    unn: CurrentProgramme, client: Client, catalogue: None
) -> None:
    apply(by=None, text=attending(ORDER, "course: gone", "course: none"), now=NOW)
    address = "/program/unn-nuk/"
    assert "/kurs/om/" not in client.get(address).content.decode()
    text = someone(client).get(address).content.decode()
    assert re.findall(r'href="(/kurs/om/[^"]*)"', text) == ["/kurs/om/order/"]
    assert "Kurset Gamle greier" in text
    assert "Kurset none" in text
    assert client.get(f"{address}pdf/").content.startswith(b"%PDF")


@pytest.mark.django_db
def test_who_may_edit_is_told_of_courses_that_nobody_can_be_planned_on(
    unn: CurrentProgramme, catalogue: None
) -> None:
    def told(url: str) -> list[str]:
        current = programme("unn-nuk")
        assert current is not None
        rows = coverage_findings(current, coverage_in(current.document, TODAY), url)
        return [found.title for found in rows if found.rule == "course_not_in_catalogue"]

    assert told("/endre/") == []
    apply(by=None, text=attending(ORDER, "course: gone", "course: none"), now=NOW)
    assert told("/endre/") == [
        "Kurset Gamle greier er ikke i kurskatalogen",
        "Kurset none er ikke i kurskatalogen",
    ]
    assert told("") == []
    known_courses._CATALOGUES.clear()
    assert told("/endre/") == []


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("course_added", "Nytt kurs: Orden & oversikt."),
        ("course_removed", "Kurset Orden & oversikt går ut."),
        ("course_changed", "Kurset Orden & oversikt kommer etter eller før andre faser enn nå."),
    ],
)
def test_changes_of_courses_in_words(catalogue: None, kind: str, sentence: str) -> None:
    assert change_words(Change(kind, "order"), None, None) == sentence


def test_the_shipped_programme_names_no_course() -> None:
    """Catalogues differ from place to place."""
    assert "\ncourses:" not in shipped_text()
