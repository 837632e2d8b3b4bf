"""Reading of one YAML file into checked values, with French faults instead of exceptions."""

import re
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import yaml

from epreuves.referentiel.erreurs import Probleme
from epreuves.yaml_bounds import YamlRefused
from epreuves.yaml_bounds import check as check_bounds

# libyaml's loader is ten times faster, where PyYAML was built with it.
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TYPES = {
    "str": "un texte",
    "int": "un nombre entier",
    "float": "un nombre à virgule",
    "bool": "true ou false",
    "array": "une liste",
    "object": "des champs « nom: valeur »",
    "null": "rien",
    "date": "une date",
}


class _CleEnDouble(Exception):
    def __init__(self, cle: Any, ligne: int):
        self.cle = cle
        self.ligne = ligne
        super().__init__(cle)


class _Chargeur(_Base):
    """A safe loader that refuses a key written twice: YAML would keep the last one without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        vues: set[Any] = set()
        for noeud_cle, _ in node.value:
            if not isinstance(noeud_cle, yaml.ScalarNode):
                continue
            if noeud_cle.value in vues:
                raise _CleEnDouble(noeud_cle.value, noeud_cle.start_mark.line + 1)
            vues.add(noeud_cle.value)
        return super().construct_mapping(node, deep=deep)


def lire_yaml(fichier: Traversable, nom: str) -> tuple[dict[str, Any], tuple[Probleme, ...]]:
    """Read a YAML mapping; with a fault, the mapping is empty and the fault says what to do.

    `nom` is the name that messages give to the file.
    """

    def faute(raison: str, entree: str = "") -> tuple[dict[str, Any], tuple[Probleme, ...]]:
        return {}, (Probleme(nom, entree, "", raison),)

    try:
        texte = fichier.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return faute("le fichier manque ; remettez-le dans le dossier des données du référentiel.")
    except OSError:
        return faute("le fichier ne peut pas être lu ; vérifiez vos droits.")
    except UnicodeDecodeError:
        return faute("le fichier n'est pas en UTF-8 ; enregistrez-le de nouveau avec ce codage.")
    try:
        check_bounds(texte)
        contenu = yaml.load(texte, Loader=_Chargeur)
    except _CleEnDouble as double:
        return faute(
            f"la clé apparaît une seconde fois, ligne {double.ligne} ; gardez-en une seule.", str(double.cle)
        )
    except YamlRefused as refus:
        return faute(f"{refus}.")
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        lieu = f", ligne {marque.line + 1}, colonne {marque.column + 1}" if marque else ""
        return faute(f"le YAML ne se lit pas{lieu} ; vérifiez guillemets, deux-points et alignement.")
    except ValueError as erreur:  # an impossible date, for instance: 2024-13-45
        return faute(f"une valeur ne se lit pas ({erreur}) ; mettez-la entre guillemets.")
    if not isinstance(contenu, dict) or not contenu:
        return faute("attendu des entrées « nom: valeur » ; le fichier est vide ou contient autre chose.")
    for cle in contenu:
        if not isinstance(cle, str):
            return faute(f"la clé {cle!r} n'est pas un texte ; mettez-la entre guillemets.", str(cle))
    return contenu, ()


def convertir(
    brut: Any, modele: Any, fichier: str, entree: str, champ: str = ""
) -> tuple[Any | None, tuple[Probleme, ...]]:
    """Turn a plain value into a model's, strictly; with a fault, None and the fault.

    `champ` is the field under which `brut` stands; fields inside it are added to it.
    """
    try:
        return msgspec.convert(brut, modele, strict=True), ()
    except msgspec.ValidationError as erreur:
        message, _, chemin = str(erreur).partition(" - at `")
        raison, dedans = _en_francais(message)
        chemin = chemin.removeprefix("key` in `")  # msgspec's way to say that a key is at fault
        complet = ".".join(part for part in (champ, _champ(chemin.rstrip("`")), dedans) if part)
        return None, (Probleme(fichier, entree, complet, raison),)


def _champ(chemin: str) -> str:
    """Write msgspec's path `$.livrables.ecrit[1]` as « livrables.ecrit, élément 2 »."""
    sans_racine = chemin.removeprefix("$").lstrip(".").replace("[...]", "")
    return re.sub(r"\[(\d+)\]", lambda trouve: f", élément {int(trouve[1]) + 1}", sans_racine)


def _en_francais(message: str) -> tuple[str, str]:
    """Translate msgspec's message; gives the sentence and the field that the message itself names."""
    if trouve := re.fullmatch(r"Object missing required field `(.+)`", message):
        return "le champ manque ; ajoutez-le.", trouve[1]
    if trouve := re.fullmatch(r"Object contains unknown field `(.+)`", message):
        return "champ inconnu du modèle ; vérifiez son orthographe ou retirez-le.", trouve[1]
    if trouve := re.fullmatch(r"Invalid enum value (.+)", message):
        return f"valeur {trouve[1]} inconnue ; voyez les valeurs admises en tête de fichier.", ""
    if message.startswith("Expected `str` matching regex"):
        return "le texte est vide ; écrivez-le.", ""
    if trouve := re.fullmatch(r"Expected `str` of length <= (\d+)", message):
        return f"le texte est trop long : {trouve[1]} caractères au plus ; raccourcissez-le.", ""
    if trouve := re.fullmatch(r"Expected `array` of (?:at least )?length >= (\d+)", message):
        return f"la liste est trop courte : au moins {trouve[1]} élément(s) attendu(s).", ""
    if trouve := re.fullmatch(r"Expected `int` >= (\d+)", message):
        return f"le nombre est trop petit : {trouve[1]} au moins.", ""
    if trouve := re.fullmatch(r"Expected `int` <= (\d+)", message):
        return f"le nombre est trop grand : {trouve[1]} au plus.", ""
    if trouve := re.fullmatch(r"Expected `(.+)`, got `(.+)`", message):
        attendu = " ou ".join(_TYPES.get(mot, mot) for mot in trouve[1].split(" | "))
        return f"attendu {attendu}, reçu {_TYPES.get(trouve[2], trouve[2])}.", ""
    return f"valeur refusée ({message}).", ""
