"""The operations by name, those of extensions included, and the module that declares each; a module is loaded when one of its own is asked for."""

from __future__ import annotations

import importlib
from typing import Any

from epreuves_kit.exam.extending import ask
from epreuves_kit.operations.declared import Operation

#: Modules of this package, with the names of their operations.
_PLACES = {
    "standing": ("statut",),
    "candidates": ("candidats", "candidats import", "candidats inscrire", "candidats retirer", "candidats export"),
    "building": ("build", "oral"),
    "giving": ("distribuer", "ramasser"),
    "marking": ("autograde",),
    "returning": ("feedback", "restituer", "remettre"),
    "challenge": ("tirage-themes", "essais"),
    "keeping": ("sauvegarde", "restauration"),
    "hours": ("horaires", "minutes", "retards"),
    "session": ("session reglages", "session date", "session permis"),
    "papers": ("entete", "convocations", "emargement", "etiquettes"),
    "orals": ("oraux",),
    "sending": ("messages",),
    "posting": ("envoyer", "courriel"),
    "grouping": ("former-groupes", "composer-groupes"),
    "groups": ("groupes", "rex"),
    "incoming": ("recevoir", "retablir", "retirer", "accuses"),
    "installing": ("installation",),
    "exports": (
        "export csv",
        "export xlsx",
        "export moodle",
        "export moodle-referentiel",
        "export case",
        "export badges",
    ),
    "sharing": ("double", "correcteurs repartir", "correcteurs lever", "correcteurs voir"),
    "flags": ("correcteurs signaler", "correcteurs signalements", "correcteurs repondre"),
    "grids": ("lecture", "grille export", "grille import"),
    "settling": ("regler",),
    "reports": ("releve", "rapport", "livrable", "rapports"),
    "comparing": ("ressemblances", "accord"),
    "jury": ("jury", "jury decider", "jury absence", "jury rattrapage", "jury seance", "jury pv"),
    "ruling": ("jury membre", "jury regler"),
    "appeals": (
        "recours",
        "recours recevoir",
        "recours retirer",
        "recours confier",
        "recours lire",
        "recours niveaux",
        "recours repondre",
        "recours lettre",
    ),
    "awards": ("certification", "parchemins", "parchemins duplicata", "parchemins annuler", "parchemins registre"),
    "inspection": ("dossier",),
    "carrying": ("acquis", "acquis prendre"),
    "closing": ("session clore", "session verifier", "session donnees", "session effacer"),
}
_MODULES = {f"epreuves_kit.operations.{module}": names for module, names in _PLACES.items()} | {
    module: tuple(names) for declared in ask().operations() for module, names in declared.items()
}
NAMES = tuple(name for names in _MODULES.values() for name in names)


def find(name: str) -> Operation[Any]:
    """The operation of that name. Raises KeyError where there is none."""
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise KeyError(name)
    declared = vars(importlib.import_module(module)).values()
    return next(operation for operation in declared if isinstance(operation, Operation) and operation.name == name)


def every() -> dict[str, Operation[Any]]:
    """All operations, by name."""
    return {name: find(name) for name in NAMES}


#: Names of the buttons that operations have beside their own.
BUTTONS = (
    "autograde --force",
    "build --force",
    "build --nouvelle-seance",
    "double --au-seuil",
    "entete --logo",
    "groupes --prendre",
    "jury absence --present",
    "jury membre --renommer",
    "jury membre --retirer",
    "jury pv --rectificatif",
    "jury rattrapage --annuler",
    "minutes --reprendre",
    "oraux --annuler",
    "session reglages --nouvelle-cle",
    "session date --sans-date",
    "session clore --simuler",
    "session effacer --simuler",
    *(name for declared in ask().buttons() for name in declared),
)
