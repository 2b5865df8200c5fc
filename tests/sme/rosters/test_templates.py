"""An office's own template: marked cells and one row are filled, all the rest stays as the department drew it."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.worksheet.datavalidation import DataValidation

from portal.shared import jobs
from portal.shared.errors import RuleBroken
from portal.shared.models import Job
from portal.shared.spreadsheets import filling, shifting
from sme.places import services as places
from sme.rosters import rules, selectors, services
from sme.rosters.models import RosterTemplate
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory
from tests.factories.workbooks import saved, through_libreoffice

NAMES = ("number", "name", "tax_code", "enrolled_on", "live_products")


def form_of_the_department():
    """As departments draw them: a heading, one row, a total, signatures, a second sheet that reckons."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Mẫu 01"
    sheet["A1"] = "Đợt {{cohort_title}}"
    sheet.merge_cells("A1:F1")
    for column, heading in zip("ABDEF", ("STT", "Tên", "MST", "SP", "Gấp đôi"), strict=True):
        sheet[f"{column}3"] = heading
    sheet["A4"], sheet["B4"], sheet["D4"] = "{{number}}", "{{name}}", "{{tax_code}}"
    sheet["E4"], sheet["F4"] = "{{ live_products }}", "=E4*2"
    sheet["E4"].number_format = "#,##0"
    sheet.merge_cells("B4:C4")
    sheet["A5"], sheet["E5"], sheet["F5"] = "Cộng", "=SUM(E4:E4)", "=SUM($F$4:F4)"
    sheet.merge_cells("A5:D5")
    sheet.row_dimensions[5].height = 40
    sheet["A7"] = "NGƯỜI LẬP"
    sheet.merge_cells("A7:B8")
    sheet.print_area, sheet.print_title_rows = "A1:F8", "3:3"
    choices = DataValidation(type="list", formula1='"a,b"')
    sheet.add_data_validation(choices)
    choices.add("E4")
    book.create_sheet("Tổng")["A1"] = "='Mẫu 01'!E5"
    book.defined_names["row_count"] = openpyxl.workbook.defined_name.DefinedName(
        "row_count", attr_text="'Tổng'!$B$1"
    )
    return book


def upload(book, name="mau-01.xlsx"):
    return SimpleUploadedFile(name, saved(book).getvalue())


def filled(rows, **once):
    out = io.BytesIO()
    values = {"cohort_title": "=1+1", "row_count": len(rows), **once}
    filling.fill(saved(form_of_the_department()), out, once=values, row_names=NAMES, rows=rows)
    return out


def rows_of(count):
    return [
        {"number": n, "name": f"=CMD({n})", "tax_code": f"010{n}", "live_products": n * 10}
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=SUM(E4:E4)", "=SUM(E4:E8)"),
        ("=E4+E5", "=E4+E9"),
        ("=SUM($A$1:$A$9)*'Mẫu 01'!B7", "=SUM($A$1:$A$13)*'Mẫu 01'!B11"),
        ("=Khác!B7&\"E5\"", "=Khác!B7&\"E5\""),
        ("=SUM(E:E,5:5)", "=SUM(E:E,9:9)"),
        ("=IF(A1=\"\",ten_dot,LOG10(A6))", "=IF(A1=\"\",ten_dot,LOG10(A10))"),
        ("=((", "=(("),
    ],
)  # fmt: skip
def test_references_follow_rows_that_are_put_in(before, after):
    assert shifting.formula(before, "Mẫu 01", shifting.Inserted("Mẫu 01", 4, 4)) == after


def test_formulas_merged_cells_heights_lists_and_print_area_stay_what_they_were():
    book = openpyxl.load_workbook(filled(rows_of(5)))
    sheet = book["Mẫu 01"]
    assert sheet["A1"].value == "Đợt =1+1"
    assert [sheet.cell(row, 6).value for row in (4, 8)] == ["=E4*2", "=E8*2"]
    assert (sheet["E9"].value, sheet["F9"].value) == ("=SUM(E4:E8)", "=SUM($F$4:F8)")
    merged = {area.coord for area in sheet.merged_cells.ranges}
    assert {"A1:F1", "B4:C4", "B8:C8", "A9:D9", "A11:B12"} <= merged
    assert len(merged) == 8
    assert (sheet.print_area, sheet.print_title_rows) == ("'Mẫu 01'!$A$1:$F$12", "$3:$3")
    assert sheet.row_dimensions[9].height == 40
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E4:E8"
    assert (sheet["E7"].number_format, sheet["D4"].value) == ("#,##0", "0101")
    assert (sheet["B4"].data_type, sheet["B4"].value) == ("s", "=CMD(1)")
    assert (book["Tổng"]["A1"].value, book["Tổng"]["B1"].value) == ("='Mẫu 01'!E9", 5)


def test_an_empty_roster_leaves_an_empty_row_and_one_row_moves_nothing():
    for count in (0, 1):
        sheet = openpyxl.load_workbook(filled(rows_of(count)))["Mẫu 01"]
        assert sheet["E5"].value == "=SUM(E4:E4)"
        assert sheet["B4"].value == ("=CMD(1)" if count else None)


@pytest.mark.slow
def test_libreoffice_reckons_the_totals_of_a_filled_template(tmp_path):
    source = tmp_path / "filled.xlsx"
    source.write_bytes(filled(rows_of(5)).getvalue())
    source = source.rename(tmp_path / "in.xlsx")
    (tmp_path / "out").mkdir()
    there = through_libreoffice(source, "ods")
    sheet = openpyxl.load_workbook(through_libreoffice(there, "xlsx"), data_only=True)["Mẫu 01"]
    assert (sheet["E9"].value, sheet["F9"].value, sheet["F6"].value) == (150, 300, 60)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"A1": "{{names}}", "A2": "{{name}}"}, "Mẫu!A1"),
        ({"A1": "{{number}}", "B3": "{{name}}"}, "Mẫu!B3"),
        ({"A1": "Danh sách"}, "{{number}}"),
        ({"A1": "{{cohort_title}}"}, "{{number}}"),
    ],
)
def test_problems_of_a_template_name_their_cell(cells, said):
    book = openpyxl.Workbook()
    book.active.title = "Mẫu"
    for cell, words in cells.items():
        book.active[cell] = words
    found = filling.plan(saved(book), once=rules.ONCE, row_names=rules.KEYS)
    assert said in " ".join(found.problems)


def test_a_row_merged_with_others_cannot_be_repeated():
    book = form_of_the_department()
    book.active.merge_cells("F3:F4")
    found = filling.plan(saved(book), once=rules.ONCE, row_names=rules.KEYS)
    assert "Mẫu 01!F3:F4" in found.problems[0]


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.mark.django_db
def test_an_officer_uploads_fills_replaces_and_removes_a_template(client, officer):
    url = reverse("rosters:templates")
    sent = {"name": "Mẫu 01 của Sở", "file": upload(form_of_the_department())}
    assert client.post(url, sent).status_code == 302
    kept = RosterTemplate.objects.get()
    assert kept.names["row"] == ["live_products", "name", "number", "tax_code"]
    cohort = make.cohort(title_vi="Sen vàng")
    for name in ("Sen Hồng", "Gạo Ngon"):
        make.enrolment(cohort, make.enterprise(name))
    export = reverse("rosters:export", args=[cohort.pk])
    assert "Mẫu 01 của Sở" in client.get(export).content.decode()
    answer = client.post(export, {"columns": ["name"], "file_format": "xlsx", "template": kept.pk})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book["Mẫu 01"]
    assert [sheet.cell(row, 2).value for row in (4, 5)] == ["Gạo Ngon", "Sen Hồng"]
    assert (sheet["A1"].value, sheet["A6"].value) == ("Đợt Sen vàng", "Cộng")
    client.post(url, {"name": "Mẫu 01 của Sở", "file": upload(form_of_the_department())})
    newest = selectors.templates_for(officer).get()
    assert (newest.version, RosterTemplate.objects.count()) == (2, 2)
    client.post(reverse("rosters:template_remove", args=[newest.pk]))
    assert not selectors.templates_for(officer).exists()


@pytest.mark.django_db
def test_another_offices_template_is_not_found_and_the_provinces_can_only_be_used(client, officer):
    for name, code in (("Phường Sa Đéc", "29955"), ("Phường Cao Lãnh", "29869")):
        someone = OfficerFactory()
        places.set_remit(
            someone, is_whole_province=False, units=[make.commune(name, code)], actor=make.administrator()
        )  # fmt: skip
        services.add_template(name, upload(form_of_the_department()), actor=someone)
    services.add_template("Của tỉnh", upload(form_of_the_department()), actor=make.administrator())
    client.force_login(someone)
    foreign, province = (
        RosterTemplate.objects.get(name="Phường Sa Đéc"),
        RosterTemplate.objects.get(name="Của tỉnh"),
    )
    assert client.get(reverse("rosters:template_file", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("rosters:template_file", args=[province.pk])).status_code == 200
    assert client.post(reverse("rosters:template_remove", args=[province.pk])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.4"])
def test_what_is_no_template_is_refused_beside_its_field(client, officer, content):
    answer = client.post(
        reverse("rosters:templates"), {"name": "X", "file": SimpleUploadedFile("x.xlsx", content)}
    )
    assert answer.context["form"].errors["file"]
    assert not RosterTemplate.objects.exists()


@pytest.mark.django_db
def test_a_long_filled_roster_is_a_job_with_the_rights_of_its_moment(client, officer, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    kept = services.add_template("Mẫu", upload(form_of_the_department()), actor=officer)
    cohort = make.enrolment().cohort
    sent = {"columns": ["name"], "file_format": "xlsx", "template": kept.pk}
    for _twice in range(2):
        client.post(reverse("rosters:export", args=[cohort.pk]), sent)
    jobs.run_queued()
    job = Job.objects.get()
    assert (job.state, job.result) == ("done", {"rows": 1})
    client.post(reverse("rosters:export", args=[cohort.pk]), sent)
    services.remove_template(kept, actor=officer)
    jobs.run_queued()
    assert Job.objects.order_by("-pk").first().state == "failed"


@pytest.mark.django_db
def test_more_rows_than_a_template_takes_are_refused(officer, monkeypatch):
    monkeypatch.setattr(rules, "AT_MOST", 0)
    kept = services.add_template("Mẫu", upload(form_of_the_department()), actor=officer)
    cohort = make.enrolment().cohort
    with pytest.raises(RuleBroken, match="0"):
        services.deliver_filled(
            kept, selectors.roster(cohort, officer), io.BytesIO(), cohort=cohort, query="", filters=(),
            actor=officer,
        )  # fmt: skip
