"""The result on paper: read back as text, on one page or whole, in either language."""

import shutil
import subprocess
import time

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments import exports
from portal.shared import documents
from portal.shared.errors import RuleBroken
from tests.factories import assessments as made

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler is not installed: PDFs are not read back"
)


def read(pdf: bytes) -> str:
    """Its text; pages end with a form feed."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.fixture
def result(business, member):
    return made.submitted(business, made.quick_check(), 2, actor=member)


@needs_poppler
def test_the_one_page_holds_the_level_in_vietnamese_within_a_second(result):
    began = time.perf_counter()
    pdf = exports.result_pdf(result.assessment, is_full=False)
    assert time.perf_counter() - began < 1
    text = read(pdf)
    assert text.count("\f") == 1
    assert result.assessment.enterprise.name in text
    assert result.content["pillars"][0]["title"]["vi"] in " ".join(text.split())
    assert b"/FontFile" in pdf


@needs_poppler
def test_the_whole_document_has_every_question_in_english(result):
    with override("en"):
        text = " ".join(read(exports.result_pdf(result.assessment, is_full=True)).split())
    assert "How the points came about" in text
    assert result.content["pillars"][-1]["title"]["en"] in text


@needs_poppler
def test_what_people_wrote_is_text_and_never_markup(result):
    name = '#panic("x") *đậm* $x$ @nhãn <b> \\ "ngoặc" //'
    result.assessment.enterprise.name = name
    assert name in read(exports.result_pdf(result.assessment, is_full=False))


def test_the_page_gives_the_language_that_was_asked_for(at_work, result):
    address = reverse("assessments:pdf", args=[result.assessment_id])
    answer = at_work.get(address, {"language": "en", "full": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('-full-en.pdf"')
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


def test_a_draft_has_no_paper_and_anothers_result_is_not_found(
    at_work, draft, client, officer_elsewhere, result
):
    draft_pdf = at_work.get(reverse("assessments:pdf", args=[draft.pk]))
    assert draft_pdf.status_code == 302
    client.force_login(officer_elsewhere)
    assert (
        client.get(reverse("assessments:detail_pdf", args=[result.assessment_id])).status_code
        == 404
    )


def test_too_much_and_too_slow_are_refused(monkeypatch, tmp_path):
    with pytest.raises(RuleBroken) as large:
        documents.typeset(tmp_path / "x.typ", {"x": "a" * (documents.LARGEST_DATA + 1)})
    assert large.value.code == "document_too_large"
    endless = tmp_path / "endless.typ"
    endless.write_text("#for i in range(9000) { for j in range(90000) { let x = calc.sqrt(j) } }")
    monkeypatch.setattr(documents, "LONGEST", 0.3)
    with pytest.raises(RuleBroken) as refused:
        documents.typeset(endless, {})
    assert refused.value.code == "document_too_slow"


def test_a_wrong_template_says_so(tmp_path):
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("#nothing-of-this-name")
    with pytest.raises(RuntimeError, match="unknown variable"):
        documents.typeset(wrong, {})
