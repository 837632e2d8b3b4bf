"""A marked copy written shortly: a question, a text and two criteria for each compétence, and what marking left."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import msgspec

from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.gradebook.rows import Grade, Rows
from epreuves_kit.marking.marks import Mark
from epreuves_kit.referentiel.codes import slug
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT

PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
    )
).decode()
HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(2)> **gras** [ici](javascript:alert(3)) =HYPERLINK("x")'
SECRET = "RÉPONSE ATTENDUE 4242"
WORDS = "Je sais lire <b>un tableau</b> & conclure."
LEVELS = ("rien n'est cité", "une source citée", "trois sources citées", "des sources datées")


def cell(kind, id, source, outputs=(), **meta):
    whole = {
        "grade_id": id,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "schema_version": 3,
    } | meta
    made = {"cell_type": kind, "id": f"c-{id}", "metadata": {"nbgrader": whole}, "source": source}
    return made | ({"outputs": list(outputs), "execution_count": 1} if kind == "code" else {"attachments": {}})


def shown(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


def cells(epreuve, text=HOSTILE):
    """The cells of an épreuve's autograded notebook."""
    found = [cell("markdown", "cas", f"# Épreuve {int(epreuve[1:3])} — Lire le marché\n\nUne consigne.", locked=True)]
    for n, code in enumerate(referentiel(ROOT).epreuve(epreuve).competences, 1):
        s = slug(code)
        table = "<table><tr><th>canal</th></tr><tr><td onclick='x()'>Radio</td></tr></table>"
        scheme = "\n".join(f"- **{i} — x** : {d}" for i, d in enumerate(LEVELS))
        found += [
            cell("markdown", f"q{n}", f"## Question {n} — Le coût de {code}\n\nCalculez-le.", locked=True),
            cell(
                "code",
                f"calcul{n}",
                "cout = secret_du_candidat()",
                [
                    shown(**{"image/png": PNG}),
                    shown(**{"text/html": table}),
                    {"output_type": "stream", "name": "stdout", "text": "brouillon imprimé"},
                ],
                solution=True,
            ),
            cell("code", f"{s}-q", f'verifier("{s}-q", cout, nombre(unite="€"))', grade=True, locked=True, points=10),
            cell("markdown", f"e{n}", f"## Écrit {chr(64 + n)} — La note sur {code}\n\nEn dix lignes.", locked=True),
            cell("markdown", f"{s}-note", text, grade=True, solution=True, points=0),
            *(
                cell(
                    "markdown",
                    f"{s}-k{k}",
                    f"Critère\n### BEGIN MARK SCHEME\n{scheme}\n### END MARK SCHEME",
                    task=True,
                    points=4,
                )
                for k in (1, 2)
            ),
        ]
    return found


def record(epreuve, level=3, words=WORDS):
    """What marking left: the first question right, the others with a recognised mistake."""
    codes = referentiel(ROOT).epreuve(epreuve).competences
    marks = tuple(
        Mark(
            f"{slug(c)}-q",
            10 if n == 0 else 4,
            10,
            "right" if n == 0 else "mistake",
            None if n == 0 else "ttc",
            "Juste." if n == 0 else "Vous avez laissé la TVA. Vous gardez 2 points sur 5.",
        )
        for n, c in enumerate(codes)
    )
    said = {c: {"niveau": level, "pourquoi": words} for c in codes}
    return MarkingRecord(
        status="marked",
        variant="B",
        marks=marks,
        answers={f"{slug(c)}-q": 1234.5678 for c in codes},
        self_assessment={"v": 1, "competences": said},
    )


def notebook(epreuve, **more):
    """The bytes of the copy."""
    text = more.pop("text", HOSTILE)
    kept = msgspec.to_builtins(record(epreuve, **more))
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {"epreuves": kept}, "cells": cells(epreuve, text)}
    ).encode()


def rows(epreuve, level=1):
    """What the gradebook holds of the copy: the marks, and that level for each criterion, with a comment."""
    codes = [slug(c) for c in referentiel(ROOT).epreuve(epreuve).competences]
    grades = {f"{s}-q": Grade(10 if n == 0 else 4, 10, False, False) for n, s in enumerate(codes)}
    for s in codes:
        grades[f"{s}-k1"] = Grade(round(level * 4 / 3, 4), 4, False, True, "À relire : <i>sources</i>.")
        grades[f"{s}-k2"] = Grade(4.0, 4, False, True)
    return Rows("0123", 0.0, grades, {})


def lay(root: Path, student: str, epreuve: str, **more) -> Path:
    """Put the copy where marking leaves it."""
    path = root / "autograded" / student / epreuve / f"{epreuve}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook(epreuve, **more))
    return path
