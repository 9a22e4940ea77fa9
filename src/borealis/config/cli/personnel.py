"""``borealis personnel``: persons, posts and roles from a file."""

from __future__ import annotations

import click

from borealis.config.cli.organisation import read_bytes


@click.group()
def personnel() -> None:
    """Personer, stillinger og roller."""


@personnel.command("import")
@click.argument("file")
@click.option("--apply", "applied", is_flag=True, help="Ta filen i bruk. Uten: vis bare hva den gjør.")
@click.option("--complete", is_flag=True, help="Filen har alle; de som mangler, foreslås avsluttet.")
@click.option("--many-end", is_flag=True, help="Ja, så mange skal slutte.")
def import_file(file: str, applied: bool, complete: bool, many_end: bool) -> None:
    """Les inn personer fra FILE (CSV, se docs/how-to/personnel-feed.md)."""
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from borealis.audit.context import acting_as
    from borealis.personnel.actions.imports import OtherPreview, apply_import, keep_preview
    from borealis.personnel.planning import plan_of, reach_of_all
    from borealis.personnel.reading import read

    now, reach = timezone.now(), reach_of_all()
    rows, faults = read(read_bytes(file))
    plan = plan_of(rows, reach, timezone.localdate(now), complete=complete)
    for fault in faults or plan.faults:
        click.echo(f"{file}:{fault.line}: {fault.column}: {fault.message} {fault.how}", err=True)
    if faults or plan.faults:
        raise SystemExit(1)
    for step in plan.steps:
        click.echo(f"{step['do']}: {step['who']} {step.get('where', '')} {step.get('to') or ''}".rstrip())
    click.echo(f"{len(plan.steps)} endringer, {plan.unchanged} linjer uendret.")
    if not applied:
        return
    try:
        with acting_as(way="command"):
            facts = {"rows": rows, "reach": reach, "file_name": file, "complete": complete}
            kept = keep_preview(by=None, now=now, **facts)  # type: ignore[arg-type]
            apply_import(
                by=None, import_id=kept.pk, digest=plan.digest, reach=reach, now=now, many_end=many_end
            )
    except OtherPreview:
        raise click.ClickException("Noe ble endret samtidig. Ingenting er lagret. Prøv igjen.") from None
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from None
    click.echo("Filen er tatt i bruk.")
