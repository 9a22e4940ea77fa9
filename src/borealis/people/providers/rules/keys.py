"""Keys: making ours, and choosing the provider's. All cryptography is joserfc's."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey, import_key

from borealis.people.providers.rules.refusals import Refused

SMALLEST_RSA_BITS = 2048  # FAPI 2.0 § 5.4.1
KEY_TYPES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}


def new_dpop_key() -> dict[str, Any]:
    """A fresh private key for the proofs of one attempt (RFC 9449 § 4.2), as a JWK."""
    return dict(ECKey.generate_key("P-256").as_dict(private=True))


def new_private_key(kind: str) -> dict[str, Any]:
    """A private key with which Borealis signs who it is; ``kind`` is "EC" (ES256) or "RSA" (PS256, 3072 bits).

    Its ``kid`` is the thumbprint of RFC 7638.
    """
    parameters: Any = {"use": "sig", "alg": "ES256" if kind == "EC" else "PS256"}
    made: Key
    if kind == "EC":
        made = ECKey.generate_key("P-256", parameters, auto_kid=True)
    else:
        made = RSAKey.generate_key(3072, parameters, auto_kid=True)
    return dict(made.as_dict(private=True))


def public_part(key: Mapping[str, Any]) -> dict[str, Any]:
    """What may be shown of a private key, such as to register it with a provider."""
    return dict(import_key(dict(key)).as_dict(private=False))


def signing_algorithm(key: Mapping[str, Any]) -> str:
    """The algorithm that our own key signs with: the one it names, else the strong one for its type."""
    return str(key.get("alg") or ("ES256" if key.get("kty") == "EC" else "PS256"))


def choose_key(jwks: Mapping[str, Any], algorithm: str, kid: str | None) -> Key:
    """The provider's key for a signature (OIDC Core § 10.1).

    The type must suit the algorithm, so that an RSA key is never taken for a shared secret. Without a
    ``kid`` there must be one such key alone.
    """
    fitting = [key for key in jwks.get("keys", []) if isinstance(key, dict) and _fits(key, algorithm)]
    named = fitting if kid is None else [key for key in fitting if key.get("kid") == kid]
    if not named:
        raise Refused("key_unknown", f"no {algorithm} key for kid {kid!r}")
    if len(named) > 1:
        raise Refused("key_ambiguous", f"{len(named)} keys for kid {kid!r}")
    if named[0]["kty"] == "RSA" and _bits(named[0].get("n")) < SMALLEST_RSA_BITS:
        raise Refused("key_too_small", f"RSA under {SMALLEST_RSA_BITS} bits")
    try:
        return import_key({name: value for name, value in named[0].items() if name != "d"})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused("key_broken", type(error).__name__) from None


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    return (
        key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    )


def _bits(number: object) -> int:
    """The length of a number in base64url; 0 when it is none."""
    if not isinstance(number, str):
        return 0
    try:
        octets = base64.b64decode(number + "=" * (-len(number) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return 0
    return int.from_bytes(octets).bit_length()
