"""Tags for forms: a field with its label, hint and message; the summary of errors."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField

register = template.Library()

PLAIN = {"select": "ds-input", "textarea": "ds-input", "input": "ds-input"}


def _kind(bound: BoundField) -> str:
    """Which mark-up a field takes: a group of choices, a single tick, or one control."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "control"


@register.inclusion_tag("shell/forms/field.html")
def field(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """``{% field form.started_on %}``: label, hint and message tied to the control by written-out ids."""
    kind = _kind(bound)
    hint = hint or str(bound.help_text or "")
    described = [f"{bound.auto_id}_hint"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, Any] = {} if kind == "tick" else {"class": "ds-input"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "described": " ".join(described),
        "control": bound.as_widget(attrs=attributes) if kind != "group" else "",
        "optional": not bound.field.required and kind != "tick",
    }


@register.inclusion_tag("shell/forms/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """``{% error_summary form %}``: all that must be mended, on top, each with a link to its field."""
    found = [
        {
            "id": _first_control(form[name]) if name in form.fields else "",
            "label": _label(form, name),
            "text": text,
        }
        for name, texts in form.errors.items()
        for text in texts
    ]
    return {"errors": found}


def _label(form: forms.BaseForm, name: str) -> str:
    return str(form[name].label) if name in form.fields else ""


def _first_control(bound: BoundField) -> str:
    """The id of the control that a link should lead to."""
    return f"{bound.auto_id}_0" if _kind(bound) == "group" else str(bound.auto_id)
