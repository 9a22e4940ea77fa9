"""Everything about one person as files: data.json (``borealis/person/1``) and a PDF to read."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from borealis.privacy.queries.material import Section, moment, sections
from borealis.privacy.queries.registry import HERE, PERSON, personal_rules, terms
from borealis.shell.language import text_in
from borealis.shell.pdf import make_pdf

FORMAT = "borealis/person/1"
SCHEMA = HERE / "schemas" / "person-1.schema.json"
TEMPLATE = HERE / "print" / "person.typ"
WIDEST_TABLE = 8
LONGEST_CELL = 90
MANY_ROWS = 20  # from here on, nested data is left to data.json


def archive(person_id: int, now: dt.datetime) -> bytes:
    """The archive of a person as a zip file, in the person's own language. Same data, same bytes."""
    person = apps.get_model(PERSON)._base_manager.get(pk=person_id)
    with translation.override(person.language):
        found = sections(person_id)
        data = person_data(person, found, now)
        pdf = make_pdf(TEMPLATE, _document(person, found, now))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        _put(file, "data.json", json.dumps(data, ensure_ascii=False, indent=1).encode(), now)
        _put(file, "data.schema.json", SCHEMA.read_bytes(), now)
        _put(file, _("oversikt.pdf"), pdf, now)
    return written.getvalue()


def _put(file: zipfile.ZipFile, name: str, content: bytes, now: dt.datetime) -> None:
    local = timezone.localtime(now)
    entry = zipfile.ZipInfo(name, local.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)


def archive_name(now: dt.datetime) -> str:
    """What the file is called: the day, and nobody's name."""
    return f"borealis-{timezone.localdate(now).isoformat()}.zip"


def person_data(person: Any, found: list[Section], now: dt.datetime) -> dict[str, Any]:
    """The content of data.json, described by schemas/person-1.schema.json."""
    return {
        "format": FORMAT,
        "made_at": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "language": person.language,
        "person": {"name": person.name, "email": person.email},
        "purposes": [
            {
                "purpose": code,
                "title": text_in(term.texts),
                "records": [_record(section) for section in found if section.purpose == code],
            }
            for code, term in terms().purposes.items()
        ],
        "left_out": [
            {"model": rule.label, "field": field.name, "title": text_in(field.label), "why": field.why}
            for rule in personal_rules()
            for field in rule.fields
            if not field.export
        ],
    }


def _record(section: Section) -> dict[str, Any]:
    rule, words = section.rule, terms()
    return {
        "model": rule.label,
        "title": section.title,
        "about_you": section.path == rule.person,
        "basis": text_in(words.bases[rule.fields[0].basis].texts),
        "retention": text_in(words.retentions[rule.retention].texts),
        "labels": {told.name: told.label for told in section.rows[0]},
        "rows": [
            {told.name: {"value": told.value, "text": told.text} for told in row} for row in section.rows
        ],
    }


def _document(person: Any, found: list[Section], now: dt.datetime) -> dict[str, Any]:
    """What the PDF is typeset from."""
    return {
        "language": person.language,
        "title": _("Alt Borealis har lagret om deg"),
        "name": person.name,
        "lede": _(
            "Laget %(moment)s. Det samme står i data.json, i en form som andre systemer kan lese. "
            "Andre personer er nevnt som kolleger, uten navn, om de ikke er en del av utdanningen din."
        )
        % {"moment": moment(now)},
        "footer": _("Borealis, innsyn for %(name)s") % {"name": person.name},
        "basis": _("Grunnlag"),
        "retention": _("Lagres"),
        "empty": _("Ingenting er lagret."),
        "purposes": [
            {"title": text_in(term.texts), "sections": [_page(s) for s in found if s.purpose == code]}
            for code, term in terms().purposes.items()
            if any(section.purpose == code for section in found)
        ],
    }


def _page(section: Section) -> dict[str, Any]:
    """A section as a table where it is narrow enough, otherwise as one list for each row."""
    words, rule, rows = terms(), section.rule, section.rows
    many = len(rows) > MANY_ROWS
    filled = [i for i in range(len(rows[0])) if _longest(section, i) and not (many and _nested(section, i))]
    lengths = [max(_longest(section, i), len(rows[0][i].label)) for i in filled]
    return {
        "title": section.title,
        "basis": text_in(words.bases[rule.fields[0].basis].texts),
        "retention": text_in(words.retentions[rule.retention].texts),
        "table": 1 < len(filled) <= WIDEST_TABLE and max(lengths) <= LONGEST_CELL,
        "widths": [min(max(length, 8), 30) for length in lengths],
        "labels": [rows[0][i].label for i in filled],
        "rows": [[row[i].text for i in filled] for row in rows],
    }


def _longest(section: Section, column: int) -> int:
    """The length of the longest text in a column; 0 for an empty one."""
    return max(len(row[column].text) for row in section.rows)


def _nested(section: Section, column: int) -> bool:
    """Whether a column holds mappings or lists of its own, rather than plain values."""
    return any(isinstance(row[column].value, dict) for row in section.rows)


def schema() -> dict[str, Any]:
    """The JSON Schema of data.json."""
    read: dict[str, Any] = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    return read
