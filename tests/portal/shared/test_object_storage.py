"""Files in a bucket: what is kept there comes back, and nothing of it touches this host's disk."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from portal.settings import files
from portal.shared import health, jobs
from portal.shared.files import PrivateStorage

pytestmark = pytest.mark.django_db


class Bucket(BaseHTTPRequestHandler):
    """As much of the S3 protocol as the portal uses: put, get, head and delete one object."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, bytes] = {}

    def log_message(self, *_args):
        """Says nothing."""

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept[urlsplit(self.path).path] = body
        self.answer(200)

    def do_GET(self):
        body = self.kept.get(urlsplit(self.path).path)
        self.answer(404) if body is None else self.answer(200, body)

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self):
        self.kept.pop(urlsplit(self.path).path, None)
        self.answer(204)


@pytest.fixture
def bucket(settings, monkeypatch):
    """A storage on loopback, and the settings that lead there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(Bucket, "kept", kept)
    for name, value in {
        "FILES_BUCKET": "senso",
        "FILES_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        "FILES_KEY_ID": "key",
        "FILES_SECRET": "secret",
    }.items():
        monkeypatch.setattr(files, name, value)
    settings.FILES_BUCKET = "senso"
    settings.STORAGES = {**settings.STORAGES, **files.storages("https://senso.example")}
    yield kept
    server.shutdown()
    server.server_close()


def test_a_private_file_is_kept_read_and_forgotten_in_the_bucket(bucket, tmp_path):
    storage = PrivateStorage()
    name = storage.save("papers/ab/giay.pdf", ContentFile("giấy phép".encode()))
    assert bucket == {f"/senso/private/{name}": "giấy phép".encode()}
    assert (storage.exists(name), storage.size(name)) == (True, 12)
    with storage.open(name) as stream:
        assert stream.read().decode() == "giấy phép"
    with pytest.raises(ValueError, match="URL"):
        storage.url(name)
    storage.delete(name)
    assert (bucket, storage.exists(name), list(tmp_path.rglob("*.pdf"))) == ({}, False, [])


def test_a_published_picture_is_linked_at_the_portals_own_address(bucket):
    name = storages["default"].save("images/sen.jpg", ContentFile(b"jpeg"))
    assert list(bucket) == ["/senso/media/images/sen.jpg"]
    assert storages["default"].url(name) == "https://senso.example/media/images/sen.jpg"


def test_the_result_of_a_job_goes_through_the_bucket(bucket, lan, job_kinds):
    def report(progress):
        with progress.open_result("Báo cáo.txt") as stream:
            stream.write(b"xong")

    job_kinds("tests.bucket", report)
    job = jobs.start("tests.bucket", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert job.result_file.read() == b"xong"
    assert [key.startswith("/senso/private/jobs/") for key in bucket] == [True]


def test_readiness_asks_the_bucket(bucket, settings, monkeypatch):
    assert health.storage() == ""
    monkeypatch.setattr(files, "FILES_ENDPOINT", "http://127.0.0.1:9")
    settings.STORAGES = {**settings.STORAGES, **files.storages("https://senso.example")}
    assert "storage" in health.problems()
