"""The public page of épreuves written."""

from __future__ import annotations

from typing import Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called


class QualityParameters(Parameters, frozen=True):
    """The épreuves."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter(
            "Épreuves, par leur identifiant ou leur numéro (e17) ; toutes par défaut.",
            metavar="[IDS]...",
            as_typed=True,
        ),
    ] = ()


@operation("qualite", label="Écrire la page de qualité", title="Qualité dite au public")
def quality(doing: Doing, asked: QualityParameters) -> Outcome:
    """Écrire ce que le certificateur publie d'une épreuve : ce qui est demandé, et ce qui en a été mesuré, sans rien qui aide à la passer ; une page et un PDF accessible.

    Ce qui n'a pas été mesuré est dit tel. Ce que la vérification a exécuté est repris ; sinon, les variantes sont rejouées, ce qui prend une
    minute ou deux par épreuve.
    """
    from epreuves_kit.course.folders import choose, epreuves
    from epreuves_kit.extensions.quality import facts, writing

    root = doing.course.root
    if not epreuves(root):
        raise KitError(
            "Aucune épreuve n'a son texte dans ce cours : la page s'écrit là où l'épreuve est écrite et vérifiée, dans sujets/."
        )
    chosen = choose(root, list(asked.epreuves))
    paths: list[str] = []
    look: list[str] = []
    for rank, id in enumerate(chosen):
        doing.progress(f"Qualité : {called(id)}", rank, len(chosen))
        own = facts.gather(root, id, lambda what, rank=rank: doing.progress(what, rank, len(chosen)))  # type: ignore[misc]
        paths += writing.write(root, own)
        if own.proof is None:
            look.append(
                f"{called(id)} n'est pas vérifiée, et sa page le dit. Vérifiez-la d'abord : {remedy('check', id)}"
            )
        elif own.proof.stale:
            look.append(
                f"{called(id)} a changé depuis sa vérification, et sa page le dit. Vérifiez-la de nouveau : {remedy('check', id)}"
            )
    sentence = f"{counted(len(chosen), 'épreuve')} : une page et un PDF, à publier, dans le dossier {writing.FOLDER}/."
    return Outcome((sentence,), tuple(look), tuple(paths))
