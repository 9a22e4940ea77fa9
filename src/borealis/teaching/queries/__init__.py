"""Reading teaching. What other rooms use takes no viewer: whoever asks has checked who may see."""

from borealis.teaching.queries.hours import days_attended, hours_attended, presenting_findings
from borealis.teaching.queries.pages import own_page, rating_of, series_page, session_page, setup_page
from borealis.teaching.queries.parts import goal_part, plan_part

__all__ = [
    "days_attended",
    "goal_part",
    "hours_attended",
    "own_page",
    "plan_part",
    "presenting_findings",
    "rating_of",
    "series_page",
    "session_page",
    "setup_page",
]
