"""Groups: who works with whom on the épreuves that are done together, as an instructor writes it.

At the course's root, `groupes.csv`, one line a member (the last two columns may be left out):

    epreuve;groupe;candidat;etat;depot
    e06_objectifs;G1;lea.fontaine;présent;x
    e06_objectifs;G1;karim.benali;absent;

`etat` is `présent` (also where it is empty), `absent` or `parti`; `depot`, an « x », names the member whose
collective copy counts. The file is validated whole: one error, and nothing of it is applied.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from epreuves.variantes.attribution import normaliser
from epreuves.variantes.groupes_controle import Controle
from epreuves.variantes.seance import FICHIER_GROUPES
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
    lignes, titres = _lignes(octets, nom)
    controle = Controle(nom, taille, frozenset(connues))
    trouves: dict[tuple[str, str], list[Membre]] = {}
    noms: dict[tuple[str, str], str] = {}
    for numero, valeurs in lignes:
        if len(valeurs) != len(titres):
            controle.nombre(numero, len(titres), [valeur.strip() for valeur in valeurs])
            continue
        champs = dict(zip(titres, (valeur.strip() for valeur in valeurs), strict=True))
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


def _lignes(octets: bytes, nom: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Lines that hold something, by number, and the header's columns; Faults where the file is no such
    table.
    """
    try:
        lecteur = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        lignes = [(lecteur.line_num, ligne) for ligne in lecteur]
    except UnicodeDecodeError:
        raise Faults(
            f"{nom} : le fichier n'est pas en UTF-8 ; dans le tableur, enregistrez-le en « CSV UTF-8 »."
        ) from None
    except csv.Error as erreur:
        raise Faults(
            f"{nom}, ligne {lecteur.line_num} : ce n'est pas un CSV lisible ({erreur}) ; vérifiez les guillemets."
        ) from None
    pleines = [(numero, ligne) for numero, ligne in lignes if any(valeur.strip() for valeur in ligne)]
    titres = [titre.strip().casefold() for titre in pleines[0][1]] if pleines else []
    suite = [titre for titre in _FACULTATIVES if titre in titres]
    if titres != _COLONNES + suite:
        numero, recue = (
            (pleines[0][0], f"« {';'.join(pleines[0][1])} »") if pleines else (1, "un fichier vide")
        )
        attendu = ";".join(_COLONNES + _FACULTATIVES)
        raise Faults(
            f"{nom}, ligne {numero} : en-tête attendu « {attendu} » (les deux dernières colonnes sont facultatives), reçu {recue}."
        )
    return pleines[1:], titres


def _officielles() -> Iterable:
    # Only who has a groupes.csv, or asks for a size, pays for the référentiel.
    from epreuves.referentiel import referentiel

    return referentiel().epreuves
