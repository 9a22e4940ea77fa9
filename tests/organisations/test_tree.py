"""The tree of bodies: where a body lies, what is below it, and files that describe it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.audit.queries import first_broken_event
from borealis.organisations import queries
from borealis.organisations.actions import (
    OrganisationsRefused,
    import_organisations,
    load_shipped_organisations,
    save_arena,
)
from borealis.organisations.queries import Capacity
from borealis.organisations.rules import Node, tree_of

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HEAD = "format: borealis/organisations/1\norganisations:\n"


@pytest.fixture
def shipped(db: None) -> None:
    load_shipped_organisations(NOW)


@pytest.mark.usefixtures("shipped")
class TestShipped:
    def test_unn_lies_in_helse_nord_with_its_hospitals_and_centres(self) -> None:
        around = queries.surroundings(queries.organisation("unn-pet").pk)

        assert [row.code for row in around.line] == ["unn-pet", "unn-diagnostisk", "unn", "helse-nord"]
        assert [row.town for row in around.hospitals] == ["Tromsø", "Harstad", "Narvik", "Longyearbyen"]
        assert [row.town for row in around.psychiatric_centres] == ["Storslett", "Silsand"]
        assert [row.code for row in around.university_hospital_of] == ["helse-nord"]
        assert [row.code for row in around.regional_hospital_of] == ["helse-nord"]
        assert [row.code for row in around.cooperates_with] == ["uit"]

    def test_a_body_without_a_town_lies_where_the_body_above_it_lies(self) -> None:
        assert queries.hospital_town(queries.organisation("unn-diagnostisk")) == "Tromsø"
        assert queries.hospital_town(queries.organisation("haukeland")) == "Bergen"
        assert queries.hospital_town(queries.organisation("helse-nord")) == ""

    def test_within_holds_the_body_and_everything_below(self) -> None:
        inside = queries.within([queries.organisation("unn").pk])
        codes = {code for code, row in queries.organisations().items() if row.pk in inside}

        assert {"unn", "unn-tromso", "unn-rontgen", "unn-pet", "unn-dps-silsand"} <= codes
        assert not {"helse-nord", "uit", "haukeland"} & codes

    def test_ancestors_come_nearest_first(self) -> None:
        above = queries.ancestors(queries.organisation("unn-rontgen").pk)

        assert [row.code for row in above] == ["unn-tromso", "unn", "helse-nord"]

    def test_loading_again_changes_nothing_and_leaves_no_event(self) -> None:
        from borealis.audit.models import Event

        before = Event.objects.count()
        load_shipped_organisations(NOW)

        assert Event.objects.count() == before
        assert first_broken_event() is None

    def test_the_whole_tree_is_one_read(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.tree()

    def test_an_arena_keeps_its_periods_and_leaves_an_event_only_when_it_changes(self) -> None:
        from borealis.audit.models import Event

        def save(places: int) -> None:
            period = Capacity(dt.date(2026, 1, 1), None, places, 0)
            names = {"nb": "Laben"}
            save_arena(
                **{"by": None, "code": "lab", "names": names, "short": "", "department": "unn-pet"},
                places=[period],
                now=NOW,
            )

        save(2)
        before = Event.objects.count()
        save(2)
        assert Event.objects.count() == before
        save(3)
        assert Event.objects.count() == before + 1
        assert queries.capacities(["lab", "ukjent"]) == {
            "lab": [Capacity(dt.date(2026, 1, 1), None, 3, 0)],
            "ukjent": [],
        }

    def test_an_arena_keeps_how_its_places_are_counted(self) -> None:
        from borealis.audit.models import Event

        def save(**more: str) -> str:
            given = {"code": "lab", "names": {"nb": "Laben"}, "short": "", "department": "unn-pet"}
            save_arena(by=None, places=[], now=NOW, **given, **more)  # type: ignore[arg-type]
            return queries.arenas(["lab"])["lab"].counts

        before = Event.objects.count()
        assert save() == "people"
        assert [save(counts="fraction"), save(counts="fraction"), save()] == [
            "fraction",
            "fraction",
            "people",
        ]
        assert Event.objects.count() == before + 3


@pytest.mark.django_db
def test_a_file_moves_and_renames_what_is_stored() -> None:
    first = (
        HEAD
        + "- {code: a, kind: trust, name: {nb: A}}\n- {code: b, kind: hospital, parent: a, name: {nb: B}}"
    )
    import_organisations(by=None, text=first, now=NOW)

    moved = HEAD + "- {code: b, kind: hospital, town: Bodø, name: {nb: Be, en: Bee}}"
    applied = import_organisations(by=None, text=moved, now=NOW)

    row = queries.organisation("b")
    assert (applied.added, applied.changed) == (0, 1)
    assert (row.parent_id, row.town, row.name_nb, row.name_en) == (None, "Bodø", "Be", "Bee")


BAD = {
    "unknown parent": ("- {code: a, kind: trust, parent: x, name: {nb: A}}", "unknown_organisation", 3),
    "the same code twice": (
        "- {code: a, kind: trust, name: {nb: A}}\n- {code: a, kind: trust, name: {nb: B}}",
        "said_twice",
        4,
    ),
    "inside itself": (
        "- {code: a, kind: trust, parent: b, name: {nb: A}}\n"
        "- {code: b, kind: trust, parent: a, name: {nb: B}}",
        "inside_itself",
        3,
    ),
    "an unknown kind": ("- {code: a, kind: ship, name: {nb: A}}", "not_a_choice", 3),
    "no name": ("- {code: a, kind: trust}", "missing_key", 3),
    "an unknown key": ("- {code: a, kind: trust, nmae: {nb: A}, name: {nb: A}}", "unknown_key", 3),
    "a code with spaces": ("- {code: a b, kind: trust, name: {nb: A}}", "wrong_value", 3),
    "not a list": ("  x: 1", "wrong_value", 3),
    "not YAML": ("- {code: a", "not_yaml", 3),
    "an unknown partner": (
        "- {code: a, kind: trust, name: {nb: A}}\n"
        "relations: [{subject: a, kind: cooperates_with, object: z}]",
        "unknown_organisation",
        4,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "code", "line"), BAD.values(), ids=BAD.keys())
def test_a_wrong_file_is_refused_at_its_line_and_nothing_is_stored(text: str, code: str, line: int) -> None:
    with pytest.raises(OrganisationsRefused) as refused:
        import_organisations(by=None, text=HEAD + text, now=NOW)

    problems = refused.value.problems
    assert code in {problem.code for problem in problems}
    if code != "not_yaml":
        assert line in {problem.line for problem in problems}
    assert all(problem.message and problem.how for problem in problems)
    assert queries.organisations() == {}


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=10))
def test_within_and_ancestors_are_two_ways_to_say_the_same(parents: list[int | None]) -> None:
    size = len(parents)
    nodes = [
        Node(pk, str(pk), "trust", parent if parent is not None and parent < size else None, "")
        for pk, parent in enumerate(parents)
    ]
    tree = tree_of(nodes)

    for above in range(size):
        below = {pk for pk in range(size) if above in [node.pk for node in tree.line(pk)]}
        assert tree.within([above]) == below
