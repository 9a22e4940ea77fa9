"""The acts that the rooms say, collected from the module ``acts`` of every installed room."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


class UnsaidAct(Exception):
    """An act is recorded that no room says in its ``acts.py``."""


@cache
def acts() -> dict[str, Promise]:
    """Every act by its code, with the words that tell of it, in the order of the rooms."""
    found: dict[str, Promise] = {}
    for room in apps.get_app_configs():
        if room.module is None or not module_has_submodule(room.module, "acts"):
            continue
        said: dict[str, Promise] = import_module(f"{room.name}.acts").ACTS
        if twice := sorted(set(said) & set(found)):
            raise ImproperlyConfigured(f"{room.name} says an act that another room says: {', '.join(twice)}.")
        found |= said
    return found


def check_said(act: str) -> None:
    """Raise UnsaidAct when no room says this act."""
    if act not in acts():
        raise UnsaidAct(f"No room says the act {act!r}: add it to the room's acts.py.")


def words_of(act: str) -> str:
    """What an act is called in the reader's language; its code when no room says it any more."""
    return str(acts().get(act, act))
