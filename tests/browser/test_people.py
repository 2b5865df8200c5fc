"""A business comes to its owner: by a claim that the office approves, and a colleague is invited."""

import re
import uuid
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visits, sign_in
from tests.browser.test_business import PASSWORD, send, sign_up
from tests.factories.enterprises import tax_code

PAPER = Path(__file__).resolve().parents[2] / "docs" / "images" / "home.png"


def test_a_claim_is_approved_and_the_owner_invites_a_colleague(visit: Visits) -> None:
    mark = uuid.uuid4().hex[:6]
    code = tax_code(int(mark, 16) % 400_000 + 500_000)
    office = visit("/workspace/enterprises/register/", as_="canbo.sadec@demo.senso.example")
    office.locator("input[name=kind][value=household]").check(force=True)
    office.fill("input[name=name]", f"Bánh phồng {mark}")
    office.fill("input[name=number]", code)
    office.fill("input[name=place]", "Phường Sa Đéc")
    office.locator("main form button[type=submit]").last.click()
    expect(office.locator("h1")).to_contain_text(mark)

    owner = visit(phone=True, scripts=False)
    sign_up(owner, f"chu.{mark}@example.vn")
    if owner.locator("input[name=login]").count():
        sign_in(owner, f"chu.{mark}@example.vn", PASSWORD)
    owner.goto("/business/claim/")
    owner.fill("input[name=number]", code)
    paper = next(PAPER.parent.glob("*.png"))
    owner.set_input_files("input[name=proof]", paper)
    send(owner)
    expect(owner.locator("main")).to_contain_text(code)
    expect(owner.locator("main")).not_to_contain_text(mark)  # the name, not before it is proved

    office.goto("/workspace/enterprises/claims/")
    office.get_by_role("link", name=re.compile(mark)).click()
    expect(office.locator("main")).to_contain_text(paper.name)
    office.locator("button[name=approve]").click()

    owner.goto("/business/people/")
    owner.fill("input[name=email]", f"ban.{mark}@example.vn")
    send(owner)
    expect(owner.locator("main")).to_contain_text(f"ban.{mark}@example.vn")

    guest = visit(phone=True)
    sign_up(guest, f"ban.{mark}@example.vn")
    if guest.locator("input[name=login]").count():
        sign_in(guest, f"ban.{mark}@example.vn", PASSWORD)
    guest.goto("/business/")
    guest.locator("form[action*='/invitations/'] button").click()
    expect(guest.locator("h1")).to_contain_text(mark)
