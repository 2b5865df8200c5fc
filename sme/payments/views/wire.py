"""Where the card service tells what happened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sme.payments.rules.wire import BadSignature
from sme.payments.services import events, stripe

LARGEST_MESSAGE = 1_000_000


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """A signed message: stored, then handled; what fails while handling is kept and handled again."""
    if not stripe.is_offered():
        raise Http404
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LARGEST_MESSAGE:
        return HttpResponse(status=413)
    try:
        event = events.store_event(request.body, request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return HttpResponse(status=400)
    events.handle_event(event)
    return HttpResponse(status=200)
