"""What candidates do to a released notebook of nbgrader's ordinary assignment, each named by what it does."""

from __future__ import annotations

import copy

from tests.corpus import cell_of, code, text


def answer(notebook):
    cell_of(notebook, "squares")["source"] = "def squares(n): pass"


def emptied_tests(notebook):
    cell_of(notebook, "correct_squares")["source"] = "pass"


def statement_changed(notebook):
    cell_of(notebook, "jupyter")["source"] = "Autre énoncé"


def points_raised(notebook):
    cell_of(notebook, "correct_squares")["metadata"]["nbgrader"]["points"] = 99


def points_of_an_answer_raised(notebook):
    cell_of(notebook, "sum_of_squares_equation")["metadata"]["nbgrader"]["points"] = 99.5


def lock_opened(notebook):
    cell_of(notebook, "jupyter")["metadata"]["nbgrader"]["locked"] = False


def answer_locked(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["locked"] = True


def checksum_forged(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["checksum"] = "0" * 32


def type_changed(notebook):
    cell = cell_of(notebook, "squares")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def statement_made_code(notebook):
    cell_of(notebook, "jupyter").update(cell_type="code", outputs=[], execution_count=3)


def answer_with_picture_made_code(notebook):
    type_changed(notebook)
    cell_of(notebook, "squares")["attachments"] = {"a.png": {"image/png": "eA=="}}


def answer_made_of_tests(notebook):
    cell_of(notebook, "correct_squares")["metadata"]["nbgrader"]["solution"] = True


def answer_made_tests(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["grade"] = True


def answer_made_worth_points(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"].update(grade=True, points=5)


def made_a_criterion(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["task"] = True


def cell_twice(notebook):
    notebook["cells"].append(copy.deepcopy(cell_of(notebook, "correct_squares")))


def criterion_twice(notebook):
    notebook["cells"].insert(0, copy.deepcopy(cell_of(notebook, "cell-938593c4a215c6cc")))


def cell_removed(notebook):
    notebook["cells"].remove(cell_of(notebook, "correct_squares"))


def id_unknown(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["grade_id"] = "inconnu"


def id_missing(notebook):
    del cell_of(notebook, "squares")["metadata"]["nbgrader"]["grade_id"]


def id_of_another(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["grade_id"] = "sum_of_squares"


def id_odd(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["grade_id"] = "à b"


def plain_cells_added(notebook):
    notebook["cells"] += [code("print(1)"), text("Bonjour")]
    notebook["cells"][-2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    notebook["cells"][-2]["metadata"] = {"collapsed": True, "scrolled": False, "tags": ["a"]}


def metadata_emptied(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"] = {}


def metadata_removed(notebook):
    del cell_of(notebook, "squares")["metadata"]["nbgrader"]


def schema_old(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["schema_version"] = 2


def schema_new(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["schema_version"] = 4


def key_unknown(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["autre"] = 1


def flag_not_a_boolean(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["locked"] = "non"


def points_missing(notebook):
    del cell_of(notebook, "correct_squares")["metadata"]["nbgrader"]["points"]


def points_null(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["points"] = None


def points_negative(notebook):
    cell_of(notebook, "squares")["metadata"]["nbgrader"]["points"] = -1


def cells_named(notebook):
    """As nbformat 4.5 has it: without ids, a cell's type cannot be put back."""
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"c{number}"
    notebook["nbformat_minor"] = 5


def type_changed_of_a_named_cell(notebook):
    cells_named(notebook)
    type_changed(notebook)


def statement_made_code_with_a_name(notebook):
    cells_named(notebook)
    statement_made_code(notebook)


def answer_with_picture_made_code_with_a_name(notebook):
    cells_named(notebook)
    answer_with_picture_made_code(notebook)


def kernel_changed(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash"}


def kernel_removed(notebook):
    notebook["metadata"].pop("kernelspec")


CHANGES = {
    change.__name__: change
    for change in (
        answer, emptied_tests, statement_changed, points_raised, points_of_an_answer_raised, lock_opened, answer_locked,
        checksum_forged, type_changed, statement_made_code, answer_with_picture_made_code, answer_made_of_tests,
        answer_made_tests, answer_made_worth_points, made_a_criterion, cell_twice, criterion_twice, cell_removed, id_unknown,
        id_missing, id_of_another, id_odd, plain_cells_added, metadata_emptied, metadata_removed, schema_old, schema_new,
        key_unknown, flag_not_a_boolean, points_missing, points_null, points_negative, kernel_changed, kernel_removed,
        type_changed_of_a_named_cell, statement_made_code_with_a_name, answer_with_picture_made_code_with_a_name,
    )
}  # fmt: skip
#: What nbgrader goes on with: the others must be refused, so that two refusals cannot hide that nothing is compared.
TAKEN = {
    "answer",
    "emptied_tests",
    "statement_changed",
    "points_raised",
    "points_of_an_answer_raised",
    "lock_opened",
    "answer_locked",
    "checksum_forged",
    "cell_removed",
    "plain_cells_added",
    "metadata_removed",
    "kernel_changed",
    "kernel_removed",
    "type_changed_of_a_named_cell",
    "statement_made_code_with_a_name",
}
