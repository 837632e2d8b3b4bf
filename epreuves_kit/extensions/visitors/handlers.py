"""All handlers of visitors' pages have this in common: strict headers, bounds, refusals in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from tornado.web import HTTPError, RequestHandler

from epreuves.wording.errors import KitError
from epreuves_kit.extensions.visitors.gestures import GradebookBusy, NotForThem
from epreuves_kit.page.policy import POLICY

if TYPE_CHECKING:
    from epreuves_kit.extensions.visitors.server import VisitorsDesk

COOKIE = "guichet"
#: Bytes of a request's body, and of its headers.
LARGEST, LARGEST_HEADERS = 32_000, 16_000
WAIT = "Trop d'essais depuis votre connexion : attendez cinq minutes, puis rouvrez le lien."
CLOSED = "Cette page n'est plus ouverte : rouvrez le lien reçu. S'il n'ouvre rien, demandez-en un autre à qui vous l'a donné."
_T = TypeVar("_T")


def decoded(body: bytes, kind: type[_T]) -> _T:
    """A body as it is expected; raises HTTPError."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise HTTPError(400, reason="Bad Request") from None


class VisitorHandler(RequestHandler):
    """A handler of ours: strict headers, French refusals, nothing of what was sent in an answer. kind: of what a POST holds."""

    kind = "application/json"

    def initialize(self, desk: VisitorsDesk) -> None:
        """Keep what all share."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Headers of every answer."""
        self.clear_header("Server")
        for name, value in {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cache-Control": "no-store",
        }.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse a POST that does not come from a page of this server."""
        if self.request.method != "POST":
            return
        headers = self.request.headers
        origin = headers.get("Origin", "")
        if origin.partition("://")[2] != self.request.host or not origin.startswith(("http://", "https://")):
            raise HTTPError(403, reason="Forbidden")
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise HTTPError(403, reason="Forbidden")
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != self.kind:
            raise HTTPError(415, reason="Unsupported Media Type")
        if len(self.request.body) > LARGEST:
            raise HTTPError(413, reason="Content Too Large")

    @property
    def ticket(self) -> str:
        """The text of this path's cookie; empty for none."""
        return self.get_cookie(COOKIE) or ""

    @property
    def address(self) -> str:
        """The address that the request comes from: of those that proxies of this machine tell, the last that is not this machine's."""
        names = [name.strip() for name in self.request.headers.get("X-Forwarded-For", "").split(",")]
        return next(
            (name for name in reversed(names) if name not in ("", "127.0.0.1", "::1")), self.request.remote_ip or ""
        )

    @property
    def secure(self) -> bool:
        """True where the browser speaks https."""
        schemes = f"{self.request.headers.get('X-Forwarded-Proto', '')},{self.request.headers.get('X-Scheme', '')}"
        return "https" in (name.strip() for name in schemes.split(",")) or self.request.protocol == "https"

    def path_of(self, number: int) -> str:
        """The path of a pass's page."""
        return f"{self.desk.prefix}acces/{number}/"

    def answer(self, content: bytes, kind: str = "application/json; charset=utf-8") -> None:
        """Send a content."""
        self.set_header("Content-Type", kind)
        self.finish(content)

    def page(self, template: str, **values: str) -> None:
        """Send a page."""
        content = self.desk.pages.get_template(template).render(prefix=self.desk.prefix, **values)
        self.answer(content.encode(), "text/html; charset=utf-8")

    def refuse(self, status: int, sentence: str) -> None:
        """Say why not."""
        self.set_status(status)
        self.answer(msgspec.json.encode({"said": sentence}))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in a sentence what cannot be done; nothing of what failed is told."""
        error = (kwargs.get("exc_info") or (None, None))[1]
        if isinstance(error, GradebookBusy):
            return self.refuse(503, str(error))
        if isinstance(error, NotForThem):
            return self.refuse(403, str(error))
        if isinstance(error, KitError):
            return self.refuse(422, str(error))
        return self.refuse(status_code, CLOSED if status_code == 401 else "Cette demande ne convient pas.")

    def log_exception(self, *raised: Any) -> None:
        """Say in the journal what failed, but for what was refused. raised: the error's type, the error, where."""
        if not isinstance(raised[1], KitError):
            super().log_exception(*raised)
