"""How the training is done: supervision, guidance, specialists, teaching and research."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.programmes.description.basis import Basis, texts
from borealis.programmes.description.parts import Figure, Item, Section
from borealis.programmes.description.words import group_sessions, individual_sessions, joined
from borealis.programmes.rules import Series, least_teaching_hours
from borealis.shell.language import text_in


def supervision(basis: Basis) -> Section:
    """Item 4: how supervision is arranged at each arena."""
    arenas = [arena for arena in basis.document.arenas if arena.supervision]
    words = ngettext("arena med fast supervisjon", "arenaer med fast supervisjon", len(arenas))
    return Section(
        key="supervisjon",
        number=4,
        heading=_("Supervisjon på arenaene"),
        paragraphs=texts([basis.document.headings["supervision"]]),
        items=tuple(Item(text_in(arena.supervision), text_in(arena.name)) for arena in arenas),
        figure=Figure(str(len(arenas)), words) if arenas else None,
    )


def guidance(basis: Basis) -> Section:
    """Item 5: guidance and assessment, with the norm and the standing topics."""
    norm = basis.document.guidance
    set_aside = _(
        "Det er satt av tid i tjenesteplanen, så hver lege i spesialisering har %(individual)s og %(group)s "
        "i året."
    ) % {"individual": individual_sessions(norm.individual), "group": group_sessions(norm.group)}
    lengths = _("En individuell veiledning er på %(one)d minutter, en i gruppe på %(many)d.") % {
        "one": norm.minutes_individual,
        "many": norm.minutes_group,
    }
    year = {
        "training_year": _("Året er ditt eget utdanningsår."),
        "calendar_year": _("Året er kalenderåret."),
        "last_twelve_months": _("Året er de siste tolv månedene."),
    }[norm.year]
    return Section(
        key="veiledning",
        number=5,
        heading=_("Veiledning og vurdering"),
        paragraphs=(
            f"{set_aside} {lengths} {year}",
            *texts([basis.document.headings["guidance"]]),
            ngettext(
                "Veiledningen har %(count)d fast tema:",
                "Veiledningen har %(count)d faste temaer:",
                len(norm.topics),
            )
            % {"count": len(norm.topics)},
        ),
        items=tuple(Item(text_in(topic.text)) for topic in norm.topics),
        figure=Figure(
            f"{norm.individual} + {norm.group}",
            _("veiledninger i året"),
            _("individuelle og i gruppe"),
        ),
    )


def specialists(basis: Basis) -> Section:
    """Item 6: how the enterprise's specialists are used."""
    return Section(
        key="spesialister",
        number=6,
        heading=_("Spesialistene våre"),
        paragraphs=texts([basis.document.headings["specialists"]]),
    )


def teaching(basis: Basis) -> Section:
    """Item 7: theoretical teaching: hours, series, and what is expected of the trainee."""
    plan = basis.document.teaching
    return Section(
        key="undervisning",
        number=7,
        heading=_("Teoretisk undervisning"),
        paragraphs=texts([basis.document.headings["teaching"], plan.participation]),
        items=tuple(Item(_series(basis, series), text_in(series.name)) for series in plan.series),
        figure=Figure(
            _("%(hours)d timer") % {"hours": plan.hours_per_year},
            _("internundervisning i året"),
            _("kravet er minst %(hours)d (§ 24)") % {"hours": least_teaching_hours(basis.on)},
        ),
    )


def _series(basis: Basis, series: Series) -> str:
    """How often, with whom, and a word about it."""
    every = {"week": _("Hver uke."), "month": _("Hver måned.")}[series.every]
    partners = joined(basis.name(code) for code in series.partners)
    with_whom = ""
    if partners and series.hosts == "rotating":
        with_whom = _("Vertskapet går på omgang, blant andre med %(partners)s.") % {"partners": partners}
    elif partners and series.hosts == "shared":
        with_whom = _("Sammen med %(partners)s.") % {"partners": partners}
    return " ".join([every, *texts([series.text]), *([with_whom] if with_whom else [])])


def research(basis: Basis) -> Section:
    """Item 8: how research is part of the training."""
    plan = basis.document.research
    cooperation = [*texts([plan.cooperation, plan.plan])]
    if plan.partner:
        cooperation.insert(0, _("Universitetet er %(name)s.") % {"name": basis.name(plan.partner)})
    funding = _("Midler til forskningsprosjekter søkes fra %(sources)s.") % {
        "sources": joined(texts(plan.funding))
    }
    return Section(
        key="forskning",
        number=8,
        heading=_("Forskning i utdanningen"),
        paragraphs=tuple(
            filter(
                None,
                (
                    " ".join(texts([basis.document.headings["research"], plan.openings, plan.own_idea])),
                    " ".join(cooperation),
                    text_in(plan.doctoral),
                    funding,
                ),
            )
        ),
    )


def academic(basis: Basis) -> Section:
    """Item 9: how academic and clinical competence is used to reach the research goals."""
    activities = basis.document.research.activities
    goals = list(dict.fromkeys(goal for activity in activities for goal in activity.goals))
    sentence = _("Aktivitetene for målene i forskningsforståelse (%(goals)s) er %(activities)s.") % {
        "goals": ", ".join(goals),
        "activities": joined(texts(activity.name for activity in activities)),
    }
    return Section(
        key="akademisk",
        number=9,
        heading=_("Akademisk kompetanse"),
        paragraphs=(*texts([basis.document.headings["academic"]]), sentence),
        figure=Figure(
            str(len(activities)),
            ngettext("aktivitet for forskningsmålene", "aktiviteter for forskningsmålene", len(activities)),
        ),
    )
