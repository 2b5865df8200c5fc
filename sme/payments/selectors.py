"""Reads what is owed and paid: lists of the office, totals per cohort, the enterprise's own."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import clock, waiting
from portal.shared.concerns import Concern
from portal.shared.money import format_vnd
from portal.shared.waiting import Kind, Told
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.payments.models import Obligation, Payment, Posting, Refund, WebhookEvent
from sme.payments.rules import transfers
from sme.payments.rules.states import EventState, RefundState
from sme.programmes import permissions as programmes
from sme.programmes.models import Cohort, Enrolment, SupportContract
from sme.programmes.rules import EnrolmentState


def owed_by(enterprise: Enterprise) -> list[Obligation]:
    """Everything an enterprise owes or has paid, what is open first."""
    rows = Obligation.objects.filter(enterprise=enterprise).prefetch_related("payments__receipts")
    return sorted(rows, key=lambda each: (not each.outstanding, each.due_on))


def concerns() -> Iterator[Concern]:
    """What administrators have to know of payments."""
    failed = WebhookEvent.objects.filter(state=EventState.FAILED).count()
    if failed:
        words = _("%(n)d messages of the card service could not be handled.") % {"n": failed}
        yield Concern(words, _("See why in the list of payments."), reverse("payments:list"))


def metrics() -> Iterator[tuple[str, str, dict[str, str], float]]:
    """What machines watch of payments."""
    for row in Obligation.objects.order_by().values("state").annotate(n=Count("pk")):
        yield "portal_obligations", "Obligations by state", {"state": row["state"]}, row["n"]
    for row in WebhookEvent.objects.order_by().values("state").annotate(n=Count("pk")):
        yield "portal_card_messages", "Messages by state", {"state": row["state"]}, row["n"]


def todo_for(enterprise: Enterprise) -> Iterator[Due]:
    """What the business has to pay."""
    for owed in Obligation.objects.filter(enterprise=enterprise).open():
        words = {"amount": format_vnd(owed.outstanding), "purpose": owed.purpose}
        day = clock.local_day(owed.reserved_until) if owed.reserved_until else owed.due_on
        yield Due(
            _("Pay %(amount)s: %(purpose)s") % words, reverse("payments:pay", args=[owed.pk]), day
        )


def counts() -> dict[str, int]:
    """How many of each kind wait for the office."""
    return {
        "open": Obligation.objects.open().count(),
        "overdue": Obligation.objects.overdue().count(),
        "unmatched": Payment.objects.unmatched().count(),
        "refunds": Refund.objects.filter(state__in=WAITING).count(),
        "messages": WebhookEvent.objects.filter(state=EventState.FAILED).count(),
    }


WAITING = (RefundState.ASKED, RefundState.APPROVED)


def listed(show: str) -> QuerySet[Any]:
    """The rows of one of the office's lists."""
    if show == "unmatched":
        return Payment.objects.unmatched().select_related("obligation__enterprise")
    if show == "refunds":
        rows = Refund.objects.filter(state__in=WAITING)
        return rows.select_related("payment__obligation__enterprise", "requested_by")
    found = Obligation.objects.select_related("enterprise", "enrolment__cohort")
    if show == "overdue":
        return found.overdue()
    return found if show == "all" else found.open()


def totals() -> list[dict[str, Any]]:
    """Asked, paid, paid back and still owed, in đồng, for each cohort and for what stands alone."""
    whole = BigIntegerField()
    closed = When(closed_at__isnull=False, then=Value(0))
    owed = Case(closed, default=F("amount") - F("applied"), output_field=whole)
    asked = Case(closed, default=F("amount"), output_field=whole)
    rows = Obligation.objects.order_by("enrolment__cohort__code").values("enrolment__cohort__code")
    return [
        dict(row)
        for row in rows.annotate(
            code=Coalesce("enrolment__cohort__code", Value("")),
            n=Count("pk"),
            asked=Sum(asked),
            paid=Sum("applied"),
            back=Sum("refunded"),
            owed=Sum(owed),
        )
    ]


def journal() -> Iterator[Sequence[Any]]:
    """The ledger's entries for the accountant, oldest first."""
    rows = Posting.objects.prefetch_related("entries").select_related("obligation", "payment")
    for posting in rows.iterator(chunk_size=500):
        for entry in posting.entries.all():
            yield (
                posting.pk,
                posting.at,
                posting.kind,
                posting.obligation.reference if posting.obligation else "",
                posting.payment.method if posting.payment else "",
                entry.account,
                max(entry.amount, 0),
                max(-entry.amount, 0),
            )


def unasked(cohort: Cohort) -> QuerySet[Enrolment]:
    """Those who have a place in the cohort and were never asked for their share."""
    enrolled = cohort.enrolments.filter(state=EnrolmentState.ENROLLED, obligations=None)
    return enrolled.select_related("enterprise").order_by("pk")


def contract_acts(
    contracts: Sequence[SupportContract], user: Any
) -> dict[int, list[tuple[Any, str]]]:
    """Beside a supported contract: ask for the own share, or see how it stands."""
    if not programmes.can_manage_programmes(user):
        return {}
    asked = {
        each.contract_id: each
        for each in Obligation.objects.filter(contract__in=contracts, closed_at=None)
    }
    found: dict[int, list[tuple[Any, str]]] = {}
    for contract in contracts:
        owed = asked.get(contract.pk)
        if owed is not None:
            words = _("Asked for: %(state)s") % {"state": owed.get_state_display()}
            found[contract.pk] = [(words, owed.get_absolute_url())]
        elif contract.own_share:
            url = reverse("payments:own_share", args=[contract.pk])
            found[contract.pk] = [(_("Ask for the own share"), url)]
    return found


def by_reference(written: str) -> Obligation | None:
    """The obligation of a reference as people type it: spaces, small letters and look-alikes do not matter."""
    known = Obligation.objects.exclude(reference=None).values_list("reference", flat=True)
    found = transfers.find_reference(written, [str(each) for each in known])
    return Obligation.objects.get(reference=found[0]) if found and found[1] else None


def transfer_code(obligation: Obligation) -> str:
    """The content of the VietQR code that pays this, or nothing where no bank account is set up."""
    if not (settings.BANK_BIN and settings.BANK_ACCOUNT and obligation.outstanding):
        return ""
    reference = obligation.reference or ""
    return transfers.vietqr(
        settings.BANK_BIN, settings.BANK_ACCOUNT, obligation.outstanding, reference
    )


# --- what waits for the office -----------------------------------------------------------------------


def _owed(row: Obligation) -> Told:
    about = f"{format_vnd(row.outstanding)} · {row.purpose}"
    return Told(row.enterprise.name, row.get_absolute_url(), about)


def _money(row: Payment) -> Told:
    whose = row.obligation.enterprise.name if row.obligation else row.words or row.provider_id
    url = reverse("payments:money", args=[row.pk])
    return Told(whose, url, f"{format_vnd(row.loose)} · {row.get_method_display()}")


def _refund(row: Refund) -> Told:
    told = _money(row.payment)
    return Told(told.title, told.url, f"{format_vnd(row.amount)} · {row.reason}")


def register_kinds() -> None:
    """What is overdue, what nobody can be given credit for, what goes back; for those who look after money."""

    def kind(show: str, **rest: Any) -> Kind:
        return Kind(
            key=f"payments.{show}",
            rows=lambda _user: listed(show).order_by(rest["since"], "pk"),
            address=lambda: f"{reverse('payments:list')}?show={show}",
            is_for=programmes.can_manage_programmes,
            icon="coins",
            **rest,
        )

    waiting.register(
        kind(
            "refunds",
            label=gettext_lazy("Refunds to decide or carry out"),
            act=gettext_lazy("Decide on the refund"),
            tell=_refund,
            since="created_at",
        ),
        kind(
            "unmatched",
            label=gettext_lazy("Money not assigned"),
            act=gettext_lazy("Find out whose money it is"),
            tell=_money,
            since="received_on",
        ),
        kind(
            "overdue",
            label=gettext_lazy("Own shares overdue"),
            act=gettext_lazy("Ask when the share will be paid"),
            tell=_owed,
            since="due_on",
        ),
    )
