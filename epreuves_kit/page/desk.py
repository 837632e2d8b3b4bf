"""The session's page in JupyterLab: the gestures that it sends, and their answers. What takes long is done by another process.

A page sends gestures: JSON objects with their `kind` and the page's own name, `client`. Each is answered by one object that bears its
`client` and the number `n` of the gesture:

- `screen`: all that is to be shown, in words, with where the work under way stands;
- `room`: the room of the épreuve that is looked at, alone, while it is sat; nothing where it is not;
- `work`: where it stands, alone, while it goes on;
- `preview`: what a list would do, to be confirmed; nothing is written;
- `ask`: something would be lost: the sentence that says what, and the gesture is sent again with `sure` by who accepts it;
- `open`: a notebook of the course's root, by its name, to be opened;
- `file`: a file that the last work made, in base64, to be downloaded;
- `failed`: nothing was done, and a `sentence` says why.

What a gesture holds besides is said by its class below (`SessionGesture`); one of another shape is not answered, and what a page gives is bounded
(_MOST_BYTES, _MOST_FILES). `session.js` is the other side, and `work` the process that does what takes long.

No candidate's word is shown as anything but text. A name that comes from the page is compared with those that are known, never joined to a path.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.machine import replace
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.candidate import FILE as WORKED_AS
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed, moment, of
from epreuves_kit.course.folders import Course, course_root
from epreuves_kit.exam import afterwards, enrol
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.exam.asking import GIVEN, Asked
from epreuves_kit.exam.closing import erasures
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.extending import ask
from epreuves_kit.exam.incoming import placing
from epreuves_kit.exam.laying import lay, refuse_closed
from epreuves_kit.exam.status import SessionStatus, status
from epreuves_kit.feedback.receipt import TIMESTAMP
from epreuves_kit.grading.groups import hour_written
from epreuves_kit.jury.decision import Decision
from epreuves_kit.operations import candidates as listing
from epreuves_kit.operations import every
from epreuves_kit.page import drawn, ending, opened, situation, words, work
from epreuves_kit.referentiel.model import called
from epreuves_kit.rubric.panel.desk import Panel, skeleton
from epreuves_kit.rubric.panel.who import SHARED, account
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.groups import size
from epreuves_kit.variants.identity import ByCandidate
from epreuves_kit.variants.session import FILE as SESSION_FILE
from epreuves_kit.variants.session import now as session_now
from epreuves_kit.variants.session import read as read_session

Answer = dict[str, Any]
#: Bytes that a page may give at once, and files: what a browser's message to the kernel can hold.
_MOST_BYTES, _MOST_FILES = 7_000_000, 40
#: Signs that a file's name may have here.
_SIGN = re.compile(r"[^\w .()-]")


class SessionGesture(msgspec.Struct, frozen=True, tag_field="kind", kw_only=True):
    """A message of the browser."""

    n: int
    client: str


class SessionHello(SessionGesture, frozen=True, tag="hello"):
    """A page opens, or asks for everything again."""


class AskWork(SessionGesture, frozen=True, tag="work"):
    """The state of the work under way is asked for."""


class AskRoom(SessionGesture, frozen=True, tag="room"):
    """The room of the épreuve that is looked at is asked for, again and again."""


class LookAt(SessionGesture, frozen=True, tag="look", kw_only=True):
    """An épreuve is looked at."""

    epreuve: str


class GiveList(SessionGesture, frozen=True, tag="list", kw_only=True):
    """The school's list is given, to be shown before it is taken. content: in base64."""

    name: str
    content: str


class GivenFile(msgspec.Struct, frozen=True):
    """A file that a page gives; content in base64."""

    name: str
    content: str


class Begin(SessionGesture, frozen=True, tag="begin", kw_only=True):
    """An action is asked for; file: what it takes in, where it takes something."""

    action: str
    epreuve: str = ""
    values: dict[str, str] = {}
    sure: bool = False
    file: GivenFile | None = None


class Stop(SessionGesture, frozen=True, tag="stop"):
    """The work under way is to be interrupted."""


class Forget(SessionGesture, frozen=True, tag="forget"):
    """The sentences of the last work have been read."""


class OpenNotebook(SessionGesture, frozen=True, tag="open", kw_only=True):
    """A notebook of the graders' or of the jury's is to be opened."""

    what: str
    epreuve: str


class LayCopy(SessionGesture, frozen=True, tag="lay", kw_only=True):
    """A candidate's copy is given by hand. at: the moment at which it was handed in, by the session's clocks; empty where it was in time."""

    candidate: str
    epreuve: str
    files: list[GivenFile]
    at: str = ""
    sure: bool = False


class ShowDecisions(SessionGesture, frozen=True, tag="decisions"):
    """The jury's decisions are to be shown, from now on."""


class Fetch(SessionGesture, frozen=True, tag="fetch", kw_only=True):
    """A file that the last work made is asked for."""

    path: str


AnySessionGesture = (
    SessionHello
    | AskWork
    | AskRoom
    | LookAt
    | GiveList
    | Begin
    | Stop
    | Forget
    | OpenNotebook
    | LayCopy
    | ShowDecisions
    | Fetch
)


class SessionDesk:
    """The desk of who runs a session, on one course. Everything is read where it is kept; what is here can be lost."""

    def __init__(self, root: Path, author: str) -> None:
        """Raises KitError where the folder is no course."""
        self.course, self._author = Course(root), author
        self._found: SessionStatus | None = None
        self._after, self._decisions = Afterwards(), list[Decision]()
        self._decided = False
        # True if the last screen told of a work under way.
        self._followed = False
        self._looked: EpreuveId | None = None
        # Passwords by action, between a form and its confirmation; nowhere else than here.
        self._secrets: dict[str, dict[str, str]] = {}

    def handle(self, message: Any) -> Iterator[Answer]:
        """The answer to what a browser sent; what cannot be done is a sentence, never an exception."""
        try:
            gesture: SessionGesture = msgspec.convert(message, AnySessionGesture)
        except msgspec.ValidationError:
            return  # the kit's page did not send it
        try:
            answer = self._answer(gesture)
        except Faults as error:
            answer = {"kind": "failed", "sentences": words.all_shown(error.faults)}
        except KitError as error:
            answer = {"kind": "failed", "sentences": [words.shown(error.sentence)]}
        except Exception as error:  # whatever breaks, nobody must believe that it is done
            sentence = f"Ce geste n'a pas abouti ({type(error).__name__} : {error}). Fermez cette page et ouvrez-la de nouveau."
            answer = {"kind": "failed", "sentences": [sentence]}
        yield {**answer, "n": gesture.n, "client": gesture.client}

    def _answer(self, gesture: SessionGesture) -> Answer:
        match gesture:
            case AskWork():
                now = work.current(self.course.root)
                if now is not None and now.running:
                    return {"kind": "work", "work": _told(now)}
                self._found = None
            case AskRoom():
                return {"kind": "room", "room": self._room()}
            case LookAt(epreuve=epreuve):
                self._looked = self._epreuve(epreuve)
            case GiveList(name=name, content=content):
                return self._preview(self._kept(GivenFile(name, content)))
            case Begin():
                return self._begin(gesture)
            case Stop():
                work.stop(self.course.root)
            case Forget():
                work.forget(self.course.root)
            case OpenNotebook(what=what, epreuve=epreuve):
                return {
                    "kind": "open",
                    "name": opened.lay(self.course.root, what, self._epreuve(epreuve), self._author),
                }
            case LayCopy():
                question, sentence = self._lay(gesture)
                if question:
                    return {"kind": "ask", "sentence": question}
                self._found = None
                return {**self._screen(), "told": sentence}
            case ShowDecisions():
                self._decided = True
                if self._found is not None:
                    self._decisions = ending.decisions(self.course)
            case Fetch(path=path):
                return self._file(path)
            case _:
                self._found = None
        return self._screen()

    def _screen(self, begun: work.SessionWork | None = None) -> Answer:
        """All that the page shows. begun: the work that has just been asked for; the one on record otherwise."""
        course = self.course
        # Read before all else: what a work that ends meanwhile has changed is then shown with its end.
        now = begun or work.current(course.root)
        if self._followed and (now is None or not now.running):
            self._found = None
        self._followed = now is not None and now.running
        if self._found is None:
            # nbgrader_config.py is read again: the exchange may have come since.
            self.course = course = Course(course.root)
            self._found, self._after = status(course), afterwards.read(course)
            self._decisions = ending.decisions(course) if self._decided else []
        session_state, after, exchange = self._found, self._after, course.has_exchange
        ids = [state.epreuve for state in session_state.epreuves]
        following = situation.following(course, session_state, after, exchange)
        if self._looked not in ids:
            self._looked = next((id for id in ids if following is not None and id == following.epreuve), ids[0])
        looked = next(state for state in session_state.epreuves if state.epreuve == self._looked)
        enrolled = enrol.candidates(course, jury_rules.read(course.root))
        given_out = looked.stage not in ("à construire", "à inscrire")
        return {
            "kind": "screen", "session": f"{self._title()}{', session close' if after.closed else ''}", "enrolled": session_state.enrolled, "erased": session_state.erased, "people": situation.people(session_state),
            "next": words.shown(situation.told_next(session_state)), "following": msgspec.to_builtins(following),
            "epreuves": msgspec.to_builtins(situation.rows(session_state)),
            "looked": self._looked, "title": looked.title,
            "steps": msgspec.to_builtins(
                situation.steps(
                    course, looked, exchange, session_state.people, size(course.root, looked.epreuve) is not None,
                )
            ),
            "candidates": msgspec.to_builtins(situation.lines(course, looked.epreuve, enrolled, given_out)),
            "parts": msgspec.to_builtins(
                ending.parts(course, session_state, after, enrolled, self._decisions if self._decided else None, datetime.date.today())
            ),
            "room": self._room(enrolled),
            "begun": given_out, "work": _told(now),
            # Actions that keep who does them, where the account does not say it.
            "signed": [name for name, operation in every.every().items() if operation.author] if self._author.casefold() in SHARED else [],
        }  # fmt: skip

    def _room(self, enrolled: Sequence[EnrolledCandidate] | None = None) -> Answer | None:
        """The room of the épreuve that is looked at, where it is being sat; what keeps it from being read is said by what else is shown."""
        if self._looked is None or self.course.arrivals is None:
            return None
        people = enrolled if enrolled is not None else enrol.candidates(self.course, jury_rules.read(self.course.root))
        try:
            room = ask().room(course=self.course, epreuve=self._looked, enrolled=people)
        except (KitError, Faults):
            return None
        return None if room is None else dict(msgspec.to_builtins(room))

    def _busy(self) -> bool:
        now = work.current(self.course.root)
        return now is not None and now.running

    def _title(self) -> str:
        root = self.course.root
        return read_session(root).name if (root / SESSION_FILE).exists() else root.name

    def _epreuve(self, id: str) -> EpreuveId:
        for epreuve in self.course.held():
            if epreuve == id:
                return epreuve
        raise KitError("Cette épreuve n'est pas de la session : rouvrez la page.")

    def _begin(self, gesture: Begin) -> Answer:
        if not drawn.known(gesture.action):
            raise KitError("Cette action n'existe pas : rouvrez la page.")
        id = self._epreuve(gesture.epreuve) if gesture.epreuve else ""
        values = {**gesture.values, "author": self._signed(gesture)}
        if gesture.file is not None:
            values["file"] = self._kept(gesture.file, gesture.action).name
        typed = {name: values.pop(name) for name in drawn.secrets(gesture.action) if values.get(name)}
        secrets = typed or (self._secrets.get(gesture.action, {}) if gesture.sure else {})
        self._secrets = {gesture.action: secrets} if secrets else {}
        return self._screen(work.begin(self.course.root, Asked(gesture.action, id, values, gesture.sure, secrets)))

    def _signed(self, gesture: Begin) -> str:
        """The name that what is asked is kept under: the account's; where several people use it, the one that is given. Raises KitError."""
        if self._author.casefold() not in SHARED or not drawn.parts(gesture.action)[0].author:
            return self._author
        name = " ".join(gesture.values.get("author", "").split())
        if not name or name.casefold() in SHARED:
            raise KitError(
                "Dites votre nom : plusieurs personnes se servent de ce compte, et le registre garde qui écrit."
            )
        return name

    def _kept(self, file: GivenFile, action: str = "candidats import") -> Path:
        """A file of the page's, kept where the action that takes it finds it."""
        name = _SIGN.sub("_", Path(file.name.replace("\\", "/")).name)[-100:].lstrip(". ")
        kinds, otherwise = drawn.taken(action)
        if not name.casefold().endswith(kinds):
            raise KitError(f"« {file.name} » {otherwise}")
        path = self.course.root / GIVEN / name
        replace(path, _decoded(file), 0o600)
        return path

    def _preview(self, path: Path) -> Answer:
        try:
            read, planned = listing.plan(self.course, path)
        except KitError:
            path.unlink(missing_ok=True)
            raise
        shown = situation.preview(read, planned, path.name, listing.digest(planned))
        return {"kind": "preview", "preview": msgspec.to_builtins(shown)}

    def _lay(self, gesture: LayCopy) -> tuple[str, str]:
        """Lay a copy given by hand; gives what is to be confirmed first, empty where it is laid, and the sentence that says so."""
        course, id = self.course, self._epreuve(gesture.epreuve)
        if self._busy():
            raise KitError(work.BUSY)
        if (erased := erasures.read(course.root)) is not None:
            raise KitError(erasures.sentence(erased))
        refuse_closed(course)
        enrolled = enrol.candidates(course, jury_rules.read(course.root))
        candidate = ByCandidate(enrol.told_apart(enrolled)).get(gesture.candidate)
        if candidate is None:
            raise KitError(f"« {gesture.candidate} » n'est pas inscrit : inscrivez d'abord cette personne.")
        if not gesture.files or len(gesture.files) > _MOST_FILES:
            raise KitError(f"Choisissez les fichiers de la copie, {_MOST_FILES} au plus.")
        if sum(len(file.content) for file in gesture.files) > _MOST_BYTES * 4 // 3 + 4:
            raise KitError(
                f"Ces fichiers sont trop gros pour être pris ici : mettez-les dans submitted/{candidate.id}/{id}/."
            )
        content: dict[str, bytes] = {}
        for file in gesture.files:
            name = file.name
            if (
                not name
                or name[0] == "."
                or name != Path(name.replace("\\", "/")).name
                or not name.isprintable()
                or len(name) > 150
            ):
                raise KitError(f"« {name} » ne peut pas être le nom d'un fichier remis : renommez-le.")
            content[name] = _decoded(file)
        if not any(name.casefold().endswith(".ipynb") for name in content):
            if archive := next((name for name in content if name.casefold().endswith(".zip")), None):
                raise KitError(
                    f"« {archive} » est une archive : donnez-la à « {drawn.label('recevoir')} », qui range ce qu'elle contient ; ou décompressez-la, et choisissez ici ses fichiers."
                )
            raise KitError(
                "Il manque le document de l'épreuve, dont le nom finit par « .ipynb » : ajoutez-le aux fichiers de la copie."
            )
        copy, question = placing.by_hand(course, candidate.id, id, content)
        if course.folder("submitted", candidate.id, id).exists():
            question = f"Une copie {of(candidate.name)} est déjà là pour {id}. Celle que vous déposez la remplace, et sera à corriger ; l'ancienne est mise de côté, et « {drawn.label('retablir')} » la remet. {question}".rstrip()
        when = self._moment(gesture.at)
        if question and not gesture.sure:
            return words.shown(question), ""
        lay(course, candidate.id, id, copy | ({TIMESTAMP: hour_written(when)} if when is not None else {}))
        hour = f", rendue le {moment(when)}" if when is not None else ""
        names = listed(f"« {name} »" for name in copy)
        laid = f"La copie {of(candidate.name)} pour {called(id)} est déposée{hour} : {names}. Elle est à corriger."
        if WORKED_AS not in copy:
            laid += f" Rien dans ces fichiers ne dit de qui ils sont : s'ils sont d'une autre personne, « {drawn.label('retirer')} » les reprend."
        return "", words.shown(laid)

    def _moment(self, typed: str) -> datetime.datetime | None:
        """The moment that somebody typed, by the session's clocks; None for none. Raises KitError where there is no such moment, or it is to come."""
        if not typed:
            return None
        now = session_now(self.course.root)
        try:
            at = datetime.datetime.fromisoformat(typed).replace(tzinfo=now.tzinfo)
        except ValueError:
            raise KitError(f"« {typed[:20]} » n'est pas un moment : donnez le jour et l'heure de la remise.") from None
        if at > now:
            raise KitError(
                f"Cette copie serait rendue le {moment(at)}, qui n'est pas encore passé : corrigez le jour ou l'heure."
            )
        return at

    def _file(self, path: str) -> Answer:
        now = work.current(self.course.root)
        if now is None or path not in now.files:
            raise KitError("Ce fichier n'est plus proposé : retrouvez-le dans la liste des fichiers, à gauche.")
        try:
            content = (self.course.root / path).read_bytes()
        except OSError as error:
            raise KitError(f"« {path} » ne se lit pas ({error.strerror or error}).") from None
        return {"kind": "file", "name": Path(path).name, "content": base64.b64encode(content).decode()}


def _told(now: work.SessionWork | None) -> Answer | None:
    """The state of a work, as the page shows it."""
    if now is None:
        return None
    title = drawn.title(now.asked.action)
    name = f"{title} de {called(now.asked.epreuve)}" if now.asked.epreuve else title
    tables = tuple(
        msgspec.structs.replace(table, lines=tuple(tuple(words.all_shown(line)) for line in table.lines))
        for table in now.tables
    )
    shown = msgspec.structs.replace(
        now, said=tuple(words.all_shown(now.said)), look=tuple(words.all_shown(now.look)), tables=tables
    )
    return {
        **msgspec.to_builtins(shown),
        "named": name,
        "accept": drawn.accept(now.asked.action),
    }


def _decoded(file: GivenFile) -> bytes:
    if len(file.content) > _MOST_BYTES * 4 // 3 + 4:
        raise KitError(f"« {file.name} » est trop gros pour être pris ici : {_MOST_BYTES // 1_000_000} Mo au plus.")
    try:
        return base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise KitError(f"« {file.name} » n'est pas arrivé entier : choisissez-le de nouveau.") from None


class SessionPanel(Panel):
    """The session's page. No candidate's name is in its state, which JupyterLab may save with the notebook."""

    _esm = skeleton() + "\n" + (Path(__file__).parent / "session.js").read_text("utf-8")
    _css = (Path(__file__).parent / "session.css").read_text("utf-8")


def open_session(cours: str | Path | None = None) -> SessionDesk:
    """The desk of who runs the session of a course; raises KitError."""
    return SessionDesk(course_root(Path(cours) if cours is not None else Path.cwd()), account())


def session(cours: str | Path | None = None) -> None:
    """Show the session's page; what cannot be opened is said in a sentence.

    cours: the course folder; by default the one that the notebook lies in.
    """
    from IPython.display import display

    try:
        panel = SessionPanel(open_session(cours))
    except KitError as error:
        print(f"✗ {error}")
        return
    display(panel)
