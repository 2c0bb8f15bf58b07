"""JupyterLab as `whiteboard.py lab` starts it: a token is wanted, and nobody but this machine is listened to."""
import contextlib
import urllib.error
import urllib.request

import psutil
import pytest


class Answer(urllib.request.HTTPRedirectHandler):
    """Redirects are answers here, not followed."""

    def redirect_request(self, *_):
        return None


def ask(server, path, **headers):
    """Status and headers of what the server answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Answer)
    try:
        with opener.open(urllib.request.Request(server.address + path, headers=headers), timeout=60) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


PRIVATE = ["/api/contents", "/api/kernels", "/api/sessions", "/files/work/05_iou_map.ipynb"]


@pytest.mark.parametrize("path", PRIVATE)
@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong"])
def test_without_the_token_nothing_is_told(server, path, token):
    status, headers = ask(server, path + token)
    assert status == 403 or (status == 302 and headers["Location"].startswith("/login"))


@pytest.mark.parametrize("path", PRIVATE)
def test_with_the_token_it_is(server, path):
    assert ask(server, f"{path}?token={server.token}")[0] == 200
    assert ask(server, path, Authorization=f"token {server.token}")[0] == 200


def test_the_token_is_long_and_the_page_leads_to_the_login(server):
    assert len(server.token) >= 32
    status, headers = ask(server, "/lab")
    assert status == 302
    assert headers["Location"].startswith("/login")


def test_a_page_that_takes_a_name_for_this_machine_is_refused(server):
    assert ask(server, f"/api/contents?token={server.token}", Host="example.org")[0] == 403


def test_the_server_and_its_kernels_listen_on_this_machine_only(visit, server):
    visit("work/05_iou_map.ipynb")  # with a kernel
    process, heard = psutil.Process(server.process.pid), set()
    for own in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):  # the kernel of an earlier test may be just ending
            heard |= {one.laddr for one in own.net_connections(kind="inet") if one.status == psutil.CONN_LISTEN}
    assert server.port in {address.port for address in heard}
    assert len(heard) > 1
    assert {address.ip for address in heard} == {"127.0.0.1"}
