"""The official wording beside each label, code by code, and what could not be found."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import msgspec

from epreuves.referentiel.modalite import modalite
from epreuves.referentiel.model import Competence, Epreuve, Referentiel
from epreuves.referentiel.officiel import DocumentOfficiel, LigneNonReconnue, TexteEpreuve, TexteGroupe

Genre = Literal["activite", "competence", "groupe", "critere", "epreuve"]

_A = TypeVar("_A")
_B = TypeVar("_B")


class Ligne(msgspec.Struct, frozen=True):
    """One code: the project's label and the official wording, None when the document does not give it.

    The code of a group is its compétence's followed by « -groupe ».
    """

    genre: Genre
    code: str
    libelle: str
    officiel: str | None
    perdu: bool = False


class Rapprochement(msgspec.Struct, frozen=True):
    """The comparison of the référentiel with one official document, in the référentiel's order."""

    lignes: tuple[Ligne, ...]
    non_reconnues: tuple[LigneNonReconnue, ...]

    @property
    def trouvees(self) -> tuple[Ligne, ...]:
        return tuple(ligne for ligne in self.lignes if ligne.officiel is not None)

    @property
    def introuvables(self) -> tuple[str, ...]:
        """Codes whose official wording should be in the document and is not."""
        return tuple(ligne.code for ligne in self.lignes if ligne.officiel is None and not ligne.perdu)

    @property
    def perdues(self) -> tuple[str, ...]:
        """Compétences known to have lost their wording, and without one in this document either."""
        return tuple(ligne.code for ligne in self.lignes if ligne.officiel is None and ligne.perdu)


def rapprocher(referentiel: Referentiel, document: DocumentOfficiel) -> Rapprochement:
    """Lay the official wording beside each label.

    Activities and compétences are found by their code, épreuves by the range of their compétences, groups by
    their rank in their activity, criteria by their rank in their group. Where the document has fewer or more
    of them than the référentiel, order and resemblance decide, so that one loss does not shift the rest.
    """
    activites = {texte.code: texte for texte in document.activites}
    competences = {texte.code: texte for texte in document.competences}
    lignes: list[Ligne] = []
    restes: list[LigneNonReconnue] = []
    for activite in referentiel.activites:
        lue = activites.pop(activite.code, None)
        lignes.append(
            Ligne("activite", activite.code, activite.libelle, lue.texte if lue is not None else None)
        )
        leurs = [groupe for groupe in document.groupes if groupe.activite == activite.code]
        paires, en_trop = apparier(activite.competences, leurs, _ressemblance_groupe)
        restes.extend(LigneNonReconnue(g.ligne, g.titre, "groupe de critères en trop") for g in en_trop)
        for competence, groupe in zip(activite.competences, paires, strict=True):
            code, libelle = competence.code, competence.libelle
            lue = competences.pop(code, None)
            perdu = competence.libelle_perdu and lue is None
            lignes.append(Ligne("competence", code, libelle, lue.texte if lue is not None else None, perdu))
            _groupe(competence, groupe, lignes, restes)
    connues = {activite.code for activite in referentiel.activites}
    restes.extend(
        LigneNonReconnue(groupe.ligne, groupe.titre, "groupe de critères hors de toute activité connue")
        for groupe in document.groupes
        if groupe.activite not in connues
    )
    for texte in (*activites.values(), *competences.values()):
        dit = f"{texte.code} - {texte.texte}"
        restes.append(LigneNonReconnue(texte.ligne, dit, "code absent du projet"))
    _epreuves(referentiel.epreuves, document.epreuves, lignes, restes)
    restes.extend(document.non_reconnues)
    return Rapprochement(tuple(lignes), tuple(sorted(restes, key=lambda reste: reste.ligne)))


def _groupe(
    competence: Competence, groupe: TexteGroupe | None, lignes: list[Ligne], restes: list[LigneNonReconnue]
) -> None:
    titre = groupe.titre if groupe is not None else None
    lignes.append(Ligne("groupe", f"{competence.code}-groupe", competence.groupe.titre, titre))
    leurs = groupe.criteres if groupe is not None else ()
    paires, en_trop = apparier(competence.criteres, leurs, lambda c, texte: ressemblance(c.libelle, texte))
    for critere, texte in zip(competence.criteres, paires, strict=True):
        lignes.append(Ligne("critere", critere.id, critere.libelle, texte))
    if groupe is not None:
        raison = f"critère en trop dans le groupe de {competence.code}"
        restes.extend(LigneNonReconnue(groupe.ligne, texte, raison) for texte in en_trop)


def _epreuves(
    notres: Sequence[Epreuve],
    leurs: Sequence[TexteEpreuve],
    lignes: list[Ligne],
    restes: list[LigneNonReconnue],
) -> None:
    par_plage: dict[tuple[str, str], TexteEpreuve] = {}
    for texte in leurs:
        plage = (texte.premiere, texte.derniere)
        if plage in par_plage:
            raison = f"épreuve de {plage[0]} à {plage[1]} déjà lue plus haut"
            restes.append(LigneNonReconnue(texte.ligne, texte.titre, raison))
        else:
            par_plage[plage] = texte
    for epreuve in notres:
        lu = par_plage.pop((epreuve.competences[0], epreuve.competences[-1]), None)
        officiel = "\n".join(morceau for _, morceau in lu.rubriques) if lu is not None else None
        lignes.append(Ligne("epreuve", epreuve.id, modalite(epreuve), officiel))
    for (premiere, derniere), texte in par_plage.items():
        raison = f"épreuve de {premiere} à {derniere}, absente du projet"
        restes.append(LigneNonReconnue(texte.ligne, texte.titre, raison))


def apparier(
    notres: Sequence[_A], leurs: Sequence[_B], note: Callable[[_A, _B], float]
) -> tuple[list[_B | None], list[_B]]:
    """Pair two ordered lists without crossing: one of theirs or None for each of ours, and theirs left over.

    As many on both sides: rank decides. Otherwise the pairing whose `note` (0..1) adds up to the most, found
    by dynamic programming (Needleman and Wunsch, 1970, without a penalty for gaps).
    """
    n, m = len(notres), len(leurs)
    if n == m:
        return list(leurs), []
    meilleur = [[0.0] * (m + 1) for _ in range(n + 1)]
    notes = [[note(a, b) for b in leurs] for a in notres]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            pris = notes[i][j] + meilleur[i + 1][j + 1] if notes[i][j] > 0 else 0.0
            meilleur[i][j] = max(pris, meilleur[i + 1][j], meilleur[i][j + 1])
    paires: list[_B | None] = []
    en_trop: list[_B] = []
    i = j = 0
    while i < n and j < m:
        if notes[i][j] > 0 and meilleur[i][j] == notes[i][j] + meilleur[i + 1][j + 1]:
            paires.append(leurs[j])
            i, j = i + 1, j + 1
        elif meilleur[i][j] == meilleur[i][j + 1]:
            en_trop.append(leurs[j])
            j += 1
        else:
            paires.append(None)
            i += 1
    paires.extend([None] * (n - i))
    en_trop.extend(leurs[j:])
    return paires, en_trop


def _ressemblance_groupe(competence: Competence, groupe: TexteGroupe) -> float:
    notre = " ".join((competence.groupe.titre, *(critere.libelle for critere in competence.criteres)))
    return ressemblance(notre, " ".join((groupe.titre, *groupe.criteres)))


def ressemblance(a: str, b: str) -> float:
    """Share of word stems that two texts have in common (Dice's coefficient, 0..1)."""
    racines_a, racines_b = _racines(a), _racines(b)
    if not racines_a or not racines_b:
        return 0.0
    return 2 * len(racines_a & racines_b) / (len(racines_a) + len(racines_b))


def _racines(texte: str) -> set[str]:
    """Words of four letters at least, without accents, cut to six: enough to see through inflexions."""
    plat = unicodedata.normalize("NFKD", texte.lower()).encode("ascii", "ignore").decode()
    return {mot[:6] for mot in re.findall(r"[a-z0-9]{4,}", plat)}
