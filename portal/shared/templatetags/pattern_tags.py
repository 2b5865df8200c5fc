"""Invented things for the pattern page, so that every component is seen in its states."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Paginator

from portal.shared import charts, clock
from portal.shared.audit import Change, HistoryRow
from portal.shared.forms import PatternFilterForm, PatternForm

register = template.Library()

SPRITE = Path(settings.BASE_DIR) / "portal/static/portal/img/icons.svg"

LONG = (
    "Hợp tác xã Dịch vụ Nông nghiệp và Du lịch sinh thái Đồng Sen Tháp Mười – chi nhánh Trường Xuân"
)
ROWS = (
    (
        "Cơ sở bánh phồng tôm Sa Giang Bé Tư",
        "Hộ kinh doanh",
        "Phường Sa Đéc",
        12,
        "positive",
        "Đã xác minh",
    ),
    (LONG, "Hợp tác xã", "Xã Tháp Mười", 1438, "warning", "Chờ bổ sung"),
    ("Xoài Cao Lãnh Út Hiền", "Công ty", "Phường Cao Lãnh", None, "neutral", "Mới"),
)


LINKS = (
    ("Mở gian hàng trên sàn", "Giấy tờ, ảnh, giá và đơn đầu tiên", "8 phút", "shop"),
    ("Hóa đơn điện tử", "Đăng ký, ký số, sửa sai", "6 phút", "file"),
)
TABS = (("Tổng quan", None), ("Sản phẩm", 12), ("Đánh giá sẵn sàng", 0), ("Chương trình", None))
STEPS = (
    ("Doanh nghiệp", "done"),
    ("Địa chỉ", "done"),
    ("Liên hệ", "current"),
    ("Kiểm tra lại", "todo"),
)
PILLARS = (
    "Trải nghiệm khách hàng",
    "Chiến lược",
    "Hạ tầng và công nghệ",
    "Vận hành",
    "Văn hóa số",
    "Dữ liệu",
)
SCORES = (
    ("Doanh nghiệp của bạn", (3.2, 2.1, 1.4, 2.8, 3.6, 1.2)),
    ("Trung bình cùng ngành", (2.4, 2.2, 2.0, 2.1, 2.6, 1.8)),
)
ON_MARKETPLACES = (
    ("Shopee", 188, "#"), ("TikTok Shop", 121, "#"), ("Postmart", 92), ("Lazada", 37), ("Sendo (đã đóng)", None),
)  # fmt: skip
MONTHS = ("T4", "T5", "T6", "T7", "T8", "T9")
BY_SECTOR = {
    "Lúa gạo": (40, 62, 75),
    "Sen": (12, 30, 58),
    "Hoa Sa Đéc": (22, 20, 31),
    "Cá tra": (9, 10, 14),
}


@register.simple_tag(takes_context=True)
def patterns(context: template.Context) -> SimpleNamespace:
    """Forms (empty and with errors), a page of a list, charts, history and items of navigation."""
    wrong = {"wrong-phone": "09", "wrong-revenue": "nhiều", "wrong-founded_on": "31/02/2026"}
    return SimpleNamespace(
        form=PatternForm(prefix="plain"),
        broken=PatternForm(wrong, prefix="wrong"),
        filters=PatternFilterForm(context["request"].GET),
        rows=[
            dict(zip(("name", "kind", "place", "products", "state", "words"), row, strict=True))
            for row in ROWS
        ],
        page=Paginator(range(1043), 25).page(4),
        crumbs=[{"label": "Bàn làm việc", "url": "#"}, {"label": "Doanh nghiệp", "url": "#"}],
        tabs=[
            {"label": label, "url": "#", "count": n, "is_current": label == TABS[0][0]}
            for label, n in TABS
        ],
        steps=[{"label": label, "url": "#", "state": state} for label, state in STEPS],
        links=[{"label": a, "url": "#", "text": b, "meta": c, "icon": d} for a, b, c, d in LINKS],
        icons=re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")),
        history=_history(),
        **_charts(),
    )


def _charts() -> dict[str, Any]:
    products, enterprises = (251, 302, 338, None, 401, 438), (60, 71, 80, 88, 95, 102)
    return {
        "radar": charts.radar(PILLARS, SCORES, 5),
        "bars": charts.bars(ON_MARKETPLACES, unit="sản phẩm"),
        "line": charts.line(
            {
                "Sản phẩm": list(zip(MONTHS, products, strict=True)),
                "Doanh nghiệp": list(zip(MONTHS, enterprises, strict=True)),
            }
        ),
        "multiples": charts.multiples(
            {
                name: list(zip(("2023", "2024", "2025"), values, strict=True))
                for name, values in BY_SECTOR.items()
            }
        ),
    }


def _history() -> list[HistoryRow]:
    now = clock.now()
    size = Change("size_class", "Quy mô", "Siêu nhỏ", "Nhỏ")
    return [
        HistoryRow(now, "Lê Thị Sen", "pattern.change", "sửa hồ sơ", (size,), {}, False),
        HistoryRow(
            now - timedelta(days=9),
            "Hệ thống",
            "pattern.add",
            "nhập từ danh sách của xã",
            (),
            {},
            True,
        ),
    ]
