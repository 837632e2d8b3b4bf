"""An épreuve rehearsed: the reference, a blank and each named mistake as copies through the real marking, in a course of their own.

What each copy earns is compared with what the text promises: all, nothing, and the mistake's own share with all the rest.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from epreuves.answers.forms import ChartForm, WorkbookForm
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves_kit.authoring import draw
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN
from epreuves_kit.demo import journey
from epreuves_kit.demo.copies import FictionalCopy, python
from epreuves_kit.feedback import batch as feedback_batch
from epreuves_kit.grading import batch
from epreuves_kit.marking.marks import Mark
from epreuves_kit.referentiel.certifier import FILE as WORDING
from epreuves_kit.referentiel.reading import FOLDER as REFERENTIEL
from epreuves_kit.rules.jury_rules import FILE as RULES
from epreuves_kit.runner.sandbox import shared
from epreuves_kit.variants.session import FILE, SEATS_FILE, drawn_with

Progress = Callable[[str], None]

_CONFIG = """from epreuves_kit.gradebook.config import configure

c = get_config()
c.CourseDirectory.course_id = "essai"
configure(c)
"""
#: Who hands in the reference, and the blank; copies with a mistake that a rehearsal plays at most.
_REFERENCE, _BLANK, _MOST = "corrige", "vide", 300
#: Marks are rounded to the hundredth.
_SAME = 0.005 + 1e-9


class Played(msgspec.Struct, frozen=True):
    """One copy: its name, the marks by question, what differs from what is promised, and the pages of its feedback."""

    name: str
    marks: tuple[Mark, ...]
    differences: tuple[str, ...]
    pages: tuple[Path, ...]

    @property
    def points(self) -> float:
        """The points that the machine gave."""
        return sum(mark.points for mark in self.marks)

    @property
    def maximum(self) -> float:
        """The points that the machine can give."""
        return sum(mark.maximum for mark in self.marks)


class _Copy(msgspec.Struct, frozen=True):
    """A copy to play: the candidate who hands it in, its name, True if it answers at all; of its mistake the notebook, the question, the code and the
    points that it is promised.
    """

    student: str
    name: str
    answers: bool = True
    notebook: str = ""
    question: str = ""
    code: str = ""
    promised: float = 0.0


def rehearse(
    root: Path, epreuve: EpreuveId, letter: str, output: Path, progress: Progress | None = None
) -> list[Played]:
    """Play an épreuve of the course on one variant, and write the pages of its copies into a folder, which is made.

    Nothing of the course is touched but the draws that it keeps. Raises KitError where the épreuve cannot be built or marked.
    """
    say = progress or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="essai-") as temporary:
        place = Path(temporary) / "cours"
        _lay(root, epreuve, letter, place, say)
        course = batch.MarkingCourse(place)
        say("version distribuée")
        journey.release(course, epreuve)
        copies = list(_copies(place, epreuve))
        for copy in copies:
            _submit(place, epreuve, copy)
        students = [copy.student for copy in copies]
        results = {}
        for result in batch.autograde(course, epreuve, students, force=True, runner=shared("auto")):
            results[result.student] = result
            say(f"correction, copie {len(results)} sur {len(copies)}")
        pages: dict[str, list[Path]] = {}
        written = feedback_batch.write(Course(place), [(epreuve, student) for student in students], None, True)
        for made in written:
            for page in (place / outcome.path for outcome in made if outcome.status == "written"):
                pages.setdefault(made[0].student, []).append(page)
            say(f"restitutions, copie {len(pages)} sur {len(copies)}")
        return [_played(copy, results[copy.student], pages.get(copy.student, []), output) for copy in copies]


def _lay(root: Path, epreuve: EpreuveId, letter: str, place: Path, say: Progress) -> None:
    """A course that holds this épreuve alone, with a gradebook of its own, and the draws that the course keeps."""
    shutil.copytree(root / "sujets" / epreuve, place / "sujets" / epreuve)
    (place / "nbgrader_config.py").write_text(_CONFIG, "utf-8")
    for name in (FILE, RULES, WORDING):
        if (root / name).exists():
            shutil.copy(root / name, place / name)
    if (root / REFERENTIEL).is_dir():
        shutil.copytree(root / REFERENTIEL, place / REFERENTIEL)
    seats = "".join(
        f"{student};{epreuve};{letter}\n" for student in (_REFERENCE, _BLANK, *map(_wrong, range(1, _MOST + 1)))
    )
    (place / SEATS_FILE).write_text(f"candidat;epreuve;variante\n{seats}", "utf-8")
    # Drawn in the course itself, which keeps them: the next rehearsal, or check, does not wait for them.
    exam_session = drawn_with(root, epreuve)
    wanted = [draw.of_session(exam_session, letter) for letter in exam_session.letters]
    for _ in draw.archives(root, wanted, progress=say):
        pass
    kept = Path(OWN) / "tirages" / epreuve
    if (root / kept).is_dir():
        shutil.copytree(root / kept, place / kept)


def _wrong(rank: int) -> str:
    return f"erreur-{rank:03}"


def _copies(place: Path, epreuve: EpreuveId) -> Iterator[_Copy]:
    """The copies to play: the reference, a blank, and one a named mistake, as many as have a seat."""
    yield _Copy(_REFERENCE, "le corrigé")
    yield _Copy(_BLANK, "copie vide", answers=False)
    rank = 0
    for name in _notebooks(place, epreuve):
        for question in FictionalCopy(place, epreuve, _REFERENCE, name).scheme.questions:
            for mistake in question.mistakes if not isinstance(question.form, ChartForm) else ():
                if (rank := rank + 1) <= _MOST:
                    label = f"{question.id}, {mistake.code}"
                    yield _Copy(
                        _wrong(rank),
                        label,
                        True,
                        name,
                        question.id,
                        mistake.code,
                        question.points * mistake.part,
                    )


def _notebooks(place: Path, epreuve: EpreuveId) -> list[str]:
    return sorted(path.stem for path in (place / "release" / epreuve).glob("*.ipynb"))


def _submit(place: Path, epreuve: EpreuveId, copy: _Copy) -> None:
    for name in _notebooks(place, epreuve):
        submission = FictionalCopy(place, epreuve, copy.student, name)
        for cell in submission.cells("solution") if copy.answers else ():
            submission.solve(cell)
        if copy.answers:
            submission.hand_in_workbooks()
        if name == copy.notebook:
            question = submission.scheme.question(copy.question)
            wrong = next((m for m in question.mistakes if m.code == copy.code), None) if question else None
            if question is not None and wrong is not None and isinstance(question.form, WorkbookForm):
                submission.hand_in_workbooks({question.id: wrong.value})
            elif question is not None and wrong is not None:
                submission.type_in(question, python(question.form, wrong.value))
        submission.add(place / "submitted" / copy.student / epreuve)


def _played(copy: _Copy, result: batch.CopyResult, pages: list[Path], output: Path) -> Played:
    if result.status == "error":
        raise KitError(f"{copy.name} : {result.reason}")
    marks = tuple(result.questions.values())
    kept = []
    for page in pages:
        stem = f"{copy.question}-{copy.code}" if copy.code else copy.student
        extra = "" if len(pages) == 1 else f"-{page.stem}"
        output.mkdir(parents=True, exist_ok=True)
        kept.append(Path(shutil.copy(page, output / f"{stem}{extra}.html")))
    differences = [difference for mark in marks if (difference := _difference(copy, mark))]
    return Played(copy.name, marks, tuple(differences), tuple(kept))


def _difference(copy: _Copy, mark: Mark) -> str:
    """The difference between a mark and what is promised of that copy; empty where there is none."""
    if mark.question == copy.question and mark.mistake != copy.code:
        return f"{mark.question} : l'erreur n'est pas reconnue ({mark.sentence})"
    promised = copy.promised if mark.question == copy.question else mark.maximum if copy.answers else 0.0
    # A mistake earns its share at least: where more of the answer is right, it earns that.
    spared = mark.question == copy.question and promised <= mark.points < mark.maximum
    if spared or abs(mark.points - promised) <= _SAME:
        return ""
    return f"{mark.question} : {number(mark.points)} au lieu de {number(promised)} ({mark.sentence})"
