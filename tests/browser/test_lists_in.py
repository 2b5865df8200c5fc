"""An officer sends a commune's list, matches its columns, looks, imports the good rows, and takes the result along."""

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.conftest import ROOT

OFFICER = "canbo@demo.senso.example"
LIST = ROOT / "docs" / "examples" / "danh-sach-co-so-xa-my-tho.xlsx"


def test_a_list_comes_in_and_its_result_goes_out(visit: Visits) -> None:
    page = visit("/workspace/enterprises/", as_=OFFICER)
    page.locator('a[href$="/workspace/imports/enterprises/"]').first.click()
    page.locator("input[type=file]").set_input_files(LIST)
    page.locator("main form[enctype] button[type=submit]").click()
    matched = page.locator("main table select").evaluate_all("found => found.map(e => e.value)")
    assert matched[:3] == ["", "name", "tax_code"]
    page.locator('main form[method="post"] button[type=submit]').click()
    expect(page.locator("main table tbody tr")).to_have_count(5)  # what is wrong is shown first
    page.locator('main a[href$="verdict=new"]').click()
    expect(page.get_by_text("HTX Nông nghiệp Mỹ Thọ")).to_be_visible()
    page.locator('form[action$="/apply/"] button[type=submit]').first.click()
    expect(page.locator('form[action$="/undo/"]')).to_have_count(1)
    with page.expect_download() as coming:
        page.locator('form[action$="/result/"] button[type=submit]').first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    sheet = book.active
    assert sheet is not None
    verdicts = [row[0] for row in sheet.iter_rows(min_row=7, values_only=True) if row[0]]
    assert len(verdicts) == 10
    comments = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(comments) >= 6
    page.goto("/workspace/enterprises/?q=htx nong nghiep my tho")
    expect(page.locator("main").get_by_text("HTX Nông nghiệp Mỹ Thọ").first).to_be_visible()
