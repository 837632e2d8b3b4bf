"""The folder of a new épreuve, `epreuves new`: what the référentiel says of it is written, the rest is marked."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epreuves.authoring.oral import FILE as ORAL
from epreuves.course.folders import IDENTIFIER, Layout
from epreuves.referentiel import (
    Context,
    Epreuve,
    MalformedCode,
    Oral,
    OralPart,
    Referentiel,
    UnknownCode,
    slug,
)
from epreuves.referentiel import referentiel as read_referentiel
from epreuves.referentiel.model import context, who
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed, plural

_TEMPLATES = Path(__file__).parent / "templates"
_WIDTH = 118


def create(root: Path, name: str, competences: Sequence[str] = ()) -> list[Path]:
    """Make `sujets/<id>/`, which builds at once; returns the files written, in order.

    name: an épreuve of the référentiel, by id or number (« e03 »), or an id of one's own, which then takes
    `competences` (codes). Raises KitError where the name or a code will not do, or the folder exists.
    """
    the_referentiel = read_referentiel()
    official_text = _official(the_referentiel, name)
    if official_text is not None and competences:
        raise KitError(
            f"« {official_text.id} » est une épreuve du référentiel, qui en donne les compétences "
            f"({', '.join(official_text.competences)}) : ôtez --competences."
        )
    id = official_text.id if official_text else _own(the_referentiel, name, competences)
    codes = official_text.competences if official_text else _codes(the_referentiel, competences)
    contents = texts(the_referentiel, id, official_text, codes)
    folder = Layout(root, id).sujet
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise KitError(
            f"sujets/{id} existe déjà : rien n'y a été touché. Pour repartir de zéro, déplacez-le d'abord."
        ) from None
    for file, content in contents.items():
        (folder / file).write_text(content, encoding="utf-8", newline="\n")
    return [folder / file for file in contents]


def _official(the_referentiel: Referentiel, name: str) -> Epreuve | None:
    """The épreuve of the référentiel that has this id or number; None where the name is one's own."""
    found = [e for e in the_referentiel.epreuves if name in (e.id, _number(e.id))]
    if found:
        return found[0]
    next_to = next((e.id for e in the_referentiel.epreuves if _number(e.id) == _number(name)), None)
    if next_to is not None:
        raise KitError(f"« {name} » : dans le référentiel, {_number(name)} est {next_to}.")
    return None


def _number(id: str) -> str:
    return id.partition("_")[0]


def _own(the_referentiel: Referentiel, name: str, competences: Sequence[str]) -> str:
    """The id of an épreuve of one's own, with which compétences have to come."""
    known = f"{the_referentiel.epreuves[0].id} à {the_referentiel.epreuves[-1].id}"
    if not IDENTIFIER.match(name):
        raise KitError(
            f"« {name} » n'est ni une épreuve du référentiel ({known}) ni un nom d'épreuve : attendu e, deux "
            "chiffres, un tiret bas et un mot en minuscules sans accent, comme e18_newsletter."
        )
    if not competences:
        raise KitError(
            f"« {name} » n'est pas une épreuve du référentiel ({known}) : pour en faire une à vous, nommez ses "
            "compétences, par exemple --competences C14.1,C14.2."
        )
    return name


def _codes(the_referentiel: Referentiel, competences: Sequence[str]) -> tuple[str, ...]:
    """The codes asked for, in the order of the référentiel."""
    try:
        requested = {the_referentiel.competence(code).code for code in competences}
    except (UnknownCode, MalformedCode) as error:
        raise KitError(f"--competences : {error}") from None
    return tuple(c.code for c in the_referentiel.competences if c.code in requested)


def texts(
    the_referentiel: Referentiel, id: str, official_text: Epreuve | None, codes: Sequence[str]
) -> dict[str, str]:
    """The files of a new épreuve, name → text; `official_text` is None for one of one's own. Writes nothing."""
    import jinja2  # only this command pays for its import

    deliverables = official_text.deliverables if official_text else None
    oral = official_text.oral if official_text else Oral.NONE_OFFERED
    writings = _writings(deliverables.written if deliverables else ("À ÉCRIRE : le livrable",), codes)
    competences = [
        {"code": c.code, "libelle": c.label, "criteres": c.criteres}
        for c in map(the_referentiel.competence, codes)
    ]
    values: dict[str, Any] = {
        "id": id,
        "codes": list(codes),
        "competences": competences,
        "titre": f"Épreuve {int(id[1:3])} — {official_text.title if official_text else 'À ÉCRIRE : le titre'}",
        "nature": the_referentiel.nature(official_text.nature).title if official_text else "Cas pratique",
        "travail": _work(official_text),
        "contexte": context(official_text) if official_text else "fictif",
        "consigne": official_text.instruction
        if official_text
        else "À ÉCRIRE : ce que l'épreuve demande, en une phrase.",
        "vecu": official_text is not None and official_text.context is Context.LIVED,
        "groupe": official_text is not None and official_text.group is not None,
        "themes": official_text.draw.themes if official_text and official_text.draw else (),
        "professionnels": official_text.trials.professionals if official_text and official_text.trials else 0,
        "parties": _parts(official_text),
        "ecrits": writings,
        "points_ecrits": 3 * sum(len(c["criteres"]) for c in competences),
        "rex": deliverables.rex if deliverables else (),
        "oral": "grand oral" if oral is Oral.GRAND_ORAL else oral.value,
        "attendus": deliverables.oral if deliverables else (),
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"), undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {
        "slug": slug,
        "et": listed,
        "competences": lambda codes: f"{plural(len(codes), 'compétence')} {listed(codes)}",
        "prose": _prose,
        "yaml_texte": lambda text: json.dumps(text, ensure_ascii=False),  # JSON's texts are YAML's too
    }
    names = [
        "sujet.py",
        *(["rex.py"] if values["rex"] else []),
        "donnees.py",
        "dictionnaire.yaml",
        "grille.yaml",
    ]
    names += [ORAL] if oral is not Oral.NONE_OFFERED else []
    return {name: environment.get_template(f"{name}.j2").render(values) for name in names}


def _work(official_text: Epreuve | None) -> str:
    if official_text is None or official_text.group is None:
        return "travail **individuel**"
    return f"travail en **{who(official_text)}**"


def _parts(official_text: Epreuve | None) -> list[dict[str, Any]]:
    """What is handed over or presented, part by part, under the name of each."""
    if official_text is None:
        return [{"titre": "Écrit", "livrables": ("À ÉCRIRE : le livrable",)}]
    orals = {
        Oral.COLLECTIVE: "Oral collectif", Oral.INDIVIDUAL: "Oral individuel", Oral.GRAND_ORAL: "Grand oral",
    }  # fmt: skip
    titles = {
        OralPart.WRITTEN: "Écrit",
        OralPart.ORAL: orals.get(official_text.oral, ""),
        OralPart.REX: "Retour d'expérience (REX), individuel",
    }
    return [
        {"titre": titles[part], "livrables": getattr(official_text.deliverables, part.name.lower())}
        for part in official_text.parts
    ]


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
        " ".join(text.split()), width, initial_indent=start, subsequent_indent=following,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
