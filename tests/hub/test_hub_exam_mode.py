"""An exam's candidate on a real hub: nothing but the hub answers their programs, and nothing of others is in their sight."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.hub.conftest import INSTRUCTOR, KARIM, LEA, Hub

#: Runs code in a kernel of the candidate's own server, as a cell does; gives what it prints, or the error.
_RUN = """async ([base, code]) => {
  const cookie = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? '';
  const { id } = await (await fetch(`${base}api/kernels`, { method: 'POST', body: '{}', headers: { 'X-XSRFToken': cookie } })).json();
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}api/kernels/${id}/channels?session_id=essai`);
  const said = await new Promise((resolve, reject) => {
    let text = '';
    setTimeout(() => reject(new Error(`nothing came back: ${text}`)), 60000);
    const header = { msg_id: 'un', session: 'essai', username: '', date: new Date().toISOString(), msg_type: 'execute_request', version: '5.3' };
    socket.onopen = () => socket.send(JSON.stringify({ channel: 'shell', header, parent_header: {}, metadata: {}, content: { code, silent: false, store_history: false, allow_stdin: false } }));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.parent_header?.msg_id !== 'un') return;
      if (message.msg_type === 'stream') text += message.content.text;
      if (message.msg_type === 'error') text += `${message.content.ename}: ${message.content.evalue}`;
      if (message.msg_type === 'status' && message.content.execution_state === 'idle') resolve(text.trim());
    };
  });
  socket.close();
  return said;
}"""
_REACH = "import socket; socket.create_connection(({host!r}, {port}), timeout=5).close(); print('joint')"


@pytest.fixture(scope="module")
def lea(hub: Hub, browser: Browser) -> Page:
    return hub.seat(browser, LEA)


@pytest.fixture
def port() -> Iterator[int]:
    """A server of this machine that an exam is not to reach."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def run(hub: Hub, page: Page, code: str) -> str:
    """The words that a cell prints in a candidate's own kernel."""
    said: str = page.evaluate(_RUN, [f"{hub.address}/user/{LEA}/", code])
    return said


@pytest.mark.slow
def test_a_candidate_s_programs_reach_the_hub_and_nothing_else(hub: Hub, lea: Page, port: int) -> None:
    assert run(hub, lea, _REACH.format(host="127.0.0.1", port=port)).startswith("ConnectionRefusedError")
    # A public address, a name server, this machine by another of its addresses.
    for host, to in (("192.0.2.1", 443), ("192.0.2.53", 53), ("127.0.1.1", port)):
        assert "Error" in run(hub, lea, _REACH.format(host=host, port=to))
    udp = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.53', 53)); print('parti')"
    assert "parti" not in run(hub, lea, udp)
    known = (
        "import os, urllib.request; print(urllib.request.urlopen(os.environ['JUPYTERHUB_API_URL'], timeout=5).status)"
    )
    assert run(hub, lea, known) == "200"
    # It holds for what an account starts elsewhere, for who has no server yet, and for nobody of the team.
    python, words = str(hub.python), _REACH.format(host="127.0.0.1", port=port)
    for who, reached in ((LEA, False), (KARIM, False), (INSTRUCTOR, True)):
        assert ("joint" in hub.as_account(who, python, "-c", words, check=False).stdout) is reached, who


@pytest.mark.slow
def test_a_candidate_sees_neither_the_files_nor_the_programs_of_another(hub: Hub, lea: Page) -> None:
    hub.as_account(KARIM, "sh", "-c", "echo 42 > /tmp/epr-essai-solution && chmod 666 /tmp/epr-essai-solution")
    assert run(hub, lea, "import os; print(os.path.exists('/tmp/epr-essai-solution'))") == "False"
    others = "import os, pwd; print({pwd.getpwuid(os.stat(f'/proc/{p}').st_uid).pw_name for p in os.listdir('/proc') if p.isdigit()})"
    assert run(hub, lea, others) == str({LEA})
    written = "print(open('/tmp/epr-essai-a-moi', 'w').write('x'))"
    assert run(hub, lea, written) == "1"
    seen = hub.as_account(KARIM, "cat", "/tmp/epr-essai-a-moi", check=False)
    assert "No such file" in seen.stderr
    hub.as_account(KARIM, "rm", "/tmp/epr-essai-solution")


@pytest.mark.slow
def test_a_candidate_has_one_kernel_and_no_terminal_no_manager_no_second_server(hub: Hub, lea: Page) -> None:
    base = f"{hub.address}/user/{LEA}/"
    assert list(lea.request.get(f"{base}api/kernelspecs").json()["kernelspecs"]) == ["python3"]
    assert lea.request.get(f"{base}api/terminals").status == 404
    assert lea.locator('[data-id="extensionmanager.main-view"]').count() == 0
    refused = lea.evaluate(
        "async (address) => (await fetch(address, { method: 'POST', headers: { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? '' } })).status",
        f"{hub.address}/hub/api/users/{LEA}/servers/second",
    )
    assert refused in (400, 403)
    own = "import site, sys; print(site.ENABLE_USER_SITE, [p for p in sys.path if '/.local/' in p])"
    assert run(hub, lea, own) == "False []"
