"""The scoring of the HTTP Observatory, version 2, as far as it can be judged on one machine.

Source of the tables: mdn/mdn-http-observatory (src/grader/charts.js, src/analyzer/tests, src/scanner), read
November 2026. Written anew from those facts. Left out: the browsers' preload list (5 points that only a
registered name can have), ``meta http-equiv`` policies (we send none), and several policies in one answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

FULL = 100
EXTRA_CREDIT_FROM = 90
GRADES = (
    (100, "A+"),
    (90, "A"),
    (85, "A-"),
    (80, "B+"),
    (70, "B"),
    (65, "B-"),
    (60, "C+"),
    (50, "C"),
    (45, "C-"),
    (40, "D+"),
    (30, "D"),
    (25, "D-"),
    (0, "F"),
)
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
SIX_MONTHS = 15_552_000
POINTS = {
    "csp: none by default": 10,
    "csp: nothing unsafe": 5,
    "csp: unsafe styles": 0,
    "csp: plain pictures": -10,
    "csp: eval": -10,
    "csp: inline": -20,
    "csp: plain content": -20,
    "csp: invalid": -25,
    "csp: missing": -25,
    "cookies: all protected": 5,
    "cookies: without SameSite": 0,
    "cookies: none": 0,
    "cookies: not Secure, with HSTS": -5,
    "cookies: session not Secure, with HSTS": -10,
    "cookies: not Secure": -20,
    "cookies: SameSite invalid": -20,
    "cookies: token without SameSite": -20,
    "cookies: session not HttpOnly": -30,
    "cookies: session not Secure": -40,
    "cors: none": 0,
    "cors: public": 0,
    "cors: restricted": 0,
    "cors: everyone with credentials": -50,
    "redirection: to https": 0,
    "redirection: no http": 0,
    "redirection: to another host": -5,
    "redirection: to http first": -10,
    "redirection: missing": -20,
    "referrer: private": 5,
    "referrer: none": 0,
    "referrer: unsafe": -5,
    "referrer: invalid": -5,
    "hsts: six months": 0,
    "hsts: short": -10,
    "hsts: missing": -20,
    "hsts: invalid": -20,
    "sri: on all scripts": 5,
    "sri: not html": 0,
    "sri: no scripts": 0,
    "sri: own scripts without": 0,
    "sri: foreign scripts without": -5,
    "sri: foreign scripts over http": -50,
    "sniffing: off": 0,
    "sniffing: missing": -5,
    "sniffing: invalid": -5,
    "frames: by policy": 5,
    "frames: by X-Frame-Options": 0,
    "frames: missing": -20,
    "frames: invalid": -20,
    "resources: same site": 10,
    "resources: anyone": 0,
    "resources: none": 0,
    "resources: invalid": -5,
}


@dataclass(frozen=True)
class Answer:
    """One answer of a server; header names in small letters, in order, a name as often as it was sent."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        return next(iter(self.all(name)), "")


@dataclass(frozen=True)
class Score:
    points: int
    grade: str
    results: tuple[str, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(result for result in self.results if POINTS[result] < 0)


def score(page: Answer, plain: Answer | None, cross: Answer) -> Score:
    """The points of a page over https, with the answers to http and to a request from another origin."""
    hsts = _hsts(page)
    results = (
        _csp(page),
        _cookies(page, hsts == "hsts: six months"),
        _cors(cross),
        _redirection(plain),
        _referrer(page),
        hsts,
        _sri(page),
        _sniffing(page),
        _frames(page),
        _resources(page),
    )
    lost = FULL + sum(min(POINTS[result], 0) for result in results)
    gained = sum(max(POINTS[result], 0) for result in results)
    points = max(lost + gained if lost >= EXTRA_CREDIT_FROM else lost, 0)
    return Score(points, next(grade for least, grade in GRADES if points >= least), results)


def policy(page: Answer) -> dict[str, set[str]]:
    """The directives of the policy. A directive that stands twice makes it invalid."""
    found: dict[str, set[str]] = {}
    for part in page.get("content-security-policy").split(";"):
        words = part.lower().split()
        if not words:
            continue
        if words[0] in found:
            raise ValueError(words[0])
        found[words[0]] = set(words[1:]) or {"'none'"}
    return found


def _csp(page: Answer) -> str:
    try:
        csp = policy(page)
    except ValueError:
        return "csp: invalid"
    if not csp:
        return "csp: missing"
    default = csp.get("default-src", {"*"})
    scripts, styles = csp.get("script-src", default), csp.get("style-src", default)
    objects = csp.get("object-src", default)
    if any(word.startswith(("'nonce-", "'sha")) for word in scripts):
        scripts = scripts - {"'unsafe-inline'"}
    active = set().union(*(words for name, words in csp.items() if name not in {"img-src", "media-src"}))
    passive = csp.get("img-src", default) | csp.get("media-src", default)
    judged = (
        (bool(scripts & (BROAD | INLINE)) or bool(objects & BROAD), "csp: inline"),
        (any(word.startswith(("http:", "ftp:")) for word in active), "csp: plain content"),
        ("'unsafe-eval'" in scripts | styles, "csp: eval"),
        (any(word.startswith(("http:", "ftp:")) for word in passive), "csp: plain pictures"),
        (bool(styles & (BROAD | INLINE)), "csp: unsafe styles"),
        (default == {"'none'"}, "csp: none by default"),
    )
    return next((result for holds, result in judged if holds), "csp: nothing unsafe")


def _cookies(page: Answer, hsts: bool) -> str:
    order = [
        "cookies: not Secure, with HSTS",
        "cookies: not Secure",
        "cookies: session not Secure, with HSTS",
        "cookies: SameSite invalid",
        "cookies: token without SameSite",
        "cookies: session not HttpOnly",
        "cookies: session not Secure",
    ]
    found: list[str] = []
    sent = page.all("set-cookie")
    without_same_site = False
    for cookie in sent:
        name, *rest = cookie.split(";")
        flags = {part.split("=")[0].strip().lower(): part.partition("=")[2].strip().lower() for part in rest}
        key = name.split("=")[0].lower()
        session = "login" in key or "sess" in key
        if "samesite" in flags and flags["samesite"] not in {"lax", "strict", "none"}:
            found.append("cookies: SameSite invalid")
        if "secure" not in flags:
            kind = "cookies: session not Secure" if session else "cookies: not Secure"
            found.append(f"{kind}, with HSTS" if hsts else kind)
        if "csrf" in key and "samesite" not in flags:
            found.append("cookies: token without SameSite")
        if session and "httponly" not in flags:
            found.append("cookies: session not HttpOnly")
        without_same_site |= "samesite" not in flags
    if found:
        return max(found, key=order.index)
    if not sent:
        return "cookies: none"
    return "cookies: without SameSite" if without_same_site else "cookies: all protected"


def _cors(cross: Answer) -> str:
    allowed = cross.get("access-control-allow-origin").strip().lower()
    if not allowed:
        return "cors: none"
    if allowed == "*":
        return "cors: public"
    everyone = cross.get("access-control-allow-credentials").strip().lower() == "true"
    return "cors: everyone with credentials" if everyone else "cors: restricted"


def _redirection(plain: Answer | None) -> str:
    if plain is None:
        return "redirection: no http"
    here, there = urlsplit(plain.url), urlsplit(plain.get("location"))
    if plain.status not in {301, 302, 303, 307, 308}:
        return "redirection: missing"
    if there.scheme != "https":
        return "redirection: to http first"
    return "redirection: to https" if there.hostname == here.hostname else "redirection: to another host"


def _referrer(page: Answer) -> str:
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    unsafe = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
    words = [word.strip().lower() for word in ",".join(page.all("referrer-policy")).split(",")]
    known = [word for word in words if word in private | unsafe]
    if not any(words):
        return "referrer: none"
    if not known:
        return "referrer: invalid"
    return "referrer: private" if known[-1] in private else "referrer: unsafe"


def _hsts(page: Answer) -> str:
    given = page.get("strict-transport-security").lower()
    if not given:
        return "hsts: missing"
    parts = [part.strip() for part in given.split(";")]
    ages = [part[8:] for part in parts if part.startswith("max-age=")]
    if "," in given or not ages or not ages[-1].isdecimal():
        return "hsts: invalid"
    return "hsts: six months" if int(ages[-1]) >= SIX_MONTHS else "hsts: short"


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append(dict(attrs))


def _sri(page: Answer) -> str:
    if page.get("content-type").split(";")[0] not in {"text/html", "application/xhtml+xml"}:
        return "sri: not html"
    reader = _Scripts()
    reader.feed(page.body.decode("utf-8"))
    if not reader.found:
        return "sri: no scripts"
    result = ""
    for script in reader.found:
        source = script.get("src") or ""
        foreign = source.startswith(("//", "http://", "https://"))
        if foreign and not script.get("integrity"):
            return (
                "sri: foreign scripts without"
                if source.startswith("https")
                else "sri: foreign scripts over http"
            )
        if source and script.get("integrity"):
            result = "sri: on all scripts"
    return result or "sri: own scripts without"


def _sniffing(page: Answer) -> str:
    given = page.get("x-content-type-options")
    if not given:
        return "sniffing: missing"
    return "sniffing: off" if given.strip().lower() == "nosniff" else "sniffing: invalid"


def _frames(page: Answer) -> str:
    try:
        if "frame-ancestors" in policy(page):
            return "frames: by policy"
    except ValueError:
        pass
    given = page.get("x-frame-options").strip().lower()
    if not given:
        return "frames: missing"
    return "frames: by X-Frame-Options" if given in {"deny", "sameorigin"} else "frames: invalid"


def _resources(page: Answer) -> str:
    given = page.get("cross-origin-resource-policy").strip().lower()
    known = {
        "": "resources: none",
        "same-site": "resources: same site",
        "same-origin": "resources: same site",
        "cross-origin": "resources: anyone",
    }
    return known.get(given, "resources: invalid")
