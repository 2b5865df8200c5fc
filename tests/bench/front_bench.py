"""First visits on a phone with a slow processor and network: weight, requests, when one can use the page, what jumps.

The network is Chromium's "slow 3G" (400 kbit/s each way, 400 ms there and back), the processor four times slower.
Answers go out compressed, as in production; nothing is in the browser's cache.
"""

import statistics
from typing import Any

from playwright.sync_api import Browser

from tests.bench.worlds import serving, world
from tests.browser.place import PHONE, chromium

Line = tuple[str, str, str, str, str]
PAGES = {
    "front page": "/",
    "list of guides": "/huong-dan/",
    "guide": "/huong-dan/mo-gian-hang-tren-san/",
    "products": "/products/",
    "readiness, first page": "/readiness/",
    "sign in": "/accounts/login/",
}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_PROCESSOR = 4
WATCH = """
window.shifted = 0; window.largest = 0;
const added = list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
};
new PerformanceObserver(added).observe({type: 'layout-shift', buffered: true});
const last = list => { for (const each of list.getEntries()) window.largest = each.startTime; };
new PerformanceObserver(last).observe({type: 'largest-contentful-paint', buffered: true});
"""
TOLD = """() => ({
  first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  usable: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
  largest: window.largest, shifted: window.shifted })"""


def visit(browser: Browser, address: str) -> dict[str, float]:
    """What one first visit costs: bytes over the wire, requests, and milliseconds from the click."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", has_touch=True)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.add_init_script(WATCH)
    weights: list[float] = []
    asked: list[Any] = []
    wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event))
    page.goto(address, wait_until="networkidle")
    told: dict[str, float] = page.evaluate(TOLD)
    context.close()
    return {**told, "bytes": sum(weights), "requests": len(asked)}


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    rows: list[Line] = []
    times = 5 if scale == "full" else 3
    with serving("portal.wsgi:application", world()) as ours, chromium() as browser:
        for name, path in PAGES.items():
            visit(browser, ours + path)  # the server's own first time is another matter
            visits = [visit(browser, ours + path) for _time in range(times)]
            told = {key: statistics.median(each[key] for each in visits) for key in visits[0]}
            seconds = max(told["first"], told["usable"]) / 1000
            said = (
                f"{told['bytes'] / 1000:.0f} kB, {told['requests']:.0f} requests, "
                f"largest {told['largest'] / 1000:.1f} s, shift {told['shifted']:.3f}"
            )
            rows.append(
                (
                    f"{name}: usable on slow 3G, s",
                    said,
                    f"{seconds:.1f} s",
                    f"{seconds:.2f}",
                    "<= 2",
                )
            )
            weight = told["bytes"] / 1000
            rows.append(
                (
                    f"{name}: weight with fonts, kB",
                    "",
                    f"{weight:.0f} kB",
                    f"{weight:.0f}",
                    "<= 100",
                )
            )
            rows.append((f"{name}: requests", "", "", f"{told['requests']:.0f}", "<= 8"))
            rows.append((f"{name}: layout shift", "", "", f"{told['shifted']:.3f}", "<= 0.01"))
    return rows
