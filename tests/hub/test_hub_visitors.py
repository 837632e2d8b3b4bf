"""A juror's page through the hub's own door: by a link alone, without an account, in the service that the hub keeps up."""

from __future__ import annotations

import http.client
import json
import re
import urllib.parse

import psutil

from epreuves_kit.variants import session
from tests.corpus import ASSIGNMENT
from tests.hub.conftest import INSTRUCTOR, LEA, Hub

PATH = "/services/guichet/"


def ask(
    hub: Hub, method: str, path: str, body: object = None, cookie: str = ""
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Speak to the hub's door as a browser does."""
    where = urllib.parse.urlsplit(hub.address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    headers = {"Origin": hub.address, "Content-Type": "application/json"} if method == "POST" else {}
    if cookie:
        headers["Cookie"] = cookie
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_link_opens_a_page_through_the_hub_without_an_account(hub: Hub) -> None:
    status, headers, page = ask(hub, "GET", PATH)
    assert (status, "Guichet" in page.decode()) == (200, True)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert f'src="{PATH}static/entry.js"' in page.decode()
    assert ask(hub, "GET", f"{PATH}static/entry.js")[0] == 200
    assert ask(hub, "POST", f"{PATH}entrer", {"code": "x" * 24})[0] == 403

    # It runs as the instructor, in the course, and answers this machine alone.
    [process] = [
        one
        for one in psutil.process_iter(["cmdline"])
        if "guichet" in one.info["cmdline"][-3:] and "-P" in one.info["cmdline"]
    ]
    assert (process.username(), process.cwd()) == (INSTRUCTOR, str(hub.course))
    assert {one.laddr.ip for one in process.net_connections() if one.status == "LISTEN"} == {"127.0.0.1"}

    (hub.course / "jury.yaml").write_text("composition:\n- {nom: Nadia Roux, qualite: jurée}\n", "utf-8")
    hub.epreuves("distribuer", ASSIGNMENT, "--oui")
    today = session.now(hub.course).date().isoformat()
    said = hub.epreuves(
        "acces", "donner", "'Nadia Roux'", "--epreuve", "e06", "--jour", today, "--adresse", f"{hub.address}{PATH}"
    ).stdout
    [code] = re.findall(rf"{re.escape(hub.address + PATH)}#(\S+)", said)
    status, headers, body = ask(hub, "POST", f"{PATH}entrer", {"code": code})
    assert status == 200, body
    cookie = headers["Set-Cookie"].partition(";")[0]
    own = PATH + json.loads(body)["to"]
    assert f"Path={own}" in headers["Set-Cookie"]
    status, _, body = ask(hub, "GET", f"{own}etat", cookie=cookie)
    assert status == 200, body
    assert LEA in json.loads(body)["candidates"]
    assert ask(hub, "GET", f"{own}etat")[0] == 401
