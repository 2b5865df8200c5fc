"""An officer signs in, narrows a list, opens a cohort, downloads its roster; the file opens in Excel's way."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits, sign_in

OFFICER = "canbo@demo.senso.example"
OFFICER_OF_ONE_WARD = "canbo.sadec@demo.senso.example"
BY_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def open_a_full_cohort(page: Page) -> None:
    """From the workspace to the roster of the cohort with most enterprises, by links alone."""
    page.goto("/workspace/")
    page.locator('a[href="/workspace/programmes/"]').first.click()
    cohorts = page.locator('a[href^="/workspace/cohorts/"]:not([href*="roster"])')
    expect(cohorts.first).to_be_visible()
    addresses = sorted({link.get_attribute("href") or "" for link in cohorts.all()})
    sizes = {}
    for address in addresses:
        page.goto(address + "roster/")
        sizes[address] = page.locator("table tbody tr").count()
    page.goto(max(sizes, key=lambda address: sizes[address]))
    page.locator('main a[href$="/roster/"]').first.click()


def go_through_the_morning(page: Page, scripts: bool) -> None:
    """By keys from line to line and into one; without scripts the keys are explained, and each line is a link."""
    lines = page.locator(".queue-link")
    if not scripts:
        page.locator('main a[href$="/workspace/keys/"]').click()
        expect(page.locator("main kbd").first).to_have_text("j")
        return
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    expect(lines.first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(lines.first).to_be_focused()
    opens = lines.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**" + opens)


def workbook_behind(page: Page) -> openpyxl.Workbook:
    """What the roster's export button downloads."""
    with page.expect_download() as coming:
        page.locator('form[action*="/roster/export/"] button[type=submit]').first.click()
    assert coming.value.suggested_filename.endswith(".xlsx")
    return openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))


@BY_SCRIPTS
def test_an_officer_filters_a_roster_and_takes_it_along(visit: Visits, scripts: bool) -> None:
    page = visit(scripts=scripts)
    sign_in(page, OFFICER)
    expect(page).to_have_url(re.compile(r"/workspace/$"))
    go_through_the_morning(page, scripts)
    open_a_full_cohort(page)
    everybody = page.locator("table tbody tr").count()
    assert everybody > 0
    page.goto(page.url + "?state=enrolled")
    shown = page.locator("table tbody tr").count()
    assert 0 < shown <= everybody
    book = workbook_behind(page)
    words = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]
    first = page.locator("table tbody th a").first.inner_text().strip()
    assert first in words


def test_a_filter_of_the_list_answers_without_a_new_page(visit: Visits) -> None:
    page = visit("/workspace/enterprises/", as_=OFFICER)
    count = page.locator("table tbody tr").count()
    assert count > 0
    page.evaluate("window.stayed = true")
    page.locator(
        "main form[method=get] input[type=search], main form[method=get] input[name=q]"
    ).first.fill("hop tac xa")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    expect(page.locator("table tbody tr").first).to_contain_text(
        re.compile("hợp tác xã|htx", re.IGNORECASE)
    )
    assert page.evaluate("window.stayed") is True


def test_an_officer_of_one_ward_sees_less(visit: Visits) -> None:
    whole = visit("/workspace/enterprises/?count=exact", as_=OFFICER)
    part = visit("/workspace/enterprises/?count=exact", as_=OFFICER_OF_ONE_WARD)
    addresses = {link.get_attribute("href") for link in part.locator("table tbody th a").all()}
    assert len(addresses) > 0
    strange = next(
        link.get_attribute("href")
        for link in whole.locator("table tbody th a").all()
        if link.get_attribute("href") not in addresses
    )
    refused = visit(as_=OFFICER_OF_ONE_WARD, allowed=("404",))
    answer = refused.goto(strange or "")
    assert answer is not None
    assert answer.status == 404
