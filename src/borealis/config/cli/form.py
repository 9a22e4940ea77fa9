"""``borealis form``: forms for assessment as files: check, list, show."""

from __future__ import annotations

import json

import click

from borealis.config.cli.organisation import read_bytes

LANGUAGE = click.option(
    "--language", type=click.Choice(["nb", "nn", "en"]), default="nb", help="Språk (bokmål)."
)


@click.group()
def form() -> None:
    """Skjemaer for vurdering: sjekk, list opp, vis."""


def _start(language: str) -> None:
    """Start Django. Nothing is read from the database."""
    from borealis.config.cli import django_setup

    django_setup.start(migrated=False)
    from django.utils import translation

    translation.activate(language)


@form.command()
@click.argument("file")
@LANGUAGE
def check(file: str, language: str) -> None:
    """Sjekk FILE (YAML, borealis/form/1). Avslutter med 1 når noe er feil."""
    _start(language)
    from borealis.portfolio.assessment.reading import read_form
    from borealis.portfolio.assessment.rules import digest_of

    content, problems = read_form(read_bytes(file))
    for problem in problems:
        click.echo(f"{file}:{problem.line}:{problem.column}: feil: {problem.message} {problem.how}")
    if content is None:
        raise SystemExit(1)
    digest = digest_of(content)
    click.echo(f"{file}: i orden. {content['code']} versjon {content['version']}, {digest[:12]}.")


@form.command("list")
@LANGUAGE
def list_forms(language: str) -> None:
    """List opp skjemaene som er i bruk, og egne filer som ikke lar seg lese."""
    _start(language)
    from borealis.portfolio.assessment.library import forms, own_folder, own_forms
    from borealis.portfolio.assessment.rules import USES
    from borealis.shell.language import text_in

    for use in USES:
        for code, listed in forms(use).items():
            source = listed.file or "følger med"
            click.echo(f"{code}  v{listed.form.version}  {text_in(listed.form.name)}  ({source})")
    broken = own_forms()[1]
    for file in broken:
        for problem in file.problems:
            where = f"{own_folder() / file.file}:{problem.line}:{problem.column}"
            click.echo(f"{where}: feil: {problem.message} {problem.how}")
    if broken:
        raise SystemExit(1)


@form.command()
@click.argument("code")
def show(code: str) -> None:
    """Skriv skjemaet CODE slik det gjelder nå, med skalaene skrevet ut, som JSON."""
    _start("nb")
    from borealis.portfolio.assessment.library import form_in_use
    from borealis.portfolio.assessment.rules import USES

    listed = next((found for use in USES if (found := form_in_use(code, use))), None)
    if listed is None:
        raise click.ClickException(f"Skjemaet «{code}» finnes ikke. Se: borealis form list.")
    click.echo(json.dumps(listed.content, ensure_ascii=False, indent=2))
