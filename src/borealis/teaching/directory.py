"""A series and its sessions themselves, for rooms above that are handed one."""

from __future__ import annotations

from borealis.teaching.models import Series, Session

__all__ = ["Series", "Session"]
