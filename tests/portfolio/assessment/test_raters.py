"""What is said of assessors, held against simulated ones whose tendency is known."""

from __future__ import annotations

import numpy as np
import pytest

from borealis.portfolio.assessment.rules import FEWEST_RATED, Rated, Tendency, tendencies


def simulated(
    seed: int, *, assessors: int, trainees: int, each: int, differ: float, chance: float, whole: bool = False
) -> tuple[np.ndarray, list[Rated]]:
    """Assessors with known tendencies, each scoring some trainees once or twice."""
    draw = np.random.default_rng(seed)
    truth, shown = draw.normal(0, differ, assessors), draw.normal(3, 0.7, trainees)
    rated = []
    for assessor in range(assessors):
        for trainee in draw.choice(trainees, size=min(trainees, each), replace=False):
            for _time in range(draw.integers(1, 3)):
                value = shown[trainee] + truth[assessor] + draw.normal(0, chance)
                rated.append(
                    Rated(assessor, int(trainee), float(np.clip(round(value), 1, 5) if whole else value))
                )
    return truth, rated


@pytest.mark.parametrize(
    ("assessors", "trainees", "each", "differ", "whole", "least", "most"),
    [
        (12, 8, 6, 0.4, False, 0.93, 0.97),
        (12, 8, 6, 0.15, False, 0.93, 0.98),
        (12, 8, 6, 1.0, False, 0.92, 0.97),
        (6, 5, 4, 0.4, False, 0.93, 0.98),
        (12, 8, 6, 0.4, True, 0.91, 0.97),
    ],
)
def test_about_95_of_100_intervals_hold_the_true_tendency(
    assessors: int, trainees: int, each: int, differ: float, whole: bool, least: float, most: float
) -> None:
    held = total = 0
    for seed in range(150):
        truth, rated = simulated(
            seed,
            assessors=assessors,
            trainees=trainees,
            each=each,
            differ=differ,
            chance=0.6,
            whole=whole,
        )
        for assessor, found in tendencies(rated).items():
            total += 1
            held += found.low <= truth[assessor] <= found.high  # type: ignore[call-overload]
    assert least <= held / total <= most


def test_assessors_who_do_not_differ_are_nearly_never_called() -> None:
    called = total = 0
    for seed in range(100):
        _truth, rated = simulated(seed, assessors=12, trainees=8, each=6, differ=0.0, chance=0.6)
        found = tendencies(rated).values()
        total += len(found)
        called += sum(one.call in ("higher", "lower") for one in found)
    assert called / total < 0.01


def test_a_clear_difference_is_found_and_its_sign_is_right() -> None:
    """given one assessor a whole step above eleven others, when all have met ten trainees, then it is seen"""
    draw, rated = np.random.default_rng(3), []
    for assessor in range(12):
        for trainee in range(10):
            value = 3 + (assessor == 0) + draw.normal(0, 0.4)
            rated.append(Rated(assessor, trainee, float(value)))
    found = tendencies(rated)
    assert found[0].call == "higher"
    assert 0.6 < found[0].difference < 1.1
    assert [one.call for assessor, one in found.items() if assessor] == ["alike"] * 11


def test_the_difference_is_shrunk_toward_zero() -> None:
    rated = [Rated("a", t, 4.0 + t % 2) for t in range(4)] + [Rated("b", t, 3.0) for t in range(4)]
    found = tendencies(rated)
    assert 0 < found["a"].difference < 0.75
    assert found["a"].difference == pytest.approx(-found["b"].difference)


@pytest.mark.parametrize(
    ("number", "low", "high", "call"),
    [
        (FEWEST_RATED - 1, 0.5, 1.5, "too_few"),
        (FEWEST_RATED, 0.5, 1.5, "higher"),
        (FEWEST_RATED, -1.5, -0.5, "lower"),
        (FEWEST_RATED, -0.5, 0.5, "alike"),
    ],
)
def test_nothing_is_called_below_eight_scores(number: int, low: float, high: float, call: str) -> None:
    assert FEWEST_RATED == 8
    assert Tendency(number, (low + high) / 2, low, high).call == call


def test_scores_that_nobody_else_gave_say_nothing() -> None:
    """given trainees whom one assessor met alone, then they count for nothing"""
    shared = [Rated(a, t, 3.0 + (a == "a") + t / 10) for a in "ab" for t in range(5)]
    alone = [Rated("a", f"alone {t}", 5.0) for t in range(20)]
    assert tendencies(shared + alone) == tendencies(shared)
    assert tendencies(alone) == {}
    assert tendencies([]) == {}


def test_repeated_scores_of_one_trainee_count_as_one_view() -> None:
    once = [Rated(a, t, 3.0 + (a == "a") * (1 + t / 9)) for a in "abc" for t in range(4)]
    again = [*once, *(Rated("a", 0, 4.0) for _ in range(9))]
    first, second = tendencies(once)["a"], tendencies(again)["a"]
    assert (second.difference, second.low) == pytest.approx((first.difference, first.low))
    assert (first.number, second.number) == (4, 13)


def test_differences_between_trainees_are_not_taken_for_differences_between_assessors() -> None:
    """given an assessor who only met strong trainees, then others' scores of the same trainees decide"""
    strong = [Rated(a, f"s{t}", 5.0 + (t % 3) * 0.1) for a in "ab" for t in range(6)]
    weak = [Rated(a, f"w{t}", 1.0 + (t % 3) * 0.1) for a in "bc" for t in range(6)]
    assert abs(tendencies(strong + weak)["a"].difference) < 1e-6
