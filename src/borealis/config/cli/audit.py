"""``borealis audit``: the record of what was done."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from borealis.audit.keys import PublicKey

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """The record of what was done."""
    from borealis.config.cli import django_setup

    django_setup.start()


def _key(given: str | None) -> PublicKey:
    """The public key given in hexadecimal, or that of this place."""
    from borealis.audit import keys

    try:
        return keys.PublicKey(bytes.fromhex(given)) if given else keys.record_key()
    except ValueError:
        raise click.ClickException(
            "The key must be 64 hexadecimal digits, as borealis audit key prints."
        ) from None
    except keys.RecordKeyMissing as missing:
        raise click.ClickException(str(missing)) from None


@audit.command()
@click.option("--heads", type=FILE, help="Heads that were sent elsewhere before, one on each line.")
@click.option("--public", help="The public key to trust, in hexadecimal. Default: this place's own.")
def verify(heads: Path | None, public: str | None) -> None:
    """Check that no event was changed, removed, put in or moved."""
    from borealis.audit import queries

    trusted = _key(public) if public else None
    began = time.perf_counter()
    try:
        known = list(queries.read_heads(heads)) if heads else []
    except queries.HeadsRefused as refused:
        raise click.ClickException(str(refused)) from None
    verdict = queries.verify(heads=known, public=trusted)
    seconds = time.perf_counter() - began
    if verdict.broken is not None:
        place = f"Event {verdict.broken.number}: " if verdict.broken.number else ""
        raise click.ClickException(f"The record does not hold. {place}{verdict.broken.words}.")
    click.echo(f"The record holds: {verdict.count} events, {seconds:.1f} s.")


@audit.command()
def head() -> None:
    """Print the signed head of the record as one line, to be kept elsewhere."""
    from borealis.audit import queries

    newest = queries.newest_head()
    if newest is None:
        raise click.ClickException("Nothing is recorded yet.")
    click.echo(newest.line())


@audit.command()
def key() -> None:
    """Print the public key that the heads are signed with."""
    own = _key(None)
    click.echo(json.dumps({"algorithm": "Ed25519", "key": own.id, "public": own.raw.hex()}))


@audit.command()
@click.argument("number", type=click.IntRange(min=1))
def prove(number: int) -> None:
    """Print a receipt: an event, and the proof that it is in the record."""
    from borealis.audit import queries

    try:
        click.echo(queries.receipt_of(number).as_json())
    except queries.NoSuchEvent:
        raise click.ClickException(f"There is no event {number}.") from None


@audit.command()
@click.argument("file", type=FILE)
@click.option("--public", help="The public key to trust, in hexadecimal. Default: this place's own.")
def check(file: Path, public: str | None) -> None:
    """Check a receipt."""
    from borealis.audit.rules import ReceiptRefused, check_receipt, parse_receipt

    trusted = _key(public)
    try:
        receipt = parse_receipt(file.read_text(encoding="utf-8", errors="replace"))
        check_receipt(receipt, trusted.id, trusted.holds)
    except ReceiptRefused as refused:
        raise click.ClickException(str(refused)) from None
    number, size = receipt.event["number"], receipt.head.size
    click.echo(
        f"Event {number} is in the record of {size} events, whose head was signed for {receipt.head.time}."
    )


@audit.command()
@click.option("--why", type=click.Choice(["restored", "lost"]), required=True)
def adopt(why: str) -> None:
    """Go on with the record as it is, after a backup was restored or the file of heads was lost.

    That this was done is recorded for good.
    """
    from django.utils import timezone

    from borealis.audit.actions import adopt_record
    from borealis.audit.context import acting_as

    with acting_as(way="command"):
        number = adopt_record(by=None, now=timezone.now(), why_code=why)
    click.echo(f"Recorded as event {number}. The file of heads begins anew.")
