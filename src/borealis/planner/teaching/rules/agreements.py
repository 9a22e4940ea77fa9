"""Which turns that were told before stand: what is agreed and still can be."""

from borealis.planner.teaching.formats.problem import Problem, Session, Turn


def standing(problem: Problem) -> dict[str, Turn]:
    """The agreed turns that can be kept, by session. One that no longer can is free to change."""
    sessions = {session.id: session for session in problem.sessions}
    return {
        told.turn.session: told.turn
        for told in problem.earlier
        if told.agreed and can_be(problem, sessions[told.turn.session], told.turn)
    }


def past(problem: Problem) -> dict[str, Turn]:
    """What happened before the day that is planned from, by session."""
    told = {earlier.turn.session: earlier.turn for earlier in problem.earlier}
    return {s.id: told.get(s.id, Turn(s.id)) for s in problem.sessions if problem.is_past(s)}


def can_be(problem: Problem, session: Session, turn: Turn) -> bool:
    """Whether a turn breaks no rule by itself: host, topic and presenter can, and fit together."""
    unit = next((one for one in problem.units if one.id == turn.unit), None)
    topic = next((one for one in problem.topics if one.id == turn.topic), None)
    presenter = next((one for one in problem.presenters if one.id == turn.presenter), None)
    if unit is not None and not unit.can(session.day):
        return False
    if topic is not None and problem.units and (unit is None or topic.id not in unit.topics):
        return False
    if presenter is None:
        return True
    if problem.units and presenter.unit is not None and (unit is None or presenter.unit != unit.id):
        return False
    return problem.may_present(presenter, session, topic)
