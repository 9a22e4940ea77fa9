"""``borealis portfolio``: what is done every day with signatures, and a training taken along to another place."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borealis.config.cli.organisation import read_bytes

if TYPE_CHECKING:
    from borealis.portfolio.dossier.queries.arrival import BringingIn


@click.group()
def portfolio() -> None:
    """Læringsaktiviteter, signaturer, og mappen som følger legen."""


@portfolio.command("remind")
def remind() -> None:
    """Send dagens påminnelser om signaturer og vurderinger, én e-post til hver, og avslutt det som har gått ut."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.portfolio.assessment.actions import remind_assessors
    from borealis.portfolio.signing.actions import remind as remind_signers

    with acting_as(way="command"):
        runs = remind_signers(now=timezone.now()), remind_assessors(now=timezone.now())
    mails, reminded, expired = (sum(figures) for figures in zip(*map(astuple, runs), strict=True))
    click.echo(f"{mails} e-poster om {reminded} forespørsler. {expired} har gått ut.")


def _trainee(email: str) -> int:
    """The newest training of the person with an address."""
    from borealis.trainees.directory import Trainee

    rows = Trainee.objects.filter(person__email=email).order_by("-started_on", "-pk")
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise click.ClickException(f"Ingen LIS har adressen {email}.")
    return found


@portfolio.command()
@click.argument("email")
@click.option("-o", "output", required=True, help="Zip-filen som skal skrives.")
def export(email: str, output: str) -> None:
    """Skriv pakken til LIS-en med adressen EMAIL: hele utdanningen, signert."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.portfolio.dossier.actions import make_dossier

    trainee_id, path = _trainee(email), Path(output)
    if not path.parent.is_dir():
        raise click.ClickException(f"Mappen {path.parent} finnes ikke.")
    with acting_as(way="command"):
        package = make_dossier(by=None, trainee_id=trainee_id, now=timezone.now())
    try:
        path.touch(mode=0o600)
        path.write_bytes(package.data)
    except OSError as error:
        raise click.ClickException(f"Kan ikke skrive {path}: {error.strerror}.") from None
    click.echo(f"Skrev {path}, signert med {package.did}.")
    click.echo("Filen er personlig: gi den bare til legen selv.")


@portfolio.command("import")
@click.argument("file")
@click.option("--programme", default="", help="Kode for programmet her, når det er et annet enn i pakken.")
@click.option("--issuer", default="", help="Nøkkelen (did:key:…) som avsenderen oppgir at den signerer med.")
@click.option("--apply", "applying", is_flag=True, help="Hent inn det som er vist.")
def import_file(file: str, programme: str, issuer: str, applying: bool) -> None:
    """Vis hva pakken FILE holder, og hent den inn med --apply. Alt hentes inn, eller ingenting."""
    from borealis.config.cli.organisation import start

    start()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.portfolio.dossier.actions import bring_in
    from borealis.portfolio.dossier.queries.arrival import plan_for

    data = read_bytes(file)
    plan = plan_for(data, programme)
    if plan.reasons:
        raise click.ClickException("\n".join(plan.reasons))
    _tell(plan)
    if not applying:
        click.echo("Ingenting er lagret. Hent inn med --apply.")
        return
    told = {"source": Path(file).name, "trusted": issuer, "programme_code": programme}
    try:
        with acting_as(way="command"):
            bring_in(by=None, data=data, now=timezone.now(), reach=None, **told)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from None
    click.echo("Hentet inn.")


def _tell(plan: BringingIn) -> None:
    """What a package holds."""
    from borealis.portfolio.dossier.queries.checked import counted_words

    finding = plan.finding
    click.echo(f"{finding.person}: {finding.what}")
    click.echo(f"Utstedt av {finding.issuer_name}, slik det sto {finding.issued_at}")
    click.echo(f"Signert med {finding.issuer}{' (vår egen nøkkel)' if plan.own_key else ''}")
    for words, number in counted_words(plan):
        click.echo(f"  {words}: {number}")
