"""A course date and a registration themselves, for rooms above that are handed one."""

from __future__ import annotations

from borealis.courses.models import CourseDate, Registration

__all__ = ["CourseDate", "Registration"]
