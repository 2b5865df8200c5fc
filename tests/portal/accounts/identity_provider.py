"""A small provider of identities (OpenID Connect) on this machine, which says what a test tells it to say."""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

KEY = "nobody verifies this: the token comes straight from the provider over a closed line"


class Provider:
    """`claims` are the token's, `told` the user information's; a code is used once, with a PKCE verifier."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "p-1"}
        self.told: dict[str, Any] = {
            "sub": "p-1",
            "email": "lan@example.vn",
            "email_verified": True,
            "name": "Cô Lan",
        }
        self.moved: dict[str, str] = {}  # addresses of the discovery document that lead elsewhere
        self.codes: dict[str, str] = {}
        self.asked: list[str] = []
        self.is_down = False
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                provider.answer(self, {k: v[0] for k, v in parse_qs(body.decode()).items()})

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """By the address."""
        path = urlsplit(handler.path).path
        self.asked.append(path)
        status, told = self.says(path, form)
        body = json.dumps(told).encode()
        handler.send_response(503 if self.is_down else status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def says(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        if path == "/.well-known/openid-configuration":
            ways = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            config = {name: f"{self.issuer}/{name}" for name in ways}
            return 200, {"issuer": self.issuer, **config, **self.moved}
        if path == "/token_endpoint":
            if form.get("code") not in self.codes or not form.get("code_verifier"):
                return 400, {"error": "invalid_grant"}
            del self.codes[form["code"]]
            now = int(time.time())
            usual = {"iss": self.issuer, "aud": "sen-so", "iat": now, "exp": now + 300}
            token = jwt.encode({**usual, **self.claims}, KEY, algorithm="HS256")
            return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return (200, self.told) if path == "/userinfo_endpoint" else (404, {})

    def come_back(self, authorize_url: str) -> dict[str, str]:
        """What a person brings back who agreed: a code and the state."""
        asked = parse_qs(urlsplit(authorize_url).query)
        code = secrets.token_hex(8)
        self.codes[code] = asked["code_challenge"][0]
        return {"code": code, "state": asked["state"][0]}
