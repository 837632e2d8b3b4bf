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
from typing import Any, Literal

import msgspec

from epreuves.wording.errors import KitError

Type = Literal["integer", "number", "string", "date", "datetime", "boolean"]


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The rules that every value of a field obeys; the names are Frictionless's."""

    required: bool = True
    unique: bool = False
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    enum: tuple[bool | int | float | str, ...] | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None


_FIELD = {"name": "nom", "decimals": "decimales", "constraints": "contraintes"}
_TABLE = {"title": "titre", "fields": "champs", "key": "cle"}


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_FIELD):
    """One column: its name, type, unit, decimals as written, and constraints."""

    name: str
    type: Type
    description: str = ""
    unite: str = ""
    decimals: int | None = None
    constraints: Constraints = Constraints()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_TABLE):
    """One table: its fields in the order of the file's columns; `cle` is its primary key (empty: none)."""

    title: str
    fields: tuple[Field, ...]
    description: str = ""
    key: str | tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields of the primary key."""
        return (self.key,) if isinstance(self.key, str) else self.key


class Dictionary(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"title": "titre"}):
    """All the tables of an épreuve, in the order in which they are shown."""

    title: str
    tables: dict[str, Table]
    description: str = ""


TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def faults(dictionary: Dictionary) -> list[str]:
    """The faults of a dictionary that is well formed: doubles, impossible constraints, unknown keys."""
    sentences: list[str] = []
    if not dictionary.tables:
        sentences.append("aucune table n'est décrite")
    for name, table in dictionary.tables.items():
        if not TABLE_NAME.match(name):
            sentences.append(f"table « {name} » : un nom de table est en minuscules sans accent (a-z, 0-9, _)")
        names = [field.name for field in table.fields]
        if not names:
            sentences.append(f"table « {name} » : aucun champ n'est décrit")
        sentences += [
            f"table « {name} » : le champ « {double} » est décrit deux fois"
            for double in sorted({field for field in names if names.count(field) > 1})
        ]
        sentences += [
            f"table « {name} » : la clé « {key} » n'est pas un champ" for key in table.keys if key not in names
        ]
        sentences += [
            f"table « {name} », champ « {c.name} » : {default}" for c in table.fields for default in _faults(c)
        ]
    return sentences


def _faults(field: Field) -> list[str]:
    constraints = field.constraints
    sentences = []
    if field.decimals is not None and (field.type != "number" or not 0 <= field.decimals <= 12):
        sentences.append("« decimales » va de 0 à 12 et n'a de sens que pour un champ « number »")
    if constraints.pattern is not None:
        try:
            re.compile(constraints.pattern)
        except re.error as error:
            sentences.append(f"« pattern » n'est pas une expression régulière ({error})")
    texts = (constraints.pattern, constraints.min_length, constraints.max_length)
    if field.type != "string" and any(value is not None for value in texts):
        sentences.append("« pattern », « minLength » et « maxLength » n'ont de sens que pour un champ « string »")
    bounds = [borne for borne in (constraints.minimum, constraints.maximum) if borne is not None]
    if field.type in ("string", "boolean") and bounds:
        sentences.append(f"« minimum » et « maximum » n'ont pas de sens pour un champ « {field.type} »")
    if field.type in ("integer", "number") and any(isinstance(borne, str) for borne in bounds):
        sentences.append("« minimum » et « maximum » d'un nombre s'écrivent sans guillemets")
    if field.type in ("date", "datetime") and any(not isinstance(borne, str) for borne in bounds):
        sentences.append("« minimum » et « maximum » d'une date s'écrivent entre guillemets, \"AAAA-MM-JJ\"")
    return sentences


def as_package(dictionary: Dictionary, epreuve: str, letter: str) -> dict[str, Any]:
    """The dictionary as a Frictionless Data Package (v1, tabular): the content of `datapackage.json`."""
    return {
        "profile": "tabular-data-package",
        "name": epreuve,
        "title": dictionary.title,
        **({"description": dictionary.description} if dictionary.description else {}),
        "variante": letter,
        "resources": [_resource(name, table) for name, table in dictionary.tables.items()],
    }


def from_package(package: bytes) -> tuple[str, str, Dictionary]:
    """Épreuve, letter and dictionary that a `datapackage.json` of ours describes; the inverse of `as_package`."""
    try:
        reading = msgspec.json.decode(package)
        tables = {resource["name"]: _table(resource) for resource in reading["resources"]}
        dictionary = msgspec.convert(
            {"titre": reading["title"], "description": reading.get("description", ""), "tables": tables},
            Dictionary,
        )
        epreuve, letter = str(reading["name"]), str(reading["variante"])
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise KitError("datapackage.json est illisible : ce n'est plus ce que le kit y a écrit.") from None
    for default in faults(dictionary):
        raise KitError(f"datapackage.json : {default}.")
    return epreuve, letter, dictionary


#: How dates are written in tables.
FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M:%S"}


_DIALECT = {"delimiter": ";", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True}


def _resource(name: str, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_frictionless_field(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.keys:
        schema["primaryKey"] = list(table.keys)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": table.title,
        **({"description": table.description} if table.description else {}),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": schema,
    }


def _frictionless_field(field: Field) -> dict[str, Any]:
    constraints = {key: value for key, value in msgspec.to_builtins(field.constraints).items() if value is not None}
    if not constraints["unique"]:
        del constraints["unique"]
    return {
        "name": field.name,
        "type": field.type,
        **({"description": field.description} if field.description else {}),
        **({"unit": field.unite} if field.unite else {}),
        **({"decimalChar": ",", "bareNumber": True} if field.type == "number" else {}),
        **({"decimals": field.decimals} if field.decimals is not None else {}),
        **({"format": FORMATS[field.type]} if field.type in FORMATS else {}),
        **({"trueValues": ["VRAI"], "falseValues": ["FAUX"]} if field.type == "boolean" else {}),
        "constraints": constraints,
    }


def _table(resource: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {
            "nom": field["name"],
            "type": field["type"],
            "description": field.get("description", ""),
            "unite": field.get("unit", ""),
            "decimales": field.get("decimals"),
            "contraintes": field["constraints"],
        }
        for field in resource["schema"]["fields"]
    ]
    described, key = resource.get("description", ""), resource["schema"].get("primaryKey", [])
    return {"titre": resource["title"], "description": described, "cle": key, "champs": fields}
