"""The demonstration, served as a visitor starts it, looked at page by page and clicked through."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.look import WIDTHS, Window, look, open_context

pytestmark = pytest.mark.browser

LEAVE = "hva=leave&trainee=2&reason=parental_leave&first=2027-02&through=2027-10"
PAGES = (
    ("", "/"),
    ("", "/program/unn-nuk/"),
    ("", "/spesialiteter/"),
    ("", "/spesialiteter/NUK/"),
    ("", "/logg-inn/"),
    ("", "/glemt-passord/"),
    ("", "/glemt-passord/sendt/"),
    ("", "/logg-inn/stengt/"),
    ("Nora Fjellrype", "/meg/"),
    ("Nora Fjellrype", "/meg/passord/nytt/"),
    ("Nora Fjellrype", "/meg/nokler/"),
    ("Nora Fjellrype", "/meg/nokler/ny/"),
    ("Nora Fjellrype", "/meg/engangskode/"),
    ("Nora Fjellrype", "/meg/reservekoder/nye/"),
    ("Nora Fjellrype", "/meg/okter/"),
    ("Nora Fjellrype", "/meg/innlogginger/"),
    ("Nora Fjellrype", "/logg-ut/"),
    ("Nora Fjellrype", "/lis/"),
    ("Nora Fjellrype", "/lis/plan/"),
    ("Nora Fjellrype", "/lis/maal/"),
    ("Nora Fjellrype", "/lis/tjeneste/"),
    ("Nora Fjellrype", "/lis/mappe/"),
    ("Nora Fjellrype", "/lis/veiledning/"),
    ("Jonas Polarrev", "/lis/tid/1/"),
    ("Randi Snøugle", "/leder/tid/unn-nuk/"),
    ("Torunn Havørn", "/veileder/veiledning/"),
    ("Torunn Havørn", "/veiledning/17/"),
    ("Randi Snøugle", "/leder/veiledning/"),
    ("Randi Snøugle", "/leder/veiledning/gruppe/"),
    ("Eir Havsule", "/lis/soknad/7/"),
    ("Nora Fjellrype", "/lis/mappe/5/ny/"),
    ("Jonas Polarrev", "/lis/plan/"),
    ("Maja Lomvi", "/lis/plan/3/sammenlign/"),
    ("Randi Snøugle", "/leder/"),
    ("Randi Snøugle", "/leder/planer/"),
    ("Randi Snøugle", "/leder/planer/unn-nuk/hva-om/?hva=fewer"),
    ("Randi Snøugle", "/leder/planer/unn-nuk/hva-om/?" + LEAVE),
    ("Randi Snøugle", "/leder/planer/unn-nuk/utsikter/"),
    ("Randi Snøugle", "/leder/planer/unn-nuk/ventede/"),
    ("Randi Snøugle", "/leder/planer/forslag/2/"),
    ("Randi Snøugle", "/leder/dekning/"),
    ("Randi Snøugle", "/leder/program/"),
    ("Randi Snøugle", "/lis/tjeneste/1/"),
    ("Randi Snøugle", "/lis/tjeneste/1/ny/tjeneste/"),
    ("Torunn Havørn", "/veileder/"),
    ("Berit Nordavind", "/koordinator/"),
    ("Nora Fjellrype", "/meg/personvern/"),
    ("Nora Fjellrype", "/meg/innsyn/"),
    ("Sigrid Lavskrike", "/revisor/?kontroller=ja"),
    ("", "/roller/"),
    ("Amund Fiskeørn", "/drift/personer/"),
    ("Amund Fiskeørn", "/drift/personer/3/"),
    ("Amund Fiskeørn", "/drift/personer/3/rett/"),
    ("Amund Fiskeørn", "/drift/personer/3/rolle/"),
    ("Amund Fiskeørn", "/drift/personer/ny/"),
    ("Amund Fiskeørn", "/drift/innhenting/"),
    ("Amund Fiskeørn", "/drift/nokler/"),
    ("Randi Snøugle", "/leder/roller/"),
    ("Randi Snøugle", "/leder/roller/ny/"),
    ("Nora Fjellrype", "/uke/"),
    ("Torunn Havørn", "/uke/"),
    ("Jonas Polarrev", "/vaktplan/"),
    ("Randi Snøugle", "/vaktplan/unn-pet/uke/"),
    ("Randi Snøugle", "/vaktplan/unn-pet/fravaer/"),
    ("Berit Nordavind", "/vaktplan/unn-pet/hent/"),
    ("Berit Nordavind", "/vaktplan/unn-pet/fredet/"),
    ("Nora Fjellrype", "/meg/kalender/"),
    ("Nora Fjellrype", "/lis/siden/5/"),
    ("Nora Fjellrype", "/undervisning/"),
    ("Randi Snøugle", "/undervisning/serie/nasjonal-nettundervisning/"),
    ("Randi Snøugle", "/undervisning/serie/nasjonal-nettundervisning/oppsett/"),
    ("Randi Snøugle", "/undervisning/time/157/"),
    ("Nora Fjellrype", "/lis/forskning/5/"),
    ("Jonas Polarrev", "/lis/forskning/1/hva-om/"),
    ("Randi Snøugle", "/leder/forskning/unn-pet/"),
    ("Sunniva Vindmåke", "/forbedring/1/"),
    ("Sunniva Vindmåke", "/forbedring/1/maling/1/"),
    ("Nora Fjellrype", "/lis/felles/5/"),
    ("Randi Snøugle", "/evaluering/2/"),
    ("Nora Fjellrype", "/kurs/"),
    ("Randi Snøugle", "/kurs/onsker/"),
    ("Randi Snøugle", "/leder/avdeling/unn-nuk/tjenesteplan/"),
    ("Randi Snøugle", "/leder/avdeling/unn-nuk/opplaering/"),
)


@pytest.fixture(scope="module")
def cookies_of(demonstration: str, browser: Browser) -> dict[str, dict[str, str]]:
    """The cookies of each person who looks, got by what the person's button on the first page sends."""
    found: dict[str, dict[str, str]] = {"": {}}
    context = open_context(browser, WIDTHS[0])
    page = context.new_page()
    for name in dict.fromkeys(name for name, _ in PAGES if name):
        context.clear_cookies()
        page.goto(demonstration)
        form = page.locator("form", has=page.get_by_role("button", name=name))
        sent = form.evaluate("form => Object.fromEntries(new FormData(form))")
        answer = context.request.post(form.evaluate("form => form.action"), form=sent, max_redirects=0)
        assert answer.status == 302, name
        found[name] = {c["name"]: c["value"] for c in context.cookies() if c["name"] == "sessionid"}
        assert found[name], name
    context.close()
    return found


@pytest.mark.parametrize(("name", "path"), PAGES, ids=lambda value: str(value) or "everyone")
def test_a_page_can_be_used_by_everyone(
    demonstration: str, window: Window, cookies_of: dict[str, dict[str, str]], name: str, path: str
) -> None:
    look(window, f"{demonstration}{path}", cookies_of[name], 200)


def test_head_and_trainee_agree_on_a_new_plan(
    demonstration: str, browser: Browser, cookies_of: dict[str, dict[str, str]]
) -> None:
    """From the finding on the department's page to a new frozen version, by clicks alone."""
    head = open_context(browser, WIDTHS[0])
    page = head.new_page()
    page.goto(demonstration)
    page.get_by_role("button", name="Randi Snøugle").click()
    page.get_by_role("row", name="Permisjon fra").get_by_role("link").click()
    page.get_by_role("link", name="Se forslaget").click()
    page.get_by_role("button", name="Godta forslaget").click()
    assert "endret og venter på signatur" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Sunniva Vindmåke").click()
    page.get_by_role("button", name="Signer som leder").click()
    assert "begge har signert" in page.get_by_role("status").inner_text()
    head.close()
    trainee = open_context(browser, WIDTHS[0])
    page = trainee.new_page()
    page.goto(demonstration)
    page.get_by_role("button", name="Sunniva Vindmåke").click()
    page.get_by_role("link", name="Les og signer").first.click()
    page.get_by_role("button", name="Jeg er enig i planen").click()
    assert "gjelder som versjon 2" in page.get_by_role("status").inner_text()
    trainee.close()
