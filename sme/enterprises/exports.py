"""The ordered columns of an exported list of enterprises, and its rows."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.shared import phones
from portal.shared.spreadsheets import Column, ReadFirst, write_csv, write_workbook
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, EnterpriseQuerySet
from sme.enterprises.rules import Kind, LegalForm, SizeClass, State
from sme.places import selectors as places
from sme.places.models import Unit

CHUNK = 2_000


def columns() -> list[Column]:
    """All columns, in the order officers read them."""
    bands = selectors.latest_size_rules()
    sectors = {each.code: str(each) for each in selectors.classification().sections.values()}
    divisions = {code: str(each) for code, each in selectors.classification().divisions.items()}
    return [
        Column("id", "Mã hồ sơ", "Record", "integer"),
        Column("name", "Tên", "Name", width=44),
        Column("kind", "Loại hình", "Kind", "choice", words=dict(Kind.choices)),
        Column("legal_form", "Hình thức pháp lý", "Legal form", "choice", words=dict(LegalForm.choices), width=26),
        Column("number", "Mã số thuế / số đăng ký", "Tax code or number", "code", width=20),
        Column("place", "Xã, phường khi ghi nhận", "Commune as entered", width=32),
        Column("place_today", "Xã, phường hiện nay", "Commune today", width=26),
        Column("address", "Địa chỉ", "Address", width=30),
        Column("contact", "Người liên hệ", "Person to call", width=24),
        Column("phone", "Điện thoại", "Phone", "code"),
        Column("email", "Email", "E-mail", width=30),
        Column("sector", "Ngành", "Sector", "choice", words=sectors, width=30),
        Column("division", "Ngành cấp 2", "Division", "choice", words=divisions, width=30),
        Column("employees", "Số lao động", "Employees", "integer"),
        Column("revenue_band", "Doanh thu năm", "Revenue a year", "choice", width=22,
               words={key: band.label for key, band in bands.revenue_bands.items()}),
        Column("capital_band", "Nguồn vốn", "Capital", "choice", width=22,
               words={key: band.label for key, band in bands.capital_bands.items()}),
        Column("size_class", "Quy mô", "Size class", "choice", words=dict(SizeClass.choices)),
        Column("live_products", "Sản phẩm đang bán trên sàn", "Products on sale", "integer"),
        Column("readiness_level", "Mức sẵn sàng", "Readiness level", "integer"),
        Column("state", "Tình trạng", "State", "choice", words=dict(State.choices)),
        Column("registered_on", "Ngày vào danh sách", "In the registry since", "date"),
        Column("closed_on", "Ngày đóng", "Closed on", "date"),
        Column("officer", "Cán bộ phụ trách", "Officer in charge", width=24),
    ]  # fmt: skip


def rows(
    queryset: EnterpriseQuerySet, *, each_done: Callable[[], Any] = lambda: None
) -> Iterator[Sequence[Any]]:
    """One row for each enterprise, streamed; personal numbers are masked."""
    today = places.present_names(Unit.objects.communes().filter(valid_to__isnull=False))
    plain = queryset.select_related("place__parent", "responsible").prefetch_related(None)
    found = plain.with_numbers().prefetch_related("contacts")
    for each in found.iterator(chunk_size=CHUNK):
        yield _row(each, today)
        each_done()


def _row(each: Enterprise, today: dict[int, str]) -> Sequence[Any]:
    number, contact = each.main_identifier, selectors.main_contact(each)
    return (
        each.pk,
        each.name,
        each.kind,
        each.legal_form,
        number.masked_value if number else None,
        each.place.full_name,
        today.get(each.place_id, each.place.name),
        each.address,
        contact.name if contact else None,
        phones.format_phone(each.phone) if each.phone else None,
        each.email,
        each.sector or None,
        each.division or None,
        each.employees,
        each.revenue_band or None,
        each.capital_band or None,
        each.size_class,
        each.live_products,
        each.readiness_level,
        each.state,
        each.registered_on,
        each.closed_on,
        str(each.responsible) if each.responsible else None,
    )


def write(
    stream: IO[bytes],
    queryset: EnterpriseQuerySet,
    *,
    by: str,
    filters: Sequence[tuple[str, str]],
    keys: Collection[str] = (),
    file_format: str = "xlsx",
    each_done: Callable[[], Any] = lambda: None,
) -> int:
    """Write the list (these columns, none: all, in the list's own order); returns how many rows there were."""
    offered = columns()
    at = [n for n, each in enumerate(offered) if not keys or each.key in keys]
    shown = [offered[n] for n in at]
    picked = ([row[n] for n in at] for row in rows(queryset, each_done=each_done))
    if file_format == "csv":
        return write_csv(stream, shown, picked)
    has_invented = queryset.filter(is_demo=True).order_by().exists()
    about = ReadFirst(
        title=_("Enterprises, co-operatives and household businesses"),
        by=by,
        filters=filters,
        notes=[
            *([_("These enterprises are invented for the demonstration.")] if has_invented else []),
            _("Personal identification numbers show their last four digits only."),
            _(
                "The list holds contact data: use it for the programme, and delete it when it has served."
            ),
        ],
    )
    return write_workbook(
        stream,
        shown,
        picked,
        about=about,
        sheet_title=_("Enterprises"),
    )


def file_name(day: Any, file_format: str = "xlsx") -> str:
    """What the file is called."""
    return f"doanh-nghiep-{day:%Y-%m-%d}.{file_format}"
