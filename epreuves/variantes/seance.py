"""A session: its name, its key and its seating table, as an instructor writes them and as they travel.

At the course's root, `seance.yaml`:

    nom: Session de juin 2026
    cle: une phrase que personne ne devine avant l'épreuve

and, if wanted, `places.csv` (`candidat;epreuve;variante`) and `groupes.csv` (see `groupes`): on an épreuve
done in groups each member has the place that gives the group's variant. What is released is `seance.json`: the name, the
key and the seats of one épreuve, each candidate standing there as a keyed hash. The key is no secret once
the session has begun: it only keeps anyone from working out beforehand who will have which variant.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from epreuves.variantes.attribution import empreinte_place, normaliser, variante_du_groupe
from epreuves.variantes.lettres import LETTRES
from epreuves.wording import strict_csv, strict_yaml
from epreuves.wording.errors import Faults, KitError

FICHIER = "seance.yaml"
FICHIER_PLACES = "places.csv"
FICHIER_GROUPES = "groupes.csv"
FICHIER_PUBLIE = "seance.json"
#: Beside a notebook: where a candidate's tables are laid, and where the archives that they come from lie.
DOSSIER, DOSSIER_VARIANTES = "donnees", "variantes"
_COLONNES = ["candidat", "epreuve", "variante"]


class Place(msgspec.Struct, frozen=True):
    """One line of the seating table."""

    candidat: str
    epreuve: str
    variante: str
    ligne: int = 0


class Seance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session as it travels with one épreuve; `places` maps a hashed candidate to a letter."""

    nom: str
    cle: str
    epreuve: str = ""
    places: dict[str, str] = {}


class _Ecrite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nom: str
    cle: str


def lire(racine: Path, epreuve: str, publiee: Seance | None = None) -> Seance:
    """The session of the course at `racine`, for one épreuve; KitError names the file, the line and the
    field.

    publiee: the session that the épreuve was built with; its name is kept, as variants were drawn with it.
    """
    chemin = racine / FICHIER
    ecrite = strict_yaml.read_file(
        chemin,
        _Ecrite,
        "le fichier manque ; écrivez-y deux lignes, « nom: Session de juin 2026 » et « cle: … » (une phrase quelconque).",
    )
    for champ in ("nom", "cle"):
        if not getattr(ecrite, champ).strip():
            raise KitError(f"{chemin} : « {champ} » est vide.")
    places = racine / FICHIER_PLACES
    table = lire_places(places.read_bytes(), str(places)) if places.exists() else ()
    seance = Seance(publiee.nom if publiee is not None else ecrite.nom, ecrite.cle, epreuve)
    return msgspec.structs.replace(
        seance,
        places={
            empreinte_place(ecrite.cle, epreuve, place.candidat): place.variante
            for place in (*(p for p in table if p.epreuve == epreuve), *_des_groupes(racine, seance, table))
        },
    )


def _des_groupes(racine: Path, seance: Seance, table: tuple[Place, ...]) -> list[Place]:
    """The places of the members of groups; KitError where the seating table gives one of them another."""
    if not (racine / FICHIER_GROUPES).exists():
        return []
    from epreuves.variantes.groupes import lire as lire_les_groupes

    ecrites = {normaliser(place.candidat): place for place in table if place.epreuve == seance.epreuve}
    places, fautes = [], []
    for groupe in lire_les_groupes(racine, seance.epreuve) or ():
        lettre = variante_du_groupe(seance, seance.epreuve, groupe.nom)
        for membre in groupe.membres:
            places.append(Place(membre.candidat, seance.epreuve, lettre, membre.ligne))
            ecrite = ecrites.get(normaliser(membre.candidat))
            if ecrite is not None and ecrite.variante != lettre:
                fautes.append(
                    f"{FICHIER_PLACES}, ligne {ecrite.ligne}, champ « variante » : « {membre.candidat} » a la place "
                    f"{ecrite.variante}, mais son groupe « {groupe.nom} » ({FICHIER_GROUPES}, ligne {membre.ligne}) a la "
                    f"variante {lettre} ; ôtez cette ligne, la variante de {seance.epreuve} est celle du groupe."
                )
    if fautes:
        raise KitError("\n".join(fautes))
    return places


def lire_places(octets: bytes, nom: str = FICHIER_PLACES) -> tuple[Place, ...]:
    """The seating table; KitError has every fault, with its line and field."""
    titres, lignes = strict_csv.table(octets, nom, _COLONNES)
    fautes: list[str] = []
    places: dict[tuple[str, str], Place] = {}
    for numero, valeurs in lignes:
        if len(valeurs) != len(titres):
            fautes.append(strict_csv.uneven(nom, numero, titres, len(valeurs)))
            continue
        place = Place(valeurs[0], valeurs[1], valeurs[2].upper(), numero)
        vides = [strict_csv.missing(nom, numero, c) for c, v in zip(titres, valeurs, strict=True) if not v]
        fautes += vides
        if valeurs[2] and (len(place.variante) != 1 or place.variante not in LETTRES):
            attendue = f"une lettre de {LETTRES[0]} à {LETTRES[-1]} est attendue, reçu « {valeurs[2]} »."
            fautes.append(strict_csv.at(nom, numero, "variante", attendue))
        avant = places.setdefault((normaliser(place.candidat), place.epreuve), place)
        if avant is not place and not vides:
            deja = (
                f"« {place.candidat} » a déjà une place pour {place.epreuve}, ligne {avant.ligne} ; "
                "gardez une seule des deux lignes."
            )
            fautes.append(strict_csv.at(nom, numero, "candidat", deja))
    if fautes:
        raise Faults(*fautes)
    return tuple(places.values())


def publier(seance: Seance) -> bytes:
    """The bytes of `seance.json`."""
    return msgspec.json.format(msgspec.json.encode(seance, order="deterministic"), indent=1) + b"\n"


def lire_publiee(octets: bytes) -> Seance:
    """The session that a `seance.json` holds; KitError where it cannot be read."""
    try:
        seance = msgspec.json.decode(octets, type=Seance)
    except (msgspec.MsgspecError, UnicodeDecodeError) as erreur:
        raise KitError(f"{FICHIER_PUBLIE} est illisible ({erreur}).") from None
    if any(len(lettre) != 1 or lettre not in LETTRES for lettre in seance.places.values()):
        raise KitError(f"{FICHIER_PUBLIE} : une place porte une variante inconnue.")
    return seance
