"""What is read once for a page is read anew for the next, and after every change."""

from __future__ import annotations

import pytest
from django.test import Client

from borealis.organisations.models import Organisation
from borealis.organisations.queries import tree
from borealis.shell.once import kept_for_page, one_page, read_once


def counted() -> tuple[list[tuple[object, ...]], object]:
    calls: list[tuple[object, ...]] = []

    @read_once
    def read(*args: object, **kwargs: object) -> list[object]:
        calls.append((args, tuple(kwargs.items())))
        return [len(calls)]

    return calls, read


def test_outside_a_page_every_call_reads() -> None:
    calls, read = counted()
    assert read(1) != read(1)  # type: ignore[operator]
    assert len(calls) == 2


def test_within_a_page_the_same_question_is_read_once() -> None:
    calls, read = counted()
    with one_page():
        assert read(1) is read(1)  # type: ignore[operator]
        assert read(1, day=2) is not read(1)  # type: ignore[operator]
    assert len(calls) == 2
    with one_page():
        read(1)  # type: ignore[operator]
    assert len(calls) == 3


def test_a_read_that_fails_is_tried_again() -> None:
    tries: list[int] = []

    @read_once
    def read() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise LookupError
        return 7

    with one_page():
        with pytest.raises(LookupError):
            read()
        assert read() == 7


@pytest.mark.django_db
def test_a_page_after_a_change_shows_the_change(client: Client) -> None:
    """Two pages in a row, with a new body between them."""
    assert client.get("/").status_code == 200
    before = len(tree().nodes)
    Organisation.objects.create(code="nytt-sted", kind="department", name_nb="Nytt sted")
    assert client.get("/").status_code == 200
    assert len(tree().nodes) == before + 1


def test_a_place_is_kept_for_the_page_and_no_longer() -> None:
    kept_for_page("goals", "nb")["a"] = 1
    with one_page():
        assert kept_for_page("goals", "nb") == {}
        kept_for_page("goals", "nb")["a"] = 1
        assert kept_for_page("goals", "nb") == {"a": 1}
        assert kept_for_page("goals", "en") == {}
    assert kept_for_page("goals", "nb") == {}
