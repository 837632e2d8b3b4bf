"""What may be wrong in `groupes.csv`: each fault a French sentence with file, line, field and what to do."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from epreuves.variantes.attribution import normaliser
from epreuves.wording import strict_csv
from epreuves.wording.french import counted, plural

if TYPE_CHECKING:
    from epreuves.variantes.groupes import Groupe, Taille

ETATS = ("présent", "absent", "parti")
_OBLIGATOIRES = ("epreuve", "groupe", "candidat")
#: A candidate's identifier is the name of a folder.
_DOSSIER = re.compile(r"(?!\.)[^/\\\x00-\x1f\x7f*?\[\]]+")


class Controle:
    """Goes through the lines of one file, then through its groups; `erreurs` are in the order of the lines."""

    def __init__(self, nom: str, taille: Callable[[str], Taille | None], connues: frozenset[str]) -> None:
        self._nom, self._taille, self._connues = nom, taille, connues
        self._fautes: list[tuple[int, str]] = []
        #: Épreuves that cannot be taken, why, and their lines: told once each, at the first.
        self._refusees: dict[str, tuple[str, list[int]]] = {}
        self._vus: dict[tuple[str, str], tuple[int, str, str]] = {}
        self._groupes: dict[tuple[str, str], tuple[int, str]] = {}
        #: Groups of which a line is at fault: their size would be told wrong.
        self._douteux: set[tuple[str, str]] = set()

    @property
    def erreurs(self) -> list[str]:
        """Every fault found, a sentence each."""
        refus = []
        for raison, (premiere, *autres) in self._refusees.values():
            lignes = f"{plural(len(autres), 'ligne')} {', '.join(map(str, autres))}"
            refus.append(
                (
                    premiere,
                    self._phrase(premiere, "epreuve", raison) + (f" De même {lignes}." if autres else ""),
                )
            )
        return [phrase for _, phrase in sorted(self._fautes + refus, key=lambda faute: faute[0])]

    def nombre(self, numero: int, titres: list[str], valeurs: list[str]) -> None:
        """Tell of a line that has not one value a column."""
        self._fautes.append((numero, strict_csv.uneven(self._nom, numero, titres, len(valeurs))))
        if len(valeurs) > 1:
            self._douteux.add((valeurs[0], normaliser(valeurs[1])))

    def ligne(self, numero: int, champs: dict[str, str]) -> bool:
        """Whether a line can be taken for a member; all that is wrong in it is told."""
        avant = len(self._fautes)
        vides = [champ for champ in _OBLIGATOIRES if not champs[champ]]
        for champ in vides:
            self._faute(numero, champ, "la valeur manque ; écrivez-la, ou ôtez la ligne.")
        if champs.get("etat") and self.etat(champs) not in ETATS:
            permis = "« présent », « absent » ou « parti »"
            self._faute(numero, "etat", f"{permis} est attendu (vide : présent), reçu « {champs['etat']} ».")
        if champs.get("depot", "").casefold() not in ("", "x"):
            self._faute(
                numero, "depot", f"« x » ou rien est attendu, reçu « {champs['depot']} » ; marquez d'un x."
            )
        pris = "epreuve" in vides or self._epreuve(numero, champs["epreuve"])
        if pris and not vides:
            self._groupe(numero, champs)
            self._candidat(numero, champs)
        if len(self._fautes) > avant or not pris:
            self._douteux.add((champs["epreuve"], normaliser(champs["groupe"])))
            return False
        return True

    def groupe(self, groupe: Groupe) -> None:
        """Check a group whole: its size, and that one copy at most is named."""
        premier = groupe.membres[0].ligne
        designes = [membre for membre in groupe.membres if membre.depot]
        for autre in designes[1:]:
            self._faute(
                autre.ligne,
                "depot",
                f"le groupe « {groupe.nom} » a déjà une marque, ligne {designes[0].ligne} ; gardez-en une seule.",
            )
        due = self._taille(groupe.epreuve)
        if due is None or (groupe.epreuve, normaliser(groupe.nom)) in self._douteux:
            return
        restent = sum(membre.etat != "parti" for membre in groupe.membres)
        partis = len(groupe.membres) - restent
        compte = f"{counted(restent, 'membre')}" + (f" ({partis} parti)" if partis == 1 else "")
        compte += f" ({partis} partis)" if partis > 1 else ""
        bornes = f"{due.minimum}" if due.minimum == due.maximum else f"de {due.minimum} à {due.maximum}"
        if restent < due.minimum:
            self._faute(
                premier,
                "groupe",
                f"le groupe « {groupe.nom} » a {compte}, {groupe.epreuve} en demande {bornes} ; complétez-le, rattachez "
                "ses membres à un autre groupe, ou ôtez leurs lignes (chaque copie est alors corrigée seule).",
            )
        elif restent > due.maximum:
            self._faute(
                premier,
                "groupe",
                f"le groupe « {groupe.nom} » a {compte}, {groupe.epreuve} en demande {bornes} ; faites-en deux groupes.",
            )

    @staticmethod
    def etat(champs: dict[str, str]) -> str:
        """The state that a line gives; présent where it gives none."""
        return normaliser(champs.get("etat", "")) or ETATS[0]

    def _epreuve(self, numero: int, epreuve: str) -> bool:
        if epreuve in self._refusees:
            self._refusees[epreuve][1].append(numero)
            return False
        if epreuve not in self._connues:
            toutes = sorted(self._connues)
            proches = [connue for connue in toutes if connue.split("_")[0] == epreuve]
            proches = proches or difflib.get_close_matches(epreuve, toutes, n=1, cutoff=0.4)
            conseil = f"vouliez-vous « {proches[0]} » ?" if proches else "vérifiez son nom."
            raison = f"« {epreuve} » n'est pas une épreuve connue ; {conseil}"
        elif self._taille(epreuve) is None:
            raison = f"« {epreuve} » est une épreuve individuelle : ôtez ses lignes de ce fichier."
        else:
            return True
        self._refusees[epreuve] = (raison, [numero])
        return False

    def _groupe(self, numero: int, champs: dict[str, str]) -> None:
        cle = (champs["epreuve"], normaliser(champs["groupe"]))
        ligne, ecrit = self._groupes.setdefault(cle, (numero, champs["groupe"]))
        if ecrit != champs["groupe"]:
            self._faute(
                numero,
                "groupe",
                f"« {champs['groupe']} » et « {ecrit} » (ligne {ligne}) ne diffèrent que par l'écriture ; "
                "écrivez le nom d'un groupe toujours de la même façon.",
            )

    def _candidat(self, numero: int, champs: dict[str, str]) -> None:
        epreuve, candidat = champs["epreuve"], champs["candidat"]
        if not _DOSSIER.fullmatch(candidat):
            self._faute(
                numero,
                "candidat",
                f"« {candidat} » ne peut pas être un identifiant (le nom du dossier rendu) ; vérifiez-le.",
            )
            return
        cle = (epreuve, _proche(candidat))
        ligne, ecrit, groupe = self._vus.setdefault(cle, (numero, candidat, champs["groupe"]))
        if ligne == numero:
            return
        meme = normaliser(groupe) == normaliser(champs["groupe"])
        ou = (
            f"déjà ligne {ligne}, dans le groupe « {groupe} »"
            if not meme
            else f"déjà ligne {ligne}, dans ce groupe"
        )
        if normaliser(ecrit) == normaliser(candidat):
            self._faute(
                numero,
                "candidat",
                f"« {candidat} » est {ou} de {epreuve} ; gardez une seule des deux lignes.",
            )
        else:
            self._faute(
                numero,
                "candidat",
                f"« {candidat} » et « {ecrit} » (ligne {ligne}) ne diffèrent que par des accents ou des espaces ; "
                "écrivez l'identifiant exact, celui du dossier rendu, et une seule ligne par candidat.",
            )
        self._douteux.add((epreuve, normaliser(groupe)))

    def _faute(self, numero: int, champ: str, raison: str) -> None:
        self._fautes.append((numero, self._phrase(numero, champ, raison)))

    def _phrase(self, numero: int, champ: str, raison: str) -> str:
        return f"{self._nom}, ligne {numero}, champ « {champ} » : {raison}"


def _proche(candidat: str) -> str:
    """A name without accents or blanks: two that are alike so are one person written twice."""
    lettres = unicodedata.normalize("NFKD", normaliser(candidat))
    return "".join(c for c in lettres if not unicodedata.combining(c) and not c.isspace())
