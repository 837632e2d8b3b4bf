"""The session that an épreuve was built with, which its variants hang on, whatever is written in the course since.

`seance.json`, in `source/` and in `release/`, keeps the name, the key and the seats of that time. Of what is written later, a name
is only shown; another key or another seat would draw variants again, under copies already worked on: that is asked for, or refused.
Groups are not of it: who is in one may change, and the group's variant does not hang on them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from epreuves.variantes.attribution import normaliser, variante
from epreuves.variantes.seance import (
    FICHIER,
    FICHIER_GROUPES,
    FICHIER_PLACES,
    FICHIER_PUBLIE,
    Seance,
    lire,
    lire_places,
    lire_publiee,
)
from epreuves.wording.errors import KitError

#: Candidates named in a sentence at most.
_NAMED = 6


class Change(msgspec.Struct, frozen=True):
    """What a course says otherwise than the session that an épreuve was built with: sentences on what would draw variants again,
    and on what would not."""

    redrawn: tuple[str, ...] = ()
    shown: str = ""


def published(root: Path, epreuve: str) -> Seance | None:
    """The session that an épreuve was built with; None where it is not built, or the file can be read no more."""
    for step in ("source", "release"):
        try:
            return lire_publiee((root / step / epreuve / FICHIER_PUBLIE).read_bytes())
        except (OSError, KitError):
            continue
    return None


def held(root: Path, epreuve: str) -> Seance:
    """The session as it is written, with the name that the épreuve's variants were drawn with where it is built."""
    return lire(root, epreuve, published(root, epreuve))


def change(root: Path, epreuve: str) -> Change:
    """What has been written since an épreuve was built. Raises KitError where that cannot be read."""
    before = published(root, epreuve)
    if before is None:
        return Change()
    now, title = lire(root, epreuve, before), lire(root, "").nom
    shown = ""
    if title != before.nom:
        shown = (
            f"{FICHIER}, champ « nom » : « {title} » s'affiche désormais, mais les variantes de {epreuve} restent celles de "
            f"« {before.nom} », nom avec lequel l'épreuve a été construite."
        )
    if now.cle != before.cle:
        said = f"{FICHIER}, champ « cle » : la clé a changé ; toutes les variantes de {epreuve} seraient tirées de nouveau."
        return Change((said,), shown)
    return Change(tuple(_seats(root, epreuve, before, now)), shown)


def refuse_or_announce(root: Path, epreuve: str, announce: Callable[[str], None] | None) -> str:
    """Let an épreuve be built: gives what is to be said of it, empty as a rule.

    announce: told, before anything is written, what a new session does to the épreuve; without it, KitError where variants
    would be drawn again.
    """
    found, before = change(root, epreuve), published(root, epreuve)
    if announce is not None:
        if before is not None and (found.redrawn or found.shown):
            announce(_announced(root, epreuve, before, found))
        return ""
    if found.redrawn:
        said = "\n".join(found.redrawn)
        raise KitError(
            f"{said}\nLes copies faites avec les données déjà distribuées seraient corrigées sur d'autres données. Remettez ce qui "
            f"était écrit ; ou, si rien n'est encore distribué, « epreuves build {epreuve} --nouvelle-seance » tire tout de nouveau."
        )
    return found.shown


def _announced(root: Path, epreuve: str, before: Seance, found: Change) -> str:
    copies = sum(1 for _ in root.glob(f"submitted/*/{epreuve}"))
    said = list(found.redrawn)
    if (title := lire(root, "").nom) != before.nom:
        said.append(f"{FICHIER}, champ « nom » : « {before.nom} » devient « {title} ».")
    said.append(
        f"Nouvelle séance pour {epreuve} : ses variantes sont tirées de nouveau ; distribuez-la ensuite."
    )
    if copies:
        which = (
            "1 copie est déjà rendue : elle sera corrigée"
            if copies == 1
            else f"{copies} copies sont déjà rendues : elles seront corrigées"
        )
        said.append(f"{which} sur d'autres données que celles qui ont servi.")
    return "\n".join(said)


def _seats(root: Path, epreuve: str, before: Seance, now: Seance) -> list[str]:
    """A sentence where the seating table now gives somebody another variant, and one where seats have gone from it."""
    from epreuves.variantes.groupes import lire as groups

    found = groups(root, epreuve) if (root / FICHIER_GROUPES).exists() else None
    grouped = {normaliser(m.candidat) for g in found or () for m in g.membres}
    table = root / FICHIER_PLACES
    places = lire_places(table.read_bytes()) if table.exists() else ()
    moved = [
        f"{p.candidat} ({was} puis {p.variante})"
        for p in places
        if p.epreuve == epreuve and normaliser(p.candidat) not in grouped
        if (was := variante(before, epreuve, p.candidat)) != p.variante
    ]
    said = []
    if moved:
        more = f" et {len(moved) - _NAMED} de plus" if len(moved) > _NAMED else ""
        said.append(
            f"{FICHIER_PLACES} : depuis que {epreuve} a été construite, une autre variante est écrite pour {', '.join(moved[:_NAMED])}{more}."
        )
    # Of who has left a group no name is known here, and nothing hangs on it.
    gone = 0 if grouped else len(before.places.keys() - now.places.keys())
    if gone:
        which = "une place n'est plus écrite" if gone == 1 else f"{gone} places ne sont plus écrites"
        said.append(
            f"{FICHIER_PLACES} : depuis que {epreuve} a été construite, {which} ; la clé donnerait une autre variante."
        )
    return said
