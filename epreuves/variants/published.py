"""A session as an épreuve was built with it, which is what is released of it: `seance.json`; and `rex.json`, released after the oral."""

from __future__ import annotations

import msgspec

from epreuves.answers import published_words
from epreuves.answers.allowed import Allowed
from epreuves.answers.published_words import PublishedWords
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import LEAST, MOST, USUAL, letters
from epreuves.wording.errors import KitError
from epreuves.wording.time_left import SittingHours

PUBLISHED_FILE = published_words.FILE
#: What the new facts of a REX are drawn with: released with it, and in nothing before.
REX_FILE = "rex.json"
#: Beside a notebook: where a candidate's tables are laid, and where the archives that they come from lie.
FOLDER, VARIANTS_FOLDER = "donnees", "variantes"


class PublishedSitting(
    msgspec.Struct, frozen=True, omit_defaults=True, rename={"hours": "heures", "allowed": "permis"}
):
    """The rules of a sitting as they travel with its épreuve.

    hours: those of who has no arrangement; None where the school gives none. codes: a hashed candidate and code to that candidate's own
    hours, where the session gives codes; nobody else can tell who has more time.
    """

    hours: SittingHours | None = None
    allowed: Allowed = Allowed()
    codes: dict[str, SittingHours | None] = msgspec.field(default_factory=dict)


class ExamSession(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "key": "cle",
        "name": "nom",
        "variants": "variantes",
        "attempts": "tirages",
        "words": "referentiel",
        "sitting": "passation",
    },
):
    """A session as it travels with one épreuve, whose own key it has.

    places: a hashed candidate to a letter; variants: how many; attempts: by letter, how many draws did not hold before the one that does,
    where there are some; words: of the référentiel, for who has no course; sitting: its rules.
    """

    name: str
    key: str
    epreuve: EpreuveId = EpreuveId("")
    places: dict[str, str] = msgspec.field(default_factory=dict)
    variants: int = USUAL
    attempts: dict[str, int] = msgspec.field(default_factory=dict)
    words: PublishedWords = msgspec.field(default_factory=PublishedWords)
    sitting: PublishedSitting = PublishedSitting()

    @property
    def letters(self) -> str:
        """The letters of its variants."""
        return letters(self.variants)


def publish(exam_session: ExamSession) -> bytes:
    """The bytes of `seance.json`."""
    return msgspec.json.format(msgspec.json.encode(exam_session, order="deterministic"), indent=1) + b"\n"


def read_published(data_bytes: bytes) -> ExamSession:
    """The session that a `seance.json` holds; KitError where it cannot be read."""
    try:
        exam_session = msgspec.json.decode(data_bytes, type=ExamSession)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise KitError(f"{PUBLISHED_FILE} est illisible : ce n'est plus ce que le kit y a écrit.") from None
    if not LEAST <= exam_session.variants <= MOST:
        raise KitError(f"{PUBLISHED_FILE} : le nombre de variantes n'est pas de {LEAST} à {MOST}.")
    named = (*exam_session.places.values(), *exam_session.attempts)
    if any(len(letter) != 1 or letter not in exam_session.letters for letter in named):
        raise KitError(f"{PUBLISHED_FILE} : une place ou un tirage porte une variante inconnue.")
    return exam_session


class RexKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"key": "cle"}):
    """The key of an épreuve's REX, which neither the session's other keys nor the épreuve's own give."""

    key: str


def publish_rex(key: str) -> bytes:
    """The bytes of `rex.json`."""
    return msgspec.json.format(msgspec.json.encode(RexKey(key)), indent=1) + b"\n"


def read_rex(data_bytes: bytes) -> str:
    """The key that a `rex.json` holds; KitError where it cannot be read."""
    try:
        return msgspec.json.decode(data_bytes, type=RexKey).key
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise KitError(f"{REX_FILE} est illisible : ce n'est plus ce que le kit y a écrit.") from None
