"""Main pages of each kind of visitor: axe in both themes, nothing wider than a phone, right language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visits

MEMBER = "doanhnghiep@demo.senso.example"
OFFICER = "canbo@demo.senso.example"

PAGES = {
    "front": ("/", None),
    "front in English": ("/en/", None),
    "guides": ("/huong-dan/", None),
    "a guide": ("/huong-dan/mo-gian-hang-tren-san/", None),
    "search": ("/search/?q=chuyen+doi+so", None),
    "programmes": ("/programmes/", None),
    "signing in": ("/accounts/login/", None),
    "signing up": ("/accounts/signup/", None),
    "forgotten password": ("/accounts/password/reset/", None),
    "start of a business": ("/business/", MEMBER),
    "our record": ("/business/enterprise/", MEMBER),
    "our products": ("/business/products/", MEMBER),
    "our readiness": ("/business/readiness/", MEMBER),
    "our programmes": ("/business/programmes/", MEMBER),
    "registering": ("/business/register/kind/", MEMBER),
    "my profile": ("/profile/", MEMBER),
    "start of an officer": ("/workspace/", OFFICER),
    "enterprises": ("/workspace/enterprises/", OFFICER),
    "records to complete": ("/workspace/enterprises/completion/", OFFICER),
    "one enterprise": ("/workspace/enterprises/1/", OFFICER),
    "listings": ("/workspace/listings/", OFFICER),
    "programmes of the office": ("/workspace/programmes/", OFFICER),
    "readiness of the office": ("/workspace/readiness/", OFFICER),
    "jobs": ("/jobs/", OFFICER),
}
EACH_PAGE = pytest.mark.parametrize("name", PAGES)


@EACH_PAGE
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(
    visit: Visits, axe: Callable[[Page], None], name: str, dark: bool
) -> None:
    path, who = PAGES[name]
    page = visit(None, as_=who, dark=dark)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    axe(page)


@EACH_PAGE
def test_a_phone_shows_all_of_it(visit: Visits, axe: Callable[[Page], None], name: str) -> None:
    path, who = PAGES[name]
    page = visit(path, as_=who, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)


@EACH_PAGE
def test_the_page_says_its_name_in_its_language(visit: Visits, name: str) -> None:
    path, who = PAGES[name]
    page = visit(path, as_=who, scripts=False)
    assert page.locator("html").get_attribute("lang") == ("en" if path.startswith("/en/") else "vi")
    assert page.locator("h1").count() == 1
    assert page.title()
