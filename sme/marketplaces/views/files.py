"""Photographs and papers, served to those who may see them."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.shared.http import get_or_404_visible
from sme.marketplaces.models import Certificate, ProductPhoto

YEAR = 365 * 24 * 3600


@require_safe
def photo(request: HttpRequest, pk: int, name: str) -> HttpResponse | FileResponse:
    """One size of a photograph: to everybody when its product is shown, else to those who see the product.

    Its name changes with its content, so a browser may keep it for ever.
    """
    found = ProductPhoto.objects.for_everybody().filter(pk=pk).first()
    keep = f"public, max-age={YEAR}, immutable"
    if found is None:
        found = get_or_404_visible(ProductPhoto.objects.visible_to(request.user), pk=pk)
        keep = "private, max-age=300"
    file = found.stored(name)
    if file is None:
        raise Http404
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(stream, content_type="image/webp")
    answer["Cache-Control"] = keep
    return answer


@login_required
@require_safe
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file of a paper, to the members and officers who see it; always as a download."""
    rows = Certificate.objects.visible_to(request.user).exclude(file="")
    found = get_or_404_visible(rows, pk=pk)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=found.file_name)
