"""Acts on the photographs of a product: adding, describing, putting in order, removing."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit
from portal.shared.errors import RuleBroken
from sme.marketplaces.models import Product, ProductPhoto
from sme.marketplaces.services import pictures, publishing

MOST = 8


def add_photo(
    product: Product,
    upload: UploadedFile,
    *,
    actor: User | None,
    alt_vi: str = "",
    alt_en: str = "",
) -> ProductPhoto:
    """Add a photograph of a product, made anew in two sizes (see ``pictures``).

    Refuses a ninth, the same picture twice, and what is no whole, still picture of a fair size.
    """
    made = pictures.make_pictures(upload)  # the slow part, before anything is locked
    written: list[Any] = []
    try:
        with transaction.atomic():
            return _keep(product, made, {"alt_vi": alt_vi, "alt_en": alt_en}, actor, written)
    except BaseException:
        for file in written:
            file.storage.delete(file.name)
        raise


def _keep(
    product: Product,
    made: pictures.Made,
    words: dict[str, str],
    actor: User | None,
    written: list[Any],
) -> ProductPhoto:
    _lock(product)
    rows = ProductPhoto.objects.filter(product=product)
    _refuse_more(rows, made)
    last = rows.aggregate(last=Max("order"))["last"]
    photo = ProductPhoto(
        product=product,
        width=made.width,
        height=made.height,
        digest=made.digest,
        order=0 if last is None else last + 1,
        **words,
    )
    for field, content in ((photo.large, made.large), (photo.small, made.small)):
        field.save("photo.webp", ContentFile(content), save=False)
        written.append(field)
    photo.save()
    audit.record(
        product, "marketplaces.add_photo", actor=actor, data={**_by(actor), "photo": photo.pk}
    )
    publishing.show_anew(product)
    return photo


def _refuse_more(rows: Any, made: pictures.Made) -> None:
    if rows.filter(digest=made.digest).exists():
        raise RuleBroken(
            "photo_twice", _("You have added this very picture already."), field="file"
        )
    if rows.count() >= MOST:
        raise RuleBroken(
            "photo_too_many",
            _("A product has at most %(most)d photographs. Remove one first.") % {"most": MOST},
            field="file",
        )


@transaction.atomic
def describe_photo(
    photo: ProductPhoto, *, alt_vi: str, alt_en: str = "", actor: User
) -> ProductPhoto:
    """Say in words what a photograph shows, for those who do not see it."""
    wanted = {"alt_vi": alt_vi, "alt_en": alt_en}
    changes = audit.changes({name: getattr(photo, name) for name in wanted}, wanted)
    if not changes:
        return photo
    photo.alt_vi, photo.alt_en = alt_vi, alt_en
    photo.save(update_fields=["alt_vi", "alt_en", "updated_at"])
    audit.record(
        photo.product,
        "marketplaces.change_photo",
        actor=actor,
        data={"photo": photo.pk, "changes": changes},
    )
    publishing.show_anew(photo.product)
    return photo


@transaction.atomic
def order_photos(product: Product, wanted: Sequence[int], *, actor: User) -> None:
    """Put the photographs of a product in an order (their keys); those not named come after, as they stood."""
    _lock(product)
    rows = list(ProductPhoto.objects.filter(product=product))
    place = {pk: index for index, pk in enumerate(wanted)}
    rows.sort(key=lambda row: (place.get(row.pk, len(place)), row.order, row.pk))
    moved = []
    for index, row in enumerate(rows):
        if row.order != index:
            row.order = index
            moved.append(row)
    if not moved:
        return
    ProductPhoto.objects.bulk_update(moved, ["order"])
    data = {"photos": [row.pk for row in rows]}
    audit.record(product, "marketplaces.order_photos", actor=actor, data=data)
    publishing.show_anew(product)


def put_first(photo: ProductPhoto, *, actor: User) -> None:
    """Let a photograph be the one that lists show."""
    order_photos(photo.product, [photo.pk], actor=actor)


@transaction.atomic
def remove_photo(photo: ProductPhoto, *, actor: User) -> None:
    """Remove a photograph; its files go once that stands."""
    product, pk = photo.product, photo.pk
    _lock(product)
    storage, names = photo.large.storage, [photo.large.name or "", photo.small.name or ""]
    photo.delete()
    audit.record(product, "marketplaces.remove_photo", actor=actor, data={"photo": pk})
    publishing.show_anew(product)

    def forget() -> None:
        for name in names:
            storage.delete(name)

    transaction.on_commit(forget)


def _lock(product: Product) -> None:
    Product.objects.select_for_update().filter(pk=product.pk).values_list("pk").first()


def _by(actor: User | None) -> dict[str, str]:
    return {} if actor else dict(audit.BY_SYSTEM)
