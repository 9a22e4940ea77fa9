"""What is shown when somebody else changed the same activity first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from borealis.portfolio.activities.actions.content import as_it_stands
from borealis.portfolio.activities.forms import ChangeForm
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import FIELD_WORDS
from borealis.portfolio.models import Activity
from borealis.shell.words import day_short


def initial_of(row: Activity, terms: Terms) -> dict[str, Any]:
    """An activity as the form first shows it; what its template says by itself is left open."""
    stands, template = as_it_stands(row), terms.template(row.template)
    return {**stands, "title": "" if template and template.name == row.title else row.title}


def differences(form: ChangeForm, stands: Mapping[str, Any]) -> list[str]:
    """Each field in which what is stored now is not what was typed, in words."""
    typed = {**form.content(), "goals": sorted(form.cleaned_data["goals"])}
    if template := form.terms.template(typed["template"]):
        typed |= {"kind": template.kind, "title": typed["title"] or template.name}
    return [
        _("%(field)s er nå «%(stands)s». Du skrev «%(typed)s».")
        % {
            "field": FIELD_WORDS[name],
            "stands": _shown(form, name, stands[name]),
            "typed": _shown(form, name, typed[name]),
        }
        for name in FIELD_WORDS
        if (stands[name] or "") != (typed[name] or "")
    ]


def _shown(form: ChangeForm, name: str, value: Any) -> str:
    """A value as the form shows it."""
    if name == "goals":
        codes = {goal.pk: goal.code for goal in form.terms.goals}
        return ", ".join(codes.get(pk, "") for pk in value) or "–"
    if name in ("from_day", "to_day"):
        return day_short(value) if value else "–"
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value)) or "–"
