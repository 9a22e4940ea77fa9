"""``borealis portfolio``: what is done every day with activities and signatures."""

from __future__ import annotations

import click


@click.group()
def portfolio() -> None:
    """Læringsaktiviteter og signaturer."""


@portfolio.command("remind")
def remind() -> None:
    """Send dagens påminnelser om signaturer, én e-post til hver, og avslutt det som har gått ut."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.portfolio.signing.actions import remind as run

    with acting_as(way="command"):
        done = run(now=timezone.now())
    click.echo(f"{done.mails} e-poster om {done.reminded} forespørsler. {done.expired} har gått ut.")
