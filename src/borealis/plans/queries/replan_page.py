"""The page "what if": what happens, and the plans to choose among."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core import signing

from borealis.organisations.queries import agreements, arenas
from borealis.planner import read_problem, solution_to_json
from borealis.plans.course_words import missed_words, named_in
from borealis.plans.event_words import (
    asked_words,
    choice_words,
    event_words,
    folded,
    measure_words,
    missing_words,
    option_name,
    option_words,
    point_words,
    register_words,
    standing_words,
)
from borealis.plans.part_words import must_words, names_of, part_words
from borealis.plans.position_words import counted_words
from borealis.plans.queries.expected import home_town, names_of_positions
from borealis.plans.queries.pages import end_difference
from borealis.plans.queries.replan import Replanned, replan
from borealis.plans.queries.stored import stored_plans
from borealis.plans.rules.changes import (
    LEAVES,
    AgreementEnds,
    Doctorate,
    Event,
    Leave,
    Leaver,
    Places,
    Starter,
    event_as_json,
)
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.frontier import Option
from borealis.plans.rules.months import first_day, later, month_of
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.parts import Part, parts
from borealis.plans.rules.positions import is_position
from borealis.plans.words import place_word
from borealis.programmes.queries import CurrentProgramme
from borealis.shell import charts
from borealis.shell.words import month_year, months_difference, months_long, months_words, number
from borealis.trainees.queries import trainee_ids_of, training_records
from borealis.trainees.wording import ABSENCE_WORDS

SALT = "borealis.plans.what-if"
MOST_SECONDS = 24 * 3600
"""How long a choice on a page can be taken; after that it is computed again."""


def choices_for(programme: CurrentProgramme) -> dict[str, dict[str, str]]:
    """The trainees, arenas and agreements that something can happen to, and the kinds of leave, with their names."""
    document = programme.document
    records = training_records(trainee_ids_of(programme.code)).values()
    terms = agreements(terms.id for terms in document.agreements)
    return {
        "trainee": {
            str(record.trainee_id): record.name
            for record in sorted(records, key=lambda record: record.name)
            if record.finished_on is None
        },
        "reason": {kind: str(ABSENCE_WORDS[kind]) for kind in LEAVES},
        "arena": {arena.id: place_word(arena.id, document) for arena in document.arenas if arena.places},
        "agreement": {
            code: ", ".join(place_word(arena, document) for arena in found.arenas)
            for code, found in terms.items()
            if any(document.arena(arena) for arena in found.arenas)
        },
    }


def event_of(kind: str, facts: Mapping[str, Any], programme: CurrentProgramme) -> Event:
    """What a valid form says happens."""
    first, through = facts["first"], facts.get("through") or None
    if kind == "leave":
        return Leave(int(facts["trainee"]), first, facts["through"], facts["reason"])
    if kind == "doctorate":
        return Doctorate(int(facts["trainee"]), first, facts["through"])
    if kind == "leaver":
        return Leaver(int(facts["trainee"]), first)
    if kind == "starter":
        return Starter(first, home_town(programme).lower())
    if kind == "agreement":
        found = agreements([facts["agreement"]])[facts["agreement"]]
        return AgreementEnds(found.code, found.arenas, first)
    return Places(facts["arena"], facts["places"] * (1 if kind == "more" else -1), first, through)


def name_of(event: Event, programme: CurrentProgramme, names: Mapping[int, str]) -> str:
    """The name of whom, or of what, it happens to."""
    if isinstance(event, Leave | Doctorate | Leaver):
        return names.get(event.trainee, "")
    if isinstance(event, Places):
        return place_word(event.arena, programme.document)
    if isinstance(event, AgreementEnds):
        return ", ".join(place_word(arena, programme.document) for arena in event.arenas)
    return ""


def first_month(today: dt.date) -> str:
    """The first month that is planned."""
    return later(month_of(today), 1)


def answer(programme: CurrentProgramme, event: Event, today: dt.date) -> dict[str, Any]:
    """The plans to choose among, in words. Raises NotInPlans and FormatError as ``replan``."""
    found = replan(programme, event, today)
    called = [
        option_name(place, len(found.options), for_many=found.for_many) for place in range(len(found.options))
    ]
    names = {pk: r.name for pk, r in training_records(trainee_ids_of(programme.code)).items()}
    positions = names_of_positions(found.material.facts)
    return {
        "event": event_words(event, name_of(event, programme, names)),
        "sentence": choice_words(len(found.options), for_many=found.for_many),
        "register": register_words(event),
        "standing": standing_words(found.material.facts["standing"]),
        "positions": counted_words(len(positions)),
        "anyway": ", ".join(sorted(names[pk] for pk in found.anyway)),
        "points": [
            point_of(option, number, name)
            for number, (option, name) in enumerate(zip(found.options, called, strict=True), start=1)
        ],
        "options": [
            _choice(found, option, name, names, programme)
            for option, name in zip(found.options, called, strict=True)
        ],
    }


def point_of(option: Option, number: int, name: str) -> charts.Choice:
    """A choice as a point of the chart: months that change across, months later up."""
    return charts.Choice(
        number=number,
        name=name,
        across=option.months_moved,
        up=option.months_later,
        label=point_words(number, name, option.months_moved, option.months_later),
        href=f"#valg-{number}",
    )


def _choice(
    found: Replanned, option: Option, name: str, names: Mapping[int, str], programme: CurrentProgramme
) -> dict[str, Any]:
    """One choice as a card and as a column of the comparison."""
    solution = solution_to_json(option.solution)
    plans = {
        int(pk): content
        for pk, content in contents_from(option.problem, found.material.facts, solution).items()
    }
    finished = [pk for pk, content in plans.items() if not content.missing]
    last = max(finished, key=lambda pk: (plans[pk].planned_end, -pk), default=None)
    changed = _changed(plans)
    found_parts = parts(read_problem(option.problem), option.solution)
    said = {str(pk): name for pk, name in names.items()} | names_of_positions(found.material.facts)
    unplaced = {plan.id: sum(part.months for part in plan.unplaced) for plan in option.solution.trainees}
    lacking = {one: months for one, months in unplaced.items() if months}
    return {
        "name": name,
        "sentence": option_words(option),
        "moved": len(option.moved),
        "moved_names": folded([names[int(pk)] for pk in option.moved]),
        "months": option.months_moved,
        "later": months_difference(option.months_later),
        "latest": month_year(first_day(plans[last].planned_end)) if last else "–",
        "latest_name": names[last] if last else "",
        "missing": number(option.missing) if option.missing else "",
        "lacking": missing_words(len(lacking), option.missing) if lacking else "",
        "lacking_names": folded(
            [f"{said[one]} {months_words(months)}" for one, months in lacking.items() if one in said]
        ),
        "courses": _missed(plans, names) if option.missed else [],
        "ask": folded(asked_words([names[pk] for pk in changed], _arenas_of_others(changed, programme))),
        "ends": folded(
            [f"{names[int(pk)]} {end_difference(months)}" for pk, months in option.later.items() if months]
        ),
        "together": [_part(part, option, said, programme) for part in found_parts if part.must],
        "must": must_words(found_parts, said),
        "parts": [_part(part, option, said, programme) for part in found_parts if not part.must],
        "has_ties": any(part.must and (part.ties or part.because) for part in found_parts),
        "can_be_parted": sum(not all(map(is_position, part.members)) for part in found_parts) > 1,
        "positions_wait": months_long(option.positions_wait) if option.positions_wait else "",
        "measure": measure_words(
            solution, option.problem["objective"]["delay"], found.material.facts["standing"]
        ),
        "unchanged": not changed,
        "chosen": signed_choice(found.event, option.way, solution),
    }


def _missed(plans: Mapping[int, PlanContent], names: Mapping[int, str]) -> list[str]:
    """Whose courses a choice leaves for somebody to see to."""
    return [" ".join(words) for words in missed_words(plans, names, named_in(plans.values()))]


def _part(
    part: Part, option: Option, names: Mapping[str, str], programme: CurrentProgramme
) -> dict[str, str]:
    """Changes that go together, as one box to tick; the box stands for all of them."""
    return {
        "value": part.members[0],
        "names": names_of(part.members, names),
        "ends": ", ".join(end_difference(option.later[pk]) for pk in part.members if pk in option.later),
        "why": part_words(part, names, programme.document),
    }


def _changed(plans: Mapping[int, PlanContent]) -> dict[int, tuple[str, ...]]:
    """Who gets another plan than the one in force from the first month on, with the arenas of stays that are new."""
    changed = {}
    for pk, plan in stored_plans(plans).items():
        content = plans[pk]
        ahead = [stint for stint in plan.content.stints if stint.through >= content.first]
        before = {replace(stint, first=max(stint.first, content.first)) for stint in ahead}
        new = tuple(stint.arena for stint in content.stints if stint not in before)
        if new or len(before) != len(content.stints):
            changed[pk] = new
    return changed


def _arenas_of_others(changed: Mapping[int, tuple[str, ...]], programme: CurrentProgramme) -> list[str]:
    """The arenas of other departments where somebody comes at a new time."""
    codes = {arena for found in changed.values() for arena in found}
    others = [code for code, row in arenas(codes).items() if row.department_id != programme.department_id]
    return [place_word(code, programme.document) for code in others]


def signed_choice(event: Event, way: str, solution: Mapping[str, Any]) -> str:
    """A choice as the page carries it: signed, so that what is opened is what was shown."""
    content = {"event": event_as_json(event), "way": way, "solution": solution}
    return signing.dumps(content, salt=SALT, compress=True)


def chosen_from(text: str) -> dict[str, Any] | None:
    """The choice that a page carried; None when it is old, or not ours."""
    try:
        found: dict[str, Any] = signing.loads(text, salt=SALT, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return None
    return found
