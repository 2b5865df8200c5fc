"""Take the pictures of docs/images: a served demonstration world, seen on a phone and on a desk."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.place import DESKTOP, PHONE, chromium, seeded, served

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
MEMBER, OFFICER = "doanhnghiep@demo.senso.example", "canbo@demo.senso.example"
COHORT = 'main tr:has-text("152-2026") a[href*="/workspace/cohorts/"]'


@dataclass(frozen=True)
class Picture:
    """Where a picture is taken: an address, links to follow from there, as whom, on what."""

    path: str
    who: str = ""
    phone: bool = False
    dark: bool = False
    follow: tuple[str, ...] = ()


PICTURES = {
    "home-phone": Picture("/", phone=True),
    "guide-phone": Picture("/huong-dan/mo-gian-hang-tren-san/", phone=True),
    "result-phone": Picture(
        "/business/readiness/", MEMBER, phone=True, follow=('main a[href*="/result/"]',)
    ),
    "enterprises": Picture("/workspace/enterprises/", OFFICER),
    "roster": Picture(
        "/workspace/programmes/",
        OFFICER,
        follow=(COHORT, 'main a[href*="/roster/"]'),
    ),
    "figures": Picture("/workspace/figures/headline/?as_of=2023-09-30", OFFICER, dark=True),
}


def take(browser: Browser, server: str, name: str) -> None:
    """Take one picture."""
    from portal.setup.demo.people import PASSWORD

    wanted = PICTURES[name]
    context = browser.new_context(
        base_url=server,
        viewport=PHONE if wanted.phone else DESKTOP,
        device_scale_factor=2 if wanted.phone else 1,
        color_scheme="dark" if wanted.dark else "light",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page = context.new_page()
    if wanted.who:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", wanted.who)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(wanted.path)
    for link in wanted.follow:
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    # A palette is enough for pages of few colours, and a quarter of the size.
    Image.open(file).convert("RGB").quantize(128).save(file, optimize=True)
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
