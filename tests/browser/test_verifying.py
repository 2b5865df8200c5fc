"""An officer goes through the queue of listings with the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visits

OFFICER = "canbo@demo.senso.example"


def test_the_queue_is_worked_through_by_keys(visit: Visits) -> None:
    page = visit("/workspace/listings/verify/", as_=OFFICER)
    links = page.locator("main table tbody th a")
    first, second = links.nth(0).inner_text(), links.nth(1).get_attribute("href")
    before = links.count()
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("v")
    expect(
        page.locator("main, .messages").get_by_text(re.compile("đã xem hôm nay"))
    ).to_be_visible()
    assert first in page.content()
    expect(links).to_have_count(before - 1)
    expect(links.nth(0)).to_have_attribute("href", str(second))
