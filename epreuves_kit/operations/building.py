"""Building of what candidates work on, from the text of each épreuve; and the jury's paper sheet of its oral."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import REPLACE, Doing, Parameter, Parameters, Variation, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from epreuves_kit.build.build import BuildResult

_LOST = "Ce qui a été changé dans JupyterLab au notebook de source/, et n'a pas été reporté dans le sujet, sera perdu."
_REDRAWN = "La clé, le nom, le nombre de variantes et les places seront pris tels qu'ils sont écrits maintenant : si la clé ou le nom a changé, les variantes sont tirées de nouveau, et celles qui sont déjà distribuées ne valent plus."


class BuildParameters(Parameters, frozen=True):
    """The épreuves; True for files that are only compared, given up, not reused."""

    # As they are typed: an author's folder is a course of its own before it has nbgrader's configuration.
    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter(
            "Épreuves, par leur identifiant ou leur numéro (e17) ; toutes par défaut.",
            metavar="[IDS]...",
            as_typed=True,
        ),
    ] = ()
    check: Annotated[bool, Parameter("Comparer sans rien écrire.", flag="--check")] = False
    force: Annotated[
        bool, Parameter("Abandonner ce qui a été modifié dans JupyterLab sans être importé.", flag="--force")
    ] = False
    new_session: Annotated[
        bool,
        Parameter(
            "Prendre la clé, le nom, le nombre de variantes et les places tels qu'ils sont écrits : les variantes sont tirées de nouveau.",
            flag="--nouvelle-seance",
        ),
    ] = False
    unproven: Annotated[
        bool,
        Parameter("Construire sans éprouver les variantes : pour un sujet en chantier.", flag="--sans-preuve"),
    ] = False
    fresh: Annotated[bool, Parameter("Ne rien reprendre de ce qui est gardé des fois précédentes.", flag="--neuf")] = (
        False
    )


@operation(
    "build",
    label="Construire l'épreuve",
    title="Construction",
    accept="Construire ainsi",
    variations=(
        Variation(
            "--nouvelle-seance",
            "Construire pour une nouvelle séance",
            "Construction pour une nouvelle séance",
            values={"new_session": "oui"},
        ),
        Variation(
            "--force",
            "Construire en abandonnant les changements",
            "Construction sans les changements",
            values={"force": "oui"},
        ),
    ),
)
def build(doing: Doing, asked: BuildParameters) -> Outcome:
    """Construire source/, release/ et datasets/ à partir de sujets/, et éprouver chaque variante de la séance.

    Code de sortie : 0 si tout est à jour, 1 si un fichier est périmé ou de trop, 2 si une épreuve ne peut pas être construite.
    """
    from epreuves_kit.build import build as building
    from epreuves_kit.course.folders import find_root
    from epreuves_kit.proof import holding

    root = find_root(doing.here)
    if asked.force or asked.new_session:
        doing.confirm(" ".join([_LOST] * asked.force + [_REDRAWN] * asked.new_session))
    announced: list[str] = []

    def say(what: str) -> None:
        doing.progress(what, 0, 0)

    def announce(sentences: str) -> None:
        announced.extend(sentences.splitlines())

    results = building.build(
        root,
        asked.epreuves,
        asked.check,
        asked.force,
        say,
        announce if asked.new_session else None,
        asked.fresh,
        None if asked.unproven else functools.partial(holding.settle, progress=say),
    )
    stale = [result for result in results if result.stale]
    lines = [line for result in results for line in _told(result, asked.check)]
    if stale and asked.check:
        lines.append(f"Pour tout remettre à jour : {remedy('build', *(result.epreuve for result in stale))}")
    if not stale:
        lines.append(f"{counted(len(results), 'épreuve')} à jour.")
    look = [*announced, *(line for result in results for line in result.remark.splitlines() if line)]
    return Outcome(tuple(lines), tuple(look), code=1 if stale else 0)


def _told(result: BuildResult, check: bool) -> Iterator[str]:
    """The lines on one épreuve."""
    if result.stale:
        yield f"{result.epreuve} : périmé"
        yield from (f"  {file.path} — {file.state}" for file in result.stale)
        if not check:
            yield "  Ces fichiers ne viennent pas d'une construction et seraient distribués : déplacez-les."
    elif result.writings:
        yield f"{called(result.epreuve)} : construite"
    else:
        yield f"{result.epreuve} : à jour"
    if result.to_build:
        yield f"  {counted(len(result.to_build), 'fichier absent')}, à construire : {remedy('build', result.epreuve)}"


class OralParameters(Parameters, frozen=True):
    """The oral, the candidates, and the place of the sheet."""

    sheet: Annotated[
        str,
        Parameter(
            "L'épreuve, par son identifiant ou son numéro (e06), qui a un oral.yaml ; ou « grand-oral ».", metavar="ID"
        ),
    ]
    output: Annotated[
        Path | None,
        Parameter("Où écrire la page ; oral-<épreuve>.html par défaut.", flag="--sortie", metavar="FICHIER"),
    ] = None
    candidates: Annotated[
        tuple[str, ...],
        Parameter(
            "Qui passe, écrit sur la fiche (option répétable) : ensemble à un oral collectif, chacun sa fiche aux autres.",
            "Qui passe (identifiants, séparés par des virgules)",
            flag="--candidat",
            metavar="ID",
        ),
    ] = ()


@operation(
    "oral",
    label="Écrire la fiche d'oral à imprimer",
    title="Fiche d'oral",
    accept="Remplacer la fiche",
    sure=REPLACE,
)
def oral(doing: Doing, asked: OralParameters) -> Outcome:
    """Écrire la fiche du jury pour l'oral d'une épreuve : une page à imprimer, à ne pas distribuer.

    Code de sortie : 0 si elle est écrite, 2 sinon.
    """
    from epreuves_kit.authoring.oral import GRAND_ORAL, grand_oral_parts
    from epreuves_kit.course.folders import Layout, choose, find_root
    from epreuves_kit.jury import paper_sheet
    from epreuves_kit.proof import oral_rules

    root, whole = find_root(doing.here), asked.sheet == GRAND_ORAL
    (id,) = (GRAND_ORAL,) if whole else choose(root, [asked.sheet])
    for epreuve in grand_oral_parts(root) if whole else [id]:
        oral_rules.refuse_unsound(Layout(root, epreuve))
    path = asked.output or Path(f"{id}.html" if whole else f"oral-{id}.html")
    who = list(dict.fromkeys(asked.candidates))
    each = [(path, who)]
    if who and not paper_sheet.is_shared(root, id):
        each = [(_of_one(path, candidate, who), [candidate]) for candidate in who]
        if len({where for where, _ in each}) < len(each):
            raise KitError(
                f"Deux candidats donneraient le même nom de fichier : écrivez leurs fiches séparément ({parameter('oral', '--sortie')})."
            )
    doing.progress("Fiche d'oral", 0, 0)
    places = [doing.place(where) for where, _ in each]
    for place, (_, those) in zip(places, each, strict=True):
        paper_sheet.write(root, id, place, those, _registered(root, those[0]) if those and whole else ())
    sentence = "Fiche du jury écrite ; imprimez-la depuis un navigateur, et ne la distribuez pas."
    return Outcome((sentence,), files=tuple(where.as_posix() for where, _ in each))


def _registered(root: Path, candidate: str) -> frozenset[str]:
    from epreuves_kit.jury import registrations
    from epreuves_kit.rules import jury_rules

    return registrations.competences(root, jury_rules.read(root), candidate)


def _of_one(path: Path, candidate: str, every: Sequence[str]) -> Path:
    """The place of a candidate's own sheet, beside those of the others; the place asked for where there is one alone."""
    if len(every) == 1:
        return path
    name = re.sub(r"[^\w.-]+", "-", candidate).strip(".-") or "candidat"
    return path.with_name(f"{path.stem}-{name}{path.suffix}")
