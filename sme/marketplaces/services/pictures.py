"""An uploaded picture made anew: opened with care, turned upright, stripped of all that it tells, in two sizes.

What people send is never served: a phone's photograph says where and when it was taken, and a file can be
made to harm whoever opens it. Of the pixels two WebP pictures are made; nothing else is kept.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.shared.errors import RuleBroken
from portal.shared.files import PICTURES, check_upload
from sme.marketplaces import rules

LARGE, SMALL = rules.LARGE_PICTURE, rules.SMALL_PICTURE
LEAST = 200  # pixels of the shorter side: below it nothing is seen
MOST_PIXELS = 50_000_000  # a phone takes 12 to 50 million; more is a mistake or a trap
MOST_OF_OTHERS = 25_000_000  # what is no JPEG is unpacked whole, four bytes for each
_FORMATS = ("JPEG", "PNG", "WEBP")
_GROUND = (255, 255, 255)


@dataclass(frozen=True)
class Made:
    """Two WebP pictures of one, the size of the larger, and the fingerprint of what was sent."""

    large: bytes
    small: bytes
    width: int
    height: int
    digest: str


def make_pictures(upload: UploadedFile, *, field: str = "file") -> Made:
    """Two sizes of an uploaded picture.

    Refuses what ``check_upload`` refuses, and a picture that cannot be read whole, moves, has more than 50
    million pixels (25, if it is no JPEG) or fewer than 200 on a side.
    """
    try:
        check_upload(upload, PICTURES)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.sentence, field=field) from None
    raw = upload.read()
    picture = _upright(_opened(raw, field), field)
    large, small = _sized(picture, LARGE), _sized(picture, SMALL)
    return Made(
        large=_as_webp(large, quality=80),
        small=_as_webp(small, quality=70),
        width=large.width,
        height=large.height,
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _opened(raw: bytes, field: str) -> Image.Image:
    """The picture, its size judged before a pixel is unpacked."""
    with warnings.catch_warnings():
        # Our own limit is below the one that Pillow warns of.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(BytesIO(raw), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise _too_large(field) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise _broken(field) from None
    most = MOST_PIXELS if picture.format in ("JPEG", "MPO") else MOST_OF_OTHERS
    if picture.width * picture.height > most:
        raise _too_large(field)
    if min(picture.size) < LEAST:
        raise RuleBroken(
            "picture_too_small",
            _("This picture is too small: each side needs %(least)d pixels or more.")
            % {"least": LEAST},
            field=field,
        )
    # A phone's JPEG may carry a second picture for its gallery; the first is the photograph.
    if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
        raise RuleBroken(
            "picture_moves", _("This picture moves. Send one that stands still."), field=field
        )
    return picture


def _upright(picture: Image.Image, field: str) -> Image.Image:
    """All pixels, turned as the camera says, on white where they were transparent."""
    try:
        # A photograph is read at a fraction of its size where that is enough; other kinds ignore it.
        picture.draft("RGB", (LARGE, LARGE))
        picture.load()
        turned: Any = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            ground = Image.new("RGB", turned.size, _GROUND)
            layer = turned.convert("RGBA")
            ground.paste(layer, mask=layer.getchannel("A"))
            return ground
        return turned if turned.mode == "RGB" else turned.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError):
        raise _broken(field) from None


def _sized(picture: Image.Image, longest: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return small


def _as_webp(picture: Image.Image, *, quality: int) -> bytes:
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)  # carries no profile, no place, no words over
    stream = BytesIO()
    bare.save(stream, "WEBP", quality=quality, method=4)
    return stream.getvalue()


def _too_large(field: str) -> RuleBroken:
    return RuleBroken(
        "picture_too_many_pixels",
        _("This picture has too many pixels. Send it smaller, or take it anew with a phone."),
        field=field,
    )


def _broken(field: str) -> RuleBroken:
    return RuleBroken(
        "picture_broken",
        _("This picture cannot be read whole. Choose another one, or take it anew."),
        field=field,
    )
