"""Starting Django for commands that read or write the stored data."""

from __future__ import annotations

import os

import click


def start(*, migrated: bool = True) -> None:
    """Set Django up, refuse storage that is not to be trusted, and bring the tables up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")
    import django
    from django.conf import settings

    from borealis.config.storage import StorageRefused, check_storage

    django.setup()
    try:
        check_storage(settings.DATABASES["default"], settings.HOME)
    except StorageRefused as refused:
        raise click.ClickException(str(refused)) from None
    if migrated:
        migrate()


def migrate() -> None:
    """Apply the migrations that are missing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def load_shipped() -> None:
    """Bring what comes with Borealis into the stored data: goals, organisations, programmes."""
    from django.utils import timezone

    from borealis.curriculum.actions import load_shipped as load_curriculum
    from borealis.organisations.actions import load_shipped_organisations
    from borealis.programmes.actions import load_shipped_programmes

    now = timezone.now()
    load_curriculum(now)
    load_shipped_organisations(now)
    load_shipped_programmes(now)
