"""Which levels the words of a goal ask for, by the regulation's own table (annex 2, introduction)."""

from __future__ import annotations

import re

from borealis.curriculum.rules.values import Levels

# The annex: lowest «ha kjennskap til, kjenne til»; middle «ha kunnskap om» and «under supervisjon
# kunne»; highest «ha god kunnskap om» and «beherske, selvstendig kunne». The first alternative that
# fits at a place wins, so the longer phrase stands before the shorter one.
# Small variants of the same phrases in the text are read alike: «god teoretisk kunnskap», «gode kunnskaper»,
# «kjennskap om», «kjenne indikasjoner». «Anvende kunnskap om» asks for an act, not for a level of knowledge.
_PHRASE = re.compile(
    r"""
      (?P<knowledge_3> \bgode?\ (?:\w+\ )?kunnskap(?:er)?\b )
    | (?P<knowledge_2> \bha\ (?!gode?\ )(?:\w+\ )?kunnskap(?:er)?\b
                     | (?<!anvende\ )(?<!benytte\ )\bkunnskap(?:er)?\ om\b )
    | (?P<knowledge_1> \bkjennskap\ (?:til|om)\b | \bkjenne\b(?!\ igjen) )
    | (?P<skill_2>     \bunder\ supervisjon\b )
    | (?P<skill_3>     \bselvstendig\b | \bbeherske\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def levels_in(wording: str) -> Levels:
    """The requirement parts that a goal's wording asks for, each once: knowledge before skill, and in
    the order they stand. Empty when the wording uses none of the words of the table.

    The annex gives «kjenne til» as the lowest level of knowledge and of skill alike; it is read as
    knowledge, since nothing is to be done.
    """
    found = dict.fromkeys(str(match.lastgroup) for match in _PHRASE.finditer(wording))
    parts = [(kind, int(level)) for kind, _, level in (name.partition("_") for name in found)]
    return tuple(sorted(parts, key=lambda part: part[0]))
