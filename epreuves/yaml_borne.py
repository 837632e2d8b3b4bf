"""What no YAML file of the kit may hold: refused in one place, before any of its values is built."""

from __future__ import annotations

import re

import yaml

#: Characters of a file, and values within one another: the longest of the kit's own has a tenth of them.
LONGEST, DEEPEST = 3_000_000, 30
#: Signs of a number: one of thousands is no measure, and takes the square of their number to be read.
_FIGURES = 300
_FIGURE = re.compile(r"[-+0-9_:,.a-fA-FxXoObB]+")
_PROFOND = f"des valeurs sont emboîtées sur plus de {DEEPEST} niveaux ; vérifiez les retraits et les crochets"
# libyaml's parser is ten times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlRefuse(ValueError):
    """A French phrase: the line, what stands there, and what to write instead."""


def verifier(texte: str) -> None:
    """Raise YamlRefuse for a text with references, values too deep or numbers without end; YAMLError where it is no YAML.

    A value that refers to another (« *nom », « <<: *nom ») lets a few lines stand for thousands of millions, or hold themselves.
    Nothing is built here, and nothing called again from within: a text is read in a time that follows its length.
    """
    if len(texte) > LONGEST:
        raise YamlRefuse(f"le fichier a {len(texte)} caractères : c'est trop ({LONGEST} au plus)")
    try:
        _parcourir(texte)
    except yaml.YAMLError as erreur:
        # libyaml has a bound of its own, which it reaches before it gives the first value.
        if "nesting depth" not in str(erreur):
            raise
        raise YamlRefuse(_PROFOND) from None


def _parcourir(texte: str) -> None:
    profondeur = 0
    for evenement in yaml.parse(texte, Loader=_Loader):
        ligne = f"ligne {evenement.start_mark.line + 1} : "
        if isinstance(evenement, yaml.AliasEvent):
            raise YamlRefuse(
                f"{ligne}« *{evenement.anchor} » renvoie à une autre valeur, ce qui n'est pas admis ; recopiez cette valeur à sa place"
            )
        if isinstance(evenement, yaml.CollectionStartEvent):
            profondeur += 1
            if profondeur > DEEPEST:
                raise YamlRefuse(f"{ligne}{_PROFOND}")
        elif isinstance(evenement, yaml.CollectionEndEvent):
            profondeur -= 1
        elif isinstance(evenement, yaml.ScalarEvent) and evenement.implicit[0]:
            signes = len(evenement.value)
            if signes > _FIGURES and _FIGURE.fullmatch(evenement.value):
                raise YamlRefuse(
                    f"{ligne}un nombre y a {signes} signes ; si c'est un texte, mettez-le entre guillemets"
                )
