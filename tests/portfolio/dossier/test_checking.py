"""Checking a package: whatever is changed in it is found, and each fault is told in one sentence."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from borealis.audit.rules import canonical
from borealis.config.cli import borealis
from borealis.portfolio.dossier.rules import Member, check_file, did_key, pack, secure, unpack
from borealis.portfolio.dossier.rules.package import CREDENTIAL, DOSSIER, PDF, Unreadable
from borealis.portfolio.dossier.wording import FAULT_WORDS
from tests.portfolio.dossier import story
from tests.portfolio.dossier.conftest import Packed

EDITS = 300


def members_of(packed: Packed) -> dict[str, bytes]:
    return {name: member.data for name, member in unpack(packed.data).items()}


def packed_again(members: dict[str, bytes]) -> bytes:
    """An archive of the members, not compressed: what is checked is the same, and it is sooner made."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def codes(data: bytes) -> set[str]:
    return {fault.code for fault in check_file(data).faults}


def test_a_package_that_is_whole_says_who_for_whom_when_and_what(packed: Packed) -> None:
    found = check_file(packed.data)
    assert found.holds
    assert (found.kind, found.person, found.hpr_number) == ("package", story.WHO, "9111111")
    assert found.issuer_name == "Universitetssykehuset Nord-Norge"
    assert found.issuer == packed.package.did
    assert found.issued_at == packed.dossier["record"]["as_of"]
    assert 0 < found.approved < found.goals
    assert set(found.checked) == set(members_of(packed)) - {CREDENTIAL}


@pytest.mark.parametrize(("name", "kind"), [(DOSSIER, "dossier"), (CREDENTIAL, "credential")])
def test_the_json_and_the_credential_can_be_checked_alone(packed: Packed, name: str, kind: str) -> None:
    found = check_file(packed.package.member(name).data)
    assert (found.holds, found.kind, found.person) == (True, kind, story.WHO)


def test_three_hundred_random_edits_of_the_files_are_all_found(packed: Packed) -> None:
    """given a package, when a byte of a file is changed, added or taken away, or a file is, then it is found."""
    chance, whole = random.Random(1873), members_of(packed)
    for _edit in range(EDITS):
        members = dict(whole)
        edit(members, chance)
        assert members != whole
        assert not check_file(packed_again(members)).holds


def edit(members: dict[str, bytes], chance: random.Random) -> None:
    """One random change of one file."""
    name = chance.choice(sorted(members))
    data, place = members[name], chance.randrange(len(members[name]))
    way = chance.randrange(6)
    if way == 0:
        members[name] = data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
    elif way == 1:
        members[name] = data[:place] + data[place + 1 :]
    elif way == 2:
        members[name] = data[:place] + bytes([chance.randrange(256)]) + data[place:]
    elif way == 3:
        members[name] = data + b"\n"
    elif way == 4:
        del members[name]
    else:
        members[f"{name}.{chance.randrange(99)}"] = data


def test_random_edits_of_the_archive_itself_never_give_other_content(packed: Packed) -> None:
    """given the zip file, when a byte of it is changed, then it is found, or every file is as it was."""
    chance, whole = random.Random(1874), members_of(packed)
    for _edit in range(EDITS):
        place = chance.randrange(len(packed.data))
        flipped = bytes([packed.data[place] ^ (1 << chance.randrange(8))])
        data = packed.data[:place] + flipped + packed.data[place + 1 :]
        if check_file(data).holds:
            assert {name: member.data for name, member in unpack(data).items()} == whole


def replaced(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: data})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.pop(DOSSIER), "missing"),
        (lambda m: m.pop(PDF), "missing"),
        (lambda m: m.pop(CREDENTIAL), "missing"),
        (replaced(PDF, b"%PDF-1.7\n%%EOF"), "changed"),
        (replaced("mer.txt", b"mer"), "added"),
        (replaced(DOSSIER, b"{"), "not_json"),
        (replaced(DOSSIER, b"[]"), "not_json"),
        (replaced(DOSSIER, b'{"a":1,"a":2}'), "not_json"),
        (replaced(DOSSIER, b'{"a":NaN}'), "not_json"),
        (replaced(DOSSIER, b'{"a":123456789012345678901234567890}'), "not_json"),
        (replaced(DOSSIER, b"[" * 100_000), "not_json"),
        (replaced(CREDENTIAL, b"{}"), "not_ours"),
        (replaced(CREDENTIAL, b"{}"), "no_proof"),
        (replaced(CREDENTIAL, b"{}"), "no_digests"),
        (lambda m: m.update({DOSSIER: m[DOSSIER] + b" "}), "rewritten"),
    ],
)
def test_each_fault_is_told(packed: Packed, change: Callable[[dict[str, bytes]], None], code: str) -> None:
    members = members_of(packed)
    change(members)
    assert code in codes(packed_again(members))


def resigned(data: bytes, key: Ed25519PrivateKey, *, as_issuer: bool) -> bytes:
    """The same document with somebody else's signature."""
    document = json.loads(data)
    created = document.pop("proof")["created"]
    did = did_key(key.public_key().public_bytes_raw())
    if as_issuer:
        document["issuer"]["id"] = did
    return canonical(secure(document, did=did, created=created, sign=key.sign))


def test_who_signs_with_an_own_key_in_anothers_name_is_found(packed: Packed) -> None:
    key = Ed25519PrivateKey.generate()
    for name in (DOSSIER, CREDENTIAL):
        data = resigned(packed.package.member(name).data, key, as_issuer=False)
        assert codes(data) == {"other_key"}


def test_a_package_signed_by_another_is_told_from_the_one_that_is_trusted(packed: Packed) -> None:
    key = Ed25519PrivateKey.generate()
    data = resigned(packed.package.member(CREDENTIAL).data, key, as_issuer=True)
    assert check_file(data).holds
    found = check_file(data, packed.package.did)
    assert [fault.code for fault in found.faults] == ["other_issuer"]
    assert check_file(packed.package.member(CREDENTIAL).data, packed.package.did).holds


def test_parts_signed_by_two_are_not_one_package(packed: Packed) -> None:
    members = members_of(packed)
    members[DOSSIER] = resigned(members[DOSSIER], Ed25519PrivateKey.generate(), as_issuer=True)
    assert {"two_issuers", "changed"} <= codes(packed_again(members))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"hei", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"PK\x03\x04 hei", "not_zip"),
        (b'{"a":1}', "not_ours"),
        (b'{"format":"borealis/dossier/1"}', "not_ours"),
        (b'{"credentialSubject":[]}', "not_ours"),
    ],
)
def test_anything_else_is_answered_too(data: bytes, code: str) -> None:
    found = check_file(data)
    assert code in {fault.code for fault in found.faults}
    assert not found.holds


def test_an_archive_with_a_file_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    assert codes(path.read_bytes()) == {"twice"}


def test_a_file_shorter_than_it_says_is_damaged() -> None:
    """given an archive whose directory says that a file has one byte more, then nothing of it is believed"""
    data = bytearray(packed_again({"a": b"four"}))
    entry = data.index(b"PK\x01\x02")
    assert int.from_bytes(data[entry + 24 : entry + 28], "little") == 4
    data[entry + 24] = 5
    with pytest.raises(Unreadable, match="damaged a"):
        unpack(bytes(data))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    from borealis.portfolio.dossier.rules import package

    bomb = pack([Member("a", bytes(2_000))])
    assert [fault.code for fault in check_file(bomb, largest=1_000).faults] == ["huge"]
    assert unpack(bomb, largest=2_000)["a"].data == bytes(2_000)
    monkeypatch.setattr(package, "MOST_MEMBERS", 1)
    with pytest.raises(Unreadable, match="huge"):
        unpack(pack([Member("a", b""), Member("b", b"")]))


class TestTheCommand:
    """``borealis verify FILE``."""

    def run(self, path: Path, *more: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(borealis, ["verify", str(path), *more])
        return result.exit_code, result.stdout, result.stderr

    def test_says_who_and_what_and_that_it_holds(self, packed: Packed, tmp_path: Path) -> None:
        path = tmp_path / "pakke.zip"
        path.write_bytes(packed.data)
        code, said, _error = self.run(path)
        assert code == 0
        assert f"Pakke for {story.WHO}, HPR 9111111" in said
        assert "Universitetssykehuset Nord-Norge" in said
        assert packed.package.did in said
        assert "Signaturen holder" in said

    def test_says_each_fault_and_ends_with_1(self, packed: Packed, tmp_path: Path) -> None:
        members = members_of(packed)
        members[PDF] += b"x"
        path = tmp_path / "pakke.zip"
        path.write_bytes(packed_again(members))
        code, said, error = self.run(path)
        assert code == 1
        assert error == "dossier.pdf er endret etter at den ble utstedt.\n"
        assert "Signaturen holder" not in said

    def test_knows_the_key_that_it_is_told_to_trust(self, packed: Packed, tmp_path: Path) -> None:
        path = tmp_path / "c.json"
        path.write_bytes(packed.package.member(CREDENTIAL).data)
        assert self.run(path, "--issuer", packed.package.did)[0] == 0
        code, _said, error = self.run(path, "--issuer", "did:key:zAnnen")
        assert code == 1
        assert packed.package.did in error

    def test_needs_no_home_no_settings_and_no_database(self, packed: Packed, tmp_path: Path) -> None:
        path = tmp_path / "d.json"
        path.write_bytes(packed.package.member(DOSSIER).data.replace(b"Nora", b"Mona"))
        environment = {"PATH": "", "HOME": str(tmp_path), "BOREALIS_HOME": str(tmp_path / "home")}
        found = subprocess.run(
            [sys.executable, "-m", "borealis", "verify", str(path)],
            env=environment,
            capture_output=True,
            check=False,
            cwd=tmp_path,
        )
        assert found.returncode == 1
        assert found.stderr.decode() == "Filen er endret etter signeringen: signaturen holder ikke.\n"
        assert not (tmp_path / "home").exists()

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        code, _said, error = self.run(tmp_path / "borte.zip")
        assert code == 1
        assert "Kan ikke lese" in error


def test_every_fault_has_its_sentence() -> None:
    source = Path(check_file.__code__.co_filename).parent
    text = "".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    for code in FAULT_WORDS:
        assert f'"{code}"' in text
