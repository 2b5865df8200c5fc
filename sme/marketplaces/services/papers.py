"""Acts on the papers of an enterprise and its products, and telling their holders before they end."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared import audit, clock, mail
from portal.shared.errors import RuleBroken
from portal.shared.files import DOCUMENTS, check_upload
from sme.enterprises.models import Enterprise, Membership
from sme.marketplaces import rules
from sme.marketplaces.models import Certificate, Product

FIELDS = frozenset({"kind", "title", "number", "issuer", "issued_on", "valid_to"})
MOST = 100  # of one enterprise; more is a mistake


@transaction.atomic
def add_paper(
    enterprise: Enterprise,
    *,
    kind: str,
    product: Product | None = None,
    file: UploadedFile | None = None,
    actor: User | None,
    is_demo: bool = False,
    **fields: Any,
) -> Certificate:
    """Keep a paper of an enterprise, for one of its products or (``None``) for all of them.

    ``fields``: ``title``, ``number``, ``issuer``, ``issued_on``, ``valid_to`` (its last day). Refuses a product
    of another enterprise, days that cannot be, and a file that is no PDF or picture.
    """
    paper = Certificate(enterprise=enterprise, is_demo=is_demo)
    _set(paper, {"kind": kind, **fields}, product)
    if Certificate.objects.filter(enterprise=enterprise).count() >= MOST:
        raise RuleBroken(
            "papers_too_many",
            _("There are %(most)d papers already. Remove those that you no longer need.")
            % {"most": MOST},
        )
    written = _attach(paper, file)
    try:
        paper.save()
        audit.record(paper, "marketplaces.add_paper", actor=actor, data=_by(actor))
    except BaseException:
        _forget(written)
        raise
    return paper


@transaction.atomic
def change_paper(
    paper: Certificate,
    *,
    actor: User,
    product: Product | None = None,
    file: UploadedFile | None = None,
    **fields: Any,
) -> Certificate:
    """Change what is said of a paper; a new ``file`` takes the place of the old one. Refuses as ``add_paper``."""
    paper = Certificate.objects.select_for_update().get(pk=paper.pk)
    names = [*sorted(FIELDS & set(fields)), "product_id"]
    before = {name: getattr(paper, name) for name in names}
    _set(paper, fields, product)
    changes = audit.changes(before, {name: getattr(paper, name) for name in names})
    if file:
        changes["file"] = ["", ""]
    if not changes:
        return paper
    if "valid_to" in changes:
        paper.reminded_for = None
    old = paper.file.name if file else ""
    written = _attach(paper, file)
    try:
        paper.save()
        audit.record(paper, "marketplaces.change_paper", actor=actor, data={"changes": changes})
    except BaseException:
        _forget(written)
        raise
    if old:
        transaction.on_commit(lambda: _forget(old))
    return paper


@transaction.atomic
def remove_paper(paper: Certificate, *, actor: User) -> None:
    """Remove a paper that was entered by mistake or is no longer needed; its file goes once that stands."""
    stored = paper.file.name or ""
    audit.record(paper, "marketplaces.remove_paper", actor=actor, deleted=True)
    paper.delete()
    if stored:
        transaction.on_commit(lambda: _forget(stored))


def _set(paper: Certificate, fields: dict[str, Any], product: Product | None) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    if product and product.enterprise_id != paper.enterprise_id:
        raise RuleBroken(
            "product_of_another", _("This product belongs to another enterprise."), field="product"
        )
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.product = product
    rules.check_paper(paper.kind, paper.title, paper.issued_on, paper.valid_to)


def _attach(paper: Certificate, file: UploadedFile | None) -> str:
    """Store the file under a name of chance; returns that name."""
    if not file:
        return ""
    try:
        checked = check_upload(file, DOCUMENTS)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.sentence, field="file") from None
    paper.file_name = checked.name
    paper.file.save(checked.name, file, save=False)
    return paper.file.name or ""


def _forget(stored: str) -> None:
    if stored:
        Certificate._meta.get_field("file").storage.delete(stored)  # type: ignore[union-attr]


# --- reminders --------------------------------------------------------------------------------------


def remind_of_papers() -> int:
    """Mail the members of each enterprise whose papers end within 30 days or have ended; returns how many papers.

    Each paper is told of twice at most: once before its last day, once after it (``rules.reminder_of``). For
    each night; running it again tells nothing again.
    """
    today = clock.today()
    waiting: dict[int, list[Certificate]] = defaultdict(list)
    still = Q(reminded_for__isnull=True, valid_to__gte=today - rules.SOON)
    rows = (
        Certificate.objects.filter(still | Q(reminded_for__lte=F("valid_to")))
        .filter(valid_to__lte=today + rules.SOON, enterprise__in=Enterprise.objects.open())
        .select_related("product", "enterprise")
        .order_by("enterprise", "valid_to", "pk")
    )
    for paper in rows:
        waiting[paper.enterprise_id].append(paper)
    return sum(_remind(papers, today) for papers in waiting.values())


@transaction.atomic
def _remind(papers: list[Certificate], today: date) -> int:
    """Tell the members of one enterprise of its papers, in one mail to each."""
    enterprise = papers[0].enterprise
    members = Membership.objects.filter(
        enterprise=enterprise,
        user__is_active=True,
        user__in=consents.agreed(Purpose.REMINDERS),
    )
    asked = list(members.select_related("user").order_by("pk"))
    told = [paper for paper in papers if _is_to_tell(paper, today)] if asked else []
    if not told:
        return 0
    for member in asked:
        _mail(member.user, enterprise, told, today)
    data = {**audit.BY_SYSTEM, "papers": [paper.pk for paper in told]}
    audit.record(enterprise, "marketplaces.remind_of_papers", actor=None, data=data)
    return len(told)


def _is_to_tell(paper: Certificate, today: date) -> bool:
    """Whether its holder is to be told now, remembered so that two nights at once tell it once."""
    last = paper.valid_to
    now = rules.reminder_of(last, paper.reminded_for, today) if last else None
    if now is None:
        return False
    same = Certificate.objects.filter(pk=paper.pk, valid_to=last, reminded_for=paper.reminded_for)
    return bool(same.update(reminded_for=now))


def _mail(person: User, enterprise: Enterprise, papers: list[Certificate], today: date) -> None:
    ended = [paper for paper in papers if paper.valid_to and paper.valid_to < today]
    mail.send(
        "papers_end",
        person.email,
        language=person.language,
        name=person.display_name,
        enterprise=enterprise.name,
        soon=[paper for paper in papers if paper not in ended],
        ended=ended,
        link=mail.link("marketplaces:papers", language=person.language),
    )


def _by(actor: User | None) -> dict[str, str] | None:
    return None if actor else dict(audit.BY_SYSTEM)
