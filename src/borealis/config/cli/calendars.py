"""``borealis calendars``: what waits to be told of talks."""

from __future__ import annotations

import click


@click.group()
def calendars() -> None:
    """Kalendere og innkallinger."""


@calendars.command()
def announce() -> None:
    """Send det som venter: veiledninger som er endret uten at de som er med, har fått vite det."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.calendars.actions import announce as tell

    click.echo(f"Personer som fikk e-post: {tell(now=timezone.now())}")
