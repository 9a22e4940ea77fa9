"""``borealis curriculum``: specialties, goal sets and learning goals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from borealis.curriculum.rules import ChapterChange, Difference, GoalText, Levels, SetText

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
SHOWN = 5


@click.group()
def curriculum() -> None:
    """Spesialiteter, læringsmålsett og læringsmål."""


@curriculum.command("list")
@AS_JSON
def list_sets(as_json: bool) -> None:
    """Vis læringsmålsettene som er lagret."""
    _start()
    from borealis.curriculum.queries import all_sets, stored_sets

    rows = stored_sets(all_sets())
    if as_json:
        _print_json([{**_about(row), "goals": len(row.goals), "wording": _worded(row)} for row in rows])
        return
    for row in rows:
        counts = f"{len(row.goals):4} mål, {_worded(row):4} med ordlyd"
        click.echo(f"{row.code:16} {_days(row):30} {counts}  {row.name.nb}")


@curriculum.command()
@click.argument("code")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Dagen settet gjelder (i dag).")
@AS_JSON
def show(code: str, on: dt.datetime | None, as_json: bool) -> None:
    """Vis et læringsmålsett, etter prefiks (NUK) eller kode (NUK-2025-09)."""
    _start()
    from borealis.curriculum.queries import replacements_of

    row = _stored(code, on.date() if on else None)
    if as_json:
        _print_json({**_about(row), "goals": _goals(row, replacements_of(row.code))})
        return
    click.echo(f"{row.code}  {row.name.nb}, del {row.part}. {_days(row)}. {len(row.goals)} læringsmål.")
    click.echo(f"Kilde: {row.source}")
    if row.note.nb:
        click.echo(row.note.nb)
    for group in row.groups:
        click.echo(f"\n{group.code} {group.name.nb}")
        for goal in group.goals:
            click.echo(f"  {goal.code}  {goal.title.nb or goal.wording}{_in_brackets(goal)}")


@curriculum.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "apply_it", is_flag=True, help="Lagre endringene; uten dette vises de bare.")
@AS_JSON
def import_file(file: Path, apply_it: bool, as_json: bool) -> None:
    """Les lovtekst fra Lovdata: en endringsforskrift (XML) eller hele forskriften (markdown)."""
    _start()
    from django.utils import timezone

    from borealis.curriculum.actions import apply_import
    from borealis.curriculum.queries import SourceProblem, preview_import, read_legal_text

    try:
        source = read_legal_text(file)
    except SourceProblem as problem:
        raise click.ClickException(str(problem)) from None
    preview = preview_import(source)
    applied = apply_import(by=None, source=source, now=timezone.now()) if apply_it else None
    if as_json:
        _print_json(
            {
                "file": source.name,
                "applied": applied is not None,
                "chapters": _chapters(source.sets),
                "changes_something": preview.changes_something,
                "repealed_left_out": source.repealed,
                "unread_lines": [{"line": line, "text": text} for line, text in source.unread],
                "missing": list(preview.missing),
                "sets": [_change(change) for change in preview.changes],
            }
        )
        return
    goals = sum(len(text.goals) for text in source.sets)
    chapters = ", ".join(f"{letter} {count}" for letter, count in _chapters(source.sets).items())
    click.echo(f"{source.name}: {goals} læringsmål i {len(source.sets)} sett (kapittel {chapters}).")
    if source.repealed:
        click.echo(f"Utelatt: {source.repealed} opphevede mål i klammer.")
    for line, text in source.unread[:SHOWN]:
        click.echo(f"Linje {line} er ikke et læringsmål og ble ikke lest: {text[:80]}")
    if preview.missing:
        click.echo(f"Lest før, men står ikke i denne teksten: {', '.join(preview.missing)}.")
    for change in preview.changes:
        for row in _change_words(change):
            click.echo(row)
    if not preview.changes_something:
        click.echo("Ingenting å endre.")
    elif applied:
        click.echo("Lagret. Angre med: borealis curriculum undo")
    else:
        click.echo("Ikke lagret. Lagre med --apply.")


@curriculum.command()
def undo() -> None:
    """Ta tilbake den siste importen."""
    _start()
    from django.utils import timezone

    from borealis.curriculum.actions import UndoRefused, undo_import

    try:
        row = undo_import(by=None, now=timezone.now())
    except UndoRefused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Importen av {row.source} er tatt tilbake.")


@curriculum.command()
@click.argument("before")
@click.argument("after")
@AS_JSON
def diff(before: str, after: str, as_json: bool) -> None:
    """Vis hva som skiller to versjoner av et læringsmålsett: kode, prefiks eller fil."""
    _start()
    from borealis.curriculum.rules import difference

    pairs = _paired(_sets_named(before), _sets_named(after))
    found = [(old, new, difference(old, new)) for old, new in pairs]
    if as_json:
        _print_json([_difference(old, new, what) for old, new, what in found])
        return
    for old, new, what in found:
        if len(found) > 1 and what.nothing:
            continue
        click.echo(f"{_label(old)} → {_label(new)}")
        for row in _difference_words(what):
            click.echo(f"  {row}")
    if len(found) > 1 and all(what.nothing for _old, _new, what in found):
        click.echo(f"Ingen forskjell i {len(found)} sett.")


def _start() -> None:
    """Start Django, and load the shipped curriculum when the stored one is missing or older."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.curriculum.actions import load_shipped

    load_shipped(timezone.now())


def _stored(code: str, on: dt.date | None = None) -> SetText:
    """The stored set with a code, or the one of a prefix that is in force on a day."""
    from django.utils import timezone

    from borealis.curriculum.queries import goal_set, goal_sets_in_force, goal_sets_of, stored_sets

    exact = goal_set(code) or goal_set(code.upper())
    day = on or timezone.localdate()
    rows = [exact] if exact else goal_sets_in_force(code.upper(), day)[-1:]
    if rows:
        return stored_sets(rows)[0]
    versions = ", ".join(row.code for row in goal_sets_of(code.upper()))
    if versions:
        raise click.ClickException(f"{code.upper()} har ikke mål i kraft {day}. Vis med koden: {versions}.")
    raise click.ClickException(
        f"Fant ikke «{code}». Se «borealis curriculum list». "
        "Andre sett leses med «borealis curriculum import»."
    )


def _sets_named(name: str) -> list[SetText]:
    """The sets of a file, or the one stored set that a code or prefix names."""
    if not Path(name).is_file():
        return [_stored(name)]
    from borealis.curriculum.queries import SourceProblem, read_file

    try:
        return list(read_file(Path(name)).sets)
    except SourceProblem as problem:
        raise click.ClickException(str(problem)) from None


def _paired(before: list[SetText], after: list[SetText]) -> list[tuple[SetText, SetText]]:
    """The sets to compare: the only two, whatever their prefix, or else those with the same prefix."""
    if len(before) == 1 and len(after) == 1:
        return [(before[0], after[0])]
    later = {row.prefix: row for row in after}
    pairs = [(row, later[row.prefix]) for row in before if row.prefix in later]
    if not pairs:
        raise click.ClickException("De to har ingen læringsmålsett med samme prefiks.")
    return pairs


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _texts(names: Any) -> dict[str, str]:
    return {"nb": names.nb, "nn": names.nn, "en": names.en}


def _about(row: SetText) -> dict[str, Any]:
    return {
        "code": row.code,
        "prefix": row.prefix,
        "name": _texts(row.name),
        "part": row.part,
        "common": row.common,
        "in_force_from": row.in_force_from,
        "in_force_to": row.in_force_to,
        "as_of": row.as_of,
        "act": row.act or None,
        "source": row.source,
        "author": row.author or None,
        "reviewed_on": row.reviewed_on,
        "note": _texts(row.note),
    }


def _goals(row: SetText, links: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {
            **_goal(goal),
            "group": {"code": group.code, "name": _texts(group.name)},
            "replaces": links.get(goal.code, []),
        }
        for group in row.groups
        for goal in group.goals
    ]


def _goal(goal: GoalText) -> dict[str, Any]:
    return {
        "id": goal.code,
        "stage": goal.stage or None,
        "title": _texts(goal.title),
        "wording": goal.wording or None,
        "requirements": _levels(goal.levels),
    }


def _levels(levels: Levels) -> list[dict[str, Any]]:
    return [{"kind": kind, "level": level} for kind, level in levels]


def _change(change: ChapterChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "set": change.target if change.kind == "same" else change.incoming.code,
        "follows": change.target if change.kind == "version" else None,
        "prefix": change.incoming.prefix,
        "goals": len(change.incoming.goals),
        "added": [goal.code for goal in change.added],
        "wording_added": [goal.code for goal in change.worded],
        "levels_added": [goal.code for goal in change.levelled],
        "reworded": [{"id": r.code, "before": r.before, "after": r.after} for r in change.reworded],
        "gone": list(change.gone),
        "levels_differ": [
            {"id": r.code, "stored": _levels(r.before), "read": _levels(r.after)}
            for r in change.levels_differ
        ],
        "without_level": [goal.code for goal in change.incoming.goals if not goal.levels],
    }


def _difference(old: SetText, new: SetText, what: Difference) -> dict[str, Any]:
    return {
        "before": _label(old),
        "after": _label(new),
        "added": [_goal(goal) for goal in what.added],
        "removed": [_goal(goal) for goal in what.removed],
        "reworded": [{"id": r.code, "before": r.before, "after": r.after} for r in what.reworded],
        "relevelled": [
            {"id": r.code, "before": _levels(r.before), "after": _levels(r.after)} for r in what.relevelled
        ],
        "retitled": [{"id": r.code, "before": r.before, "after": r.after} for r in what.retitled],
        "wording_unknown": list(what.wording_unknown),
    }


def _chapters(sets: Iterable[SetText]) -> dict[str, int]:
    """How many goals stand in each chapter of annex 2 (A, B, C)."""
    groups = [group for row in sets for group in row.groups]
    letters = sorted({group.code[:1] for group in groups})
    return {letter: sum(len(g.goals) for g in groups if g.code[:1] == letter) for letter in letters}


def _label(row: SetText) -> str:
    return row.code or f"{row.prefix} i filen"


def _worded(row: SetText) -> int:
    return sum(bool(goal.wording) for goal in row.goals)


def _days(row: SetText) -> str:
    first = f"fra {row.in_force_from}" if row.in_force_from else "første dag ukjent"
    return f"{first} til {row.in_force_to}" if row.in_force_to else first


def _in_brackets(goal: GoalText) -> str:
    parts = ([f"trinn {goal.stage}"] if goal.stage else []) + (
        [_in_words(goal.levels)] if goal.levels else []
    )
    return f"  [{'; '.join(parts)}]" if parts else ""


def _in_words(levels: Levels) -> str:
    kinds = {"knowledge": "kunnskap", "skill": "ferdighet"}
    return ", ".join(f"{kinds[kind]} {level}" for kind, level in levels) or "ingen nivå"


def _some(codes: Iterable[str]) -> str:
    """The first few codes and how many more there are."""
    named = list(codes)
    return ", ".join(named[:SHOWN]) + (f" og {len(named) - SHOWN} til" if len(named) > SHOWN else "")


def _change_words(change: ChapterChange) -> list[str]:
    """What an import does to one set, in a few lines; nothing for a set that stays as it is."""
    count = len(change.incoming.goals)
    if change.kind == "new":
        rows = [f"{change.incoming.code}: nytt sett med {count} mål"]
    elif change.kind == "version":
        rows = [f"{change.incoming.code}: ny versjon med {count} mål; {change.target} slutter {change.ends}"]
        rows += [f"  nye: {_some(goal.code for goal in change.added)}"] if change.added else []
    elif change.kind == "older":
        return [f"{change.incoming.prefix}: teksten er eldre enn den som er lagret, og leses ikke"]
    else:
        rows = [f"{change.target}:"]
        rows += [f"  {len(change.worded)} mål får ordlyd"] if change.worded else []
        rows += [f"  nivå lest av ordlyden for {len(change.levelled)} mål"] if change.levelled else []
        rows += [f"  nye mål: {_some(goal.code for goal in change.added)}"] if change.added else []
        rows += [f"  første dag blir {change.starts}"] if change.starts else []
    rows += [f"  annen ordlyd: {_some(r.code for r in change.reworded)}"] if change.reworded else []
    where = "ikke med i den nye versjonen" if change.kind == "version" else "står ikke i filen, men beholdes"
    rows += [f"  {where}: {_some(change.gone)}"] if change.gone else []
    for r in change.levels_differ[:SHOWN]:
        rows.append(
            f"  {r.code}: ordlyden sier {_in_words(r.after)}, lagret er {_in_words(r.before)}; beholdes"
        )
    without = [goal.code for goal in change.incoming.goals if not goal.levels]
    if without and change.changes_something:
        rows.append(f"  uten nivå i ordlyden: {_some(without)}")
    return rows if len(rows) > 1 or change.kind != "same" else []


def _difference_words(what: Difference) -> list[str]:
    rows = [f"+ {goal.code}  {goal.title.nb or goal.wording}" for goal in what.added]
    rows += [f"− {goal.code}  {goal.title.nb or goal.wording}" for goal in what.removed]
    for r in what.reworded:
        rows += [f"~ {r.code}  før: {r.before}", f"  {' ' * len(r.code)}   nå: {r.after}"]
    rows += [f"nivå {r.code}: {_in_words(r.before)} → {_in_words(r.after)}" for r in what.relevelled]
    rows += [f"tittel {r.code}: {r.before} → {r.after}" for r in what.retitled]
    if what.wording_unknown:
        rows.append(
            f"Ordlyden kan ikke sammenlignes for {len(what.wording_unknown)} mål: den mangler i det ene."
        )
    return rows or ["Ingen forskjell."]
