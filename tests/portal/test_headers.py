"""What browsers are told with each answer, and what production adds to it."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PAGES = ("/", "/accounts/login/", "/workspace/", "/healthz", "/nowhere-at-all/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_our_pages_allow_no_inline_and_no_foreign_script(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    said = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part.strip())
    assert "unsafe" not in policy
    assert said["script-src"] == "'self'"
    assert said["object-src"] == "'none'"
    assert said["frame-ancestors"] in ("'self'", "'none'")
    assert said["base-uri"] == "'self'"
    assert said["form-action"] == "'self'"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_each_answer_tells_the_browser_what_not_to_do(client, path):
    answer = client.get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


SCRIPT = """
import json, django; django.setup()
from django.conf import settings
from django.test import RequestFactory
from django.middleware.security import SecurityMiddleware
from django.http import HttpResponse
middleware = SecurityMiddleware(lambda request: HttpResponse())
factory = RequestFactory(HTTP_HOST="portal.example")
names = ("DEBUG", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_NAME",
         "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_NAME", "STAFF_SECOND_STEP", "CSP")
print(json.dumps({
    "hsts": middleware(factory.get("/", secure=True)).get("Strict-Transport-Security"),
    "plain": middleware(factory.get("/")).status_code,
    **{name: getattr(settings, name, None) for name in names[:-1]},
    "form": [str(each) for each in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]],
}))
"""
SECRETS = {"SECRET_KEY": "x7-" * 20, "DATABASE_URL": "sqlite:////tmp/nowhere.sqlite3",
           "ALLOWED_HOSTS": "portal.example", "BASE_URL": "https://portal.example",
           "EMAIL_URL": "smtp://localhost:25"}  # fmt: skip


def in_production(**more):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **more}
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_hardens_what_browsers_get():
    ran = in_production(
        **SECRETS, OIDC_ISSUER="https://id.example", OIDC_CLIENT_ID="a", OIDC_CLIENT_SECRET="b"
    )
    told = json.loads(ran.stdout or pytest.fail(ran.stderr))
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert told["plain"] == 301
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert told["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert told["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert all(
        told[name]
        for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE")
    )
    assert told["STAFF_SECOND_STEP"] is True
    assert told["DEBUG"] is False
    assert told["form"] == ["'self'", "https://id.example"]


def test_production_refuses_to_start_without_its_secrets():
    ran = in_production(**{**SECRETS, "SECRET_KEY": ""})
    assert ran.returncode != 0
    assert "SECRET_KEY" in ran.stderr
    assert "demonstration" in in_production(**SECRETS, DEMO_WORLD="on").stderr


def test_production_refuses_an_identity_provider_without_tls():
    oidc = {"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    ran = in_production(**SECRETS, **oidc)
    assert ran.returncode != 0
    assert "https://" in ran.stderr
