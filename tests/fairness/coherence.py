"""Make sheets coherent, in a process of their own: what comes after their figures is worked out from them, however invented they are."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.forms import ChartForm, ChoiceForm, Form, ListForm, SeriesForm
from epreuves_kit.marking import reference_process
from epreuves_kit.marking.following import Opening
from epreuves_kit.marking.marks import Question
from tests.fairness.guises import sent


def _chosen(form: Form) -> bool:
    match form:
        case ChoiceForm():
            return True
        case ListForm(de=ChoiceForm()) | SeriesForm(values=ChoiceForm()):
            return True
    return False


def main() -> None:
    asked = json.load(sys.stdin)
    path = Path(asked["folder"]) / asked["notebook"]
    os.chdir(path.parent)
    notebook = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    request = {"notebook": notebook, "epreuve": path.stem, "variant": asked["variant"]}
    prepared = json.loads(reference_process.prepare(json.dumps(request).encode()))
    questions = [msgspec.convert(q, Question) for q in prepared["bareme"]["questions"]]
    reference_process.opening = lambda own, behind, received, near: Opening(behind, behind.expected)  # type: ignore[attr-defined]
    sheets = {name: _coherent(questions, made_up, asked["free"]) for name, made_up in asked["sheets"].items()}
    json.dump(sheets, sys.stdout)


def _coherent(questions: list[Question], invented: dict[str, Any], choices_free: bool) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in questions:
        made_up = invented.get(question.id)
        free = choices_free and _chosen(question.form)
        if question.depends and answers and not free:
            found = _follow(answers, question)
            answers[question.id] = made_up if found is None else found
        elif isinstance(question.form, ChartForm):
            answers[question.id] = question.expected
        else:
            answers[question.id] = made_up
    return {id: value for id, value in answers.items() if value is not None}


def _follow(answers: dict[str, Any], question: Question) -> Any:
    """What one question expects after these answers; asked in a fork, as a follow-through spends its state."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        asked = {
            "answers": {id: sent(v) for id, v in answers.items()},
            "wanted": [question.id],
            "near": list(answers),
        }
        found = reference_process.follow(json.dumps(asked).encode())
        with os.fdopen(write, "wb") as out:
            out.write(found)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as back:
        raw = back.read()
    os.waitpid(pid, 0)
    followed = json.loads(raw)["bareme"]["questions"] if raw else []
    return followed[0]["expected"] if followed and not followed[0].get("stuck") else None


if __name__ == "__main__":
    main()
