"""Reading a JSON value key by key, collecting every fault instead of stopping at the first."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from borealis.planner.formats.faults import Fault, FaultCode, Path
from borealis.planner.formats.months import parse_month

_KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}


def kind_of(value: object) -> str:
    """The JSON word for a value's type."""
    for kind, word in _KINDS.items():
        if isinstance(value, kind):
            return word
    return "whole number" if isinstance(value, int) else "number"


@dataclass(slots=True)
class Cursor:
    """A JSON value, where it stands, and the list its faults go to."""

    value: Any
    path: Path = ()
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: FaultCode, *steps: str | int, **params: str | int | float) -> None:
        self.faults.append(Fault(code, (*self.path, *steps), params))

    def expects(self, known: Iterable[str]) -> bool:
        """Whether this is an object; keys that look like misspelt known ones are faults."""
        if not isinstance(self.value, Mapping):
            self.fault("wrong_type", expected="object", found=kind_of(self.value))
            return False
        missing = [key for key in known if key not in self.value]
        for key in self.value:
            near = difflib.get_close_matches(key, missing, 1, 0.8) if key not in known else []
            if near:
                self.fault("misspelt_key", key, key=key, meant=near[0])
        return True

    def at(self, key: str | int) -> Cursor:
        return Cursor(self.value[key], (*self.path, key), self.faults)

    def is_text(self) -> bool:
        """Whether this is a string; a fault otherwise."""
        if not isinstance(self.value, str):
            self.fault("wrong_type", expected="string", found=kind_of(self.value))
        return isinstance(self.value, str)

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def known(self, code: FaultCode, key: str | int, name: str, known: Collection[str]) -> None:
        """A name must be one of those known; the fault names the nearest that is."""
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            self.fault(code, key, id=name, meant=near[0] if near else "")

    def once(self, key: str, ids: Iterable[str], field: str = "id") -> None:
        """Each id of a list may be given once; the second is a fault at its `field`."""
        seen: set[str] = set()
        for index, name in enumerate(ids):
            if name in seen:
                self.fault("duplicate_id", key, index, field, id=name)
            seen.add(name)

    def require(self, key: str) -> Cursor | None:
        """The value under a key that must be there."""
        if key in self.value:
            return self.at(key)
        self.fault("missing_key", key=key)
        return None

    def items(self, key: str, *, required: bool = False) -> Iterator[Cursor]:
        """The values of the array under a key; nothing when the key is absent or null."""
        if not self.has(key):
            if required and key not in self.value:
                self.fault("missing_key", key=key)
            elif required:
                self.fault("wrong_type", key, expected="array", found="null")
            return
        array = self.at(key)
        if not isinstance(array.value, Sequence) or isinstance(array.value, str):
            array.fault("wrong_type", expected="array", found=kind_of(array.value))
            return
        for index in range(len(array.value)):
            yield array.at(index)

    def text(self, key: str, *, required: bool = True) -> str:
        """A string; ids must not be empty."""
        if not required and not self.has(key):
            return ""
        cursor = self.require(key)
        if cursor is None:
            return ""
        if not isinstance(cursor.value, str):
            cursor.fault("wrong_type", expected="string", found=kind_of(cursor.value))
            return ""
        if required and not cursor.value:
            cursor.fault("empty_id", key=key)
        if not cursor.value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cursor.value):
            cursor.fault("malformed_json", detail=f"half a character in {cursor.value!a}")
        return cursor.value

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent or null."""
        if self.has(key) and not isinstance(self.value[key], bool):
            self.fault("wrong_type", key, expected="boolean", found=kind_of(self.value[key]))
        return self.value.get(key) is True

    def number(self, key: str, default: float | None, least: float, most: float = 1e9) -> float:
        """A number from `least` to `most`; `default` None means that the key must be there."""
        if default is not None and not self.has(key):
            return default
        cursor = self.require(key)
        if cursor is None:
            return least
        return cursor.as_number(least, most)

    def as_number(self, least: float, most: float) -> float:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault("wrong_type", expected="number", found=kind_of(value))
            return least
        if not least <= value <= most:  # NaN is not within either
            self.fault("out_of_range", found=str(value), least=least, most=most)
            return least
        return value

    def whole(self, key: str, default: int | None, least: int, most: int = 10**6) -> int:
        """A whole number from `least` to `most`."""
        if default is not None and not self.has(key):
            return default
        cursor = self.require(key)
        if cursor is None:
            return least
        value = cursor.as_number(least, most)
        if value != int(value):
            cursor.fault("wrong_type", expected="whole number", found="number")
        return int(value)

    def month(self, key: str, *, required: bool = True) -> int | None:
        """A month "YYYY-MM"; None when it is open (null or absent) or wrong."""
        if not required and not self.has(key):
            return None
        cursor = self.require(key)
        if cursor is None:
            return None
        if not isinstance(cursor.value, str):
            cursor.fault("wrong_type", expected="string", found=kind_of(cursor.value))
            return None
        month = parse_month(cursor.value)
        if month is None:
            cursor.fault("bad_month", found=cursor.value)
        return month
