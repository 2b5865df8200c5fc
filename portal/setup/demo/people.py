"""The people of the demonstration world: one account for each role."""

from portal.accounts import services
from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.setup.demo.world import World
from sme.places import services as places
from sme.places.models import Unit

PASSWORD = "sen-so-minh-hoa-152"  # noqa: S105  (the demonstration world only)

ACCOUNTS = [
    ("quantri@demo.senso.example", "Trần Quản Trị (minh hoạ)", [Role.ADMINISTRATOR]),
    ("canbo@demo.senso.example", "Lê Cán Bộ (minh hoạ)", [Role.OFFICER]),
    (
        "canbo.sadec@demo.senso.example",
        "Phạm Phụ Trách Sa Đéc (minh hoạ)",
        [Role.OFFICER],
    ),
    ("bientap@demo.senso.example", "Nguyễn Biên Tập (minh hoạ)", [Role.EDITOR]),
    ("duyetbai@demo.senso.example", "Võ Duyệt Bài (minh hoạ)", [Role.MODERATOR]),
]
AREA_OF_ONE_OFFICER = "Phường Sa Đéc"


def account(email: str, name: str, roles: list[Role], actor: User | None) -> User:
    """The account of this address, made if it is not there."""
    found = User.objects.filter(email=email).first()
    return found or services.create_person(
        email=email,
        password=PASSWORD,
        display_name=name,
        roles=roles,
        is_demo=True,
        actor=actor,
    )


def first() -> User:
    """The administrator, who makes all the rest."""
    return account(*ACCOUNTS[0], actor=None)


def build(world: World) -> None:
    """Make the other accounts and give the officers their areas."""
    for email, name, roles in ACCOUNTS[1:]:
        person = account(email, name, roles, world.actor)
        if Role.OFFICER in roles:
            world.officers.append(person)
    whole, one = world.officers
    ward = Unit.objects.filter(name=AREA_OF_ONE_OFFICER, valid_to__isnull=True).first()
    places.set_remit(whole, is_whole_province=True, units=[], actor=world.actor)
    places.set_remit(one, is_whole_province=False, units=[ward] if ward else [], actor=world.actor)


def signposts() -> list[tuple[str, str]]:
    """Each account's address and what it is for, as ``serve`` prints them."""
    return [
        ("doanhnghiep@demo.senso.example", "business member (owner and staff)"),
        ("canbo@demo.senso.example", "programme officer, whole province"),
        (
            "canbo.sadec@demo.senso.example",
            f"programme officer, {AREA_OF_ONE_OFFICER} only",
        ),
        ("bientap@demo.senso.example", "editor"),
        ("duyetbai@demo.senso.example", "moderator"),
        ("quantri@demo.senso.example", "administrator"),
    ]
