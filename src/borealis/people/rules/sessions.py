"""How long a session lasts, as a pure function."""

from __future__ import annotations

# Two clocks of two servers may differ a little; more than this is a session from the future.
CLOCK_SLACK_S = 120


def session_over(began: float, used: float, now: float, longest_s: float, idle_s: float) -> str:
    """Why a session is over: "longest", "idle" or "clock"; empty while it lasts.

    Times are seconds since 1970. A session lasts ``longest_s`` from sign-in and ``idle_s`` from when it
    was last used, both included. One that began or was used in the future is not to be trusted: the
    clock was set back. (ASVS 5.0, V7.3.)
    """
    if began > now + CLOCK_SLACK_S or used > now + CLOCK_SLACK_S or used < began - CLOCK_SLACK_S:
        return "clock"
    if now - began > longest_s:
        return "longest"
    if now - used > idle_s:
        return "idle"
    return ""
