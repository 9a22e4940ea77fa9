"""Reads whose SQL is worked out once: to work it out takes far longer than the database needs to answer.

A page asks some thirty short questions. Django writes the SQL of each anew, from the same lines of ours, and that
is half of the time that a page takes. ``prepared`` keeps what Django wrote, with places for the values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

LONG_AGO = dt.datetime(1901, 8, 19, 4, 37, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Kind:
    """What a parameter is: one value or ``several``, and values that no query of ours names itself."""

    stand_in: Callable[[int], Any]
    several: bool = False


KEY = Kind(lambda n: n - 2_000_000_000)
KEYS = Kind(KEY.stand_in, several=True)
TEXT = Kind(lambda n: f"⟨{n}⟩")
TEXTS = Kind(TEXT.stand_in, several=True)
DAY = Kind(lambda n: LONG_AGO.date() + dt.timedelta(days=n))
MOMENT = Kind(lambda n: LONG_AGO + dt.timedelta(days=n))

# Where a value goes: its place in the SQL, the parameter's name, and which of its values it is.
Place = tuple[int, str, int]
Converter = tuple[int, list[Callable[[Any, Any, BaseDatabaseWrapper], Any]], Any]


@dataclass(frozen=True)
class Written:
    """SQL as Django wrote it for parameters of one shape, and how it reads what the database answers."""

    sql: str
    constants: tuple[Any, ...]
    places: tuple[Place, ...]
    converters: tuple[Converter, ...]
    width: int


class Prepared:
    """A read of plain values that is asked again and again, each time with other values."""

    def __init__(self, rows: Callable[..., QuerySet[Any, tuple[Any, ...]]], kinds: dict[str, Kind]) -> None:
        self._rows = rows
        self._kinds = kinds
        self._written: dict[tuple[Any, ...], Written] = {}

    def __call__(self, **asked: Any) -> list[tuple[Any, ...]]:
        """The rows. Of a parameter of several values none given means no rows, whatever else is asked."""
        values = {name: _listed(asked[name], kind) for name, kind in self._kinds.items()}
        if not all(values.values()):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        fixed = {name: value for name, value in asked.items() if name not in values}
        shape = (connection.vendor, *map(len, values.values()), *fixed.items())
        written = self._written.get(shape)
        if written is None:
            sizes = {name: len(several) for name, several in values.items()}
            written = self._written[shape] = self._write(sizes, fixed, connection)
        params = list(written.constants)
        for place, name, number in written.places:
            params[place] = adapted(values[name][number], connection)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows = cursor.fetchall()
        return list(_read(rows, written, connection))

    def _write(
        self, sizes: dict[str, int], fixed: dict[str, Any], connection: BaseDatabaseWrapper
    ) -> Written:
        """Let Django write the SQL for stand-ins, and find where it put them."""
        count, stand_ins, names = 0, dict[str, list[Any]](), dict[Any, tuple[str, int]]()
        for name, size in sizes.items():
            stand_ins[name] = [self._kinds[name].stand_in(count + n) for n in range(size)]
            count += size
            for number, value in enumerate(stand_ins[name]):
                names[adapted(value, connection)] = (name, number)
        given = {name: own if self._kinds[name].several else own[0] for name, own in stand_ins.items()}
        compiler = self._rows(**given, **fixed).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = tuple((place, *names[value]) for place, value in enumerate(params) if value in names)
        if {place[1:] for place in places} != set(names.values()):
            raise ValueError(f"a value does not stand in the query as it was given: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        read = tuple((place, list(found), column) for place, (found, column) in converters.items())
        return Written(sql, tuple(params), places, read, compiler.col_count)


def prepared(rows: Callable[..., QuerySet[Any, tuple[Any, ...]]], **kinds: Kind) -> Prepared:
    """A read that can be called with other values each time: ``rows`` says it as a ``values_list`` of parameters.

    ``rows`` must ask the same question for every value of a parameter with a kind: it may only hand the value to a
    filter, unchanged. What changes the question itself (a language, a field's name) is a parameter without a kind.
    Raises ValueError when a value does not reach the query.
    """
    return Prepared(rows, kinds)


def adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value as this database's driver takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _listed(value: Any, kind: Kind) -> list[Any]:
    """The values of a parameter, the last repeated up to a power of two, so that the shapes are few."""
    if not kind.several:
        return [value]
    values: list[Any] = list(value)
    size = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (size - len(values))


def _read(
    rows: Collection[tuple[Any, ...]], written: Written, connection: BaseDatabaseWrapper
) -> Iterator[tuple[Any, ...]]:
    """The rows as Django reads them from this database."""
    for row in rows:
        values = list(row[: written.width])
        for place, converters, column in written.converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        yield tuple(values)
