"""A written YAML file read into a typed value; what is wrong with it is said in French, with its line and field."""

from __future__ import annotations

import re
from inspect import isclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
import yaml

from epreuves.variantes.yaml_strict import YamlIllisible, decoder

T = TypeVar("T")
_DIT = re.compile(
    r"entrée non valide \((?P<quoi>.*?)(?: - at (?P<cle>`key` in )?`(?P<ou>[^`]*)`)?\)\Z", re.DOTALL
)
_PAS = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TYPES = {
    "int": "un nombre entier",
    "float": "un nombre",
    "str": "un texte",
    "array": "une liste",
    "object": "des champs (clé : valeur)",
    "null": "rien",
    "bool": "vrai ou faux",
    "date": "une date",
}


def lire(chemin: Path, type: type[T], erreur: type[Exception], manque: str) -> T:
    """Read a file; `erreur` is what is raised, naming the file, and `manque` what it says where there is none."""
    try:
        octets = chemin.read_bytes()
    except FileNotFoundError:
        raise erreur(f"{chemin} : {manque}") from None
    try:
        return decoder(octets, type)
    except YamlIllisible as refus:
        raise erreur(f"{chemin}, {_situer(octets, str(refus), type)}.") from None


def _situer(octets: bytes, phrase: str, type: Any) -> str:
    """The sentence with a line and a field, where it is msgspec's; as it is otherwise."""
    lu = _DIT.match(phrase)
    if lu is None:
        return phrase
    pas = [nom or rang for nom, rang in _PAS.findall(lu["ou"] or "")]
    quoi, champ = _en_francais(lu["quoi"])
    texte = octets.decode("utf-8-sig")
    pas = _nommes(yaml.safe_load(texte), type, [*pas, *(["..."] if lu["cle"] else [])])
    ligne = _ligne(yaml.compose(texte, Loader=yaml.SafeLoader), [*pas, *([champ] if champ else [])])
    nom = ".".join(
        f"[{int(p) + 1}]" if isinstance(p, _Rang) else p for p in [*pas, *([champ] if champ else [])]
    )
    return f"ligne {ligne}, {f'champ {nom} : ' if nom else ''}{quoi}".replace(".[", "[")


class _Rang(str):
    """A step of a path that is a place in a list, from 0."""


def _nommes(valeur: Any, type: Any, pas: list[str]) -> list[str]:
    """The path with the key of a table, which msgspec calls « [...] », named: the first whose entry is wrong."""
    nommes: list[str] = []
    for nom in pas:
        if isinstance(valeur, dict) and nom == "...":
            cles, entrees = get_args(type) or (Any, Any)
            nom = next((cle for cle, v in valeur.items() if not (_va(cle, cles) and _va(v, entrees))), nom)
            valeur, type = valeur.get(nom), entrees
        elif isinstance(valeur, list) and nom.isdigit():
            entrees = (get_args(type) or (Any,))[0]
            valeur, type, nom = valeur[int(nom)], entrees, _Rang(nom)
        elif isinstance(valeur, dict):
            valeur, type = valeur.get(nom), get_type_hints(type).get(nom, Any) if isclass(type) else Any
        nommes.append(nom if isinstance(nom, str) else str(nom))
    return nommes


def _va(valeur: Any, type: Any) -> bool:
    try:
        msgspec.convert(valeur, type)
    except msgspec.ValidationError:
        return False
    return True


def _ligne(noeud: yaml.Node | None, pas: list[str]) -> int:
    """The line where a path leads, or the last of it that the file has."""
    ligne = noeud.start_mark.line + 1 if noeud else 1
    for nom in pas:
        suivant = None
        if isinstance(noeud, yaml.MappingNode):
            suivant = next(((cle, valeur) for cle, valeur in noeud.value if cle.value == nom), None)
        elif isinstance(noeud, yaml.SequenceNode) and isinstance(nom, _Rang):
            suivant = (noeud.value[int(nom)],) * 2
        if suivant is None:
            break
        ligne, noeud = suivant[0].start_mark.line + 1, suivant[1]
    return ligne


def _en_francais(dit: str) -> tuple[str, str]:
    """What msgspec says, in French, and the field that is named in the sentence itself."""
    if lu := re.fullmatch(r"Expected `(.+)`, got `(.+)`", dit):
        attendu, recu = (
            " ou ".join(_TYPES.get(nom, nom) for nom in cote.split(" | ")) for cote in lu.groups()
        )
        return f"attendu {attendu}, reçu {recu}", ""
    if lu := re.fullmatch(r"Object missing required field `(.+)`", dit):
        return "il manque", lu[1]
    if lu := re.fullmatch(r"Object contains unknown field `(.+)`", dit):
        return "champ inconnu", lu[1]
    if lu := re.fullmatch(r"Invalid enum value (?:'(.*)'|(.*))", dit):
        return f"« {lu[1] or lu[2] or ''} » n'est pas admis", ""
    return dit, ""
