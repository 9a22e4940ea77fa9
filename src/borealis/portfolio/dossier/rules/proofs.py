"""Data Integrity proofs by ``eddsa-jcs-2022`` (W3C Data Integrity EdDSA Cryptosuites v1.0 § 3.3).

What is signed is SHA-256 of the proof's options and SHA-256 of the document, both as canonical JSON
(RFC 8785), one after the other, with Ed25519 (RFC 8032). The key is named by did:key, which holds the
public key itself, so that a proof can be checked without asking anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borealis.audit.rules import canonical
from borealis.portfolio.dossier.rules import base58

SUITE = "eddsa-jcs-2022"
ED25519 = b"\xed\x01"  # multicodec ed25519-pub
LONGEST = 200  # characters of a name of a key or a signature


class ProofRefused(ValueError):
    """A document has no proof that holds. ``code`` says why: no_proof, other_suite, other_key, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def did_key(public: bytes) -> str:
    """The name of a public Ed25519 key that holds the key itself: did:key:z6Mk…"""
    return f"did:key:z{base58.encode(ED25519 + public)}"


def method_of(did: str) -> str:
    """The verification method of a did:key: its name with itself after the hash."""
    return f"{did}#{did.removeprefix('did:key:')}"


def secure(
    document: Mapping[str, Any], *, did: str, created: str, sign: Callable[[bytes], bytes]
) -> dict[str, Any]:
    """The document with a proof. ``created`` is a time in the form of XML Schema (2026-11-26T12:00:00Z)."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method_of(did),
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    value = f"z{base58.encode(sign(signed_bytes(document, options)))}"
    return {**document, "proof": {**options, "proofValue": value}}


def signed_bytes(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """What a signature is made of: the digest of the options, then that of the document without its proof."""
    return (
        hashlib.sha256(canonical(dict(options))).digest() + hashlib.sha256(canonical(dict(document))).digest()
    )


def signer_of(secured: Mapping[str, Any]) -> str:
    """The did:key whose signature the document carries. Raises ProofRefused unless it holds."""
    proof = secured.get("proof")
    if not isinstance(proof, dict) or not isinstance(proof.get("proofValue"), str):
        raise ProofRefused("no_proof")
    if (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) != (
        "DataIntegrityProof",
        SUITE,
        "assertionMethod",
    ):
        raise ProofRefused("other_suite")
    did, public = _key_of(proof.get("verificationMethod"))
    document = {name: value for name, value in secured.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options and options["@context"] != document.get("@context"):
        raise ProofRefused("broken")
    try:
        signature = _multibase(proof["proofValue"])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(document, options))
    except (InvalidSignature, ValueError, TypeError):
        raise ProofRefused("broken") from None
    return did


def _key_of(method: Any) -> tuple[str, bytes]:
    """The did:key and the 32 bytes of a verification method."""
    did = method.partition("#")[0] if isinstance(method, str) else ""
    if not did.startswith("did:key:") or method != method_of(did):
        raise ProofRefused("other_key")
    try:
        named = _multibase(did.removeprefix("did:key:"))
    except ValueError:
        raise ProofRefused("other_key") from None
    if not named.startswith(ED25519) or len(named) != len(ED25519) + 32:
        raise ProofRefused("other_key")
    return did, named[len(ED25519) :]


def _multibase(text: str) -> bytes:
    """The bytes of a text that says by its first sign that it is base 58, written in the one way there is."""
    if not text.startswith("z") or len(text) > LONGEST:
        raise ValueError("not base 58")
    return base58.decode(text[1:])
