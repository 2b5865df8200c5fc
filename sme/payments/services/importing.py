"""A bank's statement: a kind of list that the engine of imports knows. Money that came is recorded once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.imports import Context, ImportKind, Judged, Problem, ReadRow, Verdict
from portal.shared.money import format_vnd
from sme.payments import permissions, uploads
from sme.payments.models import Obligation, Payment
from sme.payments.rules import transfers
from sme.payments.rules.states import Method
from sme.payments.services import receiving


class StatementImport(ImportKind):
    """Credits of the office's account: matched by reference and amount, else they wait for a person."""

    key = "bank-statement"
    label = gettext_lazy("bank statements")
    noun = gettext_lazy(
        "The statement of the bank as it gives it. Money that matches no payment waits to be assigned."
    )
    fields = uploads.FIELDS

    def can_use(self, user: Any) -> bool:
        """Those who look after money."""
        return permissions.can_manage_payments(user)

    def notes(self) -> Sequence[str]:
        """For the template's sheet that explains it."""
        return [str(each) for each in uploads.NOTES]

    def result_url(self, ctx: Context) -> str:
        """What waits to be assigned."""
        return reverse("payments:list") + "?show=unmatched"

    def target_url(self, target_id: int) -> str:
        """What was paid."""
        return reverse("payments:obligation", args=[target_id])

    def read(self, raw: Mapping[str, Any], ctx: Context) -> ReadRow:
        """See ``uploads``."""
        return uploads.read(raw, ctx.memory.setdefault("seen", Counter()))

    def judge(self, rows: Sequence[ReadRow], ctx: Context) -> list[Judged]:
        """New money and whose it is; known money and what went out change nothing."""
        keys = [row.values.get("key", "") for row in rows]
        known = set(
            Payment.objects.filter(method=Method.TRANSFER, provider_id__in=keys).values_list(
                "provider_id", flat=True
            )
        )
        if "run" not in ctx.memory:
            ctx.memory["run"] = _Run()
        return [_judged(row.values, known, ctx.memory["run"]) for row in rows]

    def apply(self, pairs: Sequence[tuple[ReadRow, Judged]], ctx: Context) -> Any:
        """Record each; returns the numbers of the payments."""
        return [_record(row.values, judged, ctx).pk for row, judged in pairs]

    def undo(self, data: Any, ctx: Context) -> None:
        """Take back what still waits; money that was assigned has its receipt and is refused."""
        for payment in Payment.objects.filter(pk__in=data).order_by("-pk"):
            receiving.withdraw_payment(payment, actor=ctx.actor)


class _Run:
    """What one run looks up once."""

    def __init__(self) -> None:
        rows = Obligation.objects.exclude(reference=None).select_related("enterprise")
        self.owed = {str(each.reference): each for each in rows}
        self.finder = transfers.Finder(self.owed)
        # What rows above pay already, so that a second transfer for the same is seen as too much.
        self.paid: Counter[int] = Counter()


def _judged(values: Mapping[str, Any], known: set[str], run: "_Run") -> Judged:
    if values.get("is_out"):
        return _nothing(_("No money came with this row: it went out, or the amount is empty."))
    if values["key"] in known:
        return _nothing(_("Recorded already."))
    if values["is_back"]:
        return _waits(_("It looks like money that came back: a person has to look at it."))
    found = run.finder.find(values["words"])
    if found is None:
        return _waits(_("No reference is told: it waits to be assigned."))
    obligation, is_exact = run.owed[found[0]], found[1]
    left, amount = obligation.outstanding - run.paid[obligation.pk], values["amount"]
    if not is_exact and left != amount:
        return _waits(_("The reference has a slip and the amount is another: it waits."))
    run.paid[obligation.pk] += min(amount, max(left, 0))
    label = f"{obligation.reference} · {obligation.enterprise.name}"
    return Judged(Verdict.NEW, obligation.pk, label, problems=_doubts(amount, left, is_exact))


def _doubts(amount: int, left: int, is_exact: bool) -> list[Problem]:
    told = []
    if not is_exact:
        told.append(_("The reference has a slip; the amount is exactly what is owed."))
    if left <= 0:
        told.append(_("Nothing is owed there any more: the money waits."))
    elif amount > left:
        more = {"more": format_vnd(amount - left)}
        told.append(_("%(more)s more than is owed: that part waits.") % more)
    elif amount < left:
        told.append(_("A part: %(left)s is still owed.") % {"left": format_vnd(left - amount)})
    return [Problem("words", sentence, is_warning=True) for sentence in told]


def _waits(sentence: str) -> Judged:
    words = [Problem("words", sentence, is_warning=True)]
    return Judged(Verdict.NEW, None, _("waits to be assigned"), problems=words)


def _nothing(sentence: str) -> Judged:
    return Judged(Verdict.SAME, problems=[Problem("", sentence, is_warning=True)])


def _record(values: Mapping[str, Any], judged: Judged, ctx: Context) -> Payment:
    owner = Obligation.objects.get(pk=judged.target_id) if judged.target_id else None
    return receiving.record_payment(
        method=Method.TRANSFER,
        provider_id=values["key"],
        amount=values["amount"],
        obligation=owner,
        actor=ctx.actor,
        words=values["words"],
        received_on=date.fromisoformat(values["day"]),
    )
