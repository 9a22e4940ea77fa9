"""The file of providers: what is right is read, and each mistake is told with its line and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from joserfc.jwk import ECKey

from borealis.config.cli import borealis
from borealis.people.providers import client, wire
from borealis.people.providers.configuration import ConfigurationRefused, configured_path, providers_in
from borealis.people.providers.rules import metadata, new_private_key, public_part
from tests.people.providers.conftest import CLIENT_KEY
from tests.people.providers.fake import Fake

FEIDE = """
[[provider]]
id = "feide"
name = "Feide"
issuer = "https://auth.dataporten.no"
client_id = "abc"
client_secret = "hemmelig"
match = "email"
"""
HELSEID = """
[[provider]]
id = "helseid"
name = "HelseID"
profile = "helseid"
issuer = "https://helseid-sts.nhn.no"
client_id = "def"
key = "helseid.jwk"
match = "hpr_number"
level = "4"
dpop = true
signing_algorithms = ["RS256", "PS256"]
max_age = 3600
"""
ID_PORTEN = """
[[provider]]
id = "idporten"
name = "ID-porten"
issuer = "https://idporten.no"
client_id = "ghi"
client_secret = "hemmelig"
level = "idporten-loa-substantial"
scopes = ["openid"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key = tmp_path / "helseid.jwk"
    key.write_text(json.dumps(CLIENT_KEY), encoding="utf-8")
    key.chmod(0o600)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "providers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_providers_are_read_in_the_order_of_the_file(folder: Path) -> None:
    feide, helseid, idporten = providers_in(write(folder, FEIDE + HELSEID + ID_PORTEN))
    assert (feide.id, feide.match, feide.scopes) == ("feide", "email", ("openid", "email", "profile"))
    assert feide.algorithms == ("PS256", "ES256", "RS256")
    assert (helseid.strict, helseid.dpop, helseid.key) == (True, True, CLIENT_KEY)
    assert (helseid.levels, helseid.level, helseid.max_age) == (("2", "3", "4"), "4", 3600)
    assert "helseid://scopes/hpr/hpr_number" in helseid.scopes
    assert idporten.levels[-1] == "idporten-loa-high"


def test_helseid_signs_strongly_when_nothing_else_is_said(folder: Path) -> None:
    text = HELSEID.replace('signing_algorithms = ["RS256", "PS256"]\n', "")
    assert providers_in(write(folder, text))[0].algorithms == ("PS256", "ES256")


def test_a_level_of_its_own_is_a_row_of_one(folder: Path) -> None:
    text = ID_PORTEN.replace("idporten-loa-substantial", "urn:strong")
    assert providers_in(write(folder, text))[0].levels == ("urn:strong",)
    own = text + 'levels = ["urn:weak", "urn:strong"]\n'
    assert providers_in(write(folder, own))[0].levels == ("urn:weak", "urn:strong")


def test_no_file_is_no_providers(tmp_path: Path) -> None:
    assert providers_in(tmp_path / "providers.toml") == ()


def test_the_file_lies_in_the_home_folder_or_where_the_environment_says(tmp_path: Path) -> None:
    assert configured_path({}, tmp_path) == tmp_path / "providers.toml"
    assert configured_path({"BOREALIS_PROVIDERS": "/x/y.toml"}, tmp_path) == Path("/x/y.toml")


MISTAKES: list[tuple[str, int, str]] = [
    # the text, the line, some words of the message
    ("[[provider]]\nid = ", 2, "TOML"),
    ('x = "', 1, "TOML"),
    ("[feide]\n", 1, "hører ikke hjemme"),
    ("provider = 7\n", 1, "må være en liste"),
    ('provider = [{id = "feide"}]', 1, "name: mangler"),
    ("[provider]\n", 1, "må være en liste"),
    (FEIDE.replace("client_id", "clientid"), 6, "clientid: er ukjent"),
    (FEIDE.replace('client_id = "abc"\n', ""), 2, "client_id: mangler"),
    (FEIDE.replace('"abc"', "7"), 6, "client_id: må være tekst"),
    (FEIDE + 'scopes = "openid"', 9, "scopes: må være en liste"),
    (FEIDE + "scopes = []", 9, "scopes: må være en liste"),
    (FEIDE + 'dpop = "ja"', 9, "dpop: må være true eller false"),
    (FEIDE + "max_age = true", 9, "max_age: må være hele sekunder"),
    (FEIDE + "max_age = -1", 9, "max_age"),
    (FEIDE.replace('"feide"', '"Feide!"'), 3, "id: «Feide!» kan ikke brukes"),
    (FEIDE.replace('"feide"', '"password"'), 3, "id: «password» kan ikke brukes"),
    (FEIDE.replace('"Feide"', f'"{"x" * 41}"'), 4, "name: er lengre"),
    (FEIDE.replace("https://", "http://"), 5, "ikke en https-adresse"),
    (FEIDE.replace(".no", ".no/?a=b"), 5, "ikke en https-adresse"),
    (FEIDE.replace(".no", ".no/" + "x" * 200), 5, "for lang"),
    (FEIDE + 'profile = "saml"', 9, "profile: «saml» er ukjent"),
    (FEIDE.replace('match = "email"', 'match = "name"'), 8, "match: «name» er ukjent"),
    (FEIDE.replace('match = "email"', 'match = "hpr_number"'), 8, "gjelder bare for HelseID"),
    (FEIDE + 'signing_algorithms = ["none"]', 9, "signing_algorithms: «none» er ukjent"),
    (FEIDE + 'signing_algorithms = ["HS256"]', 9, "signing_algorithms: «HS256» er ukjent"),
    (FEIDE + 'scopes = ["email"]', 9, "«openid» mangler"),
    (FEIDE + 'scopes = ["openid"]', 9, "«email» mangler"),
    (FEIDE + 'level = "b"\nlevels = ["a"]', 9, "står ikke i levels"),
    (FEIDE + 'levels = ["a"]', 9, "levels uten level"),
    (FEIDE + 'key = "helseid.jwk"', 7, "Bruk én av"),
    (FEIDE.replace('client_secret = "hemmelig"\n', ""), 2, "Bruk én av"),
    (FEIDE + FEIDE.replace("auth.", "b."), 11, "id: «feide» er brukt før"),
    (FEIDE + FEIDE.replace('"feide"', '"b"'), 13, "er brukt før"),
    (HELSEID.replace('key = "helseid.jwk"\n', ""), 2, "HelseID godtar bare private_key_jwt"),
    (HELSEID + 'client_secret = "x"', 14, "brukes ikke av HelseID"),
    (HELSEID + 'scopes = ["openid", "helseid://scopes/identity/pid"]', 14, "gir fødselsnummer"),
    (HELSEID.replace("helseid.jwk", "borte.jwk"), 8, "kan ikke leses"),
]


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_line(folder: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigurationRefused) as refused:
        providers_in(write(folder, text))
    assert [problem.line for problem in refused.value.problems][:1] == [line]
    assert words in str(refused.value)
    assert f"linje {line}: " in str(refused.value)
    assert all(problem.how for problem in refused.value.problems)


def test_a_file_that_is_not_text_is_told_of(folder: Path) -> None:
    path = folder / "providers.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationRefused, match="UTF-8"):
        providers_in(path)


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        ("{", 0o600, "ikke en privat JWK"),
        ("[]", 0o600, "ikke en privat JWK"),
        (json.dumps(public_part(CLIENT_KEY)), 0o600, "ikke en privat JWK"),
        (json.dumps({"kty": "oct", "k": "AAAA", "kid": "1"}), 0o600, "ikke en privat JWK"),
        (json.dumps({**CLIENT_KEY, "alg": "HS256"}), 0o600, "slag som ikke brukes"),
        (json.dumps(CLIENT_KEY), 0o644, "kan leses av andre"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_of(folder: Path, content: str, mode: int, words: str) -> None:
    key = folder / "helseid.jwk"
    key.write_text(content, encoding="utf-8")
    key.chmod(mode)
    with pytest.raises(ConfigurationRefused, match=words):
        providers_in(write(folder, HELSEID))


# The command line


@pytest.fixture
def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOREALIS_PROVIDERS", str(folder / "providers.toml"))
    return folder


def test_a_key_is_made_once_and_only_its_public_part_is_shown(at_home: Path) -> None:
    made = CliRunner().invoke(borealis, ["provider", "key", "ny"])
    assert made.exit_code == 0
    stored = json.loads((at_home / "ny.jwk").read_text(encoding="utf-8"))
    assert json.loads(made.stdout) == public_part(stored)
    assert stored["d"] not in made.output
    assert (at_home / "ny.jwk").stat().st_mode & 0o777 == 0o600
    again = CliRunner().invoke(borealis, ["provider", "key", "ny"])
    assert again.exit_code == 1
    assert "finnes" in again.output
    assert json.loads((at_home / "ny.jwk").read_text(encoding="utf-8")) == stored


def test_a_key_needs_a_good_name(at_home: Path) -> None:
    refused = CliRunner().invoke(borealis, ["provider", "key", "../x"])
    assert refused.exit_code == 1
    assert "kan ikke brukes" in refused.output


def test_check_tells_of_mistakes_of_unknown_ids_and_of_no_file(at_home: Path) -> None:
    empty = CliRunner().invoke(borealis, ["provider", "check"])
    assert (empty.exit_code, "Ingen leverandør" in empty.output) == (1, True)
    write(at_home, FEIDE)
    unknown = CliRunner().invoke(borealis, ["provider", "check", "helseid"])
    assert (unknown.exit_code, "«helseid» står ikke" in unknown.output) == (1, True)
    write(at_home, FEIDE + "dpop = 1")
    bad = CliRunner().invoke(borealis, ["provider", "check"])
    assert (bad.exit_code, "linje 9" in bad.output) == (1, True)


@pytest.fixture
def over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command call this machine by http, as the web pages may in tests."""
    real = metadata.is_safe_address
    for place in (metadata, wire):
        monkeypatch.setattr(
            place, "is_safe_address", lambda address, *, loopback: real(address, loopback=True)
        )
    monkeypatch.setattr(
        "borealis.people.providers.configuration.is_safe_address",
        lambda address, *, loopback: real(address, loopback=True),
    )


def test_check_asks_the_provider_and_says_what_would_fail(
    at_home: Path, plain: Fake, over_http: None
) -> None:
    write(at_home, FEIDE.replace("https://auth.dataporten.no", plain.issuer))
    well = CliRunner().invoke(borealis, ["provider", "check", "feide"])
    assert (well.exit_code, well.output) == (0, "feide: i orden (1 nøkler).\n")
    plain.lies["jwks"] = lambda _truth: {"keys": []}
    client.forget()
    keyless = CliRunner().invoke(borealis, ["provider", "check", "feide"])
    assert (keyless.exit_code, "ingen nøkkel" in keyless.output) == (1, True)
    plain.lies["metadata"] = lambda truth: {**truth, "issuer": "https://x.example", "token_endpoint": None}
    lying = CliRunner().invoke(borealis, ["provider", "check", "feide"])
    assert lying.exit_code == 1
    assert "issuer er 'https://x.example'" in lying.output
    assert "token_endpoint mangler" in lying.output
    plain.raw["/.well-known/openid-configuration"] = (500, "text/html", b"")
    down = CliRunner().invoke(borealis, ["provider", "check", "feide"])
    assert (down.exit_code, "http_status" in down.output) == (1, True)


def test_an_elliptic_key_on_another_curve_is_not_used(folder: Path) -> None:
    key = ECKey.generate_key("P-384", {"use": "sig"}, auto_kid=True).as_dict(private=True)
    (folder / "helseid.jwk").write_text(json.dumps(key), encoding="utf-8")
    with pytest.raises(ConfigurationRefused, match="slag som ikke brukes"):
        providers_in(write(folder, HELSEID))


def test_an_rsa_key_can_be_used(folder: Path) -> None:
    (folder / "helseid.jwk").write_text(json.dumps(new_private_key("RSA")), encoding="utf-8")
    assert providers_in(write(folder, HELSEID))[0].key["alg"] == "PS256"  # type: ignore[index]


def test_the_server_does_not_start_on_a_file_with_mistakes(at_home: Path) -> None:
    write(at_home, FEIDE + "dpop = 1")
    refused = CliRunner().invoke(borealis, ["serve"])
    assert refused.exit_code == 1
    assert "linje 9: dpop: må være true eller false." in refused.output
