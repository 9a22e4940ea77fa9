"""What a package is, how it is signed and how anybody checks it: pure, without Django and without a server."""

from borealis.portfolio.dossier.rules.checking import Fault, Finding, check_file
from borealis.portfolio.dossier.rules.credential import credential_for
from borealis.portfolio.dossier.rules.package import FORMAT, Member, pack, parse, unpack
from borealis.portfolio.dossier.rules.proofs import did_key, secure, signer_of
from borealis.portfolio.dossier.rules.readiness import Facts, Requirement, requirements

__all__ = [
    "FORMAT",
    "Facts",
    "Fault",
    "Finding",
    "Member",
    "Requirement",
    "check_file",
    "credential_for",
    "did_key",
    "pack",
    "parse",
    "requirements",
    "secure",
    "signer_of",
    "unpack",
]
