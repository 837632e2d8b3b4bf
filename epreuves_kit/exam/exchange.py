"""nbgrader's own steps started for a session, the exchange's among them, and what they refuse told in French."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import TYPE_CHECKING, Any

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError

if TYPE_CHECKING:
    from epreuves_kit.grading.course import MarkingCourse

#: What nbgrader says, and how it is told; what it names stands in the braces.
_REFUSALS = (
    (r"Unwritable directory, please contact your instructor: (.+)", "Le dossier d'échange « {} » n'est pas ouvert à tous en écriture : demandez à l'administrateur de l'ouvrir."),
    (r"Could not (?:create|change permissions of) (.+?),? permission denied", "Le dossier d'échange « {} » n'est pas ouvert à tous en écriture : demandez à l'administrateur de l'ouvrir."),
    (r"You don't own the directory: (.+)", "Dans l'échange, « {} » appartient à un autre compte : la distribution se fait sous le compte qui a commencé."),
    (r"Course not found: (.+)", "L'échange ne connaît pas encore ce cours : distribuez d'abord une épreuve."),
    (r"You don't have read permissions for the directory: (.+)", "Dans l'échange, « {} » ne se lit pas sous ce compte : ramassez sous celui qui a distribué."),
    (r"Dans l'échange, (« .+ » n'est pas une copie .+)", "Dans l'échange, {}."),
    (r"No course id specified", "Ce cours n'a pas de nom : écrivez c.CourseDirectory.course_id dans nbgrader_config.py."),
    (r"Assignment not found at: (.+)", "« {} » n'existe pas : construisez d'abord l'épreuve."),
    (r"Feedback not found at: (.+)", "« {} » n'existe pas : écrivez d'abord les restitutions."),
)  # fmt: skip
_OTHER_ACCOUNT = re.compile(r"claims to be submitted by (?P<who>\S+) but is owned by (?P<owner>[^;]+);")
_REFUSED = "nbgrader a refusé cette étape."


class NbgraderRefusal(KitError):
    """nbgrader refused; detail: its own words, in English, for who looks after the machine, empty where the sentence says it all."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class _HeardFromNbgrader(logging.Handler):
    """Keeps nbgrader's warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def exchange_step(course: MarkingCourse, assignment: EpreuveId, step: str) -> Any:
    """A step of the exchange that the course is configured with, on an épreuve: « ReleaseAssignment », « Collect », « ReleaseFeedback »."""
    if sys.platform == "win32":
        raise KitError("L'échange n'existe pas sous Windows : remettez et ramassez les copies à la main.")
    from nbgrader.auth import Authenticator
    from nbgrader.exchange import ExchangeFactory

    where = course.directory
    where.assignment_id, where.student_id, where.notebook_id = assignment, "*", "*"
    kind = getattr(ExchangeFactory(parent=course.app), step)
    return kind(coursedir=where, authenticator=Authenticator(parent=course.app), parent=course.app)


def start(step: Any, **settings: bool) -> tuple[str, ...]:
    """Start a step of nbgrader with these settings, and give those of its warnings that ask for somebody's eye. Raises NbgraderRefusal."""
    heard = _HeardFromNbgrader()
    logger = logging.getLogger("epreuves.session")
    logger.setLevel(logging.WARNING)
    logger.propagate, logger.handlers[:] = False, [heard]
    step.log = logger
    for name, value in settings.items():
        setattr(step, name, value)
    try:
        with warnings.catch_warnings():
            # nbformat's and SQLAlchemy's, about notebooks and nbgrader's own session.
            warnings.simplefilter("ignore")
            step.start()
    except KitError:
        raise
    except (Exception, SystemExit) as error:  # nbgrader ends its programs where it refuses
        raise refusal([*heard.lines, str(error)]) from error
    remarks: list[str] = getattr(step, "told", [])
    matches = (_OTHER_ACCOUNT.search(line) for line in heard.lines)
    return *remarks, *(
        f"La copie de {match['who']} a été rendue sous le compte {match['owner']} : vérifiez de qui elle est."
        for match in matches
        if match
    )


def refusal(lines: list[str]) -> NbgraderRefusal:
    """nbgrader's refusal told in French; what has no French here is the detail of a plain sentence."""
    text = "\n".join(lines)
    for pattern, sentence in _REFUSALS:
        if match := re.search(pattern, text):
            return NbgraderRefusal(sentence.format(*(group.rstrip(".") for group in match.groups())))
    return NbgraderRefusal(_REFUSED, text)
