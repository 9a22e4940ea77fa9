"""A programme put into words, in the order of § 22 e."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import name_of
from borealis.programmes.description import offer, training
from borealis.programmes.description.basis import Basis, basis_of
from borealis.programmes.description.parts import Description, Fact, Section
from borealis.programmes.description.words import day_words, joined, role_at, small
from borealis.programmes.queries import CurrentProgramme
from borealis.shell.language import text_in
from borealis.shell.words import number


def describe(programme: CurrentProgramme, on: dt.date) -> Description:
    """The public description of a programme on a day, in the language that is active."""
    basis = basis_of(programme, on)
    document = basis.document
    trust = basis.around.trust
    place = [basis.name(document.department), document.town]
    if trust is not None:
        place = [_full_name(basis), document.town]
    return Description(
        code=programme.code,
        title=text_in(document.title),
        place=" · ".join(place),
        lede=_lede(basis),
        facts=_facts(basis),
        sections=(
            _introduction(basis),
            offer.goals(basis),
            offer.arenas(basis),
            offer.agreements(basis),
            training.supervision(basis),
            training.guidance(basis),
            training.specialists(basis),
            training.teaching(basis),
            training.research(basis),
            training.academic(basis),
            offer.common_goals(basis),
            offer.course(basis),
            _contact(basis),
        ),
        version=_version(basis),
        contact_name=joined(basis.contact_names),
    )


def _full_name(basis: Basis) -> str:
    """The trust's name in full, or the department's."""
    return name_of(basis.around.trust) if basis.around.trust else basis.name(basis.document.department)


def _lede(basis: Basis) -> str:
    words = {"trust": basis.trust, "specialty": small(basis.specialty), "town": basis.document.town}
    if basis.coverage.gaps:
        return _("%(trust)s tilbyr spesialisering i %(specialty)s i %(town)s.") % words
    return _("Hele spesialiteten kan tas i %(town)s. Du arbeider ved %(department)s.") % {
        **words,
        "department": basis.name(basis.document.department),
    }


def _facts(basis: Basis) -> tuple[Fact, ...]:
    document, coverage = basis.document, basis.coverage
    total, offered = len(coverage.goals), len(coverage.offered)
    return (
        Fact(
            _("Læringsmål"),
            _("%(offered)d av %(total)d") % {"offered": offered, "total": total},
            _("kan nås ved %(trust)s") % {"trust": basis.trust},
        ),
        Fact(
            _("Veiledning i året"),
            f"{document.guidance.individual} + {document.guidance.group}",
            _("individuell og i gruppe"),
        ),
        Fact(
            _("Internundervisning"),
            _("%(hours)d timer") % {"hours": document.teaching.hours_per_year},
            _("i året"),
        ),
        Fact(
            _("Tjeneste etter del 1"),
            _("%(months)s måneder") % {"months": number(document.months)},
            ngettext("i %(count)d fase", "i %(count)d faser", len(document.shortest))
            % {"count": len(document.shortest)},
        ),
    )


def _introduction(basis: Basis) -> Section:
    document, around = basis.document, basis.around
    offered = _("%(trust)s tilbyr spesialisering i %(specialty)s i %(town)s.") % {
        "trust": basis.trust,
        "specialty": small(basis.specialty),
        "town": document.town,
    }
    return Section(
        key="innledning",
        number=0,
        heading=_("Innledning"),
        paragraphs=tuple(
            filter(
                None,
                (
                    _hospitals(basis),
                    _relations(basis),
                    text_in(document.introduction["mission"]),
                    offered,
                    text_in(document.introduction["individual_plan"]),
                ),
            )
        ),
        figure=None if not around.hospitals else offer.hospitals_figure(basis),
    )


def _hospitals(basis: Basis) -> str:
    """Where the trust has hospitals and district psychiatric centres."""
    around = basis.around
    if not around.hospitals:
        return ""
    words = {
        "trust": _full_name(basis),
        "hospitals": joined(row.town for row in around.hospitals),
        "centres": joined(row.town for row in around.psychiatric_centres),
    }
    if not around.psychiatric_centres:
        return _("%(trust)s har sykehus i %(hospitals)s.") % words
    return _("%(trust)s har sykehus i %(hospitals)s, og distriktspsykiatriske sentre i %(centres)s.") % words


def _relations(basis: Basis) -> str:
    """What the trust is to its region, and whom it works with."""
    around = basis.around
    words = {
        "trust": basis.trust,
        "region": joined(
            name_of(row) for row in around.regional_hospital_of or around.university_hospital_of
        ),
        "university": joined(name_of(row) for row in around.cooperates_with),
    }
    both = around.university_hospital_of and around.regional_hospital_of
    sentences = []
    if both:
        sentences.append(_("%(trust)s er universitetssykehus og regionsykehus i %(region)s.") % words)
    elif around.university_hospital_of:
        sentences.append(_("%(trust)s er universitetssykehus i %(region)s.") % words)
    elif around.regional_hospital_of:
        sentences.append(_("%(trust)s er regionsykehus i %(region)s.") % words)
    if around.cooperates_with:
        sentences.append(_("%(trust)s har et omfattende samarbeid med %(university)s.") % words)
    return " ".join(sentences)


def _contact(basis: Basis) -> Section:
    contact = basis.document.contact
    role = role_at(contact.role, basis.name(contact.organisation))
    where = _("Kontakt %(role)s, %(trust)s.") % {"role": role, "trust": _full_name(basis)}
    names = joined(basis.contact_names)
    person = _("I dag er det %(names)s.") % {"names": names} if names else ""
    return Section(
        key="kontakt",
        number=0,
        heading=_("Kontakt"),
        paragraphs=tuple(filter(None, (text_in(contact.text), where, person))),
    )


def _version(basis: Basis) -> str:
    """Which version this is, and whether it is approved."""
    approval = basis.document.approval
    words = {"number": basis.programme.number, "role": text_in(approval.approved_by)}
    if approval.approved_on is None:
        return _("Versjon %(number)d. Ikke godkjent ennå; godkjennes av %(role)s.") % words
    day = day_words(approval.approved_on)
    return _("Versjon %(number)d, godkjent %(day)s av %(role)s.") % {**words, "day": day}
