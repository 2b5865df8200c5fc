"""How ready an enterprise's products are for marketplaces, from a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from portal.shared.guides import Guide, guides_for
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Certificate, Confirmation, Marketplace, Product, Requirement


@dataclass(frozen=True)
class Line:
    """One line of a checklist: what is asked, what became of it, and whether people tick it."""

    requirement: Requirement
    verdict: rules.Verdict

    @property
    def is_by_people(self) -> bool:
        """People confirm it; everything else is seen in the record."""
        return self.requirement.kind in rules.CONFIRMED_BY_PEOPLE

    @property
    def tone(self) -> str:
        """For the tag."""
        return {
            rules.VerdictState.MET: "positive",
            rules.VerdictState.SOON: "warning",
            rules.VerdictState.ENDED: "danger",
            rules.VerdictState.MISSING: "danger" if self.requirement.is_required else "neutral",
        }[self.verdict.state]


@dataclass(frozen=True)
class Checklist:
    """What one marketplace asks of one product, in order."""

    product: Product
    marketplace: Marketplace
    readiness: rules.Readiness
    lines: tuple[Line, ...]

    @property
    def percent(self) -> int:
        """Of what is required."""
        return self.readiness.percent

    @property
    def missing(self) -> list[Line]:
        """What is not there, what to see to first at the head."""
        by_key = {line.requirement.key: line for line in self.lines}
        return [by_key[verdict.asked.key] for verdict in self.readiness.missing]

    @property
    def first(self) -> Line | None:
        """What is missing first."""
        return next(iter(self.missing), None)


Table = dict[tuple[int, int], Checklist]  # product, marketplace


def checklists_of(enterprise: Enterprise, marketplaces: Sequence[Marketplace], day: date) -> Table:
    """The checklist of each product for each of these marketplaces; four queries whatever the rows."""
    requirements = list(Requirement.objects.on(day))
    products = Product.objects.filter(enterprise=enterprise).annotate(
        photo_count=Count("photos", distinct=True)
    )
    papers = _papers(enterprise)
    confirmed = _confirmed(enterprise)
    found: Table = {}
    for product in products:
        given = _given(
            product,
            [*papers[None], *papers[product.pk]],
            confirmed[None] | confirmed[product.pk],
        )
        for marketplace in marketplaces:
            asked = list(_asked(requirements, product, marketplace))
            found[product.pk, marketplace.pk] = _checklist(product, marketplace, asked, given, day)
    return found


def _checklist(
    product: Product,
    marketplace: Marketplace,
    asked: list[Requirement],
    given: rules.Given,
    day: date,
) -> Checklist:
    readiness = rules.judge([_plain(each) for each in asked], given, day)
    by_key = {each.key: each for each in asked}
    lines = tuple(Line(by_key[verdict.asked.key], verdict) for verdict in readiness.verdicts)
    return Checklist(product, marketplace, readiness, lines)


def _asked(
    requirements: Iterable[Requirement], product: Product, marketplace: Marketplace
) -> Iterable[Requirement]:
    return (
        each
        for each in requirements
        if each.marketplace_id in (None, marketplace.pk) and each.category in ("", product.category)
    )


def _plain(requirement: Requirement) -> rules.Asked:
    return rules.Asked(
        key=requirement.key,
        kind=requirement.kind,
        paper=requirement.paper,
        minimum=requirement.minimum,
        is_required=requirement.is_required,
        order=requirement.order,
    )


def _given(product: Any, papers: list[rules.Paper], confirmed: set[str]) -> rules.Given:
    return rules.Given(
        papers=tuple(papers),
        photos=product.photo_count,
        letters=len(product.description_vi.strip()),
        has_barcode=bool(product.barcode),
        has_price=bool(product.unit and product.price_band),
        has_origin=bool(product.origin or product.traceability_url),
        confirmed=frozenset(confirmed),
    )


def _papers(enterprise: Enterprise) -> dict[int | None, list[rules.Paper]]:
    """By product; those that speak of the whole enterprise under ``None``."""
    of_all = Q(product=None, kind__in=sorted(str(kind) for kind in rules.OF_THE_ENTERPRISE))
    rows = Certificate.objects.filter(Q(product__isnull=False) | of_all, enterprise=enterprise)
    found: dict[int | None, list[rules.Paper]] = defaultdict(list)
    for product, kind, issued_on, valid_to in rows.order_by("pk").values_list(
        "product", "kind", "issued_on", "valid_to"
    ):
        found[product].append(rules.Paper(kind, issued_on, valid_to))
    return found


def _confirmed(enterprise: Enterprise) -> dict[int | None, set[str]]:
    found: dict[int | None, set[str]] = defaultdict(set)
    rows = Confirmation.objects.filter(enterprise=enterprise)
    for product, key in rows.values_list("product", "requirement__key"):
        found[product].add(key)
    return found


# --- what mends it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mending:
    """Why a listing was rejected, what to do, and the guide that shows how where there is one."""

    reason: Any
    note: str
    words: Any
    guide: Guide | None


def mending_of(listing: Any) -> Mending | None:
    """What mends a rejected listing; ``None`` for any other."""
    if listing.state != rules.ListingState.REJECTED:
        return None
    facts = list(listing.facts.all())
    standing = {fact.key for fact in rules.standing(each.plain for each in facts)}
    rejected = [f for f in facts if f.pk in standing and f.state == rules.ListingState.REJECTED]
    if not rejected:
        return None
    last = max(rejected, key=lambda fact: (fact.effective_on, fact.recorded_at, fact.pk))
    reason = last.reason or rules.RejectionReason.OTHER
    words, slug = rules.MENDED_BY.get(reason, rules.MENDED_BY[rules.RejectionReason.OTHER])
    tie = f"rejection:{reason}"
    return Mending(last.reason_label, last.note, words, guides_for({tie: slug}).get(tie))
