"""Signatures by eddsa-jcs-2022, held against the published vector of the W3C and against other code."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from borealis.audit.rules import canonical
from borealis.portfolio.dossier.rules import base58, did_key, secure, signer_of
from borealis.portfolio.dossier.rules.proofs import ED25519, ProofRefused, method_of, signed_bytes

# Data Integrity EdDSA Cryptosuites v1.0 (W3C Recommendation of 15 May 2025), appendix B.3.
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
DOCUMENT: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
OPTIONS: dict[str, Any] = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": f"did:key:{PUBLIC}#{PUBLIC}",
    "proofPurpose": "assertionMethod",
    "@context": DOCUMENT["@context"],
}
DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
OPTIONS_HASH = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
SIGNATURE = (
    "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b803"
    "51da3f253d725c6f00b07c9e5448d50b3ef78012b9ab54255116d069c6dd2808"
)
PROOF_VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


def published_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base58.decode(SECRET[1:])[2:])


def published() -> dict[str, Any]:
    return {**DOCUMENT, "proof": {**OPTIONS, "proofValue": PROOF_VALUE}}


def test_canonical_bytes_hashes_and_signature_are_the_published_ones() -> None:
    assert hashlib.sha256(canonical(DOCUMENT)).hexdigest() == DOCUMENT_HASH
    assert hashlib.sha256(canonical(OPTIONS)).hexdigest() == OPTIONS_HASH
    assert signed_bytes(DOCUMENT, OPTIONS).hex() == OPTIONS_HASH + DOCUMENT_HASH
    assert published_key().sign(signed_bytes(DOCUMENT, OPTIONS)).hex() == SIGNATURE
    assert f"z{base58.encode(bytes.fromhex(SIGNATURE))}" == PROOF_VALUE


def test_we_sign_the_published_document_as_published() -> None:
    key = published_key()
    did = did_key(key.public_key().public_bytes_raw())
    assert did == f"did:key:{PUBLIC}"
    assert secure(DOCUMENT, did=did, created=OPTIONS["created"], sign=key.sign) == published()
    assert signer_of(published()) == did


def test_another_library_agrees_that_our_signature_holds() -> None:
    key = Ed25519PrivateKey.generate()
    did = did_key(key.public_key().public_bytes_raw())
    proof = secure({"a": "æøå", "b": 1.5}, did=did, created="2026-11-26T12:00:00Z", sign=key.sign)["proof"]
    document = b'{"a":"\xc3\xa6\xc3\xb8\xc3\xa5","b":1.5}'
    options = json.dumps(
        {name: proof[name] for name in sorted(proof) if name != "proofValue"}, separators=(",", ":")
    )
    message = hashlib.sha256(options.encode()).digest() + hashlib.sha256(document).digest()
    public = base64.urlsafe_b64encode(base58.decode(did.removeprefix("did:key:z"))[2:]).rstrip(b"=").decode()
    imported = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public})
    imported.public_key.verify(base58.decode(proof["proofValue"][1:]), message)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["credentialSubject"].update(alumniOf="Another School"), "broken"),
        (lambda d: d.update(extra=1), "broken"),
        (lambda d: d["proof"].update(created="2023-02-24T23:36:39Z"), "broken"),
        (lambda d: d["proof"].update(extra="x"), "broken"),
        (lambda d: d["proof"].update({"@context": ["https://www.w3.org/ns/credentials/v2"]}), "broken"),
        (lambda d: d["proof"].update(proofValue="z" + d["proof"]["proofValue"][2:]), "broken"),
        (lambda d: d["proof"].update(proofValue="m" + d["proof"]["proofValue"][1:]), "broken"),
        (lambda d: d["proof"].update(proofValue="z0OIl"), "broken"),
        (lambda d: d["proof"].update(proofValue="z" + "2" * 300), "broken"),
        (lambda d: d["proof"].update(proofPurpose="authentication"), "other_suite"),
        (lambda d: d["proof"].update(cryptosuite="eddsa-rdfc-2022"), "other_suite"),
        (lambda d: d["proof"].update(verificationMethod="https://vc.example/issuers/5678#key"), "other_key"),
        (lambda d: d["proof"].update(verificationMethod=f"did:key:{PUBLIC}#other"), "other_key"),
        (lambda d: d["proof"].update(verificationMethod="did:key:zabc#zabc"), "other_key"),
        (lambda d: d["proof"].update(verificationMethod="did:key:z0#z0"), "other_key"),
        (lambda d: d.update(proof=[]), "no_proof"),
        (lambda d: d["proof"].pop("proofValue"), "no_proof"),
        (lambda d: d.pop("proof"), "no_proof"),
    ],
)
def test_what_is_not_signed_so_is_refused(change: Any, code: str) -> None:
    changed = json.loads(json.dumps(published()))
    change(changed)
    with pytest.raises(ProofRefused) as refused:
        signer_of(changed)
    assert refused.value.code == code


def test_a_key_of_another_kind_is_no_key_of_ours() -> None:
    secp256k1 = "did:key:z" + base58.encode(b"\xe7\x01" + bytes(33))
    changed = {
        **DOCUMENT,
        "proof": {**OPTIONS, "verificationMethod": method_of(secp256k1), "proofValue": "z1"},
    }
    with pytest.raises(ProofRefused, match="other_key"):
        signer_of(changed)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\0\0\1", "112"),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (b"\0\0\x28\x7f\xb4\xcd", "11233QC4"),
        (bytes(3), "111"),
    ],
)
def test_base_58_both_ways(data: bytes, text: str) -> None:
    assert base58.encode(data) == text
    assert base58.decode(text) == data


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "ø"])
def test_base_58_knows_its_signs(text: str) -> None:
    with pytest.raises(ValueError, match="not a sign"):
        base58.decode(text)


def test_a_did_key_says_what_kind_of_key_it_is() -> None:
    assert base58.decode(PUBLIC[1:])[: len(ED25519)] == ED25519
