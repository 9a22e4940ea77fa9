"""What life does to plans, as rates: `borealis/rotation-rates/1`.

The rates that come with Borealis stand in `rates-assumed.json`, each with its source. A file of one's own says only
what it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.faults import FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.reader import Source, check_format, read_source

RATES_FORMAT = "borealis/rotation-rates/1"
ASSUMED = "assumed"
LONGEST = 60
"""Months that one leave, or a sign-off, can last at most."""
_KEYS = ("format", "parental_leave", "sick_leave", "resignation", "sign_off", "allowance")


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave nobody planned. `a_year`: the chance that one begins in a year of service, the same in every month
    of it; `shortest` to `longest` months, each length as likely."""

    a_year: float
    shortest: int
    longest: int
    source: str = ASSUMED


@dataclass(frozen=True, slots=True)
class Resignation:
    """The chance in a year that a trainee leaves for good."""

    a_year: float
    source: str = ASSUMED


@dataclass(frozen=True, slots=True)
class SignOff:
    """How long it takes before a block that is served is signed off: entry k is the share that takes k months."""

    shares: tuple[float, ...]
    source: str = ASSUMED


@dataclass(frozen=True, slots=True)
class Allowance:
    """The share of the service left that absence may fill without being made up; agreed leave uses it first."""

    share: float
    source: str = ASSUMED


@dataclass(frozen=True, slots=True)
class Rates:
    """Everything that is drawn, and what of it need not be made up."""

    parental_leave: Leave
    sick_leave: Leave
    resignation: Resignation
    sign_off: SignOff
    allowance: Allowance


NONE = Rates(Leave(0, 1, 1), Leave(0, 1, 1), Resignation(0), SignOff((1.0,)), Allowance(0))
"""Nothing happens: the plan is what comes."""


@lru_cache(maxsize=1)
def assumed_rates() -> Rates:
    """The rates that come with Borealis."""
    path = resources.files("borealis.planner.robust").joinpath("rates-assumed.json")
    return read_rates(path.read_text(encoding="utf-8"), NONE)


def read_rates(source: Source, default: Rates | None = None) -> Rates:
    """The rates of a file, its text or its parsed JSON; what it leaves out is as in `default`, or as assumed.

    Raises `FormatError` with every fault found.
    """
    value, text = read_source(source)
    cursor = Cursor(value)
    found = None
    if cursor.expects(_KEYS) and check_format(cursor, RATES_FORMAT):
        found = _rates(cursor, default or assumed_rates())
    if cursor.faults or found is None:
        raise FormatError(with_places(cursor.faults, text))
    return found


def rates_to_json(rates: Rates) -> dict[str, object]:
    """The rates as a file says them."""
    return {
        "format": RATES_FORMAT,
        "parental_leave": _leave_to_json(rates.parental_leave),
        "sick_leave": _leave_to_json(rates.sick_leave),
        "resignation": {"a_year": rates.resignation.a_year, "source": rates.resignation.source},
        "sign_off": {"shares": list(rates.sign_off.shares), "source": rates.sign_off.source},
        "allowance": {"share": rates.allowance.share, "source": rates.allowance.source},
    }


def _leave_to_json(leave: Leave) -> dict[str, object]:
    return {
        "a_year": leave.a_year,
        "shortest": leave.shortest,
        "longest": leave.longest,
        "source": leave.source,
    }


def _rates(cursor: Cursor, default: Rates) -> Rates:
    return Rates(
        _leave(cursor, "parental_leave", default.parental_leave),
        _leave(cursor, "sick_leave", default.sick_leave),
        _resignation(cursor, default.resignation),
        _sign_off(cursor, default.sign_off),
        _allowance(cursor, default.allowance),
    )


def _part(cursor: Cursor, key: str, known: tuple[str, ...]) -> Cursor | None:
    """What stands under a key; None where it is left out, or is no object."""
    if not cursor.has(key):
        return None
    part = cursor.at(key)
    return part if part.expects((*known, "source")) else None


def _source(part: Cursor) -> str:
    return part.text("source", required=False) or ASSUMED


def _leave(cursor: Cursor, key: str, default: Leave) -> Leave:
    part = _part(cursor, key, ("a_year", "shortest", "longest"))
    if part is None:
        return default
    shortest = part.whole("shortest", default.shortest, 1, LONGEST)
    longest = part.whole("longest", max(shortest, default.longest), 1, LONGEST)
    if longest < shortest:
        part.fault("out_of_range", "longest", found=str(longest), least=shortest, most=LONGEST)
    return Leave(part.number("a_year", default.a_year, 0, 1), shortest, longest, _source(part))


def _resignation(cursor: Cursor, default: Resignation) -> Resignation:
    part = _part(cursor, "resignation", ("a_year",))
    return default if part is None else Resignation(part.number("a_year", None, 0, 1), _source(part))


def _sign_off(cursor: Cursor, default: SignOff) -> SignOff:
    part = _part(cursor, "sign_off", ("shares",))
    if part is None:
        return default
    items = list(part.items("shares", required=True))
    shares = tuple(float(item.as_number(0, 1)) for item in items[: LONGEST + 1])
    if len(items) > LONGEST + 1:
        part.fault("too_many", "shares", found=len(items), most=LONGEST + 1)
    elif not part.faults and abs(sum(shares) - 1) > 1e-6:
        part.fault("out_of_range", "shares", found=f"{sum(shares):g}", least=1, most=1)
    return SignOff(shares, _source(part))


def _allowance(cursor: Cursor, default: Allowance) -> Allowance:
    part = _part(cursor, "allowance", ("share",))
    return default if part is None else Allowance(part.number("share", None, 0, 1), _source(part))
