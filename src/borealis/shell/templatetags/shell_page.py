"""Tags for the frame of a page: icons, menus, colour scheme, findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from borealis.shell import icons, menus, static_files
from borealis.shell.findings import Finding
from borealis.shell.once import read_once
from borealis.shell.scheme import DARK_MEDIA, SCHEMES, scheme_of
from borealis.shell.tables import Linked

register = template.Library()

# What each language calls itself, short enough for three side by side.
OWN_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """``{% icon "warning" %}``: a drawing beside words that say the same."""
    return icons.icon(name, classes)


@register.simple_tag
def mark() -> SafeString:
    """Our mark."""
    return icons.mark()


@register.simple_tag
def integrity(name: str) -> str:
    """``integrity="{% integrity "shell/shell.js" %}"``: what the browser holds a script against."""
    return static_files.integrity(name)


def _request(context: Context) -> HttpRequest | None:
    request: HttpRequest | None = context.get("request")
    return request


def _menu(context: Context) -> dict[str, Any]:
    """The menu of the role that the address shows, for the reader of this page."""
    request = _request(context)
    return _menu_at(request.path if request else "/", context.get("viewer"))


@read_once
def _menu_at(path: str, viewer: Any) -> dict[str, Any]:
    held = menus.role_in_use(viewer.roles, path) if viewer else None
    return {
        "links": menus.entries_of(held.role if held else "", path),
        "held": held,
        "viewer": viewer,
        "path": path,
    }


@register.inclusion_tag("shell/main_menu.html", takes_context=True)
def main_menu(context: Context) -> dict[str, Any]:
    """The menu in the bar."""
    return _menu(context)


@register.inclusion_tag("shell/phone_menu.html", takes_context=True)
def phone_menu(context: Context) -> dict[str, Any]:
    """The bar at the bottom of a phone; nothing for readers without a role."""
    found = _menu(context)
    if not found["held"]:
        return {"links": []}
    return {**found, "links": found["links"][: menus.PHONE_ENTRIES]}


@register.inclusion_tag("shell/own_menu.html", takes_context=True)
def own_menu(context: Context) -> dict[str, Any]:
    """The menu under the reader's name: change of role, language, light or dark, sign in or out."""
    request, found = _request(context), _menu(context)
    viewer, held = found["viewer"], found["held"]
    roles = [
        {
            "name": menus.role_name(other.role),
            "organisation": other.organisation,
            "url": menus.home_of(other.role),
            "current": other == held,
        }
        for other in (viewer.roles if viewer else ())
    ]
    now = (get_language() or "nb")[:2]
    names = {"auto": (_("Auto"), "screen"), "light": (_("Lys"), "sun"), "dark": (_("Mørk"), "moon")}
    scheme = scheme_of(request) if request else "auto"
    return {
        **found,
        "role": menus.role_name(held.role) if held else "",
        "roles": [role for role in roles if role["url"]],
        "languages": [
            {"code": code, "name": OWN_NAMES.get(code, code), "current": code == now}
            for code, _name in settings.LANGUAGES
        ],
        "schemes": [
            {"code": code, "name": names[code][0], "icon": names[code][1], "current": code == scheme}
            for code in SCHEMES
        ],
        "back": request.get_full_path() if request and request.method == "GET" else found["path"],
        "me_url": menus.address(["me"]),
        "sign_in_url": menus.address(["sign_in"]),
        "sign_out_url": menus.address(["sign_out"]),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def colour_scheme(context: Context) -> str:
    """The scheme for ``data-color-scheme``: "auto", "light" or "dark"."""
    request = _request(context)
    return scheme_of(request) if request else "auto"


@register.simple_tag(takes_context=True)
def dark_media(context: Context) -> str:
    """When dark.css applies; empty when the reader chose light."""
    return DARK_MEDIA[colour_scheme(context)]


ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escaped(text: object) -> str:
    """Words as markup, as Django's ``conditional_escape`` makes them, in a fourth of the time."""
    found = str(text)
    return found if isinstance(found, SafeString) else found.translate(ESCAPES)


WAY_OUT = '<a class="ds-button sm" data-variant="secondary" href="%s">%s</a>'


@register.simple_tag
def finding(found: Finding, button: str = "") -> SafeString:
    """``{% finding f %}``: a row with its cause in bold, a quiet second line and the way out."""
    attention, action = found.severity == "attention", button or found.action
    sign = icons.icon("warning" if attention else "information")
    detail = f' <span class="sub">{escaped(found.detail)}</span>' if found.detail else ""
    source = f' <span class="sub nowrap">({escaped(found.source)})</span>' if found.source else ""
    out = WAY_OUT % (escaped(found.url), escaped(action)) if found.url and action else ""
    return mark_safe(  # noqa: S308  (a page shows a hundred of these; each word of them is escaped above)
        f'<div class="finding{"" if attention else " calm"}">{sign}<span><b>{escaped(found.title)}</b>'
        f"{detail}{source}</span>{out}</div>"
    )


@register.simple_tag
def table_rows(rows: Iterable[Iterable[object]], *classes: str) -> SafeString:
    """``{% table_rows rows "" "right" %}``: plain rows of a table, with the classes of each column, "" for none.

    The first cell names its row: words, or a ``Linked``. For long tables: no template is asked about each cell.
    """
    looks = [f' class="{escaped(name)}"' if name else "" for name in classes]
    drawn = []
    for row in rows:
        name, *cells = row
        rest = [f"<td{look}>{escaped(cell)}</td>" for cell, look in zip(cells, looks[1:], strict=True)]
        drawn.append(f'<tr><th scope="row"{looks[0]}>{_name_of_row(name)}</th>{"".join(rest)}</tr>')
    return mark_safe("\n".join(drawn))  # noqa: S308  (each word is escaped above)


def _name_of_row(name: object) -> str:
    if not isinstance(name, Linked):
        return escaped(name)
    return f'<a href="{escaped(name.url)}" class="num nowrap">{escaped(name.code)}</a> {escaped(name.words)}'


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = None) -> SafeString:
    """``{% options choices chosen %}``: the options of a long list to choose from, as (value, words)."""
    drawn = [
        f'<option value="{escaped(value)}"{" selected" if value == chosen else ""}>{escaped(words)}</option>'
        for value, words in choices
    ]
    return mark_safe("".join(drawn))  # noqa: S308  (each word is escaped above)
