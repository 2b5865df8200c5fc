"""One product of a business: its facts, photographs, papers, and where it is sold; for members and officers."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.files import display_name
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises.models import Enterprise
from sme.marketplaces import permissions, selectors, services
from sme.marketplaces.forms import PhotosForm, PhotoWordsForm, ProductForm
from sme.marketplaces.models import Product, ProductPhoto


def editable(request: HttpRequest, enterprise: Enterprise) -> None:
    """404 to whoever may not change what the enterprise sells."""
    if not permissions.can_list_for(request.user, enterprise):
        raise Http404


def crumbs(*products: Product) -> list[dict[str, str]]:
    """The way to a page about these products."""
    way = [{"label": _("Products"), "url": reverse("marketplaces:mine")}]
    return way + [{"label": str(each), "url": each.get_absolute_url()} for each in products]


def editable_product(request: HttpRequest, pk: int) -> Product:
    """The product, if this person may change it; else 404."""
    visible = Product.objects.visible_to(request.user).select_related(
        "enterprise", "enterprise__place"
    )
    found = get_or_404_visible(visible, pk=pk)
    editable(request, found.enterprise)
    return found


@require_safe
@login_required
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is kept of a product, part by part."""
    found = editable_product(request, pk)
    photos = list(found.photos.all())
    listings = list(selectors.listings_of(found.enterprise).filter(product=found))
    context = {
        "product": found,
        "missing": selectors.missing(found, photos, listings),
        "photos": photos,
        "photos_left": services.MOST_PHOTOS - len(photos),
        "papers": selectors.papers_of(found.enterprise, found),
        "listings": listings,
        "awards": list(selectors.awards_of(found)),
        "is_shown": selectors.in_directory().filter(pk=found.pk).exists(),
        "form": PhotosForm(),
        "crumbs": crumbs(),
    }
    return render(request, "marketplaces/product.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a product is."""
    found = editable_product(request, pk)
    name = str(found)
    form = ProductForm.of(found, request.POST or None)
    if form.is_valid():
        try:
            services.change_product(
                found,
                expected_version=form.cleaned_data["version"] or 0,
                actor=request.user,
                **form.values(),
            )
            messages.success(request, _("The product is saved."))
            return redirect(found)
        except RuleBroken as broken:
            refuse(form, broken)
    context = {"form": form, "product": found, "name": name, "crumbs": crumbs(found)}
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/product_form.html", context, status=status)


@require_POST
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a product to the public, or no longer."""
    found = editable_product(request, pk)
    is_public = request.POST.get("is_public") == "yes"
    services.show_product(found, is_public=is_public, actor=request.user)
    if is_public:
        messages.success(request, _("The product is public from now on."))
    else:
        messages.success(request, _("The product is no longer shown to the public."))
    return redirect(found)


# --- photographs ------------------------------------------------------------------------------------


def _keep_all(
    found: Product, files: Iterable[UploadedFile], actor: Any
) -> tuple[int, list[RuleBroken]]:
    """Keep each picture that can be kept; how many, and what was wrong with the others."""
    kept, wrong = 0, []
    for file in files:
        try:
            services.add_photo(found, file, actor=actor)
            kept += 1
        except RuleBroken as broken:
            name = display_name(file.name or "")
            wrong.append(RuleBroken(broken.code, f"{name}: {broken.sentence}", field="file"))
    return kept, wrong


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add photographs; those that are good stay even when another is not."""
    found = editable_product(request, pk)
    is_sent = request.method == "POST"
    form = PhotosForm(request.POST, request.FILES) if is_sent else PhotosForm()
    if form.is_valid():
        kept, wrong = _keep_all(found, form.cleaned_data["file"], request.user)
        if kept:
            words = ngettext("%(n)d photograph is added.", "%(n)d photographs are added.", kept)
            messages.success(request, words % {"n": kept})
        if not wrong:
            return redirect(f"{found.get_absolute_url()}#photos")
        for broken in wrong:
            refuse(form, broken)
    context = {"form": form, "product": found, "crumbs": crumbs(found)}
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/photo_add.html", context, status=status)


def _photo(request: HttpRequest, pk: int) -> ProductPhoto:
    rows = ProductPhoto.objects.visible_to(request.user)
    found = get_or_404_visible(
        rows.select_related("product__enterprise", "product__enterprise__place"), pk=pk
    )
    editable(request, found.product.enterprise)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def photo_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One photograph: say what it shows, put it first, remove it."""
    found = _photo(request, pk)
    initial = {"alt_vi": found.alt_vi, "alt_en": found.alt_en}
    form = PhotoWordsForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.describe_photo(found, **form.cleaned_data, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect(f"{found.product.get_absolute_url()}#photos")
    context = {"form": form, "photo": found, "crumbs": crumbs(found.product)}
    status = 422 if form.is_bound else 200
    return render(request, "marketplaces/photo.html", context, status=status)


@require_POST
@login_required
def photo_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Let lists show this photograph."""
    found = _photo(request, pk)
    services.put_first(found, actor=request.user)
    return redirect(f"{found.product.get_absolute_url()}#photos")


@require_POST
@login_required
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a photograph with its files."""
    found = _photo(request, pk)
    back = f"{found.product.get_absolute_url()}#photos"
    services.remove_photo(found, actor=request.user)
    messages.success(request, _("The photograph is removed."))
    return redirect(back)
