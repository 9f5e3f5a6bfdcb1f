"""What plain HTTP gets from a running program: nothing private without sign-in, headers everywhere, no other address."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, ROOT, free_port, serve, settled, window_of
from tests.browser.signing_in import House, house, provider, sign_in, write_secrets
from tracker.people import LOCAL
from tracker.services import people
from tracker.store import live
from tracker.ui import gate
from tracker.vocabulary import Role

pytestmark = pytest.mark.browser
NOTHING_THERE = "0" * 56


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    store = live.ensure(tmp_path_factory.mktemp("routes") / "live" / "payers.sqlite")
    with provider() as issuer, house(store, issuer) as running:
        yield running


def ask(
    address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request, sent as it is written."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    got = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return got


PRIVATE = [
    ("GET", f"/media/{NOTHING_THERE}.csv"),
    ("HEAD", f"/media/{NOTHING_THERE}.png"),
    ("GET", "//media/x"),
    ("GET", "/_stcore/metrics"),
    ("PUT", "/_stcore/upload_file/session/file"),
    ("DELETE", "/_stcore/upload_file/session/file"),
    ("GET", "/_stcore/script-health-check"),
]
# Answered to everybody: the frontend, which holds nothing of ours, and whether the server is up.
PUBLIC = ["/", "/review", "/audit", "/_stcore/health", "/_stcore/host-config"]
NEVER = ["/app/static/x", "/data/live/payers.sqlite", "/.streamlit/secrets.toml", "/static/../app.py", "/_stcore/agent"]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
def test_private_routes_ask_for_sign_in(home: House, method: str, path: str) -> None:
    status, _, body = ask(home.address, path, method)
    assert status == 403
    assert body in (b"Sign in first.", b"")


@pytest.mark.parametrize("cookie", ["_streamlit_user=", "_streamlit_user=forged", '_streamlit_user="2|1:0|10:1|x"'])
def test_a_forged_cookie_opens_nothing(home: House, cookie: str) -> None:
    assert ask(home.address, f"/media/{NOTHING_THERE}.csv", cookie=cookie)[0] == 403


@pytest.mark.parametrize("path", [*PUBLIC, *NEVER])
def test_what_everybody_gets_holds_nothing_of_ours(home: House, path: str) -> None:
    status, headers, body = ask(home.address, path)
    assert status in (200, 400, 404)
    for word in (b"Aetna", b"sqlite", b"client_secret", b"def main", str(ROOT).encode()):
        assert word not in body
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/_stcore/health", f"/media/{NOTHING_THERE}.csv"])
def test_every_answer_carries_the_headers(home: House, path: str) -> None:
    headers = ask(home.address, path)[1]
    assert {k: headers.get(k) for k in gate.HEADERS} == gate.HEADERS


def test_another_site_gets_no_answer_it_could_read(home: House) -> None:
    headers = ask(home.address, "/_stcore/health", origin="https://elsewhere.example")[1]
    assert headers.get("access-control-allow-origin") not in ("*", "https://elsewhere.example")


def test_a_download_is_for_those_who_may_come_in(home: House, browser: Browser) -> None:
    people_of(home, "avi", Role.ADVOCATE)
    context = window_of(browser, viewport=DESKTOP)
    window = context.new_page()
    sign_in(window, home, "avi", "coverage")
    with window.expect_download() as started:
        window.get_by_role("button", name="Ledger, CSV").click()
    url = urlsplit(started.value.url)
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())
    status, headers, body = ask(home.address, url.path, cookie=cookies)
    assert status == 200 and body and headers["cache-control"] == "no-store"
    assert ask(home.address, url.path)[0] == 403
    people_of(home, "avi", Role.ADVOCATE, active=False)
    assert ask(home.address, url.path, cookie=cookies)[0] == 403
    context.close()


def test_an_upload_needs_sign_in_a_session_the_token_and_keeps_its_size(
    home: House, browser: Browser, tmp_path: Path
) -> None:
    people_of(home, "sam", Role.SPECIALIST)
    context = window_of(browser, viewport=DESKTOP)
    window = context.new_page()
    sign_in(window, home, "sam", "submit")
    file = tmp_path / "a.csv"
    file.write_text("Payer,CPT\n")
    with window.expect_request(lambda r: r.method == "PUT" and "upload_file" in r.url) as sent:
        window.locator("input[type=file]").first.set_input_files(str(file))
    path = urlsplit(sent.value.url).path
    cookies = {c["name"]: c["value"] for c in context.cookies()}
    jar, token = "; ".join(f"{k}={v}" for k, v in cookies.items()), cookies["_streamlit_xsrf"]
    other = path.replace(path.split("/")[-2], "a-session-that-is-none")
    huge = str(201 * 1024 * 1024)
    assert ask(home.address, path, "PUT", b"x", X_Xsrftoken=token)[0] == 403, "not signed in"
    assert ask(home.address, path, "PUT", b"x", cookie=jar)[0] == 403, "without the token of this window"
    assert ask(home.address, other, "PUT", b"x", cookie=jar, X_Xsrftoken=token)[0] == 400, "into no session"
    assert ask(home.address, path, "PUT", b"", cookie=jar, X_Xsrftoken=token, Content_Length=huge)[0] == 413
    assert ask(home.address, path, "DELETE")[0] == 403
    context.close()


def people_of(home: House, subject: str, role: Role, active: bool = True) -> None:
    """Give somebody of the provider a role, whether they came already or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_STORE", str(home.store))
        if people.find(home.key(subject)) is None:
            people.arrive(
                people.Arrival(home.issuer, subject, subject, f"{subject}@example.org", 1), self_registration=False
            )
        people.change_role(home.key(subject), role, active, LOCAL)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program without sign-in, on loopback."""
    port = free_port()
    process = serve(tmp_path_factory.mktemp("local") / "payers.sqlite", port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def test_without_sign_in_this_machine_is_served_with_a_banner(local: str, desktop: Page) -> None:
    desktop.goto(local)
    settled(desktop)
    expect(desktop.get_by_text("No sign-in is configured, so only this machine is served").first).to_be_visible()


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "tracker.example.org"},
        {"host": "192.168.1.7:8501"},
        {"x_forwarded_for": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"x_real_ip": "203.0.113.9"},
    ],
)
def test_without_sign_in_nobody_comes_in_through_another_machine(local: str, headers: dict[str, str]) -> None:
    status, _, body = ask(local, "/", **headers)
    assert status == 403
    assert b"Sign-in is not configured" in body


def start(options: list[str], store: Path) -> subprocess.CompletedProcess[str]:
    """Start the program and see how it ends by itself."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port()), *options]
    environment = {**os.environ, "TRACKER_STORE": str(store)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_without_sign_in_it_does_not_start_on_another_address(address: str, own_store: Path) -> None:
    done = start(["--server.address", address], own_store)
    assert done.returncode == 4
    assert "Set server.address to 127.0.0.1, or configure sign-in (docs/administration.md)" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_sign_in_it_starts_on_another_address(own_store: Path) -> None:
    secrets = own_store.parent / "secrets.toml"
    secrets.parent.mkdir(parents=True)
    write_secrets(secrets, "https://tracker.example.org", "https://login.example.org")
    port = free_port()
    process = serve(own_store, port, ["--server.address", "0.0.0.0", "--secrets.files", str(secrets)])
    try:
        status, headers, _ = ask(f"http://127.0.0.1:{port}", "/_stcore/health")
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["set-cookie"].endswith("; Secure")
    finally:
        process.terminate()
        process.wait(10)


def test_no_page_breaks_the_content_policy(demo_server: str, desktop: Page) -> None:
    said: list[str] = []
    desktop.on("console", lambda message: said.append(message.text))
    desktop.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.log('POLICY ' + e.violatedDirective + e.blockedURI))"
    )
    for path in ("", "coverage", "denials", "gaps", "payer?payer=Humana", "submit", "documents"):
        desktop.goto(f"{demo_server}/{path}")
        settled(desktop)
    assert [text for text in said if "POLICY" in text or "Content Security Policy" in text] == []
    assert json.dumps(said).count("Refused to") == 0
