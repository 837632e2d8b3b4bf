"""Whatever was done to a copy, each released cell is there once, in its own state, and no candidate's text is lost."""

import copy
import json
import re

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuves.answers.handing_in import FORM, KEY
from epreuves_kit.grading.doctor import mend
from epreuves_kit.grading.submitted import MAXIMUM_CELLS, UnreadableNotebook, read
from tests.corpus import cell_of, code, encoded, grade_id, text, written

WRITTEN = {
    "roas": "roas = mon_calcul()",
    "meilleur": "meilleur = 'Social'",
    "moyen": "moyen = 3.2",
    "jour": "meilleur_jour = '2026-03-04'",
    "graphe": "graphe = None  # pas trouvé",
    "C15_3-synthese": "Ma synthèse, en trois phrases.",
}
#: An image of one pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ADDED = ("# essai\nx = 1", "print('brouillon')")


def worked(released):
    """A copy in which every answer is written and two cells are added."""
    notebook = written(released, WRITTEN)
    notebook["cells"].insert(4, code(ADDED[0]))
    notebook["cells"].append(code(ADDED[1]))
    return notebook


def assert_whole(mended, released):
    """Each released cell once, with the release's metadata and, where it is locked, its text; a valid notebook."""
    by_id = {}
    for cell in mended.notebook["cells"]:
        if grade_id(cell):
            assert grade_id(cell) not in by_id, f"{grade_id(cell)} is there twice"
            by_id[grade_id(cell)] = cell
    due = {grade_id(c): c for c in released["cells"] if grade_id(c)}
    assert set(by_id) == set(due)
    for id, cell in due.items():
        assert by_id[id]["metadata"] == cell["metadata"]
        assert (by_id[id]["cell_type"], by_id[id]["id"]) == (cell["cell_type"], cell["id"])
        meta = cell["metadata"]["nbgrader"]
        if meta.get("locked") or (meta.get("grade") and not meta.get("solution")) or meta.get("task"):
            assert by_id[id]["source"] == cell["source"]
    for cell in mended.notebook["cells"]:
        if not grade_id(cell):
            # Of a cell that shows a form, whose it is.
            assert cell["metadata"] == {} or FORM in cell["metadata"][KEY]
    notebook = nbformat.from_dict(copy.deepcopy(mended.notebook))
    nbformat.validate(notebook)
    assert len({c["id"] for c in notebook.cells}) == len(notebook.cells)


def answers_before_tests(mended):
    """No verification stands before the answer that the release puts before it."""
    order = [grade_id(c) for c in mended.notebook["cells"]]
    return all(
        order.index(answer) < order.index(tests)
        for answer, tests in (
            ("roas", "C15_1-roas"),
            ("meilleur", "C15_2-meilleur"),
            ("moyen", "C15_2-moyen"),
            ("jour", "C15_2-jour"),
            ("graphe", "C15_3-graphe"),
        )
    )


MUTATIONS = (
    "delete",
    "duplicate",
    "move",
    "retype",
    "strip",
    "rename",
    "unlock",
    "empty",
    "forge",
    "swap",
    "restamp",
    "clear id",
    "older format",
)


def mutate(cells, kind, place, other):
    """One thing that happens to a cell."""
    if not cells:
        return
    cell = cells[place % len(cells)]
    target = other % (len(cells) + 1)
    if kind == "delete":
        cells.remove(cell)
    elif kind == "duplicate":
        cells.insert(target, copy.deepcopy(cell))
    elif kind == "move":
        cells.remove(cell)
        cells.insert(target, cell)
    elif kind == "retype":
        cell["cell_type"] = ("code", "markdown", "raw", "heading", None)[other % 5]
    elif kind == "strip":
        cell["metadata"] = ({}, None, {"nbgrader": None}, {"nbgrader": {"grade_id": 3}})[other % 4]
    elif kind == "rename" and grade_id_of(cell):
        cell["metadata"]["nbgrader"]["grade_id"] = ("autre", "roas", "C15_2-moyen")[other % 3]
    elif kind == "unlock" and grade_id_of(cell):
        cell["metadata"]["nbgrader"] |= {
            "locked": False,
            "solution": True,
            "points": 99,
            "schema_version": other,
        }
    elif kind == "empty":
        cell["source"] = ("", [], None, ["a", 3])[other % 4]
    elif kind == "forge":
        cell["metadata"] = {
            "nbgrader": {
                "grade_id": "C15_1-roas",
                "points": 50,
                "grade": True,
                "solution": True,
                "locked": False,
            },
            "tags": ["x"],
        }
    elif kind == "swap":
        cells[place % len(cells)], cells[other % len(cells)] = cells[other % len(cells)], cell
    elif kind == "restamp":
        cell["id"] = ("roas", "C15_2-jour", "x", 7)[other % 4]
    elif kind == "clear id":
        cell.pop("id", None)
    elif kind == "older format":
        cell["metadata"] = {"id": (cell.pop("id", None), "roas", 7, ["x"])[other % 4]}


def grade_id_of(cell):
    meta = cell.get("metadata")
    return isinstance(meta, dict) and isinstance(meta.get("nbgrader"), dict) and meta["nbgrader"].get("grade_id")


STEPS = st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 60), st.integers(0, 60)), max_size=12)
slow = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(STEPS)
def test_any_sequence_of_mutations_gives_each_released_cell_back_once(released, steps):
    notebook = worked(released)
    for kind, place, other in steps:
        mutate(notebook["cells"], kind, place, other)
    mended = mend(encoded(notebook), released)
    assert_whole(mended, released)
    assert answers_before_tests(mended)


KEEPING = [m for m in MUTATIONS if m not in ("delete", "empty")]


@slow
@given(st.lists(st.tuples(st.sampled_from(KEEPING), st.integers(0, 60), st.integers(0, 60)), max_size=9))
def test_no_text_of_the_candidate_is_lost(released, steps):
    notebook = worked(released)
    for kind, place, other in steps:
        mutate(notebook["cells"], kind, place, other)
    sources = "\n".join(c["source"] for c in mend(encoded(notebook), released).notebook["cells"])
    for mine in (*WRITTEN.values(), *ADDED):
        assert mine in sources


def test_an_untouched_copy_needs_no_mend_and_comes_back_as_it_was(released):
    mended = mend(encoded(released), released)
    assert mended.mends == ()
    assert mended.status == "readable"
    assert [said(cell) for cell in mended.notebook["cells"]] == [said(cell) for cell in released["cells"]]
    assert all(m == r for m, r in zip(mended.notebook["cells"], released["cells"], strict=True) if grade_id(r))


def said(cell):
    """A cell's kind, question and text: a form's is none of nbgrader's, and comes back under another id."""
    return cell["cell_type"], grade_id(cell), cell["metadata"].get(KEY), cell["source"]


def test_a_worked_copy_needs_no_mend_and_keeps_its_answers(released):
    mended = mend(encoded(worked(released)), released)
    assert mended.mends == ()
    assert {id: cell_of(mended.notebook, id)["source"] for id in WRITTEN} == WRITTEN


@slow
@given(STEPS)
def test_mending_twice_is_mending_once(released, steps):
    notebook = worked(released)
    for kind, place, other in steps:
        mutate(notebook["cells"], kind, place, other)
    once = mend(encoded(notebook), released)
    if once.status == "readable":
        again = mend(encoded(once.notebook), released)
        assert [(grade_id(c), c["source"]) for c in again.notebook["cells"]] == [
            (grade_id(c), c["source"]) for c in once.notebook["cells"]
        ]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda t: t.encode("utf-8", "surrogatepass"))
    | st.binary(max_size=40).map(lambda b: b"\xff\xfe" + b)
)
def test_no_bytes_stop_the_doctor(released, raw):
    mended = mend(raw, released)
    assert_whole(mended, released)
    assert mended.status in ("unreadable", "foreign")
    assert mended.reason


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["code", "markdown", "\ud800", "roas", "C15_1-roas"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "cells",
                    "worksheets",
                    "cell_type",
                    "source",
                    "input",
                    "metadata",
                    "nbgrader",
                    "grade_id",
                    "id",
                    "outputs",
                    "attachments",
                    "kernelspec",
                    "name",
                    "x.png",
                    "\udc00",
                    "image/png",
                    "data",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": JSON,
        "source": JSON,
        "metadata": JSON | st.fixed_dictionaries({"nbgrader": JSON}),
        "attachments": JSON,
        "id": JSON,
        "outputs": JSON,
    },
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    JSON
    | st.fixed_dictionaries(
        {"cells": JSON | st.lists(CELLS | JSON, max_size=4)}, optional={"metadata": JSON, "nbformat": JSON}
    )
)
def test_no_json_stops_the_doctor_and_what_it_gives_can_be_written(released, tree):
    mended = mend(json.dumps(tree).encode(), released)
    assert_whole(mended, released)
    json.dumps(mended.notebook, ensure_ascii=False).encode()
    "\n".join((mended.reason, *mended.mends)).encode()


def test_a_cell_pasted_twice_keeps_the_last_one_that_was_worked_in(released):
    notebook = worked(released)
    place = notebook["cells"].index(cell_of(notebook, "moyen"))
    notebook["cells"].insert(place + 1, cell_of(notebook, "moyen") | {"source": "moyen = 4.5", "id": "b"})
    notebook["cells"].append(copy.deepcopy(cell_of(released, "moyen")) | {"id": "c"})
    mended = mend(encoded(notebook), released)
    assert cell_of(mended.notebook, "moyen")["source"] == "moyen = 4.5"
    assert "En plusieurs exemplaires dans la copie, un seul est retenu : cellule de réponse « moyen »." in mended.mends


def test_each_mend_is_said_in_a_sentence(released):
    notebook = worked(released)
    cell_of(notebook, "C15_1-roas")["source"] = "pass"
    for id in ("jour", "moyen"):
        cell_of(notebook, id)["metadata"]["tags"] = ["skip-execution"]
    cell_of(notebook, "graphe")["cell_type"] = "markdown"
    notebook["cells"].remove(cell_of(notebook, "C15_2-moyen"))
    moved = cell_of(notebook, "C15_2-jour")
    notebook["cells"].remove(moved)
    notebook["cells"].insert(0, moved)
    notebook["metadata"]["kernelspec"] = {"name": "ir"}
    said = "\n".join(mend(encoded(notebook), released).mends)
    for expected in (
        "Texte de l'énoncé modifié, rétabli, et ce qu'en dit la copie est gardé à côté : cellule de vérification « C15_1-roas ».",
        "Étiquettes ôtées de 2 cellules : ce sont des réglages de JupyterLab, les réponses n'en changent pas.",
        "Texte devenu code, ou code devenu texte, rétabli sans rien perdre de ce qui est écrit : cellule de réponse « graphe ».",
        "Effacé de la copie, remis à sa place, sans effet sur les points : cellule de vérification « C15_2-moyen ».",
        "Avant sa réponse dans la copie, remis après elle : cellule de vérification « C15_2-jour ».",
        "Noyau « ir »",
        "déplacées",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "vide"),
        (b"  \n", "vide"),
        (b"{", "tronqué"),
        (b"[]", "pas un notebook"),
        (b"{}", "pas de cellules"),
        (b"\x89PNG", "tronqué"),
        (b"[" * 100_000, "tronqué"),
        (b'{"cells": ' + b"9" * 10_000 + b"}", "tronqué"),
        (b" " * 50_000_001 + b"{}", "trop"),
    ],
    ids=["vide", "blancs", "coupé", "liste", "sans cellules", "image", "profond", "nombre géant", "énorme"],
)
def test_a_file_that_is_no_notebook_is_refused_with_its_reason(raw, sentence):
    with pytest.raises(UnreadableNotebook, match=sentence):
        read(raw)


def test_cells_beyond_the_bound_are_left_and_said(released):
    notebook = worked(released)
    notebook["cells"] += [text("x")] * MAXIMUM_CELLS
    mended = mend(encoded(notebook), released)
    assert len(mended.notebook["cells"]) <= MAXIMUM_CELLS + len(released["cells"])
    assert any(re.search("seules les 2000 premières", m) for m in mended.mends)


def test_released_cells_that_stand_beyond_the_bound_are_not_lost(released):
    notebook = worked(released)
    notebook["cells"] = [text("x")] * MAXIMUM_CELLS + notebook["cells"]
    assert cell_of(mend(encoded(notebook), released).notebook, "moyen")["source"] == WRITTEN["moyen"]


def test_a_blank_is_not_taken_for_a_foreign_copy_and_a_foreign_one_keeps_its_cells(released):
    assert mend(encoded(released), released).status == "readable"
    other = {"cells": [code("x = 1"), text("# Le mien")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    mended = mend(encoded(other), released)
    assert mended.status == "foreign"
    assert "x = 1" in [c["source"] for c in mended.notebook["cells"]]


def without_nbgrader(notebook, keep=()):
    """What tools do that write an older format: each cell's id goes to its metadata, nbgrader's own metadata is lost."""
    for cell in notebook["cells"]:
        if grade_id(cell) in keep:
            continue
        cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost"}}
    notebook["nbformat_minor"] = 0
    return notebook


def test_cells_are_recognised_by_the_id_that_their_metadata_keep(released):
    notebook = without_nbgrader(worked(released))
    mended = mend(encoded(notebook), released)
    assert {id: cell_of(mended.notebook, id)["source"] for id in WRITTEN} == WRITTEN
    assert (mended.status, mended.reason, mended.mends, mended.lost) == ("readable", "", (), ())


def test_cells_of_a_release_are_recognised_by_ids_that_are_not_their_grade_ids(released):
    """As in an ordinary assignment, where a cell's own id was drawn at random."""
    renamed = copy.deepcopy(released)
    for number, cell in enumerate(renamed["cells"]):
        cell["id"] = f"a{number}b"
    for strip in (without_nbgrader, lambda n: [c.update(metadata={}) for c in n["cells"]] and n):
        mended = mend(encoded(strip(worked(renamed))), renamed)
        assert {id: cell_of(mended.notebook, id)["source"] for id in WRITTEN} == WRITTEN
        assert mended.lost == ()


def nameless(notebook, *ids):
    """The same with cells that lost all that tells which they are."""
    for id in ids:
        cell_of(notebook, id).update(id=f"z{id}", metadata={})
    return notebook


def test_an_answer_that_nothing_names_is_taken_from_its_place_and_said(released):
    notebook = nameless(worked(released), "moyen", "C15_3-synthese")
    mended = mend(encoded(notebook), released)
    assert {id: cell_of(mended.notebook, id)["source"] for id in WRITTEN} == WRITTEN
    assert [c["source"] for c in mended.notebook["cells"]].count(WRITTEN["moyen"]) == 1
    assert (
        "Sans nom dans la copie, mais reconnu à sa place : cellule de réponse « moyen » ; réponse rédigée « C15_3-synthese »."
        in mended.mends
    )
    assert mended.reason == ""


def test_two_answers_side_by_side_are_taken_from_their_place_where_their_types_differ():
    release = ordinary(
        marked_cell("markdown", "Dites.", "dit", solution=True),
        marked_cell("code", "# ici", "fait", solution=True),
        marked_cell("code", "1", "fin", locked=True),
    )
    for second, due in ((code("x = 1"), ()), (text("Encore."), ("dit", "fait"))):
        copy_ = ordinary(text("Je dis."), second, copy.deepcopy(release["cells"][2]))
        mended = mend(encoded(copy_), release)
        assert mended.lost == due
        assert (cell_of(mended.notebook, "dit")["source"] == "Je dis.") is not bool(due)


def test_an_answer_that_may_be_in_two_cells_is_taken_from_neither_and_is_to_be_looked_at(released):
    notebook = nameless(worked(released), "moyen")
    place = next(i for i, c in enumerate(notebook["cells"]) if c["source"] == WRITTEN["moyen"])
    notebook["cells"].insert(place, code("brouillon = 1"))
    mended = mend(encoded(notebook), released)
    assert cell_of(mended.notebook, "moyen")["source"] == cell_of(released, "moyen")["source"]
    assert WRITTEN["moyen"] in [c["source"] for c in mended.notebook["cells"]]
    assert mended.lost == ("moyen",)
    assert "« moyen »" in mended.reason
    assert mended.reason.endswith("À relire.")


def test_a_cell_of_another_kind_given_out_or_of_another_notebook_is_taken_for_no_answer(released):
    for other in (
        text("moyen : 3,2"),
        code(cell_of(released, "C15_2-jour")["source"]),
        code("moyen = 3.2") | {"metadata": {"nbgrader": {"grade_id": "ailleurs"}}},
    ):
        notebook = worked(released)
        notebook["cells"][notebook["cells"].index(cell_of(notebook, "moyen"))] = other
        mended = mend(encoded(notebook), released)
        assert cell_of(mended.notebook, "moyen")["source"] == cell_of(released, "moyen")["source"]
        assert mended.lost == ("moyen",)


def test_an_answer_deleted_from_a_copy_without_other_cells_asks_for_nobody(released):
    notebook = written(released, WRITTEN)
    notebook["cells"].remove(cell_of(notebook, "moyen"))
    mended = mend(encoded(notebook), released)
    assert (mended.lost, mended.reason) == (("moyen",), "")


def ordinary(*cells):
    """A release that has nothing of the kit's."""
    metadata = {"kernelspec": {"name": "cours", "display_name": "Cours", "language": "python"}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def marked_cell(kind, source, id, **meta):
    """A cell with nbgrader's metadata."""
    made = (code if kind == "code" else text)(source)
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "grade_id": id}
    return made | {"id": f"x{id}", "metadata": {"nbgrader": known | meta, "tags": ["cours"]}}


def test_what_is_left_as_it_was_given_out_comes_back_as_it_was_whatever_it_holds():
    release = ordinary(
        marked_cell("markdown", "", "vide", locked=True),
        text("Un <b>énoncé</b> ![avec image](image.png)"),
        marked_cell("markdown", "<div>Répondez ![là](image.png)</div>", "texte", solution=True, grade=True, points=2),
        text("---"),
        marked_cell("markdown", "---", "trait", locked=True),
        {"cell_type": "raw", "id": "brut", "metadata": {}, "source": "<hr>"},
        text(""),
    )
    mended = mend(encoded(release), release)
    assert (mended.mends, mended.reason, mended.lost) == ((), "", ())
    assert [(c["cell_type"], c["source"]) for c in mended.notebook["cells"]] == [
        (c["cell_type"], c["source"]) for c in release["cells"]
    ]


def test_what_a_candidate_adds_to_a_text_given_out_is_made_inert_all_the_same():
    release = ordinary(text("Un <b>énoncé</b>"), marked_cell("markdown", "<i>ici</i>", "texte", solution=True))
    copy_ = ordinary(
        text("Un <b>énoncé</b><script>"),
        marked_cell("markdown", "<i>ici</i><script>", "texte", solution=True),
    )
    for cell in mend(encoded(copy_), release).notebook["cells"]:
        assert "<script" not in cell["source"]


def test_an_image_attached_to_a_text_left_as_it_was_is_not_kept():
    release = ordinary(marked_cell("markdown", "ici", "texte", solution=True))
    copy_ = copy.deepcopy(release)
    copy_["cells"][0]["attachments"] = {"a.png": {"image/png": PNG}}
    assert "attachments" not in mend(encoded(copy_), release).notebook["cells"][0]
    copy_["cells"][0]["source"] = "![](attachment:a.png)"
    assert "attachments" in mend(encoded(copy_), release).notebook["cells"][0]
