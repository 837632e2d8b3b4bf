"""The data dictionary of an épreuve as its author writes it, `dictionnaire.yaml`."""

from __future__ import annotations

from pathlib import Path

from epreuves.variants.dictionary import Dictionary, faults
from epreuves.wording.errors import KitError
from epreuves_kit.wording import strict_yaml


def read(path: Path) -> Dictionary:
    """The dictionary that a file holds; KitError names the file, the entry and what is wrong."""
    dictionary = strict_yaml.read_file(path, Dictionary, "le dictionnaire des données manque ; écrivez-le.")
    for fault in faults(dictionary):
        raise KitError(f"{path} : {fault}")
    return dictionary
