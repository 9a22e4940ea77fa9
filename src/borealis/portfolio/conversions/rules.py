"""What earlier goals mean for newer ones, which newer goals are covered, and the proof that nothing was lost.

How approved goals of an earlier set count is not stated by the regulation (R-59), and there is no grace period: it is
an explicit decision, goal by goal.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

COVERS, PARTLY, ALONE = "covers", "partly", "alone"
VERDICTS = (COVERS, PARTLY, ALONE)
DECIDED, DROPPED = "decided", "dropped"

# Everything of a kind that a trainee has, by a key that does not change: the digest of what it says.
Inventory = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Pair:
    """An earlier goal beside a newer one (None: there is none), by key."""

    older: int | None
    newer: int | None
    verdict: str


def proposed_pairs(olders: Iterable[int], links: Mapping[int, Iterable[int]]) -> list[Pair]:
    """What a table of replacements proposes; ``links`` are the earlier goals of each newer one.

    A newer goal that stands where one earlier goal stood is covered by it. Where it stands for several, each
    covers a part, and a person must say what is enough. Earlier goals that nothing replaces stand alone.
    """
    wanted = list(dict.fromkeys(olders))
    pairs = []
    for newer, replaced in links.items():
        known = [older for older in dict.fromkeys(replaced) if older in wanted]
        pairs += [Pair(older, newer, COVERS if len(known) == 1 else PARTLY) for older in known]
    used = {pair.older for pair in pairs}
    return pairs + [Pair(older, None, ALONE) for older in wanted if older not in used]


def covered(pairs: Iterable[Pair], approved: Iterable[int]) -> dict[int, list[int]]:
    """The newer goals that become approved, each with the approved earlier goals that cover it.

    A part covers nothing by itself, and neither does a goal that is not approved.
    """
    reached, found = set(approved), dict[int, list[int]]()
    for pair in pairs:
        if pair.verdict == COVERS and pair.newer is not None and pair.older in reached:
            found.setdefault(pair.newer, []).append(pair.older)
    return found


def same_area(older: str, newer: str) -> bool:
    """Whether a newer area takes up an earlier one: every word of the earlier name is in the newer name.

    Only to show goals beside each other. The pairing of areas is ours, by name, and decides nothing.
    """
    words = _words(older)
    return bool(words) and words <= _words(newer)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - {"og", "and"}


def lost(before: Inventory, after: Inventory) -> dict[str, list[str]]:
    """What was there before and is gone or says something else, by kind."""
    gone = {
        kind: sorted(key for key, said in rows.items() if after.get(kind, {}).get(key) != said)
        for kind, rows in before.items()
    }
    return {kind: keys for kind, keys in gone.items() if keys}


def proof_of(before: Inventory, after: Inventory) -> dict[str, Any]:
    """Count by count what was there, what is there still, and what came; with digests that can be made again."""
    kinds = {}
    for kind in sorted({*before, *after}):
        was, now = before.get(kind, {}), after.get(kind, {})
        kept = {key: now[key] for key, said in was.items() if now.get(key) == said}
        kinds[kind] = {
            "before": len(was),
            "kept": len(kept),
            "added": len(now.keys() - was.keys()),
            "digest_before": digest(was),
            "digest_kept": digest(kept),
        }
    return {"format": "borealis/conversion-proof/1", "kinds": kinds, "lost": lost(before, after)}


def digest(rows: Mapping[str, str]) -> str:
    """One digest of many rows, whatever their order."""
    told = "\n".join(f"{key} {said}" for key, said in sorted(rows.items()))
    return hashlib.sha256(told.encode()).hexdigest()
