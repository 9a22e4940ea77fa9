"""Where a person writes sentences, the page says that nothing about patients belongs there."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.template import engines

import borealis
from borealis.privacy.queries.registry import personal_rules
from borealis.privacy.rules import names_a_patient
from tests.conftest import Told

# Form fields that hold a name, a number, a code or a file, and no sentences: why not.
SHORT = {
    "code": "a one-time code",
    "name": "what something or someone is called",
    "email": "an address",
    "hpr_number": "a number",
    "personnel_number": "a number",
    "NewPersonForm.title": "what a post is called",
    "PostForm.title": "what a post is called",
    "PublicationForm.title": "what a publication is called",
    "TrackCourseForm.title": "what a course is called",
    "CallForm.title": "what a call is called",
    "authors": "names in a publication",
    "doi": "a code",
    "funder": "what a body is called",
    "journal": "what a journal is called",
    "needs": "what a funder asks for; it is public",
    "partners": "what bodies are called",
    "reference": "the number of a case",
    "source": "what a body is called",
    "supervisors": "names",
    "unit": "what is counted",
    **{f"CourseForm.name_{one}": "what a course is called" for one in ("nb", "nn", "en")},
    **dict.fromkeys(("CourseForm.provider", "CourseForm.specialties", "CourseForm.goals"), "names and codes"),
    "tekst": "a programme file in a fixed format; it is public",
}
LINE = re.compile(r"Skriv ikke noe om pasienter|Skriv ingenting om pasienter")


def all_forms() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(borealis.__path__, "borealis."):
        if not re.search(r"\bforms(\.|$)", module.name):
            continue
        for _name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.name:
                yield found


def written() -> list[tuple[str, str, forms.Field]]:
    """Every form field that takes plain text which is seen while it is written."""
    hidden = (forms.HiddenInput, forms.PasswordInput)
    return [
        (found.__qualname__, name, field)
        for found in all_forms()
        for name, field in getattr(found, "base_fields", {}).items()
        if type(field) is forms.CharField and not isinstance(field.widget, hidden)
    ]


def free() -> list[tuple[str, str, forms.Field]]:
    return [entry for entry in written() if not {entry[1], f"{entry[0]}.{entry[1]}"} & set(SHORT)]


def test_forms_are_found() -> None:
    assert {"GoalForm.grounds", "CreditForm.reason"} <= {f"{form}.{name}" for form, name, _field in free()}


def test_every_free_text_field_says_the_line_about_patients_where_it_is_drawn() -> None:
    """given a field in which sentences are written, when it is drawn, then the line is tied to it"""
    template = engines["django"].from_string("{% field form.it %}")
    silent = []
    for form, name, field in free():
        drawn = template.render({"form": type("F", (forms.Form,), {"it": field})()})
        tied = 'aria-describedby="id_it_hint' in drawn
        if not (tied and LINE.search(drawn)):
            silent.append(f"{form}.{name}")
    assert silent == []


def test_every_stored_free_text_is_one_that_forms_treat_as_such() -> None:
    """given a stored field that is declared free text, then no form takes it for a short one"""
    stored = {said.name for rule in personal_rules() for said in rule.fields if said.free_text}
    assert stored & set(SHORT) == set()
    assert {"grounds", "reason", "exception"} <= stored


def test_no_form_field_is_named_like_data_about_patients() -> None:
    named = [
        f"{found.__qualname__}.{name}"
        for found in all_forms()
        for name in getattr(found, "base_fields", {})
        if names_a_patient(name)
    ]
    assert named == []


@pytest.mark.django_db
def test_the_pages_for_registering_show_the_line(told: Told) -> None:
    """given the head's page of a trainee, when every form it leads to is opened, then texts have the line"""
    client, trainee = told.client("Randi Snøugle"), told.trainees["Nora Fjellrype"]
    page = client.get(f"/lis/tjeneste/{trainee}/").content.decode()
    paths = sorted(set(re.findall(r'href="(/lis/[^"]*/ny/[^"]*)"', page)))
    assert len(paths) >= 3
    names = {name for _form, name, _field in free()}
    silent = []
    for path in paths:
        drawn = client.get(path).content.decode()
        asked = set(re.findall(r'<(?:textarea|input type="text")[^>]*? name="(\w+)"', drawn))
        if asked & names and not LINE.search(drawn):
            silent.append(path)
    assert silent == []
