"""An editor writes a guide and submits it, a moderator publishes it, a reader finds it without marks."""

import re
import uuid

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

EDITOR = "bientap@demo.senso.example"
MODERATOR = "duyetbai@demo.senso.example"


def write_a_guide(page: Page, title: str) -> None:
    """From the editors' first page to a guide with one heading, sent to the moderators."""
    page.goto("/admin/pages/")
    for title_above in ("Đưa cơ sở của bạn", "Hướng dẫn"):
        row = page.locator("tbody tr", has_text=title_above).first
        row.locator("a").last.click()
    page.locator('a[href$="/add_subpage/"]').first.click()
    page.wait_for_url(re.compile("/add/content/guidepage/"))
    page.locator("[name=title]").fill(title)
    page.locator("[name=summary]").fill("Đóng gói, gửi và nhận tiền an toàn.")
    page.locator("[name=pillar]").select_option(index=1)
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name=re.compile("Đề mục|Tiêu đề|Heading")).first.click()
    page.locator('[name="body-0-value"]').fill("Chuyển đổi số cho lò nem")
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown button").first.click()
    page.locator('button[name="action-submit"]').click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/"))


def publish(page: Page, title: str) -> None:
    """The moderator finds what waits on the first page, and approves it."""
    page.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile("/edit/"))
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown button").first.click()
    page.locator('button[data-workflow-action-name="approve"]').first.click()
    page.wait_for_load_state("networkidle")


def found(page: Page, words: str) -> list[str]:
    """The titles that a search gives."""
    page.goto("/")
    page.goto(f"/search/?q={words}")
    return page.locator("main a").all_inner_texts()


def test_a_guide_is_written_moderated_and_found(visit: Visits) -> None:
    mark = uuid.uuid4().hex[:6]
    title = f"Bán nem Lai Vung cho khách ở xa {mark}"
    reader = visit("/", scripts=False)
    # What is saved by itself before the title stands is refused; the editor says so and tries again.
    write_a_guide(visit(as_=EDITOR, allowed=("400",)), title)
    assert not any(mark in line for line in found(reader, f"ban nem {mark}"))
    publish(visit(as_=MODERATOR), title)
    assert any(mark in line for line in found(reader, f"ban nem {mark}"))
    assert any(mark in line for line in found(reader, "chuyen doi so lo nem"))
    reader.get_by_role("link", name=re.compile(mark)).first.click()
    expect(reader.locator("h1")).to_have_text(title)
    expect(reader.get_by_text("Chuyển đổi số cho lò nem").first).to_be_visible()
