"""The command line: ``borealis <subject> <act>``. Each subject's commands are loaded when asked for."""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "plan": "borealis.config.cli.plan:plan",
    "guidance": "borealis.config.cli.guidance:guidance",
    "teaching": "borealis.config.cli.teaching:teaching",
    "calendars": "borealis.config.cli.calendars:calendars",
    "curriculum": "borealis.config.cli.curriculum:curriculum",
    "programme": "borealis.config.cli.programme:programme",
    "organisation": "borealis.config.cli.organisation:organisation",
    "demo": "borealis.config.cli.demo:demo",
    "personnel": "borealis.config.cli.personnel:personnel",
    "serve": "borealis.config.cli.serve:serve",
    "database": "borealis.config.cli.database:database",
    "audit": "borealis.config.cli.audit:audit",
    "person": "borealis.config.cli.person:person",
    "provider": "borealis.config.cli.provider:provider",
    "form": "borealis.config.cli.form:form",
    "portfolio": "borealis.config.cli.portfolio:portfolio",
    "rosters": "borealis.config.cli.rosters:rosters",
    "verify": "borealis.config.cli.verify:verify",
}


class LazyGroup(click.Group):
    """Imports a subject's commands only when they are used, so that every command starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="borealis-lis")
def borealis() -> None:
    """Borealis: plans, foresees and follows the specialist training of doctors."""


def main() -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    borealis(prog_name="borealis")
