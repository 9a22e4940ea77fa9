"""The providers that a place has chosen, from one TOML file. Every mistake is told with its line and how to mend it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import import_key

from borealis.people.providers.rules.metadata import is_safe_address
from borealis.people.providers.rules.provider import (
    ALLOWED,
    HELSEID_SCOPES,
    LEVELS,
    MATCHES,
    NATIONAL_NUMBER_SCOPES,
    PROFILES,
    STRONG,
    Provider,
)

TABLE = "provider"
TEXTS = ("id", "name", "issuer", "client_id", "client_secret", "key", "profile", "match", "level")
LISTS = ("scopes", "levels", "signing_algorithms")
KNOWN = (*TEXTS, *LISTS, "dpop", "max_age")
NEEDED = ("id", "name", "issuer", "client_id")
ID = re.compile(r"[a-z][a-z0-9-]{0,29}")
OUR_OWN_WAYS = ("password", "passkey", "code", "demo", "svar")
LONGEST_ISSUER = 200  # as it is stored
LONGEST_MAX_AGE = 24 * 3600


@dataclass(frozen=True)
class Problem:
    """One mistake in the file: where, what, and how to mend it."""

    line: int
    what: str
    how: str

    def __str__(self) -> str:
        return f"linje {self.line}: {self.what} {self.how}"


class ConfigurationRefused(Exception):
    """The file cannot be used; nobody signs in by it."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{path}, {problem}" for problem in problems))
        self.path = path
        self.problems = problems


def providers_in(path: Path, *, loopback: bool = False) -> tuple[Provider, ...]:
    """The providers that a file sets up, in its order; none when there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationRefused(
            path, [Problem(1, f"Filen kan ikke leses ({error}).", "Se om den er UTF-8.")]
        ) from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = int(line[1]) if line else len(text.splitlines())
        raise ConfigurationRefused(
            path, [Problem(where, f"Dette er ikke TOML: {error}.", "Rett linjen.")]
        ) from None
    reader = _Reader(path.parent, text, loopback)
    found = reader.read(tables)
    if reader.problems:
        raise ConfigurationRefused(path, reader.problems)
    return found


class _Reader:
    """Reads one file, and gathers its mistakes."""

    def __init__(self, folder: Path, text: str, loopback: bool) -> None:
        self.folder = folder
        self.lines = text.splitlines()
        self.loopback = loopback
        self.problems: list[Problem] = []

    def read(self, tables: Mapping[str, Any]) -> tuple[Provider, ...]:
        for name in sorted(set(tables) - {TABLE}):
            self.problems.append(Problem(1, f"«{name}» hører ikke hjemme her.", f"Bruk [[{TABLE}]]."))
        rows = tables.get(TABLE, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problems.append(Problem(1, f"[{TABLE}] må være en liste.", f"Skriv [[{TABLE}]]."))
            return ()
        found = [provider for number, row in enumerate(rows) if (provider := self._provider(number, row))]
        for name in ("id", "issuer"):
            said = [row.get(name) for row in rows]
            for number, value in enumerate(said):
                if value is not None and value in said[:number]:
                    self._say(number, name, f"«{value}» er brukt før.", "Hver leverandør trenger sin egen.")
        return tuple(found)

    def _say(self, number: int, name: str, what: str, how: str) -> None:
        self.problems.append(Problem(self._line(number, name), f"{name}: {what}", how))

    def _line(self, number: int, name: str) -> int:
        """The line of a name in the table with this number, or of the table when the name is not there."""
        heads = [at for at, line in enumerate(self.lines, 1) if re.match(rf"\s*\[\[\s*{TABLE}\s*\]\]", line)]
        if number >= len(heads):
            return 1
        end = heads[number + 1] if number + 1 < len(heads) else len(self.lines) + 1
        for at in range(heads[number] + 1, end):
            if re.match(rf'\s*"?{re.escape(name)}"?\s*=', self.lines[at - 1]):
                return at
        return heads[number]

    def _provider(self, number: int, row: Mapping[str, Any]) -> Provider | None:
        before = len(self.problems)
        for name, what, how in _shape_failings(row):
            self._say(number, name, what, how)
        if len(self.problems) > before:
            return None
        key = self._key(number, row)
        if len(self.problems) > before:
            return None
        provider = _assemble(row, key)
        for name, what, how in _sense_failings(provider, row, self.loopback):
            self._say(number, name, what, how)
        return provider if len(self.problems) == before else None

    def _key(self, number: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The private key that a table names; the path is from the folder of the file."""
        if not row.get("key"):
            return None
        path = self.folder / row["key"]
        how = f"Lag en med «borealis provider key {row['id']}»."
        try:
            key = json.loads(path.read_text(encoding="utf-8"))
            if key.get("kty") not in ("EC", "RSA") or not import_key(key).is_private or not key.get("kid"):
                raise ValueError
        except OSError as error:
            self._say(number, "key", f"{path} kan ikke leses ({error.strerror}).", how)
        except (JoseError, ValueError, TypeError, AttributeError, KeyError):
            self._say(number, "key", f"{path} er ikke en privat JWK med «kid».", how)
        else:
            if key.get("alg", STRONG[0]) not in ALLOWED or (key["kty"] == "EC" and key.get("crv") != "P-256"):
                self._say(number, "key", "Nøkkelen er av et slag som ikke brukes.", how)
            if path.stat().st_mode & 0o077:
                self._say(number, "key", f"{path} kan leses av andre.", f"Kjør «chmod 600 {path}».")
            return dict(key)
        return None


def _shape_failings(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is missing, unknown, or of the wrong kind in one table."""
    for name in row:
        if name not in KNOWN:
            yield name, "er ukjent.", f"Kjente navn: {', '.join(KNOWN)}."
        elif name in TEXTS and not (isinstance(row[name], str) and row[name].strip()):
            yield name, "må være tekst.", f'Skriv {name} = "…".'
        elif name in LISTS and not _is_list_of_texts(row[name]):
            yield name, "må være en liste med tekster.", f'Skriv {name} = ["…", "…"].'
        elif name == "dpop" and not isinstance(row[name], bool):
            yield name, "må være true eller false.", "Skriv uten anførselstegn."
        elif name == "max_age" and not (type(row[name]) is int and 0 <= row[name] <= LONGEST_MAX_AGE):
            yield name, "må være hele sekunder.", f"Skriv et tall fra 0 til {LONGEST_MAX_AGE}."
    for name in NEEDED:
        if name not in row:
            yield name, "mangler.", f'Legg til {name} = "…".'


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _assemble(row: Mapping[str, Any], key: dict[str, Any] | None) -> Provider:
    """The provider of a table, with what its profile gives where the table says nothing."""
    strict = row.get("profile") == "helseid"
    level = row.get("level", "")
    levels = tuple(row.get("levels", ()))
    if level and not levels:
        levels = next((known for known in LEVELS if level in known), (level,))
    provider = Provider(
        id=row["id"],
        name=row["name"].strip(),
        issuer=row["issuer"],
        client_id=row["client_id"],
        profile=row.get("profile", "openid"),
        secret=row.get("client_secret", ""),
        key=key,
        match=row.get("match", "none"),
        level=level,
        levels=levels,
        dpop=row.get("dpop", False),
        algorithms=tuple(row.get("signing_algorithms", STRONG if strict else ALLOWED)),
        max_age=row.get("max_age"),
    )
    scopes = row.get("scopes") or (HELSEID_SCOPES if strict else provider.scopes)
    return replace(provider, scopes=tuple(scopes))


def _sense_failings(
    provider: Provider, row: Mapping[str, Any], loopback: bool
) -> Iterator[tuple[str, str, str]]:
    """What is well written but cannot be right."""
    if not ID.fullmatch(provider.id) or provider.id in OUR_OWN_WAYS:
        yield (
            "id",
            f"«{provider.id}» kan ikke brukes.",
            "Bruk små bokstaver, tall og bindestrek, for eksempel feide.",
        )
    if len(provider.name) > 40:
        yield "name", "er lengre enn 40 tegn.", "Skriv navnet slik det skal stå på knappen."
    if not is_safe_address(provider.issuer, loopback=loopback) or "?" in provider.issuer:
        yield (
            "issuer",
            f"«{provider.issuer}» er ikke en https-adresse.",
            "Skriv adressen som leverandøren oppgir.",
        )
    elif len(provider.issuer) > LONGEST_ISSUER:
        yield "issuer", "er for lang.", f"Adressen kan ha {LONGEST_ISSUER} tegn."
    for name, value, known in (
        ("profile", provider.profile, PROFILES),
        ("match", provider.match, MATCHES),
        *(("signing_algorithms", one, ALLOWED) for one in provider.algorithms),
    ):
        if value not in known:
            yield name, f"«{value}» er ukjent.", f"Velg {' eller '.join(known)}."
    if provider.strict and not provider.key:
        yield (
            "key",
            "mangler. HelseID godtar bare private_key_jwt.",
            f"Kjør «borealis provider key {provider.id}».",
        )
    elif bool(provider.key) == bool(provider.secret):
        yield (
            "client_secret",
            "Bruk én av client_secret og key.",
            "Fjern den andre, eller legg til den som mangler.",
        )
    if provider.secret and provider.strict:
        yield "client_secret", "brukes ikke av HelseID.", "Fjern linjen."
    if provider.match == "hpr_number" and not provider.strict:
        yield "match", "HPR-nummer gjelder bare for HelseID.", 'Bruk match = "email" eller match = "none".'
    if "openid" not in provider.scopes:
        yield "scopes", "«openid» mangler.", "Legg det til."
    if provider.match == "email" and "email" not in provider.scopes:
        yield "scopes", "«email» mangler, og match er e-post.", "Legg det til."
    if forbidden := set(provider.scopes) & set(NATIONAL_NUMBER_SCOPES):
        yield (
            "scopes",
            f"{', '.join(sorted(forbidden))} gir fødselsnummer.",
            "Fjern det; Borealis lagrer det ikke.",
        )
    if provider.level and provider.level not in provider.levels:
        yield "level", f"«{provider.level}» står ikke i levels.", "Skriv levels fra svakest til sterkest."
    if "levels" in row and not provider.level:
        yield "levels", "levels uten level.", "Legg til level, det svakeste som slipper inn."


def configured_path(environment: Mapping[str, str], home: Path) -> Path:
    """Where the file lies: BOREALIS_PROVIDERS, else providers.toml in the home folder."""
    given = environment.get("BOREALIS_PROVIDERS")
    return Path(given).expanduser().resolve() if given else home / "providers.toml"


def here() -> Path:
    """Where the file lies for this installation."""
    from django.conf import settings

    return configured_path(os.environ, Path(settings.HOME))
