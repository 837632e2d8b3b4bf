"""A variant drawn again in a process of its own, to see that the draw gives the same: no other chance than the one that it is given.

python -m epreuves_kit.proof.drawing_again DOSSIER VARIANTE, the second as JSON
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants import archive
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import draw
from epreuves_kit.proof.findings import Finding

#: The order of Python's sets, other than that of the process that drew first.
_OTHER_ORDER = "271828"


class Again:
    """The second draw of a variant, started; `rules` waits for it."""

    def __init__(self, folder: Path, wanted: draw.Wanted) -> None:
        command = [sys.executable, "-m", __name__, str(folder), msgspec.json.encode(wanted).decode()]
        environment = os.environ | {"PYTHONHASHSEED": _OTHER_ORDER}
        self.letter = wanted.letter
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def differs(self, first: bytes) -> bool:
        """True if the second draw gives other files than those of an archive; a draw that failed tells nothing."""
        digest = self._process.communicate()[0].strip()
        return bool(digest) and digest != _digest(archive.read(first))

    def close(self) -> None:
        """End it, where nobody waits any more."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


def drawing_rules(epreuve: EpreuveId, file: str, again: Again, first: bytes) -> list[Finding]:
    """The finding on a draw that does not give the same twice."""
    if not again.differs(first):
        return []
    message = (
        "tirée deux fois, la variante n'a pas les mêmes données : tout hasard vient de rng, jamais de np.random, de random, de l'heure "
        "ni de l'ordre d'un ensemble"
    )
    return [Finding("tirage", epreuve, message, file=file, variants=again.letter)]


def _digest(files: dict[str, bytes]) -> str:
    made = hashlib.blake2b(digest_size=16)
    for name in sorted(files):
        made.update(name.encode() + b"\0" + files[name] + b"\0")
    return made.hexdigest()


def main() -> None:
    """Draw, and print the digest of what was drawn; nothing where it fails or does not end, which the first draw said."""
    folder, wanted = sys.argv[1:]
    with contextlib.suppress(KitError):
        drawn = draw.draw_archive(Path(folder), msgspec.json.decode(wanted, type=draw.Wanted))
        print(_digest(archive.read(drawn.content)))


if __name__ == "__main__":
    main()
