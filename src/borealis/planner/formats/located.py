"""JSON with places: the value, and the line and column of everything in it.

The standard library's parser is fast and says where a text is malformed, but not on which line
a value stands. So a text is first read by the standard parser; only when something is wrong with
what it says is it walked again here, to find the lines of the faults.
"""

import json
import re
from dataclasses import replace

from borealis.planner.formats.faults import Fault, FormatError, Path

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)')
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|NaN|-?Infinity')


def parse_json(text: str) -> object:
    """Read JSON; raise `FormatError` for malformed text, NaN and keys given twice."""
    repeated: list[str] = []

    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            repeated.append("")
        return result

    try:
        value: object = json.loads(text, object_pairs_hook=without_repeats, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        params: dict[str, str | int | float] = {"detail": error.msg}
        raise FormatError((Fault("malformed_json", (), params, error.lineno, error.colno),)) from None
    except _NotJson as error:
        word = next(match for match in _WORD.finditer(text) if match[1])
        raise malformed(error.word, *line_and_column(text, word.start())) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # Python reads no whole number of thousands of digits
        longest = max(re.finditer(r"[0-9]+", text), key=lambda digits: len(digits[0]))
        raise malformed("too many digits", *line_and_column(text, longest.start())) from None
    if repeated:
        _, doubles = locate(text)
        raise FormatError(tuple(doubles))
    return value


def malformed(detail: str, line: int, column: int) -> FormatError:
    """The error of a text that is not JSON, with what is wrong and where."""
    return FormatError((Fault("malformed_json", (), {"detail": detail}, line, column),))


def _too_deep() -> FormatError:
    return malformed("nested too deep", 1, 1)


class _NotJson(ValueError):
    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def _refuse(word: str) -> object:
    raise _NotJson(word)


def with_places(faults: list[Fault], text: str | None) -> tuple[Fault, ...]:
    """The faults with line and column, in the order they stand in the text."""
    if text is None:
        return tuple(faults)
    places, _ = locate(text)
    found = [_placed(fault, places) for fault in faults]
    return tuple(sorted(found, key=lambda fault: (fault.line or 0, fault.column or 0)))


def _placed(fault: Fault, places: dict[Path, tuple[int, int]]) -> Fault:
    path = fault.path
    while path and path not in places:
        path = path[:-1]
    line, column = places.get(path, (1, 1))
    return replace(fault, line=line, column=column)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset into the text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def locate(text: str) -> tuple[dict[Path, tuple[int, int]], list[Fault]]:
    """Where every value begins, and the faults of keys that are given twice; `text` is valid JSON."""
    walk = _Walk(text)
    try:
        walk.value((), 0)
    except RecursionError:
        raise _too_deep() from None
    return walk.places, walk.doubles


class _Walk:
    """One pass over a valid text, noting where each value begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[Path, tuple[int, int]] = {}
        self.doubles: list[Fault] = []
        self._line, self._line_start, self._seen = 1, 0, 0

    def value(self, path: Path, at: int) -> int:
        at = self._skip(at)
        self.places[path] = self._place(at)
        if self.text[at] == "{":
            return self._object(path, at + 1)
        if self.text[at] == "[":
            return self._array(path, at + 1)
        return self._scalar_end(at)

    def _object(self, path: Path, at: int) -> int:
        keys: set[str] = set()
        at = self._skip(at)
        while self.text[at] != "}":
            line, column = self._place(at)
            end = self._scalar_end(at)
            key: str = json.loads(self.text[at:end])
            if key in keys:
                self.doubles.append(Fault("duplicate_key", (*path, key), {"key": key}, line, column))
            keys.add(key)
            at = self._skip(self.value((*path, key), self._skip(end) + 1))
            at = self._skip(at + 1) if self.text[at] == "," else at
        return at + 1

    def _array(self, path: Path, at: int) -> int:
        index = 0
        at = self._skip(at)
        while self.text[at] != "]":
            at = self._skip(self.value((*path, index), at))
            at = self._skip(at + 1) if self.text[at] == "," else at
            index += 1
        return at + 1

    def _scalar_end(self, at: int) -> int:
        match = _SCALAR.match(self.text, at)
        return match.end() if match else at + 1

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _place(self, at: int) -> tuple[int, int]:
        breaks = self.text.count("\n", self._seen, at)
        if breaks:
            self._line += breaks
            self._line_start = self.text.rfind("\n", self._seen, at) + 1
        self._seen = at
        return self._line, at - self._line_start + 1
