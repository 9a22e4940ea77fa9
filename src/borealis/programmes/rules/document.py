"""A programme's document as frozen values: the training in one specialty at one place.

The nine headings are those of § 22 first paragraph e. Months are whole or half months of full-time
service, places are trainees at a time, guidance is counted in sessions a year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from borealis.programmes.rules.portfolio import PortfolioTerms, portfolio_terms

FORMAT = "borealis/programme/1"

HEADINGS = (
    "goals",
    "arenas",
    "agreements",
    "supervision",
    "guidance",
    "specialists",
    "teaching",
    "research",
    "academic",
)
"""The nine things that a programme must describe (§ 22 first paragraph e), in the order of the text."""

GUIDANCE_YEARS = ("training_year", "calendar_year", "last_twelve_months")

Text = Mapping[str, str]
"""One text in several languages: {"nb": …, "nn": …, "en": …}."""


@dataclass(frozen=True)
class Places:
    """How many trainees an arena takes at a time (and needs at least), from one month through another.

    Months are their first day; ``through_month`` None is until further.
    """

    from_month: dt.date
    through_month: dt.date | None
    places: int
    minimum: int

    def holds(self, month: dt.date) -> bool:
        return self.from_month <= month and (self.through_month is None or month <= self.through_month)


@dataclass(frozen=True)
class ArenaOffer:
    """A learning arena and the goals it offers. ``places`` empty: no limit, nobody is placed there.

    ``counts`` is "people", or "fraction" where two trainees at half time share one place.
    """

    id: str
    name: Text
    short: Text
    department: str
    places: tuple[Places, ...]
    main: tuple[str, ...]
    contributes: tuple[str, ...]
    supervision: Text
    counts: str = "people"

    def offers(self, goal: str) -> bool:
        return goal in self.main or goal in self.contributes

    def places_in(self, month: dt.date) -> int | None:
        """Places in a month; None where the arena has no limit."""
        if not self.places:
            return None
        return next((period.places for period in self.places if period.holds(month)), 0)


@dataclass(frozen=True)
class AgreementTerms:
    """Leave to use another body's arenas between two days, both included; ``goals`` empty: all there."""

    id: str
    kind: str
    partner: str
    in_force_from: dt.date
    in_force_to: dt.date | None
    arenas: tuple[str, ...]
    goals: tuple[str, ...]
    text: Text

    def holds(self, day: dt.date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def covers(self, arena: str, goal: str) -> bool:
        return arena in self.arenas and (not self.goals or goal in self.goals)


@dataclass(frozen=True)
class PhaseArena:
    """An arena where a phase can be served, and how little it is wished for (0 is best)."""

    arena: str
    preference: int


@dataclass(frozen=True)
class Phase:
    """A piece of the rotation plan: full-time months, where, after what, in how long stints.

    ``directly_after`` is a phase that is finished first, and after which this one begins at once ("" for none).
    ``fills_service_time`` marks the phase that is made longer or shorter so that a trainee's service
    adds up to what § 2 and § 31 ask for.
    """

    id: str
    name: Text
    months: float
    arenas: tuple[PhaseArena, ...]
    after: tuple[str, ...]
    min_stint: int
    max_stint: int | None
    goals: tuple[str, ...]
    fills_service_time: bool
    text: Text
    directly_after: str = ""


@dataclass(frozen=True)
class PhaseChoice:
    """What there is to choose among phases: ``choose`` of the phases ``of``, or (0) one of the paths ``options``.

    ``ways`` are all the ways to choose, each as the phases taken; for paths the paths themselves.
    """

    id: str
    name: Text
    choose: int
    of: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    text: Text

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        return tuple(combinations(self.of, self.choose)) if self.choose else self.options

    @property
    def phases(self) -> tuple[str, ...]:
        """Every phase that some way takes, in the order of the document."""
        return tuple(dict.fromkeys((*self.of, *(code for option in self.options for code in option))))


@dataclass(frozen=True)
class ProgrammeCourse:
    """A course that is attended once, by its code in the catalogue: when the phases in ``after`` are over, and before
    those in ``before`` begin."""

    code: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A standing topic of a guidance talk."""

    id: str
    text: Text


@dataclass(frozen=True)
class Help:
    """Whom a doctor in a hard time can turn to, where this hospital has said so: a name, and how."""

    name: Text
    text: Text


@dataclass(frozen=True)
class Guidance:
    """Guidance as a local norm: sessions a year and their length (the regulation gives no number)."""

    individual: int
    group: int
    minutes_individual: int
    minutes_group: int
    year: str
    topics: tuple[Topic, ...]
    help: tuple[Help, ...] = ()


@dataclass(frozen=True)
class Series:
    """Teaching that comes back every week or month, by one host, in turn, or shared with others."""

    id: str
    name: Text
    every: str
    hosts: str
    partners: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class Teaching:
    """Theoretical teaching; hours a year are at least those of § 24. Study time is a local norm, None where there
    is none."""

    hours_per_year: int
    series: tuple[Series, ...]
    participation: Text
    study_hours_per_week: int | None = None


@dataclass(frozen=True)
class ResearchActivity:
    """A course, e-learning or a project paper that the research goals are reached by.

    ``earlier_goals`` are goals of earlier sets that it serves too."""

    name: Text
    kind: str
    goals: tuple[str, ...]
    earlier_goals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Research:
    """How research is part of the training; ``partner`` and ``funding`` are organisation codes or words."""

    openings: Text
    own_idea: Text
    partner: str
    cooperation: Text
    plan: Text
    doctoral: Text
    funding: tuple[Text, ...]
    activities: tuple[ResearchActivity, ...]


@dataclass(frozen=True)
class Emphasis:
    """Common goals that this place gives special weight."""

    goals: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class CommonActivity:
    """What is done here to reach common goals. ``earlier_goals`` are goals of earlier sets that it serves too;
    ``form`` is the code of the form that an assessment is given on."""

    name: Text
    kind: str
    goals: tuple[str, ...]
    earlier_goals: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True)
class CommonGoals:
    """What the programme says of the goals that all specialties share.

    ``further_areas`` belong to them, but have no goals in the sets that the programme follows.
    """

    text: Text
    further_areas: tuple[Text, ...]
    emphasis: tuple[Emphasis, ...]
    activities: tuple[CommonActivity, ...] = ()


@dataclass(frozen=True)
class Contact:
    """Who answers questions: a role at a place, so that it stays right when the person changes."""

    role: str
    organisation: str
    text: Text


@dataclass(frozen=True)
class Approval:
    """Who made the text, who read it again, and who approves it; ``approved_on`` None: not approved yet."""

    author: str
    reviewed_on: dt.date | None
    approved_by: Text
    approved_on: dt.date | None


@dataclass(frozen=True)
class ProgrammeDocument:
    """The whole document. ``introduction`` and ``headings`` hold texts by key, in several languages."""

    code: str
    specialty: str
    department: str
    town: str
    title: Text
    approval: Approval
    goal_sets: tuple[str, ...]
    earlier_goal_sets: tuple[str, ...]
    introduction: Mapping[str, Text]
    headings: Mapping[str, Text]
    arenas: tuple[ArenaOffer, ...]
    agreements: tuple[AgreementTerms, ...]
    phases: tuple[Phase, ...]
    guidance: Guidance
    teaching: Teaching
    research: Research
    common_goals: CommonGoals
    contact: Contact
    portfolio: PortfolioTerms
    choices: tuple[PhaseChoice, ...] = ()
    courses: tuple[ProgrammeCourse, ...] = ()

    def arena(self, arena_id: str) -> ArenaOffer | None:
        return next((arena for arena in self.arenas if arena.id == arena_id), None)

    def phase(self, phase_id: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    def choice_of(self, phase_id: str) -> PhaseChoice | None:
        """The choice that a phase is part of."""
        return next((choice for choice in self.choices if phase_id in choice.phases), None)

    @property
    def course_codes(self) -> tuple[str, ...]:
        """The codes of the courses that are attended, in the order of the document."""
        return tuple(course.code for course in self.courses)

    @property
    def shortest(self) -> tuple[Phase, ...]:
        """The phases of the shortest course: those that all take, and of each choice those of the shortest way."""
        months = {phase.id: phase.months for phase in self.phases}
        out: set[str] = set()
        for choice in self.choices:
            way = min(choice.ways, key=lambda way: sum(months[code] for code in way))
            out |= {*choice.phases} - {*way}
        return tuple(phase for phase in self.phases if phase.id not in out)

    @property
    def months(self) -> float:
        """The normal length of the shortest course, in full-time months."""
        return sum(phase.months for phase in self.shortest)


def document_from(content: Mapping[str, Any]) -> ProgrammeDocument:
    """The document of a checked content (the JSON of a stored version, goal ranges written out)."""
    return ProgrammeDocument(
        code=content["code"],
        specialty=content["specialty"],
        department=content["department"],
        town=content["town"],
        title=content["title"],
        approval=_approval(content["version"]),
        goal_sets=tuple(content["goal_sets"]),
        earlier_goal_sets=tuple(content.get("earlier_goal_sets") or ()),
        introduction=content["introduction"],
        headings={key: content["headings"][key]["text"] for key in HEADINGS},
        arenas=tuple(_arena(arena) for arena in content["arenas"]),
        agreements=tuple(_agreement(terms) for terms in content.get("agreements") or ()),
        phases=tuple(_phase(phase) for phase in content["phases"]),
        guidance=_guidance(content["guidance"]),
        teaching=_teaching(content["teaching"]),
        research=_research(content["research"]),
        common_goals=_common_goals(content["common_goals"]),
        contact=Contact(**{key: content["contact"][key] for key in ("role", "organisation", "text")}),
        portfolio=portfolio_terms(content.get("portfolio")),
        choices=tuple(_choice(choice) for choice in content.get("choices") or ()),
        courses=tuple(_course(course) for course in content.get("courses") or ()),
    )


def first_day(text: str) -> dt.date:
    """A day from "2026-03-01", or the first day of a month from "2026-03"."""
    return dt.date.fromisoformat(text if len(text) > len("2026-03") else f"{text}-01")


def day_of(text: str | None) -> dt.date | None:
    """As ``first_day``; nothing gives None."""
    return first_day(text) if text else None


def _codes(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(values or ())


def _approval(content: Mapping[str, Any]) -> Approval:
    return Approval(
        author=content["author"],
        reviewed_on=day_of(content.get("reviewed_on")),
        approved_by=content["approved_by"],
        approved_on=day_of(content.get("approved_on")),
    )


def _arena(content: Mapping[str, Any]) -> ArenaOffer:
    goals = content.get("goals") or {}
    return ArenaOffer(
        id=content["id"],
        name=content["name"],
        short=content.get("short") or content["name"],
        department=content["department"],
        places=tuple(_places(period) for period in content.get("places") or ()),
        main=_codes(goals.get("main")),
        contributes=_codes(goals.get("contributes")),
        supervision=content.get("supervision") or {},
        counts=content.get("counts") or "people",
    )


def _places(content: Mapping[str, Any]) -> Places:
    return Places(
        from_month=first_day(content["from"]),
        through_month=day_of(content.get("through")),
        places=content["places"],
        minimum=content.get("minimum") or 0,
    )


def _agreement(content: Mapping[str, Any]) -> AgreementTerms:
    return AgreementTerms(
        id=content["id"],
        kind=content["kind"],
        partner=content["with"],
        in_force_from=first_day(content["from"]),
        in_force_to=day_of(content.get("through")),
        arenas=_codes(content["arenas"]),
        goals=_codes(content.get("goals")),
        text=content.get("text") or {},
    )


def _phase(content: Mapping[str, Any]) -> Phase:
    return Phase(
        id=content["id"],
        name=content["name"],
        months=content["months"],
        arenas=tuple(
            PhaseArena(choice["id"], choice.get("preference") or 0) for choice in content.get("arenas") or ()
        ),
        after=_codes(content.get("after")),
        min_stint=content.get("min_stint") or 1,
        max_stint=content.get("max_stint"),
        goals=_codes(content.get("goals")),
        fills_service_time=bool(content.get("fills_service_time")),
        text=content.get("text") or {},
        directly_after=content.get("directly_after") or "",
    )


def _choice(content: Mapping[str, Any]) -> PhaseChoice:
    return PhaseChoice(
        id=content["id"],
        name=content["name"],
        choose=content.get("choose") or 0,
        of=_codes(content.get("of")),
        options=tuple(tuple(option) for option in content.get("options") or ()),
        text=content.get("text") or {},
    )


def _course(content: Mapping[str, Any]) -> ProgrammeCourse:
    return ProgrammeCourse(content["course"], _codes(content.get("after")), _codes(content.get("before")))


def _guidance(content: Mapping[str, Any]) -> Guidance:
    return Guidance(
        individual=content["individual"],
        group=content["group"],
        minutes_individual=content["minutes_individual"],
        minutes_group=content["minutes_group"],
        year=content["year"],
        topics=tuple(Topic(topic["id"], topic["text"]) for topic in content["topics"]),
        help=tuple(Help(one["name"], one["text"]) for one in content.get("help") or ()),
    )


def _teaching(content: Mapping[str, Any]) -> Teaching:
    return Teaching(
        hours_per_year=content["hours_per_year"],
        series=tuple(_series(series) for series in content["series"]),
        participation=content["participation"],
        study_hours_per_week=content.get("study_hours_per_week"),
    )


def _series(content: Mapping[str, Any]) -> Series:
    return Series(
        id=content["id"],
        name=content["name"],
        every=content["every"],
        hosts=content["hosts"],
        partners=_codes(content.get("with")),
        text=content.get("text") or {},
    )


def _research(content: Mapping[str, Any]) -> Research:
    return Research(
        openings=content["openings"],
        own_idea=content["own_idea"],
        partner=content.get("partner") or "",
        cooperation=content["cooperation"],
        plan=content["plan"],
        doctoral=content["doctoral"],
        funding=tuple(content["funding"]),
        activities=tuple(
            ResearchActivity(
                activity["name"],
                activity["kind"],
                _codes(activity.get("goals")),
                _codes(activity.get("earlier_goals")),
            )
            for activity in content["activities"]
        ),
    )


def _common_goals(content: Mapping[str, Any]) -> CommonGoals:
    return CommonGoals(
        text=content["text"],
        further_areas=tuple(content.get("further_areas") or ()),
        emphasis=tuple(
            Emphasis(_codes(part.get("goals")), part["text"]) for part in content.get("emphasis") or ()
        ),
        activities=tuple(
            CommonActivity(
                activity["name"],
                activity["kind"],
                _codes(activity.get("goals")),
                _codes(activity.get("earlier_goals")),
                activity.get("form") or "",
            )
            for activity in content.get("activities") or ()
        ),
    )
