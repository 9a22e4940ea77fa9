"""``borealis organisation``: trusts, hospitals, departments, and the ties between them."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def organisation() -> None:
    """Helseforetak, sykehus, avdelinger og båndene mellom dem."""


def start() -> None:
    """Start Django and load the bodies, the curriculum and the programmes that come with Borealis."""
    from borealis.config.cli import django_setup

    django_setup.start()
    django_setup.load_shipped()


def read_bytes(path: str) -> bytes:
    """The bytes of a file ("-" is standard input)."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"Kan ikke lese {path}: {error.strerror}.") from None


@organisation.command("import")
@click.argument("file")
def import_file(file: str) -> None:
    """Les inn organisasjoner fra FILE (YAML, borealis/organisations/1). Det filen ikke nevner, står."""
    start()
    from django.utils import timezone

    from borealis.organisations.actions import OrganisationsRefused, import_organisations

    try:
        applied = import_organisations(by=None, text=read_bytes(file), now=timezone.now())
    except OrganisationsRefused as refused:
        for problem in refused.problems:
            click.echo(f"{file}:{problem.line}:{problem.column}: {problem.message} {problem.how}", err=True)
        raise SystemExit(1) from None
    click.echo(f"{applied.added} lagt til, {applied.changed} endret.")


@organisation.command()
@click.argument("code", required=False)
def show(code: str | None) -> None:
    """Vis treet av organisasjoner, eller det som ligger under CODE."""
    start()
    from borealis.organisations.queries import organisations, tree

    known, rows = tree(), {row.pk: row for row in organisations().values()}
    tops = [pk for pk, node in known.nodes.items() if node.parent is None]
    if code is not None:
        tops = [pk for pk, node in known.nodes.items() if node.code == code]
        if not tops:
            raise click.ClickException(f"Organisasjonen «{code}» finnes ikke.")
    waiting = [(pk, 0) for pk in reversed(tops)]
    while waiting:
        pk, depth = waiting.pop()
        town = f", {rows[pk].town}" if rows[pk].town else ""
        click.echo(f"{'  ' * depth}{rows[pk].name_nb} ({rows[pk].code}{town})")
        waiting += [(child, depth + 1) for child in reversed(known.children.get(pk, ()))]
