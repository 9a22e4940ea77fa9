"""``borealis audit``: the record of what was done."""

from __future__ import annotations

import click


@click.group()
def audit() -> None:
    """The record of what was done."""


@audit.command()
def verify() -> None:
    """Check that no event was changed, removed or moved."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from borealis.audit.queries import first_broken_event

    broken = first_broken_event()
    if broken is not None:
        raise click.ClickException(f"Event {broken} does not hold: it or the one before it was changed.")
    click.echo("The record holds.")
