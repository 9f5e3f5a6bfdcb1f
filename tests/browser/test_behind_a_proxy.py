"""The proxy of docs/deploy/ before the program, both real: TLS, sign-in through it, web socket, limits, no way round."""

from __future__ import annotations

import concurrent.futures
import datetime
import http.client
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, expect

from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, ROOT, free_port, serve, settled, window_of
from tests.browser.signing_in import provider, write_secrets
from tracker.people import LOCAL
from tracker.services import people
from tracker.vocabulary import Role

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "tracker.example.org"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)"),
]


@dataclass(frozen=True)
class Front:
    """A proxy that runs: its port, the log of what it answered, and the address people use."""

    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"https://{HOST}:{self.port}"


def certificate(folder: Path) -> None:
    """A certificate of a day, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))


def configured(folder: Path, port: int, plain_port: int, behind: int) -> Path:
    """The site of docs/deploy/ with this machine's ports and places, and the frame that a package brings around it."""
    site = (ROOT / "docs" / "deploy" / "nginx.conf").read_text("utf-8")
    site = site.replace("127.0.0.1:8501", f"127.0.0.1:{behind}").replace(
        "listen 443 ssl", f"listen 127.0.0.1:{port} ssl"
    )
    site = site.replace("listen 80;", f"listen 127.0.0.1:{plain_port};")
    site = re.sub(r"/etc/letsencrypt/live/[^/]+", str(folder), site)
    site = site.replace(
        "/etc/nginx/payer-tracker-proxy.conf", str(ROOT / "docs" / "deploy" / "payer-tracker-proxy.conf")
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log {folder}/access.log; {temporary}\n{site}\n}}\n"
    )
    return whole


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("proxy")
    port, plain_port, behind = free_port(), free_port(), free_port()
    certificate(folder)
    store, secrets = folder / "payers.sqlite", folder / "secrets.toml"
    with provider() as issuer, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_STORE", str(store))
        people.invite("mia@example.org", Role.MEMBER, LOCAL)
        write_secrets(secrets, f"https://{HOST}:{port}", issuer)
        app = serve(store, behind, ["--secrets.files", str(secrets), "--browser.serverAddress", HOST])
        proxy = subprocess.Popen(
            [str(NGINX), "-p", str(folder), "-c", str(configured(folder, port, plain_port, behind))]
        )
        time.sleep(1)
        assert proxy.poll() is None, (folder / "error.log").read_text()
        yield Front(port, folder / "access.log")
        for process in (proxy, app):
            process.terminate()
            process.wait(10)


def ask(front: Front, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", front.port, context=trusting, timeout=10)
    connection.request(method, path, headers={"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}})
    return connection.getresponse()


def test_somebody_signs_in_through_the_proxy_and_works(front: Front, browser: Browser) -> None:
    rule = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    mapped = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, rule, "--ignore-certificate-errors"])
    context = window_of(mapped, viewport=DESKTOP, ignore_https_errors=True)
    page = context.new_page()
    page.goto(front.address)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#mia").click()
    page.wait_for_url(f"{front.address}/**")
    settled(page)
    expect(page.get_by_role("link", name="Submit")).to_be_visible()
    secure = {c["name"]: (c["secure"], c["httpOnly"]) for c in context.cookies()}
    assert secure["_streamlit_user"] == (True, True)
    assert secure["_streamlit_xsrf"][0]
    mapped.close()
    refused = [line for line in front.log.read_text().splitlines() if '" 503 ' in line]
    assert not refused, "a page is made of many files asked for at once: no limit may hold one back"


def test_several_people_of_one_office_open_a_page_at_once(front: Front) -> None:
    script = re.search(r'src="\./(static/js/[^"]+)"', ask(front, "/").read().decode())
    assert script
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: ask(front, f"/{script[1]}").status, range(320)))
    assert set(answers) == {200}


def test_the_proxy_adds_nothing_that_weakens_the_headers(front: Front) -> None:
    answer = ask(front, "/")
    assert answer.status == 200
    assert answer.getheader("strict-transport-security") == "max-age=31536000"
    assert "frame-ancestors 'none'" in str(answer.getheader("content-security-policy"))
    assert answer.getheader("server") == "nginx"


def test_private_routes_stay_private_through_the_proxy(front: Front) -> None:
    assert ask(front, "/media/x.csv").status == 403
    assert ask(front, "/_stcore/metrics").status == 404


def test_what_is_too_large_is_refused_at_the_door(front: Front) -> None:
    answer = ask(front, "/_stcore/upload_file/a/b", "PUT", Content_Length=str(300 * 1024 * 1024))
    assert answer.status == 413


def test_who_tries_to_sign_in_again_and_again_has_to_wait(front: Front) -> None:
    codes = [ask(front, "/oauth2callback?code=x&state=y").status for _ in range(20)]
    assert codes.count(503) >= 5
