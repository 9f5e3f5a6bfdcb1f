"""One reader of the dashboard without a browser: Streamlit's own messages over a real websocket, with cookies.

It knows what a browser must know to act: pages, filters, buttons and file uploaders that stand on the page, and when a
run has ended. The one thing to know: every rerun sends the state of all widgets, as the frontend does.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME
from websockets.asyncio.client import ClientConnection, connect

WIDGETS = ("multiselect", "button", "file_uploader", "radio")
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Failed(Exception):
    """The program did not do what a reader expects of it."""


@dataclass
class Seen:
    """What stands on the page after a run: widgets by kind, words of alerts, whether an exception was drawn."""

    widgets: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in WIDGETS})
    alerts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    messages: int = 0
    bytes: int = 0


def cookie_of(person: str, origin: str, secret: str) -> str:
    """The identity cookie of a member as the program itself would have signed it after a sign-in at the provider."""
    claims = {"origin": origin, "is_logged_in": True, "iss": "https://login.example.org", "sub": person, "name": person,
              "email": f"{person}@example.org", "email_verified": True, "iat": int(time.time())}  # fmt: skip
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode()


class Session:
    """One open tab."""

    def __init__(self, port: int, person: str, secret: str) -> None:
        self.port, self.origin = port, f"http://127.0.0.1:{port}"
        self.cookies = {USER_COOKIE_NAME: cookie_of(person, self.origin, secret)}
        self.pages: dict[str, str] = {}
        self.state: dict[str, WidgetState] = {}
        self.known: dict[str, ForwardMsg] = {}
        self.page, self.session_id, self.query = "", "", ""
        self.seen = Seen()
        self.socket: ClientConnection | None = None

    # ------------------------------------------------------------ the connection

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        """An ordinary request with the tab's cookies; keeps those it is given. The status of the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        words = {k.replace("_", "-"): v for k, v in headers.items()}
        line.request(method, path, body, {"Cookie": self._cookie(), "Origin": self.origin, **words})
        answer = line.getresponse()
        answer.read()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        line.close()
        return answer.status

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def open(self) -> None:
        """As a browser does: the page, the health, the websocket; then the first run."""
        for path in ("/", "/_stcore/health"):
            status = await asyncio.to_thread(self.request, "GET", path)
            if status != 200:
                raise Failed(f"{path} answered {status}")
        token = self.cookies.get(XSRF_COOKIE_NAME, "")
        self.socket = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream", subprotocols=["streamlit", token],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookie()}, origin=self.origin, max_size=None,  # type: ignore[arg-type]
            open_timeout=60, ping_timeout=None, compression=None,
        )  # fmt: skip
        await self.run()

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()

    # ------------------------------------------------------------ what a reader does

    async def run(self, *changed: WidgetState) -> Seen:
        """Send the state with what was changed and wait for the end of the run."""
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self.page
        run.widget_states.widgets.extend([*self.state.values(), *changed])
        run.cached_message_hashes.extend(self.known)
        run.context_info.timezone, run.context_info.locale = "UTC", "en-US"
        assert self.socket is not None
        await self.socket.send(message.SerializeToString())
        return await self._until_ended()

    async def go(self, path: str) -> Seen:
        """Another page of the menu, without the filters of the one before."""
        self.page, self.query = self.pages[path], ""
        self.state.clear()
        return await self.run()

    async def choose(self, select: Any, values: list[str]) -> Seen:
        """Set a filter."""
        state = WidgetState(id=select.id)
        state.string_array_value.SetInParent()  # an emptied filter is an empty list, not nothing
        state.string_array_value.data.extend(values)
        self.state[select.id] = state
        return await self.run()

    async def press(self, label: str) -> Seen:
        """Press the button whose label begins so."""
        found = [b for b in self.seen.widgets["button"] if b.label.startswith(label)]
        if not found:
            raise Failed(f"no button {label!r}; alerts: {self.seen.alerts}")
        return await self.run(WidgetState(id=found[0].id, trigger_value=True))

    async def upload(self, name: str, content: bytes) -> Seen:
        """Drop a file into the first uploader of the page."""
        if not self.seen.widgets["file_uploader"]:
            raise Failed("there is no uploader on the page")
        uploader = self.seen.widgets["file_uploader"][0]
        message = BackMsg()
        message.file_urls_request.request_id = str(uuid.uuid4())
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session_id
        assert self.socket is not None
        await self.socket.send(message.SerializeToString())
        while True:
            answer = await self._next()
            if answer.WhichOneof("type") == "file_urls_response":
                break
        urls = answer.file_urls_response.file_urls[0]
        status = await asyncio.to_thread(self._put, urls.upload_url, name, content)
        if status not in (200, 204):
            raise Failed(f"the upload was answered {status}")
        state = WidgetState(id=uploader.id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        self.state[uploader.id] = state
        return await self.run()

    def _put(self, url: str, name: str, content: bytes) -> int:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        return self.request("PUT", url, body, Content_Type=kind, X_Xsrftoken=self.cookies.get(XSRF_COOKIE_NAME, ""))

    # ------------------------------------------------------------ what comes back

    async def _next(self) -> ForwardMsg:
        assert self.socket is not None
        data = await self.socket.recv()
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        self.seen.messages, self.seen.bytes = self.seen.messages + 1, self.seen.bytes + len(data)
        if message.WhichOneof("type") == "ref_hash":
            message = self.known[message.ref_hash]
        elif message.metadata.cacheable and message.hash:
            self.known[message.hash] = _light(message)
        return message

    async def _until_ended(self) -> Seen:
        self.seen = Seen()
        while True:
            message = await self._next()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
            elif kind == "navigation":
                self.pages = {p.url_pathname: p.page_script_hash for p in message.navigation.app_pages}
                self.page = message.navigation.page_script_hash or self.page
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                _note(self.seen, message.delta.new_element)
            elif kind == "script_finished" and message.script_finished in ENDED:
                return self.seen
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise Failed("the program could not be run")


def _light(message: ForwardMsg) -> ForwardMsg:
    """What is kept of a message that may be named again by its hash: nothing large."""
    kind = message.delta.new_element.WhichOneof("type") if message.WhichOneof("type") == "delta" else None
    return message if kind in (*WIDGETS, "alert", "exception") or kind is None else ForwardMsg()


def _note(seen: Seen, element: Any) -> None:
    kind = element.WhichOneof("type")
    if kind in WIDGETS:
        seen.widgets[kind].append(getattr(element, kind))
    elif kind == "alert":
        seen.alerts.append(element.alert.body)
    elif kind == "exception":
        seen.broken.append(element.exception.message or element.exception.type)
