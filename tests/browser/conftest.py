"""Browsers of each kind that visit a served demonstration world.

The server is the real one (`manage.py serve`: web processes and worker) on a database of its own,
seeded once for the session. A journey that writes uses names of its own; nothing is reset between
journeys. `visit()` gives a page; at the end of each test a script error, a broken content security
policy, or an answer of 500 on any of its pages fails it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page

from portal.setup.demo.people import PASSWORD
from tests.browser.place import DESKTOP, PHONE, chromium, copy_of_a_world, served
from tests.conftest import ROOT

PICTURES = ROOT / "var" / "screenshots"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of a seeded world, served as `make run` serves it.

    `PORTAL_URL` names one that runs already (and is written to), while one works on a journey.
    """
    if running := os.environ.get("PORTAL_URL"):
        yield running.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("world")
    base = tmp_path_factory.getbasetemp()
    common = base if worker_id == "master" else base.parent
    with served(copy_of_a_world(common, folder)) as url:
        yield url
    said = (folder / "serve.log").read_text(errors="replace")
    assert "Traceback" not in said, f"the server met an error:\n{said[-4000:]}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as found:
        yield found


# --- the visits --------------------------------------------------------------------------------------


class Visits:
    """The pages of one test, and everything that went wrong on them."""

    def __init__(self, browser: Browser, server: str, sessions: dict[str, object]) -> None:
        self.browser, self.server, self.sessions = browser, server, sessions
        self.pages: list[Page] = []
        self.faults: list[str] = []

    def __call__(
        self,
        path: str | None = None,
        *,
        as_: str | None = None,
        phone: bool = False,
        scripts: bool = True,
        dark: bool = False,
        allowed: tuple[str, ...] = (),
    ) -> Page:
        """A new browser at `path`, signed in as the demonstration account `as_` (its e-mail).

        Words in `allowed` excuse a console message that holds them ("404" on a test of a 404 page).
        """
        context = self.browser.new_context(
            base_url=self.server,
            viewport=PHONE if phone else DESKTOP,
            device_scale_factor=1,
            has_touch=phone,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            storage_state=self.session_of(as_) if as_ else None,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        self.watch(page, allowed)
        self.pages.append(page)
        if path is not None:
            page.goto(path)
        return page

    def session_of(self, email: str) -> object:
        """The cookies of an account that signed in through the page, once per session of tests."""
        if email not in self.sessions:
            context = self.browser.new_context(base_url=self.server, java_script_enabled=False)
            page = context.new_page()
            sign_in(page, email)
            self.sessions[email] = context.storage_state()
            context.close()
        return self.sessions[email]

    def watch(self, page: Page, allowed: tuple[str, ...]) -> None:
        """Remember script errors, broken policies and answers of 500."""

        def fault(text: str) -> None:
            if not any(word in text for word in allowed):
                self.faults.append(f"{page.url}: {text}")

        page.on("pageerror", lambda error: fault(f"script error: {error}"))
        page.on(
            "console",
            lambda said: fault(f"console: {said.text}") if said.type == "error" else None,
        )
        page.on(
            "response",
            lambda answer: fault(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in through the page."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


@pytest.fixture(scope="session")
def _sessions() -> dict[str, object]:
    return {}


@pytest.fixture
def visit(
    browser: Browser, server: str, _sessions: dict[str, object], request: pytest.FixtureRequest
) -> Iterator[Visits]:
    """Opens pages: `visit("/guides/", phone=True, scripts=False, dark=True, as_="canbo@…")`."""
    visits = Visits(browser, server, _sessions)
    yield visits
    report = getattr(request.node, "report", None)
    if visits.faults or (report is not None and report.failed):
        PICTURES.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(visits.pages):
            with suppress(Exception):
                page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
    for page in visits.pages:
        page.context.close()
    assert not visits.faults, "on the way:\n" + "\n".join(visits.faults)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures how the test ended."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call":
        item.report = report  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on whatever axe finds against WCAG 2.2 AA and its best practices."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        results = checker.run(page, options={"resultTypes": ["violations"]})
        found = [
            f"{fault['id']}: {fault['help']}\n"
            + "\n".join(f"    {node['html'][:200]}" for node in fault["nodes"][:4])
            for fault in results.response["violations"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check
