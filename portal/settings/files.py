"""Where files are kept: under DATA_DIR, or in a bucket of an object storage that speaks S3, for several hosts."""

from typing import Any
from urllib.parse import urlsplit

import environ

env = environ.Env()
__all__ = ["FILES_BUCKET", "FILES_ENDPOINT", "FILES_KEY_ID", "FILES_REGION", "FILES_SECRET"]

FILES_BUCKET = env.str("FILES_BUCKET", default="")  # empty: files stay under DATA_DIR
FILES_ENDPOINT = env.str("FILES_ENDPOINT", default="")
FILES_REGION = env.str("FILES_REGION", default="us-east-1")
FILES_KEY_ID = env.str("FILES_KEY_ID", default="")
FILES_SECRET = env.str("FILES_SECRET", default="")


def in_bucket(folder: str, base_url: str = "") -> dict[str, Any]:
    """A storage in a folder of the bucket; with a base address its files are linked there, else signed links are made.

    Published pictures are linked at the portal's own address, from which the web server in front fetches them: the
    content security policy allows no other host.
    """
    from botocore.config import Config

    options: dict[str, Any] = {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": FILES_ENDPOINT or None,
        "region_name": FILES_REGION,
        "access_key": FILES_KEY_ID or None,
        "secret_key": FILES_SECRET or None,
        "location": folder,
        "default_acl": None,
        "file_overwrite": False,
        # Most storages of this kind know neither hosts named after buckets nor the newest checksums.
        "client_config": Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=30,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
    if base_url:
        parts = urlsplit(base_url)
        options |= {
            "custom_domain": parts.netloc,
            "url_protocol": f"{parts.scheme}:",
            "querystring_auth": False,
        }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def storages(base_url: str) -> dict[str, dict[str, Any]]:
    """Django's settings of the storages."""
    static = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    if FILES_BUCKET:
        return {
            "default": in_bucket("media", base_url),
            "private": in_bucket("private"),
            "staticfiles": static,
        }
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {"default": local, "staticfiles": static}
