"""What is stored of a trainee's way from a day's work to an approved goal."""

from borealis.portfolio.models.activities import Activity, ActivityFile, ActivityImport
from borealis.portfolio.models.assessments import (
    Assessment,
    FeedbackAnswer,
    FeedbackInvitee,
    FeedbackRound,
    FeedbackText,
    FeedbackTicket,
    FormWording,
)
from borealis.portfolio.models.conversions import Conversion, ConversionItem
from borealis.portfolio.models.dossiers import Dossier
from borealis.portfolio.models.goals import Decision, Recommendation, Submission
from borealis.portfolio.models.panels import Panel, PanelConclusion, PanelMember
from borealis.portfolio.models.signing import Ask, AskLink, SignatureAnswer

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityImport",
    "Ask",
    "AskLink",
    "Assessment",
    "Conversion",
    "ConversionItem",
    "Decision",
    "Dossier",
    "FeedbackAnswer",
    "FeedbackInvitee",
    "FeedbackRound",
    "FeedbackText",
    "FeedbackTicket",
    "FormWording",
    "Panel",
    "PanelConclusion",
    "PanelMember",
    "Recommendation",
    "SignatureAnswer",
    "Submission",
]
