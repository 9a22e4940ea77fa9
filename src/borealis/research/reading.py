"""Files that come in: calls as YAML (format ``borealis/research-calls/1``) and publications as Crossref JSON."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from borealis.research.rules.crossref import NotCrossref, Read, TooMany, read_works
from borealis.shell.located import Located, Path, read_located
from borealis.shell.uploads import read_json

FORMAT = "borealis/research-calls/1"
CODE = re.compile(r"[a-z0-9-]{1,60}")
MOST_CALLS = 200
DAYS = ("opens_on", "deadline_on", "answer_on")
TEXTS = ("title", "funder", "about", "url")
KNOWN = {"code", *TEXTS, *DAYS, "needs", "fictional"}


@dataclass(frozen=True)
class CallRow:
    """A call as a file says it."""

    code: str
    title: str
    funder: str
    opens_on: dt.date
    deadline_on: dt.date
    about: str = ""
    url: str = ""
    answer_on: dt.date | None = None
    needs: list[dict[str, str]] = field(default_factory=list)
    fictional: bool = False

    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        names = (*TEXTS, *DAYS, "needs")
        return {name: getattr(self, name) for name in names}


def read_calls(text: str) -> list[CallRow]:
    """The calls in a file. Raises ValidationError that names the line and how to mend it."""
    located, problems = read_located(text)
    if located is None or problems:
        raise ValidationError([f"{_line(p.line)} {p.message} {p.how}" for p in problems[:10]])
    content = located.content
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _wrong(located, ("format",), _("Filen skal begynne med «format: %s».") % FORMAT)
    rows = content.get("calls")
    if not isinstance(rows, list) or not rows:
        raise _wrong(
            located, ("calls",), _("Filen har ingen utlysninger. Skriv dem som en liste under «calls».")
        )
    if len(rows) > MOST_CALLS:
        raise _wrong(located, ("calls",), _("Filen har over 200 utlysninger. Del den."))
    found = [_call(row, ("calls", number), located) for number, row in enumerate(rows)]
    codes = [row.code for row in found]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            raise _wrong(
                located, ("calls", number, "code"), _("Koden «%s» står to ganger. Gi hver sin.") % code
            )
    return found


def _call(row: Any, path: Path, located: Located) -> CallRow:
    if not isinstance(row, dict):
        raise _wrong(
            located, path, _("En utlysning er en rekke felt: code, title, funder, opens_on, deadline_on.")
        )
    if unknown := sorted(set(map(str, row)) - KNOWN):
        raise _wrong(
            located, (*path, unknown[0]), _("Feltet «%s» kjenner vi ikke. Ta det bort.") % unknown[0]
        )
    texts = {name: _text(row, name, path, located) for name in TEXTS}
    days = {name: _day(row, name, path, located) for name in DAYS}
    code = row.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        words = _("Koden skal ha små bokstaver a–z, tall og bindestrek, høyst 60 tegn.")
        raise _wrong(located, (*path, "code"), words)
    if texts["url"] and not texts["url"].startswith(("https://", "http://")):
        raise _wrong(located, (*path, "url"), _("Adressen skal begynne med https://."))
    opens, deadline = days["opens_on"], days["deadline_on"]
    assert opens is not None  # noqa: S101 (only the day of the answer may be missing)
    assert deadline is not None  # noqa: S101
    return CallRow(
        code=code,
        title=texts["title"],
        funder=texts["funder"],
        about=texts["about"],
        url=texts["url"],
        opens_on=opens,
        deadline_on=deadline,
        answer_on=days["answer_on"],
        needs=_needs(row.get("needs"), (*path, "needs"), located),
        fictional=row.get("fictional") is True,
    )


def _text(row: dict[str, Any], name: str, path: Path, located: Located) -> str:
    value = row.get(name)
    needed = name in ("title", "funder")
    if (value is None and not needed) or (isinstance(value, str) and (value.strip() or not needed)):
        return " ".join((value or "").split())
    raise _wrong(located, (*path, name), _("Feltet «%s» mangler, eller er ikke tekst.") % name)


def _day(row: dict[str, Any], name: str, path: Path, located: Located) -> dt.date | None:
    value = row.get(name)
    if value is None and name == "answer_on":
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        words = _("Feltet «%s» skal være en dag, for eksempel 2027-05-31.")
        raise _wrong(located, (*path, name), words % name) from None


def _needs(value: Any, path: Path, located: Located) -> list[dict[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _wrong(located, path, _("Feltet «needs» er en liste med text og due_on."))
    found = []
    for number, row in enumerate(value):
        here = (*path, number)
        if not isinstance(row, dict) or set(row) - {"text", "due_on"}:
            raise _wrong(located, here, _("Feltet «needs» er en liste med text og due_on."))
        day = _day({"answer_on": row.get("due_on")}, "answer_on", here, located)
        need = {"text": _text({"title": row.get("text")}, "title", here, located)[:200]}
        found.append(need | ({"due_on": day.isoformat()} if day else {}))
    return found


def _line(number: int) -> str:
    return _("Linje %(number)s:") % {"number": number}


def _wrong(located: Located, path: Path, words: str) -> ValidationError:
    return ValidationError([f"{_line(located.place(path)[0])} {words}"])


def read_publications(data: bytes | str) -> Read:
    """The works in a Crossref file. Raises ValidationError in words."""
    try:
        return read_works(read_json(data))
    except NotCrossref:
        raise ValidationError(
            _(
                "Filen er JSON, men har ingen publikasjoner slik Crossref skriver dem. "
                "Hent den fra api.crossref.org/works, og velg den på nytt."
            )
        ) from None
    except TooMany:
        raise ValidationError(_("Filen har over 500 publikasjoner. Del den i flere.")) from None
