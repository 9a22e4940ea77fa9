"""Every page in the register, looked at in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import signed_in
from tests.browser.look import Window, look
from tests.browser.pages import PAGES, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_can_be_used_by_everyone(
    page: Page, request: pytest.FixtureRequest, window: Window, live_server: object
) -> None:
    known = request.getfixturevalue(page.fixture) if page.fixture else {}
    cookies = signed_in(page.who.format(**known))
    look(window, f"{live_server}{page.path.format(**known)}", cookies, page.status)
