"""A guide that was read opens without a network, and says from when its copy is."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visits

GUIDE = "/huong-dan/mo-gian-hang-tren-san/"
HAS_A_COPY = """async () => {
  const cache = await caches.open("offline-pages-1");
  return Boolean(await cache.match(location.origin + location.pathname)) && Boolean(navigator.serviceWorker.controller);
}"""


def test_a_guide_that_was_read_opens_without_a_network(visit: Visits) -> None:
    page = visit()
    page.goto(GUIDE)
    page.wait_for_function(HAS_A_COPY)
    expect(page.locator("[data-offline-note]")).to_be_hidden()
    page.reload()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)  # the worker writes its copy anew after the page stands

    page.context.set_offline(True)
    page.goto(GUIDE)
    expect(page.get_by_text(re.compile(r"Bản lưu ngoại tuyến của .*\d\d:\d\d"))).to_be_visible()
    page.goto("/huong-dan/chu-ky-so/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài đã lưu trên thiết bị này")
    expect(page.locator("[data-offline-list] a")).to_have_attribute("href", GUIDE)

    page.context.set_offline(False)
    page.goto("/offline/")
    page.get_by_role("button", name="Xóa các bản đã lưu").click()
    expect(page.locator("[data-offline-list] a")).to_have_count(0)
    assert page.evaluate("async () => (await caches.keys()).length") == 0
