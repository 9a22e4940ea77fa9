"""``borealis provider``: providers of sign-in, such as Feide, Entra ID, ID-porten and HelseID."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from borealis.people.providers.rules import Provider, Refused


@click.group()
def provider() -> None:
    """Innlogging hos andre: Feide, Entra ID, ID-porten, HelseID."""


def _path() -> Path:
    from borealis.config.storage import home
    from borealis.people.providers.configuration import configured_path

    return configured_path(os.environ, home())


def _configured() -> tuple[Provider, ...]:
    """The providers of this installation; mistakes in the file end the command."""
    from borealis.people.providers.configuration import ConfigurationRefused, providers_in

    try:
        return providers_in(_path())
    except ConfigurationRefused as refused:
        raise click.ClickException(str(refused)) from None


def refuse_bad_configuration() -> None:
    """Stop a start on a file with mistakes, and say each with its line and how to mend it."""
    _configured()


@provider.command()
@click.argument("name", metavar="ID")
@click.option("--kind", type=click.Choice(["EC", "RSA"]), default="EC", show_default=True)
def key(name: str, kind: str) -> None:
    """Lag en privat nøkkel for leverandøren ID, og vis den offentlige delen som skal registreres der."""
    from borealis.people.providers.configuration import ID
    from borealis.people.providers.rules import new_private_key, public_part

    if not ID.fullmatch(name):
        raise click.ClickException(f"«{name}» kan ikke brukes. Bruk små bokstaver, tall og bindestrek.")
    path = _path().parent / f"{name}.jwk"
    made = new_private_key(kind)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} finnes. Flytt den bort først hvis du vil ha en ny.") from None
    except OSError as error:
        raise click.ClickException(f"Kan ikke skrive {path}: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
    click.echo(json.dumps(public_part(made), indent=1))
    click.echo(f'Skriv key = "{path.name}" i {_path().name}. Den private nøkkelen ligger i {path}.', err=True)


@provider.command()
@click.argument("name", metavar="ID", required=False)
def check(name: str | None) -> None:
    """Se om oppsettet er riktig, hent det leverandøren sier om seg selv, og vis det som ville feilet."""
    found = [one for one in _configured() if name in (None, one.id)]
    if not found:
        what = f"«{name}» står ikke" if name else "Ingen leverandør står"
        raise click.ClickException(f"{what} i {_path()}.")
    results = [_is_well(one) for one in found]
    if not all(results):
        raise SystemExit(1)


def _is_well(one: Provider) -> bool:
    """Ask a provider, and tell what would fail."""
    import datetime as dt

    from borealis.people.providers.client import Client
    from borealis.people.providers.rules import failings_of, read_metadata
    from borealis.people.providers.rules.keys import KEY_TYPES

    client = Client(one, clock=lambda: dt.datetime.now(dt.UTC))
    try:
        said = client.said_metadata()
        failings = list(failings_of(one, said))
        for where, words in failings:
            click.echo(f"{one.id}: {where} {words}", err=True)
        if failings:
            return False
        keys = client.keys(read_metadata(one, said)).get("keys", [])
    except Refused as refused:
        click.echo(f"{one.id}: {refused}. Se om adressen {one.issuer} kan nås herfra.", err=True)
        return False
    types = {KEY_TYPES[algorithm] for algorithm in one.algorithms}
    fitting = [key for key in keys if isinstance(key, dict) and key.get("kty") in types]
    if not fitting:
        click.echo(f"{one.id}: jwks_uri har ingen nøkkel for {', '.join(one.algorithms)}.", err=True)
        return False
    click.echo(f"{one.id}: i orden ({len(fitting)} nøkler).")
    return True
