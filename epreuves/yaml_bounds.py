"""What no YAML file of the kit may hold: refused in one place, before any of its values is built."""

from __future__ import annotations

import re

import yaml

#: Characters of a file, and values within one another: the longest of the kit's own has a tenth of them.
LONGEST, DEEPEST = 3_000_000, 30
#: Signs of a number: one of thousands is no measure, and takes the square of their number to be read.
_FIGURES = 300
_FIGURE = re.compile(r"[-+0-9_:,.a-fA-FxXoObB]+")
_TOO_DEEP = (
    f"des valeurs sont emboîtées sur plus de {DEEPEST} niveaux ; vérifiez les retraits et les crochets"
)
# libyaml's parser is ten times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlRefused(ValueError):
    """A French phrase: the line, what stands there, and what to write instead."""


def check(text: str) -> None:
    """Raise YamlRefused for a text with references, values too deep or numbers without end; YAMLError where it is no YAML.

    A value that refers to another (« *nom », « <<: *nom ») lets a few lines stand for thousands of millions, or hold themselves.
    Nothing is built here, and nothing called again from within: a text is read in a time that follows its length.
    """
    if len(text) > LONGEST:
        raise YamlRefused(f"le fichier a {len(text)} caractères : c'est trop ({LONGEST} au plus)")
    try:
        _walk(text)
    except yaml.YAMLError as error:
        # libyaml has a bound of its own, which it reaches before it gives the first value.
        if "nesting depth" not in str(error):
            raise
        raise YamlRefused(_TOO_DEEP) from None


def _walk(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = f"ligne {event.start_mark.line + 1} : "
        if isinstance(event, yaml.AliasEvent):
            raise YamlRefused(
                f"{line}« *{event.anchor} » renvoie à une autre valeur, ce qui n'est pas admis ; recopiez cette valeur à sa place"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise YamlRefused(f"{line}{_TOO_DEEP}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            signs = len(event.value)
            if signs > _FIGURES and _FIGURE.fullmatch(event.value):
                raise YamlRefused(
                    f"{line}un nombre y a {signs} signes ; si c'est un texte, mettez-le entre guillemets"
                )
