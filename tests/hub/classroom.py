"""Users of a Hub, who do all by its API: log in, start a server, run code in a kernel over its websocket."""
import asyncio
import json
import time
import uuid

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import websocket_connect


class User:
    """Someone with a name and a password, at the Hub of that address."""

    def __init__(self, address: str, name: str, password: str):
        self.address, self.name, self.password = address, name, password
        self.token = self.kernel = None

    async def ask(self, path: str, method: str = "GET", body=None, token: str | None = None) -> HTTPResponse:
        """The answer of the Hub, or of a server behind it, whatever its status; `token` ("" for none) stands in for ours."""
        return await AsyncHTTPClient().fetch(
            HTTPRequest(self.address + path, method, headers=self._headers(token), request_timeout=180, follow_redirects=False,
                        body=json.dumps(body) if body is not None else None, allow_nonstandard_methods=True),
            raise_error=False)

    def _headers(self, token=None):
        token = self.token if token is None else token
        return {"Authorization": f"token {token}"} if token else {}

    async def log_in(self, name: str | None = None) -> int:
        """Ask for a token with name and password; the status."""
        auth = {"username": name or self.name, "password": self.password}
        answer = await self.ask(f"/hub/api/users/{name or self.name}/tokens", "POST", {"auth": auth})
        if answer.code == 201:
            self.token = json.loads(answer.body)["token"]
        return answer.code

    async def start(self) -> int:
        """Ask the Hub for a server; the status, which comes while it is starting."""
        return (await self.ask(f"/hub/api/users/{self.name}/server", "POST")).code

    async def ready(self) -> None:
        """Wait for the server."""
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            model = json.loads((await self.ask(f"/hub/api/users/{self.name}")).body)
            if model["servers"].get("", {}).get("ready"):
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(f"The server of {self.name} did not start")

    async def run(self, code: str) -> str:
        """What `code` prints in this user's kernel; a RuntimeError with the traceback where it raises."""
        if self.kernel is None:
            answer = await self.ask(f"/user/{self.name}/api/kernels", "POST", {"name": "python3", "path": "work/x.ipynb"})
            assert answer.code == 201, answer.body
            self.kernel = json.loads(answer.body)["id"]
        return await asyncio.wait_for(self._run(code), 240)  # one core may be all there is for three kernels

    async def _run(self, code):
        socket = await self.connect(self.kernel)
        try:
            request = _request(code)
            await socket.write_message(json.dumps(request))
            printed, left = "", {"execute_reply", "idle"}
            while left:
                message = json.loads(await socket.read_message())
                if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                    continue
                kind, content = message["msg_type"], message["content"]
                if kind == "error":
                    raise RuntimeError("\n".join(content["traceback"]))
                printed += content["text"] if kind == "stream" else ""
                left -= {kind, content.get("execution_state")}
            return printed
        finally:
            socket.close()
            while await socket.read_message() is not None:  # until the other side has closed it too
                continue

    async def connect(self, kernel: str, owner: str | None = None, token: str | None = None):
        """The websocket of a kernel on the server of `owner`."""
        address = f"{self.address.replace('http', 'ws', 1)}/user/{owner or self.name}/api/kernels/{kernel}/channels"
        return await websocket_connect(HTTPRequest(address, headers=self._headers(token), request_timeout=180))


def _request(code):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": uuid.uuid4().hex, "username": "",
              "version": "5.3"}
    return {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
            "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
                        "stop_on_error": True}}
