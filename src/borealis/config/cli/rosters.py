"""``borealis rosters``: duty rosters from files, one by one or from a folder that the hospital's systems fill."""

from __future__ import annotations

from pathlib import Path

import click

from borealis.config.cli.organisation import read_bytes

ENDINGS = (".xlsx", ".csv", ".txt", ".ics")
DONE, WAITING, REFUSED = "ferdig", "venter", "avvist"
LARGEST = 10_000_000  # bytes
MOST_FILES = 500  # of one round


@click.group()
def rosters() -> None:
    """Tjenesteplaner fra filer."""


def _department(code: str) -> int:
    from django.core.exceptions import ObjectDoesNotExist

    from borealis.organisations.queries import organisation

    try:
        return organisation(code).pk
    except ObjectDoesNotExist:
        raise click.ClickException(f"Ingen avdeling har koden {code}.") from None


def _bring(department: int, data: bytes, name: str) -> str:
    """Keep a file, and apply it unless a person should look at it first; its state. Raises ValidationError."""
    from django.utils import timezone

    from borealis.rosters.actions import OtherPreview, apply_roster, keep_preview
    from borealis.rosters.queries.imports import preview_of

    now = timezone.now()
    kept = keep_preview(by=None, department_id=department, data=data, file_name=name, now=now)
    digest = preview_of(kept, now).digest
    try:
        return str(apply_roster(by=None, import_id=kept.pk, digest=digest, now=now, alone=True).state)
    except OtherPreview:
        raise click.ClickException("Noe ble endret samtidig. Prøv igjen.") from None


@rosters.command("import")
@click.argument("file")
@click.option("--department", required=True, help="Avdelingens kode.")
@click.option("--apply", "applied", is_flag=True, help="Ta filen i bruk. Uten: vis bare hva den gjør.")
def import_file(file: str, department: str, applied: bool) -> None:
    """Les tjenesteplanen FILE slik avdelingens forrige fil ble lest."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.core.exceptions import ValidationError

    from borealis.audit.context import acting_as

    place, data = _department(department), read_bytes(file)
    try:
        _tell(place, data)
        if not applied:
            click.echo("Ingenting er endret. Ta filen i bruk med --apply.")
            return
        with acting_as(way="command"):
            state = _bring(place, data, Path(file).name)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from None
    if state == "waiting":
        raise click.ClickException("Filen har noe som et menneske må se på, og venter i Borealis.")
    click.echo("Tjenesteplanen er tatt i bruk.")


def _tell(department: int, data: bytes) -> None:
    """What a file would change, and what in it cannot be read. Stores nothing."""
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from borealis.rosters.queries.imports import look_at
    from borealis.rosters.queries.preview_page import where_words
    from borealis.rosters.reading.unreadable import Unreadable
    from borealis.rosters.wording import fault_words, unreadable_words

    try:
        seen = look_at(department, data, timezone.localdate())
    except Unreadable as reason:
        raise ValidationError(unreadable_words(reason.reason)) from None
    for fault in seen.reading.faults:
        click.echo(f"{where_words(fault)}: {' '.join(fault_words(fault))}", err=True)
    for match in seen.doubts:
        click.echo(f"{match.named.name or match.named.number}: ikke bekreftet hvem dette er.", err=True)
    change = seen.difference
    click.echo(f"{len(change.added)} vakter legges til, {len(change.removed)} tas bort, {change.same} står.")


@rosters.command()
@click.option("--folder", required=True, type=click.Path(file_okay=False, exists=True), help="Mappen.")
@click.option("--department", required=True, help="Avdelingens kode.")
@click.option("--once", is_flag=True, help="Se i mappen én gang, og avslutt. Kjør den fra en tidsplan.")
def watch(folder: str, department: str, once: bool) -> None:
    """Ta i bruk nye tjenesteplaner i en mappe som sykehusets systemer fyller.

    Det som er tatt i bruk, flyttes til mappen «ferdig»; det som et menneske må se på, til «venter»; det som
    ikke er en tjenesteplan, til «avvist».
    """
    if not once:
        raise click.ClickException("Bruk --once, og kjør kommandoen fra en tidsplan (cron, systemd).")
    from borealis.config.cli import django_setup

    django_setup.start()
    from borealis.audit.context import acting_as

    place, waiting = _department(department), Path(folder)
    files = sorted(path for path in waiting.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    counts = dict.fromkeys((DONE, WAITING, REFUSED), 0)
    with acting_as(way="command"):
        for path in files[:MOST_FILES]:
            ended = _take(place, path)
            _move(path, waiting / ended)
            counts[ended] += 1
            click.echo(f"{path.name}: {ended}")
    click.echo(", ".join(f"{number} {words}" for words, number in counts.items()))


def _take(department: int, path: Path) -> str:
    """Bring one file in; where it belongs afterwards."""
    from django.core.exceptions import ValidationError

    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return REFUSED
        state = _bring(department, path.read_bytes(), path.name)
    except (ValidationError, OSError):
        return REFUSED
    return WAITING if state == "waiting" else DONE


def _move(path: Path, folder: Path) -> None:
    """Move a file, beside an earlier one of the same name."""
    folder.mkdir(exist_ok=True)
    aim, number = folder / path.name, 1
    while aim.exists():
        number += 1
        aim = folder / f"{path.stem}-{number}{path.suffix}"
    path.rename(aim)
