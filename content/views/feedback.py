"""“Was this useful?”: a form of its own, since the page itself is kept whole for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from content import selectors, services
from content.forms import FeedbackForm
from portal.accounts.adapter import visitor_of
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a published page helped, take the answer, say thanks."""
    page = get_or_404_visible(selectors.readable_pages(), pk=pk)
    context = {"page": page, "address": page.get_url(request), "thanks": "thanks" in request.GET}
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        initial={"useful": request.GET.get("useful", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if not given["website"]:  # only machines fill in what nobody sees
                services.tell_if_useful(
                    page, given["useful"] == "yes", given["sentence"], who=visitor_of(request)
                )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            return redirect(f"{reverse('content:feedback', args=[pk])}?thanks")
    return render(request, "content/feedback.html", {**context, "form": form})
