"""The data dictionary of an épreuve: its tables, their fields, types, units and constraints.

Written as `dictionnaire.yaml`:

    titre: Six mois de publicité d'une boutique en ligne
    tables:
      campagnes:
        titre: Campagnes
        description: Une ligne par campagne et par semaine.
        cle: [campagne, semaine]        # optional: the primary key
        champs:
          - nom: cout
            type: number                # integer, number, string, date, datetime, boolean
            unite: €
            description: Coût hors taxes
            decimales: 2                # optional: written with two decimals
            contraintes: {minimum: 0}   # required (true unless said), unique, minimum, maximum, enum,
            pattern,
                                        # minLength, maxLength: Frictionless's own words
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.wording import strict_yaml
from epreuves.wording.errors import KitError

Type = Literal["integer", "number", "string", "date", "datetime", "boolean"]


class Contraintes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What every value of a field obeys; the names are Frictionless's."""

    required: bool = True
    unique: bool = False
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    enum: tuple[bool | int | float | str, ...] | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None


class Champ(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column: its name, type, unit, decimals as written, and constraints."""

    nom: str
    type: Type
    description: str = ""
    unite: str = ""
    decimales: int | None = None
    contraintes: Contraintes = Contraintes()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: its fields in the order of the file's columns; `cle` is its primary key (empty: none)."""

    titre: str
    champs: tuple[Champ, ...]
    description: str = ""
    cle: str | tuple[str, ...] = ()

    @property
    def cles(self) -> tuple[str, ...]:
        """The fields of the primary key."""
        return (self.cle,) if isinstance(self.cle, str) else self.cle


class Dictionnaire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All the tables of an épreuve, in the order in which they are shown."""

    titre: str
    tables: dict[str, Table]
    description: str = ""


NOM_TABLE = re.compile(r"[a-z][a-z0-9_]*\Z")


def lire(chemin: Path) -> Dictionnaire:
    """Read and validate `dictionnaire.yaml`; KitError names the file, the entry and what is
    wrong.
    """
    dictionnaire = strict_yaml.read_file(
        chemin, Dictionnaire, "le dictionnaire des données manque ; écrivez-le."
    )
    for defaut in defauts(dictionnaire):
        raise KitError(f"{chemin} : {defaut}")
    return dictionnaire


def defauts(dictionnaire: Dictionnaire) -> list[str]:
    """What is wrong in a dictionary that is well formed: doubles, impossible constraints, unknown keys."""
    trouves: list[str] = []
    if not dictionnaire.tables:
        trouves.append("aucune table n'est décrite")
    for nom, table in dictionnaire.tables.items():
        if not NOM_TABLE.match(nom):
            trouves.append(f"table « {nom} » : un nom de table est en minuscules sans accent (a-z, 0-9, _)")
        noms = [champ.nom for champ in table.champs]
        if not noms:
            trouves.append(f"table « {nom} » : aucun champ n'est décrit")
        trouves += [
            f"table « {nom} » : le champ « {double} » est décrit deux fois"
            for double in sorted({champ for champ in noms if noms.count(champ) > 1})
        ]
        trouves += [
            f"table « {nom} » : la clé « {cle} » n'est pas un champ" for cle in table.cles if cle not in noms
        ]
        trouves += [
            f"table « {nom} », champ « {c.nom} » : {defaut}" for c in table.champs for defaut in _defauts(c)
        ]
    return trouves


def _defauts(champ: Champ) -> list[str]:
    contraintes = champ.contraintes
    trouves = []
    if champ.decimales is not None and (champ.type != "number" or not 0 <= champ.decimales <= 12):
        trouves.append("« decimales » va de 0 à 12 et n'a de sens que pour un champ « number »")
    if contraintes.pattern is not None:
        try:
            re.compile(contraintes.pattern)
        except re.error as erreur:
            trouves.append(f"« pattern » n'est pas une expression régulière ({erreur})")
    textes = (contraintes.pattern, contraintes.min_length, contraintes.max_length)
    if champ.type != "string" and any(valeur is not None for valeur in textes):
        trouves.append(
            "« pattern », « minLength » et « maxLength » n'ont de sens que pour un champ « string »"
        )
    bornes = [borne for borne in (contraintes.minimum, contraintes.maximum) if borne is not None]
    if champ.type in ("string", "boolean") and bornes:
        trouves.append(f"« minimum » et « maximum » n'ont pas de sens pour un champ « {champ.type} »")
    if champ.type in ("integer", "number") and any(isinstance(borne, str) for borne in bornes):
        trouves.append("« minimum » et « maximum » d'un nombre s'écrivent sans guillemets")
    if champ.type in ("date", "datetime") and any(not isinstance(borne, str) for borne in bornes):
        trouves.append("« minimum » et « maximum » d'une date s'écrivent entre guillemets, \"AAAA-MM-JJ\"")
    return trouves


def en_paquet(dictionnaire: Dictionnaire, epreuve: str, lettre: str) -> dict[str, Any]:
    """The dictionary as a Frictionless Data Package (v1, tabular): the content of `datapackage.json`."""
    return {
        "profile": "tabular-data-package",
        "name": epreuve,
        "title": dictionnaire.titre,
        **({"description": dictionnaire.description} if dictionnaire.description else {}),
        "variante": lettre,
        "resources": [_ressource(nom, table) for nom, table in dictionnaire.tables.items()],
    }


def depuis_paquet(paquet: bytes) -> tuple[str, str, Dictionnaire]:
    """Épreuve, letter and dictionary that a `datapackage.json` of ours describes; the inverse of
    `en_paquet`.
    """
    try:
        lu = msgspec.json.decode(paquet)
        tables = {ressource["name"]: _table(ressource) for ressource in lu["resources"]}
        dictionnaire = msgspec.convert(
            {"titre": lu["title"], "description": lu.get("description", ""), "tables": tables}, Dictionnaire
        )
        epreuve, lettre = str(lu["name"]), str(lu["variante"])
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as erreur:
        raise KitError(f"datapackage.json est illisible ({erreur}).") from None
    for defaut in defauts(dictionnaire):
        raise KitError(f"datapackage.json : {defaut}.")
    return epreuve, lettre, dictionnaire


_FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M:%S"}


def _ressource(nom: str, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_champ_frictionless(champ) for champ in table.champs],
        "missingValues": [""],
    }
    if table.cles:
        schema["primaryKey"] = list(table.cles)
    return {
        "profile": "tabular-data-resource",
        "name": nom,
        "path": f"{nom}.csv",
        "title": table.titre,
        **({"description": table.description} if table.description else {}),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ";",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\n",
            "header": True,
        },
        "schema": schema,
    }


def _champ_frictionless(champ: Champ) -> dict[str, Any]:
    contraintes = {
        cle: valeur for cle, valeur in msgspec.to_builtins(champ.contraintes).items() if valeur is not None
    }
    if not contraintes["unique"]:
        del contraintes["unique"]
    return {
        "name": champ.nom,
        "type": champ.type,
        **({"description": champ.description} if champ.description else {}),
        **({"unit": champ.unite} if champ.unite else {}),
        **({"decimalChar": ",", "bareNumber": True} if champ.type == "number" else {}),
        **({"decimals": champ.decimales} if champ.decimales is not None else {}),
        **({"format": _FORMATS[champ.type]} if champ.type in _FORMATS else {}),
        **({"trueValues": ["VRAI"], "falseValues": ["FAUX"]} if champ.type == "boolean" else {}),
        "constraints": contraintes,
    }


def _table(ressource: dict[str, Any]) -> dict[str, Any]:
    return {
        "titre": ressource["title"],
        "description": ressource.get("description", ""),
        "cle": ressource["schema"].get("primaryKey", []),
        "champs": [
            {
                "nom": champ["name"],
                "type": champ["type"],
                "description": champ.get("description", ""),
                "unite": champ.get("unit", ""),
                "decimales": champ.get("decimals"),
                "contraintes": champ["constraints"],
            }
            for champ in ressource["schema"]["fields"]
        ],
    }
