"""The officers' list of products, and the same as a workbook."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import clock
from portal.shared.http import page_of, render_page_or_part
from portal.shared.spreadsheets import ReadFirst, write_workbook
from sme.marketplaces import exports, filters, permissions
from sme.marketplaces.selectors import catalogue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _wanted(request: HttpRequest) -> filters.ProductFilter:
    if not permissions.can_see_figures(request.user):
        raise Http404
    visible = catalogue.products_visible_to(request.user)
    return filters.ProductFilter(request.GET, visible, user=request.user)


@require_safe
@login_required
def products(request: HttpRequest) -> HttpResponse:
    """All products in the officer's area, filtered as the address says."""
    wanted = _wanted(request)
    context = {
        "filterset": wanted,
        "page": page_of(request, wanted.qs),
        "query": request.GET.urlencode(),
    }
    return render_page_or_part(request, "marketplaces/products.html", context)


@require_safe
@login_required
def products_export(request: HttpRequest) -> FileResponse:
    """The list as it is seen, as a workbook that can come in again."""
    wanted = _wanted(request)
    stream, today = BytesIO(), clock.today()
    write_workbook(
        stream,
        exports.PRODUCT_COLUMNS,
        exports.product_rows(wanted.qs.iterator(chunk_size=2000)),
        about=ReadFirst(
            title=_("Products"), as_of=clock.now(), by=str(request.user), notes=wanted.in_words()
        ),
    )
    stream.seek(0)
    name = f"san-pham-{today:%Y-%m-%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
