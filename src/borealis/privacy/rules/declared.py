"""A room's privacy.yaml: format ``borealis/privacy/1``.

Every stored model is either ``personal: none`` with a reason, or says which path leads to the person and,
for each personal field, the purpose, the legal basis, how long it is kept, whether the person gets it in
the export, and what erasure does. What is said at the model holds for its fields until a field says
otherwise (GDPR art. 5, 6, 13 to 17 and 30).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "borealis/privacy/1"
TERMS_FORMAT = "borealis/privacy-terms/1"
ERASURES = ("keep", "blank", "replace", "delete")
SHOWN = ("name", "colleague")
_MODEL_KEYS = {
    "title",
    "personal",
    "person",
    "purpose",
    "basis",
    "retention",
    "after",
    "erase",
    "why",
    "fields",
    "other",
    "also",
    "open_until",
}
_FIELD_KEYS = {
    "label",
    "purpose",
    "basis",
    "retention",
    "export",
    "erase",
    "with",
    "why",
    "words",
    "shown",
    "free_text",
}

Texts = Mapping[str, str]


class NotDeclared(ValueError):
    """A privacy.yaml says too little, or something that does not exist."""


@dataclass(frozen=True)
class FieldRule:
    """What holds for one personal field.

    ``export`` is false when the person does not get it, and then ``why`` says why not; ``why`` also says
    why erasure keeps it. ``erase`` is one of ``ERASURES``; ``replacement`` names what "replace" puts in.
    ``shown`` is how another person in the field is told of: by name when that is part of the person's own
    training, else as a colleague (CJEU C-579/21). ``words`` is where codes are put into words.
    """

    name: str
    purpose: str
    basis: str
    retention: str
    export: bool
    erase: str
    replacement: str = ""
    why: str = ""
    words: str = ""
    shown: str = "colleague"
    free_text: bool = False
    label: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class ModelRule:
    """What holds for one stored model. ``person`` is the path to the person, empty for ``nobody``."""

    label: str
    room: str
    title: Texts
    person: str
    nobody: str
    fields: tuple[FieldRule, ...]
    other: frozenset[str]
    also: Mapping[str, tuple[str, ...]]
    after: str = ""
    open_until: tuple[str, ...] = ()

    @property
    def erase(self) -> str:
        """What becomes of whole rows: "delete" when every field is deleted, otherwise "keep"."""
        return "delete" if self.fields and all(f.erase == "delete" for f in self.fields) else "keep"

    @property
    def purpose(self) -> str:
        return self.fields[0].purpose if self.fields else ""

    @property
    def retention(self) -> str:
        return self.fields[0].retention if self.fields else ""

    @property
    def exported(self) -> tuple[FieldRule, ...]:
        """The fields that the person gets."""
        return tuple(rule for rule in self.fields if rule.export)


@dataclass(frozen=True)
class Term:
    """A code of the tables, with its words; ``months`` for a retention that ends by itself."""

    code: str
    texts: Texts
    months: int | None = None


@dataclass(frozen=True)
class Terms:
    """The codes that the rooms may use, and the words for fields that many rooms have."""

    purposes: Mapping[str, Term]
    bases: Mapping[str, Term]
    retentions: Mapping[str, Term]
    labels: Mapping[str, Texts]


def read_terms(content: Mapping[str, Any]) -> Terms:
    """The tables of codes. Raises NotDeclared."""
    if content.get("format") != TERMS_FORMAT:
        raise NotDeclared(f"not {TERMS_FORMAT}: {content.get('format')!r}")

    def table(name: str) -> dict[str, Term]:
        return {
            code: Term(code, _texts(f"{name} {code}", row), row.get("months"))
            for code, row in content[name].items()
        }

    labels = {name: _texts(f"label {name}", row) for name, row in content["labels"].items()}
    return Terms(table("purposes"), table("bases"), table("retentions"), labels)


def _texts(where: str, row: Any) -> Texts:
    """{"nb", "nn", "en"}, all three there. Raises NotDeclared."""
    texts = {code: row[code] for code in ("nb", "nn", "en") if isinstance(row, Mapping) and row.get(code)}
    if len(texts) != 3:
        raise NotDeclared(f"{where}: needs words in nb, nn and en")
    return texts


def read_rooms_file(room: str, content: Mapping[str, Any], terms: Terms) -> list[ModelRule]:
    """The models that a room's privacy.yaml declares. Raises NotDeclared with every fault in it."""
    if content.get("format") != FORMAT:
        raise NotDeclared(f"{room}: not {FORMAT}: {content.get('format')!r}")
    rules, faults = [], []
    for label, row in content["models"].items():
        try:
            rules.append(_model(room, label, row, terms))
        except NotDeclared as fault:
            faults.append(str(fault))
    if faults:
        raise NotDeclared("\n".join(faults))
    return rules


def _model(room: str, label: str, row: Mapping[str, Any], terms: Terms) -> ModelRule:
    _known(label, row, _MODEL_KEYS)
    if row.get("personal") == "none":
        if not row.get("why"):
            raise NotDeclared(f"{label}: personal: none needs a why")
        return ModelRule(label, room, {}, "", row["why"], (), frozenset(), {})
    if not row.get("person") or not row.get("fields"):
        raise NotDeclared(f"{label}: needs person and fields, or personal: none with a why")
    fields = tuple(_field(label, name, row, said or {}, terms) for name, said in row["fields"].items())
    return ModelRule(
        label=label,
        room=room,
        title=_texts(label, row.get("title")),
        person=row["person"],
        nobody="",
        fields=fields,
        other=frozenset(row.get("other", ())),
        also={path: tuple(names) for path, names in row.get("also", {}).items()},
        after=row.get("after", ""),
        open_until=tuple(row.get("open_until", ())),
    )


def _field(label: str, name: str, row: Mapping[str, Any], said: Mapping[str, Any], terms: Terms) -> FieldRule:
    where = f"{label}.{name}"
    _known(where, said, _FIELD_KEYS)
    told = {key: said.get(key, row.get(key, "")) for key in ("purpose", "basis", "retention", "erase", "why")}
    _one_of(where, "purpose", told["purpose"], terms.purposes)
    _one_of(where, "basis", told["basis"], terms.bases)
    _one_of(where, "retention", told["retention"], terms.retentions)
    _one_of(where, "erase", told["erase"], ERASURES)
    shown = said.get("shown", "colleague")
    _one_of(where, "shown", shown, SHOWN)
    export = said.get("export", True)
    if not told["why"] and (not export or told["erase"] == "keep"):
        raise NotDeclared(f"{where}: says no why, though it is kept or left out of the export")
    if (told["erase"] == "replace") != bool(said.get("with")):
        raise NotDeclared(f"{where}: replace and with belong together")
    words = said.get("label") or terms.labels.get(where) or terms.labels.get(name)
    return FieldRule(
        name=name,
        purpose=told["purpose"],
        basis=told["basis"],
        retention=told["retention"],
        export=export,
        erase=told["erase"],
        replacement=said.get("with", ""),
        why=told["why"],
        words=said.get("words", ""),
        shown=shown,
        free_text=said.get("free_text", False),
        label=_texts(where, words),
    )


def _known(where: str, row: Mapping[str, Any], keys: Iterable[str]) -> None:
    if unknown := sorted(set(row) - set(keys)):
        raise NotDeclared(f"{where}: unknown {', '.join(unknown)}")


def _one_of(where: str, what: str, value: Any, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise NotDeclared(f"{where}: {what} is {value!r}, not one of {', '.join(allowed)}")
