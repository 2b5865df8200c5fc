"""Simple drawings that stand for photographs of invented products: shapes on a coloured ground, said to be drawn."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
LETTERS = Path(settings.BASE_DIR) / "portal/static/portal/fonts/be-vietnam-pro-400.woff2"

Colour = str
Pen = ImageDraw.ImageDraw


def _words() -> tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont]:
    """What stands below, in letters that have it: some builds of the library cannot read packed fonts."""
    try:
        return "hình vẽ minh hoạ", ImageFont.truetype(str(LETTERS), 24)
    except OSError:
        return "drawn", ImageFont.load_default(24)


def _disc(pen: Pen, x: int, y: int, rx: int, ry: int, fill: Colour, line: Colour = "") -> None:
    pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill, outline=line or None, width=6)


def _rice(pen: Pen) -> None:
    for column in range(-4, 5):
        for row in range(3):
            _disc(
                pen,
                480 + column * 46 + row * 14,
                330 - row * 34 + abs(column) * 9,
                26,
                12,
                "#fffdf2",
            )
    pen.pieslice((230, 130, 730, 600), 0, 180, fill="#7a4b2b")
    pen.rectangle((400, 590, 560, 620), fill="#5d3820")


def _lotus(pen: Pen) -> None:
    for shift, height, colour in ((170, 90, "#e58fb4"), (95, 170, "#ee9fc1"), (0, 215, "#f6bdd4")):
        for side in (-1, 1):
            x = 480 + side * shift
            pen.polygon(
                [(480, 540), (x - 62, 520 - height), (x, 430 - height), (x + 62, 520 - height)],
                fill=colour,
            )
    _disc(pen, 480, 545, 250, 34, "#2f7a52")


def _mango(pen: Pen) -> None:
    for x, y, colour in ((390, 390, "#f2b531"), (570, 360, "#e9a021")):
        _disc(pen, x, y, 130, 165, colour)
        pen.line((x, y - 165, x + 14, y - 205), fill="#5d3820", width=12)
    pen.polygon([(590, 160), (760, 120), (640, 220)], fill="#2f7a52")


def _fish(pen: Pen) -> None:
    for y, colour in ((260, "#8a7a66"), (380, "#9d8b74"), (500, "#8a7a66")):
        _disc(pen, 450, y, 210, 46, colour)
        pen.polygon([(640, y), (750, y - 52), (750, y + 52)], fill=colour)
        _disc(pen, 292, y - 10, 10, 10, "#20180f")


def _flowers(pen: Pen) -> None:
    for x, y, colour in (
        (370, 260, "#e2b11e"),
        (480, 200, "#d6467e"),
        (590, 260, "#e2b11e"),
        (430, 340, "#d6467e"),
        (540, 340, "#e2b11e"),
    ):
        pen.line((x, y, 480, 500), fill="#2f7a52", width=10)
        for dx, dy in ((-34, 0), (34, 0), (0, -34), (0, 34)):
            _disc(pen, x + dx, y + dy, 34, 34, colour)
        _disc(pen, x, y, 22, 22, "#7a4b2b")
    pen.polygon([(370, 460), (590, 460), (550, 620), (410, 620)], fill="#b4623a")


def _packet(pen: Pen, band: Colour = "#b3205e") -> None:
    pen.rounded_rectangle((330, 150, 630, 610), 24, fill="#f4efe2", outline="#c9bfa6", width=6)
    pen.rectangle((330, 150, 630, 200), fill="#c9bfa6")
    pen.rectangle((333, 330, 627, 470), fill=band)
    for angle in range(-2, 3):
        pen.polygon(
            [(480, 450), (455 + angle * 48, 400), (480 + angle * 52, 350), (505 + angle * 48, 400)],
            fill="#f6bdd4",
        )


def _basket(pen: Pen) -> None:
    pen.arc((310, 110, 650, 560), 180, 360, fill="#7a4b2b", width=22)
    pen.polygon([(260, 330), (700, 330), (640, 610), (320, 610)], fill="#b98a4f")
    for row in range(7):
        y = 350 + row * 38
        for column in range(11):
            x = 290 + column * 36 + (18 if row % 2 else 0)
            if abs(x + 8 - 480) > 205 - row * 9:
                continue
            pen.rectangle((x, y, x + 16, y + 18), fill="#8d6435")


def _citrus(pen: Pen) -> None:
    for x, y in ((370, 420), (590, 420), (480, 270)):
        _disc(pen, x, y, 120, 112, "#ec7a1c")
        _disc(pen, x, y - 92, 12, 8, "#2f7a52")
        pen.polygon([(x, y - 96), (x + 84, y - 130), (x + 50, y - 80)], fill="#2f7a52")


def _coconut(pen: Pen) -> None:
    _disc(pen, 480, 390, 200, 190, "#6b4426")
    _disc(pen, 480, 350, 150, 112, "#fbf8ef")
    _disc(pen, 480, 350, 112, 76, "#dfeee8")


def _boat(pen: Pen) -> None:
    pen.rectangle((0, 470, 960, 720), fill="#2d7f93")
    pen.polygon([(170, 420), (790, 420), (690, 540), (270, 540)], fill="#6b4426")
    pen.polygon([(430, 420), (480, 240), (530, 420)], fill="#f4efe2")
    _disc(pen, 760, 170, 60, 60, "#f2b531")


# By trade: the ground, and what is drawn on it.
DRAWINGS: dict[str, tuple[Colour, Callable[[Pen], None]]] = {
    "rice": ("#dfe9cf", _rice),
    "lotus": ("#d5e8df", _lotus),
    "mango": ("#cfe6dc", _mango),
    "fish": ("#e6dcc8", _fish),
    "flowers": ("#d9e6f2", _flowers),
    "cakes": ("#f0dccb", _packet),
    "craft": ("#e9e2d0", _basket),
    "citrus": ("#dcebd3", _citrus),
    "coconut": ("#cfe3ea", _coconut),
    "tourism": ("#bfe0ea", _boat),
}


def drawing(trade: str, number: int = 0) -> bytes:
    """A PNG that stands for a product of a trade; ``number`` tells one of them from another."""
    ground, draw = DRAWINGS.get(trade, DRAWINGS["cakes"])
    picture = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(picture)
    _disc(pen, 480, 600, 330, 46, "#b8c4b4")
    draw(pen)
    words, letters = _words()
    pen.text((150, 664), words, fill="#44595a", font=letters)
    for step in range(number):
        _disc(pen, 812 - step * 26, 682, 8, 8, "#44595a")
    stream = BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()
