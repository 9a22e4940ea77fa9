"""Writes on the way of a goal to a decision: each in one transaction, with its event in the record.

Authority is checked here too, since who may act (§ 26) must hold however an action is reached: it raises
PermissionDenied. What is missing is a ValidationError that says what, and who can do it.
"""

from borealis.portfolio.goals.actions.decisions import approve_goals, decide_goal, revoke_goal
from borealis.portfolio.goals.actions.recommendations import recommend_goal, withdraw_recommendation
from borealis.portfolio.goals.actions.submissions import begin_goal, recall_goal, submit_goals

__all__ = [
    "approve_goals",
    "begin_goal",
    "decide_goal",
    "recall_goal",
    "recommend_goal",
    "revoke_goal",
    "submit_goals",
    "withdraw_recommendation",
]
