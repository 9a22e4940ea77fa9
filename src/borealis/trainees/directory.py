"""A doctor's course of training itself, for rooms above that are handed one."""

from __future__ import annotations

from borealis.trainees.models import Trainee

__all__ = ["Trainee"]
