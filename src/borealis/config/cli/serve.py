"""``borealis serve``: the web pages, by a server that is ready for daily use."""

from __future__ import annotations

import os
import threading
from typing import Any

import click

# More than our own limits, which answer with a page: this one only stops a flood.
LONGEST_BODY = 64 * 1024 * 1024
LONGEST_HEADERS = 64 * 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=4, show_default=True, help="Requests answered at the same time.")
@click.option(
    "--proxy",
    default=lambda: os.environ.get("BOREALIS_PROXY", "127.0.0.1"),
    show_default="127.0.0.1",
    help="The machine whose word is taken for who asks and over what; all others' is dropped.",
)
def serve(host: str, port: int, threads: int, proxy: str) -> None:
    """Serve the web pages until stopped."""
    from borealis.config.cli import django_setup
    from borealis.config.cli.provider import refuse_bad_configuration
    from borealis.config.security import UnsafeSettings

    refuse_bad_configuration()
    try:
        django_setup.start()
        django_setup.load_shipped()
        import waitress

        from borealis.config.wsgi import application
    except UnsafeSettings as refused:
        raise click.ClickException(str(refused)) from None

    from borealis import planner

    threading.Thread(target=planner.warm, daemon=True).start()
    click.echo(f"Borealis: http://{host}:{port}/")
    waitress.serve(application, host=host, port=port, threads=threads, **server_options(proxy))


def server_options(proxy: str) -> dict[str, Any]:
    """How the server treats what comes in: whose headers it believes, and how much it reads.

    Without a name of its own in the answers (``ident``), and without a log of who asked for what.
    """
    return {
        "ident": None,
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
        "max_request_body_size": LONGEST_BODY,
        "max_request_header_size": LONGEST_HEADERS,
        "channel_timeout": 60,
    }
