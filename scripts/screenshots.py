"""Take the pictures of docs/images: a served demonstration world, seen on a phone and on a desk."""

import os
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser

from tests.browser.place import DESKTOP, PHONE, chromium, seeded, served

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
MEMBER, OFFICER = "doanhnghiep@demo.senso.example", "canbo@demo.senso.example"

# name: (path, as whom, on a phone, dark)
PICTURES: dict[str, tuple[str, str, bool, bool]] = {
    "home-phone": ("/", "", True, False),
    "home": ("/", "", False, False),
    "home-dark": ("/", "", False, True),
    "business-phone": ("/business/", MEMBER, True, False),
    "workspace": ("/workspace/", OFFICER, False, False),
    "enterprises": ("/workspace/enterprises/", OFFICER, False, False),
    "patterns": ("/workspace/patterns/", OFFICER, False, False),
}


def take(browser: Browser, server: str, name: str) -> None:
    """Take one picture."""
    from portal.setup.demo.people import PASSWORD

    path, who, phone, dark = PICTURES[name]
    context = browser.new_context(
        base_url=server,
        viewport=PHONE if phone else DESKTOP,
        device_scale_factor=2 if phone else 1,
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()
    print(f"docs/images/{name}.png")


def main() -> None:
    """Take all of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = seeded(Path(folder))
        with served(environment) as server, chromium() as browser:
            for name in PICTURES:
                take(browser, server, name)


if __name__ == "__main__":
    main()
