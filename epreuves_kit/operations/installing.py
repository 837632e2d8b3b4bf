"""The installation of candidates' own computers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation


class InstallationParameters(Parameters, frozen=True):
    """The folder to write in."""

    folder: Annotated[Path, Parameter("Le dossier à remettre aux candidats ; il est créé.", metavar="DOSSIER")] = Path(
        "installation"
    )


@operation("installation", label="Préparer ce que l'on installe chez soi", title="Installation chez soi")
def installation(doing: Doing, asked: InstallationParameters) -> Outcome:
    """Écrire ce que les candidats installent sur leur propre ordinateur : un fichier, et la page qui dit quoi en faire.

    Le fichier contient de quoi ouvrir les épreuves et vérifier la forme des réponses ; aucun sujet, aucune réponse, aucune correction.
    """
    from epreuves_kit.build.candidate_wheel import write_installation

    doing.progress("Écriture de ce que l'on installe", 0, 0)
    written = write_installation(doing.here / asked.folder)
    return Outcome(
        (
            f"Le dossier {asked.folder}/ est à donner tel quel aux candidats, quelques jours avant : LISEZMOI.txt leur dit quoi faire.",
            "Il ne contient aucun sujet, aucune réponse, aucune correction.",
        ),
        files=tuple((asked.folder / path.name).as_posix() for path in written),
    )
