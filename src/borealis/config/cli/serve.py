"""``borealis serve``: the web pages, by a server that is ready for daily use."""

from __future__ import annotations

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=4, show_default=True, help="Requests answered at the same time.")
def serve(host: str, port: int, threads: int) -> None:
    """Serve the web pages until stopped."""
    from borealis.config.cli import django_setup

    django_setup.start()
    django_setup.load_shipped()
    import waitress

    from borealis.config.wsgi import application

    click.echo(f"Borealis: http://{host}:{port}/")
    waitress.serve(application, host=host, port=port, threads=threads, ident=None)
