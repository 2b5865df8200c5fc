"""Photographs are made anew: upright, in two sizes, without a word of where and when they were taken."""

import contextlib
import random
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.marketplaces import services
from sme.marketplaces.models import ProductPhoto
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def product(enterprise):
    return make.product(enterprise)


def refused(product, upload) -> str:
    with pytest.raises(RuleBroken) as broken:
        services.add_photo(product, upload, actor=None)
    assert broken.value.field == "file"
    assert not ProductPhoto.objects.exists()
    return broken.value.code


def test_a_picture_is_kept_in_two_sizes_as_webp(product):
    photo = services.add_photo(product, make.picture(3000, 2000), actor=None)
    assert (photo.width, photo.height) == (1200, 800)
    for field, size in ((photo.large, (1200, 800)), (photo.small, (400, 267))):
        with Image.open(field.open("rb")) as kept:
            assert (kept.format, kept.size) == ("WEBP", size)


def test_where_and_when_it_was_taken_does_not_stay(product):
    stream = BytesIO()
    told = Image.Exif()
    told[0x8825] = {1: "N", 2: (10.0, 27.0, 0.0)}  # the place
    told[0x010F] = "Máy ảnh Bí Mật"
    Image.new("RGB", (800, 600), "green").save(stream, "JPEG", exif=told, comment=b"bi mat")
    upload = SimpleUploadedFile("a.jpg", stream.getvalue())
    photo = services.add_photo(product, upload, actor=None)
    for field in (photo.large, photo.small):
        raw = field.open("rb").read()
        assert b"EXIF" not in raw
        assert b"Exif" not in raw
        with Image.open(BytesIO(raw)) as kept:
            assert not kept.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept.info)


def test_a_picture_taken_sideways_is_turned_upright(product):
    stream = BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (800, 400), "green").save(stream, "JPEG", exif=turned)
    photo = services.add_photo(product, SimpleUploadedFile("a.jpg", stream.getvalue()), actor=None)
    assert (photo.width, photo.height) == (400, 800)


def test_transparent_pixels_become_white(product):
    stream = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(stream, "PNG")
    photo = services.add_photo(product, SimpleUploadedFile("a.png", stream.getvalue()), actor=None)
    with Image.open(photo.large.open("rb")) as kept:
        assert kept.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_every_kind_of_colours_is_read(product, mode):
    stream = BytesIO()
    Image.new(mode, (300, 300)).save(stream, "JPEG" if mode == "CMYK" else "PNG")
    name = "a.jpg" if mode == "CMYK" else "a.png"
    assert services.add_photo(product, SimpleUploadedFile(name, stream.getvalue()), actor=None).pk


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(product):
    for side in (9_000, 60_000):
        bomb = SimpleUploadedFile("a.png", _png_claiming(side, side))
        assert refused(product, bomb) == "picture_too_many_pixels"


def test_a_picture_that_breaks_off_is_refused(product):
    whole = make.picture(900, 600).read()
    for kept in (len(whole) // 2, 600, 30):
        assert refused(product, SimpleUploadedFile("a.jpg", whole[:kept])) == "picture_broken"
    assert (
        refused(product, SimpleUploadedFile("a.png", _png_claiming(900, 900))) == "picture_broken"
    )


def test_what_moves_is_refused(product):
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green")]
    for kind in ("WEBP", "PNG"):
        stream = BytesIO()
        frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
        upload = SimpleUploadedFile(f"a.{kind.lower()}", stream.getvalue())
        assert refused(product, upload) == "picture_moves"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", b"", "file_empty"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_kind"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind"),
        ("a.gif", b"GIF89a" + b"\0" * 100, "file_kind"),
        ("a.png", b"\xff\xd8\xff" + b"\0" * 100, "file_kind"),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * 100, "picture_broken"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 50, "picture_broken"),
        ("a.pdf", b"%PDF-1.7", "file_kind"),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), "file_too_large"),
    ],
)
def test_what_is_no_picture_is_refused_by_its_bytes(product, name, content, code):
    assert refused(product, SimpleUploadedFile(name, content)) == code


@pytest.mark.parametrize("seed", range(8))
def test_spoiled_bytes_are_a_sentence_never_a_crash(product, seed):
    chance = random.Random(seed)
    raw = bytearray(make.picture(400, 400, kind=chance.choice(["JPEG", "PNG", "WEBP"])).read())
    for _ in range(30):
        raw[chance.randrange(40, len(raw))] = chance.randrange(256)
    ending = {b"\xff\xd8": "jpg", b"\x89P": "png", b"RI": "webp"}[bytes(raw[:2])]
    with contextlib.suppress(RuleBroken):
        services.add_photo(product, SimpleUploadedFile(f"a.{ending}", bytes(raw)), actor=None)


def test_a_tiny_picture_is_refused(product):
    assert refused(product, make.picture(400, 100)) == "picture_too_small"


def test_the_same_picture_twice_is_told(product):
    services.add_photo(product, make.picture(seed=1), actor=None)
    with pytest.raises(RuleBroken) as broken:
        services.add_photo(product, make.picture(seed=1), actor=None)
    assert broken.value.code == "photo_twice"


def test_a_ninth_is_refused_and_leaves_no_file(product, private_root):
    for seed in range(8):
        services.add_photo(product, make.picture(300, 300, seed=seed), actor=None)
    files = len([each for each in private_root.rglob("*") if each.is_file()])
    assert files == 16
    with pytest.raises(RuleBroken) as broken:
        services.add_photo(product, make.picture(300, 300, seed=9), actor=None)
    assert broken.value.code == "photo_too_many"
    assert len([each for each in private_root.rglob("*") if each.is_file()]) == files


def test_one_is_put_first_and_one_removed_with_its_files(
    product, member, private_root, django_capture_on_commit_callbacks
):
    first, second, third = (
        services.add_photo(product, make.picture(300, 300, seed=seed), actor=None)
        for seed in range(3)
    )
    services.put_first(third, actor=member)
    assert list(product.photos.all()) == [third, first, second]
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_photo(third, actor=member)
    assert list(product.photos.all()) == [first, second]
    assert len([each for each in private_root.rglob("*") if each.is_file()]) == 4


# --- who is served what ------------------------------------------------------------------------------


def test_everybody_sees_the_photographs_of_a_public_product_for_long(client, product):
    product.is_public = True
    product.save()
    photo = services.add_photo(product, make.picture(), actor=None)
    for url in (photo.small_url, photo.large_url):
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"
        assert "immutable" in answer["Cache-Control"]
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")


def test_other_photographs_only_those_who_see_the_product(client, product, member, ward):
    photo = services.add_photo(product, make.picture(), actor=None)
    assert client.get(photo.small_url).status_code == 404
    for user, status in (
        (member, 200),
        (OfficerFactory(units=[ward]), 200),
        (UserFactory(), 404),
    ):
        client.force_login(user)
        answer = client.get(photo.small_url)
        assert answer.status_code == status
        if status == 200:
            assert "private" in answer["Cache-Control"]


def test_photographs_of_a_closed_enterprise_are_no_longer_public(client, product, member):
    product.is_public = True
    product.save()
    photo = services.add_photo(product, make.picture(), actor=None)
    enterprises.close(product.enterprise, on=clock.today(), reason="Nghỉ bán", actor=member)
    assert client.get(photo.small_url).status_code == 404


def test_a_name_that_is_not_the_photographs_is_not_found(client, product):
    product.is_public = True
    product.save()
    photo = services.add_photo(product, make.picture(), actor=None)
    url = reverse("marketplaces:photo", args=[photo.pk, "0" * 32])
    assert client.get(url).status_code == 404
