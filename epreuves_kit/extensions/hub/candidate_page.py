"""A candidate's side of the hub, in their own JupyterLab server: the page of their épreuves, and their part in the room. A role of the hub turns it on.

    GET  epreuves/                the page
    GET  epreuves/liste           → {"who": …, "epreuves": […], "leave": …}
    POST epreuves/recevoir        {"epreuve": …} → the épreuve, in the candidate's folder
    POST epreuves/rendre          {"epreuve": …, "sure": false} → {"ask": […]}: what is to be known first; or the épreuve, handed in
    POST epreuves/restitution     {"epreuve": …} → pages to be read
    POST epreuves/salle           the page's state → what is announced to this account

The page posts its state every few seconds (`page.js`, `own.js`); it is kept in the candidate's own home, where the hub's service looks at it.
"""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from epreuves.machine import replace
from epreuves.wording import announcements
from epreuves.wording.errors import KitError
from epreuves_kit.extensions.hub.own_epreuves import ListedEpreuve, OwnDesk
from epreuves_kit.extensions.hub.page_state import MOST, STATE, PageState
from epreuves_kit.page.policy import POLICY

_STATIC = Path(__file__).with_name("static")
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_T = TypeVar("_T")


class _AboutEpreuve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    epreuve: str
    sure: bool = False


class _List(msgspec.Struct, frozen=True):
    """All of the page. who: the account; leave: where one signs out, empty for nowhere."""

    who: str
    epreuves: tuple[ListedEpreuve, ...]
    leave: str


class _FileHandler(JupyterHandler):
    """A file of the page."""

    @property
    def content_security_policy(self) -> str:
        """Nothing but what is ours."""
        return POLICY

    def send(self, name: str) -> None:
        """Send it."""
        path = _STATIC / name
        self.set_header("Content-Type", f"{_KINDS[path.suffix]}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(path.read_bytes())


class OwnPageHandler(_FileHandler):
    """The page."""

    @web.authenticated
    def get(self) -> None:
        """Send it."""
        self.xsrf_token  # noqa: B018  (read, it is laid in a cookie, for what the page asks)
        self.send("own.html")


class OwnPartHandler(_FileHandler):
    """A part that the page loads, which is no secret: a hub takes nobody's word by a cookie alone but for a page."""

    @allow_unauthenticated
    def get(self, name: str) -> None:
        """Send it."""
        self.send(name)


class _DeskHandler(APIHandler):
    """An address about the candidate's épreuves: one thing is done after the other, beside the rest of the server."""

    @property
    def desk(self) -> OwnDesk:
        """The candidate's épreuves."""
        desk: OwnDesk = self.settings["epreuves_desk"]
        return desk

    async def done(self, work: Callable[[], _T]) -> _T:
        """Do something with them, and give what it gives."""
        turn: asyncio.Lock = self.settings["epreuves_turn"]
        async with turn:
            return await asyncio.get_running_loop().run_in_executor(None, work)

    def asked(self) -> _AboutEpreuve:
        """The épreuve that is asked for; raises HTTPError."""
        try:
            return msgspec.json.decode(self.request.body, type=_AboutEpreuve)
        except msgspec.MsgspecError:
            raise web.HTTPError(400) from None

    def answer(self, content: object) -> None:
        """Send what was asked for."""
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(content))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in a sentence what cannot be done."""
        error = (kwargs.get("exc_info") or (None, None))[1]
        if isinstance(error, KitError):
            self.set_status(422)
            return self.answer({"said": error.sentence})
        return super().write_error(status_code, **kwargs)


class OwnListHandler(_DeskHandler):
    """The list."""

    @web.authenticated
    async def get(self) -> None:
        """All épreuves."""
        hub = os.environ.get("JUPYTERHUB_BASE_URL", "")
        epreuves = await self.done(self.desk.epreuves)
        self.answer(_List(self.desk.who, epreuves, url_path_join(hub, "hub", "logout") if hub else ""))


class ReceiveHandler(_DeskHandler):
    """Receiving an épreuve."""

    @web.authenticated
    async def post(self) -> None:
        """Lay it in the candidate's folder."""
        epreuve = self.asked().epreuve
        self.answer(await self.done(lambda: self.desk.receive(epreuve)))


class OwnHandInHandler(_DeskHandler):
    """Handing in."""

    @web.authenticated
    async def post(self) -> None:
        """Ask first, then hand in."""
        asked = self.asked()
        if asked.sure:
            self.answer(await self.done(lambda: self.desk.hand_in(asked.epreuve)))
        else:
            self.answer({"ask": await self.done(lambda: self.desk.question(asked.epreuve))})


class BackHandler(_DeskHandler):
    """Reading a feedback."""

    @web.authenticated
    async def post(self) -> None:
        """Take it, and say where it is read."""
        epreuve = self.asked().epreuve
        self.answer(await self.done(lambda: self.desk.back(epreuve)))


class RoomHandler(APIHandler):
    """The page's state, and announcements; both are small, and nothing of a copy goes through here."""

    @web.authenticated
    def post(self) -> None:
        """Keep the state, and answer with the announcements."""
        try:
            state = msgspec.json.decode(self.request.body[: MOST + 1], type=PageState)
        except msgspec.MsgspecError:
            raise web.HTTPError(400) from None
        path = Path.home() / STATE
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            replace(path, msgspec.json.encode(state), 0o600)
        except OSError as error:  # a full disk: the page is to hear of it too
            self.log.warning("%s: %s", path, error)
        self.set_header("Content-Type", "application/json")
        self.finish(announcements.content())


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the addresses to JupyterLab's server."""
    settings = server.web_app.settings
    settings["epreuves_desk"] = OwnDesk(server.config, Path(server.root_dir), getpass.getuser())
    settings["epreuves_turn"] = asyncio.Lock()
    under = url_path_join(settings["base_url"], "epreuves")
    server.web_app.add_handlers(
        ".*$",
        [
            (under, web.RedirectHandler, {"url": f"{under}/", "permanent": False}),
            (f"{under}/", OwnPageHandler),
            (f"{under}/(own\\.js|own\\.css)", OwnPartHandler),
            (f"{under}/liste", OwnListHandler),
            (f"{under}/recevoir", ReceiveHandler),
            (f"{under}/rendre", OwnHandInHandler),
            (f"{under}/restitution", BackHandler),
            (f"{under}/salle", RoomHandler),
        ],
    )
