"""The levels that a goal's words ask for, by the table of annex 2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.curriculum.rules import levels_in
from borealis.curriculum.sources import Source, catalogue

K1, K2, K3 = (("knowledge", level) for level in (1, 2, 3))
S2, S3 = (("skill", level) for level in (2, 3))


@pytest.mark.parametrize(
    ("wording", "levels"),
    [
        ("Ha kjennskap til strålevern.", (K1,)),
        ("Kjenne til strålevern.", (K1,)),
        ("Kjenne indikasjoner for MR.", (K1,)),
        ("Ha kunnskap om strålevern.", (K2,)),
        ("Ha god kunnskap om strålevern.", (K3,)),
        ("Ha god teoretisk kunnskap om strålevern.", (K3,)),
        ("Ha gode kunnskaper om strålevern.", (K3,)),
        ("Under supervisjon kunne tolke bilder.", (S2,)),
        ("Selvstendig kunne tolke bilder.", (S3,)),
        ("Beherske tolkning.", (S3,)),
        ("Ha god kunnskap om og selvstendig kunne tolke bilder.", (K3, S3)),
        ("Ha god kunnskap om SPECT/CT. Ha kjennskap til PET/MR. Selvstendig kunne utføre.", (K3, K1, S3)),
        ("Selvstendig kunne tolke. Ha kunnskap om bruk.", (K2, S3)),
        ("Selvstendig kunne A. Selvstendig kunne B.", (S3,)),
        ("Kunne kjenne igjen allergiske reaksjoner.", ()),
        ("Kunne anvende kunnskap om etikk.", ()),
        ("Kunne redegjøre for anatomi.", ()),
        ("", ()),
    ],
)
def test_the_words_of_the_table_give_kind_and_level(wording: str, levels: tuple) -> None:
    assert levels_in(wording) == levels


@given(st.text())
def test_any_text_gives_each_part_once_with_a_level_from_1_to_3(wording: str) -> None:
    found = levels_in(wording)
    assert len(set(found)) == len(found)
    assert all(kind in ("knowledge", "skill") and 1 <= level <= 3 for kind, level in found)


def test_the_shipped_levels_are_what_the_act_says(nuclear_act: Source, common_act: Source) -> None:
    """Two readings agree: the shipped levels were noted by hand, these are read by rule."""
    _specialties, sets = catalogue.read_shipped()
    by_hand = {goal.code: set(goal.levels) for row in sets for goal in row.goals if goal.levels}
    by_rule = {
        goal.code: set(goal.levels)
        for source in (nuclear_act, common_act)
        for row in source.sets
        for goal in row.goals
        if goal.code in by_hand
    }
    assert len(by_hand) == 88
    assert by_rule == by_hand
