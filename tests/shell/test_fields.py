"""Fields: label, hint and message tied to the control; what was typed is kept."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from borealis.shell.style_guide import ExampleForm


def drawn(form: ExampleForm, source: str) -> str:
    return Template(source).render(Context({"form": form}))


def test_a_field_ties_label_hint_and_message_to_its_control() -> None:
    form = ExampleForm({"first": "31.2.2026"})
    markup = drawn(form, "{% field form.first %}")
    assert '<label class="ds-label" for="id_first">' in markup
    assert 'aria-describedby="id_first_hint id_first_error"' in markup
    assert 'aria-invalid="true"' in markup
    assert 'id="id_first_error"' in markup
    assert "Skriv en dato, for eksempel 3.12.2026." in markup
    assert 'value="31.2.2026"' in markup


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    markup = drawn(ExampleForm(), "{% field form.kind %}")
    assert '<legend class="ds-label">Slag' in markup
    assert markup.count('type="radio"') == 2
    assert markup.count("<fieldset") == markup.count("</fieldset>") == 1


def test_what_may_be_left_out_says_so() -> None:
    assert "(valgfritt)" in drawn(ExampleForm(), "{% field form.comment %}")
    assert "(valgfritt)" not in drawn(ExampleForm(), "{% field form.name %}")


def test_the_summary_leads_to_each_field() -> None:
    markup = drawn(
        ExampleForm({"name": "x", "arena": "ct", "first": "3.12.2026"}), "{% error_summary form %}"
    )
    assert 'href="#id_percent"' in markup
    assert 'href="#id_kind_0"' in markup
    assert "2 ting må rettes" in markup


WHOLE = {"name": "x", "arena": "ct", "first": "3.12.2026", "percent": "100", "kind": "full"}


@pytest.mark.parametrize("data", [None, WHOLE])
def test_no_summary_without_faults(data: dict[str, str] | None) -> None:
    assert drawn(ExampleForm(data), "{% error_summary form %}").strip() == ""
