"""Reading `jury.yaml` strictly: every fault is told at once, each with its line, its field and what to do."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from epreuves.jury.rules import Absences, Bloc, Compensation, Jure, Poids, Regles, Seuils
from epreuves.referentiel import referentiel
from epreuves.wording import strict_yaml
from epreuves.wording.errors import Faults
from epreuves.wording.french import either

_BLOC = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")


class _Faute(ValueError):
    """What is wrong in one value, in French."""


def lire_regles(octets: bytes, nom: str, defauts: bytes) -> Regles:
    """The rules that the bytes of a file hold, completed by those of `defauts`; Faults has every error."""
    lecture = _Lecture(octets, nom)
    base = lecture if octets == defauts else _Lecture(defauts, "defauts.yaml")

    def partie(champ: str, lire: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
        ecrits = lecture.champs((champ,), lire)
        return base.champs((champ,), lire) | ecrits if base is not lecture else ecrits

    lecture.connus((), _SECTIONS)
    sections = {champ: partie(champ, lire) for champ, lire in _CHAMPS.items()}
    blocs = (lecture if lecture.a("blocs") else base).blocs()
    rattrapage = (lecture if lecture.a("rattrapage") else base).valeur(
        ("rattrapage",), _parmi("remplace", "meilleure")
    )
    composition = (lecture if lecture.a("composition") else base).composition()
    lecture.ensemble(sections)
    if lecture.fautes:
        raise Faults(*(phrase for _, phrase in sorted(lecture.fautes, key=lambda faute: faute[0])))
    return Regles(
        blocs=blocs, poids=Poids(**sections["poids"]), seuils=Seuils(**sections["seuils"]),
        compensation=Compensation(**sections["compensation"]), absence=Absences(**sections["absence"]),
        rattrapage=rattrapage, composition=composition, source=nom,
    )  # fmt: skip


class _Lecture:
    """One file: its values, the line of each, and the faults found so far."""

    def __init__(self, octets: bytes, nom: str) -> None:
        self.nom = nom
        self.fautes: list[tuple[int, str]] = []
        try:
            self._document = strict_yaml.parse(octets)
        except strict_yaml.YamlRefused as refus:
            raise Faults(f"{nom}, {refus}.") from None
        contenu = self._document.value
        self._contenu = {} if contenu is None else contenu
        if not isinstance(self._contenu, dict):
            raise Faults(
                f"{nom}, ligne 1 : des champs sont attendus (« seuils: », « blocs: »…), reçu autre chose."
            )

    def a(self, champ: str) -> bool:
        """Whether the file says anything of a section."""
        return champ in self._contenu

    def faute(self, chemin: tuple[str | int, ...], quoi: str) -> None:
        """Note a fault where a path leads."""
        ligne = self._document.line(chemin)
        champ = strict_yaml.field_name(chemin)
        self.fautes.append((ligne, f"{self.nom}, ligne {ligne}, champ {champ} : {quoi}"))

    def connus(self, chemin: tuple[str | int, ...], connus: tuple[str, ...]) -> None:
        """Note each field that is not one of those."""
        for champ in self._a(chemin) or ():
            if champ not in connus:
                self.faute((*chemin, str(champ)), f"champ inconnu ; les champs sont {', '.join(connus)}.")

    def champs(self, chemin: tuple[str, ...], lire: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
        """The fields of a section that are written and can be read."""
        contenu = self._a(chemin)
        if contenu is None and not self.a(chemin[0]):
            return {}
        if not isinstance(contenu, dict):
            self.faute(chemin, f"des champs sont attendus ({', '.join(lire)}).")
            return {}
        self.connus(chemin, tuple(lire))
        lus = {champ: self.valeur((*chemin, champ), lire[champ]) for champ in lire if champ in contenu}
        return {champ: valeur for champ, valeur in lus.items() if valeur is not None}

    def valeur(self, chemin: tuple[str | int, ...], lire: Callable[[Any], Any]) -> Any:
        """One value read; None, and a fault, where it cannot be."""
        try:
            return lire(self._a(chemin))
        except _Faute as faute:
            self.faute(chemin, str(faute))
            return None

    def entrees(self, champ: str, lire: dict[str, Callable[[Any], Any]]) -> list[tuple[int, dict[str, Any]]]:
        """The entries of a list of which every field is there and can be read, each with its place."""
        contenu, trouvees = self._a((champ,)), []
        if not isinstance(contenu, list):
            self.faute((champ,), f"une liste est attendue (« - {next(iter(lire))}: … »).")
            return []
        for rang, entree in enumerate(contenu):
            if not isinstance(entree, dict):
                self.faute((champ, rang), f"des champs sont attendus ({', '.join(lire)}).")
                continue
            self.connus((champ, rang), tuple(lire))
            for absent in (nom for nom in lire if nom not in entree):
                self.faute((champ, rang, absent), "il manque.")
            lus = {nom: self.valeur((champ, rang, nom), lire[nom]) for nom in lire if nom in entree}
            if None not in lus.values() and len(lus) == len(lire):
                trouvees.append((rang, lus))
        return trouvees

    def blocs(self) -> tuple[Bloc, ...]:
        """The blocs; faults where a compétence is in none, or in two."""
        ordre = [competence.code for competence in referentiel().competences]
        places: dict[str, str] = {}
        codes: dict[str, str] = {}
        blocs: list[Bloc] = []
        avant = len(self.fautes)
        entrees = self.entrees("blocs", {"code": _code, "titre": _texte, "competences": _liste})
        # Where an entry cannot be read, what it would have held is not told as lacking as well.
        entier = len(self.fautes) == avant
        for rang, lu in entrees:
            code = lu["code"]
            if codes.setdefault(code.casefold(), code) != code or code in [bloc.code for bloc in blocs]:
                self.faute(
                    ("blocs", rang, "code"), f"« {code} » est déjà le code d'un bloc ; donnez-en un autre."
                )
            siennes = []
            for place, ecrit in enumerate(lu["competences"]):
                ou = ("blocs", rang, "competences", place)
                trouvees = _competences(ecrit)
                if not trouvees:
                    entier = False
                    self.faute(
                        ou, f"« {ecrit} » n'est ni une activité (A1) ni une compétence (C1.1) du référentiel."
                    )
                for competence in trouvees:
                    autre = places.setdefault(competence, code)
                    if autre != code or competence in siennes:
                        self.faute(
                            ou,
                            f"{competence} est déjà dans le bloc {autre} ; une compétence n'est que dans un bloc.",
                        )
                    else:
                        siennes.append(competence)
            blocs.append(Bloc(code, lu["titre"], tuple(sorted(siennes, key=ordre.index))))
        orphelines = [code for code in ordre if code not in places]
        if orphelines and entier:
            self.faute(
                ("blocs",),
                f"{', '.join(orphelines)} : dans aucun bloc ; chaque compétence doit être dans un bloc.",
            )
        return tuple(blocs)

    def composition(self) -> tuple[Jure, ...]:
        """The members of the jury."""
        return tuple(Jure(**lu) for _, lu in self.entrees("composition", {"nom": _texte, "qualite": _texte}))

    def ensemble(self, sections: dict[str, dict[str, Any]]) -> None:
        """What one value must be to another."""
        poids, seuils, compensation = (sections[nom] for nom in ("poids", "seuils", "compensation"))
        if not poids["machine"] and not poids["grille"]:
            self.faute(
                ("poids",), "la machine et la grille ne pèsent rien : donnez un poids à l'une au moins."
            )
        if compensation["plancher"] > seuils["competence"]:
            self.faute(
                ("compensation", "plancher"),
                "le plancher dépasse seuils.competence : plus rien ne pourrait être compensé ; abaissez-le.",
            )

    def _a(self, chemin: tuple[str | int, ...]) -> Any:
        valeur: Any = self._contenu
        for pas in chemin:
            if isinstance(valeur, dict):
                valeur = valeur.get(pas)
            elif isinstance(valeur, list) and isinstance(pas, int):
                valeur = valeur[pas]
            else:
                return None
        return valeur


def _nombre(valeur: Any) -> Fraction | None:
    if isinstance(valeur, bool) or not isinstance(valeur, int | float) or not math.isfinite(valeur):
        return None
    return Fraction(str(valeur))


def _pourcentage(valeur: Any) -> Fraction:
    lu = _nombre(valeur)
    if lu is None or not 0 <= lu <= 100:
        raise _Faute(f"un pourcentage de 0 à 100 est attendu, écrit sans signe, reçu {_dit(valeur)}.")
    return lu / 100


def _poids(valeur: Any) -> Fraction:
    lu = _nombre(valeur)
    if lu is None or not 0 <= lu <= 1000:
        raise _Faute(f"un poids de 0 à 1000 est attendu, reçu {_dit(valeur)}.")
    return lu


def _niveau(valeur: Any) -> int:
    if isinstance(valeur, bool) or not isinstance(valeur, int) or not 0 <= valeur <= 3:
        raise _Faute(f"un niveau de 0 à 3 est attendu, reçu {_dit(valeur)}.")
    return valeur


def _oui(valeur: Any) -> bool:
    # « oui » and « non » are words to YAML, as « true » is not.
    lu = {"oui": True, "non": False}.get(valeur, valeur) if isinstance(valeur, str) else valeur
    if not isinstance(lu, bool):
        raise _Faute(f"« oui » ou « non » est attendu, reçu {_dit(valeur)}.")
    return lu


def _parmi(*admis: str) -> Callable[[Any], str]:
    def lire(valeur: Any) -> str:
        if valeur not in admis:
            raise _Faute(f"{either(f'« {un} »' for un in admis)} est attendu, reçu {_dit(valeur)}.")
        return valeur

    return lire


def _texte(valeur: Any) -> str:
    if not isinstance(valeur, str) or not valeur.strip() or len(valeur) > 200:
        raise _Faute(f"un texte de 1 à 200 caractères est attendu, reçu {_dit(valeur)}.")
    return valeur.strip()


def _code(valeur: Any) -> str:
    if not isinstance(valeur, str) or not _BLOC.fullmatch(valeur):
        raise _Faute(
            f"un code court est attendu (lettres sans accent et chiffres, « B1 »), reçu {_dit(valeur)}."
        )
    return valeur


def _liste(valeur: Any) -> list[str]:
    if not isinstance(valeur, list) or not valeur:
        raise _Faute(
            f"une liste d'activités ou de compétences est attendue (« [A1, C2.1] »), reçu {_dit(valeur)}."
        )
    return [str(entree) for entree in valeur]


def _competences(ecrit: str) -> list[str]:
    """The compétences that an activity's or a compétence's code means; none where it means nothing."""
    for activite in referentiel().activites:
        siennes = [competence.code for competence in activite.competences]
        if ecrit == activite.code:
            return siennes
        if ecrit in siennes:
            return [ecrit]
    return []


def _dit(valeur: Any) -> str:
    if valeur is None:
        return "rien"
    if isinstance(valeur, dict | list):
        return "autre chose"
    return f"« {str(valeur)[:40]} »"


_EFFET = _parmi("rattrapage", "zéro")
_CHAMPS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "poids": {"machine": _poids, "grille": _poids, "oral": _poids},
    "seuils": {"competence": _pourcentage, "epreuve": _pourcentage, "bloc": _pourcentage, "niveau_minimal": _niveau},
    "compensation": {"epreuve": _oui, "bloc": _oui, "plancher": _pourcentage},
    "absence": {"justifiee": _EFFET, "injustifiee": _EFFET},
}  # fmt: skip
_SECTIONS = ("blocs", *_CHAMPS, "rattrapage", "composition")
