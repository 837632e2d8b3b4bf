"""The référentiel as frozen values: activities, compétences, criteria groups, criteria, épreuves."""

import difflib
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Annotated, NoReturn

import msgspec

from epreuves.referentiel.codes import COMPETENCE, CRITERE
from epreuves.referentiel.erreurs import CodeInconnu, CodeMalForme

LONGUEUR_COMPETENCE = 320
LONGUEUR_CRITERE = 200

# The pattern asks for one character at least that is not a blank.
Libelle = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=LONGUEUR_COMPETENCE)]
LibelleCritere = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=LONGUEUR_CRITERE)]
Texte = Annotated[str, msgspec.Meta(pattern=r"\S")]


class Partie(Enum):
    """A part of an épreuve that a candidate hands over or presents."""

    ECRIT = "ecrit"
    ORAL = "oral"
    REX = "rex"


class Travail(Enum):
    """Who does the written part."""

    INDIVIDUEL = "individuel"
    GROUPE = "groupe"


class Contexte(Enum):
    """Where the case comes from: the candidate's own working life, or a case that is given."""

    VECU = "vecu"
    FICTIF = "fictif"


class Oral(Enum):
    """The oral that goes with an épreuve; the grand oral is that of the whole rapport de compétences."""

    AUCUN = "aucun"
    COLLECTIF = "collectif"
    INDIVIDUEL = "individuel"
    GRAND_ORAL = "grand_oral"


class PartDuRapport(Enum):
    """What an épreuve is in the rapport de compétences."""

    FICHE = "fiche"
    PROJET = "projet"


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every value here: immutable, and closed to fields that the model does not know."""


class Certification(Strict, frozen=True):
    """The certification that the référentiel belongs to; `niveau` is the French framework's (1–8)."""

    titre: Texte
    niveau: Annotated[int, msgspec.Meta(ge=1, le=8)]
    certificateur: Texte


class Critere(Strict, frozen=True):
    """One criterion, judged in one rubric cell; id « C6.3-k2 », in the official order."""

    id: str
    libelle: LibelleCritere
    note: str = ""


class Groupe(Strict, frozen=True):
    """The criteria of one compétence, under their title."""

    titre: Libelle
    criteres: tuple[Critere, ...]


class Competence(Strict, frozen=True):
    """One compétence, « C6.3 », and its only criteria group.

    `libelle_perdu`: the official document has lost its wording; the label comes from the group's title.
    """

    code: str
    libelle: Libelle
    groupe: Groupe
    libelle_perdu: bool = False
    note: str = ""

    @property
    def criteres(self) -> tuple[Critere, ...]:
        return self.groupe.criteres


class Activite(Strict, frozen=True):
    """One activity, « A6 », and its compétences in order."""

    code: str
    libelle: Libelle
    competences: tuple[Competence, ...]
    note: str = ""


class Nature(Strict, frozen=True):
    """One of the natures an épreuve can have."""

    id: str
    titre: Texte
    description: Texte


class TailleGroupe(Strict, frozen=True):
    """How many candidates work together, both bounds included."""

    minimum: Annotated[int, msgspec.Meta(ge=2)]
    maximum: Annotated[int, msgspec.Meta(ge=2)]


class Tirage(Strict, frozen=True):
    """Themes among which each member of the group draws one."""

    themes: Annotated[tuple[Texte, ...], msgspec.Meta(min_length=2)]


class Essais(Strict, frozen=True):
    """Trial of the productions before a panel; `professionnels` is the least number of its members."""

    professionnels: Annotated[int, msgspec.Meta(ge=1)]


class Livrables(Strict, frozen=True):
    """What the official text asks for, part by part; an empty part does not exist."""

    ecrit: Annotated[tuple[Texte, ...], msgspec.Meta(min_length=1)]
    oral: tuple[Texte, ...] = ()
    rex: tuple[Texte, ...] = ()

    def __iter__(self) -> Iterator[tuple[Partie, str]]:
        """Go through the deliverables, each with its part, in reading order."""
        for partie in Partie:
            for livrable in getattr(self, partie.value):
                yield partie, livrable


class Epreuve(Strict, frozen=True):
    """One épreuve: the compétences it assesses and its modality."""

    id: str
    titre: Texte
    nature: str
    competences: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    travail: Travail
    contexte: Contexte
    oral: Oral
    consigne: Texte
    livrables: Livrables
    groupe: TailleGroupe | None = None
    part_du_rapport: PartDuRapport | None = None
    tirage: Tirage | None = None
    essais: Essais | None = None
    note: str = ""

    @property
    def parties(self) -> tuple[Partie, ...]:
        return tuple(partie for partie in Partie if getattr(self.livrables, partie.value))

    @property
    def auto_evaluation_officielle(self) -> bool:
        """Tell whether the official text itself asks for a self-assessment (it belongs to the grand oral)."""
        return self.oral is Oral.GRAND_ORAL


class Referentiel(Strict, frozen=True):
    """The whole référentiel; every lookup raises CodeInconnu or CodeMalForme with the nearest codes."""

    certification: Certification
    activites: tuple[Activite, ...]
    natures: tuple[Nature, ...]
    epreuves: tuple[Epreuve, ...]

    @property
    def competences(self) -> tuple[Competence, ...]:
        return tuple(competence for activite in self.activites for competence in activite.competences)

    @property
    def groupes(self) -> tuple[Groupe, ...]:
        return tuple(competence.groupe for competence in self.competences)

    @property
    def criteres(self) -> tuple[Critere, ...]:
        return tuple(critere for groupe in self.groupes for critere in groupe.criteres)

    def activite(self, code: str) -> Activite:
        """Give an activity by its code, « A6 »."""
        for activite in self.activites:
            if activite.code == code:
                return activite
        _inconnu("L'activité", code, (activite.code for activite in self.activites))

    def competence(self, code: str) -> Competence:
        """Give a compétence by its code, « C6.1 »."""
        if COMPETENCE.fullmatch(code) is None:
            raise CodeMalForme(f"« {code} » n'est pas le code d'une compétence : attendu par exemple C6.1.")
        for competence in self.competences:
            if competence.code == code:
                return competence
        _inconnu("La compétence", code, (competence.code for competence in self.competences))

    def critere(self, identifiant: str) -> Critere:
        """Give a criterion by its id, « C6.3-k2 »."""
        trouve = CRITERE.fullmatch(identifiant)
        if trouve is None:
            raise CodeMalForme(f"« {identifiant} » n'est pas un code de critère : attendu par ex. C6.3-k2.")
        criteres = self.competence(trouve[1]).criteres
        for critere in criteres:
            if critere.id == identifiant:
                return critere
        _inconnu("Le critère", identifiant, (critere.id for critere in criteres))

    def nature(self, identifiant: str) -> Nature:
        """Give a nature by its id, « cas_pratique »."""
        for nature in self.natures:
            if nature.id == identifiant:
                return nature
        _inconnu("La nature", identifiant, (nature.id for nature in self.natures))

    def epreuve(self, identifiant: str) -> Epreuve:
        """Give an épreuve by its id, « e06_objectifs »."""
        for epreuve in self.epreuves:
            if epreuve.id == identifiant:
                return epreuve
        _inconnu("L'épreuve", identifiant, (epreuve.id for epreuve in self.epreuves))

    def epreuve_de(self, code: str) -> Epreuve:
        """Give the one épreuve that assesses a compétence."""
        competence = self.competence(code)
        return next(epreuve for epreuve in self.epreuves if competence.code in epreuve.competences)

    def criteres_de(self, code: str) -> tuple[Critere, ...]:
        """Give the criteria of a compétence, in the official order."""
        return self.competence(code).criteres


def _inconnu(quoi: str, code: str, connus: Iterable[str]) -> NoReturn:
    liste = list(connus)
    proches = difflib.get_close_matches(code, liste, n=3, cutoff=0.5) or liste[:3]
    suggestion = f"les plus proches : {', '.join(proches)}"
    raise CodeInconnu(f"{quoi} {code} n'existe pas dans le référentiel ; {suggestion}.")
