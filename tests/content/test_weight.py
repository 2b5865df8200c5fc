"""What the first visit of a page takes over the wire: everything, packed as servers pack it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

PAGES = ["/", "/huong-dan/", "/huong-dan/mo-gian-hang-tren-san/", "/search/?q=hoa+don"]
FONTS = ("be-vietnam-pro-400.woff2", "be-vietnam-pro-700.woff2")


def packed(path: str) -> int:
    """The size of a static file as it is sent."""
    found = finders.find(path)
    assert found, path
    whole = Path(str(found)).read_bytes()
    return len(whole) if path.endswith((".woff2", ".png")) else len(gzip.compress(whole, 6))


@pytest.mark.parametrize("address", PAGES)
def test_the_first_visit_weighs_at_most_a_hundred_kilobytes_in_eight_requests(
    library, db, client, address
):
    page = client.get(address).content
    words = page.decode()
    asked = set(re.findall(r'<(?:script|link|use|img)[^>]+(?:src|href)="/static/([^"#]+)', words))
    asked -= {
        each for each in asked if "apple-touch-icon" in each
    }  # only when put on a home screen
    asked |= {f"portal/fonts/{font}" for font in FONTS}
    weights = {each: packed(each) for each in asked}
    without_fonts = len(gzip.compress(page, 6)) + sum(
        weight for each, weight in weights.items() if not each.endswith(".woff2")
    )
    assert without_fonts <= 50_000, weights
    assert without_fonts + sum(packed(f"portal/fonts/{font}") for font in FONTS) <= 100_000
    assert len(asked) + 1 <= 8, sorted(asked)
    assert not re.search(
        r"https?://(?!testserver|schema\.org|www\.w3\.org)[^\"]+\.(?:js|css)", words
    )
