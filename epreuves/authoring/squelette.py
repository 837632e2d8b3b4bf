"""The folder of a new épreuve, `epreuves new`: what the référentiel says of it is written, the rest is marked."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epreuves.authoring.cours import IDENTIFIANT, Lieux
from epreuves.authoring.oral import FICHIER as ORAL
from epreuves.referentiel import CodeInconnu, CodeMalForme, Contexte, Epreuve, Oral, Partie, Referentiel, slug
from epreuves.referentiel import referentiel as lire_referentiel
from epreuves.referentiel.modalite import contexte, qui
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed, plural

_MODELES = Path(__file__).parent / "modeles"
_LARGEUR = 118


def creer(root: Path, nom: str, competences: Sequence[str] = ()) -> list[Path]:
    """Make `sujets/<id>/`, which builds at once; returns the files written, in order.

    nom: an épreuve of the référentiel, by id or number (« e03 »), or an id of one's own, which then takes
    `competences` (codes). Raises KitError where the name or a code will not do, or the folder exists.
    """
    le_referentiel = lire_referentiel()
    officielle = _officielle(le_referentiel, nom)
    if officielle is not None and competences:
        raise KitError(
            f"« {officielle.id} » est une épreuve du référentiel, qui en donne les compétences "
            f"({', '.join(officielle.competences)}) : ôtez --competences."
        )
    id = officielle.id if officielle else _a_soi(le_referentiel, nom, competences)
    codes = officielle.competences if officielle else _codes(le_referentiel, competences)
    contenus = textes(le_referentiel, id, officielle, codes)
    dossier = Lieux(root, id).sujet
    try:
        dossier.mkdir(parents=True)
    except FileExistsError:
        raise KitError(
            f"sujets/{id} existe déjà : rien n'y a été touché. Pour repartir de zéro, déplacez-le d'abord."
        ) from None
    for fichier, contenu in contenus.items():
        (dossier / fichier).write_text(contenu, encoding="utf-8", newline="\n")
    return [dossier / fichier for fichier in contenus]


def _officielle(le_referentiel: Referentiel, nom: str) -> Epreuve | None:
    """The épreuve of the référentiel that has this id or number; None where the name is one's own."""
    trouvees = [e for e in le_referentiel.epreuves if nom in (e.id, _numero(e.id))]
    if trouvees:
        return trouvees[0]
    voisine = next((e.id for e in le_referentiel.epreuves if _numero(e.id) == _numero(nom)), None)
    if voisine is not None:
        raise KitError(f"« {nom} » : dans le référentiel, {_numero(nom)} est {voisine}.")
    return None


def _numero(id: str) -> str:
    return id.partition("_")[0]


def _a_soi(le_referentiel: Referentiel, nom: str, competences: Sequence[str]) -> str:
    """The id of an épreuve of one's own, with which compétences have to come."""
    connues = f"{le_referentiel.epreuves[0].id} à {le_referentiel.epreuves[-1].id}"
    if not IDENTIFIANT.match(nom):
        raise KitError(
            f"« {nom} » n'est ni une épreuve du référentiel ({connues}) ni un nom d'épreuve : attendu e, deux "
            "chiffres, un tiret bas et un mot en minuscules sans accent, comme e18_newsletter."
        )
    if not competences:
        raise KitError(
            f"« {nom} » n'est pas une épreuve du référentiel ({connues}) : pour en faire une à vous, nommez ses "
            "compétences, par exemple --competences C14.1,C14.2."
        )
    return nom


def _codes(le_referentiel: Referentiel, competences: Sequence[str]) -> tuple[str, ...]:
    """The codes asked for, in the order of the référentiel."""
    try:
        demandees = {le_referentiel.competence(code).code for code in competences}
    except (CodeInconnu, CodeMalForme) as erreur:
        raise KitError(f"--competences : {erreur}") from None
    return tuple(c.code for c in le_referentiel.competences if c.code in demandees)


def textes(
    le_referentiel: Referentiel, id: str, officielle: Epreuve | None, codes: Sequence[str]
) -> dict[str, str]:
    """The files of a new épreuve, name → text; `officielle` is None for one of one's own. Writes nothing."""
    import jinja2  # only this command pays for its import

    livrables = officielle.livrables if officielle else None
    oral = officielle.oral if officielle else Oral.AUCUN
    ecrits = _ecrits(livrables.ecrit if livrables else ("À ÉCRIRE : le livrable",), codes)
    competences = [
        {"code": c.code, "libelle": c.libelle, "criteres": c.criteres}
        for c in map(le_referentiel.competence, codes)
    ]
    valeurs: dict[str, Any] = {
        "id": id,
        "codes": list(codes),
        "competences": competences,
        "titre": f"Épreuve {int(id[1:3])} — {officielle.titre if officielle else 'À ÉCRIRE : le titre'}",
        "nature": le_referentiel.nature(officielle.nature).titre if officielle else "Cas pratique",
        "travail": _travail(officielle),
        "contexte": contexte(officielle) if officielle else "fictif",
        "consigne": officielle.consigne
        if officielle
        else "À ÉCRIRE : ce que l'épreuve demande, en une phrase.",
        "vecu": officielle is not None and officielle.contexte is Contexte.VECU,
        "groupe": officielle is not None and officielle.groupe is not None,
        "themes": officielle.tirage.themes if officielle and officielle.tirage else (),
        "professionnels": officielle.essais.professionnels if officielle and officielle.essais else 0,
        "parties": _parties(officielle),
        "ecrits": ecrits,
        "points_ecrits": 3 * sum(len(c["criteres"]) for c in competences),
        "rex": livrables.rex if livrables else (),
        "oral": "grand oral" if oral is Oral.GRAND_ORAL else oral.value,
        "attendus": livrables.oral if livrables else (),
    }
    environnement = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_MODELES, encoding="utf-8"), undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environnement.filters |= {
        "slug": slug,
        "et": listed,
        "competences": lambda codes: f"{plural(len(codes), 'compétence')} {listed(codes)}",
        "prose": _prose,
        "yaml_texte": lambda texte: json.dumps(texte, ensure_ascii=False),  # JSON's texts are YAML's too
    }
    noms = [
        "sujet.py",
        *(["rex.py"] if valeurs["rex"] else []),
        "donnees.py",
        "dictionnaire.yaml",
        "grille.yaml",
    ]
    noms += [ORAL] if oral is not Oral.AUCUN else []
    return {nom: environnement.get_template(f"{nom}.j2").render(valeurs) for nom in noms}


def _travail(officielle: Epreuve | None) -> str:
    if officielle is None or officielle.groupe is None:
        return "travail **individuel**"
    return f"travail en **{qui(officielle)}**"


def _parties(officielle: Epreuve | None) -> list[dict[str, Any]]:
    """What is handed over or presented, part by part, under the name of each."""
    if officielle is None:
        return [{"titre": "Écrit", "livrables": ("À ÉCRIRE : le livrable",)}]
    oraux = {
        Oral.COLLECTIF: "Oral collectif", Oral.INDIVIDUEL: "Oral individuel", Oral.GRAND_ORAL: "Grand oral",
    }  # fmt: skip
    titres = {
        Partie.ECRIT: "Écrit",
        Partie.ORAL: oraux.get(officielle.oral, ""),
        Partie.REX: "Retour d'expérience (REX), individuel",
    }
    return [
        {"titre": titres[partie], "livrables": getattr(officielle.livrables, partie.value)}
        for partie in officielle.parties
    ]


def _ecrits(livrables: Sequence[str], codes: Sequence[str]) -> list[dict[str, str]]:
    """A written part for each deliverable and for each compétence: whichever are more give their number."""
    nombre = max(len(livrables), len(codes))
    return [
        {
            "lettre": chr(ord("A") + rang),
            "livrable": livrables[rang * len(livrables) // nombre],
            "competence": codes[rang * len(codes) // nombre],
        }
        for rang in range(nombre)
    ]


def _prose(texte: str, debut: str = "# ", suite: str = "# ", largeur: int = _LARGEUR) -> str:
    """A text as lines of a comment."""
    return textwrap.fill(
        " ".join(texte.split()), largeur, initial_indent=debut, subsequent_indent=suite,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
