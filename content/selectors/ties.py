"""Reads of what guides are tied to: from both ends, and what an editor may choose from."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from wagtail.models import Site

from assessments import selectors as assessments
from assessments.models import Framework
from content import rules
from content.models import GuidePage, Term
from content.rules import TieKind, tie
from content.selectors.frame import without_restricted
from portal.shared import clock, pagecache
from portal.shared.guides import Guide, Told, guides_by_key
from portal.shared.text import fold
from sme.marketplaces.models import Requirement
from sme.marketplaces.rules import RejectionReason
from sme.programmes import selectors as programmes
from sme.programmes.models import Programme


def library() -> list[tuple[Told, rules.Traits]]:
    """Every published guide that anybody may read, once whatever its languages; one query, kept as pages are."""
    kept: list[tuple[Told, rules.Traits]] = pagecache.part("guides:library", _library)
    return kept


def told() -> list[Told]:
    """What other rooms are told of guides."""
    return [each for each, _traits in library()]


def traits() -> list[rules.Traits]:
    """What of each guide counts for others."""
    return [each for _told, each in library()]


def _library() -> list[tuple[Told, rules.Traits]]:
    rows = without_restricted(GuidePage.objects.live()).select_related("locale").order_by("path")
    same: dict[UUID, dict[str, GuidePage]] = {}
    for page in rows.defer("body", "plain_text"):
        same.setdefault(page.translation_key, {})[page.locale.language_code] = page
    roots = Site.get_site_root_paths()
    return [_one(key, pages, place, roots) for place, (key, pages) in enumerate(same.items())]


def _one(
    key: UUID, pages: dict[str, GuidePage], place: int, roots: Any
) -> tuple[Told, rules.Traits]:
    # The Vietnamese page is the source of what its translations are tied to.
    source = _traits_of(pages.get("vi") or next(iter(pages.values())), place)
    addresses = {}
    for language, page in pages.items():
        page._wagtail_cached_site_root_paths = roots  # asked once instead of for each page
        addresses[language] = (str(page.title), page.get_url() or "")
    slugs = frozenset(str(page.slug) for page in pages.values())
    shown = {language: each for language, each in addresses.items() if each[1]}
    return Told(key, slugs, source.ties, shown), source


def _traits_of(page: GuidePage, place: int) -> rules.Traits:
    return rules.Traits(
        page.translation_key,
        place,
        page.pillar,
        list(rules.Level).index(rules.Level(page.level)),
        frozenset(rules.clean_ties(page.helps_with)),
        frozenset(word.strip() for word in fold(page.keywords).split(",") if word.strip()),
        frozenset(each.value for each in page.audiences),
    )


def nearest_to(guide: GuidePage, among: Iterable[GuidePage], most: int = 3) -> list[GuidePage]:
    """The guides nearest to this one by topic, ties, words and level; ``among`` stands in the editors' order."""
    known = {each.translation_key: (each, place) for place, each in enumerate(among)}
    place = known.get(guide.translation_key, (guide, len(known)))[1]
    own = [_traits_of(each, place) for each, place in known.values()]
    return [known[key][0] for key in rules.nearest(_traits_of(guide, place), own, most)]


def guides_for_gaps(
    gaps: Iterable[str], reader: str, without: Collection[UUID] = (), most: int = 3
) -> list[UUID]:
    """The keys of guides for a business of this kind that lacks these criteria (``framework/code``)."""
    ties = [tie(TieKind.CRITERION, gap) for gap in gaps]
    return rules.for_gaps(ties, traits(), reader, without, most)


# --- what a guide's own page tells -----------------------------------------------------------------


@dataclass(frozen=True)
class HelpsWith:
    """What a guide helps with: programmes with their pages, terms it explains; questions and rejections in words."""

    programmes: list[Programme] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    words: dict[TieKind, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.programmes or self.terms or self.words)


def helps_with(guide: GuidePage) -> HelpsWith:
    """What a guide is tied to, in words; three queries at most."""
    own = rules.clean_ties(guide.helps_with)
    if not own:
        return HelpsWith()
    slugs = _keys(own, TieKind.PROGRAMME)
    named = list(Programme.objects.public().filter(slug__in=slugs)) if slugs else []
    words = pagecache.part(f"guides:ties:{get_language()}", _words)
    found: dict[TieKind, list[str]] = {}
    for kind in (TieKind.CRITERION, TieKind.REJECTION):
        told = [words[each] for each in own if each in words and each.startswith(f"{kind.value}:")]
        if told:
            found[kind] = list(dict.fromkeys(told))
    return HelpsWith(named, terms_by_slug(_keys(own, TieKind.TERM)), found)


def _words() -> dict[str, str]:
    offered = [*_criteria(assessments.frameworks_offered()), *rejection_choices()]
    return {each: str(label) for _group, rows in offered for each, label in rows}


def _keys(ties: Iterable[str], kind: TieKind) -> list[str]:
    start = f"{kind.value}:"
    return [each.removeprefix(start) for each in ties if each.startswith(start)]


# --- terms -------------------------------------------------------------------------------------------


def terms() -> list[Term]:
    """All terms as a reader looks them up: by their letters in the active language, marks aside."""
    language = get_language()
    found: list[Term] = pagecache.part(
        f"terms:{language}",
        lambda: sorted(Term.objects.all(), key=lambda each: (fold(str(each.title)), each.pk)),
    )
    return found


def terms_by_slug(slugs: Collection[str]) -> list[Term]:
    """These terms, in the order of all."""
    return [each for each in terms() if each.slug in slugs] if slugs else []


def guides_by_term() -> dict[str, list[Guide]]:
    """Each term's short name → the published guides that are tied to it, in the reader's language."""
    found: dict[str, list[Guide]] = defaultdict(list)
    guides = guides_by_key(each.key for each in told())
    for each in told():
        for slug in _keys(each.ties, TieKind.TERM):
            if each.key in guides:
                found[slug].append(guides[each.key])
    return dict(found)


# --- what an editor chooses from ---------------------------------------------------------------------

Groups = list[tuple[Any, list[tuple[str, Any]]]]


def criterion_choices() -> Groups:
    """The questions of every questionnaire that has a published version."""
    found = Framework.objects.filter(current__isnull=False).select_related("current")
    return _criteria(found.defer("current__document"))


def _criteria(frameworks: Iterable[Framework]) -> Groups:
    return [
        (
            str(framework.title),
            [
                (tie(TieKind.CRITERION, f"{framework.slug}/{each.code}"), each.title)
                for each in assessments.definition_of(framework.current).criteria
            ],
        )
        for framework in frameworks
        if framework.current is not None
    ]


def requirement_choices() -> Groups:
    """What marketplaces ask for today."""
    rows = [
        (tie(TieKind.REQUIREMENT, each.key), _requirement(each))
        for each in Requirement.objects.on(clock.today())
    ]
    return [(TieKind.REQUIREMENT.label, rows)] if rows else []


def _requirement(asked: Requirement) -> str:
    return f"{asked.title} ({asked.get_category_display()})" if asked.category else str(asked.title)


def rejection_choices() -> Groups:
    """Why a marketplace may reject a product."""
    rows = [(tie(TieKind.REJECTION, each.value), each.label) for each in RejectionReason]
    return [(TieKind.REJECTION.label, rows)]


def term_choices() -> Groups:
    """The words that are explained."""
    rows = [(tie(TieKind.TERM, each.slug), str(each)) for each in terms()]
    return [(TieKind.TERM.label, rows)] if rows else []


def programme_choices() -> Groups:
    """Every programme, drafts too: its guides may be written before it is announced."""
    rows = [(tie(TieKind.PROGRAMME, each.slug), str(each)) for each in Programme.objects.all()]
    return [(TieKind.PROGRAMME.label, rows)] if rows else []


def support_choices() -> Groups:
    """The kinds of support in force today: what a guide describes may be paid in part by the State."""
    rows = [
        (tie(TieKind.SUPPORT, each.key), str(each.title)) for each in programmes.support_rules_on()
    ]
    return [(TieKind.SUPPORT.label, rows)] if rows else []
