"""Every text can be read on its ground, in light and in dark, and the plain fallback equals the light values."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "portal/static/portal/css/foundation/tokens.css"
GROUNDS = ("paper", "surface", "sunken")

BODY = [("ink", ground) for ground in GROUNDS]
TEXT = [
    *((text, ground) for ground in GROUNDS for text in ("ink-soft", "leaf", "leaf-strong", "lotus-text", "red")),
    *((f"on-{tone}", tone) for tone in ("lotus", "lotus-soft", "leaf-soft", "amber-soft", "red")),
    *((f"on-{tone}", tone) for tone in ("red-soft", "water-soft")),
    ("on-lotus", "lotus-strong"),
    ("on-red", "red-strong"),
    ("amber", "surface"),
    ("surface", "leaf"),
    ("paper", "ink"),
    *((text, ground) for ground in ("pond", "pond-deep") for text in ("on-pond", "on-pond-soft", "pond-lotus")),
]  # fmt: skip
# Borders of controls, lines of charts, the ring of focus: 3 to 1 (WCAG 1.4.11).
SIGNS = [
    *((sign, ground) for ground in GROUNDS for sign in ("line-strong", "focus", "lotus", "leaf")),
    *((f"series-{n}", "surface") for n in (1, 2, 3)),
    ("amber", "amber-soft"),
    ("red", "red-soft"),
    ("water", "water-soft"),
]


def tokens() -> dict[str, dict[str, str]]:
    css = TOKENS.read_text(encoding="utf-8")
    plain = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6,8});", css))
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6,8}), (#[0-9a-f]{6,8})\);", css)
    return {
        "fallback": plain,
        "light": {name: light for name, light, _dark in pairs},
        "dark": {name: dark for name, _light, dark in pairs},
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_fallback_equals_the_light_values() -> None:
    found = tokens()
    assert found["fallback"] == found["light"]
    assert len(found["light"]) > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(BODY, 7), (TEXT, 4.5), (SIGNS, 3)], ids=["body", "text", "signs"]
)
def test_every_pair_has_contrast(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens()[scheme]
    weak = {
        f"{text} on {ground}": round(ratio(colours[text], colours[ground]), 2)
        for text, ground in pairs
        if ratio(colours[text], colours[ground]) < least
    }
    assert not weak
