"""A course whose orals are today, its real server on this machine, and a client that speaks to it byte by byte."""

from __future__ import annotations

import asyncio
import datetime
import http.client
import json
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from epreuves.answers.self_assessment import AutoEvaluation, Estimation, register
from epreuves_kit.course import oral_hours
from epreuves_kit.course.oral_hours import OralHour
from epreuves_kit.extensions.visitors import passes, server
from epreuves_kit.jury import challenge
from epreuves_kit.jury.record import JuryEntry, JuryRecord
from epreuves_kit.threads import started
from epreuves_kit.variants import session
from tests.jury.cours import E01, E06, E11, NotebookFile, lay
from tests.seen import ROOT

E07 = "e07_ux"
NADIA, IDRISS, ELSA = "Nadia Roux", "Idriss Koné", "Elsa Martin"
JURY = "composition:\n" + "".join(f"- {{nom: {name}, qualite: jurée}}\n" for name in (NADIA, IDRISS, ELSA))
PEOPLE = {
    "lea": ("Léa", "Fontaine"),
    "karim": ("Karim", "Benali"),
    "sam": ("Sam", "<b>Roy</b>"),
    "ines": ("Inès", "Nuñez"),
}
WHY = "<img src=x onerror=document.title='pris'> J'ai relu."


def now(root: Path) -> datetime.datetime:
    """The session's clock."""
    return session.now(root)


def course(root: Path) -> Path:
    """Four candidates; today, panel A hears the group of Léa and Karim, panel B Sam; Inès is heard tomorrow; e01 and e07 are of the grand oral."""
    lay(root)
    (root / "jury.yaml").write_text(JURY, "utf-8")
    for id in (E06, E01, E07, E11):
        (root / "sujets" / id).mkdir(parents=True)
        for file in ("oral.yaml", "grille.yaml"):
            shutil.copy(ROOT / "sujets" / id / file, root / "sujets" / id)
    with NotebookFile(root) as book:
        for id, (first, last) in PEOPLE.items():
            book.student(id, first, last)
        book.release(E06)
        for id in ("lea", "karim"):
            book.mark(id, E06)
    lines = "".join(f"{E06};G1;{name}\n" for name in ("lea", "karim"))
    lines += "".join(f"{E11};T1;{name}\n" for name in ("lea", "karim", "sam"))
    (root / "groupes.csv").write_text(f"epreuve;groupe;candidat\n{lines}", encoding="utf-8")
    handed = root / "submitted" / "lea" / E06
    handed.mkdir(parents=True)
    register(handed, AutoEvaluation({"C6.1": Estimation(1, WHY), "C6.2": Estimation(3, "")}))
    nine = now(root).replace(hour=9, minute=0, second=0, microsecond=0)
    ten, day = nine.replace(hour=10), datetime.timedelta(days=1)
    half = datetime.timedelta(minutes=40)
    oral_hours.write(
        root,
        session.zone_of(root).key,
        E06,
        [
            OralHour(E06, "lea", nine, nine + half, "Jury A", "salle 12", (NADIA, IDRISS)),
            OralHour(E06, "karim", nine, nine + half, "Jury A", "salle 12", (NADIA, IDRISS)),
            OralHour(E06, "sam", ten, ten + half, "Jury B", "salle 14", (ELSA,)),
            OralHour(E06, "ines", nine + day, nine + day + half, "Jury A", "salle 12", (NADIA, IDRISS)),
        ],
    )
    return root


def drawn(root: Path) -> None:
    """The themes of the challenge, drawn."""
    with JuryRecord(root) as record:
        challenge.keep(record, "Secrétariat", challenge.draws(root, E11))


def acts(root: Path) -> list[JuryEntry]:
    """The whole record."""
    with JuryRecord(root) as record:
        return record.entries()


def given(
    root: Path, holder: str, epreuve: str = E06, panel: str = "", days: int = 0, trial: bool = False
) -> tuple[int, str]:
    """A pass: its number, and its code."""
    day = now(root).date() + datetime.timedelta(days=days)
    with JuryRecord(root) as record:
        held, link, _ = passes.give(record, "Secrétariat", holder, epreuve, day, panel, trial)
    return held.number, link.partition("#")[2]


class Clock:
    """The session's clock, put forward by days."""

    def __init__(self, root: Path) -> None:
        self._root, self.days = root, 0

    def __call__(self) -> datetime.datetime:
        return now(self._root) + datetime.timedelta(days=self.days)


class Served:
    """A server that answers: its port, its clock, what it shares."""

    def __init__(self, port: int, clock: Clock, desk: server.VisitorsDesk, root: Path, prefix: str) -> None:
        self.port, self.clock, self.desk, self.root, self.prefix = port, clock, desk, root, prefix

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def ask(
        self, method: str, path: str, body: Any = None, cookie: str = "", raw: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Speak to it: the status, the headers, the body of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        own = (
            {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"} if method == "POST" else {}
        )
        own |= {"Cookie": f"guichet={cookie}"} if cookie else {}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        try:
            connection.request(method, path, content, {name: value for name, value in own.items() if value})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def enter(self, code: str) -> tuple[str, str]:
        """The path of the page that a code opens, and its cookie."""
        status, headers, body = self.ask("POST", f"{self.prefix}entrer", {"code": code})
        assert status == 200, body
        cookie = headers["set-cookie"].partition("guichet=")[2].partition(";")[0]
        return self.prefix + json.loads(body)["to"], cookie


def gesture(**more: Any) -> dict[str, Any]:
    """A gesture as a page sends it: level 2 given to Léa."""
    usual = {
        "id": str(uuid.uuid4()),
        "candidate": "lea",
        "part": E06,
        "field": "niveau",
        "key": "C6.1",
        "level": 2,
        "text": "",
    }
    return usual | more


@contextmanager
def serving(root: Path, prefix: str = "/", port: int = 0) -> Iterator[Served]:
    """The server in a thread of its own, as the command runs it."""
    ready, found, clock = threading.Event(), [], Clock(root)
    with started(1) as threads:
        desk = server.VisitorsDesk(root, threads, prefix, clock)
        loops = []

        async def main() -> None:
            stop = asyncio.Event()
            loops.append((asyncio.get_running_loop(), stop))

            def opened(at: int) -> None:
                found.append(at)
                ready.set()

            await server.serving(desk, port, opened, stop)

        thread = threading.Thread(target=lambda: asyncio.run(main()))
        thread.start()
        try:
            assert ready.wait(30)
            yield Served(found[0], clock, desk, root, prefix)
        finally:
            loop, stop = loops[0]
            loop.call_soon_threadsafe(stop.set)
            thread.join()
