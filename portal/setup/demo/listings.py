"""The invented listings: exactly 438 products of 102 enterprises on sale on 30/09/2023, and a history around it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from portal.setup.demo.registry import sellers, trade_of
from portal.setup.demo.world import World
from portal.shared.text import slug
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, Marketplace, Product, Storefront

HEADLINE_DAY = date(2023, 9, 30)
PRODUCTS = 438
FIRST_DAY, LAST_DAY = date(2022, 7, 1), date(2026, 11, 15)
S = rules.ListingState

# What each trade sells: category, names in Vietnamese and English, unit.
GOODS: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "rice": ("rice", [
        ("Gạo Nàng Hoa 9", "Nang Hoa 9 rice"), ("Gạo lứt huyết rồng", "Huyet Rong brown rice"),
        ("Gạo ST25", "ST25 rice"), ("Gạo tím than", "Black rice"), ("Nếp thơm", "Fragrant sticky rice"),
        ("Bột gạo lứt rang", "Roasted brown rice powder"), ("Cốm gạo lứt", "Brown rice crisps"),
    ], "kg"),
    "lotus": ("drink", [
        ("Trà tim sen", "Lotus heart tea"), ("Hạt sen sấy", "Dried lotus seeds"),
        ("Trà lá sen", "Lotus leaf tea"), ("Hạt sen tươi hút chân không", "Vacuum-packed lotus seeds"),
        ("Sữa hạt sen", "Lotus seed milk"), ("Củ sen sấy giòn", "Lotus root crisps"),
        ("Trà ướp bông sen", "Lotus-scented tea"),
    ], "gói"),
    "mango": ("fruit", [
        ("Xoài cát Hòa Lộc", "Hoa Loc mango"), ("Xoài cát Chu", "Cat Chu mango"),
        ("Xoài sấy dẻo", "Soft dried mango"), ("Mứt xoài", "Mango jam"),
        ("Nước cốt xoài", "Mango concentrate"), ("Xoài tượng xanh", "Green mango"),
    ], "kg"),
    "fish": ("fish", [
        ("Khô cá lóc", "Dried snakehead"), ("Khô cá sặc", "Dried gourami"),
        ("Chả cá tra", "Catfish cake"), ("Cá tra phi lê", "Catfish fillet"),
        ("Mắm cá linh", "Fermented linh fish"), ("Khô cá tra phồng", "Dried puffed catfish"),
    ], "kg"),
    "flowers": ("flower", [
        ("Cúc mâm xôi", "Chrysanthemum in a pot"), ("Hoa hồng leo", "Climbing rose"),
        ("Sen đá", "Succulent"), ("Mai vàng bonsai", "Yellow apricot bonsai"),
        ("Hạt giống hoa", "Flower seeds"), ("Cây kim ngân", "Money tree"),
    ], "chậu"),
    "cakes": ("food", [
        ("Bánh phồng tôm", "Prawn crackers"), ("Hủ tiếu khô Sa Đéc", "Sa Dec dried noodles"),
        ("Bột gạo Sa Đéc", "Sa Dec rice flour"), ("Bánh tráng sữa", "Milk rice paper"),
        ("Bánh phở khô", "Dried flat noodles"), ("Nui gạo rau củ", "Vegetable rice pasta"),
    ], "gói"),
    "craft": ("craft", [
        ("Chiếu Định Yên", "Dinh Yen sedge mat"), ("Giỏ lục bình", "Water hyacinth basket"),
        ("Khăn rằn Long Khánh", "Long Khanh checked scarf"), ("Xuồng gỗ mỹ nghệ", "Model wooden boat"),
        ("Túi cói thêu", "Embroidered sedge bag"), ("Thảm lục bình", "Water hyacinth rug"),
    ], "cái"),
    "citrus": ("food", [
        ("Nem Lai Vung", "Lai Vung fermented pork roll"), ("Quýt hồng", "Pink mandarin"),
        ("Nước ép quýt", "Mandarin juice"), ("Rượu quýt hồng", "Mandarin wine"),
        ("Tinh dầu quýt", "Mandarin essential oil"), ("Nem nướng", "Grilled pork roll"),
    ], "hộp"),
    "coconut": ("food", [
        ("Kẹo dừa", "Coconut candy"), ("Thanh long sấy", "Dried dragon fruit"),
        ("Dầu dừa ép lạnh", "Cold-pressed coconut oil"), ("Mứt dừa", "Coconut jam"),
        ("Sơ ri Gò Công sấy", "Dried Go Cong acerola"), ("Bánh tráng dừa", "Coconut rice paper"),
    ], "gói"),
    "tourism": ("tourism", [
        ("Vé tham quan vườn trái cây", "Orchard visit"), ("Đêm nghỉ nhà vườn", "Night at a garden house"),
        ("Chuyến xuồng ba lá", "Sampan trip"), ("Lớp làm bánh dân gian", "Folk cake class"),
        ("Bữa cơm đồng quê", "Country meal"),
    ], "vé"),
}  # fmt: skip
# Variants of goods: packed food by weight, other things by what they are.
SIZES = {
    "food": (("", ""), (" 250 g", " 250 g"), (" 500 g", " 500 g"), (" hộp quà", " gift box"),
             (" 1 kg", " 1 kg"), (" loại đặc biệt", " special grade")),
    "craft": (("", ""), (" cỡ nhỏ", ", small"), (" cỡ lớn", ", large"), (" thêu tên", ", name embroidered")),
    "flower": (("", ""), (" chậu nhỏ", ", small pot"), (" chậu lớn", ", large pot"), (" chưng Tết", " for Tet")),
    "tourism": (("", ""), (" cuối tuần", ", weekend"), (" cho gia đình", " for a family"),
                (" theo đoàn", " for a group")),
}  # fmt: skip

# How often a shop is on each marketplace, before and after the headline's day.
THEN = {"shopee": 30, "lazada": 18, "tiki": 14, "voso": 18, "postmart": 22, "sendo": 12}
LATER = {"shopee": 50, "tiktok": 38, "lazada": 12, "tiki": 6, "voso": 6, "postmart": 9}


def build(world: World) -> None:
    """Load the marketplaces; make the listings that are not there yet, more for a grown registry."""
    services.load_marketplaces()
    services.load_requirements()
    shops = _Shops()
    if not Listing.objects.filter(is_demo=True).exists():
        rng = random.Random(438)  # noqa: S311  (an invented world)
        rows = list(_plain_world(sellers(), shops, rng))
        count = services.record_many(rows, actor=world.actor, is_demo=True)
        world.say(f"{count} listings of {len({id(r.product) for r in rows})} products.")
    if world.scale:
        _grow(world, shops)


class _Shops:
    """The shop of an enterprise on a marketplace, made when first asked for."""

    def __init__(self) -> None:
        self.markets = {market.key: market for market in Marketplace.objects.all()}
        self.made: dict[tuple[int, str], Storefront] = {}
        self.serial = Listing.objects.filter(is_demo=True).count()

    def of(self, enterprise: Enterprise, key: str, opened_on: date) -> Storefront:
        where = (enterprise.pk, key)
        if where not in self.made:
            self.made[where] = Storefront(
                enterprise=enterprise,
                marketplace=self.markets[key],
                seller_name=enterprise.name[:120],
                opened_on=opened_on,
            )
        shop = self.made[where]
        shop.opened_on = min(shop.opened_on or opened_on, opened_on)
        return shop

    def address(self, key: str, product: Product) -> str:
        """An invented address: its numbers are far above those that the marketplace has given out."""
        self.serial += 1
        name, number = slug(product.name_vi, 60), 990_000_000_000 + self.serial
        return {
            "shopee": f"https://shopee.vn/minh-hoa-{name}-i.990000000.{number}",
            "lazada": f"https://www.lazada.vn/products/minh-hoa-{name}-i{number}.html",
            "tiki": f"https://tiki.vn/minh-hoa-{name}-p{number}.html",
            "sendo": f"https://www.sendo.vn/minh-hoa-{name}-{number}.html",
            "postmart": f"https://postmart.vn/minh-hoa-{name}-{number}",
            "voso": f"https://voso.vn/minh-hoa-{name}-{number}",
            "tiktok": f"https://shop.tiktok.com/view/product/{number}",
        }[key]


def _shares(rng: random.Random, parts: int, total: int) -> list[int]:
    """``total`` products over ``parts`` enterprises, at least one each, some with many."""
    shares = [1] * parts
    for _ in range(total - parts):
        shares[min(int(rng.triangular(0, parts, parts / 4)), parts - 1)] += 1
    rng.shuffle(shares)
    return shares


def _product(enterprise: Enterprise, number: int, rng: random.Random) -> Product:
    category, names, unit = GOODS.get(trade_of(enterprise), GOODS["cakes"])
    vi, en = names[number % len(names)]
    sizes = SIZES.get(category, SIZES["food"])
    # The first round of a maker's goods differs from maker to maker; later rounds never repeat it.
    turn = enterprise.pk if number < len(names) else enterprise.pk + number // len(names)
    size_vi, size_en = sizes[turn % len(sizes)]
    has_stars = rng.random() < 0.8 and category != "tourism"
    return Product(
        enterprise=enterprise,
        name_vi=f"{vi}{size_vi}",
        name_en=f"{en}{size_en}",
        category=category,
        unit=unit,
        ocop_stars=(4 if rng.random() < 0.23 else 3) if has_stars else None,
        is_public=True,
        is_demo=True,
    )


def _between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def _first_possible(enterprise: Enterprise) -> date:
    return max(FIRST_DAY, enterprise.registered_on or FIRST_DAY) + timedelta(days=7)


def _markets(rng: random.Random, weights: dict[str, int]) -> list[str]:
    wanted = rng.choices([1, 2, 3], [58, 32, 10])[0]
    found: list[str] = []
    while len(found) < wanted:
        key = rng.choices(list(weights), list(weights.values()))[0]
        if key not in found:
            found.append(key)
    return found


def _afterwards(rng: random.Random, live: date, not_before: date) -> list[tuple[date, str]]:
    """What became of a listing: it sells, sleeps, or is taken down."""
    chance, day = rng.random(), max(live, not_before) + timedelta(days=rng.randint(1, 500))
    if chance < 0.35 or day >= LAST_DAY:
        return []
    if chance < 0.65:
        return [(day, S.SELLING)]
    if chance < 0.85:
        return [(day, S.DORMANT)]
    return [(day, S.DELISTED)]


def _plain_world(
    enterprises: list[Enterprise], shops: _Shops, rng: random.Random
) -> Iterator[services.Row]:
    shares = _shares(rng, len(enterprises), PRODUCTS)
    for enterprise, share in zip(enterprises, shares, strict=True):
        begin = _first_possible(enterprise)
        for number in range(share):
            yield from _on_the_day(_product(enterprise, number, rng), begin, shops, rng)
        if rng.random() < 0.2:
            yield from _gone_before(_product(enterprise, share, rng), begin, shops, rng)
        for number in range(share + 1, share + 1 + rng.choices([0, 1, 2, 4], [40, 30, 20, 10])[0]):
            yield from _later(_product(enterprise, number, rng), shops, rng)


def _row(
    product: Product, key: str, history: list[tuple[date, str]], shops: _Shops
) -> services.Row:
    shop = shops.of(product.enterprise, key, history[0][0])
    return services.Row(product, shop, shops.address(key, product), history, rules.Source.OFFICER)


def _on_the_day(
    product: Product, begin: date, shops: _Shops, rng: random.Random
) -> Iterator[services.Row]:
    """On sale on the headline's day on each of its marketplaces."""
    for key in _markets(rng, THEN):
        live = _between(rng, begin, HEADLINE_DAY)
        yield _row(product, key, [(live, S.LIVE), *_afterwards(rng, live, HEADLINE_DAY)], shops)


def _gone_before(
    product: Product, begin: date, shops: _Shops, rng: random.Random
) -> Iterator[services.Row]:
    """Tried and taken down before the headline's day."""
    if (HEADLINE_DAY - begin).days < 30:
        return
    live = _between(rng, begin, HEADLINE_DAY - timedelta(days=20))
    gone = _between(rng, live + timedelta(days=1), HEADLINE_DAY - timedelta(days=1))
    key = _markets(rng, THEN)[0]
    yield _row(product, key, [(live, S.LIVE), (gone, S.DELISTED)], shops)


def _later(product: Product, shops: _Shops, rng: random.Random) -> Iterator[services.Row]:
    """Put on sale after the headline's day."""
    live = _between(rng, HEADLINE_DAY + timedelta(days=10), LAST_DAY)
    for key in _markets(rng, LATER):
        yield _row(product, key, [(live, S.LIVE), *_afterwards(rng, live, live)], shops)


def _grow(world: World, shops: _Shops) -> None:
    """A tenth of the many enterprises sell something, as far as there is nothing yet."""
    rng = random.Random(world.scale)  # noqa: S311

    def rows() -> Iterator[services.Row]:
        quiet = Enterprise.objects.filter(is_demo=True, listings__isnull=True).order_by("pk")
        for enterprise in quiet[130:].iterator(chunk_size=2000):
            if rng.random() < 0.9:
                continue
            shops.made.clear()
            for number in range(rng.randint(1, 6)):
                yield from _later(_product(enterprise, number, rng), shops, rng)

    count = services.record_many(rows(), actor=world.actor, is_demo=True)
    world.say(f"{count} more listings.")
