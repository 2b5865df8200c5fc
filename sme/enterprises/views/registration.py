"""A business registers itself, one short step after the other; what was typed is kept between them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import refuse
from sme.enterprises import rules, selectors, services
from sme.enterprises.forms import ContactStep, KindStep, NumberStep, PlaceStep
from sme.enterprises.models import Enterprise
from sme.enterprises.views import warning
from sme.enterprises.views.business import CHOICE
from sme.places.models import Unit


@dataclass(frozen=True)
class Step:
    """One page of the registration."""

    slug: str
    form: type[forms.Form]
    title: Any
    short: Any


STEPS = (
    Step("kind", KindStep, gettext_lazy("Your business"), gettext_lazy("Business")),
    Step("number", NumberStep, gettext_lazy("Tax code"), gettext_lazy("Tax code")),
    Step("place", PlaceStep, gettext_lazy("Where is it?"), gettext_lazy("Place")),
    Step(
        "contact",
        ContactStep,
        gettext_lazy("Whom do we call, and how large is it?"),
        gettext_lazy("Contact and size"),
    ),
)
_BY_SLUG = {step.slug: place for place, step in enumerate(STEPS)}


def _address(place: int) -> str:
    return reverse("enterprises:register_step", args=[STEPS[place].slug])


def _first_open(draft: dict[str, Any]) -> int:
    """The first step that has not been answered."""
    return next((n for n, step in enumerate(STEPS) if step.slug not in draft), len(STEPS) - 1)


@login_required
@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Go on where the person stopped."""
    return redirect(_address(_first_open(selectors.draft_of(request.user))))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: show it with what was typed before, keep what is typed now, go on."""
    if slug not in _BY_SLUG:
        raise Http404
    here, draft = _BY_SLUG[slug], selectors.draft_of(request.user)
    if here > _first_open(draft):
        return redirect(_address(_first_open(draft)))
    form = STEPS[here].form(
        request.POST if request.method == "POST" else None,
        initial=_initial(slug, draft, request.user),
    )
    alike: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        draft = {**draft, slug: _plain(form.cleaned_data)}
        services.save_draft(request.user, draft)
        missing = next((n for n, each in enumerate(STEPS) if each.slug not in draft), None)
        if missing is not None or here < len(STEPS) - 1:
            return redirect(_address(here + 1 if missing is None else min(missing, here + 1)))
        alike = warning.of_look_alikes(request, _values_of(draft))
        if not alike and (enterprise := _send(form, draft, request.user)):
            return _done(request, enterprise)
    context = {**_context(form, here, draft), **alike}
    return render(request, "enterprises/register.html", context)


def _values_of(draft: dict[str, Any]) -> dict[str, Any]:
    """What is compared with the registry before the draft is sent."""
    kind, _number, place, contact = (dict(draft[each.slug]) for each in STEPS)
    person = {"name": contact["contact_name"]}
    return {**kind, **contact, "place": place["place"], "contacts": [person]}


def _context(form: forms.Form, here: int, draft: dict[str, Any]) -> dict[str, Any]:
    def state(place: int) -> str:
        if place == here:
            return "current"
        return "done" if STEPS[place].slug in draft else "todo"

    return {
        "form": form,
        "step": STEPS[here],
        "number": here + 1,
        "count": len(STEPS),
        "is_last": here == len(STEPS) - 1,
        "steps": [
            {"label": each.short, "url": _address(place), "state": state(place)}
            for place, each in enumerate(STEPS)
        ],
        "back_url": _address(here - 1) if here else reverse("dashboard:business"),
        "has_draft": bool(draft),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: a unit by its key."""
    return {name: value.pk if isinstance(value, Unit) else value for name, value in values.items()}


def _initial(slug: str, draft: dict[str, Any], user: Any) -> dict[str, Any]:
    if slug in draft:
        return draft[slug]
    if slug == "contact":
        return {"contact_name": user.display_name, "phone": user.phone, "email": user.email}
    return {}


def _send(form: forms.Form, draft: dict[str, Any], user: Any) -> Enterprise | None:
    """Register with all that was typed; on a refusal the form says why and the draft stays."""
    kind, number, place, contact = (dict(draft[each.slug]) for each in STEPS)
    person = {
        "name": contact.pop("contact_name"),
        "phone": contact["phone"],
        "email": contact["email"],
    }
    unit = Unit.objects.select_related("parent").filter(pk=place["place"]).first()
    try:
        if unit is None:
            raise RuleBroken("place_gone", _("Choose the commune or ward again."))
        identifiers = [rules.read_tax_number(number["number"])] if number["number"] else []
        enterprise = services.register(
            **kind,
            **contact,
            place=unit,
            address=place["address"],
            identifiers=identifiers,
            contacts=[person],
            owner=user,
            actor=user,
        )
    except RuleBroken as broken:
        refuse(form, broken)
        return None
    services.discard_draft(user)
    services.look_at(enterprise)
    return enterprise


def _done(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    request.session[CHOICE] = enterprise.pk
    messages.success(
        request,
        _("%(name)s is registered. The office will check it; you can go on at once.")
        % {"name": enterprise.name},
    )
    return redirect("dashboard:business")


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Begin again with empty pages."""
    services.discard_draft(request.user)
    return redirect("enterprises:register")
