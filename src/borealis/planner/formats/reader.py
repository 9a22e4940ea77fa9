"""Reads `borealis/rotation-problem/1`: every fault is found at once and named with its place."""

import codecs
import pathlib
from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

from borealis.planner.formats.choices import read_choice
from borealis.planner.formats.courses import read_course
from borealis.planner.formats.cursor import Cursor, kind_of
from borealis.planner.formats.faults import Fault, FormatError
from borealis.planner.formats.located import line_and_column, malformed, parse_json, with_places
from borealis.planner.formats.months import month_text
from borealis.planner.formats.problem import (
    FULL_TIME,
    PROBLEM_FORMAT,
    Arena,
    Away,
    Block,
    Calendar,
    Choice,
    Counts,
    Objective,
    Problem,
    Quantity,
    Span,
    Stint,
    Trainee,
)
from borealis.planner.formats.sense import find_nonsense

Source = str | bytes | pathlib.Path | Mapping[str, object]

MOST_MONTHS = 600
_OBJECTIVE = Objective()
_TRAINEE_KEYS = (
    "id",
    "home",
    "from",
    "norm_end",
    "weight",
    "fraction",
    "away",
    "blocks",
    "current",
    "choices",
    "courses",
    "together_with",
    "group",
    "unknown",
)
_BLOCK_KEYS = (
    "id",
    "months",
    "after",
    "arenas",
    "min_stint",
    "max_stint",
    "from",
    "through",
    "fixed",
    "directly_after",
)


def read_problem(source: Source) -> Problem:
    """A problem from a file (`Path`), its text (str, bytes) or its parsed JSON (mapping).

    Raises `FormatError` with every fault found; never another error for bad content.
    """
    value, text = read_source(source)
    cursor = Cursor(value)
    problem = _problem(cursor)
    if not cursor.faults and problem is not None:
        find_nonsense(problem, cursor)
    if cursor.faults or problem is None:
        raise FormatError(with_places(cursor.faults, text))
    return problem


def refuse_large(source: Source, most: int) -> None:
    """Raise `FormatError` for more bytes than any such file needs, before they are parsed."""
    if isinstance(source, pathlib.Path):
        size = source.stat().st_size
    else:
        size = len(source) if isinstance(source, str | bytes) else 0
    if size > most:
        raise FormatError((Fault("too_large", (), {"found": size, "most": most}),))


def read_source(source: Source) -> tuple[object, str | None]:
    """The parsed JSON of a source, and its text when it has one."""
    if isinstance(source, Mapping):
        return source, None
    if isinstance(source, pathlib.Path):
        source = source.read_bytes()
    text = _decoded(source) if isinstance(source, bytes) else source
    return parse_json(text), text


def _decoded(raw: bytes) -> str:
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise malformed("not UTF-8", *line_and_column(before, len(before))) from None


def check_format(cursor: Cursor, wanted: str) -> bool:
    """Whether the file says that it is of the wanted format."""
    found = cursor.value.get("format")
    if found == wanted:
        return True
    name = found if isinstance(found, str) else kind_of(found)
    cursor.fault("wrong_format", *(["format"] if "format" in cursor.value else []), found=name, wanted=wanted)
    return False


def _problem(cursor: Cursor) -> Problem | None:
    if not cursor.expects(("format", "calendar", "arenas", "trainees", "objective")):
        return None
    if not check_format(cursor, PROBLEM_FORMAT):
        return None
    at = cursor.require("calendar")
    calendar = _calendar(at) if at else Calendar(0, 1)
    arenas = tuple(_arena(item) for item in cursor.items("arenas", required=True))
    trainees = tuple(_trainee(item, calendar) for item in cursor.items("trainees", required=True))
    objective = _objective(cursor.at("objective")) if cursor.has("objective") else _OBJECTIVE
    return Problem(calendar, arenas, trainees, objective)


def _calendar(cursor: Cursor) -> Calendar:
    if not cursor.expects(("first", "months")):
        return Calendar(0, 1)
    return Calendar(cursor.month("first") or 0, cursor.whole("months", None, 1, MOST_MONTHS))


def _objective(cursor: Cursor) -> Objective:
    names = [field.name for field in fields(Objective)]
    if not cursor.expects(names):
        return _OBJECTIVE
    return Objective(**{name: cursor.number(name, getattr(_OBJECTIVE, name), 0, 1e6) for name in names})


def _span(cursor: Cursor) -> Span:
    first, last = cursor.month("from"), cursor.month("through", required=False)
    _check_order(cursor, first, last)
    return Span(first or 0, last)


def _check_order(cursor: Cursor, first: int | None, last: int | None) -> None:
    if first is not None and last is not None and first > last:
        cursor.fault("from_after_through", "from", first=month_text(first), last=month_text(last))


def _arena(cursor: Cursor) -> Arena:
    if not cursor.expects(("id", "site", "places", "minimum", "counts")):
        return Arena("", "", ())
    by_fraction = _counts_by_fraction(cursor)
    unit = FULL_TIME if by_fraction else 1
    places = tuple(_places(item, unit) for item in cursor.items("places", required=True))
    minimum = tuple(_places(item, unit) for item in cursor.items("minimum"))
    counts: Counts = "fraction" if by_fraction else "people"
    return Arena(cursor.text("id"), cursor.text("site"), places, minimum, counts)


def _counts_by_fraction(cursor: Cursor) -> bool:
    """Whether the arena says that it counts by fraction; by default it counts people."""
    word = cursor.text("counts") if cursor.has("counts") else "people"
    if word and word not in get_args(Counts):
        cursor.fault("not_one_of", "counts", found=word, known=", ".join(get_args(Counts)))
    return word == "fraction"


def _places(cursor: Cursor, unit: int) -> Quantity:
    if not cursor.expects(("from", "through", "places")):
        return Quantity(Span(0, None), 0)
    return Quantity(_span(cursor), cursor.whole("places", None, 0) * unit)


def _percent(cursor: Cursor) -> Quantity:
    if not cursor.expects(("from", "through", "percent")):
        return Quantity(Span(0, None), 100)
    before = len(cursor.faults)
    percent = cursor.whole("percent", None, -(10**6))
    if not 1 <= percent <= 100 and len(cursor.faults) == before:
        cursor.fault("percent_out_of_range", "percent", found=percent)
    return Quantity(_span(cursor), percent)


def _away(cursor: Cursor) -> Away:
    if not cursor.expects(("from", "through", "reason")):
        return Away(Span(0, None))
    return Away(_span(cursor), cursor.text("reason", required=False))


def _trainee(cursor: Cursor, calendar: Calendar) -> Trainee:
    if not cursor.expects(_TRAINEE_KEYS):
        return Trainee("", "", 0, 0, ())
    current = None
    if cursor.has("current"):
        current = tuple(_stint(item) for item in cursor.items("current"))
    start = cursor.month("from", required=False)
    return Trainee(
        id=cursor.text("id"),
        home=cursor.text("home"),
        start=calendar.first if start is None else start,
        norm_end=cursor.month("norm_end") or 0,
        blocks=tuple(_block(item) for item in cursor.items("blocks", required=True)),
        weight=cursor.number("weight", 1, 0, 1e6),
        fraction=tuple(_percent(item) for item in cursor.items("fraction")),
        away=tuple(_away(item) for item in cursor.items("away")),
        current=current,
        choices=tuple(read_choice(item) for item in cursor.items("choices")),
        courses=tuple(read_course(item) for item in cursor.items("courses")),
        together_with=tuple(str(item.value) for item in cursor.items("together_with") if item.is_text()),
        group=cursor.text("group") if cursor.has("group") else None,
        unknown=cursor.flag("unknown"),
    )


def _block(cursor: Cursor) -> Block:
    if not cursor.expects(_BLOCK_KEYS):
        return Block("", 0, ())
    first, last = cursor.month("from", required=False), cursor.month("through", required=False)
    _check_order(cursor, first, last)
    block_id = cursor.text("id")
    months = cursor.number("months", None, 0, MOST_MONTHS)
    if round(months * 100) != months * 100 and abs(round(months * 100) - months * 100) > 1e-6:
        cursor.fault("out_of_range", "months", found=str(months), least=0.01, most=MOST_MONTHS)
    return Block(
        id=block_id,
        months=months,
        arenas=tuple(_choice(item) for item in cursor.items("arenas", required=True)),
        after=tuple(str(item.value) for item in cursor.items("after") if item.is_text()),
        min_stint=cursor.whole("min_stint", 1, 1, MOST_MONTHS),
        max_stint=cursor.whole("max_stint", None, 1, MOST_MONTHS) if cursor.has("max_stint") else None,
        window=Span(first or 0, last),
        fixed=tuple(_stint(item, block_id) for item in cursor.items("fixed")),
        directly_after=cursor.text("directly_after") if cursor.has("directly_after") else None,
    )


def _choice(cursor: Cursor) -> Choice:
    if not cursor.expects(("id", "preference")):
        return Choice("")
    return Choice(cursor.text("id"), cursor.number("preference", 0, 0, 1e6))


def _stint(cursor: Cursor, block: str | None = None) -> Stint:
    """A stint; `block` is given where the stint stands inside its block."""
    keys = ("arena", "from", "through") if block is not None else ("block", "arena", "from", "through")
    if not cursor.expects(keys):
        return Stint("", "", 0, 0)
    first, last = cursor.month("from"), cursor.month("through")
    _check_order(cursor, first, last)
    return Stint(
        cursor.text("block") if block is None else block, cursor.text("arena"), first or 0, last or 0
    )
