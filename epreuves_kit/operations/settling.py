"""A disagreement between graders settled: the level that counts, with its reason."""

from __future__ import annotations

from typing import Annotated

from epreuves.referentiel.levels import LEVELS
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, out_of
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.comparing import apart
from epreuves_kit.operations.declared import Doing, Epreuve, Parameter, Parameters, among, ask_once_closed, operation

_LEVELS = tuple((str(int(level)), f"{int(level)}, {level.label.lower()}") for level in LEVELS)


class SettleParameters(Parameters, frozen=True):
    """The épreuve; the copy, the criterion, the level and its ground, where something is decided."""

    epreuve: Epreuve
    copy: Annotated[
        str,
        Parameter(
            "Numéro de la copie, ou sa clé.",
            "Numéro de la copie (vide : montrer ce qui reste à régler)",
            metavar="COPIE",
        ),
    ] = ""
    criterion: Annotated[
        str,
        Parameter(
            "Le code du critère, -k et son rang compris.",
            "Le code du critère, -k et son rang compris",
            metavar="CRITERE",
        ),
    ] = ""
    level: Annotated[
        int | None,
        Parameter(
            "Niveau retenu, de 0 à 3.",
            "Niveau retenu",
            flag="--niveau",
            minimum=0,
            maximum=3,
            kind="choice",
            options=among(*_LEVELS),
        ),
    ] = None
    reason: Annotated[
        str,
        Parameter(
            "Pourquoi ce niveau ; conservé, non montré au candidat.",
            "Motif, conservé et non montré au candidat",
            flag="--motif",
            kind="long",
        ),
    ] = ""
    comment: Annotated[
        str | None,
        Parameter(
            "Ce que lira le candidat ; par défaut, le commentaire de qui avait donné ce niveau, ou les deux.",
            flag="--commentaire",
        ),
    ] = None


@operation(
    "regler",
    label="Régler un désaccord",
    title="Désaccords",
    author="Qui décide ; le compte de la machine par défaut.",
)
def settle(doing: Doing, asked: SettleParameters) -> Outcome:
    """Régler un désaccord : donner le niveau qui compte, avec son motif ; sans copie ni critère, montrer ce qui reste à régler.

    Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves_kit.rubric.agreement import agreements, find, proposed_comment
    from epreuves_kit.rubric.register import Register

    doing.progress("Lecture des désaccords", 0, 0)
    root, id = doing.course.root, asked.epreuve
    if not asked.copy:
        left = agreements(root, id)[2]
        if not left:
            return Outcome(("Rien à régler.",))
        return Outcome((f"{counted(len(left), 'désaccord')} à régler.",), tables=(apart(left),))
    if asked.level is None or not (asked.criterion and asked.reason.strip()):
        raise KitError("Une décision dit le critère, le niveau et son motif : donnez les trois.")
    ask_once_closed(doing)
    with Register(root) as register:
        place = find(register, id, asked.copy, asked.criterion)
        comment = asked.comment
        if comment is None:
            comment = proposed_comment(place.apart, asked.level) if place.apart is not None else ""
        done = register.settle(
            id, place.copy.key, place.criterion.grade_id, asked.level, comment, doing.author, asked.reason
        )
    assert done.points is not None  # a level that counts has its points
    points = out_of(done.points, place.criterion.points)
    sentences = [
        f"Copie n° {place.copy.number}, {place.code} : niveau {done.level} ({points}), décidé par {done.author}."
    ]
    if place.settled is not None and place.settled.points is not None:
        sentences.append(f"Ce niveau remplace le précédent (niveau {place.settled.level}, {place.settled.author}).")
    return Outcome(tuple(sentences))
