"""The jury's sheet of an oral, laid out as a page to print; never released."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import parameter
from epreuves_kit.authoring import grille, text
from epreuves_kit.authoring.oral import FILE, GRAND_ORAL, OralText, grand_oral_parts, read
from epreuves_kit.course import files
from epreuves_kit.course.folders import Layout, handed_out
from epreuves_kit.referentiel.reading import referentiel

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
_SIGNS = re.compile(r" (?=[?!:;»])|(?<=«) ")


def compose(root: Path, id: EpreuveId, candidates: Sequence[str] = ()) -> str:
    """The page of an épreuve, in French: whom one hears, then by compétence criteria, questions and levels.

    candidates: who is heard, written on the page. Nothing is worked out in it. Raises KitError where `oral.yaml` is absent, or
    where more are named than are heard together.
    """
    layout = Layout(root, id)
    sheet, competences = _written(layout)
    official = referentiel(root).known(id)
    # Three where the référentiel does not say.
    most = official.group.maximum if official and official.group else 3
    members = most if sheet.nature == "collectif" else 1
    if len(candidates) > members:
        raise KitError(
            f"{id} : {members} candidats au plus passent ensemble, {len(candidates)} sont nommés ; faites plusieurs fiches."
        )
    shown = [_competence(code, sheet, layout) for code in competences]
    return (
        _environment()
        .get_template("oral.html.j2")
        .render(
            title=_title(layout),
            sheet=sheet,
            competences=shown,
            told=shown,
            members=members,
            names=[*candidates, *[""] * (members - len(candidates))],
            rangees=_rows(members),
            levels=LEVELS,
        )
    )


def compose_grand_oral(root: Path, candidate: str = "", only: Collection[str] = ()) -> str:
    """The page of the grand oral: part after part, questions to tick and levels. Raises KitError as `compose` does.

    only: the compétences that the candidate asks for, where they do not ask for all.
    """
    parts: list[dict[str, Any]] = []
    every: list[dict[str, Any]] = []
    for id in grand_oral_parts(root):
        layout = Layout(root, id)
        sheet, competences = _written(layout)
        shown = [_competence(code, sheet, layout) for code in competences]
        if only and not set(only).intersection(competences):
            continue
        parts.append({"id": id, "title": _title(layout), "sheet": sheet, "competences": shown})
        every += shown
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


def _written(layout: Layout) -> tuple[OralText, list[str]]:
    """An épreuve's sheet, and the compétences that it is about."""
    return read(layout.sujet / FILE), grille.of_epreuve(layout)


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


def is_shared(root: Path, id: EpreuveId) -> bool:
    """True if several candidates are heard together; KitError where `oral.yaml` cannot be read."""
    return id != GRAND_ORAL and read(Layout(root, id).sujet / FILE).nature == "collectif"


def write(root: Path, id: EpreuveId, path: Path, candidates: Sequence[str] = (), only: Collection[str] = ()) -> None:
    """Write the page; KitError where candidates or nbgrader would find it there.

    only: of the grand oral, the compétences that the candidate asks for, where they do not ask for all.
    """
    page = (
        compose_grand_oral(root, "".join(candidates[:1]), only) if id == GRAND_ORAL else compose(root, id, candidates)
    )
    entier = path.resolve()
    if folder := handed_out(root, path):
        reason = f"ce qui est dans {folder}/ peut être distribué, et la fiche ne doit pas l'être"
        raise KitError(f"{path} : {reason} ; choisissez un autre endroit ({parameter('oral', '--sortie')}).")
    try:
        files.write(entier, page.encode("utf-8"))
    except OSError as error:
        raise KitError(f"{path} : la page ne peut pas y être écrite ({error.strerror}).") from None


def _unbreakable(value: object) -> object:
    """A text whose signs never start a line: a question mark stays with its sentence."""
    return _SIGNS.sub("\N{NO-BREAK SPACE}", value) if type(value) is str else value


def _rows(members: int) -> list[str]:
    """Those who give a level to a compétence: the jury, and each candidate to themself."""
    if members == 1:
        return ["Jury", "Auto-évaluation"]
    return ["Jury", *(f"Candidat·e {rank}, auto-évaluation" for rank in range(1, members + 1))]


def _title(layout: Layout) -> str:
    """The référentiel's title, or the first heading of the text for an épreuve of one's own."""
    if official := referentiel(layout.root).known(layout.epreuve):
        return official.heading
    cells = text.texts(layout)[f"{layout.epreuve}.ipynb"].cells
    lines = [line for cell in cells if cell.kind == "markdown" for line in cell.source.splitlines()]
    return next((line.lstrip("# ") for line in lines if line.startswith("#")), layout.epreuve)


def _competence(code: str, sheet: OralText, layout: Layout) -> dict[str, Any]:
    official = referentiel(layout.root)
    official_text = grille.competence(official, code)
    written = layout.sujet / "grille.yaml"
    levels = grille.seen_at_levels(official, grille.read(written).criteres, code) if written.exists() else []
    return {
        "code": code,
        "title": official_text.group.title,
        "label": official_text.label,
        "criteres": [critere.label for critere in official_text.criteres],
        "questions": sheet.de(code),
        "seen": levels,
    }
