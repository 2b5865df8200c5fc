"""The pages that come with the portal: read from ``content/data``, published in both languages.

A file holds a page in Vietnamese and its translation. The translation is stored the way editors would
make one (wagtail-localize's segments), so that it can be carried on in the admin. What exists already is
left alone: editors own their pages from the moment they are loaded.
"""

import tomllib
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from content.models import ContentPage, GuideIndexPage, GuidePage, HomePage, SiteSettings
from content.rules import Audience
from content.services.terms import load_terms

DATA = Path(__file__).resolve().parent.parent / "data"
BLOCKS = uuid.UUID("0d6a9c1e-5e53-4a53-9a39-8f1f6f0d1520")
NO_PICTURE = {"image": None, "decorative": False, "alt_text": ""}
WORDS = (
    "title",
    "slug",
    "summary",
    "lead",
    "search_description",
    "keywords",
    "cost",
    "time_needed",
)


def guide_files() -> list[dict[str, Any]]:
    """All guides as written, in their order."""
    files = [
        tomllib.loads(path.read_text("utf-8")) for path in sorted((DATA / "guides").glob("*.toml"))
    ]
    return sorted(files, key=lambda each: each["position"])


@transaction.atomic
def prepare_site(*, actor: Any) -> HomePage:
    """Make the front page, the list of guides and the plain pages, where they are missing.

    Takes the person who does it, or ``None`` for the system. Gives the Vietnamese front page.
    Wagtail's own welcome page goes.
    """
    home = HomePage.objects.filter(locale=_locale("vi")).first()
    if home is not None:
        return home
    written = tomllib.loads((DATA / "pages.toml").read_text("utf-8"))
    welcome = list(Page.objects.filter(depth=2).exact_type(Page))
    home = _publish(Page.get_first_root_node(), HomePage, written["home"]["vi"], actor=actor)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = urlsplit(settings.BASE_URL)
    site.hostname, site.root_page = address.hostname or "localhost", home
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    for page in welcome:
        page.delete()
    _translate(home, written["home"], actor=actor)
    _publish_pair(home, GuideIndexPage, written["guides"], actor=actor)
    for page in written["page"]:
        _publish_pair(home, ContentPage, page, actor=actor)
    SiteSettings.objects.get_or_create(site=site)
    return home


@transaction.atomic
def load_guides(*, actor: Any) -> int:
    """Publish the guides of ``content/data/guides`` that are missing, in both languages; gives how many.

    Takes the person who does it, or ``None`` for the system.
    """
    home = prepare_site(actor=actor)
    load_terms()
    index = GuideIndexPage.objects.child_of(home).get()
    known = set(index.get_children().values_list("slug", flat=True))
    ties = tomllib.loads((DATA / "ties.toml").read_text("utf-8"))
    missing = [written for written in guide_files() if written["slug"] not in known]
    # Each page is saved four times: what refers to what is noted once, afterwards.
    with disable_reference_index_auto_update():
        for written in missing:
            shared = {name: written[name] for name in ("pillar", "level", "review_on")}
            shared |= {"helps_with": ties.get(written["slug"], [])}
            shared |= {f"for_{each.value}": each.value in written["audience"] for each in Audience}
            pair = {"vi": {"slug": written["slug"], **written["vi"]}, "en": written["en"]}
            _publish_pair(index, GuidePage, pair, actor=actor, shared=shared)
    for page in GuidePage.objects.all() if missing else ():
        ReferenceIndex.create_or_update_for_object(page)
    return len(missing)


# --- from what is written to a page ----------------------------------------------------------------


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _publish_pair(
    parent: Page,
    model: type[Any],
    pair: Mapping[str, Mapping[str, Any]],
    *,
    actor: Any,
    shared: Mapping[str, Any] | None = None,
) -> None:
    """Publish the Vietnamese page below ``parent``, and its English translation."""
    page = _publish(parent, model, pair["vi"], actor=actor, shared=shared)
    _translate(page, pair, actor=actor)


def _publish(
    parent: Page,
    model: type[Any],
    written: Mapping[str, Any],
    *,
    actor: Any,
    shared: Mapping[str, Any] | None = None,
) -> Any:
    fields = _fields(model, written, _name(model, written["slug"]))
    page = model(locale=_locale("vi"), owner=actor, **fields, **(shared or {}))
    parent.add_child(instance=page)
    page.save_revision(user=actor, log_action=True).publish(user=actor)
    page.refresh_from_db()
    return page


def _name(model: type[Any], slug: str) -> str:
    """What the identifiers of a page's blocks follow from, the same in both languages."""
    return f"{model.__name__}/{slug}"


def _fields(model: type[Any], written: Mapping[str, Any], name: str) -> dict[str, Any]:
    columns = {field.name for field in model._meta.get_fields()}
    fields = {word: written[word] for word in WORDS if word in written and word in columns}
    if "time" in written:
        fields["time_needed"] = written["time"]
    if "body" in columns:
        fields["body"] = [
            _block(
                block["type"], BUILDERS[block["type"]](block, f"{name}/{place}"), f"{name}/{place}"
            )
            for place, block in enumerate(written.get("body", []))
        ]
        field = model._meta.get_field("body")
        fields["body"] = field.stream_block.to_python(fields["body"])
    return fields


def _translate(page: Any, pair: Mapping[str, Mapping[str, Any]], *, actor: Any) -> None:
    """Store the English words as the translation of ``page`` and publish it."""
    english = type(page)(**_fields(type(page), pair["en"], _name(type(page), pair["vi"]["slug"])))
    # With its own address from the beginning: saved as a change, it would leave a redirect behind.
    target = page.copy_for_translation(_locale("en"))
    target.slug = english.slug
    address = target.set_url_path(target.get_parent())
    Page.objects.filter(pk=target.pk).update(slug=target.slug, url_path=address)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    locale = _locale("en")
    words = {
        (path, ours.order): theirs.string.data
        for path, ours, theirs in pair_segments(page, english)
    }
    segments = StringSegment.objects.filter(source=source).select_related("context")
    # Each saved by itself would cost six queries; what save() checks besides, the tests check.
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=segment.string_id,
                context=segment.context,
                locale=locale,
                data=words[segment.context.path, segment.order],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=actor,
            )
            for segment in segments
        ],
        ignore_conflicts=True,
    )
    translation = Translation.objects.get_or_create(source=source, target_locale=locale)[0]
    translation.save_target(user=actor, publish=False)
    target.refresh_from_db()
    target.get_latest_revision().publish(user=actor)


def pair_segments(
    page: Page, english: Page
) -> list[tuple[str, StringSegmentValue, StringSegmentValue]]:
    """Each translatable string of a page beside its counterpart, by the path of its block and its place there.

    Refuses (``ValueError``) two texts of different shape.
    """
    ours, theirs = _strings(page), _strings(english)
    if ours.keys() != theirs.keys():
        odd = sorted(f"{path}#{place}" for path, place in ours.keys() ^ theirs.keys())
        raise ValueError(f"“{page.title}” and its translation differ in shape at {', '.join(odd)}")
    return [(path, segment, theirs[path, place]) for (path, place), segment in ours.items()]


def _strings(page: Page) -> dict[tuple[str, int], StringSegmentValue]:
    found: dict[tuple[str, int], StringSegmentValue] = {}
    counts: dict[str, int] = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            place = counts.get(segment.path, 0)
            counts[segment.path] = place + 1
            found[segment.path, place] = segment
    return found


# --- blocks -------------------------------------------------------------------------------------------


def _block(kind: str, value: Any, name: str) -> dict[str, Any]:
    """A block as Wagtail stores it; its identifier follows from its place, the same in both languages."""
    return {"type": kind, "value": value, "id": str(uuid.uuid5(BLOCKS, f"{name}:{kind}"))}


def _items(values: list[Any], name: str) -> list[dict[str, Any]]:
    return [_block("item", value, f"{name}/{place}") for place, value in enumerate(values)]


def _steps(block: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {
        "items": _items([{"image": NO_PICTURE, **step} for step in block["items"]], f"{name}/items")
    }


def _checklist(block: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {"title": block["title"], "items": _items(block["items"], f"{name}/items")}


def _table(block: Mapping[str, Any], name: str) -> dict[str, Any]:
    rows = [
        {"cells": _items(row, f"{name}/rows/{place}")} for place, row in enumerate(block["rows"])
    ]
    return {
        "caption": block["caption"],
        "columns": _items(block["columns"], f"{name}/columns"),
        "rows": _items(rows, f"{name}/rows"),
    }


BUILDERS: dict[str, Callable[[Mapping[str, Any], str], Any]] = {
    "heading": lambda block, name: block["text"],
    "paragraph": lambda block, name: block["html"],
    "callout": lambda block, name: {"kind": block["kind"], "text": block["text"]},
    "faq": lambda block, name: {"items": _items(block["items"], f"{name}/items")},
    "steps": _steps,
    "checklist": _checklist,
    "table": _table,
}
