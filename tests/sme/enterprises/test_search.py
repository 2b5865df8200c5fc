"""The right business comes first, however it is typed; the index says what the rows say."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.shared import searching
from sme.enterprises import selectors, services
from sme.enterprises.models import Enterprise
from tests.factories import places
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise

pytestmark = pytest.mark.django_db

SEN, LUA, HOA, BANH, TOM, HUTIEU, XOAI, DAI, DAI_2, MAN = range(10)


@pytest.fixture
def registry(db):
    places.dong_thap()
    sa_dec, cao_lanh = places.unit("Phường Sa Đéc"), places.unit("Phường Cao Lãnh")

    def person(name, phone="", email=""):
        return [{"name": name, "phone": phone, "email": email}]

    return [
        enterprise("Hợp tác xã Sen Đồng Tháp", kind="cooperative", place=cao_lanh,
                   number="1400101396", contacts=person("Trần Thị Đẹp", "+84912345678")),
        enterprise("Công ty TNHH Lúa Vàng", kind="enterprise", place=cao_lanh,
                   contacts=person("Nguyễn Văn Đực", email="luavang2020@gmail.com")),
        enterprise("Làng hoa Tân Quy Đông", place=sa_dec, phone="+842773851123"),
        enterprise("Cơ sở Bánh Phồng Tôm Cô Bảy", place=sa_dec),
        enterprise("Tôm Khô Bánh Tráng Út", place=cao_lanh),
        enterprise("Hủ tiếu Bà Sẩm", place=sa_dec, contacts=person("Huỳnh Thị Sẩm", "+84987000111")),
        enterprise("Xoài Cát Hòa Lộc", place=cao_lanh),
        enterprise("Đại Phát", place=sa_dec),
        enterprise("Dài Phất", place=sa_dec),
        enterprise("Mận Hồng Đào 3", place=cao_lanh),
    ]  # fmt: skip


GOLDEN = [
    ("Hợp tác xã Sen Đồng Tháp", SEN), ("hop tac xa sen dong thap", SEN), ("sen", SEN), ("SEN", SEN),
    ("sen đồng", SEN), ("dong thap sen", SEN), ("se", SEN), ("htx sen", None), ("1400101396", SEN),
    ("1400 101 396", SEN), ("1400.101.396", SEN), ("1400101396 ", SEN), ("140010", SEN),
    ("14001", SEN), ("0912345678", SEN), ("0912 345 678", SEN), ("+84 912 345 678", SEN),
    ("84912345678", SEN), ("912345678", SEN), ("0912345", SEN), ("345678", SEN), ("5678", SEN),
    ("trần thị đẹp", SEN), ("tran thi dep", SEN), ("thị đẹp", SEN), ("dep sen", SEN),
    ("Lúa Vàng", LUA), ("lua vang", LUA), ("LUA VANG", LUA), ("lúa", LUA), ("công ty lúa", LUA),
    ("cong ty tnhh", LUA), ("nguyễn văn đực", LUA), ("nguyen van duc", LUA), ("duc", LUA),
    ("luavang2020@gmail.com", LUA), ("luavang", LUA), ("Tân Quy Đông", HOA), ("tan quy dong", HOA),
    ("làng hoa", HOA), ("lang hoa", HOA), ("02773851123", HOA), ("0277 385 1123", HOA),
    ("(0277) 3851123", HOA), ("bánh phồng", BANH), ("banh phong", BANH), ("bánh phồng tôm", BANH),
    ("cô bảy", BANH), ("co bay", BANH), ("bảy cô", BANH), ("Tôm Khô", TOM), ("tom kho", TOM),
    ("bánh tráng", TOM), ("út", TOM), ("hủ tiếu", HUTIEU), ("hu tieu", HUTIEU), ("hủ-tiếu", HUTIEU),
    ("bà sẩm", HUTIEU), ("ba sam", HUTIEU), ("0987000111", HUTIEU), ("000111", HUTIEU),
    ("xoài", XOAI), ("xoai cat", XOAI), ("hòa lộc", XOAI), ("hoà lộc", XOAI), ("hoa loc", XOAI),
    ("Đại Phát", DAI), ("đại phát", DAI), ("ĐẠI PHÁT", DAI), ("dài phất", DAI_2), ("Dài", DAI_2),
    ("đại", DAI), ("mận 3", MAN), ("man hong dao", MAN), ("hồng đào", MAN), ("mận hồng", MAN),
    ("xyz", None), ("*", None), ("%", None), ("_", None), ("\\", None), ("' OR 1=1 --", None),
    ('"', None), ("NEAR(sen lua)", None), ("sen AND lua", None), ("sen*", SEN), ("-sen", SEN),
    ("search_text:sen", None), ("sen" * 2000, None), ("\u202esen", SEN),
]  # fmt: skip


def test_the_golden_queries_find_their_business_first(registry):
    wrong = []
    for typed, index in GOLDEN:
        found = selectors.nearest(Enterprise.objects.all(), typed, 5)
        first = found[0] if found else None
        if first != (None if index is None else registry[index]):
            wrong.append(f"{typed!r}: {first}")
    assert not wrong, "\n".join(wrong)


def test_the_same_comes_first_when_too_many_fit_for_the_index(registry, monkeypatch):
    monkeypatch.setattr(searching, "FEW", 0)
    for typed, index in GOLDEN:
        found = set(selectors.search(Enterprise.objects.all(), typed))
        assert (registry[index] in found) if index is not None else not found, typed


def test_a_blank_asks_for_nothing_and_a_sign_finds_nothing(registry):
    assert selectors.search(Enterprise.objects.all(), "  ").count() == len(registry)
    assert not selectors.search(Enterprise.objects.all(), "–").exists()


def test_the_place_by_its_name_finds_all_that_lie_there(registry):
    found = selectors.search(Enterprise.objects.all(), "phuong sa dec")
    assert {each.place.name for each in found} == {"Phường Sa Đéc"}
    assert found.count() == 5


def test_a_search_never_reaches_beyond_what_a_person_may_see(registry):
    officer = OfficerFactory(units=[places.unit("Phường Sa Đéc")])
    assert not selectors.search(selectors.in_list(officer), "sen").exists()
    assert selectors.search(selectors.in_list(officer), "banh").count() == 1


def test_a_former_name_still_finds_the_business(registry):
    services.change(registry[XOAI], actor=None, expected_version=1, name="Trái cây Mỹ Xương")
    assert selectors.nearest(Enterprise.objects.all(), "xoài cát", 1) == [registry[XOAI]]


def test_what_changes_is_found_by_its_new_words_at_once(registry):
    services.change(registry[HOA], actor=None, expected_version=1, phone="+84909111222")
    assert selectors.nearest(Enterprise.objects.all(), "0909111222", 1) == [registry[HOA]]
    assert not selectors.search(Enterprise.objects.all(), "02773851123").exists()
    assert searching.is_true_to_rows(Enterprise)


def test_the_index_is_compared_and_made_anew_by_a_command(registry, capsys):
    call_command("rebuild_search", "--check")
    assert "agrees with the rows" in capsys.readouterr().out
    Enterprise.objects.filter(pk=registry[SEN].pk).update(search_text=" khác |")
    assert not selectors.search(Enterprise.objects.all(), "sen").exists()
    call_command("rebuild_search")
    assert selectors.nearest(Enterprise.objects.all(), "sen", 1) == [registry[SEN]]


@pytest.mark.sqlite_only
def test_an_index_that_lost_its_triggers_is_noticed_and_mended_by_the_next_migration(registry):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER enterprises_enterprise_words_new")
    Enterprise.objects.filter(pk=registry[SEN].pk).update(search_text=" mới | moi |")
    assert not searching.is_true_to_rows(Enterprise)
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("rebuild_search", "--check")
    searching.make_indexes("enterprises")
    assert searching.is_true_to_rows(Enterprise)
    assert selectors.search(Enterprise.objects.all(), "moi").count() == 1


@pytest.mark.postgres_only
def test_postgresql_reads_the_words_through_their_index(registry):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM enterprises_enterprise WHERE {searching._LEXEMES} @@ %s::tsquery",  # noqa: S608
            ["'sen':*"],
        )
        assert "enterprises_enterprise_words" in "\n".join(row[0] for row in cursor.fetchall())
