"""``borealis database``: the tables of the stored data."""

from __future__ import annotations

import click


@click.group()
def database() -> None:
    """The stored data."""


@database.command()
def migrate() -> None:
    """Bring the tables up to date."""
    from borealis.config.cli import django_setup

    django_setup.start()
    click.echo("OK")


@database.command()
@click.argument("labels", nargs=-1)
def makemigrations(labels: tuple[str, ...]) -> None:
    """Write the migrations that changed models need (for who changes Borealis)."""
    from django.core.management import call_command

    from borealis.config.cli import django_setup

    django_setup.start(migrated=False)
    call_command("makemigrations", *labels)
