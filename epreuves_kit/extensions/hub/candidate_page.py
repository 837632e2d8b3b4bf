"""The room in a candidate's own JupyterLab server: an extension by which the page says that it is there, and hears what is announced.

The page posts its state every few seconds (`page.js`); it is kept in the candidate's own home, where the hub's service looks at it, and what that
service announces to this account is answered. Both are JSON, both are small; nothing of a copy goes through here. A role of the hub turns it on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from epreuves.machine import replace
from epreuves.wording import announcements
from epreuves_kit.extensions.hub.page_state import MOST, STATE, PageState


class RoomHandler(APIHandler):
    """The page's address: it posts its state, and gets what is announced."""

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
    """Add the address to JupyterLab's server."""
    server.web_app.add_handlers(
        ".*$", [(url_path_join(server.web_app.settings["base_url"], "epreuves", "salle"), RoomHandler)]
    )
