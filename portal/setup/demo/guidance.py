"""Guidance in the demonstration world: the real guides, and contacts that are marked as invented."""

from assessments import selectors as readiness
from assessments.services import mark_guide
from content import services
from content.models import SiteSettings
from portal.setup.demo.readiness import MEMBER
from portal.setup.demo.world import World
from sme.enterprises.models import Membership

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
    _done(world)
    unnamed = SiteSettings.objects.filter(province_vi="", hotline="", email="")
    unnamed.update(**CONTACTS)
    if number:
        world.say(f"{number} guides in two languages.")


def _done(world: World) -> None:
    """The member has followed the last of the guides that the newest result advises."""
    membership = Membership.objects.filter(user__email=MEMBER).select_related("enterprise").first()
    advice = readiness.advice_for(membership.enterprise) if membership else []
    if membership and advice:
        mark_guide(
            advice[-1].guide.key, True, actor=membership.user, enterprise=membership.enterprise
        )
