"""YAML read into a typed value, with no key written twice: the second would silently take the place of the
first.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
import yaml

from epreuves.yaml_bounds import YamlRefused
from epreuves.yaml_bounds import check as check_bounds

T = TypeVar("T")


class YamlIllisible(ValueError):
    """A French phrase: the line, the entry, and what is wrong with it."""


def decoder(octets: bytes, type: type[T]) -> T:
    """The value of that type that a YAML text holds; YamlIllisible says what is wrong, where."""
    try:
        texte = octets.decode("utf-8-sig")
        check_bounds(texte)
        _sans_double(yaml.compose(texte, Loader=yaml.SafeLoader))
        return msgspec.yaml.decode(octets, type=type)
    except UnicodeDecodeError:
        raise YamlIllisible("le fichier n'est pas en UTF-8 ; enregistrez-le dans cet encodage") from None
    except YamlRefused as refus:
        raise YamlIllisible(str(refus)) from None
    except yaml.YAMLError as erreur:
        repere = getattr(erreur, "problem_mark", None)
        ligne = f"ligne {repere.line + 1} : " if repere else ""
        dit = getattr(erreur, "problem", None) or str(erreur)
        raise YamlIllisible(f"{ligne}ce n'est pas du YAML ({dit})") from None
    except msgspec.ValidationError as erreur:
        raise YamlIllisible(f"entrée non valide ({erreur})") from None
    except msgspec.DecodeError as erreur:
        raise YamlIllisible(f"ce n'est pas du YAML ({erreur})") from None
    except YamlIllisible:
        raise
    except ValueError as erreur:  # an impossible date, for instance: 2024-13-45
        raise YamlIllisible(f"une valeur ne se lit pas ({erreur}) ; mettez-la entre guillemets") from None


def _sans_double(noeud: yaml.Node | None) -> None:
    if isinstance(noeud, yaml.SequenceNode):
        for enfant in noeud.value:
            _sans_double(enfant)
    if not isinstance(noeud, yaml.MappingNode):
        return
    vues: dict[str, int] = {}
    for cle, valeur in noeud.value:
        ligne = cle.start_mark.line + 1
        if cle.value in vues and isinstance(cle, yaml.ScalarNode) and cle.value != "<<":
            raise YamlIllisible(
                f"ligne {ligne} : « {cle.value} » est déjà écrit à la ligne {vues[cle.value]}"
            )
        if isinstance(cle, yaml.ScalarNode):
            vues[cle.value] = ligne
        _sans_double(valeur)
