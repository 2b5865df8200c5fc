"""More about a dozen invented products, for the public directory: what they are, drawings, papers, stars."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.setup.demo import drawings
from portal.setup.demo.registry import sellers, trade_of
from portal.setup.demo.world import World
from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.marketplaces import selectors, services
from sme.marketplaces.models import Product, ProductPhoto

COUNT = 12
OWN = 3  # of them the member's

# By trade: what the maker says in Vietnamese and English, where it comes from, what one costs.
STORIES: dict[str, tuple[str, str, str, str]] = {
    "rice": (
        "Gạo gặt vụ đông xuân, phơi nắng, xay tại xưởng. Cơm dẻo, thơm nhẹ, để nguội vẫn mềm.",
        "Winter-spring rice, dried in the sun and milled on site. Soft even when cold.",
        "Đồng ruộng Tháp Mười", "to50",
    ),
    "lotus": (
        "Hái sáng sớm, sao tay từng mẻ nhỏ. Pha với nước 90 độ, vị chát nhẹ, hậu ngọt.",
        "Picked at dawn and roasted by hand in small batches. Slightly bitter, then sweet.",
        "Đầm sen Tháp Mười", "to200",
    ),
    "mango": (
        "Xoài cắt khi già cây, ủ tự nhiên ba ngày. Thịt vàng, ít xơ, ngọt thanh.",
        "Picked ripe on the tree and rested for three days. Golden, sweet, hardly a fibre.",
        "Cù lao Mỹ Hiệp", "to50",
    ),
    "fish": (
        "Cá đồng làm sạch trong ngày, ướp muối vừa, phơi hai nắng. Nướng hay chiên đều ngon.",
        "Cleaned on the day it is caught, lightly salted, dried for two days in the sun.",
        "Ven sông Tiền, Hồng Ngự", "to500",
    ),
    "flowers": (
        "Trồng trong vườn nhà, giao khi nụ vừa hé. Kèm giấy hướng dẫn tưới.",
        "Grown in the family garden, sent when the buds begin to open, with a note on watering.",
        "Làng hoa Sa Đéc", "to200",
    ),
    "cakes": (
        "Làm từ bột gạo xay tại chỗ, không chất bảo quản. Để nơi khô, dùng trong sáu tháng.",
        "Made of rice flour milled on site, without preservatives. Keeps for six months when dry.",
        "Làng bột Sa Đéc", "to50",
    ),
    "craft": (
        "Đan tay, mỗi chiếc mất hai ngày. Sợi được hong khô, không mốc, dùng bền nhiều năm.",
        "Woven by hand, two days for each. The fibre is dried well and lasts for years.",
        "Làng nghề Lai Vung", "to500",
    ),
    "citrus": (
        "Quả chín cây, vỏ mỏng, nhiều nước. Đóng hộp trong ngày hái.",
        "Ripe from the tree, thin-skinned and juicy, packed on the day of picking.",
        "Vườn quýt Lai Vung", "to200",
    ),
    "coconut": (
        "Dừa già nạo tươi, nấu chảo gang, cắt tay. Ngọt vừa, thơm béo.",
        "Fresh coconut cooked in an iron pan and cut by hand. Not too sweet.",
        "Gò Công", "to50",
    ),
    "tourism": (
        "Chèo xuồng một giờ qua rạch, ghé vườn ăn trái cây. Có áo phao cho mọi người.",
        "An hour by sampan through the canals, with fruit in the garden. Life vests for all.",
        "Rạch Cái Bè", "to500",
    ),
}  # fmt: skip

# Kind, issuer, days from today to the last day of each paper in turn (None: it does not end).
PAPERS = (
    ("business", "UBND phường (minh hoạ)", None),
    ("food", "Chi cục An toàn thực phẩm (minh hoạ)", 12),
    ("vietgap", "Tổ chức chứng nhận (minh hoạ)", -20),
    ("test", "Trung tâm kiểm nghiệm (minh hoạ)", 200),
    ("mark", "Cục Sở hữu trí tuệ (minh hoạ)", 1500),
)


def build(world: World) -> None:
    """Dress them once; a grown registry is for measuring and stays without."""
    if world.scale or ProductPhoto.objects.exists():
        return
    chosen = _chosen()
    for number, product in enumerate(chosen):
        _tell(product, number, world)
        _draw(product, number, world)
    owners = list({each.enterprise_id: each.enterprise for each in chosen}.values())
    for number, enterprise in enumerate(owners):
        _papers(enterprise, number, world)
    world.say(f"{len(chosen)} products with drawings, {ProductPhoto.objects.count()} in all.")


def _chosen() -> list[Product]:
    """Some of the member's that are on sale, then one of each trade."""
    rows = selectors.in_directory().select_related("enterprise").order_by("pk")
    mine = list(rows.filter(enterprise=sellers()[0])[:OWN])
    found = {f"mine {each.pk}": each for each in mine}
    for each in rows.exclude(enterprise=sellers()[0]).iterator(chunk_size=200):
        found.setdefault(trade_of(each.enterprise), each)
        if len(found) == COUNT:
            break
    return list(found.values())


def _tell(product: Product, number: int, world: World) -> None:
    """What it is; and, where it has stars, by which decision: most hold, one has ended."""
    vi, en, origin, price = STORIES.get(trade_of(product.enterprise), STORIES["cakes"])
    told: dict[str, Any] = {
        "description_vi": vi,
        "description_en": en,
        "origin": origin,
        "price_band": price,
    }
    if product.ocop_stars:
        decided = date(2024, 1 + number % 12, 10) if number != COUNT - 1 else date(2023, 9, 10)
        told |= {
            "ocop_decision": f"{100 + number}/QĐ-UBND (minh hoạ)",
            "ocop_decided_on": decided,
            "ocop_expires_on": decided.replace(year=decided.year + 3) - timedelta(days=1),
        }
    services.change_product(product, expected_version=product.version, actor=world.actor, **told)


def _draw(product: Product, number: int, world: World) -> None:
    trade = trade_of(product.enterprise)
    for turn in range(2 if number == 0 else 1):
        file = SimpleUploadedFile("minh-hoa.png", drawings.drawing(trade, number + turn))
        services.add_photo(
            product,
            file,
            alt_vi=f"Hình vẽ minh hoạ: {product.name_vi}",
            alt_en=f"A drawing that stands for: {product.name_en or product.name_vi}",
            actor=world.actor,
        )


def _papers(enterprise: Enterprise, number: int, world: World) -> None:
    """The member has one of each kind; others one or two."""
    today = clock.today()
    wanted = PAPERS if number == 0 else PAPERS[number % 4 : number % 4 + 2]
    for turn, (kind, issuer, days) in enumerate(wanted):
        services.add_paper(
            enterprise,
            kind=kind,
            number=f"MH-{number:02}{turn}/2026",
            issuer=issuer,
            issued_on=today - timedelta(days=400 + 30 * turn),
            valid_to=None if days is None else today + timedelta(days=days),
            is_demo=True,
            actor=world.actor,
        )
