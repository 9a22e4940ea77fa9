"""How two versions of a goal set differ, goal by goal."""

from __future__ import annotations

from dataclasses import dataclass

from borealis.curriculum.rules.values import GoalText, Levels, SetText


def squeezed(wording: str) -> str:
    """A wording without spaces: two prints of the same words may differ in them («131I», «131 I»)."""
    return "".join(wording.split())


@dataclass(frozen=True)
class Reworded:
    """The same goal with other words."""

    code: str
    before: str
    after: str


@dataclass(frozen=True)
class Relevelled:
    """The same goal with other levels."""

    code: str
    before: Levels
    after: Levels


@dataclass(frozen=True)
class Difference:
    """What is new, gone, reworded and at another level in the later of two versions.

    ``wording_unknown`` are the goals in both where one version has no wording, so that nothing can be
    said of the words; ``retitled`` are goals where only our own title differs.
    """

    added: tuple[GoalText, ...] = ()
    removed: tuple[GoalText, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    relevelled: tuple[Relevelled, ...] = ()
    retitled: tuple[Reworded, ...] = ()
    wording_unknown: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.reworded or self.relevelled or self.retitled)


def difference(before: SetText, after: SetText) -> Difference:
    """Compare two versions by goal id. Levels are compared only where both versions give them."""
    old = {goal.code: goal for goal in before.goals}
    new = {goal.code: goal for goal in after.goals}
    both = [(old[code], goal) for code, goal in new.items() if code in old]
    return Difference(
        added=tuple(goal for code, goal in new.items() if code not in old),
        removed=tuple(goal for code, goal in old.items() if code not in new),
        reworded=tuple(
            Reworded(b.code, a.wording, b.wording)
            for a, b in both
            if a.wording and b.wording and squeezed(a.wording) != squeezed(b.wording)
        ),
        relevelled=tuple(
            Relevelled(b.code, a.levels, b.levels)
            for a, b in both
            if a.levels and b.levels and sorted(a.levels) != sorted(b.levels)
        ),
        retitled=tuple(
            Reworded(b.code, a.title.nb, b.title.nb)
            for a, b in both
            if a.title.nb and b.title.nb and a.title.nb != b.title.nb
        ),
        wording_unknown=tuple(b.code for a, b in both if not (a.wording and b.wording)),
    )
