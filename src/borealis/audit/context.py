"""Who is acting, in which role and by which way, for the events of one request or command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Acting:
    """``role`` and ``place_id`` are those that the person uses; ``way`` is how the act came in:
    "web", "command", "scim", or "" when the system acts by itself."""

    role: str = ""
    place_id: int | None = None
    way: str = ""


_acting: ContextVar[Acting] = ContextVar("acting", default=Acting())  # noqa: B039


def acting() -> Acting:
    """Who acts now."""
    return _acting.get()


@contextmanager
def acting_as(role: str = "", place_id: int | None = None, way: str = "") -> Iterator[None]:
    """Events recorded inside say this role, place and way."""
    token = _acting.set(Acting(role, place_id, way))
    try:
        yield
    finally:
        _acting.reset(token)
