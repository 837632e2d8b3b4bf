"""Tries to reach what is not one's own, each named: all are refused, and nothing is written in the record."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from epreuves_kit.extensions.visitors import passes, server
from epreuves_kit.jury.record import JuryRecord
from tests.jury.cours import E01, E06, E11
from tests.visitors import counter
from tests.visitors.counter import ELSA, IDRISS, NADIA, Served, acts, gesture, given

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


class Reached(msgspec.Struct):
    """A server, Nadia's page and cookie, and those of others: panel B's, tomorrow's, one withdrawn, a professional's."""

    served: Served
    path: str
    cookie: str
    number: int
    other: tuple[int, str]
    tomorrow: tuple[int, str]
    withdrawn: tuple[int, str]
    trial: tuple[str, str]

    def gesture(self, cookie: str | None = None, path: str = "", **more: Any) -> int:
        """The answer's status to a gesture of Nadia's."""
        own = self.cookie if cookie is None else cookie
        return self.served.ask("POST", f"{path or self.path}geste", gesture(**more), own)[0]

    def post(self, raw: bytes, **headers: str) -> int:
        """The status of a body as it is."""
        return self.served.ask("POST", f"{self.path}geste", None, self.cookie, raw, **headers)[0]

    def get(self, path: str, cookie: str | None = None, method: str = "GET") -> int:
        """The status of a path."""
        return self.served.ask(method, path, None, self.cookie if cookie is None else cookie)[0]

    def enter(self, code: Any, **headers: str) -> int:
        """The status of a code."""
        return self.served.ask("POST", "/entrer", {"code": code}, "", None, **headers)[0]


def body(**more: Any) -> bytes:
    return json.dumps(gesture(**more)).encode()


#: Each try, by what it does; it gives the status of the answer.
TRIES: dict[str, Callable[[Reached], int]] = {
    # People who are not of the pass.
    "another panel's candidate": lambda on: on.gesture(candidate="sam"),
    "tomorrow's candidate": lambda on: on.gesture(candidate="ines"),
    "a candidate whom nobody knows": lambda on: on.gesture(candidate="personne"),
    "a candidate spelled otherwise": lambda on: on.gesture(candidate="LEA"),
    "a path for a candidate": lambda on: on.gesture(candidate="../sam"),
    "an absence of somebody else's": lambda on: on.gesture(
        candidate="sam", field="présence", part="", key="", text="justifiée"
    ),
    "an hour of somebody else's": lambda on: on.gesture(candidate="sam", field="début", part="", key="", text="09:00"),
    # Épreuves, compétences, questions that are not of the pass.
    "another épreuve": lambda on: on.gesture(part=E01, key="C1.1"),
    "another épreuve's compétence": lambda on: on.gesture(key="C1.1"),
    "no compétence": lambda on: on.gesture(key=""),
    "no épreuve": lambda on: on.gesture(part=""),
    "a question that is not there": lambda on: on.gesture(field="posée", key="99", level=1),
    "a question's number as text": lambda on: on.gesture(field="posée", key="1 OR 1=1", level=1),
    "a remark on another épreuve's compétence": lambda on: on.gesture(field="remarque", key="C15.1", text="Lu."),
    # Values that cannot be meant.
    "a level of four": lambda on: on.gesture(level=4),
    "a level of minus one": lambda on: on.gesture(level=-1),
    "a level as text": lambda on: on.gesture(level="3"),
    "a level that is true": lambda on: on.gesture(level=True),
    "a presence of one's own": lambda on: on.gesture(field="présence", text="exclu"),
    "an hour that is none": lambda on: on.gesture(field="début", text="25:61"),
    "the jurors' names": lambda on: on.gesture(field="jurés", part="", key="", text=IDRISS),
    "a remark too long": lambda on: on.gesture(field="remarque", text="a" * 4_001),
    "a field of one's own": lambda on: on.post(body(author=IDRISS)),
    "the level of the whole jury": lambda on: on.post(body(alone=False)),
    "a gesture without a name": lambda on: on.gesture(id=""),
    "a gesture named by a path": lambda on: on.gesture(id=f"{UUID}/../1"),
    "a list for a gesture": lambda on: on.post(b"[" + body() + b"]"),
    "brackets without end": lambda on: on.post(b"[" * 30_000),
    "not JSON": lambda on: on.post(b"level=3"),
    "not UTF-8": lambda on: on.post(b'{"id": "\xff\xfe"}'),
    "a huge body": lambda on: on.post(body(text="a" * 40_000)),
    # Cookies.
    "no cookie": lambda on: on.gesture(cookie=""),
    "a forged cookie": lambda on: on.gesture(cookie="0" * 64),
    "the digest that the record has": lambda on: on.gesture(cookie=_kept(on)),
    "another pass's cookie on this path": lambda on: on.gesture(cookie=passes.ticket(on.other[1])),
    "this cookie on another pass's path": lambda on: on.gesture(path=f"/acces/{on.other[0]}/", candidate="sam"),
    "the code for a cookie": lambda on: on.gesture(cookie=on.other[1], path=f"/acces/{on.other[0]}/", candidate="sam"),
    "a withdrawn pass's cookie": lambda on: on.gesture(
        cookie=passes.ticket(on.withdrawn[1]), path=f"/acces/{on.withdrawn[0]}/"
    ),
    "tomorrow's cookie today": lambda on: on.gesture(
        cookie=passes.ticket(on.tomorrow[1]), path=f"/acces/{on.tomorrow[0]}/", candidate="ines"
    ),
    "today's cookie tomorrow": lambda on: _on_day(on, 1, lambda: on.gesture()),
    "today's cookie yesterday": lambda on: _on_day(on, -1, lambda: on.gesture()),
    "what another pass shows": lambda on: on.get(f"/acces/{on.other[0]}/etat"),
    "the page of another pass": lambda on: on.get(f"/acces/{on.other[0]}/"),
    "the page of none": lambda on: on.get("/acces/999/"),
    # Codes.
    "a code guessed": lambda on: on.enter("abcdefghijklmnopqrstuvwx"),
    "no code": lambda on: on.enter(""),
    "a code that is a number": lambda on: on.enter(1),
    "a huge code": lambda on: on.enter("a" * 5_000),
    "a withdrawn code": lambda on: on.enter(on.withdrawn[1]),
    "tomorrow's code": lambda on: on.enter(on.tomorrow[1]),
    "yesterday's code": lambda on: _on_day(on, 1, lambda: on.enter(on.other[1])),
    "a good code from another site": lambda on: on.enter(on.other[1], Origin="https://ailleurs.example"),
    # Where requests come from.
    "a post from another site": lambda on: on.post(body(), Origin="https://ailleurs.example"),
    "a post from nowhere": lambda on: on.post(body(), Origin=""),
    "a post from a sandbox": lambda on: on.post(body(), Origin="null"),
    "a post that the browser says cross-site": lambda on: on.post(body(), Sec_Fetch_Site="cross-site"),
    "a post from another host of the school": lambda on: on.post(body(), Sec_Fetch_Site="same-site"),
    "a form's post": lambda on: on.post(body(), Content_Type="application/x-www-form-urlencoded"),
    "a post as plain text": lambda on: on.post(body(), Content_Type="text/plain"),
    # Paths and methods.
    "a path that goes up": lambda on: on.get("/static/../passes.py"),
    "a path that goes up, encoded": lambda on: on.get("/static/%2e%2e%2fpasses.py"),
    "the gradebook": lambda on: on.get("/static/gradebook.db"),
    "a template": lambda on: on.get("/static/oral.html.j2"),
    "the other paths of this machine": lambda on: on.get("//etc/passwd"),
    "a pass of many digits": lambda on: on.get(f"/acces/{'9' * 400}/"),
    "a gesture by GET": lambda on: on.get(f"{on.path}geste"),
    "a gesture by PUT": lambda on: on.get(f"{on.path}geste", method="PUT"),
    "DELETE": lambda on: on.get(f"{on.path}etat", method="DELETE"),
    "TRACE": lambda on: on.get("/", method="TRACE"),
    "OPTIONS": lambda on: on.get(f"{on.path}geste", method="OPTIONS"),
    # Another kind of page.
    "a level by a professional": lambda on: on.gesture(cookie=on.trial[1], path=on.trial[0]),
    "a trial by a juror": lambda on: on.post(
        json.dumps({"id": UUID, "candidate": "lea", "marks": {"C11.1-k1": 5}}).encode()
    ),
    "a production of nobody's": lambda on: _trial(on, candidate="ines"),
    "a mark of six": lambda on: _trial(on, marks={"C11.1-k1": 6}),
    "a criterion that is not tried": lambda on: _trial(on, marks={"C6.1-k1": 5}),
    "an hour for a task": lambda on: _trial(on, tasks=[{"seconds": 3_601, "understood": True}, None]),
    "a third task": lambda on: _trial(on, tasks=[None, None, None]),
}


def _kept(on: Reached) -> str:
    with JuryRecord(on.served.root) as record:
        return next(held.given.digest for held in passes.every(record) if held.number == on.number)


def _on_day(on: Reached, days: int, work: Callable[[], int]) -> int:
    on.served.clock.days = days
    try:
        return work()
    finally:
        on.served.clock.days = 0


def _trial(on: Reached, **more: Any) -> int:
    path, cookie = on.trial
    usual = {"id": UUID, "candidate": "lea", "marks": {}, "tasks": [None, None], "remark": ""} | more
    return on.served.ask("POST", f"{path}geste", usual, cookie)[0]


@pytest.fixture(scope="module")
def reached(laid: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    root = Path(shutil.copytree(laid, tmp_path_factory.mktemp("hostile") / "cours"))
    counter.drawn(root)
    own = given(root, NADIA, panel="Jury A")
    other = given(root, ELSA, panel="Jury B")
    tomorrow = given(root, NADIA, panel="Jury A", days=1)
    withdrawn = given(root, IDRISS, panel="Jury A")
    trial = given(root, "Léo Paul, acheteur", E11, trial=True)
    with JuryRecord(root) as record:
        passes.withdraw(record, "Secrétariat", withdrawn[0])
    with counter.serving(root) as served:
        path, cookie = served.enter(own[1])
        yield Reached(served, path, cookie, own[0], other, tomorrow, withdrawn, served.enter(trial[1]))


@pytest.mark.parametrize("name", TRIES)
def test_a_try_is_refused_and_nothing_is_written(name: str, reached: Reached) -> None:
    before = acts(reached.served.root)
    reached.served.desk.wrong = server.WrongCodes()
    assert 400 <= TRIES[name](reached) < 500
    assert acts(reached.served.root) == before
    assert reached.get(f"{reached.path}etat") == 200, "the server answers no more"


def test_a_gesture_sent_again_is_taken_once_and_not_with_another_content(reached: Reached) -> None:
    own = gesture(level=1)
    for _ in range(3):
        status, _, said = reached.served.ask("POST", f"{reached.path}geste", own, reached.cookie)
        assert status == 200
        assert json.loads(said)["candidates"]["lea"]["parts"][E06]["levels"]["C6.1"]["own"] == 1
    before = acts(reached.served.root)
    assert [entry.act.gesture for entry in before if hasattr(entry.act, "gesture")].count(own["id"]) == 1
    assert reached.gesture(id=own["id"], level=3) == 403
    # Nor is it by who holds another pass.
    path, cookie = reached.served.enter(reached.other[1])
    before = acts(reached.served.root)
    assert reached.gesture(cookie, path, id=own["id"], candidate="sam") == 403
    assert acts(reached.served.root) == before


def test_wrong_codes_are_slowed_by_address_and_all_are_answered_alike(reached: Reached) -> None:
    reached.served.desk.wrong = server.WrongCodes()
    ask = reached.served.ask
    answers = [
        ask("POST", "/entrer", {"code": code}, X_Forwarded_For="203.0.113.7, 127.0.0.1")
        for code in ("x" * 24, reached.withdrawn[1], reached.tomorrow[1])
    ]
    assert len({(status, body) for status, _, body in answers}) == 1
    for rank in range(server.TRIES):
        # What a browser says of its own address counts for nothing.
        ask("POST", "/entrer", {"code": f"{rank:024}"}, X_Forwarded_For=f"198.51.100.{rank}, 203.0.113.7")
    status, headers, _ = ask("POST", "/entrer", {"code": reached.other[1]}, X_Forwarded_For="203.0.113.7")
    assert (status, headers["retry-after"]) == (429, "300")
    assert ask("POST", "/entrer", {"code": reached.other[1]}, X_Forwarded_For="203.0.113.8")[0] == 200


def test_a_header_is_never_made_of_what_was_sent(reached: Reached) -> None:
    for path in (f"/acces/{reached.number}/%0d%0aX-Pris:%201", "/%0d%0aSet-Cookie:%20guichet=1"):
        status, headers, said = reached.served.ask("GET", path)
        assert status == 404
        assert not {"x-pris", "set-cookie"} & headers.keys()
        assert b"Pris" not in said


def test_the_headers_are_strict_on_every_answer_and_the_cookie_is_of_one_path_for_one_day(reached: Reached) -> None:
    for path in ("/", reached.path, f"{reached.path}etat", "/rien", "/static/oral.js"):
        _, headers, _ = reached.served.ask("GET", path, cookie=reached.cookie)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
    _, headers, _ = reached.served.ask(
        "POST", "/entrer", {"code": reached.other[1]}, X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.9"
    )
    cookie = headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=Strict", "Secure", f"Path=/acces/{reached.other[0]}/"):
        assert word in cookie
    assert reached.other[1] not in cookie
    over = datetime.datetime.strptime(cookie.partition("expires=")[2].partition(";")[0], "%a, %d %b %Y %H:%M:%S GMT")
    left = over.replace(tzinfo=datetime.UTC) - counter.now(reached.served.root)
    assert datetime.timedelta() < left <= datetime.timedelta(days=1)


def test_the_record_has_no_code_nor_what_a_cookie_holds(reached: Reached) -> None:
    held = b"".join(path.read_bytes() for path in reached.served.root.rglob("*") if path.is_file())
    for _, code in (reached.other, reached.tomorrow, reached.withdrawn):
        assert code.encode() not in held
        assert passes.ticket(code).encode() not in held
