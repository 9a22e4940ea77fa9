"""``borealis programme``: programmes as files: check, put in force, take back, coverage."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click

from borealis.config.cli.organisation import read_bytes, start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borealis.programmes.actions import Preview
    from borealis.programmes.queries import CurrentProgramme
    from borealis.programmes.rules import Coverage
    from borealis.shell.located import Problem

LANGUAGE = click.option(
    "--language", type=click.Choice(["nb", "nn", "en"]), default="nb", help="Språk (bokmål)."
)
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Dagen det gjelder (i dag).")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")


@click.group()
def programme() -> None:
    """Utdanningsprogrammer (§ 22 e): sjekk, ta i bruk, ta tilbake, dekning."""


def _start(language: str = "nb") -> None:
    start()
    from django.utils import translation

    translation.activate(language)


def _today(on: dt.datetime | None = None) -> dt.date:
    from django.utils import timezone

    return on.date() if on else timezone.localdate()


def _print_problems(file: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        kind = "feil" if problem.severity == "error" else "merk"
        click.echo(
            f"{file}:{problem.line}:{problem.column}: {kind}: {problem.message} {problem.how}".rstrip()
        )


@programme.command()
@click.argument("file")
@LANGUAGE
@AS_JSON
def check(file: str, language: str, as_json: bool) -> None:
    """Sjekk FILE. Avslutter med 1 når filen har feil; merknader stopper ikke."""
    _start(language)
    preview = _preview(read_bytes(file))
    if as_json:
        fields = ("line", "column", "path", "code", "severity", "message", "how")
        found = [{field: getattr(problem, field) for field in fields} for problem in preview.problems]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print_problems(file, preview.problems)
        if not preview.errors:
            click.echo(f"{file}: i orden, {len(preview.warnings)} merknader.")
    if preview.errors:
        raise SystemExit(1)


def _preview(data: bytes) -> Preview:
    from borealis.programmes.actions import preview

    return preview(data, on=_today())


@programme.command("import")
@click.argument("file")
@click.option("--apply", "apply_it", is_flag=True, help="Ta filen i bruk. Ellers vises bare hva den endrer.")
@LANGUAGE
def import_file(file: str, apply_it: bool, language: str) -> None:
    """Vis hva FILE endrer mot versjonen i bruk; med --apply blir den en ny versjon."""
    _start(language)
    from django.utils import timezone

    from borealis.programmes.actions import apply

    data = read_bytes(file)
    preview = _preview(data)
    _print_problems(file, preview.problems)
    if preview.document is None:
        raise SystemExit(1)
    if preview.same:
        click.echo("Ingen endring: filen sier det samme som versjonen i bruk.")
        return
    for line in _change_lines(preview):
        click.echo(f"  {line}")
    if not apply_it:
        click.echo("Ingenting er endret. Legg til --apply for å ta filen i bruk.")
        return
    version = apply(by=None, text=data, now=timezone.now())
    click.echo(f"Versjon {version.number} er i bruk.")


def _change_lines(preview: Preview) -> list[str]:
    from borealis.programmes.manage_page import change_words
    from borealis.programmes.queries import programme as current

    code = preview.document.code if preview.document else ""
    before = current(code)
    old = before.document if before else None
    return [change_words(change, old, preview.document) for change in preview.changes]


@programme.command()
@click.argument("code")
@click.argument("number", type=int)
def restore(code: str, number: int) -> None:
    """Ta versjon NUMBER av CODE i bruk igjen, som en ny versjon."""
    _start()
    from django.utils import timezone

    from borealis.programmes.actions import NoSuchVersion, ProgrammeRefused
    from borealis.programmes.actions import restore as put_back

    try:
        version = put_back(by=None, code=code, number=number, now=timezone.now())
    except NoSuchVersion:
        raise click.ClickException(f"Programmet «{code}» har ingen versjon {number}.") from None
    except ProgrammeRefused as refused:
        _print_problems(f"{code} versjon {number}", refused.problems)
        raise SystemExit(1) from None
    click.echo(f"Versjon {version.number} er i bruk.")


@programme.command()
@click.argument("code")
@ON
@AS_JSON
@LANGUAGE
def coverage(code: str, on: dt.datetime | None, as_json: bool, language: str) -> None:
    """Vis hvilke arenaer og avtaler som tilbyr hvert læringsmål. Avslutter med 1 når noe mangler."""
    _start(language)
    found = _current(code)
    from borealis.programmes.findings import coverage_findings
    from borealis.programmes.queries import coverage_in

    offer = coverage_in(found.document, _today(on))
    if as_json:
        click.echo(json.dumps(_coverage_json(found, offer), ensure_ascii=False, indent=2))
    else:
        _print_coverage(offer)
        for finding in coverage_findings(found, offer, ""):
            click.echo(f"- {finding.title}. {finding.detail}")
    if offer.gaps:
        raise SystemExit(1)


def _print_coverage(offer: Coverage) -> None:
    for group in offer.groups:
        click.echo(f"\n{group.code} {group.name}")
        for goal in group.goals:
            arenas = ", ".join([*(f"*{arena}" for arena in goal.main), *goal.contributes]) or "INGEN"
            agreed = f"  [{', '.join(goal.agreements)}]" if goal.agreements else ""
            until = f"  til {goal.until}" if goal.until else ""
            click.echo(f"  {goal.code}  {arenas}{agreed}{until}")
    total = len(offer.goals)
    click.echo(f"\n{len(offer.offered)} av {total} læringsmål tilbys {offer.on}. (* hovedarena)")


def _coverage_json(found: CurrentProgramme, offer: Coverage) -> dict[str, Any]:
    from borealis.programmes.rules import ending_agreements, phases_without_arenas

    ending = ending_agreements(found.document, offer, dt.date.max)
    return {
        "programme": found.code,
        "version": found.number,
        "on": offer.on.isoformat(),
        "goals": [
            {
                "code": goal.code,
                "set": goal.set_code,
                "main": goal.main,
                "contributes": goal.contributes,
                "lapsed": goal.lapsed,
                "agreements": goal.agreements,
                "until": goal.until.isoformat() if goal.until else None,
            }
            for goal in offer.goals
        ],
        "gaps": [goal.code for goal in offer.gaps],
        "single": [goal.code for goal in offer.single],
        "ending": [
            {"agreement": end.id, "through": end.last_day.isoformat(), "goals_lost": end.goals_lost}
            for end in ending
        ],
        "phases_without_arenas": phases_without_arenas(found.document, offer.on),
    }


@programme.command()
@click.argument("code", required=False)
@click.option("--yaml", "as_yaml", is_flag=True, help="Skriv filen som er i bruk.")
@LANGUAGE
def show(code: str | None, as_yaml: bool, language: str) -> None:
    """Vis programmene, eller den offentlige teksten for ett."""
    _start(language)
    from borealis.programmes import queries
    from borealis.programmes.description import describe
    from borealis.shell.language import text_in

    if code is None:
        for found in queries.programmes():
            click.echo(f"{found.code:20} versjon {found.number:3}  {text_in(found.document.title)}")
        return
    current = _current(code)
    if as_yaml:
        version = queries.version(current.pk, current.number)
        click.echo(version.text if version else "", nl=False)
        return
    description = describe(current, _today())
    click.echo(f"{description.title}\n{description.version}")
    for section in description.sections:
        number = f"{section.number}. " if section.number else ""
        click.echo(f"\n{number}{section.heading}")
        for text in section.paragraphs:
            click.echo(f"  {text}")
        for item in section.items:
            click.echo(f"  - {item.name + ': ' if item.name else ''}{item.text}")


@programme.command("format")
def format_reference() -> None:
    """Skriv beskrivelsen av filformatet (docs/reference/programme-format.md)."""
    from borealis.config.cli import django_setup

    django_setup.start(migrated=False)
    from borealis.programmes.reading.reference import format_page

    click.echo(format_page(), nl=False)


def _current(code: str) -> CurrentProgramme:
    from borealis.programmes.queries import programme as current

    found = current(code)
    if found is None:
        raise click.ClickException(f"Programmet «{code}» finnes ikke. Se borealis programme show.")
    return found
