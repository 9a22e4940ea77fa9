# ruff: noqa: E501  (a drawing is one string)
"""The drawings behind ``{% icon "…" %}``: strokes on a field of 24 × 24, drawn for this house."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "bed": "M4 5h16v15H4zM4 10h16",
    "calendar": "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4",
    "chart": "M4 20h16M7 16v-5M12 16V6M17 16v-8",
    "check": "M4 12.5l5 5L20 6.5",
    "chevron": "M6 9l6 6 6-6",
    "clock": "M12 3a9 9 0 1 0 .01 0M12 7v5.2l3.5 2",
    "cross": "M6 6l12 12M18 6L6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "edit": "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
    "globe": "M12 3a9 9 0 1 0 .01 0M3.5 9.5h17M3.5 14.5h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    "grid": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "home": "M3 11l9-7 9 7M5.5 9.5V20h13V9.5",
    "information": "M12 3a9 9 0 1 0 .01 0M12 11v5.5M12 7.6v.4",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "moon": "M19 14.5A8 8 0 0 1 9.5 5a8 8 0 1 0 9.5 9.5z",
    "people": "M9 11a3.5 3.5 0 1 0-.01 0M3 20c0-4 3-6 6-6s6 2 6 6M16 11a3 3 0 1 0-2-5.3M17 14c2.5.4 4 2.4 4 6",
    "person": "M12 12a4 4 0 1 0-.01 0M4.5 21c0-4.5 3.5-7 7.5-7s7.5 2.5 7.5 7",
    "pin": "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2.2 2.2 0 1 0-.01 0",
    "plan": "M4 6h9M4 12h13M4 18h7M16 4v4M20 10v4M14 16v4",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "screen": "M4 5h16v11H4zM9 20h6M12 16v4",
    "search": "M11 4a7 7 0 1 0 .01 0M16 16l5 5",
    "sign_out": "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
    "sun": "M12 8a4 4 0 1 0 .01 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "swap": "M4 8h14l-4-4M20 16H6l4 4",
    "talk": "M4 5h16v11H10l-5 4v-4H4z",
    "target": "M12 3a9 9 0 1 0 .01 0M12 7.5a4.5 4.5 0 1 0 .01 0M12 11.5v1",
    "teaching": "M3 6l9-3 9 3-9 3zM7 8v5c2 2 8 2 10 0V8M20 7v6",
    "undo": "M4 9h10a6 6 0 0 1 0 12h-3M8 5L4 9l4 4",
    "warning": "M12 4l9 16H3zM12 10v4M12 16.8v.4",
}

MARK = (
    '<svg width="30" height="26" viewBox="0 0 30 26" aria-hidden="true" focusable="false">'
    '<g fill="none" stroke-linecap="round" stroke-width="2.6"><path d="M3 22C5 10 11 4 21 4" stroke="#4be3a4"/>'
    '<path d="M8.5 22c1.5-7.5 6-11.5 13.5-11.5" stroke="#3cc7c9"/><path d="M14 22c1-4 4-6 9-6" stroke="#b4cfd2"/></g>'
    '<circle cx="25.5" cy="4" r="1.6" fill="#fff"/></svg>'
)


@cache
def icon(name: str, classes: str = "", width: float = 1.8) -> SafeString:
    """A drawing for the eye alone: the words beside it carry the meaning."""
    return format_html(
        '<svg class="ic{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="{}" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        f" {classes}" if classes else "",
        width,
        PATHS[name],
    )


def mark() -> SafeString:
    """Our mark: three bands of northern light and a star."""
    return mark_safe(MARK)  # noqa: S308  (a constant)
