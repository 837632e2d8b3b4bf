"""The jury's sheet of an oral, `oral.yaml`: read, checked against the référentiel, and laid out as a page to print; never released."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import parameter
from epreuves_kit.authoring import build, grille
from epreuves_kit.authoring.findings import Finding
from epreuves_kit.course import files
from epreuves_kit.course.folders import Layout, handed_out
from epreuves_kit.referentiel.model import Epreuve, Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.wording import strict_yaml

if TYPE_CHECKING:
    import jinja2

FILE = "oral.yaml"
#: Questions that each compétence has: the second is for whoever could not answer the first.
FEWEST_QUESTIONS = 2


class _SheetFields(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "presentation_minutes": "duree_presentation",
        "discussion_minutes": "duree_echange",
        "expectations": "attendus",
        "expected": "attendu",
        "follow_up": "relance",
    },
):
    """Base of what `oral.yaml` holds: closed to other fields, written with French names."""


class OralQuestion(_SheetFields, frozen=True):
    """One question to the candidate: what a good answer holds, and what to ask again where it comes short."""

    competence: str
    question: str
    expected: str
    follow_up: str = ""


class OralText(_SheetFields, frozen=True):
    """The sheet: nature, durations in minutes (> 0), what the candidate shows, questions in order."""

    nature: Literal["collectif", "individuel", "grand oral"]
    presentation_minutes: int
    discussion_minutes: int
    expectations: tuple[str, ...]
    questions: tuple[OralQuestion, ...]

    def de(self, competence: str) -> list[OralQuestion]:
        """The questions on one compétence, in order."""
        return [question for question in self.questions if question.competence == competence]

    def secrets(self) -> Iterator[str]:
        """What candidates must not read: the questions and what is expected of them."""
        for question in self.questions:
            yield from (text for text in (question.question, question.expected, question.follow_up) if text)


def read(path: Path) -> OralText:
    """Read `oral.yaml`; KitError names the file, the line and the field."""
    return strict_yaml.read_file(path, OralText, "la fiche de l'oral manque ; écrivez-la.")


def nature(official: Epreuve | None) -> str | None:
    """« collectif », « individuel » or « grand oral », empty without an oral; None for an épreuve of one's own."""
    names = {Oral.NONE_OFFERED: "", Oral.GRAND_ORAL: "grand oral"}
    return names.get(official.oral, official.oral.value) if official else None


def oral_rules(
    official: Epreuve | None, epreuve: str, file: str, oral: OralText | None, competences: list[str]
) -> Iterator[Finding]:
    """All the rules that `oral.yaml` can break, its absence too; official: what the référentiel says of the épreuve; `file` is its path from the course's root."""
    expected = nature(official)

    def finding(message: str, cell: str = "") -> Finding:
        return Finding("oral", epreuve, message, "erreur", file, cell)

    if oral is None:
        if expected:
            yield finding(f"le référentiel prévoit un oral ({expected}) : écrivez la fiche du jury")
        return
    if expected == "":
        yield finding("le référentiel ne prévoit pas d'oral à cette épreuve")
    elif expected not in (None, oral.nature):
        yield finding(f"champ nature : attendu « {expected} » (référentiel), reçu « {oral.nature} »")
    for name, minutes in (
        ("duree_presentation", oral.presentation_minutes),
        ("duree_echange", oral.discussion_minutes),
    ):
        if minutes <= 0:
            yield finding(f"champ {name} : attendu un nombre de minutes, reçu {minutes}")
    if not oral.expectations or not all(expected.strip() for expected in oral.expectations):
        yield finding("champ attendus : dites ce que le candidat montre, une phrase par ligne")
    for competence in competences:
        number = len(oral.de(competence))
        if number < FEWEST_QUESTIONS:
            said = f"{counted(number, 'question')} sur {competence} : il en faut {FEWEST_QUESTIONS} au moins"
            yield finding(said)
    seen: set[str] = set()
    for rank, question in enumerate(oral.questions, start=1):
        where = f"question {rank}"
        if question.competence not in competences:
            said = f"{question.competence} n'est pas de cette épreuve ({', '.join(competences)})"
            yield finding(said, where)
        for name, text in (("question", question.question), ("attendu", question.expected)):
            if not text.strip():
                yield finding(f"champ {name} : il est vide", where)
        text = " ".join(question.question.split()).casefold()
        if text and text in seen:
            yield finding("cette question est déjà posée plus haut", where)
        seen.add(text)


_TEMPLATES = Path(__file__).parent / "templates"
_SIGNS = re.compile(r" (?=[?!:;»])|(?<=«) ")


def compose(root: Path, id: str, candidates: Sequence[str] = ()) -> str:
    """The page of an épreuve, in French: whom one hears, then by compétence criteria, questions and levels.

    candidates: who is heard, written on the page. Nothing is worked out in it. Raises KitError where `oral.yaml` is absent or
    breaks a rule of the lint, or where more are named than are heard together.
    """
    layout = Layout(root, id)
    sheet, competences = _sound(layout)
    official = referentiel(root).known(id)
    # Three where the référentiel does not say.
    most = official.group.maximum if official and official.group else 3
    members = most if sheet.nature == "collectif" else 1
    if len(candidates) > members:
        raise KitError(
            f"{id} : {members} candidats au plus passent ensemble, {len(candidates)} sont nommés ; faites plusieurs fiches."
        )
    told = [_competence(code, sheet, layout) for code in competences]
    return (
        _environment()
        .get_template("oral.html.j2")
        .render(
            title=_title(layout),
            sheet=sheet,
            competences=told,
            told=told,
            members=members,
            names=[*candidates, *[""] * (members - len(candidates))],
            rangees=_rows(members),
            levels=LEVELS,
        )
    )


#: What the sheet of the grand oral is asked for by, in place of an épreuve.
GRAND_ORAL = "grand-oral"
#: Questions of its sheet that each part of a grand oral may be asked: with eight parts, more would not fit in the time.
MOST_QUESTIONS = 2


def grand_oral_parts(root: Path) -> list[str]:
    """The épreuves of a course that the grand oral is about, fiches first; KitError where there is none."""
    parts = (e.id for e in referentiel(root).report_parts if e.oral is Oral.GRAND_ORAL)
    found = [id for id in parts if (Layout(root, id).sujet / FILE).exists()]
    if not found:
        raise KitError(
            "Ce cours n'a aucune partie du rapport de compétences : il y faut des fiches ou des parties du projet, avec leur oral.yaml."
        )
    return found


def compose_grand_oral(root: Path, candidate: str = "", only: Collection[str] = ()) -> str:
    """The page of the grand oral: part after part, questions to tick and levels. Raises KitError as `compose` does.

    only: the compétences that the candidate asks for, where they do not ask for all.
    """
    parts: list[dict[str, Any]] = []
    every: list[dict[str, Any]] = []
    for id in grand_oral_parts(root):
        layout = Layout(root, id)
        sheet, competences = _sound(layout)
        told = [_competence(code, sheet, layout) for code in competences]
        if only and not set(only).intersection(competences):
            continue
        parts.append({"id": id, "title": _title(layout), "sheet": sheet, "competences": told})
        every += told
    return (
        _environment()
        .get_template("grand_oral.html.j2")
        .render(
            title="Grand oral — rapport de compétences",
            parts=parts,
            told=every,
            members=1,
            names=[candidate],
            levels=LEVELS,
        )
    )


def _sound(layout: Layout) -> tuple[OralText, list[str]]:
    """An épreuve's sheet, which keeps the rules of the lint, and the compétences that it is about; KitError where it breaks one."""
    path = layout.sujet / FILE
    sheet = read(path)
    known = referentiel(layout.root)
    competences = grille.competences(known, layout.epreuve) or grille.read(layout.sujet / "grille.yaml").competences()
    for finding in oral_rules(known.known(layout.epreuve), layout.epreuve, layout.short(path), sheet, competences):
        where = f", {finding.cell}" if finding.cell else ""
        raise KitError(f"{finding.file}{where} : {finding.message}.")
    return sheet, competences


def _environment() -> jinja2.Environment:
    import jinja2  # only this command pays for its import

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_unbreakable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def is_shared(root: Path, id: str) -> bool:
    """Whether several candidates are heard together; KitError where `oral.yaml` cannot be read."""
    return id != GRAND_ORAL and read(Layout(root, id).sujet / FILE).nature == "collectif"


def write(root: Path, id: str, path: Path, candidates: Sequence[str] = (), only: Collection[str] = ()) -> None:
    """Write the page; KitError where candidates or nbgrader would find it there.

    only: of the grand oral, the compétences that the candidate asks for, where they do not ask for all.
    """
    page = (
        compose_grand_oral(root, "".join(candidates[:1]), only) if id == GRAND_ORAL else compose(root, id, candidates)
    )
    entier = path.resolve()
    if folder := handed_out(root, path):
        said = f"ce qui est dans {folder}/ peut être distribué, et la fiche ne doit pas l'être"
        raise KitError(f"{path} : {said} ; choisissez un autre endroit ({parameter('oral', '--sortie')}).")
    try:
        files.write(entier, page.encode("utf-8"))
    except OSError as error:
        raise KitError(f"{path} : la page ne peut pas y être écrite ({error.strerror}).") from None


def _unbreakable(value: object) -> object:
    """A text whose signs never start a line: a question mark stays with its sentence."""
    return _SIGNS.sub("\N{NO-BREAK SPACE}", value) if type(value) is str else value


def _rows(members: int) -> list[str]:
    """Who gives a level to a compétence: the jury, and each candidate to themself."""
    if members == 1:
        return ["Jury", "Auto-évaluation"]
    return ["Jury", *(f"Candidat·e {rank}, auto-évaluation" for rank in range(1, members + 1))]


def _title(layout: Layout) -> str:
    """The référentiel's title, or the first heading of the text for an épreuve of one's own."""
    if official := referentiel(layout.root).known(layout.epreuve):
        return f"Épreuve {int(layout.epreuve[1:3])} — {official.title}"
    cells = build.texts(layout)[f"{layout.epreuve}.ipynb"].cells
    lines = [line for cell in cells if cell.kind == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ") for line in lines if line.startswith("#")), layout.epreuve)


def _competence(code: str, sheet: OralText, layout: Layout) -> dict[str, Any]:
    known = referentiel(layout.root)
    official_text = grille.competence(known, code)
    written = layout.sujet / "grille.yaml"
    levels = grille.seen_at_levels(known, grille.read(written).criteres, code) if written.exists() else []
    return {
        "code": code,
        "title": official_text.group.title,
        "label": official_text.label,
        "criteres": [critere.label for critere in official_text.criteres],
        "questions": sheet.de(code),
        "seen": levels,
    }
