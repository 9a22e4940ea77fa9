"""Forms of projects, doctoral tracks, calls and applications."""

from borealis.research.forms.calls import (
    ApplicationForm,
    ApplicationStepForm,
    CallForm,
)
from borealis.research.forms.projects import (
    ApprovalForm,
    FileForm,
    FundingForm,
    IdeaForm,
    JoinForm,
    MilestoneForm,
    ParticipantForm,
    ProjectForm,
    PublicationForm,
)
from borealis.research.forms.tracks import (
    TrackCourseForm,
    TrackForm,
    TrackStepForm,
    WhatIfForm,
)

__all__ = [
    "ApplicationForm",
    "ApplicationStepForm",
    "ApprovalForm",
    "CallForm",
    "FileForm",
    "FundingForm",
    "IdeaForm",
    "JoinForm",
    "MilestoneForm",
    "ParticipantForm",
    "ProjectForm",
    "PublicationForm",
    "TrackCourseForm",
    "TrackForm",
    "TrackStepForm",
    "WhatIfForm",
]
