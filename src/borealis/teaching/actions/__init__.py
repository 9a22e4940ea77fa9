"""What is done with series and their sessions."""

from borealis.teaching.actions.rota import plan_rota, set_presenter, withdraw_host
from borealis.teaching.actions.series import (
    add_host,
    add_topic,
    change_series,
    end_host,
    start_series,
    take_week_out,
)
from borealis.teaching.actions.sessions import (
    attend_session,
    cancel_session,
    hold_session,
    open_code,
    rate_session,
    set_material,
)

__all__ = [
    "add_host",
    "add_topic",
    "attend_session",
    "cancel_session",
    "change_series",
    "end_host",
    "hold_session",
    "open_code",
    "plan_rota",
    "rate_session",
    "set_material",
    "set_presenter",
    "start_series",
    "take_week_out",
    "withdraw_host",
]
