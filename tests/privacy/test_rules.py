"""What is true of keeping, erasing and showing, as tables."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.privacy.permissions import check_may_read_record, check_signed_in, may_read_record
from borealis.privacy.rules import (
    GROUPS,
    Hold,
    acts_in,
    erased_value,
    erasure_refusals,
    group_of,
    is_held,
    is_open,
    kept_from,
    safe_cell,
)
from borealis.privacy.rules.erasing import REPLACEMENTS

Day = dt.date.fromisoformat
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
TODAY = Day("2026-11-22")


@pytest.mark.parametrize(
    ("last_days", "goes_on"),
    [
        ((None,), True),
        ((TODAY,), True),
        ((TODAY - dt.timedelta(days=1),), False),
        ((None, None), True),
        ((None, TODAY - dt.timedelta(days=1)), False),  # no day of its own, but its post has ended
        ((TODAY, None), True),
    ],
)
def test_something_goes_on_until_one_of_its_days_is_past(
    last_days: tuple[dt.date | None, ...], goes_on: bool
) -> None:
    assert is_open(last_days, TODAY) is goes_on


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        ("2026-11-22", None, True),
        ("2026-11-22", "2026-11-22", True),
        ("2026-11-23", None, False),
        ("2026-01-01", "2026-11-21", False),
    ],
)
def test_a_hold_holds_from_its_first_day_through_its_last(first: str, last: str | None, held: bool) -> None:
    assert is_held([Hold(Day(first), Day(last) if last else None)], TODAY) is held
    assert is_held([], TODAY) is False


@pytest.mark.parametrize(
    ("months", "now", "kept"),
    [
        (0, "2026-11-22", "2026-11-22"),
        (12, "2026-11-22", "2025-11-22"),
        (12, "2028-02-29", "2027-02-28"),  # no such day the year before
        (1, "2026-03-31", "2026-02-28"),
        (36, "2026-01-15", "2023-01-15"),
        (11, "2026-11-30", "2025-12-30"),
    ],
)
def test_months_back_from_now(months: int, now: str, kept: str) -> None:
    assert kept_from(months, dt.datetime.fromisoformat(f"{now}T08:00+00:00")) == dt.datetime.fromisoformat(
        f"{kept}T08:00+00:00"
    )


@given(
    st.integers(0, 600),
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_longer_keeping_never_ends_earlier(months: int, now: dt.datetime) -> None:
    assert kept_from(months + 1, now) < kept_from(months, now) <= now


def test_what_stands_in_the_way_is_told_once_each_with_the_hold_first() -> None:
    assert erasure_refusals(held=True, still_open=["b.B", "a.A", "b.B"]) == ("legal_hold", "a.A", "b.B")
    assert erasure_refusals(held=False, still_open=[]) == ()


@pytest.mark.parametrize(
    ("replacement", "before", "after"),
    [
        ("deleted_name", "Tuva", "Slettet person"),
        ("deleted_mail", "a@b.no", "slettet-7@slettet.invalid"),
        ("no_password", "secret", "!erased"),
        ("no", True, False),
        ("now", None, NOW),
        ("first_language", "en", "nb"),
        ("one_more", 3, 4),
    ],
)
def test_what_is_left_when_a_field_is_replaced(replacement: str, before: object, after: object) -> None:
    assert erased_value(replacement, 7, NOW, before) == after


def test_no_other_replacement_is_known() -> None:
    assert len(REPLACEMENTS) == 7
    with pytest.raises(KeyError):
        erased_value("rainbow", 7, NOW, None)


def test_every_act_is_in_one_group_and_an_unknown_group_holds_them_all() -> None:
    acts = ["read_archive", "export_plan", "sign_in", "sign_out", "sign_plan"]
    parts = [acts_in(group, acts) for group in GROUPS]
    assert parts == [["read_archive", "export_plan"], ["sign_plan"], ["sign_in", "sign_out"]]
    assert acts_in("", acts) == acts
    assert group_of("sign_plan") == "changed"


@given(st.text())
def test_a_cell_keeps_its_text_and_never_begins_a_formula(text: str) -> None:
    assert safe_cell(text) in (text, f"'{text}")
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_nobody_has_no_pages_and_only_the_auditors_power_opens_the_record() -> None:
    auditor = Viewer(1, "A", "A", "nb", (HeldRole("auditor", 1, "UNN"),))
    head = Viewer(2, "B", "B", "nb", (HeldRole("head", 1, "UNN"), HeldRole("administrator", 1, "UNN")))
    assert [may_read_record(viewer) for viewer in (auditor, head, NOBODY)] == [True, False, False]
    assert check_signed_in(head) == 2
    for refused in (lambda: check_signed_in(NOBODY), lambda: check_may_read_record(head)):
        with pytest.raises(Http404):
            refused()


@pytest.mark.django_db
def test_the_auditor_of_a_body_reads_of_those_below_it() -> None:
    from django.apps import apps

    organisation = apps.get_model("organisations.Organisation")
    above = organisation.objects.create(code="a", kind="trust", name_nb="A")
    below = organisation.objects.create(code="b", kind="department", name_nb="B", parent=above)
    organisation.objects.create(code="c", kind="trust", name_nb="C")
    auditor = Viewer(1, "A", "A", "nb", (HeldRole("auditor", above.pk, "A"),))
    assert check_may_read_record(auditor) == {above.pk, below.pk}
