"""What the place offers: goals, arenas, agreements, common goals, and how the course of training runs."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import name_of
from borealis.programmes.description.basis import Basis, CommonSet, texts
from borealis.programmes.description.parts import Cell, Figure, Item, Row, Section, Table
from borealis.programmes.description.words import (
    day_words,
    goals_counted,
    joined,
    places_counted,
    small,
)
from borealis.programmes.known_courses import course_name
from borealis.programmes.rules import (
    AgreementTerms,
    GoalCoverage,
    GroupCoverage,
    Phase,
    PhaseChoice,
    ProgrammeCourse,
)
from borealis.shell.language import text_in
from borealis.shell.words import months_words, number


def hospitals_figure(basis: Basis) -> Figure:
    """How many hospitals and centres the trust has."""
    around = basis.around
    hospitals, centres = len(around.hospitals), len(around.psychiatric_centres)
    note = ngettext(
        "og %(count)d distriktspsykiatrisk senter", "og %(count)d distriktspsykiatriske sentre", centres
    )
    return Figure(
        str(hospitals),
        ngettext("sykehus", "sykehus", hospitals),
        note % {"count": centres} if centres else "",
    )


def goals(basis: Basis) -> Section:
    """Item 1: which goals can be met, proved by the coverage of the day."""
    coverage = basis.coverage
    single = len(coverage.single)
    note = ngettext("%(count)d mål har bare én arena", "%(count)d mål har bare én arena", single)
    counts = {"offered": len(coverage.offered), "total": len(coverage.goals)}
    days = joined(day_words(day) for day in basis.set_days)
    regulation = _("Målene følger forskriften fra %(days)s.") % {"days": days} if days else ""
    return Section(
        key="laeringsmal",
        number=1,
        heading=_("Læringsmålene du kan nå"),
        paragraphs=tuple(
            filter(None, (_reach(basis), _gaps(basis), regulation, text_in(basis.document.headings["goals"])))
        ),
        figure=Figure(
            _("%(offered)d av %(total)d") % counts,
            _("mål har en arena"),
            note % {"count": single} if single else "",
        ),
    )


def _reach(basis: Basis) -> str:
    own = [goal for goal in basis.coverage.goals if not goal.common]
    common = [goal for goal in basis.coverage.goals if goal.common]
    words = {
        "trust": basis.trust,
        "specialty": small(basis.specialty),
        "own": len(own),
        "common": len(common),
        "own_offered": _offered(own),
        "common_offered": _offered(common),
    }
    if basis.coverage.gaps:
        return (
            _(
                "Ved %(trust)s kan du gjennomføre %(own_offered)d av %(own)d læringsmål i %(specialty)s "
                "og %(common_offered)d av %(common)d felles kompetansemål."
            )
            % words
        )
    if not common:
        return _("Ved %(trust)s kan du gjennomføre alle %(own)d læringsmålene i %(specialty)s.") % words
    return (
        _(
            "Ved %(trust)s kan du gjennomføre alle %(own)d læringsmålene i %(specialty)s "
            "og alle %(common)d felles kompetansemål."
        )
        % words
    )


def _offered(goals: list[GoalCoverage]) -> int:
    return sum(1 for goal in goals if goal.offered)


def _gaps(basis: Basis) -> str:
    gaps = basis.coverage.gaps
    if not gaps:
        return ""
    codes = joined(goal.code for goal in gaps)
    return ngettext(
        "Dette målet tilbys ikke i dag: %(codes)s.", "Disse målene tilbys ikke i dag: %(codes)s.", len(gaps)
    ) % {"codes": codes}


def arenas(basis: Basis) -> Section:
    """Item 2: the arenas, where they are, and which groups of goals each offers."""
    return Section(
        key="arenaer",
        number=2,
        heading=_("Arenaene våre"),
        paragraphs=(
            _where(basis),
            *texts([basis.document.headings["arenas"]]),
            *_shared_places(basis),
            _("Tabellen viser hvor mange mål i hver gruppe du kan nå på hver arena."),
        ),
        table=Table(
            kind="heat",
            caption=_("Antall læringsmål i hver gruppe som kan nås på hver arena"),
            columns=(_("Målgruppe"), *(text_in(arena.short) for arena in basis.document.arenas)),
            rows=tuple(_group_row(group) for group in merged_groups(basis)),
        ),
    )


def _where(basis: Basis) -> str:
    """Where the department lies: "… er en egen avdeling i …"."""
    department, *above = basis.around.line
    words = {
        "department": name_of(department),
        "town": basis.towns[department.code],
        "above": name_of(above[0]) if above else "",
    }
    if not above:
        return _("%(department)s ligger i %(town)s.") % words
    if department.kind == "department" and above[0].kind == "clinic":
        return _("%(department)s i %(town)s er en egen avdeling i %(above)s.") % words
    return _("%(department)s i %(town)s er en del av %(above)s.") % words


def _shared_places(basis: Basis) -> list[str]:
    """Where two at half time share a place, in one sentence."""
    shared = [text_in(arena.name) for arena in basis.document.arenas if arena.counts == "fraction"]
    words = _("Plassene telles i stillingsandeler på %(arenas)s: To leger i halv stilling deler én plass.")
    return [words % {"arenas": joined(shared)}] if shared else []


def merged_groups(basis: Basis) -> tuple[GroupCoverage, ...]:
    """The specialty's own groups one by one, and the common goals as one."""
    own = [group for group in basis.coverage.groups if not group.common]
    common = [group for group in basis.coverage.groups if group.common]
    if not common:
        return tuple(own)
    cells = tuple(
        type(first)(
            first.arena,
            sum(group.cells[place].goals for group in common),
            sum(group.cells[place].main for group in common),
        )
        for place, first in enumerate(common[0].cells)
    )
    goals = tuple(goal for group in common for goal in group.goals)
    whole = GroupCoverage(common[0].set_code, "", _("Felles kompetansemål"), True, goals, cells)
    return (*own, whole)


def _group_row(group: GroupCoverage) -> Row:
    cells = []
    for cell in group.cells:
        tone = "main" if cell.main else "part" if cell.goals else "none"
        cells.append(Cell(str(cell.goals) if cell.goals else "·", tone))
    return Row(group.name, str(len(group.goals)), tuple(cells))


def agreements(basis: Basis) -> Section:
    """Item 3: what is offered elsewhere, how long it holds, and what it means for the trainee."""
    terms = [terms for terms in basis.document.agreements if terms.holds(basis.on)]
    paragraphs = [*(_cooperation(basis, one) for one in terms)]
    paragraphs += texts([basis.document.headings["agreements"]]) if terms else [_("Alt foregår her.")]
    return Section(
        key="avtaler",
        number=3,
        heading=_("Avtaler med andre"),
        paragraphs=tuple(paragraphs),
        table=_agreements_table(basis, terms) if terms else None,
        figure=_agreements_figure(basis, terms),
    )


def _cooperation(basis: Basis, terms: AgreementTerms) -> str:
    sentence = _("%(department)s samarbeider med %(partner)s i %(town)s.") % {
        "department": basis.name(basis.document.department),
        "partner": basis.name(terms.partner),
        "town": basis.towns.get(terms.partner, ""),
    }
    return " ".join([sentence, *texts([terms.text])])


def _agreements_table(basis: Basis, agreed: list[AgreementTerms]) -> Table:
    return Table(
        kind="plain",
        caption=_("Avtaler i kraft"),
        columns=(_("Avtale"), _("Gjelder"), _("Plasser"), _("Varighet")),
        rows=tuple(
            Row(
                basis.name(terms.partner),
                basis.towns.get(terms.partner, ""),
                (
                    Cell(goals_counted(len(_goals_by(basis, terms)))),
                    Cell(_places(basis, terms)),
                    Cell(_validity(terms.in_force_to)),
                ),
            )
            for terms in agreed
        ),
    )


def _goals_by(basis: Basis, terms: AgreementTerms) -> list[str]:
    """Goals whose main arena is reached by this agreement."""
    return [
        goal.code
        for goal in basis.coverage.goals
        if any(terms.covers(arena, goal.code) for arena in goal.main)
    ]


def _places(basis: Basis, terms: AgreementTerms) -> str:
    month = basis.on.replace(day=1)
    arenas = [arena for arena in basis.document.arenas if arena.id in terms.arenas]
    counted = [(text_in(arena.short), arena.places_in(month)) for arena in arenas]
    return ", ".join(f"{places} {name}" for name, places in counted if places is not None) or _("etter behov")


def _validity(last: dt.date | None) -> str:
    return _("til %(day)s") % {"day": day_words(last)} if last else _("løpende")


def _agreements_figure(basis: Basis, agreed: list[AgreementTerms]) -> Figure | None:
    ends = [(terms.in_force_to, terms.partner) for terms in agreed if terms.in_force_to]
    if ends:
        last, partner = min(ends)
        months = (last.year - basis.on.year) * 12 + last.month - basis.on.month
        return Figure(
            months_words(months),
            _("til avtalen med %(partner)s løper ut") % {"partner": basis.name(partner)},
        )
    arenas = {arena for terms in agreed for arena in terms.arenas}
    spent = sum(
        phase.months for phase in basis.document.shortest if any(c.arena in arenas for c in phase.arenas)
    )
    if not spent:
        return None
    return Figure(
        months_words(spent),
        _("av løpet er satt av der"),
        _("av %(months)s") % {"months": number(basis.document.months)},
    )


def common_goals(basis: Basis) -> Section:
    """The goals that all specialties share: the number in force, by area, and a word on earlier sets."""
    document = basis.document
    fields = joined(
        _("%(field)s (%(codes)s)") % {"field": text_in(part.text), "codes": joined(part.goals)}
        for part in document.common_goals.emphasis
    )
    paragraphs = [*texts([document.common_goals.text])]
    paragraphs += [_in_force(found) for found in basis.common]
    paragraphs += [_further(basis)] if document.common_goals.further_areas else []
    paragraphs += [_earlier(found) for found in basis.earlier_common]
    if fields:
        paragraphs.append(
            _("Alle leger i spesialisering her får opplæring i %(fields)s. Det har særskilt vekt.")
            % {"fields": fields}
        )
    now, before = _total(basis.common), _total(basis.earlier_common)
    return Section(
        key="felles",
        number=0,
        heading=_("Felles kompetansemål"),
        paragraphs=tuple(paragraphs),
        figure=Figure(
            str(now),
            _("felles mål i dag"),
            _("%(count)d før") % {"count": before} if before else "",
        )
        if now
        else None,
    )


def _total(sets: tuple[CommonSet, ...]) -> int:
    return sum(found.goals for found in sets)


def _areas(found: CommonSet) -> str:
    return joined(f"{small(area.name)} ({area.goals})" for area in found.areas)


def _in_force(found: CommonSet) -> str:
    words = {"count": found.goals, "areas": _areas(found)}
    if found.in_force_from is None:
        return _("For del 2 og 3 er det %(count)d mål. Områdene er %(areas)s.") % words
    words["day"] = day_words(found.in_force_from)
    return _("For del 2 og 3 er det %(count)d mål siden %(day)s. Områdene er %(areas)s.") % words


def _further(basis: Basis) -> str:
    areas = joined(text_in(area) for area in basis.document.common_goals.further_areas)
    return _("Også %(areas)s hører til, uten egne mål i del 2 og 3.") % {"areas": areas}


def _earlier(found: CommonSet) -> str:
    words = {"count": found.goals, "areas": _areas(found)}
    if found.in_force_to is None:
        return _("Før var det %(count)d mål. Områdene var %(areas)s.") % words
    words["day"] = day_words(found.in_force_to)
    return _("Til og med %(day)s var det %(count)d mål. Områdene var %(areas)s.") % words


def course(basis: Basis) -> Section:
    """How the 60 months can be spent: the phases, where, and for how long."""
    document = basis.document
    return Section(
        key="lopet",
        number=0,
        heading=_("Slik er løpet"),
        paragraphs=(
            _("Fasene er til sammen %(months)s måneder i full stilling. Rekkefølgen tilpasses deg.")
            % {"months": number(document.months)},
            *_choosing(basis),
        ),
        table=Table(
            kind="plain",
            caption=_("Fasene i løpet"),
            columns=(_("Fase"), _("Lengde"), _("Arena"), _("Etter")),
            rows=tuple(_phase_row(basis, phase) for phase in document.phases),
        ),
        items=(
            *(Item(_choice_words(basis, choice), text_in(choice.name)) for choice in document.choices),
            *(_course_item(basis, course) for course in document.courses),
            *(Item(text_in(phase.text), text_in(phase.name)) for phase in document.phases if phase.text),
        ),
        figure=Figure(
            number(document.months),
            _("måneder etter del 1"),
            places_counted(_all_places(basis)),
        ),
    )


def _choosing(basis: Basis) -> list[str]:
    """That something is to be chosen, and what the sum of months then counts."""
    words = ngettext(
        "Du har ett valg, som står nedenfor. Månedene er regnet etter det korteste du kan velge.",
        "Du har %(count)d valg, som står nedenfor. Månedene er regnet etter det korteste du kan velge.",
        len(basis.document.choices),
    )
    return [words % {"count": len(basis.document.choices)}] if basis.document.choices else []


def _choice_words(basis: Basis, choice: PhaseChoice) -> str:
    """What there is to choose, in a sentence, and the programme's own word about it."""
    names = {phase.id: text_in(phase.name) for phase in basis.document.phases}
    if choice.choose:
        words = _("Du skal ta %(choose)s av disse: %(phases)s.") % {
            "choose": choice.choose,
            "phases": joined(names[code] for code in choice.of),
        }
    else:
        paths = (joined(names[code] for code in option) for option in choice.options)
        words = _("Du skal ta en av disse veiene: %(paths)s.") % {"paths": _("; eller ").join(paths)}
    return " ".join([words, *texts([choice.text])])


def _course_item(basis: Basis, course: ProgrammeCourse) -> Item:
    """A course that all take, and where in the training it comes; with its page where the catalogue has it."""
    known = basis.courses.get(course.code)
    name = _("Kurset %(course)s") % {"course": course_name(course.code, basis.courses)}
    return Item(_course_words(basis, course), name, known.url if known and known.in_use else "")


def _course_words(basis: Basis, course: ProgrammeCourse) -> str:
    after, before = (
        joined(text_in(phase.name) for code in codes if (phase := basis.document.phase(code)))
        for codes in (course.after, course.before)
    )
    if after and before:
        words = _("Du skal ta kurset når du er ferdig med %(after)s, og før du begynner på %(before)s.")
    elif after:
        words = _("Du skal ta kurset når du er ferdig med %(after)s.")
    elif before:
        words = _("Du skal ta kurset før du begynner på %(before)s.")
    else:
        words = _("Du skal ta kurset i løpet av utdanningen.")
    return words % {"after": after, "before": before}


def _all_places(basis: Basis) -> int:
    month = basis.on.replace(day=1)
    return sum(arena.places_in(month) or 0 for arena in basis.document.arenas)


def _phase_row(basis: Basis, phase: Phase) -> Row:
    arenas = [arena for choice in phase.arenas if (arena := basis.document.arena(choice.arena))]
    after = [text_in(found.name) for code in _waited_for(phase) if (found := basis.document.phase(code))]
    directly = basis.document.phase(phase.directly_after)
    after += [_("rett etter %(phase)s") % {"phase": text_in(directly.name)}] if directly else []
    return Row(
        text_in(phase.name),
        _("kan velges") if basis.document.choice_of(phase.id) else "",
        (
            Cell(months_words(phase.months)),
            Cell(_(" eller ").join(text_in(arena.name) for arena in arenas) or "–"),
            Cell(joined(after) or "–"),
        ),
    )


def _waited_for(phase: Phase) -> list[str]:
    """The phases in ``after``, without the one that this follows directly."""
    return [code for code in phase.after if code != phase.directly_after]
