"""Who reads a panel, who writes in it, and who concludes; never the doctor it is about (§ 26)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import NOBODY
from borealis.portfolio.panels import permissions
from tests.portfolio.panels.conftest import Panels
from tests.trainees.conftest import enrol

# person: reads, writes, concludes a panel of the head and the supervisor that is not concluded
TABLE = [
    ("head", True, True, True),
    ("training_lead", True, True, True),
    ("supervisor", True, True, False),
    ("trainee", False, False, False),
    ("guide", False, False, False),
    ("coordinator", False, False, False),
    ("outsider", False, False, False),
]


@pytest.mark.parametrize(("who", "reads", "writes", "concludes"), TABLE)
def test_each_person_does_with_a_panel_what_the_table_says(
    panels: Panels, who: str, reads: bool, writes: bool, concludes: bool
) -> None:
    panel = panels.call(members=[panels.people["head"], panels.people["supervisor"]])
    viewer = panels.viewer(who)
    assert permissions.may_write(viewer, panel) is writes
    for may, door in (
        (reads, permissions.check_may_read),
        (writes, permissions.check_may_write),
        (concludes, permissions.check_may_conclude),
    ):
        if may:
            assert door(viewer, panels.nora.pk, panel.pk) == panel
            continue
        with pytest.raises(PermissionDenied if reads else Http404):
            door(viewer, panels.nora.pk, panel.pk)


def test_the_trainee_and_the_guide_read_what_is_concluded_and_write_nothing(panels: Panels) -> None:
    panel = panels.call(members=[panels.people["head"], panels.people["supervisor"]])
    panels.change(panel, by=panels.people["head"])
    panels.conclude(panel)
    for who in ("trainee", "guide"):
        assert permissions.check_may_read(panels.viewer(who), panels.nora.pk, panel.pk) == panel
        with pytest.raises(PermissionDenied):
            permissions.check_may_write(panels.viewer(who), panels.nora.pk, panel.pk)


def test_a_panel_is_open_under_its_own_trainee_alone(panels: Panels) -> None:
    panel, other = panels.call(), enrol(panels.house, "colleague")
    head = panels.viewer("head")
    assert list(permissions.panels_visible(head, other)) == []
    with pytest.raises(Http404):
        permissions.check_may_read(head, other.pk, panel.pk)


def test_a_member_who_has_left_or_is_signed_out_writes_nothing(panels: Panels) -> None:
    panel = panels.call()
    assert permissions.may_write(panels.viewer("guide"), panel)
    panels.house.leave("guide")
    assert not permissions.may_write(panels.viewer("guide"), panel)
    assert not permissions.may_write(NOBODY, panel)
    assert not permissions.panels_visible(NOBODY, panels.nora).exists()


def test_a_head_in_training_neither_reads_the_open_panel_nor_writes_in_it(panels: Panels) -> None:
    """given a panel on a doctor who has become head, then it is closed for that one until it is concluded"""
    panel = panels.call()
    panels.house.give("trainee", "head")
    own = panels.viewer("trainee")
    assert not permissions.may_write(own, panel)
    with pytest.raises(Http404):
        permissions.check_may_read(own, panels.nora.pk, panel.pk)
    with pytest.raises(PermissionDenied):
        permissions.check_may_call(own, panels.nora.pk)
