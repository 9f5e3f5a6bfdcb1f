"""What stands before Streamlit: who may reach its routes at all, and the headers every answer carries.

Streamlit serves `/media` (downloads), `/_stcore/upload_file` and `/_stcore/metrics` to whoever knows the address; here the
same identity that opens a page is asked for. The one thing to know: without a configured provider everybody is the local
administrator, so a request that came through another machine is refused, even when a proxy brings it to loopback.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tracker.errors import TrackerError
from tracker.ui import access

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PRIVATE = ("media/", "_stcore/upload_file/", "_stcore/metrics", "_stcore/script-health-check")
KEPT_NOWHERE = ("media/",)  # downloads: no browser and no proxy keeps a copy
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
# Streamlit's own frontend sets styles and starts the page's one small script in line, and compiles WebAssembly for tables.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-src 'self' blob:; media-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def middleware() -> list[Middleware]:
    """What `app.py` hands to the server."""
    return [Middleware(Gate)]


class Gate:
    """Refuses what may not be reached; puts the headers on everything else."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        why = refusal(scope)
        if not why and is_private(scope) and not await anyio.to_thread.run_sync(_may_enter, scope):
            why = "Sign in first."
        if why:
            await _refuse(scope, why, send)
        elif scope["type"] == "http":
            await self.app(scope, receive, partial(_with_headers, scope, send))
        else:
            await self.app(scope, receive, send)


def refusal(scope: Scope) -> str:
    """Why this request is answered to nobody, '' when it is: without sign-in, whatever comes through another machine."""
    if access.sign_in_configured():
        return ""
    request = HTTPConnection(scope)
    host = str(request.headers.get("host", "")).rsplit(":", 1)
    name = host[0] if len(host) == 1 or host[1].isdigit() else ":".join(host)
    if not access.is_loopback(name) or any(h in request.headers for h in FORWARDED):
        return "Sign-in is not configured, so this program answers this machine only (docs/administration.md)."
    return ""


def is_private(scope: Scope) -> bool:
    """Whether a request asks for what only those who may come in get."""
    return scope["type"] == "http" and access.sign_in_configured() and _path(scope).startswith(PRIVATE)


def _path(scope: Scope) -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = str(scope["path"]).lstrip("/")
    return path.removeprefix(base).lstrip("/") if base and path.startswith(f"{base}/") else path


def _may_enter(scope: Scope) -> bool:
    """Whether the identity cookie of a request names somebody whom a page would let in."""
    cookie = _get_cookie_value_from_request(Request(scope), USER_COOKIE_NAME)
    if not cookie:
        return False
    try:
        return access.may_enter(json.loads(cookie))
    except (TrackerError, ValueError):
        return False


async def _refuse(scope: Scope, why: str, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why[:120]})
        return
    headers = [(k.encode(), v.encode()) for k, v in {**HEADERS, "content-type": "text/plain; charset=utf-8"}.items()]
    await send({"type": "http.response.start", "status": 403, "headers": [*headers, (b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": why.encode()})


async def _with_headers(scope: Scope, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        secure = access.served_with_tls()
        added = dict(HEADERS)
        if secure:
            added["strict-transport-security"] = "max-age=31536000"
        if _path(scope).startswith(KEPT_NOWHERE):
            added["cache-control"] = "no-store"
        kept = [(k, _secure(k, v) if secure else v) for k, v in message["headers"] if k.decode().lower() not in added]
        message = {**message, "headers": [*kept, *((k.encode(), v.encode()) for k, v in added.items())]}
    await send(message)


def _secure(name: bytes, value: bytes) -> bytes:
    """Cookies travel over TLS only, once the program is reached by TLS."""
    if name.lower() == b"set-cookie" and b"secure" not in value.lower().split(b"; "):
        return value + b"; Secure"
    return value
