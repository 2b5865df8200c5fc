"""The choices of the place picker while one types."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.shared.http import suggest_choices
from sme.places.forms import PlaceInput, options_for


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Today's units that fit the line in the picker's field, as radio buttons; public data."""
    return suggest_choices(request, options_for, PlaceInput.part, least=2)
