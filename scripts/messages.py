"""The words on screen in nynorsk and English: gather, check and compile, without the gettext programs.

    python scripts/messages.py            gather what the code says, keep what is translated, compile
    python scripts/messages.py --check    fail when something is missing, wrong or out of date
    python scripts/messages.py --missing  list what waits for a translation

The code says bokmål, so bokmål needs no catalogue but for Django's own messages that we word ourselves
(``shell/django_words.py``): those are English in the code and translated into all three.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "borealis"
LANGUAGES = ("nb", "nn", "en")
DJANGO_WORDS = "shell/django_words.py"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(n?p?gettext|_)\(")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")
TAG = re.compile(r"</?\w+")


@dataclass(frozen=True)
class Said:
    """Something the code says: its words (two for singular and plural), its context, where."""

    ids: tuple[str, ...]
    context: str | None
    file: str

    @property
    def key(self) -> tuple[str, str | None]:
        return self.ids[0], self.context

    @property
    def id(self) -> str | tuple[str, str]:
        return self.ids[0] if len(self.ids) == 1 else (self.ids[0], self.ids[1])


def keywords_of(source: str) -> dict[str, Any]:
    """What a Python file calls the functions that say something, names of its own included."""
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    names = [alias for node in imports for alias in node.names if alias.asname and alias.name in KEYWORDS]
    return {**KEYWORDS, **{str(alias.asname): KEYWORDS[alias.name] for alias in names}}


def said_in_python(source: str, file: str) -> Iterator[Said]:
    """What a Python file says."""
    names = keywords_of(source)
    found = extract("python", io.BytesIO(source.encode()), keywords=names, options={"encoding": "utf-8"})
    for _line, words, _comments, context in found:
        ids = words if isinstance(words, tuple) else (words,)
        yield Said(ids, context, file)


def calls(text: str) -> Iterator[ast.Call]:
    """The calls of gettext in a template that Django has turned into something like Python."""
    for match in CALL.finditer(text):
        for end in (m.end() for m in re.finditer(r"\)", text[match.end() :])):
            try:
                tree = ast.parse(text[match.start() : match.end() + end], mode="eval")
            except SyntaxError:
                continue
            if isinstance(tree.body, ast.Call):
                yield tree.body
            break


def said_in_template(source: str, file: str) -> Iterator[Said]:
    """What a Django template says."""
    from django.utils.translation.template import templatize

    for call in calls(templatize(source, origin=file)):
        assert isinstance(call.func, ast.Name)  # noqa: S101
        words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        context = words.pop(0) if "p" in call.func.id else None
        if words:
            yield Said(tuple(words), context, file)


def said_in(package: Path) -> list[Said]:
    """Everything that the code below a folder says, once each, in the order of files."""
    first: dict[tuple[str, str | None], Said] = {}
    for path in sorted(package.rglob("*")):
        file = path.relative_to(package).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            found = said_in_python(path.read_text(encoding="utf-8"), file)
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            found = said_in_template(path.read_text(encoding="utf-8"), file)
        else:
            continue
        for said in found:
            known = first.get(said.key)
            if known is None or len(said.ids) > len(known.ids):
                first[said.key] = said
    return list(first.values())


def wanted(said: Iterable[Said], language: str) -> list[Said]:
    """What a language's catalogue should hold."""
    return [s for s in said if language != "nb" or s.file == DJANGO_WORDS]


def catalogue_path(package: Path, language: str) -> Path:
    return package / "shell" / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translation(catalog: Catalog, said: Said) -> tuple[str, ...] | str:
    message = catalog.get(said.ids[0], said.context)
    return message.string if isinstance(message, Message) else ""


def gathered(said: Iterable[Said], old: Catalog, language: str) -> Catalog:
    """A catalogue of what is said now, with the translations that were there."""
    fixed = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    new = Catalog(
        locale=language,
        project="Borealis",
        version="1",
        copyright_holder="The Borealis authors",
        creation_date=fixed,
        revision_date=fixed,
        last_translator="The Borealis authors",
        language_team="The Borealis authors",
        header_comment=f"# Borealis in {language}. Written by scripts/messages.py; translations by hand.",
        fuzzy=False,
    )
    for one in said:
        kept = translation(old, one)
        plural = len(one.ids) > 1
        usable = kept if isinstance(kept, tuple) == plural else (("", "") if plural else "")
        new.add(one.id, usable or None, locations=[(one.file, 0)], context=one.context)
    return new


def write(catalog: Catalog, path: Path) -> None:
    """Both files; the .po without dates and versions, which would change for no reason."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalog, width=100, include_lineno=False, sort_by_file=True)
    quiet = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To):.*\n', re.M)
    path.write_text(quiet.sub("", text.getvalue().decode()), encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, finished(catalog))


def finished(catalog: Catalog) -> Catalog:
    """The messages that are translated; the rest must not show as empty words."""
    done = Catalog(locale=catalog.locale, fuzzy=False)
    for message in catalog:
        if message.id and is_translated(message.string):
            done.add(message.id, message.string, context=message.context)
    return done


def is_translated(string: tuple[str, ...] | str | None) -> bool:
    return bool(string) and (isinstance(string, str) or all(string or ("",)))


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


def faults_of(said: Said, translated: tuple[str, ...] | str) -> Iterator[str]:
    """What is wrong with a translation."""
    strings = translated if isinstance(translated, tuple) else (translated,)
    name = said.ids[0]
    if not is_translated(translated):
        yield f"not translated: {name!r} ({said.file})"
        return
    if (len(said.ids) > 1) != isinstance(translated, tuple):
        yield f"singular and plural are mixed up: {name!r}"
        return
    allowed = set().union(*(placeholders(text) for text in said.ids))
    needed = placeholders(said.ids[-1])
    for string in strings:
        given = placeholders(string)
        if given - allowed or (string == strings[-1] and needed - given):
            yield f"placeholders differ: {name!r} -> {string!r}"
        if sorted(TAG.findall(string)) != sorted(TAG.findall(said.ids[-1])) and len(said.ids) == 1:
            yield f"tags differ: {name!r} -> {string!r}"


def problems(package: Path, language: str, said: Iterable[Said]) -> list[str]:
    """What must be mended before a language is right."""
    path = catalogue_path(package, language)
    catalog = read(path, language)
    should = wanted(said, language)
    found = [fault for one in should for fault in faults_of(one, translation(catalog, one))]
    keys = {one.key for one in should}
    found += [f"no longer said: {m.id!r}" for m in catalog if m.id and _key(m) not in keys]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or _strings(read_compiled(compiled)) != _strings(finished(catalog)):
        found.append("the .mo file is older than the .po file")
    return [f"{language}: {problem}" for problem in found]


def _key(message: Message) -> tuple[str, str | None]:
    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
    context = message.context
    return first, context.decode() if isinstance(
        context, bytes
    ) else context  # Babel reads it as bytes from .mo


def read_compiled(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file)


def _strings(catalog: Catalog) -> dict[tuple[str, str | None], tuple[str, ...]]:
    return {_key(m): (m.string,) if isinstance(m.string, str) else tuple(m.string) for m in catalog if m.id}


def main(arguments: list[str] | None = None, package: Path = PACKAGE) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", action="store_true")
    chosen = parser.parse_args(arguments)
    said = said_in(package)
    if not chosen.check and not chosen.missing:
        for language in LANGUAGES:
            path = catalogue_path(package, language)
            write(gathered(wanted(said, language), read(path, language), language), path)
    found = [problem for language in LANGUAGES for problem in problems(package, language, said)]
    if chosen.missing:
        found = [problem for problem in found if "not translated" in problem]
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        print(f"{len(found)} to mend. Run scripts/messages.py, then edit the .po files.", file=sys.stderr)
    return 1 if found and chosen.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
