"""The kinds of what a closing seals, for who knows neither the course's folders nor its tables: a document is of a kind, and of somebody or of an épreuve."""

from __future__ import annotations

import msgspec

from epreuves.variants.attribution import GROUPS_FILE
from epreuves_kit.course import arrangements, given_minutes, oral_hours
from epreuves_kit.exam.awards import signing
from epreuves_kit.grading import collective
from epreuves_kit.jury import births, carried, deliberation
from epreuves_kit.jury.registrations import BLOCS, CAMPUS
from epreuves_kit.referentiel.certifier import FILE as WORDING_FILE
from epreuves_kit.referentiel.reading import FOLDER as REFERENTIEL
from epreuves_kit.rules.jury_rules import FILE as RULES_FILE
from epreuves_kit.variants.session import FILE as SESSION_FILE
from epreuves_kit.variants.session import SEATS_FILE

#: The jury's acts and graders' levels, first of all: decisions are made of them.
ACTS, LEVELS = "actes et décisions du jury", "niveaux et commentaires des correcteurs"
MINUTES, HANDED_IN, MARKED, FEEDBACK = "procès-verbaux du jury", "copies rendues", "copies corrigées", "restitutions"
TRANSCRIPTS = "relevés de compétences"
_MARKS = "notes et commentaires du carnet de notes"
_REPORTS, _DELIVERABLES = "rapports de compétences", "livrables"
_ANSWERS, _RELEASED, _OFFICIAL = "corrigés", "sujets distribués", "référentiel de la certification"
#: Files at the course's root.
_AT_ROOT = {
    deliberation.FILE: "séance du jury",
    RULES_FILE: "règles et composition du jury",
    SESSION_FILE: "réglages de la session",
    GROUPS_FILE: "groupes",
    SEATS_FILE: "places des candidats",
    BLOCS: "blocs demandés par les candidats",
    CAMPUS: "campus des candidats",
    births.FILE: "naissances des candidats",
    arrangements.FILE: "aménagements",
    given_minutes.FILE: "minutes accordées",
    oral_hours.FILE: "horaires des oraux",
    carried.FILE: "acquis de sessions antérieures",
    WORDING_FILE: "texte officiel de la certification",
    signing.FILE: "clé qui signe les parchemins",
    signing.EARLIER_FILE: "clé qui signe les parchemins",
    "nbgrader_config.py": "réglages de nbgrader",
}
#: What lies in the folders of the course's steps.
_FOLDERS = {
    "submitted": HANDED_IN,
    "autograded": MARKED,
    "feedback": FEEDBACK,
    "release": _RELEASED,
    "source": _ANSWERS,
    REFERENTIEL: _OFFICIAL,
}
#: What lies beside a candidate's feedback, by the beginning of its name.
_BESIDE_FEEDBACK = {"releve": TRANSCRIPTS, "rapport": _REPORTS, "livrable": _DELIVERABLES}
#: What the gradebook's tables hold; the others are of épreuves.
_TABLES = {
    "epreuves_jury": ACTS,
    "epreuves_journal": LEVELS,
    "epreuves_report": LEVELS,
    "grade": _MARKS,
    "comment": _MARKS,
    "epreuves_passage": "remarques sur des passages des copies",
    "epreuves_plan": "doubles corrections",
    "epreuves_repartition": "partage des copies entre les correcteurs",
    "epreuves_etalonnage": "étalonnage des correcteurs",
    "epreuves_signalement": "signalements des correcteurs",
    "epreuves_exemple": "exemples de niveaux",
    "epreuves_cle": "numéros des copies",
    "student": "liste des candidats",
    "submitted_assignment": "copies enregistrées",
    "submitted_notebook": "copies enregistrées",
}
#: A procès-verbal without a number, and its file.
_DRAFTS, _DRAFT = "projet de procès-verbal", "proces-verbal.pdf"
_OF_GROUPS = "copies de groupe, comme elles ont été corrigées d'abord"
_OTHER_TABLE = "épreuves, leurs questions et leurs critères"
#: From what weighs most in a decision to what weighs least.
ORDER = tuple(
    dict.fromkeys(
        (
            ACTS,
            LEVELS,
            MINUTES,
            *_AT_ROOT.values(),
            HANDED_IN,
            MARKED,
            _OF_GROUPS,
            *_TABLES.values(),
            TRANSCRIPTS,
            FEEDBACK,
            _REPORTS,
            _DELIVERABLES,
            _RELEASED,
            _ANSWERS,
            _OFFICIAL,
            _DRAFTS,
            _OTHER_TABLE,
        )
    )
)


class SealedDocument(msgspec.Struct, frozen=True):
    """A document as people count them, which may be of several files. whose: a candidate's identifier; name: of what has neither candidate nor épreuve."""

    kind: str
    whose: str = ""
    epreuve: str = ""
    name: str = ""


def document(path: str) -> SealedDocument:
    """The document that a sealed file is of. path: in the course, with `/`."""
    folder, _, inside = path.partition("/")
    if not inside:
        if path == _DRAFT:
            return SealedDocument(_DRAFTS, name=path)
        minutes = path.startswith("proces-verbal")
        return SealedDocument(MINUTES if minutes else _AT_ROOT.get(path, path), name=path if minutes else "")
    kind = _FOLDERS.get(folder, folder)
    first, _, rest = inside.partition("/")
    if kind == HANDED_IN and first == collective.FOLDER:
        return SealedDocument(_OF_GROUPS, name=inside)
    if kind in (HANDED_IN, MARKED):
        return SealedDocument(kind, first, rest.partition("/")[0])
    if kind in (_RELEASED, _ANSWERS):
        return SealedDocument(kind, epreuve=first)
    if kind == FEEDBACK:
        epreuve, _, page = rest.partition("/")
        beside = next((own for start, own in _BESIDE_FEEDBACK.items() if epreuve.startswith(start)), "")
        return SealedDocument(kind, first, epreuve) if page or not beside else SealedDocument(beside, first)
    return SealedDocument(kind, name=inside)


def of_table(name: str) -> str:
    """The kind of what a table of the gradebook holds."""
    return _TABLES.get(name, _OTHER_TABLE)


def rank(kind: str) -> int:
    """The place of a kind among the others; what has no name of its own comes last."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)
