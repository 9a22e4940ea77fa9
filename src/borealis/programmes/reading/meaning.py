"""Whether a file of the right shape makes sense: every name is known, and nothing contradicts itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from borealis.programmes.reading.courses import course_problems
from borealis.programmes.reading.goals import ends, goal_lists, written_out
from borealis.programmes.reading.known import Known
from borealis.programmes.reading.phases import phase_problems
from borealis.programmes.reading.shape import did_you_mean
from borealis.programmes.reading.words import problem
from borealis.programmes.rules import document_from, months_of_parts_2_and_3
from borealis.shell.located import Located, Path, Problem

_SHOWN_GOALS = 12
Check = Callable[[Located, Known], Iterator[Problem]]


def meaning_problems(located: Located, known: Known) -> list[Problem]:
    """Every problem of meaning; checks that need sound names come last, and only then."""
    names = [found for check in _NAMES for found in check(located, known)]
    if any(found.severity == "error" for found in names):
        return names
    return [*names, *(found for check in _SENSE for found in check(located, known))]


def _this_programme(located: Located, known: Known) -> Iterator[Problem]:
    content = located.content
    if known.only and content["code"] != known.only:
        yield problem(located, ("code",), "other_programme", value=content["code"], only=known.only)
    elif known.department and content["department"] != known.department:
        names = {"value": content["department"], "department": known.department}
        yield problem(located, ("department",), "other_department", **names)


def _days(located: Located, known: Known) -> Iterator[Problem]:
    """Days that the calendar does not have."""
    for path in located.values:
        if path[-1:] not in (("from",), ("through",), ("approved_on",), ("reviewed_on",)):
            continue
        value = _at(located.content, path)
        if isinstance(value, str) and not _is_day(value if len(value) > 7 else f"{value}-01"):
            yield problem(located, path, "no_such_day", value=value)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _at(content: Any, path: Path) -> Any:
    for step in path:
        content = content[step]
    return content


def _specialty_and_sets(located: Located, known: Known) -> Iterator[Problem]:
    specialty = located.content["specialty"]
    if specialty not in known.specialties:
        hint = did_you_mean(specialty, sorted(known.specialties))
        yield problem(located, ("specialty",), "unknown_specialty", value=specialty, hint=hint)
    for key in ("goal_sets", "earlier_goal_sets"):
        for index, code in enumerate(located.content.get(key) or ()):
            yield from _goal_set(located, known, (key, index), code)


def _goal_set(located: Located, known: Known, path: Path, code: str) -> Iterator[Problem]:
    facts = known.goal_sets.get(code)
    if facts is None:
        choices = sorted(known.goal_sets)
        hint = did_you_mean(code, choices)
        shown = ", ".join(choices) or "–"
        yield problem(located, path, "unknown_goal_set", value=code, hint=hint, choices=shown)
    elif facts.specialty not in ("", located.content["specialty"]):
        yield problem(located, path, "foreign_goal_set", value=code)
    elif path[0] == "goal_sets" and facts.in_force_to is not None and facts.in_force_to < known.on:
        yield problem(located, path, "past_goal_set", value=code, day=facts.in_force_to.isoformat())


def _organisations(located: Located, known: Known) -> Iterator[Problem]:
    content = located.content
    named: list[tuple[Path, str]] = [(("department",), content["department"])]
    named += [(("arenas", i, "department"), arena["department"]) for i, arena in enumerate(content["arenas"])]
    named += [(("agreements", i, "with"), terms["with"]) for i, terms in _entries(content, "agreements")]
    for index, series in enumerate(content["teaching"]["series"]):
        partners = enumerate(series.get("with") or ())
        named += [(("teaching", "series", index, "with", place), code) for place, code in partners]
    if "partner" in content["research"]:
        named.append((("research", "partner"), content["research"]["partner"]))
    named.append((("contact", "organisation"), content["contact"]["organisation"]))
    for path, code in named:
        if code not in known.organisations:
            hint = did_you_mean(code, sorted(known.organisations))
            yield problem(located, path, "unknown_organisation", value=code, hint=hint)


def _goals(located: Located, known: Known) -> Iterator[Problem]:
    """Goals and ends of ranges that the sets do not have, and ranges that go backwards."""
    goals = known.goals(located.content["goal_sets"])
    there = frozenset(goals)
    for path, entries in goal_lists(located.content):
        for index, entry in enumerate(entries):
            unknown = [code for code in ends(entry) if code not in there]
            for code in unknown:
                hint = did_you_mean(code, list(goals))
                yield problem(located, (*path, index), "unknown_goal", value=code, hint=hint)
            if not unknown and not written_out(entry, goals):
                yield problem(located, (*path, index), "turned_range", value=entry)


def _ids(located: Located, known: Known) -> Iterator[Problem]:
    content = located.content
    for part in ("arenas", "agreements", "phases", "choices"):
        yield from _unique(located, (part,), [entry["id"] for _, entry in _entries(content, part)])
    yield from _unique(located, ("guidance", "topics"), [t["id"] for t in content["guidance"]["topics"]])
    yield from _unique(located, ("teaching", "series"), [s["id"] for s in content["teaching"]["series"]])
    recorded = [entry["id"] for _, entry in _entries(content.get("portfolio") or {}, "activities")]
    yield from _unique(located, ("portfolio", "activities"), recorded)


def _unique(located: Located, path: Path, ids: list[str]) -> Iterator[Problem]:
    for index, value in enumerate(ids):
        if value in ids[:index]:
            yield problem(located, (*path, index, "id"), "said_twice", value=value)


def _arena_names(located: Located, known: Known) -> Iterator[Problem]:
    """Arenas that agreements name and the file does not describe."""
    arenas = [arena["id"] for arena in located.content["arenas"]]
    for index, terms in _entries(located.content, "agreements"):
        for place, code in enumerate(terms["arenas"]):
            if code not in arenas:
                hint = did_you_mean(code, arenas)
                at = ("agreements", index, "arenas", place)
                yield problem(located, at, "unknown_arena", value=code, hint=hint)


def _owned_elsewhere(located: Located, known: Known) -> Iterator[Problem]:
    """Codes of arenas and agreements that others hold already."""
    content = located.content
    for index, arena in enumerate(content["arenas"]):
        owner = known.arenas.get(arena["id"], arena["department"])
        if owner != arena["department"] and arena["id"] not in known.own_arenas:
            yield problem(located, ("arenas", index, "id"), "arena_elsewhere", value=arena["id"], owner=owner)
    for index, terms in _entries(content, "agreements"):
        owner = known.agreements.get(terms["id"], content["department"])
        if owner != content["department"]:
            at = ("agreements", index, "id")
            yield problem(located, at, "agreement_elsewhere", value=terms["id"], owner=owner)


def _periods(located: Located, known: Known) -> Iterator[Problem]:
    for index, terms in _entries(located.content, "agreements"):
        yield from _ends(located, ("agreements", index), terms)
    for index, arena in enumerate(located.content["arenas"]):
        periods = arena.get("places") or []
        for place, period in enumerate(periods):
            at: Path = ("arenas", index, "places", place)
            yield from _ends(located, at, period)
            if (period.get("minimum") or 0) > period["places"]:
                numbers = {"minimum": period["minimum"], "places": period["places"]}
                yield problem(located, (*at, "minimum"), "minimum_over_places", **numbers)
        yield from _overlaps(located, ("arenas", index, "places"), periods)


def _ends(located: Located, path: Path, period: Mapping[str, Any]) -> Iterator[Problem]:
    first, last = period["from"], period.get("through")
    if last is not None and last < first:
        yield problem(located, (*path, "through"), "ends_before_it_begins", first=first, last=last)


def _overlaps(located: Located, path: Path, periods: list[dict[str, Any]]) -> Iterator[Problem]:
    for index, period in enumerate(periods):
        for other in periods[:index]:
            first = max(period["from"], other["from"])
            if all(p.get("through") is None or p["through"] >= first for p in (period, other)):
                yield problem(located, (*path, index), "overlapping_places", month=first)
                break


def _offered(located: Located, known: Known) -> Iterator[Problem]:
    """Goals that no arena offers."""
    goals = known.goals(located.content["goal_sets"])
    offered = {
        goal
        for path, entries in goal_lists(located.content)
        if path[0] == "arenas"
        for entry in entries
        for goal in written_out(entry, goals)
    }
    missing = [goal for goal in goals if goal not in offered]
    if missing:
        at: Path = ("arenas",)
        words = {"count": len(missing), "goals": _some(missing)}
        yield problem(located, at, "goal_without_arena", at_key=True, **words)
    for index, arena in enumerate(located.content["arenas"]):
        both = [goal for goal in _all(arena, "main", goals) if goal in _all(arena, "contributes", goals)]
        if both:
            path = ("arenas", index, "goals")
            yield problem(located, path, "main_and_contributes", at_key=True, goals=_some(both))


def _all(arena: Mapping[str, Any], key: str, goals: tuple[str, ...]) -> list[str]:
    return [goal for entry in arena["goals"].get(key) or () for goal in written_out(entry, goals)]


def _some(goals: list[str]) -> str:
    shown = ", ".join(goals[:_SHOWN_GOALS])
    rest = len(goals) - _SHOWN_GOALS
    return _("%(goals)s og %(count)d til") % {"goals": shown, "count": rest} if rest > 0 else shown


def _agreed(located: Located, known: Known) -> Iterator[Problem]:
    """Arenas of departments beside the programme's own, which need an agreement."""
    content = located.content
    agreed = {code for _, terms in _entries(content, "agreements") for code in terms["arenas"]}
    own = content["department"]
    above = known.organisations[own]
    for index, arena in enumerate(content["arenas"]):
        place = arena["department"]
        beside = place not in above and own not in known.organisations[place]
        if beside and arena["id"] not in agreed:
            yield problem(located, ("arenas", index), "arena_without_agreement", value=arena["id"])


def _phases(located: Located, known: Known) -> Iterator[Problem]:
    found = list(phase_problems(located, known))
    yield from found
    if any(one.severity == "error" for one in found):
        return
    yield from course_problems(located, known)
    months = document_from(located.content).months
    norm = months_of_parts_2_and_3(known.on)
    if months != norm:
        numbers = {"found": f"{months:g}", "norm": f"{norm:g}"}
        yield problem(located, ("phases",), "months_not_norm", at_key=True, **numbers)


def _translations(located: Located, known: Known) -> Iterator[Problem]:
    """Texts without nynorsk or English."""
    names = {"nn": _("nynorsk"), "en": _("engelsk")}
    for path in located.keys:
        if path[-1] == "nb":
            text = _at(located.content, path[:-1])
            missing = [words for code, words in names.items() if code not in text]
            if missing:
                languages = _(" og ").join(missing)
                yield problem(located, path[:-1], "missing_translation", at_key=True, languages=languages)


def _entries(content: Mapping[str, Any], part: str) -> Iterable[tuple[int, Any]]:
    return enumerate(content.get(part) or ())


_NAMES: tuple[Check, ...] = (
    _this_programme,
    _days,
    _specialty_and_sets,
    _organisations,
    _goals,
    _ids,
    _arena_names,
    _owned_elsewhere,
    _periods,
)
_SENSE: tuple[Check, ...] = (_phases, _offered, _agreed, _translations)
