"""What a head must judge of what a programme covers, with what to do about it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.programmes.description.words import day_words, joined
from borealis.programmes.known_courses import course_name, is_catalogue_kept, known_courses
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import (
    Coverage,
    EndingAgreement,
    ending_agreements,
    phases_without_arenas,
)
from borealis.shell.findings import Finding
from borealis.shell.language import text_in

LOOK_AHEAD = dt.timedelta(days=548)  # agreements that end within 18 months are shown
ACT_NOW = dt.timedelta(days=183)  # within half a year someone must act
_SHOWN = 12


def coverage_findings(programme: CurrentProgramme, coverage: Coverage, edit_url: str) -> list[Finding]:
    """Gaps first, then phases and courses that cannot be planned, agreements that end, and goals with one arena."""
    return [
        *_gaps(programme, coverage, edit_url),
        *_phases(programme, coverage.on, edit_url),
        *_courses(programme, edit_url),
        *_ending(programme, coverage, edit_url),
        *_single(programme, coverage),
    ]


def _gaps(programme: CurrentProgramme, coverage: Coverage, url: str) -> list[Finding]:
    gaps = coverage.gaps
    if not gaps:
        return []
    title = ngettext(
        "%(count)d læringsmål tilbys ikke av noen arena",
        "%(count)d læringsmål tilbys ikke av noen arena",
        len(gaps),
    )
    lapsed = sorted({arena for goal in gaps for arena in goal.lapsed})
    detail = _("%(goals)s.") % {"goals": _some([goal.code for goal in gaps])}
    if lapsed:
        detail += " " + _("Avtalen om %(arenas)s gjelder ikke denne dagen.") % {
            "arenas": joined(_arena(programme, arena) for arena in lapsed)
        }
    return [
        Finding(
            rule="goal_without_arena",
            severity="attention",
            about=f"programmes.Programme:{programme.pk}",
            title=title % {"count": len(gaps)},
            detail=detail,
            action=_("Legg målene til en arena") if url else "",
            url=url,
            source="§ 22 e, § 20",
        )
    ]


def _phases(programme: CurrentProgramme, on: dt.date, url: str) -> list[Finding]:
    return [
        Finding(
            rule="phase_without_arena",
            severity="attention",
            about=f"programmes.Programme:{programme.pk}",
            title=_("Fasen %(phase)s har ingen arena denne dagen") % {"phase": _phase(programme, code)},
            detail=_("Ingen kan settes dit i en plan."),
            action=_("Gi fasen en arena") if url else "",
            url=url,
        )
        for code in phases_without_arenas(programme.document, on)
    ]


def _courses(programme: CurrentProgramme, url: str) -> list[Finding]:
    """Courses that nobody can be planned on, for who may mend the programme."""
    if not url or not is_catalogue_kept():
        return []
    codes = programme.document.course_codes
    known = known_courses(codes)
    return [
        Finding(
            rule="course_not_in_catalogue",
            severity="attention",
            about=f"programmes.Programme:{programme.pk}",
            title=_("Kurset %(course)s er ikke i kurskatalogen") % {"course": course_name(code, known)},
            detail=_("Det kommer ikke med i planene før det er der."),
            action=_("Rett kurset i programmet"),
            url=url,
        )
        for code in codes
        if code not in known or not known[code].in_use
    ]


def _ending(programme: CurrentProgramme, coverage: Coverage, url: str) -> list[Finding]:
    soon = coverage.on + ACT_NOW
    return [
        Finding(
            rule="agreement_ends",
            severity="attention" if end.last_day <= soon else "information",
            about=f"programmes.Programme:{programme.pk}",
            title=_("Avtalen %(agreement)s løper ut %(day)s")
            % {"agreement": end.id, "day": day_words(end.last_day)},
            detail=_lost(end),
            action=_("Forny avtalen") if url else "",
            url=url,
            source="§ 22 e",
        )
        for end in ending_agreements(programme.document, coverage, coverage.on + LOOK_AHEAD)
    ]


def _lost(end: EndingAgreement) -> str:
    if not end.goals_lost:
        return _("Alle målene tilbys også andre steder.")
    return ngettext(
        "%(count)d læringsmål tilbys ikke etter det: %(goals)s.",
        "%(count)d læringsmål tilbys ikke etter det: %(goals)s.",
        len(end.goals_lost),
    ) % {"count": len(end.goals_lost), "goals": _some(list(end.goals_lost))}


def _single(programme: CurrentProgramme, coverage: Coverage) -> list[Finding]:
    counts: dict[str, int] = {}
    for goal in coverage.single:
        counts[goal.arenas[0]] = counts.get(goal.arenas[0], 0) + 1
    if not counts:
        return []
    total = sum(counts.values())
    title = ngettext("%(count)d mål har bare én arena", "%(count)d mål har bare én arena", total)
    by_arena = joined(f"{_arena(programme, arena)} {count}" for arena, count in counts.items())
    return [
        Finding(
            rule="single_arena",
            severity="information",
            about=f"programmes.Programme:{programme.pk}",
            title=title % {"count": total},
            detail=_("De står og faller med %(arenas)s.") % {"arenas": by_arena},
        )
    ]


def _some(codes: list[str]) -> str:
    rest = len(codes) - _SHOWN
    shown = ", ".join(codes[:_SHOWN])
    return _("%(goals)s og %(count)d til") % {"goals": shown, "count": rest} if rest > 0 else shown


def _arena(programme: CurrentProgramme, code: str) -> str:
    arena = programme.document.arena(code)
    return text_in(arena.name) if arena else code


def _phase(programme: CurrentProgramme, code: str) -> str:
    phase = programme.document.phase(code)
    return text_in(phase.name) if phase else code
