"""Invented things for the pattern page, so that every component is seen in its states."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator

from portal.shared import charts, clock
from portal.shared.audit import Change, HistoryRow
from portal.shared.forms import PatternForm

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


@register.simple_tag
def patterns() -> SimpleNamespace:
    """Forms (empty and with errors), a page of a list, charts, history and items of navigation."""
    names = [
        dict(zip(("name", "kind", "place", "products", "state", "words"), row, strict=True))
        for row in ROWS
    ]
    return SimpleNamespace(
        form=PatternForm(prefix="plain"),
        broken=PatternForm(
            {"wrong-name": "", "wrong-phone": "09", "wrong-revenue": "nhiều", "wrong-founded_on": "31/02/2026"},
            prefix="wrong",
        ),
        rows=names,
        page=_page(),
        crumbs=[{"label": "Bàn làm việc", "url": "#"}, {"label": "Doanh nghiệp", "url": "#"}],
        tabs=[
            {"label": "Tổng quan", "url": "#", "is_current": True},
            {"label": "Sản phẩm", "url": "#", "count": 12},
            {"label": "Đánh giá sẵn sàng", "url": "#", "count": 0},
            {"label": "Chương trình", "url": "#"},
        ],
        steps=[
            {"label": "Doanh nghiệp", "url": "#", "state": "done"},
            {"label": "Địa chỉ", "url": "#", "state": "done"},
            {"label": "Liên hệ", "url": "#", "state": "current"},
            {"label": "Kiểm tra lại", "url": "#", "state": "todo"},
        ],
        links=[
            {"label": "Mở gian hàng trên sàn", "url": "#", "text": "Giấy tờ, ảnh, giá và đơn đầu tiên", "meta": "8 phút", "icon": "shop"},
            {"label": "Hóa đơn điện tử", "url": "#", "text": "Đăng ký, ký số, sửa sai", "meta": "6 phút", "icon": "file"},
        ],
        icons=re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")),
        history=_history(),
        radar=charts.radar(
            ["Trải nghiệm khách hàng", "Chiến lược", "Hạ tầng và công nghệ", "Vận hành", "Văn hóa số", "Dữ liệu"],
            [("Doanh nghiệp của bạn", [3.2, 2.1, 1.4, 2.8, 3.6, 1.2]), ("Trung bình cùng ngành", [2.4, 2.2, 2.0, 2.1, 2.6, 1.8])],
            5,
        ),
        bars=charts.bars(
            [("Shopee", 188, "#"), ("TikTok Shop", 121, "#"), ("Postmart", 92), ("Lazada", 37), ("Sendo (đã đóng)", None)],
            unit="sản phẩm",
        ),
        line=charts.line(
            {
                "Sản phẩm": [("T4", 251), ("T5", 302), ("T6", 338), ("T7", None), ("T8", 401), ("T9", 438)],
                "Doanh nghiệp": [("T4", 60), ("T5", 71), ("T6", 80), ("T7", 88), ("T8", 95), ("T9", 102)],
            }
        ),
        multiples=charts.multiples(
            {
                "Lúa gạo": [("2023", 40), ("2024", 62), ("2025", 75)],
                "Sen": [("2023", 12), ("2024", 30), ("2025", 58)],
                "Hoa Sa Đéc": [("2023", 22), ("2024", 20), ("2025", 31)],
                "Cá tra": [("2023", 9), ("2024", 10), ("2025", 14)],
            }
        ),
    )  # fmt: skip


def _page() -> Page[Any]:
    return Paginator(range(1043), 25).page(4)


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
