"""The candidate told by their code, where a session gives codes: who sits here, and until when.

Nobody is kept from working by a code that is not known: it is said here, and to whoever marks the copy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from epreuves.variants.candidate import Candidate, kept
from epreuves.variants.codes import code_digest
from epreuves.variants.published import ExamSession
from epreuves.wording.time_left import SittingHours
from epreuves.wording.typography import spaced

#: Times that the code is asked for.
_TRIES = 3


class Identified(msgspec.Struct, frozen=True):
    """The code that a candidate gave: True if it is theirs, with their own hours; None for everybody's."""

    code: str
    known: bool
    hours: SittingHours | None = None


def identify(
    folder: Path, who: Candidate, exam_session: ExamSession, answered: Callable[[str], str | None]
) -> tuple[Candidate, Identified]:
    """The candidate and what their code says: the code that the folder keeps, else the one that they type.

    answered: asks a question of whoever is there; None where nobody can answer.
    """
    before = kept(folder)
    if (result := known(exam_session, who.name, before.code)) is not None:
        return who, result
    for turn in range(_TRIES):
        code = answered(spaced("Votre code (huit signes, sur votre convocation), puis Entrée : "))
        if not code:
            break
        if (result := known(exam_session, who.name, code)) is not None:
            return who, result
        print(
            spaced(
                f"Ce code n'est pas celui de « {who.name} » : regardez l'identifiant et le code sur votre convocation."
            )
        )
        if turn < _TRIES - 1 and (name := answered(spaced(f"Votre identifiant (Entrée seule : « {who.name} ») : "))):
            who = msgspec.structs.replace(who, name=name)
    print(
        spaced(
            "Votre code n'a pas été reconnu : vous pouvez travailler. Dites-le à la personne qui surveille, ou à votre école : elle vérifiera "
            "que cette copie est la vôtre."
        )
    )
    return who, Identified("", False)


def known(exam_session: ExamSession, name: str, code: str) -> Identified | None:
    """The identification of a candidate by a code that is theirs; None for another, or none."""
    codes = exam_session.sitting.codes
    if not code or (digest := code_digest(exam_session.key, exam_session.epreuve, name, code)) not in codes:
        return None
    return Identified(code, True, codes[digest])
