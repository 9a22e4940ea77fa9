"""Research: projects of a department, doctoral tracks, calls for funding and applications."""

from borealis.research.models.calls import Application, Call
from borealis.research.models.projects import (
    Approval,
    Funding,
    Milestone,
    Participant,
    Project,
    Publication,
    PublicationImport,
)
from borealis.research.models.tracks import Confirmation, Track, TrackCourse, TrackItem

__all__ = [
    "Application",
    "Approval",
    "Call",
    "Confirmation",
    "Funding",
    "Milestone",
    "Participant",
    "Project",
    "Publication",
    "PublicationImport",
    "Track",
    "TrackCourse",
    "TrackItem",
]
