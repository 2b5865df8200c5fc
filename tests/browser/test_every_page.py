"""Main pages of each kind of visitor: axe in both themes and widths, nothing wider than a phone, right language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visits
from tests.browser.place import PHONE

MEMBER = "doanhnghiep@demo.senso.example"
OFFICER = "canbo@demo.senso.example"

PAGES = {
    "front": ("/", None),
    "front in English": ("/en/", None),
    "guides": ("/huong-dan/", None),
    "a guide": ("/huong-dan/mo-gian-hang-tren-san/", None),
    "search": ("/search/?q=chuyen+doi+so", None),
    "programmes": ("/programmes/", None),
    "local products": ("/products/", None),
    "a local product": ("/products/1-x/", None),
    "something is wrong there": ("/products/1/report/", None),
    "signing in": ("/accounts/login/", None),
    "signing up": ("/accounts/signup/", None),
    "forgotten password": ("/accounts/password/reset/", None),
    "start of a business": ("/business/", MEMBER),
    "our record": ("/business/enterprise/", MEMBER),
    "our products": ("/business/products/", MEMBER),
    "one of our products": ("/business/products/1/", MEMBER),
    "our way onto marketplaces": ("/business/onboarding/", MEMBER),
    "what a marketplace asks": ("/business/products/1/ready/shopee/", MEMBER),
    "our readiness": ("/business/readiness/", MEMBER),
    "our programmes": ("/business/programmes/", MEMBER),
    "registering": ("/business/register/kind/", MEMBER),
    "our people": ("/business/people/", MEMBER),
    "claiming a business": ("/business/claim/", MEMBER),
    "taking a business over": ("/business/take-over/", MEMBER),
    "my profile": ("/profile/", MEMBER),
    "start of an officer": ("/workspace/", OFFICER),
    "enterprises": ("/workspace/enterprises/", OFFICER),
    "records to complete": ("/workspace/enterprises/completion/", OFFICER),
    "one enterprise": ("/workspace/enterprises/1/", OFFICER),
    "possible duplicates": ("/workspace/enterprises/duplicates/", OFFICER),
    "claims": ("/workspace/enterprises/claims/", OFFICER),
    "who acts for one": ("/workspace/enterprises/1/people/", OFFICER),
    "succession": ("/workspace/enterprises/1/succession/", OFFICER),
    "quality of the data": ("/workspace/enterprises/quality/", OFFICER),
    "the figure": ("/workspace/figures/headline/", OFFICER),
    "listings": ("/workspace/listings/", OFFICER),
    "listings to look at": ("/workspace/listings/verify/?list=reported", OFFICER),
    "one listing to look at": ("/workspace/listings/1/verify/", OFFICER),
    "a random sample": ("/workspace/listings/samples/1/", OFFICER),
    "ways onto marketplaces": ("/workspace/onboarding/", OFFICER),
    "programmes of the office": ("/workspace/programmes/", OFFICER),
    "readiness of the office": ("/workspace/readiness/", OFFICER),
    "jobs": ("/jobs/", OFFICER),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_in_both_themes_and_at_both_widths(
    visit: Visits, axe: Callable[[Page], None], name: str
) -> None:
    path, who = PAGES[name]
    page = visit(None, as_=who)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == ("en" if path.startswith("/en/") else "vi")
    assert page.locator("h1").count() == 1
    assert page.title()
    axe(page)
    page.emulate_media(color_scheme="dark")  # both widths and both themes are seen, in two looks
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    axe(page)
