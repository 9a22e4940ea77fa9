"""The ways on from a start page to what is not in the menu."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Way:
    """A link with what is found there."""

    icon: str
    title: str
    text: str
    url: str


def trainee_ways() -> list[Way]:
    """What a trainee finds besides plan, portfolio and guidance."""
    return [
        Way("teaching", _("Undervisning"), _("Oppmøte, timer og det du skal holde"), reverse("teaching")),
        Way("calendar", _("Kurs"), _("Frister, ønsker og plass"), reverse("courses")),
        Way("document", _("Forskning"), _("Prosjekter, doktorgrad og utlysninger"), reverse("research_own")),
        Way("target", _("Felles kompetansemål"), _("Område for område"), reverse("common_goals_own")),
        Way("chart", _("Forbedringsarbeid"), _("Målinger og prosjektoppgave"), reverse("improvement_own")),
        Way("talk", _("Evaluering"), _("Uten navn, og hva det førte til"), reverse("evaluation_own")),
    ]


def department_ways(code: str, *, decides: bool, registers: bool) -> list[Way]:
    """What a department's page leads to. ``decides``: on goals here; ``registers``: keeps facts of trainees here."""
    ways = [
        Way("document", _("Program"), _("Det dere har lovet"), reverse("programme_manage", args=[code])),
        Way("calendar", _("Kurs"), _("Hvem som ønsker hva"), reverse("course_demand")),
        Way("chart", _("Forskning"), _("Prosjekter, løp og midler"), reverse("research_department_own")),
    ]
    if registers:
        ways += [
            Way(
                "target",
                _("Felles kompetansemål"),
                _("Hvem som mangler hva"),
                reverse("common_goals_department"),
            ),
            Way("plan", _("Forbedringsarbeid"), _("I gang og ferdig"), reverse("improvement_department")),
            Way(
                "talk", _("Evaluering av utdanningen"), _("Uten navn, § 27"), reverse("evaluation_department")
            ),
            Way(
                "download", _("Hent inn en lege"), _("Fra et annet helseforetak"), reverse("dossier_bring_in")
            ),
        ]
    if decides:
        ways.append(
            Way("edit", _("Vurderinger"), _("Hvordan det vurderes her"), reverse("assessments_spread"))
        )
    return ways
