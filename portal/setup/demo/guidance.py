"""Guidance in the demonstration world: the real guides, and contacts that are marked as invented."""

from content import services
from content.models import SiteSettings
from portal.setup.demo.world import World

CONTACTS = {
    "province_vi": "Đồng Tháp",
    "province_en": "Đồng Tháp",
    "office_vi": "Chương trình hỗ trợ doanh nghiệp nhỏ chuyển đổi số (dữ liệu thử nghiệm)",
    "office_en": "Programme for small businesses going digital (demonstration)",
    "hotline": "1022",
    "email": "hotro@senso.example",
    "address_vi": "Phường Cao Lãnh, tỉnh Đồng Tháp",
    "address_en": "Cao Lãnh ward, Đồng Tháp province",
}


def build(world: World) -> None:
    """Publish the guides that are missing and name the demonstration's contacts."""
    number = services.load_guides(actor=world.actor)
    unnamed = SiteSettings.objects.filter(province_vi="", hotline="", email="")
    unnamed.update(**CONTACTS)
    if number:
        world.say(f"{number} guides in two languages.")
