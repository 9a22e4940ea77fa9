"""Every page in the register, looked at in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import signed_in
from tests.browser.look import look
from tests.browser.pages import PAGES, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_can_be_used_by_everyone(
    page: Page, request: pytest.FixtureRequest, browser: Browser, live_server: object
) -> None:
    known = request.getfixturevalue(page.fixture) if page.fixture else {}
    cookies = signed_in(page.who.format(**known))
    look(browser, f"{live_server}{page.path.format(**known)}", cookies, page.status)
