"""The hand-in's addresses, beside those of jurors.

    GET  /rendre/            the page
    POST /rendre/entrer      {"who": …, "code": …} → {"name": …}, and a cookie for these addresses alone
    POST /rendre/fichier     the bytes of a file; its path is the query's « chemin »
    POST /rendre/fini        {"files": […], "sure": false} → {"receipt": …}, or {"ask": …}: what is to be confirmed first

A file is written as it comes, and bounded by what the copy may still take. What came is nobody's copy before « fini ».
"""

from __future__ import annotations

import msgspec
from tornado.http1connection import HTTP1Connection
from tornado.web import HTTPError, stream_request_body

from epreuves_kit.extensions.visitors.gestures import NotForThem
from epreuves_kit.extensions.visitors.handing import WRONG, ArrivingFile, Deposit
from epreuves_kit.extensions.visitors.handlers import WAIT, VisitorHandler, decoded

_COOKIE = "remise"
#: Seconds in which a file is to come, on the slowest of networks.
_SLOW = 1800
_OVER = (
    "Cette page est restée ouverte trop longtemps : redonnez votre nom et votre code. Ce qui est déjà rendu est rendu."
)


class _WhoAndCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    who: str
    code: str


class _Finished(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    files: tuple[str, ...]
    sure: bool = False


class _HandIn(VisitorHandler):
    """All that the hand-in's addresses share."""

    @property
    def key(self) -> str:
        """The key of one's deposit; empty for none."""
        return self.get_cookie(_COOKIE) or ""

    def deposit(self) -> Deposit:
        """One's deposit; raises HTTPError."""
        deposit = self.desk.hand_in.deposit(self.key)
        if deposit is None:
            raise HTTPError(401, reason="Unauthorized")
        return deposit

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """As elsewhere, but for a deposit that is over."""
        if status_code == 401:
            return self.refuse(401, _OVER)
        return super().write_error(status_code, **kwargs)


class HandInPage(_HandIn):
    """The page."""

    async def get(self) -> None:
        """The page, or why no copy is taken here."""
        try:
            await self.desk.done(self.desk.hand_in.open)
        except NotForThem as refused:
            return self.page("closed.html.j2", sentence=str(refused))
        return self.page("hand_in.html.j2")


class HandInEntry(_HandIn):
    """A name and a code."""

    async def post(self) -> None:
        """A deposit, for who they are."""
        if self.desk.wrong.waits(self.address):
            self.set_header("Retry-After", "300")
            return self.refuse(429, WAIT)
        given = decoded(self.request.body, _WhoAndCode)
        entered = None
        if len(given.who) < 200 and len(given.code) < 100:
            entered = await self.desk.done(lambda: self.desk.hand_in.enter(given.who, given.code))
        if entered is None:
            self.desk.wrong.add(self.address)
            return self.refuse(403, WRONG)
        key, name = entered
        path = f"{self.desk.prefix}rendre/"
        self.set_cookie(_COOKIE, key, path=path, httponly=True, secure=self.secure, samesite="Strict")
        return self.answer(msgspec.json.encode({"name": name}))


@stream_request_body
class HandInFile(_HandIn):
    """A file that comes."""

    kind = "application/octet-stream"

    def prepare(self) -> None:
        """Look at who sends it and at what may still come, before a byte of it is read."""
        self.arriving: ArrivingFile | None = None
        super().prepare()
        deposit = self.deposit()
        # Its own bound, in place of that of gestures.
        connection = self.request.connection
        assert isinstance(connection, HTTP1Connection)
        connection.set_max_body_size(deposit.left)
        connection.set_body_timeout(_SLOW)
        self.arriving = ArrivingFile(deposit.folder, deposit.left)

    def data_received(self, chunk: bytes) -> None:
        """Take a piece."""
        assert self.arriving is not None
        self.arriving.write(chunk)

    def on_connection_close(self) -> None:
        """Leave what did not come whole."""
        if self.arriving is not None:
            self.arriving.drop()
        super().on_connection_close()

    async def post(self) -> None:
        """Keep it under its path."""
        assert self.arriving is not None
        sha256 = self.arriving.close()
        try:
            self.desk.hand_in.add(
                self.deposit(), self.get_query_argument("chemin", ""), self.arriving.path, self.arriving.size, sha256
            )
        except (NotForThem, HTTPError):
            self.arriving.drop()
            raise
        self.answer(msgspec.json.encode({"sha256": sha256}))


class HandInEnd(_HandIn):
    """The end: the copy is laid."""

    async def post(self) -> None:
        """Its receipt, or a question."""
        self.deposit()
        asked = decoded(self.request.body, _Finished)
        done = await self.desk.done(lambda: self.desk.hand_in.finish(self.key, asked.files, asked.sure))
        self.answer(msgspec.json.encode({"ask": done} if isinstance(done, str) else {"receipt": done}))
