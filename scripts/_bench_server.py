"""A real server on a store, for measuring from outside: how long until it answers, and until a page's script has run.

The one thing to know: a page is asked for as a browser does it, over the websocket, so that `first_page` tells what the
program takes and nothing that a browser adds (`_bench_browser` measures that).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import _servers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds
MEGABYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Server:
    """A server at work: its address, its process and when (`time.perf_counter`) it was started."""

    port: int
    process: subprocess.Popen[bytes]
    started: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """The program on a store, as soon as it answers; ended afterwards."""
    port = _servers.free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TRACKER_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _servers.wait(port, process, PATIENCE, every=0.01)
        yield Server(port, process, started)
    finally:
        process.terminate()
        process.wait(20)


def first_page(server: Server, path: str = "") -> None:
    """A new reader opens a page and waits until its script has run to the end. Raises `SystemExit` when it fails."""
    ask = BackMsg()
    ask.rerun_script.page_name = path
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=MEGABYTES, open_timeout=PATIENCE
    ) as socket_:
        socket_.send(ask.SerializeToString())
        while True:
            got = socket_.recv(timeout=PATIENCE)
            message = ForwardMsg()
            message.ParseFromString(got if isinstance(got, bytes) else got.encode())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise SystemExit(f"{path or 'first page'}: {message.delta.new_element.exception.message}")
            if kind == "script_finished":
                return


def start_up(store: Path) -> tuple[float, float, float]:
    """Seconds from starting the process: until it answers, until the first page is done, and the next reader's own."""
    with serving(store) as server:
        answered = time.perf_counter() - server.started
        first_page(server)
        done = time.perf_counter() - server.started
        second = time.perf_counter()
        first_page(server)
        return answered, done, time.perf_counter() - second
