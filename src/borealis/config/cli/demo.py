"""``borealis demo``: an invented department in a database of its own, ready to click through."""

from __future__ import annotations

import os
import time

import click


@click.command()
@click.option("--no-serve", is_flag=True, help="Only make the data.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demonstration's data away and begin anew.")
def demo(no_serve: bool, host: str, port: int, fresh: bool) -> None:
    """See Borealis at work with invented people."""
    os.environ["BOREALIS_DEMO"] = "1"
    os.environ.setdefault("BOREALIS_HOME", os.path.join("var", "demo"))  # noqa: PTH118
    os.environ.setdefault("BOREALIS_HOSTS", f"localhost,127.0.0.1,[::1],{host}")
    if fresh:
        _forget()
    from borealis.config.cli import django_setup

    django_setup.start()
    _fill()
    if no_serve:
        return
    import waitress

    from borealis.config.wsgi import application

    click.echo(f"\n  Borealis:  http://{host}:{port}/\n")
    waitress.serve(application, host=host, port=port, threads=4, ident=None)


def _forget() -> None:
    """Remove the demonstration's database; refuses one that is not in the demonstration's own folder."""
    from borealis.config import storage

    settings = storage.database()
    if os.environ.get("BOREALIS_DATABASE"):
        raise click.ClickException("--fresh only removes the demonstration's own database file.")
    for ending in ("", "-wal", "-shm"):
        (storage.home() / f"borealis.sqlite3{ending}").unlink(missing_ok=True)
    storage.forget_filled(storage.home(), settings["NAME"])


def _fill() -> None:
    from django.utils import timezone

    from borealis.demo.personas import personas
    from borealis.demo.story import is_told, tell

    if not is_told():
        began = time.monotonic()
        tell(now=timezone.now(), today=timezone.localdate())
        click.echo(f"Made the demonstration in {time.monotonic() - began:.1f} s.")
    click.echo("People to look as, on the first page:")
    for persona in personas(timezone.localdate()):
        click.echo(f"  {persona.name:<20} {persona.role}")
