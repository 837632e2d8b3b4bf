"""The certifier's own wording of each criterion, where a school has laid it beside ours: `officiel.yaml`, at the course's root.

The project carries the référentiel's facts under labels of its own. `epreuves referentiel --officiel FICHIER --poser` reads the
certifier's document and writes the file, which notebooks, panel and feedback then show; the school may mend it by hand.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.codes import MalformedCode, UnknownCode
from epreuves_kit.referentiel.official import OfficialComparison
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.wording import strict_yaml

FILE = "officiel.yaml"
_HEAD = """\
# Le texte officiel de chaque critère, mis à côté du libellé du projet par « epreuves build ».
# Écrit par « epreuves referentiel --officiel … --poser », d'après le document du certificateur ; il se corrige à la main.
"""


class _OfficialWording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"criteria": "criteres"}):
    criteria: dict[str, str]


def read(root: Path) -> dict[str, str]:
    """The official wording by criterion (« U1.1-k1 »), of the course at `root`; empty where none was laid.

    Raises KitError, which names the file and the criterion, where a code is not the référentiel's.
    """
    path = root / FILE
    if not path.exists():
        return {}
    official = referentiel(root)
    written = strict_yaml.read_file(path, _OfficialWording, "le fichier manque.")
    for code in written.criteria:
        try:
            official.critere(code)
        except (UnknownCode, MalformedCode) as error:
            raise KitError(f"{path}, critère « {code} » : {error}") from None
    return {code: " ".join(text.split()) for code, text in written.criteria.items() if text.strip()}


def content(comparison: OfficialComparison) -> tuple[str, int]:
    """The file's text, from what was found in the certifier's document, and how many criteria it holds."""
    wordings = {line.code: line.official for line in comparison.found if line.kind == "critere"}
    listed = yaml.safe_dump({"criteres": wordings}, allow_unicode=True, sort_keys=False, width=10_000)
    return _HEAD + listed, len(wordings)
