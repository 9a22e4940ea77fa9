"""What is read once for a page, however many ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """While a page is being shown, what ``read_once`` reads is kept. Nothing may be written meanwhile."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def kept_for_page(*name: Any) -> dict[Any, Any]:
    """A place of this name to keep what was read, for the rest of the page; outside a page a new one each time."""
    kept = _read.get()
    found: dict[Any, Any] = {} if kept is None else kept.setdefault(name, {})
    return found


def read_once(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the answer for the rest of the page; outside a page every call reads anew.

    For reads that many ask for and that nobody changes while a page is shown. The arguments must be hashable,
    and the answer is shared, so it must not be changed either.
    """

    @wraps(function)
    def reader(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _read.get()
        if kept is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(kwargs.items()))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        found: R = kept[key]
        return found

    return reader
