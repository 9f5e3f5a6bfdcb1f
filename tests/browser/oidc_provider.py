"""A small OpenID Connect provider in a process of its own: discovery, a form that asks who one is, RS256 tokens, sign-out.

Started by tests with `python oidc_provider.py PORT`; it knows the people of `PEOPLE` and believes whoever chooses one. The
one thing to know: it checks what a real provider checks (client, secret, redirect address, PKCE, one use of a code), so
that a mistake of the program there fails a test.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "payer-tracker", "a secret of the tests"
# Subject -> claims. `signed_ago` and `auth_ago`: seconds that the sign-in lies back.
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"name": "Ada Administrator", "email": "ada@example.org"},
    "mia": {"name": "Mia Member", "email": "mia@example.org"},
    "sam": {"name": "Sam Specialist", "email": "sam@example.org"},
    "avi": {"name": "Avi Advocate", "email": "avi@example.org"},
    "nobody": {"name": "Nora Newcomer", "email": "nora@example.org"},
    "unverified": {"name": "Una Verified", "email": "una@example.org", "email_verified": False},
    "long-ago": {"name": "Lou Longago", "email": "lou@example.org", "auth_ago": 40 * 3600},
    "script": {"name": "<script>document.title='owned'</script>[x](javascript:alert(1))", "email": "eve@example.org"},
}
KEY = RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})
codes: dict[str, dict[str, str]] = {}


def metadata(issuer: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/logout",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }


def claims(issuer: str, subject: str, nonce: str, now: float) -> dict[str, Any]:
    said = {"email_verified": True, **PEOPLE[subject]}
    auth_time = now - said.pop("auth_ago", 0)
    token = {"iss": issuer, "sub": subject, "aud": CLIENT, "iat": int(now), "exp": int(now) + 600, "nonce": nonce}
    return {**token, "auth_time": int(auth_time), **said}


class Provider(BaseHTTPRequestHandler):
    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {k: v[0] for k, v in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            self.say_json(metadata(self.issuer))
        elif place.path == "/jwks":
            self.say_json({"keys": [KEY.as_dict(private=False)]})
        elif place.path == "/authorize":
            self.authorize(asked)
        elif place.path == "/logout":
            self.redirect(asked["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def authorize(self, asked: dict[str, str]) -> None:
        if asked.get("client_id") != CLIENT or not asked.get("nonce") or asked.get("code_challenge_method") != "S256":
            self.send_error(400, "unknown client, or no nonce, or no PKCE")
        elif "as" in asked:
            code = secrets.token_urlsafe(16)
            codes[code] = asked
            self.redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        else:
            links = "".join(
                f'<p><a id="{who}" href="/authorize?{html.escape(urlencode({**asked, "as": who}))}">{who}</a></p>'
                for who in PEOPLE
            )
            self.say(f"<!doctype html><title>Who are you?</title>{links}".encode(), "text/html")

    def do_POST(self) -> None:
        size = int(self.headers.get("content-length", 0))
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(size).decode()).items()}
        given = self.headers.get("authorization", "").removeprefix("Basic ")
        held = codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if urlsplit(self.path).path != "/token" or held is None:
            self.send_error(400, "no such code")
        elif base64.b64decode(given).decode() != f"{CLIENT}:{SECRET}" or held["redirect_uri"] != sent["redirect_uri"]:
            self.send_error(401)
        elif challenge.decode().rstrip("=") != held["code_challenge"]:
            self.send_error(400, "PKCE")
        else:
            said = claims(self.issuer, held["as"], held["nonce"], time.time())
            token = jwt.encode({"alg": "RS256", "kid": "tests"}, said, KEY)
            self.say_json({"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": token})

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("location", to)
        self.end_headers()

    def say_json(self, what: dict[str, Any]) -> None:
        self.say(json.dumps(what).encode(), "application/json")

    def say(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
