"""What a person must look at: findings on trainees, on the department, and on the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.plans.queries import StoredPlan, unplanned_leave
from borealis.plans.queries.proposals import agreement_findings
from borealis.plans.rules.comparison import waiting
from borealis.plans.rules.months import first_day
from borealis.plans.words import delay_words, phase_word, unplaced_word
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import Coverage, ProgrammeDocument
from borealis.shell.findings import Finding, Severity
from borealis.shell.words import month_year, months_long
from borealis.trainees.queries import TrainingRecord

LONG_WAIT = 6  # months; waiting from here on is for a person to look at (local norm)


def trainee_findings(
    record: TrainingRecord,
    plan: StoredPlan | None,
    document: ProgrammeDocument,
    today: dt.date,
    *,
    signing_as: str | None,
    may_plan: bool,
) -> list[Finding]:
    """What needs somebody, for one trainee.

    ``signing_as`` is whom the reader could sign as; ``may_plan`` whether the reader runs the planner.
    What only somebody else can mend is shown without a way out.
    """
    about = f"trainees.Trainee:{record.trainee_id}"
    found: list[Finding] = []
    if record.guide_on(today) is None:
        found.append(
            Finding(
                "no_guide",
                "attention" if signing_as == "head" else "information",
                about,
                _("Ingen veileder er oppnevnt."),
                _("Hver lege i spesialisering skal ha en individuell veileder."),
                _("Oppnevn veileder"),
                reverse("trainee_service", args=[record.trainee_id]),
                "§ 25 d",
            )
        )
    if plan is None:
        found.append(
            Finding(
                "no_individual_plan",
                "attention",
                about,
                _("Ingen individuell plan."),
                _("Planen regnes ut for hele avdelingen under ett."),
                _("Regn ut planer") if may_plan else "",
                _plans(record, may_plan),
                "§ 25 a",
            )
        )
        return found
    found += _overtaken(record, plan, about, may_plan)
    found += _missing(plan, document, about)
    found += _unsigned(plan, about, signing_as)
    wait = waiting(plan.content)
    if wait >= LONG_WAIT:
        found.append(
            Finding(
                "long_wait",
                "attention",
                about,
                ngettext(
                    "%(n)s måned venting på plass i planen.", "%(n)s måneder venting på plass i planen.", wait
                )
                % {"n": wait},
                _("Ventet ferdig %(delay)s") % {"delay": delay_words(plan.content)},
                _("Se planen"),
                _plan(plan),
            )
        )
    return found


def _plan(plan: StoredPlan) -> str:
    return reverse("plan", args=[plan.trainee_id])


def _plans(record: TrainingRecord, may_plan: bool) -> str:
    return reverse("plans_department", args=[record.programme_code]) if may_plan else ""


def _overtaken(record: TrainingRecord, plan: StoredPlan, about: str, may_plan: bool) -> Iterable[Finding]:
    months = unplanned_leave(record, plan.content)
    if months:
        yield Finding(
            "plan_overtaken_by_leave",
            "attention",
            about,
            _("Permisjon fra %(month)s er ikke med i planen.") % {"month": month_year(first_day(months[0]))},
            _("Planen må regnes ut på nytt, for denne legen og for dem som deler plass.")
            if may_plan
            else _("Lederen regner ut planen på nytt, og du får den til signering."),
            _("Se planer og forslag") if may_plan else "",
            _plans(record, may_plan),
            "§ 25 a",
        )


def _missing(plan: StoredPlan, document: ProgrammeDocument, about: str) -> Iterable[Finding]:
    for part in plan.content.unplaced:
        yield Finding(
            "no_place",
            "attention",
            about,
            _("%(phase)s mangler plass i %(months)s.")
            % {"phase": phase_word(part.phase, document), "months": months_long(part.months)},
            unplaced_word(part.reason),
            _("Se planen"),
            _plan(plan),
        )


def _unsigned(plan: StoredPlan, about: str, signing_as: str | None) -> Iterable[Finding]:
    if plan.agreed or signing_as is None:
        return
    mine = plan.signed_by(signing_as) is None
    severity: Severity = "attention" if mine else "information"
    other = "head" if signing_as == "trainee" else "trainee"
    detail = _("Den andre har signert.") if plan.signed_by(other) else ""
    if mine:
        yield Finding(
            "plan_waits_for_signature",
            severity,
            about,
            _("Planen mangler signaturen din."),
            detail,
            _("Les og signer"),
            _plan(plan),
            "§ 25 a",
        )


def programme_findings(
    current: CurrentProgramme,
    plans: Mapping[int, StoredPlan],
    records: Mapping[int, TrainingRecord],
    offer: Coverage,
) -> list[Finding]:
    """What needs somebody for the programme: goals nobody offers, agreements that end too soon."""
    found = []
    gaps = offer.gaps
    if gaps:
        codes = ", ".join(goal.code for goal in gaps[:5]) + (" …" if len(gaps) > 5 else "")
        found.append(
            Finding(
                "goal_without_arena",
                "attention",
                f"programmes.Programme:{current.pk}",
                ngettext("%(n)s læringsmål har ingen arena.", "%(n)s læringsmål har ingen arena.", len(gaps))
                % {"n": len(gaps)},
                codes,
                _("Se dekningen"),
                reverse("coverage", args=[current.code]),
                "§ 22 e",
            )
        )
    contents = [plan.content for plan in plans.values()]
    return [*found, *agreement_findings(contents, current.document, records)]
