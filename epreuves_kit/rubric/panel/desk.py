"""A grader's desk and its panel in JupyterLab: a gesture is saved before anything is said of it; the page holds nothing else.

A page sends gestures: JSON objects with their `kind`, a number `n` and the page's own name, `client`. Each is answered, in
the order received, by one or more objects that bear its `n` and `client`:

- `screen`: all that is to be shown beside the copy, in words; after a judgement, `saved` repeats what is now in the record, so that the
  page forgets it only then; `blank` tells whether nothing of the copy is judged yet, and it can be said to be empty in one gesture;
- `page`: a copy's content under its `key`, as inert HTML by compétence, with the author's guide to each criterion; or a `sentence` where it cannot be read. Also sent unasked: of the
  copy that a page opens on, before its screen, and of the one that comes next;
- `language`: hints on the texts of a copy, by tab and in the order of the texts, asked for by a grader; or a `sentence` where there are none;
- `examples`: the examples of levels of a criterion, as inert HTML;
- `glance`: a criterion of another copy, in words, which stands beside the one that is judged;
- `original`: a file's bytes in base64 and a safe name, to be downloaded and never shown;
- `failed`: nothing was done, and a `sentence` says why; a gesture that was to be saved stays with the page, unless `forgotten` repeats it.

What a gesture holds besides is said by its class below (`Gesture`); levels and comments are bounded by the record. No candidate's name goes to
a page, and nothing of a copy but through `inert`. `panel.js` is the other side.

What is no gesture is not answered. Pages of the same kernel hear each other's answers, and take those of their own `client`.
"""

from __future__ import annotations

import base64
import functools
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal, Protocol

import anywidget
import msgspec

from epreuves import entry
from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, out_of, plural
from epreuves.wording.remedies import remedy
from epreuves_kit.course.closing import closed
from epreuves_kit.course.folders import Course, course_root
from epreuves_kit.gradebook.passages import Passage, stands_in
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.grading.groups import later_copies, readable_shares
from epreuves_kit.grading.later_pages import LaterPages, draw_waiting
from epreuves_kit.referentiel.codes import prefix
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import released
from epreuves_kit.rubric.agreement import calibration
from epreuves_kit.rubric.appreciation import Copy, Judgement, code
from epreuves_kit.rubric.examples import LevelExample, of_criterion
from epreuves_kit.rubric.guidance import Guides
from epreuves_kit.rubric.judged_on import judged
from epreuves_kit.rubric.panel import language
from epreuves_kit.rubric.panel.copy_view import Beside, copy_view, language_of, original, page, read, written
from epreuves_kit.rubric.panel.inert import markdown_html
from epreuves_kit.rubric.panel.situation import (
    Known,
    Mode,
    Position,
    Work,
    agreement_told,
    calibrated,
    first,
    held_back,
    screen,
    seen,
    untouched,
    waiting,
)
from epreuves_kit.rubric.panel.who import account, seated
from epreuves_kit.rubric.passages import AskedPassage
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.unwritten import unwritten
from epreuves_kit.threads import read_structs
from epreuves_kit.variants.session import now

#: Copies whose content a browser still has, of those last sent to it; it keeps a few more.
_KEPT = 10
Answer = dict[str, Any]
Where = Literal[
    "next_copy",
    "previous_copy",
    "next_criterion",
    "previous_criterion",
    "forward",
    "back",
    "waiting",
    "copy",
    "criterion",
]


class Gesture(msgspec.Struct, frozen=True, tag_field="kind", kw_only=True):
    """A message of the browser. n: the gesture's number, which its answer bears; client: the page that sent it."""

    n: int
    client: str


class Hello(Gesture, frozen=True, tag="hello"):
    """A page opens."""


class Page(Gesture, frozen=True, tag="page", kw_only=True):
    """A copy's content is asked for."""

    key: str


class Original(Gesture, frozen=True, tag="original", kw_only=True):
    """A file of a copy is asked for, to be downloaded. id: of the cell that asks for it."""

    key: str
    id: str


class AskLanguage(Gesture, frozen=True, tag="language", kw_only=True):
    """Hints on the language of a copy's texts are asked for."""

    key: str


class Glance(Gesture, frozen=True, tag="glance", kw_only=True):
    """The level of a criterion in another copy is asked for, which stands beside the one that is judged."""

    key: str
    grade_id: str


class AskExamples(Gesture, frozen=True, tag="examples", kw_only=True):
    """The examples of levels of a criterion are asked for."""

    grade_id: str


class FixExample(Gesture, frozen=True, tag="fix", kw_only=True):
    """The words of a copy for a criterion are fixed as an example of the level that it has. why: in a sentence, empty for none."""

    copy: str
    grade_id: str
    why: str = ""


class RemoveExample(Gesture, frozen=True, tag="unfix", kw_only=True):
    """An example fixed in this session is taken back."""

    grade_id: str
    rank: int


class Go(Gesture, frozen=True, tag="go", kw_only=True):
    """Another copy or criterion is looked at. to: the key of a copy or the grade id of a criterion, for these two."""

    where: Where
    to: str = ""


class SetMode(Gesture, frozen=True, tag="mode", kw_only=True):
    """The other order is taken."""

    mode: Mode


class Judge(Gesture, frozen=True, tag="judge", kw_only=True):
    """A level, or none, and a comment are given on one criterion of one copy."""

    copy: str
    grade_id: str
    level: int | None
    comment: str = ""


class Blank(Gesture, frozen=True, tag="blank", kw_only=True):
    """A copy of which nothing is judged yet holds nothing: the lowest level on each of its criteria."""

    copy: str


class Tell(Gesture, frozen=True, tag="flag", kw_only=True):
    """Something of a copy is told to the instructor, in a sentence."""

    copy: str
    text: str


class HangRemark(Gesture, frozen=True, tag="remark", kw_only=True):
    """A remark is hung on a passage of a copy. Fields as `passages.AskedPassage`."""

    copy: str
    cell: str
    quote: str
    text: str
    grade_id: str = ""
    before: str = ""
    after: str = ""


class RemoveRemark(Gesture, frozen=True, tag="unremark", kw_only=True):
    """A remark of one's own is taken back. rank: its own."""

    copy: str
    rank: int


class Undo(Gesture, frozen=True, tag="undo"):
    """The last judgement is undone, or those of an empty copy together."""


AnyGesture = (
    Hello
    | Page
    | Original
    | AskLanguage
    | Glance
    | AskExamples
    | FixExample
    | RemoveExample
    | Go
    | SetMode
    | Judge
    | Blank
    | Tell
    | HangRemark
    | RemoveRemark
    | Undo
)
#: Gestures that change what is said of copies.
Writing = Judge | Blank | Tell | HangRemark | RemoveRemark | Undo
#: What a page knows a judgement by.
_JUDGED = ("copy", "grade_id", "level", "comment")
CLOSED = "La session est close : les copies et les niveaux se lisent, et rien ne s'y change. Ce qu'un recours changerait, le jury le décide."


class Desk:
    """One grader on one épreuve. What a gesture changes is in the record before it is answered; what is here can be lost."""

    _at: Position

    def __init__(self, register: Register, notebook: NotebookFile, assignment: EpreuveId, grader: str) -> None:
        """Raises KitError where there is nothing to judge, or the record cannot be read."""
        self._register, self._notebook, self._assignment = register, notebook, assignment
        self._sent: dict[str, list[str]] = {}
        #: Copies of which the pages of documents were asked for here.
        self._drawn: set[str] = set()
        self._undoable = self._fresh = True
        #: Judgements that the last gesture gave, to be undone together.
        self._together = 1
        self._begin(grader)

    @property
    def grader(self) -> str:
        """The name of who judges."""
        return self._work.grader

    def handle(self, message: Any) -> Iterator[Answer]:
        """Answers to what a browser sent, each as soon as it is known; what cannot be done is a sentence, never an exception."""
        try:
            gesture: Gesture = msgspec.convert(message, AnyGesture)
        except msgspec.ValidationError:
            return  # no page of ours sent it
        try:
            if isinstance(gesture, Writing) and closed(self._register.root):
                yield from self._refused(gesture)
                return
            yield from self._answers(gesture)
        except KitError as error:
            yield _answer(gesture, kind="failed", sentence=f"{error}{_kept(gesture)}")
        except Exception as error:  # whatever breaks, a grader must not believe that it is saved
            sentence = f"Ce geste n'a pas abouti ({type(error).__name__} : {error}).{_kept(gesture)} Exécutez de nouveau la cellule."
            yield _answer(gesture, kind="failed", sentence=sentence)

    def _refused(self, gesture: Gesture) -> Iterator[Answer]:
        """Say that a closed session is not written in, and show again what stands: no page keeps such a gesture to send it later."""
        judged = isinstance(gesture, Judge)
        forgotten = {k: getattr(gesture, k) for k in _JUDGED} if judged else None
        yield _answer(gesture, kind="failed", sentence=CLOSED, forgotten=forgotten)
        yield _answer(gesture, kind="screen", **self._screen("", False))

    def _answers(self, gesture: Gesture) -> Iterator[Answer]:
        sentence, listed, more = "", False, dict[str, Any]()
        match gesture:
            case Page(key=key):
                yield self._page(gesture, key)
                yield from self._ahead(gesture)
                return
            case Original(key=key, id=id):
                name, content = original(self._copy(key), self._assignment, id)
                data = base64.b64encode(content).decode()
                yield _answer(gesture, kind="original", name=name, content=data)
                return
            case AskLanguage(key=key):
                yield self._language(gesture, key)
                return
            case Glance(key=key, grade_id=grade_id):
                yield self._glance(gesture, key, grade_id)
                return
            case AskExamples(grade_id=grade_id):
                yield self._examples(gesture, grade_id)
                return
            case FixExample(grade_id=grade_id):
                yield self._examples(gesture, grade_id, self._fix(gesture))
                return
            case RemoveExample(grade_id=grade_id, rank=rank):
                self._register.remove_example(self._assignment, rank)
                yield self._examples(gesture, grade_id, "L'exemple est ôté.")
                return
            case Hello():
                self._sent[gesture.client] = []
                if not self._fresh:  # opened again later: others may have judged, copies may have come
                    self._begin(self._work.grader, self._at)
                self._fresh, listed = False, True
                yield self._page(gesture, self._at.copy)
            case Go():
                before = self._at
                sentence, refused = self._go(gesture)
                more = {"refused": refused}
                listed = before.mode == "critere" and before.grade_id != self._at.grade_id
                self._hear(self._at.copy)
            case SetMode(mode=mode):
                self._at = msgspec.structs.replace(self._at, mode=mode)
                listed = True
            case Judge():
                sentence = self._judge(gesture)
                more = {"saved": {k: getattr(gesture, k) for k in _JUDGED}}
            case Blank():
                sentence = self._blank(gesture)
                listed = self._at.mode == "critere"
            case Tell(copy=copy, text=text):
                flag = self._register.flag(self._assignment, copy, self._work.grader, text)
                at, number = hour(now(self._register.root), seconds=True), self._work.copies[copy].number
                sentence = f"Signalé à {at} : copie n° {number}. Qui conduit la session le verra, et vous répondra ici."
                more = {"flagged": flag.rank}
            case HangRemark():
                sentence = self._remark(gesture)
                more = {"remarked": True}
            case RemoveRemark(rank=rank):
                self._register.remove_remark(self._assignment, rank, self._work.grader)
                self._hear(gesture.copy)
                sentence = f"Remarque ôtée à {hour(now(self._register.root), seconds=True)}."
            case Undo():
                sentence = self._undo()
                listed = self._at.mode == "critere"
        yield _answer(gesture, kind="screen", **self._screen(sentence, listed), **more)
        yield from self._ahead(gesture)
        if isinstance(gesture, Hello):
            yield from self._typed(gesture)

    def _typed(self, gesture: Hello) -> Iterator[Answer]:
        """Changes typed in formgrader since: looked for once something is shown, for it takes as long as all the rest."""
        changed = self._register.sync(self._assignment)
        if not changed:
            return
        self._begin(self._work.grader, self._at)
        sentence = f"Repris de Formgrader : {counted(len(changed), 'note')} ou {plural(len(changed), 'commentaire')}."
        yield _answer(gesture, kind="screen", **self._screen(sentence, True))

    def _screen(self, sentence: str, listed: bool) -> dict[str, Any]:
        """The content shown beside the copy; hints on its language are offered according to the criterion and to the machine."""
        shown = screen(
            self._assignment,
            self._work,
            self._known,
            self._at,
            self._undoable,
            sentence,
            listed,
            self._register.flags(self._assignment, self._at.copy),
            self._agreed(),
            self._unwritten(),
        )
        criterion = self._work.criteria[self._at.grade_id]
        sealed = closed(self._register.root)
        asks = language.of_language(f"{criterion.label} {criterion.official}")
        blank = self._at.copy in self._work.mine and untouched(self._work, self._known, self._at.copy)
        return {
            **msgspec.to_builtins(shown),
            "language": asks and bool(language.program()),
            "blank": blank and not sealed,
            "epreuve": self._title,
            "sealed": CLOSED if sealed else "",
            **({"closed": True, "undoable": False} if sealed else {}),
        }

    def _unwritten(self) -> str:
        """The titles of the writings of the criterion that is looked at, where all were left as they were given out; empty otherwise."""
        copy, criterion = self._work.copies[self._at.copy], self._work.criteria[self._at.grade_id]
        if not criterion.answer:
            return unwritten(copy, self._work.criteria.values()).get(criterion.grade_id, "")
        given = released.read(self._register.places, self._assignment, copy.notebook)
        return f"« {criterion.label} »" if criterion.grade_id in released.unanswered(given, copy) else ""

    def _agreed(self) -> str:
        """The calibration as it concerns this grader, once they have judged it: not before, for it would tell what the others gave."""
        if not calibrated(self._work, self._known):
            return ""
        work = self._work
        compared = calibration(
            self._assignment, work.duties, work.copies.values(), tuple(work.criteria.values()), self._known.judgements
        )
        return "" if compared is None else agreement_told(compared, work.grader)

    @functools.cached_property
    def _title(self) -> str:
        """The épreuve as people name it: « E06 · Objectifs »; its id where the référentiel does not have it."""
        epreuve = referentiel(self._register.root).known(self._assignment)
        return self._assignment if epreuve is None else epreuve.label

    def _begin(self, grader: str, at: Position | None = None) -> None:
        """Read all that there is to judge and what is said of it; go on from a place, where it is still there."""
        register, name = self._register, self._assignment
        self._work = Work(register.copies(name), register.criteria(name), register.duties(name), grader)
        if self._work.empty:
            raise KitError(
                f"Il n'y a rien à juger dans « {name} » : aucune copie n'est corrigée ({remedy('autograde', name)}), "
                "ou l'épreuve n'a pas de critère."
            )
        self._known = Known(register.judgements(name), register.settled(name), _by_copy(register.passages(name)))
        guides = Guides(register.places, name)
        self._beside = Beside(tuple(self._work.criteria.values()), guides, register.jury_words(name))
        self._later = {
            who: later for later in later_copies(readable_shares(register.places, name)) for who in later.members
        }
        still = at is not None and at.copy in self._work.copies and at.grade_id in self._work.of(at.copy)
        still = still and at is not None and not held_back(self._work, self._known, at.copy)
        self._at = at if at is not None and still else first(self._work, self._known, "copie")

    def _hear(self, copy: str) -> None:
        """Hear again what is said of one copy: others may judge meanwhile."""
        judgements = self._register.judgements(self._assignment, copy=copy)
        settled = self._register.settled(self._assignment, copy=copy)
        self._known = Known(
            {k: j for k, j in self._known.judgements.items() if k[0] != copy} | judgements,
            {k: s for k, s in self._known.settled.items() if k[0] != copy} | settled,
            self._known.passages | {copy: self._register.passages(self._assignment, copy)},
        )

    def _go(self, gesture: Go) -> tuple[str, bool]:
        """Move to another copy or criterion; gives the sentence to be told, and True if it is a refusal."""
        work, at = self._work, self._at
        match gesture.where:
            case "next_copy" | "previous_copy":
                self._at = work.neighbour(at, 1 if gesture.where == "next_copy" else -1)
            case "next_criterion" | "previous_criterion":
                self._at = work.criterion(at, 1 if gesture.where == "next_criterion" else -1)
            case "forward" | "back":
                self._at = work.step(at, 1 if gesture.where == "forward" else -1)
            case "waiting":
                place = waiting(work, self._known, at)
                if place is None:
                    return self._all_judged(), False
                # What comes first may lie behind.
                waits = held_back(work, self._known, place.copy)
                self._at = first(work, self._known, at.mode) if waits else place
            case "copy" if gesture.to in work.copies and work.of(gesture.to):
                self._at = work.opened(at, gesture.to)
            case "criterion" if gesture.to in work.of(at.copy):
                self._at = Position(at.mode, at.copy, gesture.to)
            case _:
                raise KitError("Cette copie ou ce critère n'existe pas ici : exécutez de nouveau la cellule.")
        if refusal := held_back(work, self._known, self._at.copy):
            self._at = at
            return refusal, True
        if self._at == at:
            return "Il n'y a rien de ce côté : c'est le bout de la liste.", False
        return "", False

    def _all_judged(self) -> str:
        """The sentence for a grader who has nothing left to judge: others may."""
        settled = self._register.settled(self._assignment)
        left = sum((level := settled.get(key)) is None or level.points is None for key in self._work.path("copie"))
        if not left:
            return "Tout est jugé : il ne reste rien à juger dans cette épreuve."
        wait = "attend" if left < 2 else "attendent"
        return f"Vous avez jugé tout ce qui vous revient. Dans cette épreuve, {counted(left, 'niveau')} {wait} encore d'autres personnes."

    def _judge(self, gesture: Judge) -> str:
        where = (self._assignment, gesture.copy, gesture.grade_id)
        given = self._register.judge(*where, self._work.grader, gesture.level, gesture.comment)
        self._undoable, self._together = True, 1
        self._hear(gesture.copy)
        criterion = self._work.criteria[gesture.grade_id]
        what = "commentaire"
        if given.level is not None:
            points = out_of(LEVELS[given.level].points(criterion.points), criterion.points)
            what = f"niveau {given.level} ({points}){' et commentaire' if given.comment else ''}"
        elif not given.comment:
            what = "niveau ôté"
        at = hour(now(self._register.root), seconds=True)
        number = self._work.copies[gesture.copy].number
        return f"Enregistré à {at} : copie n° {number}, {code(gesture.grade_id)}, {what}."

    def _remark(self, gesture: HangRemark) -> str:
        copy = self._copy(gesture.copy)
        texts = written(referentiel(self._register.root), self._notebook, self._assignment, copy)
        asked = AskedPassage(
            gesture.cell, gesture.quote, gesture.text, gesture.grade_id, gesture.before, gesture.after
        ).checked()
        if asked.cell not in texts or not stands_in(asked.quote, texts[asked.cell]):
            raise KitError("Ce passage n'est pas dans un écrit de cette copie : choisissez-le de nouveau.")
        self._register.remark(self._assignment, gesture.copy, asked, self._work.grader)
        self._hear(gesture.copy)
        self._undoable, self._together = True, 1
        on = f", {code(asked.grade_id)}" if asked.grade_id else ""
        return f"Enregistré à {hour(now(self._register.root), seconds=True)} : copie n° {copy.number}{on}, remarque sur un passage."

    def _blank(self, gesture: Blank) -> str:
        copy, work = gesture.copy, self._work
        if copy not in work.mine:
            raise KitError("Cette copie n'est pas à juger ici : exécutez de nouveau la cellule.")
        self._hear(copy)
        if not untouched(work, self._known, copy):
            raise KitError("Un critère de cette copie est déjà jugé : jugez les autres un à un.")
        lowest = int(LEVELS[0])
        own = work.own(copy)
        self._register.judge_copy(self._assignment, copy, work.grader, dict.fromkeys(own, lowest))
        self._undoable, self._together = True, len(own)
        self._hear(copy)
        at, many = hour(now(self._register.root), seconds=True), counted(len(own), "critère")
        return f"Enregistré à {at} : copie n° {work.copies[copy].number}, niveau {lowest} sur {many}. « Annuler » les reprend tous."

    def _undo(self) -> str:
        many, self._together = self._together, 1
        if many > 1:
            return self._undo_together(many)
        back = self._register.undo(self._assignment, self._work.grader)
        if back is None:
            self._undoable = False
            return "Rien à annuler."
        if isinstance(back, Passage):
            self._hear(back.copy)
            if back.copy in self._work.copies:
                self._at = self._work.opened(self._at, back.copy)
            return f"Annulé : la remarque sur « {shorten(back.quote, 60, placeholder=' …')} » est ôtée."
        self._hear(back.copy)
        self._at = Position(self._at.mode, back.copy, back.grade_id)
        level = "pas encore jugé" if back.level is None else f"niveau {back.level}"
        return f"Annulé : copie n° {self._work.copies[back.copy].number}, {code(back.grade_id)}, de nouveau {level}."

    def _undo_together(self, many: int) -> str:
        back = [self._register.undo(self._assignment, self._work.grader) for _ in range(many)]
        last = next(judgement for judgement in reversed(back) if isinstance(judgement, Judgement))
        self._hear(last.copy)
        self._at = Position(self._at.mode, last.copy, last.grade_id)
        return (
            f"Annulé : copie n° {self._work.copies[last.copy].number}, {counted(many, 'critère')} de nouveau à juger."
        )

    def _copy(self, key: str) -> Copy:
        """A copy that this grader may be shown."""
        copy = self._work.copies.get(key)
        if copy is None:
            raise KitError("Cette copie n'est plus là : exécutez de nouveau la cellule.")
        if refusal := held_back(self._work, self._known, key):
            raise KitError(refusal)
        return copy

    def _page(self, gesture: Gesture, key: str) -> Answer:
        """A copy's content; where it cannot be read, a sentence in its place."""
        copy, sent = self._copy(key), self._sent.setdefault(gesture.client, [])
        self._sent[gesture.client] = [k for k in sent if k != key][1 - _KEPT :] + [key]
        content = page(self._notebook, self._register.root, self._assignment, copy, self._told(copy), self._beside)
        if content["pending"]:
            self._draw(copy)
        return _answer(gesture, kind="page", key=key, **content)

    def _draw(self, copy: Copy) -> None:
        """Have the pages of a copy's documents drawn now, beside whatever else the kernel does; the page asks again until they are there."""
        if copy.key in self._drawn:
            return
        self._drawn.add(copy.key)
        pages = LaterPages(self._register.root)
        folder = Path(copy.path).parent

        def draw() -> None:
            for path in sorted(folder.glob("*.ipynb")):
                draw_waiting(pages, path)

        threading.Thread(target=draw, daemon=True).start()

    def _told(self, copy: Copy) -> str:
        """The sentence at the head of a copy whose group handed in another one since. Graders judge without names: none is in it."""
        later = self._later.get(copy.students[0]) if copy.notebook == self._assignment else None
        if later is None:
            return ""
        return (
            f"Le groupe a rendu depuis une autre copie collective, qui en diffère {later.differing}. "
            "Celle-ci reste la sienne, tant que personne n'en décide autrement."
        )

    def _glance(self, gesture: Gesture, key: str, grade_id: str) -> Answer:
        """A criterion of a copy as this grader may see it, in words."""
        copy = self._copy(key)
        sight = seen(self._work, self._known, key, grade_id)
        level = "pas encore de niveau" if sight.level is None else f"niveau {sight.level}"
        comment = f" — « {sight.comment} »" if sight.comment else ""
        sentence = f"Copie n° {copy.number}, {code(grade_id)} : {level}{comment}"
        return _answer(gesture, kind="glance", key=key, grade_id=grade_id, sentence=sentence)

    def _examples(self, gesture: Gesture, grade_id: str, sentence: str = "") -> Answer:
        """The examples of a criterion, as inert HTML."""
        every = of_criterion(self._register.examples(self._assignment), grade_id)
        lines = [
            {
                "level": example.level,
                "html": markdown_html(example.text),
                "why": example.why,
                "who": example.who,
                "rank": example.rank,
            }
            for example in every
        ]
        return _answer(gesture, kind="examples", grade_id=grade_id, examples=lines, sentence=sentence)

    def _fix(self, gesture: FixExample) -> str:
        copy = self._copy(gesture.copy)
        criterion = self._work.criteria.get(gesture.grade_id)
        sight = seen(self._work, self._known, copy.key, gesture.grade_id)
        if criterion is None or sight.level is None:
            raise KitError("Donnez d'abord un niveau : la copie en devient un exemple.")
        if self._work.doubled(copy.key):
            raise KitError("Cette copie est jugée à deux sans se voir : elle ne peut pas servir d'exemple.")
        cells, record = read(Path(copy.path))
        rows = self._notebook.one(self._assignment, copy.notebook, copy.students[0])
        shown = copy_view(referentiel(self._register.root), cells, record, rows)
        writings = [w for section in shown.sections for w in section.writings if w.id]
        pieces = judged(criterion, writings, lambda writing: writing.title, lambda writing: prefix(writing.id))
        text = "\n\n".join(writing.text.strip() for writing in pieces)
        example = LevelExample(gesture.grade_id, sight.level, text, gesture.why, self._work.grader)
        self._register.fix_example(self._assignment, example)
        return f"La copie n° {copy.number} est fixée comme exemple du niveau {sight.level} de {code(gesture.grade_id)}."

    def _language(self, gesture: Gesture, key: str) -> Answer:
        """The hints on a copy's texts; that there are none is told, and hinders nothing."""
        copy = self._copy(key)
        try:
            read = language_of(referentiel(self._register.root), self._notebook, self._assignment, copy)
        except KitError as error:
            return _answer(gesture, kind="language", key=key, tabs={}, sentence=str(error))
        texts = [text for own in read.texts.values() for text in own]
        hints = language.hints(texts, read.given)
        if hints is None:
            return _answer(gesture, kind="language", key=key, tabs={}, sentence=language.UNAVAILABLE)
        remaining = iter(hints)
        tabs = {tab: [next(remaining) for _ in own] for tab, own in read.texts.items()}
        counts = {tab: sum(len(text.hints) + text.more for text in own) for tab, own in tabs.items()}
        return _answer(
            gesture,
            kind="language",
            key=key,
            tabs=msgspec.to_builtins(tabs),
            sentence=language.summary(counts),
        )

    def _ahead(self, gesture: Gesture) -> Iterator[Answer]:
        """The copy that comes next in the order, before it is asked for."""
        following = self._work.neighbour(self._at, 1).copy
        if following not in self._sent.get(gesture.client, ()) and not held_back(self._work, self._known, following):
            yield self._page(gesture, following)


def _answer(gesture: Gesture, **words: Any) -> Answer:
    return {"n": gesture.n, "client": gesture.client, **words}


def _by_copy(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    copies: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        copies[passage.copy] = (*copies.get(passage.copy, ()), passage)
    return copies


def _kept(gesture: Gesture) -> str:
    judged = isinstance(gesture, Judge)
    return " Ce geste n'est pas enregistré ; il est gardé dans ce navigateur." if judged else ""


#: Seconds that a gesture waits for whoever else writes in the gradebook, before it is said to have failed.
PATIENCE = 20


def asset(*names: str) -> str:
    """Files that lie beside this one, one after the other."""
    return "\n".join((Path(__file__).parent / name).read_text("utf-8") for name in names)


def skeleton() -> str:
    """The panel's elements, after what makes any element on a page of the kit's, a candidate's or a grader's."""
    return "\n".join([(Path(entry.__file__).parent / "make.js").read_text("utf-8"), asset("skeleton.js")])


#: A kernel may hand a page's messages to several threads at once; what answers them is made for one at a time.
_TURN = threading.Lock()


class Answering(Protocol):
    """A program that answers a page's messages."""

    def handle(self, message: Any) -> Iterable[Any]:
        """The answers to one message, in order."""


class Panel(anywidget.AnyWidget):
    """A grader's panel. No candidate's word is in its state, which JupyterLab may save with the notebook."""

    _esm = "\n".join(
        [asset("inert.js", "outbox.js", "passages.js", "checklist.js", "presses.js"), skeleton(), asset("panel.js")]
    )
    _css = asset("panel.css")

    def __init__(self, desk: Answering) -> None:
        super().__init__()
        read_structs()  # a message may come to another thread than the one that runs cells
        self._desk = desk
        self.on_msg(self.heard)

    def heard(self, widget: Any, content: Any, buffers: Any) -> None:
        """Answer a page's message; one that comes meanwhile waits for its turn."""
        with _TURN:
            for answer in self._desk.handle(content):
                self.send(answer)


def corriger(epreuve: str, correcteur: str | None = None, cours: str | Path | None = None) -> None:
    """Show the panel on an épreuve's marked copies; what cannot be opened is said in a sentence.

    epreuve: its id, or its number (« e17 »). correcteur: who judges; by default the account's name, or the one that is asked for where the
    account is shared. cours: the course folder; by default the one that the notebook lies in.
    """
    from IPython.display import display

    def show(name: str) -> None:
        display(Panel(open_desk(epreuve, name, cours)))

    seated(correcteur, "Qui corrige ?", lambda: graders_of(epreuve, cours), show)


def open_desk(epreuve: str, grader: str | None = None, course: str | Path | None = None) -> Desk:
    """The desk of a grader; raises KitError."""
    return Desk(*opened(epreuve, course), grader or account())


def opened(epreuve: str, course: str | Path | None) -> tuple[Register, NotebookFile, EpreuveId]:
    """A course's record and gradebook, and the identifier of an épreuve; raises KitError."""
    root = course_root(Path(course) if course is not None else Path.cwd())
    where = Course(root)
    assignment, notebook = where.resolve(epreuve), NotebookFile(where.db_url, root)
    # The record comes last: it is the one that is open from the start.
    return Register(root, patience=PATIENCE), notebook, assignment


def graders_of(epreuve: str, course: str | Path | None) -> list[str]:
    """The names under which an épreuve was judged or shared out; raises KitError."""
    register, _, assignment = opened(epreuve, course)
    with register:
        duties = register.duties(assignment)
        shared = duties.allotment.graders if duties.allotment else ()
        doubled = duties.plan.graders if duties.plan else ()
        judged = {grader for _, _, grader in register.judgements(assignment)}
    return sorted({*shared, *doubled, *judged}, key=str.casefold)
