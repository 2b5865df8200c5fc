"""Uploads: judged by their bytes, renamed, kept privately."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.shared import files
from portal.shared.errors import RuleBroken

PDF = b"%PDF-1.7\n..."


def test_a_file_is_what_its_bytes_say():
    found = files.check_upload(SimpleUploadedFile("Giấy phép.pdf", PDF), files.DOCUMENTS)
    assert (found.kind, found.name, found.size) == (files.PDF, "Giấy phép.pdf", len(PDF))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", b"MZ\x90\x00", "file_kind"),
        ("a.exe", PDF, "file_kind"),
        ("a.png", PDF, "file_kind"),
        ("a.pdf\x00.exe", PDF, "file_kind"),
        ("a", PDF, "file_kind"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVE", "file_kind"),
    ],
)
def test_what_is_not_wanted_is_refused(name, content, code):
    with pytest.raises(RuleBroken) as refused:
        files.check_upload(SimpleUploadedFile(name, content), files.DOCUMENTS)
    assert refused.value.code == code


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    small = files.Kind("PDF", (".pdf",), "application/pdf", (b"%PDF-",), largest=10)
    with pytest.raises(RuleBroken) as refused:
        files.check_upload(SimpleUploadedFile("a.pdf", PDF), (small,))
    assert refused.value.code == "file_too_large"


def test_a_stored_file_bears_no_name_of_its_owner_and_has_no_address(settings):
    storage = files.PrivateStorage()
    name = storage.save(
        files.private_name("jobs")(None, "../../Nguyễn Văn A.PDF"), ContentFile(PDF)
    )
    assert name.startswith("jobs/")
    assert name.endswith(".pdf")
    assert "Nguy" not in name
    assert (settings.PRIVATE_ROOT / name).read_bytes() == PDF
    with pytest.raises(ValueError, match="URL"):
        storage.url(name)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\lan\\Danh sách.xlsx", "Danh sách.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("\u202egnp.exe\x00", "gnp.exe"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".xlsx", "x" * 100 + ".xlsx"),
    ],
)
def test_a_name_is_shown_without_path_and_tricks(given, shown):
    assert files.display_name(given) == shown
