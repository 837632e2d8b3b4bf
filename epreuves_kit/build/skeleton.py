"""The folder of a new épreuve, `epreuves new`: what the référentiel says of it is written, the rest is marked."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed, plural
from epreuves.wording.remedies import parameter
from epreuves_kit.authoring import text
from epreuves_kit.authoring.oral import FILE as ORAL
from epreuves_kit.authoring.spaces import mend_file
from epreuves_kit.authoring.text import DATA
from epreuves_kit.course.folders import IDENTIFIER, Layout
from epreuves_kit.referentiel.codes import MalformedCode, UnknownCode, slug
from epreuves_kit.referentiel.model import (
    Context,
    Deliverables,
    Epreuve,
    Oral,
    OralPart,
    Referentiel,
    WorkMode,
    context,
    parts,
    who,
)
from epreuves_kit.referentiel.reading import referentiel as read_referentiel

_TEMPLATES = Path(__file__).parent / "templates"
_WIDTH = 118


def create(root: Path, name: str, competences: Sequence[str] = ()) -> list[Path]:
    """Make `sujets/<id>/`, which builds at once; returns the files written, in order.

    name: an épreuve of the référentiel, by id or number (« e03 »), or an id of one's own, which then takes
    `competences` (codes). Raises KitError where the name or a code will not do, or the folder exists.
    """
    the_referentiel = read_referentiel(root)
    epreuve = _official(the_referentiel, name)
    if epreuve is None:
        epreuve = _own(the_referentiel, name, competences)
    elif competences:
        raise KitError(
            f"« {epreuve.id} » est une épreuve du référentiel, qui en donne les compétences "
            f"({', '.join(epreuve.competences)}) : ôtez {parameter('new', '--competences')}."
        )
    contents = _texts(the_referentiel, epreuve)
    folder = Layout(root, epreuve.id).sujet
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        reason = "existe déjà : rien n'y a été touché. Pour repartir de zéro, déplacez-le d'abord."
        raise KitError(f"sujets/{epreuve.id} {reason}") from None
    for file, content in contents.items():
        (folder / file).write_text(content, encoding="utf-8", newline="\n")
        if file not in DATA:
            mend_file(folder / file, text.parse(content, file))
    return [folder / file for file in contents]


def _official(the_referentiel: Referentiel, name: str) -> Epreuve | None:
    """The épreuve of the référentiel that has this id or number; None where the name is one's own."""
    for epreuve in the_referentiel.epreuves:
        for sujet in epreuve.sujets:
            if name in (sujet, _number(sujet)):
                return msgspec.structs.replace(epreuve, id=sujet, other_sujets=())
    next_to = next((e.id for e in the_referentiel.epreuves if _number(e.id) == _number(name)), None)
    if next_to is not None:
        raise KitError(f"« {name} » : dans le référentiel, {_number(name)} est {next_to}.")
    return None


def _number(id: str) -> str:
    return id.partition("_")[0]


def _own(the_referentiel: Referentiel, name: str, competences: Sequence[str]) -> Epreuve:
    """An épreuve of one's own, with which compétences have to come; what it asks for is left to write."""
    ids = [epreuve.id for epreuve in the_referentiel.epreuves]
    span = f"{ids[0]} à {ids[-1]}" if ids else "il n'en a aucune"
    if not IDENTIFIER.match(name):
        raise KitError(
            f"« {name} » n'est ni une épreuve du référentiel ({span}) ni un nom d'épreuve : attendu e, deux "
            "chiffres, un tiret bas et un mot en minuscules sans accent."
        )
    if not competences:
        raise KitError(
            f"« {name} » n'est pas une épreuve du référentiel ({span}) : pour en faire une à vous, nommez ses "
            f"compétences, par exemple {parameter('new', '--competences', ','.join(c.code for c in the_referentiel.competences[:2]))}."
        )
    return Epreuve(
        id=EpreuveId(name),
        title="À ÉCRIRE : le titre",
        nature="",
        competences=_codes(the_referentiel, competences),
        work=WorkMode.INDIVIDUAL,
        context=Context.FICTIONAL,
        oral=Oral.NONE_OFFERED,
        instruction="À ÉCRIRE : ce que l'épreuve demande, en une phrase.",
        deliverables=Deliverables(written=("À ÉCRIRE : le livrable",)),
    )


def _codes(the_referentiel: Referentiel, competences: Sequence[str]) -> tuple[str, ...]:
    """The codes asked for, in the order of the référentiel."""
    try:
        requested = {the_referentiel.competence(code).code for code in competences}
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"{parameter('new', '--competences')} : {error}") from None
    return tuple(c.code for c in the_referentiel.competences if c.code in requested)


def _texts(the_referentiel: Referentiel, epreuve: Epreuve) -> dict[str, str]:
    """The files of a new épreuve, name → text; writes nothing."""
    import jinja2  # only this command pays for its import

    competences = [
        {"code": c.code, "libelle": c.label, "criteres": c.criteres}
        for c in map(the_referentiel.competence, epreuve.competences)
    ]
    values: dict[str, Any] = {
        "id": epreuve.id,
        "codes": list(epreuve.competences),
        "competences": competences,
        "titre": epreuve.heading,
        "nature": the_referentiel.nature(epreuve.nature).title if epreuve.nature else "Cas pratique",
        "travail": f"travail en **{who(epreuve)}**" if epreuve.group else "travail **individuel**",
        "contexte": context(epreuve),
        "consigne": epreuve.instruction,
        "vecu": epreuve.context is Context.LIVED,
        "groupe": epreuve.group is not None,
        "themes": epreuve.draw.themes if epreuve.draw else (),
        "professionnels": epreuve.trials.professionals if epreuve.trials else 0,
        "parties": _parts(epreuve),
        "ecrits": _writings(epreuve.deliverables.written, epreuve.competences),
        "points_ecrits": 3 * sum(len(c["criteres"]) for c in competences),
        "rex": epreuve.deliverables.rex,
        "carnet_de_chacun": epreuve.own_notebook or "",
        "oral": "grand oral" if epreuve.oral is Oral.GRAND_ORAL else epreuve.oral.value,
        "attendus": epreuve.deliverables.oral,
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "slug": slug,
        "et": listed,
        "competences": lambda codes: f"{plural(len(codes), 'compétence')} {listed(codes)}",
        "prose": _prose,
        "yaml_texte": lambda text: json.dumps(text, ensure_ascii=False),  # JSON's texts are YAML's too
    }
    own = [f"{epreuve.own_notebook}.py"] if epreuve.own_notebook else []
    oral = [ORAL] if epreuve.oral is not Oral.NONE_OFFERED else []
    names = ("sujet.py", *own, "donnees.py", "dictionnaire.yaml", "grille.yaml", *oral)
    return {name: environment.get_template(f"{name}.j2").render(values) for name in names}


def _parts(epreuve: Epreuve) -> list[dict[str, Any]]:
    """The deliverables handed over or presented, part by part, under the name of each."""
    entries = []
    for part, name in zip(epreuve.parts, parts(epreuve), strict=True):
        title = name[:1].upper() + name[1:] if part is not OralPart.REX else "Retour d'expérience (REX), individuel"
        entries.append({"titre": title, "livrables": getattr(epreuve.deliverables, part.name.lower())})
    return entries


def _writings(deliverables: Sequence[str], codes: Sequence[str]) -> list[dict[str, str]]:
    """A written part for each deliverable and for each compétence: whichever are more give their number."""
    number = max(len(deliverables), len(codes))
    return [
        {
            "lettre": chr(ord("A") + rank),
            "livrable": deliverables[rank * len(deliverables) // number],
            "competence": codes[rank * len(codes) // number],
        }
        for rank in range(number)
    ]


def _prose(text: str, start: str = "# ", following: str = "# ", width: int = _WIDTH) -> str:
    """A text as lines of a comment."""
    return textwrap.fill(
        " ".join(text.split()),
        width,
        initial_indent=start,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
