"""The small server of visitors' pages, on this machine alone: a proxy (a hub's, or a web server's) is what others reach.

    GET  /                     a page that reads the code of the address's fragment, which no browser sends and no log has
    POST /entrer               {"code": …} → {"to": "acces/7/"}, and a cookie for that path alone until the end of the day
    GET  /acces/7/             the page of pass n° 7
    GET  /acces/7/etat         what it shows, as JSON
    POST /acces/7/geste        a gesture; answers what the page shows then
    POST /acces/7/quitter      the cookie is taken back
    GET  /static/…             its own scripts and sheets, by name
    …    /rendre/…             a copy handed in (`hand_in_pages.py`)

The cookie is looked up in the jury's record at each request: a pass that is withdrawn, or whose day is over, opens nothing more at once, and a
server that starts again knows everybody. A POST comes from the page itself (Origin, Sec-Fetch-Site, SameSite=Strict), is JSON, and is bounded before
it is read. Answers: 403 and 422 say why a gesture is not taken, and it is not to be sent again; 401 that the page is no longer open; 429 and 503
that it may be sent again.
"""

from __future__ import annotations

import asyncio
import collections
import datetime
import functools
import signal
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

import jinja2
import msgspec
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError

from epreuves.answers.self_assessment import Estimation
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.extensions.visitors import hand_in_pages, passes
from epreuves_kit.extensions.visitors.gestures import GestureRecord, GradebookBusy, check_open
from epreuves_kit.extensions.visitors.handing import HandInDesk
from epreuves_kit.extensions.visitors.handlers import (
    CLOSED,
    COOKIE,
    LARGEST,
    LARGEST_HEADERS,
    WAIT,
    VisitorHandler,
    decoded,
)
from epreuves_kit.extensions.visitors.hearing import Hearing, OralGesture
from epreuves_kit.extensions.visitors.passes import VisitorPass
from epreuves_kit.extensions.visitors.trying import TrialGesture, Trying
from epreuves_kit.threads import started
from epreuves_kit.variants import session

_FOLDER = Path(__file__).parent
#: Wrong codes from one address, in so many seconds, after which it waits; addresses that are remembered.
TRIES, WHILE, ADDRESSES = 20, 300.0, 10_000
#: Said of a code that opens nothing, whatever the reason.
NOTHING = "Ce lien n'ouvre rien en ce moment. Il vaut le jour de l'oral seulement, et jusqu'à ce qu'il soit retiré ou remplacé : demandez-en un autre à qui vous l'a donné."
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_T = TypeVar("_T")


class _Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str


class _Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class WrongCodes:
    """The wrong codes of the last minutes, by address; in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._tries = clock, collections.OrderedDict[str, collections.deque[float]]()

    def waits(self, address: str) -> bool:
        """True if an address has tried too often."""
        tries = self._tries.get(address, collections.deque())
        while tries and tries[0] < self._clock() - WHILE:
            tries.popleft()
        return len(tries) >= TRIES

    def add(self, address: str) -> None:
        """Count a wrong code."""
        self._tries.setdefault(address, collections.deque(maxlen=TRIES)).append(self._clock())
        self._tries.move_to_end(address)
        if len(self._tries) > ADDRESSES:
            self._tries.popitem(last=False)


class VisitorsDesk:
    """All that the handlers share: the course, the session's clock, the one thread that reads and writes."""

    def __init__(
        self, root: Path, threads: Executor, prefix: str = "/", now: Callable[[], datetime.datetime] | None = None
    ) -> None:
        """prefix: the path that the server is at, from / to /. now: the session's clock."""
        self.prefix, self.root = prefix, root
        self.now = now or functools.partial(session.now, root)
        self.wrong = WrongCodes()
        self.hand_in = HandInDesk(root, self.now)
        self._threads = threads
        self._told: dict[tuple[str, str], tuple[str, dict[str, Estimation]]] = {}
        self.pages = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
        )
        self.own = {path.name: path.read_bytes() for path in (_FOLDER / "static").iterdir() if path.suffix in _KINDS}

    async def done(self, work: Callable[[], _T]) -> _T:
        """The result of a work, done in turn with those of all other requests."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def enter(self, code: str) -> VisitorPass | None:
        """The pass that a code opens now; that it was opened is kept. None where it opens nothing. Raises KitError."""
        course = Course(self.root)
        check_open(course)
        with GestureRecord(course) as record:
            held = passes.opened_by(passes.every(record), passes.ticket(code), self.now().date())
            if held is not None:
                record.take(held.given.holder, held.number, "", "")
        return held

    def _opened(self, ticket: str) -> GestureRecord:
        """The record, for who has some ticket, while something may still be given."""
        if not ticket:
            raise HTTPError(401, reason="Unauthorized")
        course = Course(self.root)
        check_open(course)
        return GestureRecord(course)

    def reached(self, record: GestureRecord, number: int, ticket: str) -> VisitorPass:
        """The pass of that number, where a ticket opens it now; raises HTTPError."""
        held = passes.opened_by(passes.every(record), ticket, self.now().date())
        if held is None or held.number != number:
            raise HTTPError(401, reason="Unauthorized")
        return held

    def look(self, number: int, ticket: str) -> VisitorPass:
        """The pass of a page that is asked for; raises HTTPError, KitError."""
        with self._opened(ticket) as record:
            return self.reached(record, number, ticket)

    def show(self, number: int, ticket: str, body: bytes | None = None) -> bytes:
        """All that a page shows, as JSON; body: a gesture to be kept first. Raises HTTPError, KitError."""
        with self._opened(ticket) as record:
            held = self.reached(record, number, ticket)
            page = Trying(record, held) if held.given.kind == "essai" else Hearing(record, held, self._told)
            if body is None:
                return msgspec.json.encode(page.view(self.now()))
            if isinstance(page, Trying):
                return msgspec.json.encode(page.take(decoded(body, TrialGesture), self.now()))
            return msgspec.json.encode(page.take(decoded(body, OralGesture), self.now()))


class _Entry(VisitorHandler):
    """The first page, and the code that it gives."""

    def get(self) -> None:
        """The page that reads the code."""
        self.page("entry.html.j2")

    async def post(self) -> None:
        """A code, for a cookie."""
        if self.desk.wrong.waits(self.address):
            self.set_header("Retry-After", str(int(WHILE)))
            return self.refuse(429, WAIT)
        code = decoded(self.request.body, _Code).code
        held = await self.desk.done(lambda: self.desk.enter(code)) if len(code) < 100 else None
        if held is None:
            self.desk.wrong.add(self.address)
            return self.refuse(403, NOTHING)
        now = self.desk.now()
        over = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), now.tzinfo)
        self.set_cookie(
            COOKIE,
            passes.ticket(code),
            path=self.path_of(held.number),
            expires=over,
            httponly=True,
            secure=self.secure,
            samesite="Strict",
        )
        return self.answer(msgspec.json.encode({"to": f"acces/{held.number}/"}))


class _Page(VisitorHandler):
    """The page of a pass."""

    async def get(self, number: str) -> None:
        """The page, for who has its cookie; the way back to their link otherwise."""
        try:
            held = await self.desk.done(lambda: self.desk.look(int(number), self.ticket))
        except (HTTPError, KitError) as error:
            self.set_status(503 if isinstance(error, GradebookBusy) else 401)
            return self.page("closed.html.j2", sentence=str(error) if isinstance(error, KitError) else CLOSED)
        template = "trial.html.j2" if held.given.kind == "essai" else "oral.html.j2"
        return self.page(template, scope=held.scope, holder=held.given.holder)


class _State(VisitorHandler):
    """The state of a page."""

    async def get(self, number: str) -> None:
        """All of it."""
        self.answer(await self.desk.done(lambda: self.desk.show(int(number), self.ticket)))


class _Gesture(VisitorHandler):
    """A gesture on a page."""

    async def post(self, number: str) -> None:
        """Keep it, and give what the page shows then."""
        body = self.request.body
        self.answer(await self.desk.done(lambda: self.desk.show(int(number), self.ticket, body)))


class _Leaving(VisitorHandler):
    """The end of a visit."""

    def post(self, number: str) -> None:
        """Take the cookie back."""
        decoded(self.request.body, _Nothing)
        self.clear_cookie(COOKIE, path=self.path_of(int(number)), httponly=True, samesite="Strict")
        self.answer(b"{}")


class _Own(VisitorHandler):
    """The scripts and sheets of the pages."""

    def get(self, name: str) -> None:
        """One of them, by its name among those read when the server started."""
        content = self.desk.own.get(name)
        if content is None:
            raise HTTPError(404, reason="Not Found")
        self.answer(content, _KINDS[Path(name).suffix])


class _Nowhere(VisitorHandler):
    """Any other path."""

    def prepare(self) -> None:
        """Nothing is there."""
        raise HTTPError(404, reason="Not Found")


def application(desk: VisitorsDesk) -> Application:
    """The pages, at their paths."""
    shared, rendering = {"desk": desk}, f"{desk.prefix}rendre/"
    # Few digits: a number is one of a pass.
    own = rf"{desk.prefix}acces/([1-9][0-9]{{0,5}})/"
    return Application(
        [
            (desk.prefix, _Entry, shared),
            (f"{desk.prefix}entrer", _Entry, shared),
            (own, _Page, shared),
            (f"{own}etat", _State, shared),
            (f"{own}geste", _Gesture, shared),
            (f"{own}quitter", _Leaving, shared),
            (rendering, hand_in_pages.HandInPage, shared),
            (f"{rendering}entrer", hand_in_pages.HandInEntry, shared),
            (f"{rendering}fichier", hand_in_pages.HandInFile, shared),
            (f"{rendering}fini", hand_in_pages.HandInEnd, shared),
            (rf"{desk.prefix}static/([a-z_]+\.(?:js|css))", _Own, shared),
        ],
        default_handler_class=_Nowhere,
        default_handler_args=shared,
    )


async def serving(desk: VisitorsDesk, port: int, opened: Callable[[int], None], stop: asyncio.Event) -> None:
    """Answer on this machine until `stop`; opened: told the port, once it is. Raises KitError where the port is taken."""
    server = HTTPServer(
        application(desk),
        max_body_size=2 * LARGEST,
        max_header_size=LARGEST_HEADERS,
        idle_connection_timeout=60,
        body_timeout=30,
    )
    try:
        sockets = bind_sockets(port, "127.0.0.1")
    except OSError as error:
        raise KitError(
            f"Le guichet ne peut pas répondre au port {port} ({error.strerror}) : donnez-en un autre."
        ) from None
    server.add_sockets(sockets)
    opened(sockets[0].getsockname()[1])
    await stop.wait()
    server.stop()
    await server.close_all_connections()


def run(
    root: Path,
    port: int,
    prefix: str,
    opened: Callable[[int], None],
    now: Callable[[], datetime.datetime] | None = None,
) -> None:
    """Serve a course until the process is asked to end. Raises KitError."""

    async def main(desk: VisitorsDesk) -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for asked in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(asked, stop.set)
        await serving(desk, port, opened, stop)

    with started(1) as threads:
        asyncio.run(main(VisitorsDesk(root, threads, prefix, now)))
