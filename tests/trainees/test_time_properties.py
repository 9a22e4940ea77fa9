"""What must hold of counted time for any service and absence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.trainees.rules import (
    ABSENCE_KINDS,
    REMAINING_KINDS,
    SERVICE_KINDS,
    AbsencePeriod,
    CountedTime,
    PlannedService,
    ServicePeriod,
    counted_time,
    expected_end,
    parameters_on,
    service_needed,
)
from borealis.trainees.rules.tally import may_be_deducted, sums_by_kind

BEGIN = dt.date(2020, 1, 1)
ON = dt.date(2026, 11, 22)
CONFIRMED = dt.date(2020, 1, 1)
DAY = dt.timedelta(days=1)

starts = st.integers(0, 2000)
lengths = st.integers(1, 900)
percents = st.integers(1, 100)


@st.composite
def services(draw: st.DrawFn) -> list[ServicePeriod]:
    """Service end to end with gaps, so that no day has more than full time."""
    done, day = [], BEGIN
    for _ in range(draw(st.integers(0, 5))):
        day += draw(st.integers(0, 100)) * DAY
        last = day + draw(lengths) * DAY
        done.append(ServicePeriod(draw(st.sampled_from(SERVICE_KINDS)), day, last, draw(percents), CONFIRMED))
        day = last + DAY
    return done


absences = st.lists(
    st.builds(
        lambda kind, start, length, percent: AbsencePeriod(
            kind, BEGIN + start * DAY, BEGIN + (start + length) * DAY, percent
        ),
        st.sampled_from(ABSENCE_KINDS),
        starts,
        st.integers(0, 300),
        percents,
    ),
    max_size=4,
)
readings = st.sampled_from(["served", "required"]).map(lambda r: parameters_on(ON).read_as(r))
days = st.dates(dt.date(2019, 6, 21), dt.date(2030, 1, 1))


def shown(time: CountedTime) -> tuple[float, ...]:
    return (time.total_days, time.left_days, *(r.counted_days for r in time.regimes))


@given(services(), absences, readings)
def test_nothing_is_ever_negative_or_more_than_was_served(done, away, parameters) -> None:
    time = counted_time(done, away, ON, parameters)
    for regime in time.regimes:
        assert 0 <= regime.deducted_days <= regime.other_absence_days <= regime.base_days
        assert regime.capped_days >= 0
        assert 0 <= regime.counted_days <= max(regime.base_days, 0) + 1.7  # part 1 in whole months
    assert time.left_days >= 0


@given(services(), absences, readings, days, days)
def test_time_never_runs_backwards(done, away, parameters, one, other) -> None:
    early, late = sorted((one, other))
    before, after = (counted_time(done, away, day, parameters) for day in (early, late))
    assert before.total_days <= after.total_days + 1e-6
    assert before.left_days >= after.left_days - 1e-6


@given(services(), absences, readings, st.sampled_from(REMAINING_KINDS), lengths, percents)
def test_more_service_never_counts_less(done, away, parameters, kind, length, percent) -> None:
    free = max((s.to_day for s in done), default=BEGIN) + DAY
    more = [*done, ServicePeriod(kind, free, free + length * DAY, percent, CONFIRMED)]
    late = dt.date(2060, 1, 1)
    assert (
        counted_time(done, away, late, parameters).total_days
        <= counted_time(more, away, late, parameters).total_days + 1e-6
    )


@given(services(), absences, readings, st.sampled_from(ABSENCE_KINDS), starts, lengths)
def test_more_absence_never_counts_more(done, away, parameters, kind, start, length) -> None:
    more = [*away, AbsencePeriod(kind, BEGIN + start * DAY, BEGIN + (start + length) * DAY, 100)]
    assert (
        counted_time(done, more, ON, parameters).total_days
        <= counted_time(done, away, ON, parameters).total_days + 1e-6
    )


@given(services(), absences, readings, st.integers(0, 4), st.integers(0, 900))
def test_splitting_service_at_any_day_changes_nothing(done, away, parameters, which, after) -> None:
    if not done:
        return
    piece = done[which % len(done)]
    cut = piece.from_day + after * DAY
    if cut >= piece.to_day:
        return
    split = [s for s in done if s is not piece]
    split += [replace(piece, to_day=cut), replace(piece, from_day=cut + DAY)]
    assert shown(counted_time(split, away, ON, parameters)) == shown(counted_time(done, away, ON, parameters))


@given(services(), absences, readings, st.integers(0, 3), st.integers(0, 300))
def test_splitting_absence_at_any_day_changes_nothing(done, away, parameters, which, after) -> None:
    if not away:
        return
    piece = away[which % len(away)]
    cut = piece.from_day + after * DAY
    if cut >= piece.to_day:
        return
    split = [a for a in away if a is not piece]
    split += [replace(piece, to_day=cut), replace(piece, from_day=cut + DAY)]
    assert shown(counted_time(done, split, ON, parameters)) == shown(counted_time(done, away, ON, parameters))


@given(services(), absences, readings, st.randoms(use_true_random=False))
def test_order_does_not_matter(done, away, parameters, random) -> None:
    straight = counted_time(done, away, ON, parameters)
    random.shuffle(done)
    random.shuffle(away)
    assert counted_time(done, away, ON, parameters) == straight


@given(services(), absences, days)
def test_the_sums_agree_with_counting_day_by_day(done, away, through) -> None:
    parameters = parameters_on(ON)
    slow = {kind: [Fraction(0), Fraction(0)] for kind in SERVICE_KINDS}
    for piece in done:
        day = piece.from_day
        while day <= min(piece.to_day, through):
            weight = Fraction(piece.percent, 100)
            other = sum(
                a.percent
                for a in away
                if a.from_day <= day <= a.to_day and may_be_deducted(a, piece.kind, parameters)
            )
            slow[piece.kind][0] += weight
            slow[piece.kind][1] += weight * Fraction(min(100, other), 100)
            day += DAY
    fast = sums_by_kind(done, away, through, parameters)
    assert {kind: [s.base, s.other] for kind, s in fast.items()} == slow


@settings(max_examples=60)
@given(services(), absences, readings)
def test_the_service_needed_is_enough_and_a_day_less_is_not(done, away, parameters) -> None:
    done = [s for s in done if s.from_day <= ON]
    past = [a for a in away if a.to_day <= ON]
    need = service_needed(done, past, ON, parameters)
    end = ON + int(-(-need.days // 1)) * DAY
    done = [replace(s, to_day=min(s.to_day, ON)) for s in done]

    def left_after(day: dt.date) -> float:
        more = [ServicePeriod("specialty", ON + DAY, day, 100, CONFIRMED)] if day > ON else []
        time = counted_time([*done, *more], past, day, parameters)
        return time.left_days - time.left_part1_days

    assert left_after(end) <= 1e-6
    if need.days > 0:
        assert left_after(end - DAY) > 0


@settings(max_examples=60)
@given(services(), absences, percents, readings)
def test_the_expected_end_is_the_first_day_with_nothing_left(done, away, percent, parameters) -> None:
    end = expected_end(done, away, ON, [PlannedService(ON, None, percent)], parameters)
    if end.day is None:
        assert not end.counted.complete
        return
    assert end.counted.complete
    assert end.counted.on == end.day
    last = max([ON, *(s.to_day for s in done)])
    yesterday = end.day - DAY
    if yesterday > last:
        done = [
            *done,
            ServicePeriod("specialty", last + DAY, yesterday, percent, CONFIRMED),
            *_gaps(done, percent),
        ]
        assert not counted_time(done, away, yesterday, parameters).complete


def _gaps(done: list[ServicePeriod], percent: int) -> list[ServicePeriod]:
    """The planned service on days after today that lie between pieces of registered service."""
    last = max([ON, *(s.to_day for s in done)])
    days = [ON + n * DAY for n in range(1, (last - ON).days + 1)]
    free = [day for day in days if not any(s.from_day <= day <= s.to_day for s in done)]
    return [ServicePeriod("specialty", day, day, percent, CONFIRMED) for day in free]
