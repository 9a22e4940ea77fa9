"""Long tables and lists that are drawn without a template for each cell."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from borealis.shell.addresses import addresses_of
from borealis.shell.tables import Linked
from borealis.shell.templatetags.shell_page import escaped


def drawn(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_each_cell_stands_in_its_column_and_every_word_is_escaped() -> None:
    rows = [("Kari <b>", "1 & 2", 30), (Linked("NUK-1", "?maal=NUK-1&x", "Å «se»"), "'", 0)]
    assert drawn('{% table_rows rows "nowrap" "" "right" %}', rows=rows) == (
        '<tr><th scope="row" class="nowrap">Kari &lt;b&gt;</th><td>1 &amp; 2</td><td class="right">30</td></tr>\n'
        '<tr><th scope="row" class="nowrap"><a href="?maal=NUK-1&amp;x" class="num nowrap">NUK-1</a> Å «se»</th>'
        '<td>&#x27;</td><td class="right">0</td></tr>'
    )


def test_a_row_with_too_many_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn('{% table_rows rows "" "" %}', rows=[("Kari", 1, 2)])


def test_the_chosen_option_is_marked() -> None:
    choices = [("a", "A & B"), ('"', "C")]
    assert drawn("{% options choices chosen %}", choices=choices, chosen='"') == (
        '<option value="a">A &amp; B</option><option value="&quot;" selected>C</option>'
    )
    assert "selected" not in drawn("{% options choices chosen %}", choices=choices, chosen=None)


@pytest.mark.parametrize("words", ["<a href='x'>&amp;\"</a>", "", mark_safe("<b>&</b>"), 12])
def test_words_are_escaped_as_django_escapes_them(words: object) -> None:
    assert escaped(words) == conditional_escape(words)


def test_addresses_are_those_of_each_key() -> None:
    keys = [1, 25, 1234567]
    assert addresses_of("plan", keys) == {key: reverse("plan", args=[key]) for key in keys}
    assert addresses_of("goal", keys, 7) == {key: reverse("goal", args=[7, key]) for key in keys}
    assert addresses_of("plan", []) == {}
