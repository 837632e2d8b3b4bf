"""Groups: who works with whom on the épreuves that are done together, as an instructor writes it.

At the course's root, `groupes.csv`, one line a member (the last two columns may be left out):

    epreuve;groupe;candidat;etat;depot
    e06_objectifs;G1;lea.fontaine;présent;x
    e06_objectifs;G1;karim.benali;absent;

`etat` is `présent` (also where it is empty), `absent` or `parti`; `depot`, an « x », names the member whose
collective copy counts. The file is validated whole: one error, and nothing of it is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from epreuves.variantes.attribution import normaliser
from epreuves.variantes.groupes_controle import Controle
from epreuves.variantes.seance import FICHIER_GROUPES
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults

REX = "rex"
_COLONNES = ["epreuve", "groupe", "candidat"]
_FACULTATIVES = ["etat", "depot"]


class Taille(msgspec.Struct, frozen=True):
    """How many work together, both bounds included."""

    minimum: int
    maximum: int


#: The size of a group in an épreuve of one's own, which the référentiel does not have.
TAILLE_LIBRE = Taille(2, 3)


class Membre(msgspec.Struct, frozen=True):
    """One line of the file: a candidate, whether they are there (présent, absent, parti), whether their copy
    counts.
    """

    candidat: str
    etat: str
    depot: bool
    ligne: int

    @property
    def present(self) -> bool:
        """Whether the member was there, and receives the collective copy."""
        return self.etat == "présent"


class Groupe(msgspec.Struct, frozen=True):
    """One group of one épreuve, its members in the order of the file."""

    epreuve: str
    nom: str
    membres: tuple[Membre, ...]


def lire(racine: Path, epreuve: str | None = None) -> tuple[Groupe, ...] | None:
    """The groups of the course at `racine`, in the order of the file; None where it has no `groupes.csv`.

    epreuve: only those of that épreuve, None where it is not done in groups: the file is then not even read.
    Raises Faults.
    """
    chemin = racine / FICHIER_GROUPES
    if not chemin.exists() or (epreuve is not None and taille(racine, epreuve) is None):
        return None
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise Faults(f"{chemin} ne s'ouvre pas ({erreur.strerror or erreur}).") from None
    lus = lire_groupes(octets, lambda id: taille(racine, id), connues(racine))
    return lus if epreuve is None else tuple(groupe for groupe in lus if groupe.epreuve == epreuve)


def taille(racine: Path, epreuve: str) -> Taille | None:
    """How many work together on an épreuve; None where each works alone.

    The référentiel says it of its own; one that it does not have is done in groups where it has a REX.
    """
    for trouvee in _officielles():
        if trouvee.id == epreuve:
            lue = trouvee.groupe
            return Taille(lue.minimum, lue.maximum) if lue is not None else None
    ecrits = (
        racine / "sujets" / epreuve / f"{REX}.py",
        racine / "source" / epreuve / f"{REX}.ipynb",
    )
    return TAILLE_LIBRE if any(chemin.exists() for chemin in ecrits) else None


def connues(racine: Path) -> frozenset[str]:
    """The épreuves that a line may name: those of the référentiel, and those of the course."""
    du_cours = (
        chemin.name
        for dossier in ("sujets", "source")
        for chemin in (racine / dossier).glob("e*")
        if chemin.is_dir()
    )
    return frozenset([*(epreuve.id for epreuve in _officielles()), *du_cours])


def lire_groupes(
    octets: bytes,
    taille: Callable[[str], Taille | None],
    connues: Iterable[str],
    nom: str = FICHIER_GROUPES,
) -> tuple[Groupe, ...]:
    """The groups that the bytes of a file hold; Faults has every error, or there is none.

    taille: of a group, by épreuve; connues: the épreuves that there are.
    """
    titres, lignes = strict_csv.table(octets, nom, _COLONNES, _FACULTATIVES)
    controle = Controle(nom, taille, frozenset(connues))
    trouves: dict[tuple[str, str], list[Membre]] = {}
    noms: dict[tuple[str, str], str] = {}
    for numero, valeurs in lignes:
        if len(valeurs) != len(titres):
            controle.nombre(numero, titres, valeurs)
            continue
        champs = dict(zip(titres, valeurs, strict=True))
        if not controle.ligne(numero, champs):
            continue
        cle = (champs["epreuve"], normaliser(champs["groupe"]))
        noms.setdefault(cle, champs["groupe"])
        membre = Membre(champs["candidat"], controle.etat(champs), bool(champs.get("depot")), numero)
        trouves.setdefault(cle, []).append(membre)
    groupes = tuple(Groupe(cle[0], noms[cle], tuple(membres)) for cle, membres in trouves.items())
    for groupe in groupes:
        controle.groupe(groupe)
    if controle.erreurs:
        raise Faults(*controle.erreurs)
    return groupes


def _officielles() -> Iterable[Any]:
    # Only who has a groupes.csv, or asks for a size, pays for the référentiel.
    from epreuves.referentiel import referentiel

    return referentiel().epreuves
