"""States of projects and papers, run charts, control charts, and what the common goals' areas need."""

from borealis.improvement.rules.charts import CHART_KINDS, Chart, Observation, chart_of, needs_size, ranges_of
from borealis.improvement.rules.limits import Limits, moving_ranges, xmr_limits
from borealis.improvement.rules.phases import Phase, phases_of
from borealis.improvement.rules.runs import (
    RUN_RULES,
    SHORTEST_SHIFT,
    SHORTEST_TREND,
    astronomical,
    runs_allowed,
    runs_of,
    shifts,
    trends,
)
from borealis.improvement.rules.signals import CONTROL_RULES, Signal, western_electric
from borealis.improvement.rules.states import (
    PAPER_STATES,
    PAPER_STEPS,
    PROJECT_STATES,
    PROJECT_STEPS,
    Step,
    paper_step,
    project_step,
    steps_from,
)

__all__ = [
    "CHART_KINDS",
    "CONTROL_RULES",
    "PAPER_STATES",
    "PAPER_STEPS",
    "PROJECT_STATES",
    "PROJECT_STEPS",
    "RUN_RULES",
    "SHORTEST_SHIFT",
    "SHORTEST_TREND",
    "Chart",
    "Limits",
    "Observation",
    "Phase",
    "Signal",
    "Step",
    "astronomical",
    "chart_of",
    "moving_ranges",
    "needs_size",
    "paper_step",
    "phases_of",
    "project_step",
    "ranges_of",
    "runs_allowed",
    "runs_of",
    "shifts",
    "steps_from",
    "trends",
    "western_electric",
    "xmr_limits",
]
