"""Reads an instance from MiniZinc data, and says what is wrong and where when it can not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

STATEMENT = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*([^;]*?)\s*;")
ARRAY = re.compile(r"(?:array\dd\s*\((?:[^,\[\]]*\.\.[^,\[\]]*,)+)?\s*\[(.*)\]\s*\)?", re.DOTALL)
NUMBER = re.compile(r"-?\d+")


class Malformed(Exception):
    """An instance can not be read: the message names file, line, what was expected and what was there."""


@dataclass(frozen=True)
class Instance:
    """One instance; students, disciplines, hospitals and periods are numbered from 0.

    group      (D,) the group of each discipline
    wanted     (S, G) how many disciplines of each group a student attends
    allowed    (S, D) which
    before     (D, D) [d, e]: e must have begun before any period of d
    available  (S, T) when
    able       (S, H, D) where
    most, least (H, D, T) students in a discipline in a hospital in a period
    weights    (S, 4) of disciplines, hospitals, hospital changes and empty periods
    liking     (S, D) of disciplines; `comfort` (S, H) of hospitals; `esteem` (D,) the same for all
    """

    name: str
    duration: int
    most_in_hospital: int
    group: Ints
    wanted: Ints
    allowed: Bools
    before: Bools
    available: Bools
    able: Bools
    most: Ints
    least: Ints
    weights: Ints
    liking: Ints
    comfort: Ints
    esteem: Ints

    @property
    def students(self) -> int:
        return len(self.wanted)

    @property
    def disciplines(self) -> int:
        return len(self.group)

    @property
    def hospitals(self) -> int:
        return int(self.most.shape[0])

    @property
    def periods(self) -> int:
        return int(self.most.shape[2])


def read_instance(path: Path) -> Instance:
    """The instance in a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{path.name}: not text in UTF-8 (byte {error.start})") from error
    return parse_instance(path.stem, text, path.name)


def parse_instance(name: str, text: str, file: str = "text") -> Instance:
    """The instance in a text of MiniZinc data."""
    data = _Data(file, text)
    s, d, h, t, g = (data.number(n, 1) for n in ("Students", "Disciplines", "Hospitals", "Horizon", "Groups"))
    cells, anything = (h, d, t), (-(10**6), 10**6)
    found = Instance(
        name,
        data.number("Duration", 1),
        data.number("MaxDiscPerHosp", 0),
        data.array("DiscGroup", (d,), (1, g)) - 1,
        data.array("StudDiscGroup", (s, g), (0, d)),
        data.array("AllowedDisc", (s, d), (0, 1)) > 0,
        data.array("Precededby", (d, d), (0, 1)) > 0,
        data.array("Availability", (s, t), (0, 1)) > 0,
        data.array("Ability", (s, h, d), (0, 1)) > 0,
        data.array("MaxPosHosp", cells, (0, 10**6)),
        data.array("MinPosHosp", cells, (0, 10**6)),
        data.array("WeightPref", (s, 4), anything),
        data.array("PrefStudDisc", (s, d), anything),
        data.array("PrefStudHosp", (s, h), anything),
        data.array("ManPref", (d,), anything),
    )
    if (found.least > found.most).any():
        place = ", ".join(str(n + 1) for n in np.argwhere(found.least > found.most)[0])
        data.refuse("MinPosHosp", f"is above MaxPosHosp at [{place}]")
    if (found.weights[:, 2:] > 0).any():
        data.refuse("WeightPref", "the weights of changes and of empty periods may not be above 0")
    return found


class _Data:
    """The statements of a text, each with the line it begins on."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.statements: dict[str, tuple[int, str]] = {}
        text = re.sub(r"%[^\n]*", "", text)
        place = 0
        while text[place:].strip():
            found = STATEMENT.match(text, place)
            line = text.count("\n", 0, place + len(text[place:]) - len(text[place:].lstrip())) + 1
            if found is None:
                begin = text[place:].strip().splitlines()[0][:40]
                raise Malformed(f"{file}, line {line}: expected “Name = value;”, found “{begin}”")
            if found[1] in self.statements:
                raise Malformed(f"{file}, line {line}: {found[1]} is given twice")
            self.statements[found[1]] = line, found[2]
            place = found.end()

    def refuse(self, name: str, what: str) -> None:
        raise Malformed(f"{self.file}, line {self.statements[name][0]}: {name}: {what}")

    def _text(self, name: str) -> str:
        if name not in self.statements:
            raise Malformed(f"{self.file}: {name} is missing")
        return self.statements[name][1]

    def number(self, name: str, least: int) -> int:
        text = self._text(name)
        if not NUMBER.fullmatch(text) or int(text) < least:
            self.refuse(name, f"expected a whole number from {least} up, found “{text[:40]}”")
        return int(text)

    def array(self, name: str, shape: tuple[int, ...], limits: tuple[int, int]) -> Ints:
        """An array of whole numbers within limits, both included."""
        found = ARRAY.fullmatch(self._text(name))
        if found is None:
            self.refuse(name, f"expected an array, found “{self._text(name)[:40]}”")
            raise AssertionError
        parts = [part.strip() for part in re.split(r"[,|]", found[1]) if part.strip()]
        for number, part in enumerate(parts, 1):
            if not NUMBER.fullmatch(part):
                self.refuse(name, f"value {number} is no whole number: “{part[:40]}”")
        if len(parts) != int(np.prod(shape)):
            size = " x ".join(str(n) for n in shape)
            self.refuse(name, f"expected {size} whole numbers, found {len(parts)}")
        values = np.array([int(part) for part in parts], dtype=np.int64).reshape(shape)
        outside = np.argwhere((values < limits[0]) | (values > limits[1]))
        if len(outside):
            place = ", ".join(str(n + 1) for n in outside[0])
            value = values[tuple(outside[0])]
            self.refuse(name, f"{value} at [{place}] is not between {limits[0]} and {limits[1]}")
        return values
