"""Reading of the official document's text: what it says of each code, and the lines that found no place.

The document is one table of four columns (activités, compétences, modalités, critères) that a converter wrote
with one row a line and tabs between cells. Rows are cut by page breaks, so a text may go on in the next row's
cell; `<p>`, `<ul>` and `<i>` survive in places, `</ul>` never; items of a list are separated by « - ».
"""

import re
from pathlib import Path

import msgspec

from epreuves.referentiel.texte_brut import lire_texte
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

COLONNES = 4

_TIRET = r"\s*[-–—]\s*"
_ACTIVITE = re.compile(rf"A\s?(\d+){_TIRET}(?=\S)")
_COMPETENCE = re.compile(rf"(?:^|(?<=\s))C\s?(\d+)\s?\.\s?(\d+){_TIRET}(?=[^\W\d])")
_CODE = r"C\s?(\d+)\s?\.\s?(\d+)"
_PLAGE = re.compile(rf"(.{{3,120}}?)\s*\(\s*(?:[Dd]e\s+)?{_CODE}(?:\s*(?:à|-|–)\s*{_CODE})?\s*\)\s*")
_BALISE_LISTE = re.compile(r"(<ul\b[^>]*>|</ul>|<p\b[^>]*>|</p>)", re.IGNORECASE)
_BALISE_BLOC = re.compile(r"</?(?:p|ul|li|div|br)\b[^>]*>", re.IGNORECASE)
_BALISE = re.compile(r"</?[a-zA-Z][^>]*>")
# A dash opens an item only before a capital (« de conserver - ou non - une donnée » is one item), and a long
# dash never does (« Doing – Thinking – Feeling »).
_ITEM = re.compile(r"(?:^|\s)[-•]\s+(?=[A-ZÀ-ÖØ-ÞŒ«\"])")
_RUBRIQUES = re.compile(
    r"(?P<travail>Travail (?:individuel|collectif|écrit))"
    r"|(?P<rex>Livr?ables? attendus? dans le REX)"
    r"|(?P<ecrit>Livr?ables? (?:attendus? )?à l['’]écrit)"
    r"|(?P<oral>Livr?ables? (?:attendus? )?(?:lors d|oral))"
    r"|(?P<consigne>[AÀ] partir d|Chaque membre du groupe)"
)


class LigneNonReconnue(msgspec.Struct, frozen=True):
    """A piece of the document that found no place; `ligne` counts from 1, 0 when it has none of its own."""

    ligne: int
    texte: str
    raison: str


class TexteCode(msgspec.Struct, frozen=True):
    """The official wording of an activity or of a compétence."""

    code: str
    texte: str
    ligne: int


class TexteGroupe(msgspec.Struct, frozen=True):
    """A criteria group: its title, its criteria in order, and the activity of the row it began in."""

    activite: str
    titre: str
    criteres: tuple[str, ...]
    ligne: int


class TexteEpreuve(msgspec.Struct, frozen=True):
    """The modality of an épreuve, by heading (titre, travail, consigne, ecrit, oral, rex, autre)."""

    titre: str
    premiere: str
    derniere: str
    rubriques: tuple[tuple[str, str], ...]
    ligne: int


class DocumentOfficiel(msgspec.Struct, frozen=True):
    """All that was read in the official document."""

    activites: tuple[TexteCode, ...]
    competences: tuple[TexteCode, ...]
    groupes: tuple[TexteGroupe, ...]
    epreuves: tuple[TexteEpreuve, ...]
    non_reconnues: tuple[LigneNonReconnue, ...]


def lire_document(chemin: Path) -> DocumentOfficiel:
    """Read the official document's text conversion; raises KitError, with a French sentence."""
    return analyser(lire_texte(chemin), str(chemin))


def analyser(texte: str, nom: str = "le document") -> DocumentOfficiel:
    """Read the document's text, named `nom` in messages; raises KitError without its table."""
    lignes = re.split(r"\r\n|\r|\n|\f", texte)
    debut = _debut_du_tableau(lignes)
    if debut is None:
        raise KitError(
            f"{nom} n'est pas le référentiel : la ligne d'en-tête « Référentiel d'activités », « Référentiel "
            "de compétences », « Référentiel d'évaluation », séparés par des tabulations, est introuvable ; "
            "reprenez la conversion en texte du document du certificateur."
        )
    lecteur = _Lecteur()
    for numero, ligne in enumerate(lignes[debut:], start=debut + 1):
        lecteur.rangee(numero, ligne)
    document = lecteur.document()
    if not document.activites or not document.competences or not document.groupes:
        raise KitError(
            f"{nom} a l'en-tête du référentiel, mais son tableau ne se lit pas : "
            f"{counted(len(document.activites), 'activité')}, {counted(len(document.competences), 'compétence')}, "
            f"{counted(len(document.groupes), 'groupe')} de critères ; attendu une rangée du tableau par ligne "
            f"et {COLONNES} cellules séparées par des tabulations."
        )
    return document


def _debut_du_tableau(lignes: list[str]) -> int | None:
    """Give the index of the first row after the table's header, or None."""
    for rang, ligne in enumerate(lignes):
        nue = _nu(ligne).lower().replace("’", "'")
        if "\t" in ligne and "référentiel d'activités" in nue and "référentiel d'évaluation" in nue:
            suivante = _nu(lignes[rang + 1]).lower() if rang + 1 < len(lignes) else ""
            return rang + 2 if "modalités" in suivante and "critères" in suivante else rang + 1
    return None


def _nu(texte: str) -> str:
    """Take tags out and reduce blanks to one space."""
    return " ".join(_BALISE.sub("", _BALISE_BLOC.sub(" ", texte)).split())


class _Lecteur:
    """Goes down the four columns at once; each keeps the text that the next row may continue."""

    def __init__(self) -> None:
        self._activites: list[tuple[str, list[str], int]] = []
        self._competences: list[tuple[str, list[str], int]] = []
        self._groupes: list[tuple[str, list[str], list[str], int]] = []
        self._epreuves: list[tuple[str, str, str, list[str], int]] = []
        self._non_reconnues: list[LigneNonReconnue] = []

    def rangee(self, numero: int, ligne: str) -> None:
        """Read one row; a blank line is a page break."""
        if not ligne.strip():
            return
        cellules = ligne.split("\t")
        while len(cellules) > COLONNES and not cellules[-1].strip():
            cellules.pop()
        if len(cellules) != COLONNES:
            self._non_reconnu(numero, ligne, f"{counted(len(cellules), 'cellule')} au lieu de {COLONNES}")
            return
        activite, competence, modalite, criteres = cellules
        self._lire_activite(numero, _nu(activite))
        self._lire_competences(numero, _nu(competence))
        self._lire_modalite(numero, modalite)
        self._lire_criteres(numero, criteres)

    def document(self) -> DocumentOfficiel:
        return DocumentOfficiel(
            activites=tuple(TexteCode(code, " ".join(t), n) for code, t, n in self._activites),
            competences=tuple(TexteCode(code, " ".join(t), n) for code, t, n in self._competences),
            groupes=tuple(
                TexteGroupe(activite, " ".join(titre).rstrip(" :"), tuple(criteres), n)
                for activite, titre, criteres, n in self._groupes
            ),
            epreuves=tuple(
                TexteEpreuve(titre, premiere, derniere, _rubriques(titre, " ".join(t)), n)
                for titre, premiere, derniere, t, n in self._epreuves
            ),
            non_reconnues=tuple(self._non_reconnues),
        )

    def _non_reconnu(self, numero: int, texte: str, raison: str) -> None:
        self._non_reconnues.append(LigneNonReconnue(numero, _nu(texte), raison))

    def _lire_activite(self, numero: int, texte: str) -> None:
        trouve = _ACTIVITE.match(texte)
        if trouve is not None:
            self._ajouter_code(self._activites, f"A{int(trouve[1])}", texte[trouve.end() :], numero)
        elif texte and self._activites:
            self._activites[-1][1].append(texte)
        elif texte:
            self._non_reconnu(numero, texte, "texte avant la première activité")

    def _lire_competences(self, numero: int, texte: str) -> None:
        # The pattern has two groups: [before, n, m, text, n, m, text…].
        avant, *suite = _COMPETENCE.split(texte)
        if avant.strip() and self._competences:
            self._competences[-1][1].append(avant.strip())
        elif avant.strip():
            self._non_reconnu(numero, avant, "texte avant la première compétence")
        for n, m, libelle in zip(suite[::3], suite[1::3], suite[2::3], strict=True):
            self._ajouter_code(self._competences, f"C{int(n)}.{int(m)}", libelle.strip(), numero)

    def _ajouter_code(
        self, liste: list[tuple[str, list[str], int]], code: str, texte: str, numero: int
    ) -> None:
        if any(code == deja for deja, _, _ in liste):
            self._non_reconnu(numero, f"{code} - {texte}", f"{code} déjà lu plus haut")
        else:
            liste.append((code, [texte], numero))

    def _lire_modalite(self, numero: int, cellule: str) -> None:
        for morceau in filter(None, map(_nu, re.split(r"</?p\b[^>]*>", cellule, flags=re.IGNORECASE))):
            trouve = _PLAGE.match(morceau)
            if trouve is not None:
                titre, n, m, n2, m2 = trouve.groups()
                premiere = f"C{int(n)}.{int(m)}"
                derniere = f"C{int(n2)}.{int(m2)}" if n2 else premiere
                self._epreuves.append((titre, premiere, derniere, [morceau[trouve.end() :]], numero))
            elif self._epreuves:
                self._epreuves[-1][3].append(morceau)
            else:
                self._non_reconnu(numero, morceau, "modalité avant la première épreuve")

    def _lire_criteres(self, numero: int, cellule: str) -> None:
        dans_liste = False
        for morceau in _BALISE_LISTE.split(cellule):
            if _BALISE_LISTE.fullmatch(morceau):
                dans_liste = morceau.lower().startswith("<ul")
                continue
            # Tags go first: an item may open with `<i>`, which would hide its capital.
            tete, *items = (item.strip() for item in _ITEM.split(f" {_nu(morceau)}"))
            if tete:
                self._lire_tete(numero, tete, dans_liste)
            for item in items:
                self._ajouter_critere(numero, item)

    def _lire_tete(self, numero: int, texte: str, dans_liste: bool) -> None:
        """Place a text that no dash opens: a title, the end of a text cut by a page, an item without dash."""
        groupe = self._groupes[-1] if self._groupes else None
        if groupe is not None and texte[0].islower():
            _, titre, criteres, _ = groupe
            if criteres:
                criteres[-1] = f"{criteres[-1]} {texte}"
            else:
                titre.append(texte)
        elif dans_liste:
            self._ajouter_critere(numero, texte)
        else:
            activite = self._activites[-1][0] if self._activites else ""
            self._groupes.append((activite, [texte], [], numero))

    def _ajouter_critere(self, numero: int, texte: str) -> None:
        if not self._groupes:
            self._non_reconnu(numero, texte, "critère avant le premier titre de groupe")
        elif texte:
            self._groupes[-1][2].append(texte)


def _rubriques(titre: str, texte: str) -> tuple[tuple[str, str], ...]:
    """Cut a modality at the phrases that open its headings; what stands before the first is « autre »."""
    reperes = list(_RUBRIQUES.finditer(texte))
    bornes = [repere.start() for repere in reperes] + [len(texte)]
    morceaux = [("titre", titre)]
    if avant := texte[: bornes[0]].strip():
        morceaux.append(("autre", avant))
    for repere, debut, fin in zip(reperes, bornes[:-1], bornes[1:], strict=True):
        morceaux.append((repere.lastgroup or "autre", texte[debut:fin].strip()))
    return tuple(morceaux)
