"""Files that are wrong: what is said, at which line, and that nothing is ever stored or raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.organisations.queries import arenas
from borealis.programmes.actions import ProgrammeRefused, apply
from borealis.programmes.queries import programmes
from borealis.programmes.reading import Known, Problem, read_programme
from tests.programmes.conftest import NOW, changed, line_of, shipped_text


@pytest.fixture
def problems_in(known: Known) -> Callable[[bytes | str], list[Problem]]:
    return lambda data: read_programme(data, lambda content: known)[1]


Read = Callable[[bytes | str], list[Problem]]


@dataclass(frozen=True)
class Wrong:
    """A passage of the shipped file, what stands there instead, the problem's code, and words in it."""

    old: str
    new: str
    code: str
    words: str = ""


TITLE_EN = "\n  en: The training in nuclear medicine at UNN\n"
HEADING = "  academic:\n    text:\n      nb: Forskere"

WRONG = {
    "an unknown key": Wrong("specialty: NUK", "spesialty: NUK", "unknown_key", "Mente du «specialty»?"),
    "a missing key": Wrong("town: Tromsø\n", "", "missing_key", "«town»"),
    "a missing heading": Wrong("  specialists:\n", "  experts:\n", "missing_heading", "§ 22"),
    "no bokmål": Wrong(
        "    nb: Du skal selv ta aktivt del i internundervisningen.\n", "", "missing_bokmal", "bokmål"
    ),
    "another format": Wrong("programme/1\ncode", "programme/2\ncode", "not_a_choice"),
    "a word for a number": Wrong("  individual: 8", "  individual: åtte", "wrong_type", "et helt tall"),
    "a number for a text": Wrong("town: Tromsø", "town: 9", "wrong_type", "en tekst"),
    "a text for a list": Wrong(
        "goal_sets: [NUK-2025-09, FKM-2026-03]", "goal_sets: NUK-2025-09", "wrong_type", "en liste"
    ),
    "yes as a word": Wrong("fills_service_time: true", "fills_service_time: ja", "wrong_type", "true"),
    "negative places": Wrong("places: 3}", "places: -3}", "too_small", "-3"),
    "months at zero": Wrong("    months: 12\n", "    months: 0\n", "not_above", "mer enn 0"),
    "negative months": Wrong("    months: 12\n", "    months: -1\n", "not_above"),
    "odd months": Wrong("    months: 12\n", "    months: 12.3\n", "not_half_months", "halve"),
    "too many talks": Wrong("  individual: 8", "  individual: 999", "too_large", "366"),
    "a code with capitals": Wrong("  - id: unn-hot-lab", "  - id: UNN Hot Lab", "not_a_code"),
    "a prefix in small letters": Wrong("specialty: NUK", "specialty: nuk", "not_a_prefix"),
    "a day that is none": Wrong("from: 2019-03-01", "from: 1. mars 2019", "not_a_day", "2026-09-01"),
    "a day the calendar lacks": Wrong("from: 2019-03-01", "from: 2019-02-30", "no_such_day"),
    "a month that is none": Wrong("[{from: 2026-01,", "[{from: 2026-13,", "not_a_month"),
    "an unknown choice": Wrong("every: month", "every: moth", "not_a_choice", "Mente du «month»?"),
    "an empty text": Wrong("town: Tromsø", 'town: ""', "empty_text"),
    "an unknown specialty": Wrong("specialty: NUK", "specialty: NUQ", "unknown_specialty"),
    "an unknown goal set": Wrong("NUK-2025-09,", "NUK-2025-10,", "unknown_goal_set", "NUK-2025-09"),
    "an unknown goal": Wrong("main: [NUK-149..NUK-154]", "main: [NUK-949]", "unknown_goal", "NUK-949"),
    "an unknown end of a range": Wrong(
        "main: [NUK-149..NUK-154]", "main: [NUK-149..NUK-199]", "unknown_goal", "NUK-199"
    ),
    "a range backwards": Wrong("[NUK-149..NUK-154]", "[NUK-154..NUK-149]", "turned_range", "bakover"),
    "an unknown organisation": Wrong(
        "department: unn-pet\ntown", "department: unn-pett\ntown", "unknown_organisation", "«unn-pet»"
    ),
    "an unknown teaching partner": Wrong("st-olavs", "st-olafs", "unknown_organisation", "st-olavs"),
    "an unknown arena in an agreement": Wrong(
        "arenas: [unn-rontgen-ct,", "arenas: [unn-rontgen-pet,", "unknown_arena", "unn-rontgen-ct"
    ),
    "an unknown arena in a phase": Wrong(
        "arenas: [{id: unn-radionuklidterapi}]", "arenas: [{id: unn-terapi}]", "unknown_arena"
    ),
    "an unknown phase": Wrong("after: [pet-1, rontgen-ct]", "after: [pet-0]", "unknown_phase", "pet-"),
    "phases in a ring": Wrong(
        "    after: [introduksjon]\n    min_stint: 1\n", "    after: [radionuklidterapi]\n    min_stint: 1\n",
        "phase_cycle", "→",
    ),
    "a phase after itself": Wrong("after: [rontgen-ct]", "after: [rontgen-mr-ul]", "phase_cycle"),
    "directly after an unknown phase": Wrong(
        "after: [introduksjon]\n", "directly_after: introduksjonen\n", "unknown_phase", "Mente du «introduksjon»?"
    ),
    "directly after a phase in a ring": Wrong(
        "    after: [introduksjon]\n    min_stint: 1\n",
        "    directly_after: radionuklidterapi\n    min_stint: 1\n", "phase_cycle", "«directly_after»",
    ),
    "directly after itself": Wrong(
        "after: [rontgen-ct]\n", "directly_after: rontgen-mr-ul\n", "phase_cycle", "→"
    ),
    "directly after a phase, with another between": Wrong(
        "    after: [pet-1, rontgen-ct]\n", "    after: [pet-1]\n    directly_after: introduksjon\n",
        "not_directly_after", "venter også på «pet-1»",
    ),
    "places counted by something else": Wrong(
        "places: [{from: 2026-01, through: null, places: 3}]",
        "places: [{from: 2026-01, through: null, places: 3}]\n    counts: fractions",
        "not_a_choice", "Mente du «fraction»?",
    ),
    "an end before its beginning": Wrong(
        "from: 2019-03-01\n    through: null", "from: 2019-03-01\n    through: 2018-12-31",
        "ends_before_it_begins", "2018-12-31",
    ),
    "places given twice": Wrong(
        "places: [{from: 2026-01, through: null, places: 3}]",
        "places: [{from: 2026-01, through: null, places: 3}, {from: 2027-01, places: 2}]",
        "overlapping_places", "2027-01",
    ),
    "a minimum over the places": Wrong("places: 3}", "places: 3, minimum: 4}", "minimum_over_places", "4"),
    "stints turned around": Wrong(
        "min_stint: 1\n    max_stint: 3", "min_stint: 4\n    max_stint: 3", "min_over_max_stint"
    ),
    "a stint longer than its phase": Wrong(
        "min_stint: 2\n    max_stint: 4\n    goals: [NUK-168", "min_stint: 5\n    goals: [NUK-168",
        "stint_over_phase",
    ),
    "a phase in an arena without places": Wrong(
        "{id: unn-pet-tolkning, preference: 1}", "{id: unn-felles}", "phase_arena_without_places"
    ),
    "a recorded activity with an unknown goal": Wrong(
        "goals: [NUK-138, NUK-133]", "goals: [NUK-138, NUK-993]", "unknown_goal", "NUK-993"
    ),
    "the same recorded activity twice": Wrong("- id: pet-lymfom", "- id: pet-lunge", "said_twice", "pet-lunge"),
    "a kind of activity that is none": Wrong("kind: reading", "kind: readng", "not_a_choice", "«reading»"),
    "a target of none": Wrong("target: 100", "target: 0", "too_small"),
    "a signer that is none": Wrong("signing: [supervisor]", "signing: [head]", "not_a_choice", "guide"),
    "a signer twice": Wrong(
        "signing: [supervisor]", "signing: [supervisor, supervisor]", "said_twice", "supervisor"
    ),
    "a link that never ends": Wrong("link_days: 14", "link_days: 365", "too_large", "60"),
    "reviews that never come": Wrong("link_days: 14", "review_months: 36", "too_large", "24"),
    "the same arena twice": Wrong("  - id: unn-hot-lab", "  - id: unn-gammakamera", "said_twice"),
    "the same topic twice": Wrong("    - id: skills", "    - id: challenges", "said_twice"),
    "the same key twice": Wrong("town: Tromsø", "town: Tromsø\ntown: Bodø", "duplicate_key", "to ganger"),
    "a tabulator": Wrong("version:\n  author", "version:\n\tauthor", "tab", "mellomrom"),
    "an open quote": Wrong("town: Tromsø", 'town: "Tromsø', "not_yaml"),
    "a colon in a text": Wrong("nb: Annet", "nb: Annet: alt annet", "not_yaml"),
    "an anchor": Wrong("town: Tromsø", "town: &t Tromsø", "alias"),
    "a type of YAML": Wrong("town: Tromsø", "town: !!python/name:os.system Tromsø", "tag"),
    "two documents": Wrong("town: Tromsø", "---\ntown: Tromsø", "several_documents"),
    "an invisible character": Wrong("town: Tromsø", "town: Tromsø\x07", "bad_character"),
    "a list for a key": Wrong("town: Tromsø", "? [town]\n: Tromsø", "key_not_text"),
    "too deep": Wrong("town: Tromsø", f"town: {'[' * 40}{']' * 40}", "too_deep"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_at_its_line_and_says_how_to_mend_it(problems_in: Read, wrong: Wrong) -> None:
    text = changed(wrong.old, wrong.new)
    lines = wrong.new.strip("\n").count("\n") + 1
    first = line_of(shipped_text(), wrong.old)

    problems = problems_in(text)

    found = [problem for problem in problems if problem.code == wrong.code]
    assert found, [problem.code for problem in problems]
    assert {problem.severity for problem in found} == {"error"}
    assert all(problem.how for problem in found)
    assert any(wrong.words in f"{problem.message} {problem.how}" for problem in found)
    if wrong.code not in ("missing_key", "missing_heading", "missing_bokmal", "phase_cycle", "not_yaml"):
        assert any(first <= problem.line <= first + lines + 1 for problem in found), found


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", ["an unknown key", "negative places", "an unknown goal", "phases in a ring"])
def test_nothing_of_a_wrong_file_is_stored(name: str) -> None:
    with pytest.raises(ProgrammeRefused):
        apply(by=None, text=changed(WRONG[name].old, WRONG[name].new), now=NOW)

    assert programmes() == []
    assert arenas(["unn-hot-lab"]) == {}


CHOOSING = "guidance:\n  individual: 8"
NAMED = "name: {nb: Valg, nn: Val, en: Choice}"


def choosing(*choices: str) -> str:
    """The shipped file with these choices in it."""
    lines = "".join(f"  - {{id: valg-{n}, {NAMED}, {choice}}}\n" for n, choice in enumerate(choices))
    return changed(CHOOSING, f"choices:\n{lines}{CHOOSING}")


MANY = "choose: 3, of: [introduksjon, hot-lab, gammakamera, rontgen-ct, rontgen-mr-ul, pet-1, pet-2]"
TWO = "choose: 1, of: [hot-lab, rontgen-ct]"


@pytest.mark.parametrize(
    ("name", "choices", "code", "path", "words"),
    [
        ("neither form", ["text: {nb: a, nn: a, en: a}"], "choice_unclear", "choices[0]", "«valg-0»"),
        ("half a form", ["choose: 1"], "choice_unclear", "choices[0]", "«choose:» og «of:»"),
        ("both forms", [f"{TWO}, options: [[pet-1], [pet-2]]"], "choice_unclear", "choices[0]", "«options:»"),
        ("all of them", ["choose: 2, of: [pet-1, pet-2]"], "nothing_to_choose", "choices[0].choose", "2 av 2"),
        ("none of them", ["choose: 0, of: [pet-1, pet-2]"], "too_small", "choices[0].choose", "1"),
        ("one path", ["options: [[pet-1]]"], "too_few", "choices[0].options", "2"),
        ("an empty path", ["options: [[pet-1], []]"], "too_few", "choices[0].options[1]", "1"),
        (
            "a path in another", ["options: [[pet-1, pet-2], [pet-1]]"],
            "option_holds_another", "choices[0].options[0]", "«pet-1, pet-2» inneholder hele «pet-1»",
        ),
        (
            "the same path twice", ["options: [[pet-1, pet-2], [pet-2, pet-1]]"],
            "option_holds_another", "choices[0].options[1]", "",
        ),
        (
            "an unknown phase", ["choose: 1, of: [pet-1, pet-3]"],
            "unknown_phase", "choices[0].of[1]", "Mente du «pet-",
        ),
        (
            "an unknown phase in a path", ["options: [[pet-1], [pet-2, hot-labb]]"],
            "unknown_phase", "choices[0].options[1][1]", "Mente du «hot-lab»?",
        ),
        (
            "a phase in two choices", [TWO, "choose: 1, of: [pet-1, hot-lab]"],
            "phase_in_two_choices", "choices[1].of[1]", "«valg-0»",
        ),
        (
            "the phase that fills the time", ["choose: 1, of: [pet-1, selvstendig]"],
            "filler_to_choose", "choices[0].of[1]", "«selvstendig»",
        ),
        ("a key that is none", [f"{TWO}, chose: 1"], "unknown_key", "choices[0].chose", "of"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_made_is_refused_where_it_stands(
    problems_in: Read, name: str, choices: list[str], code: str, path: str, words: str
) -> None:
    errors = [problem for problem in problems_in(choosing(*choices)) if problem.severity == "error"]

    found = [problem for problem in errors if problem.code == code]
    assert [problem.path for problem in found] == [path], [(p.code, p.path) for p in errors]
    assert all(problem.how for problem in found)
    assert words in f"{found[0].message} {found[0].how}", name


def test_choices_that_can_be_made_in_too_many_ways_together_are_refused(problems_in: Read) -> None:
    both = choosing(MANY.replace(", pet-2", ""), "choose: 1, of: [pet-2, radionuklidterapi]")
    assert "too_many_ways" not in {problem.code for problem in problems_in(both)}  # 20 × 2

    text = choosing(MANY, "options: [[radionuklidterapi], [nytt]]").replace(
        "  - id: radionuklidterapi\n    name",
        "  - {id: nytt, name: {nb: N, nn: N, en: N}, months: 4, arenas: [{id: unn-hot-lab}]}\n"
        "  - id: radionuklidterapi\n    name",
        1,
    )
    found = {problem.code: problem for problem in problems_in(text) if problem.severity == "error"}
    assert set(found) == {"too_many_ways"}
    assert "70 måter" in found["too_many_ways"].message  # 35 × 2


def test_what_may_be_chosen_is_counted_by_the_shortest(problems_in: Read) -> None:
    equal = problems_in(choosing("choose: 1, of: [pet-1, pet-2]"))
    assert [(p.code, p.severity) for p in equal] == [("months_not_norm", "warning")]
    assert "50 måneder" in equal[0].message

    lengths = {
        "choose: 2, of: [hot-lab, rontgen-ct, pet-2]": ("9 til 16", "50"),
        "options: [[hot-lab], [rontgen-ct, rontgen-mr-ul]]": ("3 til 10", "50"),
    }
    for choice, (months, course) in lengths.items():
        told = {p.code: p.message for p in problems_in(choosing(choice))}
        assert set(told) == {"options_of_unequal_length", "months_not_norm"}
        assert months in told["options_of_unequal_length"]
        assert f"{course} måneder" in told["months_not_norm"]


def test_two_may_follow_directly_on_one_when_nobody_takes_both(problems_in: Read) -> None:
    def told(text: str) -> set[str]:
        text = text.replace("after: [rontgen-ct]\n", "directly_after: rontgen-ct\n")
        text = text.replace("after: [pet-1, rontgen-ct]\n", "directly_after: rontgen-ct\n")
        return {problem.code for problem in problems_in(text) if problem.severity == "error"}

    assert told(choosing("choose: 1, of: [rontgen-mr-ul, pet-2]")) == set()
    assert told(choosing("options: [[rontgen-mr-ul, hot-lab], [pet-2]]")) == set()
    assert told(choosing("choose: 2, of: [rontgen-mr-ul, pet-2, hot-lab]")) == {"two_directly_after"}
    assert told(choosing("choose: 1, of: [rontgen-mr-ul, hot-lab]")) == {"two_directly_after"}


def test_two_phases_cannot_both_begin_directly_after_one(problems_in: Read) -> None:
    text = changed("after: [rontgen-ct]\n", "directly_after: rontgen-ct\n")
    text = text.replace("after: [pet-1, rontgen-ct]\n", "directly_after: rontgen-ct\n")

    (problem,) = problems_in(text)

    assert (problem.code, problem.severity) == ("two_directly_after", "error")
    assert problem.path == "phases[6].directly_after"
    assert "«rontgen-mr-ul» og «pet-2»" in problem.message.replace("Både ", "")


def test_a_phase_may_follow_directly_and_come_after_what_lies_before(problems_in: Read) -> None:
    text = changed("after: [pet-1, rontgen-ct]\n", "after: [introduksjon]\n    directly_after: pet-1\n")

    assert problems_in(text) == []


WARNED = {
    "goals that nobody offers": Wrong(
        "main: [NUK-168..NUK-176]", "main: [NUK-168..NUK-175]", "goal_without_arena", "NUK-176"
    ),
    "months that do not add up": Wrong("    months: 12\n", "    months: 11\n", "months_not_norm", "59"),
    "no translation": Wrong(TITLE_EN, "\n", "missing_translation", "engelsk"),
    "nothing fills the time": Wrong("    fills_service_time: true\n", "", "no_filler"),
    "a phase without arenas": Wrong(
        "arenas: [{id: unn-radionuklidterapi}]", "arenas: []", "phase_without_arenas"
    ),
    "an arena of others without agreement": Wrong(
        "arenas: [unn-rontgen-ct, unn-rontgen-mr-ul]", "arenas: [unn-rontgen-ct]", "arena_without_agreement"
    ),
    "a goal set of the past": Wrong(
        "FKM-2026-03]\nearlier", "FKM-2026-03, LM-2019-03]\nearlier", "past_goal_set", "2026-02-28"
    ),
    "main and contributing at once": Wrong(
        "contributes: [NUK-113, NUK-149", "contributes: [NUK-103, NUK-149", "main_and_contributes", "NUK-103"
    ),
}  # fmt: skip


@pytest.mark.parametrize("warned", WARNED.values(), ids=WARNED.keys())
def test_a_doubtful_file_is_warned_about_but_can_be_used(problems_in: Read, warned: Wrong) -> None:
    problems = problems_in(changed(warned.old, warned.new))

    found = [problem for problem in problems if problem.code == warned.code]
    assert found, problems
    assert warned.words in f"{found[0].message} {found[0].how}"
    assert {problem.severity for problem in problems} == {"warning"}


def test_the_shipped_file_has_nothing_to_remark(problems_in: Read) -> None:
    assert problems_in(shipped_text()) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"# only a remark\n", "empty"),
        (b"\xff\xfe\x00bad", "not_utf8"),
        ("town: Tromsø".encode("latin-1"), "not_utf8"),
        (b"a: " + b"x" * 1_000_001, "too_big"),
        (b"- 1\n- 2\n", "wrong_type"),
        (b"just a text", "wrong_type"),
        (b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "alias"),
        (b"[" * 100_000, "too_deep"),
        (b"{a: " * 5000, "too_deep"),
        (b"\x00\x01\x02", "bad_character"),
    ],
)
def test_what_is_no_programme_at_all_gets_one_clear_answer(problems_in: Read, data: bytes, code: str) -> None:
    assert [problem.code for problem in problems_in(data)] == [code]


@settings(max_examples=60, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.text(alphabet="ab:[]{}-&*!?|>'\"#%@`, \n\t", max_size=120)))
def test_no_file_whatever_breaks_the_reader(known: Known, data: bytes | str) -> None:
    content, problems = read_programme(data, lambda content: known)

    assert content is None
    assert problems


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 18_000), length=st.integers(1, 400))
def test_a_file_with_a_piece_torn_out_is_read_or_refused_but_never_breaks(
    known: Known, place: int, length: int
) -> None:
    text = shipped_text()

    content, problems = read_programme(text[:place] + text[place + length :], lambda content: known)

    assert (content is None) == any(problem.severity == "error" for problem in problems)


def test_problems_are_told_in_the_readers_language(problems_in: Read) -> None:
    with translation.override("nb"):
        told = problems_in(changed("specialty: NUK", "spesialty: NUK"))[0].message

    assert told == "«spesialty» er ikke et kjent nøkkelord her."


def test_every_problem_has_its_place_and_its_way_out(problems_in: Read) -> None:
    (problem,) = problems_in(changed("places: 3}", "places: -3}"))

    assert (problem.path, problem.line) == (
        "arenas[0].places[0].places",
        line_of(shipped_text(), "places: 3}"),
    )
    assert problem.how == "Skriv 0 eller mer."
