"""``borealis person``: the persons who use Borealis, and what they may ask for (GDPR art. 15 to 18)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def person() -> None:
    """Personer: innsyn, sletting og lagringstid."""


def _person(email: str) -> Any:
    """The person with an address, after Django is started."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from borealis.people.queries import person_by_email

    found = person_by_email(email)
    if found is None:
        raise click.ClickException(f"Ingen har adressen {email}.")
    return found


@person.command()
@click.argument("email")
@click.option("-o", "output", required=True, help="Mappe eller zip-fil.")
@click.option("--why", default="", help="Hvorfor; står i loggen til personen.")
def export(email: str, output: str, why: str) -> None:
    """Skriv alt som er lagret om personen med adressen EMAIL, til en zip-fil."""
    found = _person(email)
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.privacy.actions import export_person
    from borealis.privacy.queries.archive import archive_name

    now = timezone.now()
    path = Path(output)
    path = path / archive_name(now) if path.is_dir() else path
    if not path.parent.is_dir():
        raise click.ClickException(f"Mappen {path.parent} finnes ikke.")
    with acting_as(way="command"):
        content = export_person(by=None, person_id=found.pk, now=now, why=why)
    try:
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Kan ikke skrive {path}: {error.strerror}.") from None
    click.echo(f"Skrev {path}. Filen er personlig: gi den bare til personen selv, og slett den etterpå.")


@person.command()
@click.argument("email")
@click.option("--why", required=True, help="Hvorfor; står i loggen.")
@click.option("--yes", is_flag=True, help="Slett uten å spørre.")
def erase(email: str, why: str, yes: bool) -> None:
    """Slett personen med adressen EMAIL. Viser først hva som blir borte, og hva som blir stående."""
    found = _person(email)
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.privacy.actions import ErasureRefused, erase_person
    from borealis.privacy.queries.requests import refusals
    from borealis.privacy.queries.words import refusal_words

    now = timezone.now()
    if reasons := refusals(found.pk, timezone.localdate(now)):
        raise click.ClickException(" ".join(refusal_words(code) for code in reasons))
    _preview(found.pk)
    if not yes:
        click.confirm(f"Slette {found.name} ({email})? Det kan ikke angres", abort=True)
    try:
        with acting_as(way="command"):
            erase_person(by=None, person_id=found.pk, now=now, why=why)
    except ErasureRefused as refused:
        raise click.ClickException(" ".join(refusal_words(code) for code in refused.reasons)) from None
    click.echo("Slettet.")


def _preview(person_id: int) -> None:
    from borealis.privacy.queries.requests import erasure_plan
    from borealis.privacy.queries.words import erasure_words

    for planned in erasure_plan(person_id):
        parts = [
            f"{erasure_words(what)}: {', '.join(names)}"
            for what in ("delete", "blank", "replace", "keep")
            if (names := planned.fields(what))
        ]
        click.echo(f"{planned.title} ({planned.rows}): {'; '.join(parts)}.")


@person.command()
@click.argument("email")
@click.option("--why", required=True, help="Hvorfor.")
@click.option("--from", "from_day", type=DAY, help="Første dag, åååå-mm-dd; ellers i dag.")
@click.option("--to", "to_day", type=DAY, help="Siste dag; ellers til sperren blir opphevet.")
def hold(email: str, why: str, from_day: dt.datetime | None, to_day: dt.datetime | None) -> None:
    """Sperr personen med adressen EMAIL mot sletting, for eksempel mens en klage behandles."""
    found = _person(email)
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.privacy.actions import hold_person

    now = timezone.now()
    first = from_day.date() if from_day else timezone.localdate(now)
    last = to_day.date() if to_day else None
    if last is not None and last < first:
        raise click.ClickException("Siste dag er før første dag.")
    if not why.strip() or len(why) > 300:
        raise click.ClickException("Skriv hvorfor, med høyst 300 tegn.")
    with acting_as(way="command"):
        hold_person(by=None, person_id=found.pk, from_day=first, to_day=last, why=why, now=now)
    click.echo("Sperret mot sletting.")


@person.command()
@click.argument("email")
def release(email: str) -> None:
    """Opphev sperren mot sletting for personen med adressen EMAIL."""
    found = _person(email)
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.privacy.actions import release_person

    with acting_as(way="command"):
        number = release_person(by=None, person_id=found.pk, now=timezone.now())
    click.echo("Sperren er opphevet." if number else "Personen var ikke sperret.")


@person.command()
@click.option("--apply", "applying", is_flag=True, help="Slett det som er vist.")
def retention(applying: bool) -> None:
    """Vis det som er lagret lenge nok. Ingenting blir slettet uten --apply."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.privacy.actions import delete_past_their_time
    from borealis.privacy.queries.requests import past_their_time

    now = timezone.now()
    found = past_their_time(now)
    for past in found:
        whose = f", person {past.person_id}" if past.person_id else ""
        click.echo(f"{past.title or past.label}{whose}: {len(past.keys)}")
    if not found:
        click.echo("Ingenting er lagret for lenge.")
    elif applying:
        with acting_as(way="command"):
            click.echo(f"{delete_past_their_time(by=None, now=now)} slettet.")
    else:
        click.echo("Slett det med --apply.")


@person.command()
@click.argument("name")
@click.argument("email")
@click.option("--role", help="Rolle fra i dag, for eksempel administrator.")
@click.option("--at", "code", help="Koden til organisasjonen der rollen gjelder.")
def add(name: str, email: str, role: str | None, code: str | None) -> None:
    """Legg til personen NAME med adressen EMAIL, og skriv ut lenken i invitasjonen."""
    if (role is None) != (code is None):
        raise click.ClickException("Skriv både --role og --at, eller ingen av dem.")
    from borealis.config.cli import django_setup

    django_setup.start()
    django_setup.load_shipped()
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.people.actions import add_person

    now = timezone.now()
    try:
        with acting_as(way="command"), transaction.atomic():
            added = add_person(by=None, name=name, email=email.strip().lower(), now=now)
            if role and code:
                _give_role(added, role, code, now)
            link = _invite(added.pk, now)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from None
    click.echo(f"{added.name} er lagt til. Lenken virker én gang, i sju dager:\n{link}")


def _give_role(found: Any, role: str, code: str, now: dt.datetime) -> None:
    from django.utils import timezone

    from borealis.organisations.queries import organisations
    from borealis.people.actions import assign_role
    from borealis.people.rules import ROLES

    if role not in ROLES:
        raise click.ClickException(f"Rollen «{role}» finnes ikke. Velg en av: {', '.join(sorted(ROLES))}.")
    place = organisations([code]).get(code)
    if place is None:
        raise click.ClickException(f"Organisasjonen «{code}» finnes ikke. Se «borealis organisation show».")
    assign_role(
        by=None,
        person=found,
        role=role,
        organisation_id=place.pk,
        in_force_from=timezone.localdate(now),
        now=now,
    )


def _invite(person_id: int, now: dt.datetime) -> str:
    from borealis.people.actions import InvitationRefused, invitation_link, invite_person

    try:
        return invitation_link(invite_person(by=None, person_id=person_id, now=now))
    except InvitationRefused:
        raise click.ClickException("Kontoen er stengt. Åpne den før du inviterer.") from None


@person.command()
@click.argument("email")
def invite(email: str) -> None:
    """Inviter personen med adressen EMAIL på nytt, og skriv ut lenken. Eldre lenker slutter å virke."""
    found = _person(email)
    from django.utils import timezone

    from borealis.audit.context import acting_as

    with acting_as(way="command"):
        link = _invite(found.pk, timezone.now())
    click.echo(f"Lenken virker én gang, i sju dager:\n{link}")
