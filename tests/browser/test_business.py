"""A business on a phone: signs up, reads the mail, registers, answers, sees its level; with and without scripts."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits, sign_in

PASSWORD = "banh-phong-sua-152"


def send(page: Page) -> None:
    """Press the button of the page's form."""
    page.locator("main form .form-buttons button[type=submit]").first.click()


def sign_up(page: Page, address: str) -> None:
    """Create an account and confirm it through the mail, which the demonstration world shows."""
    page.goto("/accounts/signup/")
    page.fill("input[name=display_name]", "Bà Sáu Nem")
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", PASSWORD)
    send(page)
    expect(page).to_have_url(re.compile("confirm-email"))
    page.locator('main a[href="/demo/mail/"]').click()
    mail = page.locator("main .card, main article", has_text=address).first
    mail.locator('a[href*="/confirm-email/"]').first.click()
    page.locator("main form button[type=submit]").last.click()
    expect(page).not_to_have_url(re.compile("confirm-email"))


def register(page: Page, name: str, scripts: bool) -> None:
    """Four short steps: kind and name, no tax code yet, an old address, a phone to call."""
    page.goto("/business/register/")
    page.locator("input[name=kind][value=household]").check(force=True)
    page.fill("input[name=name]", name)
    send(page)
    expect(page).to_have_url(re.compile("/register/number/"))
    page.locator("input[name=has_none]").check(force=True)
    send(page)
    expect(page).to_have_url(re.compile("/register/place/"))
    choose_a_place(page, "Lai Vung", scripts)
    expect(page).to_have_url(re.compile("/register/contact/"))
    page.fill("input[name=contact_name]", "Bà Sáu")
    page.fill("input[name=phone]", "0912 345 678")
    page.fill("input[name=employees]", "4")
    send(page)
    expect(page).to_have_url(re.compile(r"/business/$"))


def choose_a_place(page: Page, line: str, scripts: bool) -> None:
    """Type a line; the choices come while one types, or with the answer where scripts are off."""
    if scripts:
        page.locator("input[name=place]").press_sequentially(line)
    else:
        page.fill("input[name=place]", line)
        send(page)
    page.locator("input[name=place_choice]").first.check(force=True)
    send(page)


def answer_all(page: Page) -> None:
    """Answer the short check, one question per page, and submit it."""
    page.goto("/business/readiness/")
    page.locator('form[action*="/readiness/start/quick-check/"] button').click()
    for _question in range(60):
        if "/question/" not in page.url:
            break
        here = page.url
        page.locator("main form input[type=radio], main form input[type=checkbox]").nth(1).check(
            force=True
        )
        send(page)
        page.wait_for_url(lambda url, here=here: url != here)
    expect(page).to_have_url(re.compile("/review/"))
    page.locator("#submit-assessment, form[action$='/submit/'] button").first.click()
    expect(page).to_have_url(re.compile("/result/"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_business_finds_its_level_on_a_phone(visit: Visits, scripts: bool) -> None:
    mark = uuid.uuid4().hex[:6]
    name = f"Lò nem Bà Sáu {mark}"
    page = visit(phone=True, scripts=scripts)
    sign_up(page, f"ba.sau.{mark}@example.vn")
    if "/login" in page.url or page.locator("input[name=login]").count():
        sign_in(page, f"ba.sau.{mark}@example.vn", PASSWORD)
    register(page, name, scripts)
    expect(page.locator("main").get_by_text(name).first).to_be_visible()
    answer_all(page)
    expect(page.locator("main .level").first).to_be_visible()
    officer = visit(f"/workspace/enterprises/?q={mark}", as_="canbo@demo.senso.example")
    officer.locator("table tbody th a").first.click()
    expect(officer.locator("h1")).to_contain_text(name)
    expect(officer.locator("main .level").first).to_be_visible()


def test_what_was_typed_is_kept_when_a_field_is_wrong(visit: Visits) -> None:
    page = visit("/accounts/signup/", phone=True, scripts=False)
    page.fill("input[name=display_name]", "Ông Bảy")
    page.fill("input[name=email]", "khong-phai-thu")
    page.fill("input[name=password1]", PASSWORD)
    send(page)
    assert page.locator("input[name=display_name]").input_value() == "Ông Bảy"
    assert page.locator("input[name=email]").input_value() == "khong-phai-thu"
    expect(page.locator("[id^=id_email_error], .field-error").first).to_be_visible()
