"""Loading a province's units: the shipped file, a second run, and files that are wrong."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.shared.errors import RuleBroken
from sme.places import services, uploads
from sme.places.management.commands.load_places import HOME
from sme.places.models import Succession, Unit

TURN = date(2025, 7, 1)

pytestmark = pytest.mark.django_db


def small(**changes):
    """A file of three units that is right, with what a test wants to be wrong."""
    document = {
        "format": "sen-so.places/1",
        "title": "Nhỏ",
        "units": [
            {"ref": "99", "level": "province", "code": "99", "name": "Tỉnh Ví Dụ",
             "parent": None, "valid_from": "2025-07-01", "valid_to": None},
            {"ref": "1", "level": "commune", "code": "90001", "name": "Xã Một",
             "parent": "99", "valid_from": "2025-07-01", "valid_to": None},
            {"ref": "1-cu", "level": "commune", "code": "90001", "name": "Xã Một",
             "parent": None, "valid_from": "2022-01-01", "valid_to": "2025-07-01"},
        ],
        "successions": [{"old": "1-cu", "new": "1", "whole": True}],
    }  # fmt: skip
    return {**document, **changes}


def written(tmp_path, content):
    path = tmp_path / "tệp có dấu.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_the_province_is_loaded_whole():
    call_command("load_places", verbosity=0)
    today = Unit.objects.communes().filter(valid_to=None)
    assert today.count() == 102
    assert today.filter(name__startswith="Phường").count() == 20
    assert Unit.objects.filter(level="district").count() == 23
    assert Unit.objects.communes().filter(valid_to=TURN).count() == 305
    communes = Succession.objects.filter(old__level="commune")
    assert communes.values("old").distinct().count() == 305
    split = communes.filter(is_whole=False).values_list("old__code", flat=True)
    assert sorted(set(split)) == ["29995", "30079", "30157"]


def test_code_82_is_another_province_before_and_after():
    call_command("load_places", verbosity=0)
    names = Unit.objects.filter(level="province", code="82").order_by("valid_from")
    assert [unit.name for unit in names] == ["Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"]
    assert names[0].valid_to == names[1].valid_from == TURN


def test_what_is_not_certain_is_said_in_the_data():
    call_command("load_places", verbosity=0)
    assert not Unit.objects.filter(valid_to=TURN).exclude(note__contains="chưa kiểm chứng").exists()


def test_a_second_run_changes_nothing_and_says_so(capsys):
    call_command("load_places", verbosity=0)
    before = list(Unit.objects.order_by("pk").values())
    call_command("load_places")
    assert "0 added, 0 changed, 433 same" in capsys.readouterr().out
    assert list(Unit.objects.order_by("pk").values()) == before


def test_another_province_loads_its_own_beside_it(tmp_path):
    call_command("load_places", verbosity=0)
    call_command("load_places", str(written(tmp_path, small())), verbosity=0)
    assert Unit.objects.filter(code="90001").count() == 2
    assert Unit.objects.communes().filter(valid_to=None).count() == 103


def test_a_corrected_file_changes_its_own_rows_only(tmp_path):
    document = small()
    services.load(uploads.read_places(written(tmp_path, document)), actor=None)
    document["units"][1]["name"] = "Xã Một Mới"
    done = services.load(uploads.read_places(written(tmp_path, document)), actor=None)
    assert (done.added, done.changed, done.same) == (0, 1, 2)
    assert Unit.objects.get(code="90001", valid_to=None).search_text.startswith("xa mot moi")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "null",
        '{"format": "another"}',
        "[" * 100_000,
        small(units=[]),
        small(units="many"),
        small(units=[1]),
        small(units=[{"ref": "x"}]),
        small(successions=[{"old": "1-cu", "new": "1", "whole": "yes"}]),
        small(successions=[{"old": "1-cu", "new": "nowhere", "whole": True}]),
        small(successions=[{"old": "1", "new": "1-cu", "whole": True}]),
        small(successions=[{"old": "1-cu", "new": "1", "whole": True}] * 2),
        {**small(), "units": small()["units"] + [small()["units"][1]]},
        {**small(), "units": [*small()["units"], {**small()["units"][1], "ref": "2"}]},
        {**small(), "units": [{**small()["units"][0], "valid_from": "31/02/2025"}]},
        {**small(), "units": [{**small()["units"][0], "valid_to": "2020-01-01"}]},
        {**small(), "units": [{**small()["units"][0], "level": "planet"}]},
        {**small(), "units": [{**small()["units"][0], "parent": "nobody"}]},
        {**small(), "units": [{**small()["units"][0], "name": "x" * 200}]},
    ],
)
def test_a_wrong_file_ends_with_one_line_and_code_2_and_writes_nothing(tmp_path, content):
    with pytest.raises(CommandError) as refused:
        call_command("load_places", str(written(tmp_path, content)), verbosity=0)
    assert refused.value.returncode == 2
    assert str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Unit.objects.exists()


def test_a_file_that_is_not_there_ends_with_one_line_and_code_2(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("load_places", str(tmp_path / "nothing.json"), verbosity=0)
    assert refused.value.returncode == 2


def test_a_file_whose_codes_clash_with_loaded_units_is_refused_whole(tmp_path):
    services.load(uploads.read_places(written(tmp_path, small())), actor=None)
    document = small()
    for unit in document["units"]:
        unit["valid_from"] = "2024-01-01"
        unit["valid_to"] = "2026-01-01" if unit["ref"] != "1-cu" else "2025-01-01"
    document["units"] = document["units"][:2]
    document["successions"] = []
    with pytest.raises(RuleBroken) as refused:
        services.load(uploads.read_places(written(tmp_path, document)), actor=None)
    assert refused.value.code == "places_clash"
    assert Unit.objects.count() == 3


def test_the_shipped_file_is_what_the_command_loads():
    assert uploads.read_places(HOME).title.startswith("Đồng Tháp")
