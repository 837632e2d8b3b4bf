"""Questions of a notebook that hold an answer, whether by code or typed in a form: counted in what is saved, and nothing is run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from epreuves.answers import typed
from epreuves.answers.handing_in import plan_of
from epreuves_kit.grading.doctor import role, role_id
from epreuves_kit.grading.groups import says


def questions(released: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The cells in which each question is answered, by the question; of an assignment that is not the kit's, each such cell by itself."""
    answers: list[str] = []
    asked: dict[str, tuple[str, ...]] = {}
    for cell in released["cells"]:
        id = role_id(cell)
        if id and role(cell) == "solution":
            answers.append(id)
        elif id and role(cell) == "tests":
            asked[id] = tuple(answers)
            answers = []
    plan = plan_of(released)
    if plan is None:
        return {id: (id,) for cells in (*asked.values(), tuple(answers)) for id in cells}
    return {question.id: asked.get(question.id, ()) for question in plan.questions}


def answered(released: dict[str, Any], own: Mapping[str, str], typed_in: Collection[str]) -> tuple[int, int]:
    """The number of questions that hold something else than what was given out, and of all. own: the copy's cells, by id, as text."""
    given = {id: text(cell) for cell in released["cells"] if (id := role_id(cell))}
    asked = questions(released)
    many = sum(
        question in typed_in or any(own.get(id, given[id]) != given[id] for id in cells)
        for question, cells in asked.items()
    )
    return many, len(asked)


def typed_in(content: bytes | None, epreuve: str) -> frozenset[str]:
    """The questions that were typed in forms, by the bytes that keep them; none where there are none, or they do not read."""
    if content is None:
        return frozenset()
    try:
        answers = typed.decoded(content, epreuve).answers
    except typed.UnreadableAnswers:
        return frozenset()
    return frozenset(question for question, answer in answers.items() if answer.value and says(answer.value))


def text(cell: Mapping[str, Any]) -> str:
    """The text of a cell of a notebook, without the blanks around it."""
    source = cell["source"]
    return (source if isinstance(source, str) else "".join(source)).strip()
