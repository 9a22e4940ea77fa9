"""``borealis verify``: check a package, its JSON or its credential. No account, no server, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from borealis.config.cli.organisation import read_bytes

if TYPE_CHECKING:
    from borealis.portfolio.dossier.rules import Finding

KINDS = {"package": "pakke", "dossier": "mappe", "credential": "bevis"}


@click.command()
@click.argument("file")
@click.option("--issuer", default="", help="Nøkkelen (did:key:…) som skal ha signert.")
def verify(file: str, issuer: str) -> None:
    """Kontroller FILE: en pakke (zip), dossier.json eller credential.json. Trenger verken konto eller nett."""
    from borealis.portfolio.dossier.rules import check_file

    finding = check_file(read_bytes(file), issuer)
    _tell(finding)
    if finding.faults:
        _plain_words()
        from borealis.portfolio.dossier.wording import fault_words

        for fault in finding.faults:
            click.echo(fault_words(fault.code, fault.name), err=True)
        raise SystemExit(1)
    click.echo("Signaturen holder, og alt er som da det ble utstedt.")
    if not issuer:
        click.echo(
            "Hvem som eier nøkkelen, sier den ikke: sammenlign den med den virksomheten oppgir (--issuer)."
        )


def _tell(finding: Finding) -> None:
    """Who issued it, for whom, when and what, as the file says it."""
    if not finding.person:
        return
    hpr = f", HPR {finding.hpr_number}" if finding.hpr_number else ""
    click.echo(f"{KINDS[finding.kind].capitalize()} for {finding.person}{hpr}")
    click.echo(f"{finding.what}: {finding.approved} av {finding.goals} mål godkjent")
    click.echo(f"Utstedt av {finding.issuer_name}, slik det sto {finding.issued_at}")
    if finding.issuer:
        click.echo(f"Signert med {finding.issuer}")
    if finding.checked:
        click.echo(f"{len(finding.checked)} filer har riktig kjennetegn")


def _plain_words() -> None:
    """Words in bokmål, without the settings of a server."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
