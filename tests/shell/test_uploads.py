"""Files that people send: known by content, bounded, and refused in words that say how to mend."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.shell.uploads import CONTENT_TYPES, attachment, checked_upload, clean_name, read_json

SCANNER_TEST = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def sent(data: bytes, name: str = "fil.csv", browser_says: str = "text/csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=browser_says)


def workbook(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def png(*, body: bytes = b"image", end: bool = True, after: bytes = b"") -> bytes:
    """A picture of the right shape; what the image shows is not looked at."""

    def part(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", body) + (part(b"IEND", b"") if end else b"")
    return b"\x89PNG\r\n\x1a\n" + parts + after


def jpeg(*, frame: bool = True, end: bool = True) -> bytes:
    """A photograph of the right shape."""
    head = b"\xff\xe0\x00\x04ab"
    size = b"\xff\xc0\x00\x08\x08\x00\x01\x00\x01\x01" if frame else b""
    return b"\xff\xd8" + head + size + b"\xff\xda\x00\x03x" + b"image" + (b"\xff\xd9" if end else b"")


def refused(data: bytes, *kinds: str, longest: int = 100_000) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        checked_upload(sent(data), kinds=kinds, longest=longest)
    return caught.value.code or "", " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", "csv", "empty"),
        (b"  \n ", "yaml", "empty"),
        (b"a;b\n" + b"x" * 200_000, "csv", "too_big"),
        (SCANNER_TEST, "csv", "harmful"),
        (b"a;b\n" + SCANNER_TEST, "csv", "harmful"),
        (b"MZ\x90\x00program", "csv", "harmful"),
        (b"\x7fELF\x02", "yaml", "harmful"),
        (b"#!/bin/sh\n", "yaml", "harmful"),
        (b"a;b\x00c\n1;2", "csv", "not_text"),
        (b"\x89PNG\r\n\x1a\n;;;", "csv", "not_text"),
        (b"bare ett ord\n", "csv", "not_a_table"),
        (b'a;b\n"open;1', "csv", "broken"),
        (workbook(), "csv", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "csv", "spreadsheet"),
        (b"navn: \xff\xfe", "yaml", "not_utf8"),
        (b"a: &x [1]\nb: *x", "yaml", "alias"),
        (b"[" * 60 + b"]" * 60, "yaml", "too_deep"),
        (b"[" * 60 + b"]" * 60, "json", "too_deep"),
        (b'{"a": 1, "a": 2}', "json", "broken"),
        (b"[NaN]", "json", "broken"),
        (b"[1,", "json", "broken"),
        (b"%PDF-1.7 broken", "pdf", "broken"),
        (b"no PDF at all", "pdf", "other_kind"),
        (jpeg(), "png", "other_kind"),
        (png(end=False), "png", "broken"),
        (png(after=b"more"), "png", "broken"),
        (png().replace(b"image", b"imbge"), "png", "broken"),
        (png()[:-6], "png", "broken"),
        (b"\x89PNG\r\n\x1a\n", "png", "broken"),
        (png(), "jpeg", "other_kind"),
        (jpeg(frame=False), "jpeg", "broken"),
        (jpeg(end=False), "jpeg", "broken"),
        (b"\xff\xd8\xff\xc0\x00\x00\xff\xda\x00\x03x\xff\xd9", "jpeg", "broken"),
        (b"\xff\xd8\xff", "jpeg", "broken"),
        (b"%PDF-1.7 /JavaScript (x) %%EOF", "pdf", "harmful"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml", "broken"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "xml", "broken"),
        (b"<a><b></a>", "xml", "broken"),
        (b"PK\x03\x04 no zip", "xlsx", "broken"),
        (workbook(**{"xl/vbaProject.bin": b"x"}), "xlsx", "harmful"),
        (workbook(**{"../../etc/cron": b"x"}), "xlsx", "harmful"),
        (workbook(**{"xl/big.xml": b"0" * 60_000_000}), "xlsx", "bomb"),
    ],
)
def test_what_is_refused_and_why(data: bytes, kind: str, code: str) -> None:
    found, message = refused(data, kind)
    assert found == code
    assert message.endswith(".")
    assert "%(" not in message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("navn;epost\nRandi Snøugle;randi@eksempel.example\n".encode(), "csv"),
        ("navn;by\nÅse;Tromsø\n".encode("cp1252"), "csv"),
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", "csv"),
        (b"navn: [a, b]\n", "yaml"),
        (b'{"a": [1, 2, {"b": "[[["}]}', "json"),
        (b"<a><b>c</b></a>", "xml"),
        (b"%PDF-1.7\nhei\n%%EOF\n", "pdf"),
        (png(), "png"),
        (jpeg(), "jpeg"),
        (workbook(**{"xl/printerSettings/printerSettings1.bin": b"x"}), "xlsx"),
        (workbook(), "xlsx"),
    ],
)
def test_what_is_taken_in_whatever_the_browser_says(data: bytes, kind: str) -> None:
    upload = checked_upload(sent(data, "bilde.exe", "image/png"), kinds=(kind,), longest=100_000)
    assert upload.kind == kind
    assert upload.data == data


def test_norwegian_letters_survive_the_tables_that_spreadsheets_write() -> None:
    upload = checked_upload(sent("navn;by\nÅse;Tromsø\n".encode("cp1252")), kinds=("csv",))
    assert upload.text == "navn;by\nÅse;Tromsø\n"


def test_the_first_kind_that_fits_is_taken() -> None:
    assert checked_upload(sent(b"a: 1\n"), kinds=("csv", "yaml")).kind == "yaml"


def test_of_many_kinds_a_broken_file_is_told_as_what_it_tries_to_be() -> None:
    kinds = ("pdf", "png", "jpeg")
    assert refused(png(end=False), *kinds) == ("broken", refused(png(end=False), "png")[1])
    code, message = refused(b"PK\x03\x04 a letter", *kinds)
    assert code == "other_kind"
    assert "PDF, PNG, JPEG" in message


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\randi\\liste.csv", "liste.csv"),
        ("liste\r\nX: y.csv", "liste_X_ y.csv"),
        ("<script>.csv", "_script_.csv"),
        ("\u202egnp.csv", "_gnp.csv"),
        ("...", "fil"),
        ("", "fil"),
        ("Snøugle (2026).csv", "Snøugle (2026).csv"),
    ],
)
def test_names_are_made_plain(given_name: str, name: str) -> None:
    assert clean_name(given_name) == name


@given(st.text(max_size=300))
def test_no_name_leads_elsewhere(given_name: str) -> None:
    name = clean_name(given_name)
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\\r\n\x00<>"')
    assert not name.startswith(".")


@given(st.binary(max_size=2_000), st.sampled_from(sorted(CONTENT_TYPES)))
@settings(max_examples=400)
def test_any_bytes_are_taken_or_refused_and_nothing_else(data: bytes, kind: str) -> None:
    try:
        size = len(checked_upload(sent(data), kinds=(kind,), longest=1_000).data)
    except ValidationError:
        return
    assert size <= 1_000


def test_a_file_is_saved_and_never_opened_in_our_name() -> None:
    answer = attachment("a: 1\n", kind="yaml", name='x"; filename="y.html')
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert ".html;" not in answer["Content-Disposition"]
    assert "\r" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_sound_json_is_read_as_it_is(content: object) -> None:
    assert read_json(json.dumps(content)) == content


def test_json_a_hundred_thousand_deep_is_refused_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        read_json("[" * 100_000)
    assert caught.value.code == "too_deep"
