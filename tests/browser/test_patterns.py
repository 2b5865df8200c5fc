"""The pattern page in a browser: axe, reflow, menus, dialogs, focus, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

OFFICER = "canbo@demo.senso.example"
ADDRESS = "/workspace/patterns/"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_axe_finds_nothing(
    visit: Visits, axe: Callable[[Page], None], phone: bool, dark: bool
) -> None:
    axe(visit(ADDRESS, as_=OFFICER, phone=phone, dark=dark))


@pytest.mark.parametrize("path", [ADDRESS, "/accounts/login/", "/khong-co-trang-nay/"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(visit: Visits, path: str) -> None:
    page = visit(None, as_=OFFICER if path == ADDRESS else None, phone=True, allowed=("404",))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_every_disclosure_and_menu_opens_without_scripts(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER, scripts=False)
    page.get_by_text("Vì sao chúng tôi hỏi điều này?").click()
    expect(page.get_by_text("Số lao động quyết định quy mô")).to_be_visible()
    page.locator("summary", has_text="Thao tác").click()
    expect(page.get_by_role("link", name="In hồ sơ")).to_be_visible()


def test_the_navigation_of_a_phone_opens_without_scripts(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER, phone=True, scripts=False)
    side = page.locator("#side")
    expect(side).to_be_hidden()
    page.locator(".side-open").click()
    expect(side).to_be_visible()
    page.locator(".side-close").click()
    expect(side).to_be_hidden()


def test_filters_are_a_sheet_on_a_phone_and_a_row_on_a_desk(visit: Visits) -> None:
    phone = visit(ADDRESS, as_=OFFICER, phone=True, scripts=False)
    sheet = phone.locator("#filters-demo")
    expect(sheet).to_be_hidden()
    phone.locator(".filter-open").click()
    expect(sheet).to_be_visible()
    desk = visit(ADDRESS, as_=OFFICER, scripts=False)
    expect(desk.locator("#filters-demo")).to_be_visible()
    expect(desk.locator(".filter-open")).to_be_hidden()


def test_what_is_filtered_stands_in_the_address_and_on_chips(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER, scripts=False)
    panel = page.locator("#filters-demo")
    panel.locator("select[name=kind]").select_option("coop")
    panel.locator("button[type=submit]").click()
    assert "kind=coop" in page.url
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").click()
    assert "kind=coop" not in page.url


def test_errors_take_the_focus_and_lead_to_their_fields(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER)
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-name"


def test_a_dialog_asks_before_what_cannot_be_undone(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER)
    dialog = page.locator("#confirm-demo")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Xóa hẳn hồ sơ…").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_letters_are_counted_as_one_types(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER)
    page.fill("#id_plain-story", "Bột gạo Sa Đéc")
    counter = page.locator("#id_plain-story_counter")
    expect(counter).to_contain_text("286")
    page.fill("#id_plain-story", "a" * 310)
    expect(counter).to_have_class("field-counter is-over")


def test_arrow_keys_walk_through_the_rows(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER)
    links = page.locator("#lists th[scope=row] a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.first).to_be_focused()


def test_the_skip_link_comes_first_and_leads_past_the_navigation(visit: Visits) -> None:
    page = visit("/accounts/login/", phone=True)
    page.evaluate("document.activeElement.blur()")
    page.locator("body").press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_printed_page_is_black_on_white_without_navigation(visit: Visits) -> None:
    page = visit(ADDRESS, as_=OFFICER, dark=True)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".print-header")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_first_visit_is_light(visit: Visits) -> None:
    page = visit(None, phone=True)
    sizes: dict[str, int] = {}
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    urls: dict[str, str] = {}
    client.on(
        "Network.responseReceived",
        lambda event: urls.update({event["requestId"]: event["response"]["url"]}),
    )
    client.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto("/", wait_until="networkidle")
    weight = {urls.get(key, key): int(size) for key, size in sizes.items()}
    fonts = sum(size for url, size in weight.items() if url.endswith(".woff2"))
    assert sum(weight.values()) <= 100_000, weight
    assert sum(weight.values()) - fonts <= 50_000, weight
    assert len(weight) <= 8, weight
