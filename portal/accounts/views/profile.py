"""Pages of a person about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import services
from portal.accounts.forms import ProfileForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, phone and language of the person who is signed in."""
    user = request.user
    initial = {f: getattr(user, f) for f in ("display_name", "phone", "language")}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_profile(user, actor=user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your details are saved."))
            return redirect(reverse("accounts:profile"))
    return render(request, "accounts/profile.html", {"form": form})
