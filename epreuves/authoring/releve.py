"""The answers of a source notebook, right and wrong, as a candidate's own would be sent: `python -m
epreuves.authoring.releve`.

One process runs the notebook on all the variants asked for (JSON in, JSON out), so that libraries load once.
Its code is the author's, hence trusted.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.portable import portable
from epreuves.answers.verification import recording
from epreuves.variantes.preparation import VARIANTE_IMPOSEE

SECONDES = 600
"""What the twelve variants of an épreuve may take together."""


class Releve(msgspec.Struct, frozen=True):
    """What one run of a source recorded: portable trees by question, and by question and mistake's code.

    `echec` says why the run stopped, empty where it went to its end.
    """

    reponses: dict[str, Any] = {}
    erreurs: dict[str, dict[str, Any]] = {}
    echec: str = ""


def relever(dossier: Path, carnet: str, lettres: tuple[str, ...]) -> dict[str, Releve]:
    """Run the notebook of a folder on each variant, in a process of its own; `dossier` gets what running
    leaves.
    """
    demande = {"cellules": _code(json.loads((dossier / carnet).read_bytes())), "lettres": lettres}
    environnement = {
        nom: v for nom, v in os.environ.items() if not nom.startswith(("NBGRADER_", "EPREUVES_"))
    }
    environnement |= {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
    try:
        fini = subprocess.run(
            [sys.executable, "-m", "epreuves.authoring.releve"],
            input=json.dumps(demande).encode(),
            capture_output=True,
            cwd=dossier,
            env=environnement,
            timeout=SECONDES,
        )
        return msgspec.json.decode(fini.stdout, type=dict[str, Releve])
    except subprocess.TimeoutExpired:
        return {lettre: Releve(echec=f"la source n'a pas fini en {SECONDES} s") for lettre in lettres}
    except msgspec.DecodeError:
        dit = fini.stderr.decode(errors="replace").strip()[-400:]
        return {lettre: Releve(echec=f"la source s'est arrêtée sans réponse ({dit})") for lettre in lettres}


def _code(carnet: Mapping[str, Any]) -> list[list[str]]:
    """Id and source of each code cell."""
    return [
        [cellule["metadata"]["nbgrader"]["grade_id"], "".join(cellule["source"])]
        for cellule in carnet["cells"]
        if cellule["cell_type"] == "code"
    ]


class _Enregistreur:
    """Keeps, as trees, the values that `verifier` and `erreur_type` are given."""

    def __init__(self) -> None:
        self.reponses: dict[str, Any] = {}
        self.erreurs: dict[str, dict[str, Any]] = {}

    def question(self, question: str, value: Any, form: Any, tolerance: float, ecart: float) -> None:
        self.reponses[question] = portable(value)

    def erreur(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.erreurs.setdefault(question, {})[code] = portable(value)


def _executer(cellules: list[list[str]], lettre: str) -> Releve:
    os.environ[VARIANTE_IMPOSEE] = lettre
    enregistreur = _Enregistreur()
    espace: dict[str, Any] = {"__name__": "__main__"}
    for id, source in cellules:
        try:
            with recording(enregistreur):
                exec(compile(source, f"<{id}>", "exec"), espace)
        except Exception as erreur:
            return Releve(echec=f"cellule {id} : {type(erreur).__name__} : {erreur}")
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    return Releve(enregistreur.reponses, enregistreur.erreurs)


def main() -> None:
    """Read the request on standard input, write the records on standard output."""
    demande = json.loads(sys.stdin.buffer.read())
    sys.path.insert(0, os.getcwd())
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        releves = {lettre: _executer(demande["cellules"], lettre) for lettre in demande["lettres"]}
    sys.stdout.buffer.write(msgspec.json.encode(releves))


if __name__ == "__main__":
    main()
