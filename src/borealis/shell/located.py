"""YAML files in which every value knows its line, read so that no file can harm or surprise.

Text is UTF-8 and at most 1 MB; anchors, aliases, tags and several documents in one file are refused;
nesting is at most ``MAX_DEPTH``. Plain words are read as YAML 1.2 does: only true and false are yes and no,
and a date stays the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 1_000_000
MAX_DEPTH = 24

Path = tuple[str | int, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads plain YAML; the compiled one where there is one, ten times as quick."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, where (line and column count from 1), and how to mend it.

    ``code`` is a stable word; ``path`` says the place in the content ("arenas[2].goals.main[0]").
    A warning lets the file be used.
    """

    line: int
    column: int
    path: str
    code: str
    message: str
    how: str
    severity: Literal["error", "warning"] = "error"


@dataclass
class Located:
    """Content with the line and column of every value and key, by path."""

    content: Any = None
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Where a value (or its key) stands; where it is missing, the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def path_text(path: Path) -> str:
    """A path as people write it: arenas[2].goals.main[0]."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class _Stop(Exception):
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_located(data: bytes | str) -> tuple[Located | None, list[Problem]]:
    """The content of a YAML file with its places, or None and the problems that stopped the reading."""
    problems: list[Problem] = []
    try:
        text = _text(data)
        located = _build(_events(text), problems)
    except _Stop as stop:
        return None, [*problems, stop.problem]
    return located, problems


def _problem(line: int, column: int, code: str, message: str, how: str, path: Path = ()) -> Problem:
    return Problem(line, column, path_text(path), code, message, how)


def _text(data: bytes | str) -> str:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1_000_000:.1f}"
        raise _Stop(
            _problem(
                1,
                1,
                "too_big",
                _("Filen er på %(size)s MB. Grensen er 1 MB.") % {"size": size},
                _("Ta bort det som ikke hører til, eller del innholdet i flere filer."),
            )
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise _Stop(
            _problem(
                line,
                column,
                "not_utf8",
                _("Filen er ikke lagret som UTF-8."),
                _("Åpne filen i et tekstprogram og lagre den på nytt med tegnkodingen UTF-8."),
            )
        ) from None


def _events(text: str) -> Iterator[Any]:
    """The parts of the file one by one; what cannot be read becomes a problem at its line."""
    try:
        yield from yaml.parse(text, Loader=LOADER)
    except yaml.reader.ReaderError as error:
        raise _Stop(_bad_character(text, error.position)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _Stop(_unreadable(text, line, column)) from None


def _bad_character(text: str, position: int) -> Problem:
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    at = found.start() if found else position
    line = text.count("\n", 0, at) + 1
    return _problem(
        line,
        at - text.rfind("\n", 0, at),
        "bad_character",
        _("Filen inneholder et usynlig tegn som ikke er tillatt."),
        _("Slett tegnet på denne linjen, eller skriv linjen på nytt."),
    )


def _unreadable(text: str, line: int, column: int) -> Problem:
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return _problem(
            line,
            column,
            "tab",
            _("Linjen begynner med en tabulator. YAML tillater bare mellomrom."),
            _("Bytt tabulatoren ut med mellomrom, to for hvert nivå."),
        )
    return _problem(
        min(line, len(lines)),
        column,
        "not_yaml",
        _("Filen kan ikke leses som YAML fra dette stedet."),
        _(
            "Se etter skjevt innrykk, et kolon inne i en tekst uten anførselstegn, eller anførselstegn "
            "og klammer som ikke er lukket, på denne linjen eller linjen over."
        ),
    )


@dataclass
class _Open:
    """A list or a mapping that is being read."""

    path: Path
    content: Any
    key: str | None = None
    skip: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.content, dict) and self.key is None and not self.skip


def _build(events: Iterator[Any], problems: list[Problem]) -> Located:
    """Put the parts together without recursion, so that depth is ours to bound."""
    located = Located()
    opened: list[_Open] = []
    documents = 0
    for event in events:
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            _refuse(documents > 1, place, "several_documents")
        elif isinstance(event, yaml.AliasEvent):
            _refuse(True, place, "alias")
        elif isinstance(event, yaml.ScalarEvent):
            _refuse(event.anchor is not None, place, "alias")
            _refuse(event.tag is not None, place, "tag")
            _scalar(located, opened, event, place, problems)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            _refuse(event.anchor is not None, place, "alias")
            _refuse(event.tag is not None, place, "tag")
            _refuse(bool(opened) and opened[-1].wants_key, place, "key_not_text")
            _refuse(len(opened) >= MAX_DEPTH, place, "too_deep")
            new: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            opened.append(_Open(_put(located, opened, new, place), new))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            opened.pop()
    _refuse(located.content is None, (1, 1), "empty")
    return located


def _scalar(
    located: Located, opened: list[_Open], event: Any, place: tuple[int, int], problems: list[Problem]
) -> None:
    """A single word or text: a key where one is expected, otherwise a value."""
    if not (opened and opened[-1].wants_key):
        _put(located, opened, _value(event), place)
        return
    around, key = opened[-1], event.value
    path = (*around.path, key)
    if key in around.content:
        first = located.keys[path][0]
        problems.append(
            _problem(
                *place,
                "duplicate_key",
                _("«%(key)s» står to ganger. Den første står på linje %(line)d.")
                % {"key": key[:60], "line": first},
                _("Slett den ene, eller slå dem sammen."),
                path,
            )
        )
        around.skip = True
        return
    located.keys[path] = place
    around.key = key


def _put(located: Located, opened: list[_Open], value: Any, place: tuple[int, int]) -> Path:
    """Place a value in what is open, and give its path."""
    if not opened:
        located.content = value
        located.values[()] = place
        return ()
    around = opened[-1]
    if around.skip:
        around.skip = False
        return (*around.path, "")
    if isinstance(around.content, list):
        path: Path = (*around.path, len(around.content))
        around.content.append(value)
    else:
        path = (*around.path, around.key or "")
        around.content[around.key] = value
        around.key = None
    located.values[path] = place
    return path


def _value(event: Any) -> Any:
    text: str = event.value
    if event.style not in (None, ""):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _refuse(broken: bool, place: tuple[int, int], code: str) -> None:
    if broken:
        message, how = _REFUSALS[code]()
        raise _Stop(_problem(*place, code, message, how))


_REFUSALS: Mapping[str, Callable[[], tuple[str, str]]] = {
    "several_documents": lambda: (
        _("Filen har flere dokumenter (en linje med «---»)."),
        _("La filen ha ett dokument. Slett linjen, eller lag en fil for hvert dokument."),
    ),
    "alias": lambda: (
        _("Filen bruker anker eller alias (& eller *). Det er ikke tillatt."),
        _("Skriv innholdet ut. Sett anførselstegn rundt en tekst som begynner med & eller *."),
    ),
    "tag": lambda: (
        _("Filen bruker en YAML-type (et ord som begynner med !). Det er ikke tillatt."),
        _("Slett ordet, eller sett anførselstegn rundt en tekst som begynner med !."),
    ),
    "key_not_text": lambda: (
        _("Her står en liste eller en samling der det skulle stått et nøkkelord."),
        _("Skriv et ord fulgt av kolon."),
    ),
    "too_deep": lambda: (
        _("Innholdet ligger dypere enn %(depth)d nivåer.") % {"depth": MAX_DEPTH},
        _("Flytt innholdet ut til det nivået formatet beskriver."),
    ),
    "empty": lambda: (
        _("Filen er tom."),
        _("Begynn med et eksempel: borealis programme show --yaml unn-nuk."),
    ),
}
