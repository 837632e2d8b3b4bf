"""The lint's rules on a grille: its criteria are the référentiel's, each with points, and a list of what is expected or a text by level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import number
from epreuves_kit.authoring.grille import Grille, GrilleCritere, codes
from epreuves_kit.course import checklist
from epreuves_kit.course.checklist import FEWEST, MOST
from epreuves_kit.course.stamps import STAMPS
from epreuves_kit.proof.findings import Finding
from epreuves_kit.referentiel.model import Referentiel


def grille_rules(
    official: Referentiel, epreuve: EpreuveId, file: str, grille: Grille, competences: list[str]
) -> Iterator[Finding]:
    """All the rules that `grille.yaml` can break."""

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, epreuve, message, "erreur", file, cell)

    if grille.epreuve != epreuve:
        yield finding("grille", f"champ epreuve : attendu « {epreuve} », reçu « {grille.epreuve} »")
    written = list(grille.criteres)
    expected = [code for competence in competences for code in codes(official, competence)]
    if not official.competences:
        expected = written
    for code, critere in grille.criteres.items() if official.competences else ():
        if critere.label:
            yield finding("criteres", "champ libelle : le référentiel le donne, ôtez-le de la grille", code)
    for code in expected:
        # Of a compétence that another épreuve assesses too, the rest may be judged there: what lacks in all is the course's to say.
        if code not in written and code.partition("-")[0] not in official.shared:
            yield finding("criteres", f"le critère {code} du référentiel manque", code)
    for code in written:
        if code not in expected:
            message = f"le critère {code} n'est pas de cette épreuve ({', '.join(competences)})"
            yield finding("criteres", message, code)
    own = [code for code in expected if code in written or code.partition("-")[0] not in official.shared]
    if sorted(written) == sorted(own) and written != own:
        message = f"les critères ne sont pas dans l'ordre du référentiel : {', '.join(own)}"
        yield finding("criteres", message)
    for code, critere in grille.criteres.items():
        for message in _critere_faults(critere):
            yield finding("descripteurs", message, code)


def _critere_faults(critere: GrilleCritere) -> Iterator[str]:
    if not critere.points > 0:
        yield f"champ points : un critère vaut plus de 0 point, reçu {number(critere.points)}"
    empty = [level for level, text in sorted(critere.scale.items()) if not text.strip()]
    if not any(text.strip() for text in (critere.where, *critere.expected, *critere.scale.values())):
        yield "la consigne et les attendus restent à écrire"
        return
    if not critere.where.strip():
        yield "champ consigne : dites où le jury regarde"
    if critere.expected and critere.scale:
        yield "champs attendus et descripteurs : un critère a l'un ou l'autre"
    elif critere.expected:
        yield from _list_faults(critere.expected)
    else:
        yield from _scale_faults(critere.scale, empty)


def _list_faults(expected: tuple[str, ...]) -> Iterator[str]:
    if not FEWEST <= len(expected) <= MOST:
        yield f"champ attendus : de {FEWEST} à {MOST} attendus, reçus : {len(expected)}"
    flat = [" ".join(text.split()).casefold() for text in expected]
    if "" in flat:
        yield f"champ attendus, {flat.index('') + 1} : l'attendu est vide"
    if len(set(flat)) < len(flat):
        yield "champ attendus : le même attendu y est deux fois"
    for rank, text in enumerate(expected, start=1):
        if _stamped(text):
            yield f"champ attendus, {rank} : ni marque de nbgrader ni image jointe"
    if len(checklist.read(checklist.write(expected))) != len(expected):
        yield "champ attendus : un attendu ne contient ni « ; » suivi d'un numéro entre parenthèses, ni numéro à son début"


def _scale_faults(scale: Mapping[int, str], empty: list[int]) -> Iterator[str]:
    if empty:
        yield f"champ descripteurs, niveau {', '.join(map(str, empty))} : le descripteur est vide"
    levels = [int(level) for level in LEVELS]
    if sorted(scale) != levels:
        received = ", ".join(map(str, sorted(scale))) or "aucun"
        yield f"champ descripteurs : niveaux attendus {', '.join(map(str, levels))} ; reçus : {received}"
    texts = {level: " ".join(text.split()) for level, text in scale.items()}
    for level, text in texts.items():
        if _stamped(text):
            yield f"champ descripteurs, niveau {level} : ni marque de nbgrader ni image jointe"
    filled = [text.casefold() for text in texts.values() if text]
    if len(set(filled)) < len(filled):
        yield "champ descripteurs : deux niveaux ont le même descripteur"


def _stamped(text: str) -> bool:
    return any(stamp in text for stamp in STAMPS) or "](attachment:" in text
