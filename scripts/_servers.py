"""Real servers for measuring: the dashboard with sign-in configured, one process or several behind nginx, or one that
writes and others that read from copies of its store.

The one thing to know: the provider named in the secrets is never asked; the bench signs its members' cookies with the
cookie secret that it wrote itself, for these servers alone.
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.settings import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
DEPLOY = ROOT / "docs" / "deploy"


@dataclass(frozen=True)
class House:
    """What is reached at `port`, the processes behind it, the secret that signs cookies. readers: ports of processes
    that answer from a copy; copied: what the copying said."""

    port: int
    processes: tuple[subprocess.Popen[bytes], ...]
    secret: str
    readers: tuple[int, ...] = ()
    copied: Path | None = None

    def door(self, number: int, sends: bool) -> int:
        """Where this person comes in: who sends, at the process that writes; the others in turn at those that read."""
        return self.port if sends or not self.readers else self.readers[number % len(self.readers)]

    def memory(self) -> float:
        """Resident megabytes of all processes of the program together."""
        return sum(resident(p.pid) for p in self.processes)

    def seconds(self) -> float:
        """Processor seconds of all processes so far."""
        return sum(processor(p.pid) for p in self.processes)


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def house(store: Path, folder: Path, processes: int, readers: int = 0, every: float = 10) -> Iterator[House]:
    """The program on `store` while it runs; everything it writes beside the store lies in `folder`. readers: processes
    that answer from a copy, which is made anew `every` so many seconds when the store is newer."""
    ports = [free_port() for _ in range(processes)]
    front = ports[0] if processes == 1 else free_port()
    reading = [free_port() for _ in range(readers)]
    secret = secrets.token_urlsafe(48)
    with ExitStack() as running:
        told = _told(folder, front, secret)
        started = [running.enter_context(_program(store, port, told, folder)) for port in ports]
        if processes > 1:
            running.enter_context(_proxy(front, ports, folder))
        copied = None
        if readers:
            copy, copied = folder / "copy" / "payers.sqlite", folder / "replica.log"
            started.append(running.enter_context(_copying(store, copy, copied, every)))
            for port in reading:
                told = _told(folder, port, secret)
                started.append(running.enter_context(_program(copy, port, told, folder, TRACKER_READ_ONLY="1")))
        yield House(front, tuple(started), secret, tuple(reading), copied)


def _told(folder: Path, front: int, secret: str) -> Path:
    told = folder / f"secrets-{front}.toml"
    told.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{front}/oauth2callback"\ncookie_secret = "{secret}"\n'
        'client_id = "bench"\nclient_secret = "bench"\n'
        'server_metadata_url = "https://login.example.org/.well-known/openid-configuration"\n'
    )
    told.chmod(0o600)
    return told


@contextmanager
def _copying(store: Path, copy: Path, said: Path, every: float) -> Iterator[subprocess.Popen[bytes]]:
    """`scripts/replica.py` at work, as soon as there is a first copy."""
    command = [sys.executable, "scripts/replica.py", "--to", str(copy), "--every", str(every)]
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "TRACKER_STORE": str(store)}, stdout=log, stderr=log
        )
    try:
        until = time.perf_counter() + 600
        while not copy.exists():
            if process.poll() is not None or time.perf_counter() > until:
                raise SystemExit(f"No copy was made: {said.read_text()}")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _program(store: Path, port: int, told: Path, folder: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ, "TRACKER_STORE": str(store), "TRACKER_SELF_REGISTRATION": "1",
        "TRACKER_SUBMISSIONS_PER_HOUR": "1000000", **more,
    }  # fmt: skip
    options = ["--server.port", str(port), "--secrets.files", str(told), "--browser.serverAddress", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    with (folder / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _proxy(front: int, ports: list[int], folder: Path) -> Iterator[None]:
    if NGINX is None:
        raise SystemExit("nginx is not installed (Debian: apt-get install nginx-light)")
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(_configuration(front, ports, folder))])
    try:
        wait(front, process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _configuration(front: int, ports: list[int], folder: Path) -> Path:
    """The files of docs/deploy/ with this machine's ports; no TLS, no limits by address (one address plays all)."""
    seats = (DEPLOY / "payer-tracker-processes.conf").read_text("utf-8")
    first, *rest = [f"server 127.0.0.1:{port} max_fails=2 fail_timeout=10s;" for port in ports]
    lines = [line for line in seats.splitlines() if "server 127.0.0.1:850" not in line or line.strip().startswith("#")]
    seats = "\n".join(lines).replace(
        "hash $tracker_seat consistent;", "\n  ".join(["hash $tracker_seat consistent;", first, *rest])
    )
    proxy = (DEPLOY / "payer-tracker-proxy.conf").read_text("utf-8")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/nginx.log;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{ access_log off; {kept}\n"
        "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n"
        f"{seats}\nserver {{ listen 127.0.0.1:{front}; client_max_body_size 201m;\n"
        "location / { proxy_pass http://payer_tracker;\n"
        f"{proxy}\nadd_header Set-Cookie $tracker_seat_cookie;\n}} }} }}\n"
    )
    return whole


def wait(port: int, process: subprocess.Popen[bytes], patience: float = 60, every: float = 0.1) -> None:
    """Until a server on loopback answers, asked every so often. Raises `SystemExit` when it ends or takes too long."""
    until = time.perf_counter() + patience
    while time.perf_counter() < until and process.poll() is None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asking.request("GET", "/_stcore/health")
            if asking.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(every)
        finally:
            asking.close()
    raise SystemExit("A server ended, or did not answer in time; see its log.")
