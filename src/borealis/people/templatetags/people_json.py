"""What a passkey form hands to its script."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, for an attribute; escaped there like any text."""
    return json.dumps(value, default=dict)
