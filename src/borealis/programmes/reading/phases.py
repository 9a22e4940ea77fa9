"""Whether the phases of a file can follow each other and be served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from borealis.programmes.reading.choices import choice_problems, never_together
from borealis.programmes.reading.goals import written_out
from borealis.programmes.reading.known import Known
from borealis.programmes.reading.order import all_before, waited_for, way_back
from borealis.programmes.reading.shape import did_you_mean
from borealis.programmes.reading.words import problem
from borealis.shell.located import Located, Path, Problem


def phase_problems(located: Located, known: Known) -> Iterator[Problem]:
    """Unknown names, rings, stints that do not fit, and phases that cannot be served."""
    phases = located.content["phases"]
    arenas = {arena["id"]: arena for arena in located.content["arenas"]}
    names = [phase["id"] for phase in phases]
    goals = known.goals(located.content["goal_sets"])
    unknown = False
    for index, phase in enumerate(phases):
        at: Path = ("phases", index)
        for found in (*_names(located, at, phase, names), *_places(located, at, phase, arenas)):
            unknown = unknown or found.code.startswith("unknown")
            yield found
        yield from _stints(located, at, phase)
    choices = list(choice_problems(located))
    yield from choices
    if unknown or any(found.severity == "error" for found in choices):
        return
    rings = list(_ring(located, phases))
    yield from rings or _directly_after(located, phases)
    yield from _fillers(located, phases)
    for index, phase in enumerate(phases):
        yield from _goals_there(located, ("phases", index), phase, arenas, goals)


def _names(located: Located, at: Path, phase: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    for place, code in enumerate(phase.get("after") or ()):
        if code not in names:
            hint = did_you_mean(code, names)
            yield problem(located, (*at, "after", place), "unknown_phase", value=code, hint=hint)
    code = phase.get("directly_after")
    if code is not None and code not in names:
        hint = did_you_mean(code, names)
        yield problem(located, (*at, "directly_after"), "unknown_phase", value=code, hint=hint)


def _places(
    located: Located, at: Path, phase: Mapping[str, Any], arenas: Mapping[str, Any]
) -> Iterator[Problem]:
    choices = [choice["id"] for choice in phase["arenas"]]
    if not choices:
        yield problem(located, at, "phase_without_arenas", value=phase["id"])
    for place, code in enumerate(choices):
        path: Path = (*at, "arenas", place, "id")
        if code not in arenas:
            hint = did_you_mean(code, list(arenas))
            yield problem(located, path, "unknown_arena", value=code, hint=hint)
        elif code in choices[:place]:
            yield problem(located, path, "said_twice", value=code)
        elif not arenas[code].get("places"):
            yield problem(located, path, "phase_arena_without_places", value=code)


def _stints(located: Located, at: Path, phase: Mapping[str, Any]) -> Iterator[Problem]:
    least, most = phase.get("min_stint", 1), phase.get("max_stint")
    if most is not None and least > most:
        yield problem(located, (*at, "min_stint"), "min_over_max_stint", least=least, most=most)
    elif least > 1 and least > phase["months"]:
        months = f"{phase['months']:g}"
        yield problem(located, (*at, "min_stint"), "stint_over_phase", least=least, months=months)


def _ring(located: Located, phases: list[dict[str, Any]]) -> Iterator[Problem]:
    """The first ring of phases that wait for each other."""
    after = {phase["id"]: waited_for(phase) for phase in phases}
    for index, phase in enumerate(phases):
        ring = way_back(phase["id"], after)
        if ring:
            words = " → ".join(ring)
            key = "after" if ring[1] in (phase.get("after") or ()) else "directly_after"
            yield problem(located, ("phases", index, key), "phase_cycle", at_key=True, ring=words)
            return


def _directly_after(located: Located, phases: list[dict[str, Any]]) -> Iterator[Problem]:
    """Phases that cannot begin directly after another, since something must come between."""
    after = {phase["id"]: waited_for(phase) for phase in phases}
    followed: dict[str, list[str]] = {}
    for index, phase in enumerate(phases):
        first = phase.get("directly_after")
        if first is None:
            continue
        at: Path = ("phases", index, "directly_after")
        names = {"value": phase["id"], "first": first}
        beside = [code for code in followed.get(first, []) if not never_together(located, code, phase["id"])]
        if beside:
            yield problem(located, at, "two_directly_after", other=beside[0], **names)
        followed.setdefault(first, []).append(phase["id"])
        between = [code for code in after[phase["id"]] if code != first and first in all_before(code, after)]
        if between:
            yield problem(located, at, "not_directly_after", between=between[0], **names)


def _fillers(located: Located, phases: list[dict[str, Any]]) -> Iterator[Problem]:
    fillers = [index for index, phase in enumerate(phases) if phase.get("fills_service_time")]
    if not fillers:
        yield problem(located, ("phases",), "no_filler", at_key=True)
    elif len(fillers) > 1:
        at: Path = ("phases", fillers[0], "fills_service_time")
        yield problem(located, at, "several_fillers", at_key=True)


def _goals_there(
    located: Located,
    at: Path,
    phase: Mapping[str, Any],
    arenas: Mapping[str, Any],
    goals: tuple[str, ...],
) -> Iterator[Problem]:
    """Goals of a phase that none of its arenas offers."""
    offered = {
        goal
        for choice in phase["arenas"]
        for entries in arenas[choice["id"]]["goals"].values()
        for entry in entries or ()
        for goal in written_out(entry, goals)
    }
    wanted = [goal for entry in phase.get("goals") or () for goal in written_out(entry, goals)]
    missing = [goal for goal in wanted if goal not in offered]
    if missing and phase["arenas"]:
        yield problem(located, (*at, "goals"), "phase_goal_not_there", at_key=True, goals=", ".join(missing))
