"""The parts of a group joined into the collective notebook: what one wrote is taken, nothing that anybody wrote is lost."""

import datetime
import itertools

import msgspec
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.answers.handing_in import KEY, VARIANT, SavedNotebook, cell_id, plan_of, saved, text, to_settle, versions
from epreuves.answers.joining import FOLDER, join, offer, parts, save
from tests.corpus import ASSIGNMENT, GOOD, encoded, written

ROAS, BEST, WRITING = "roas", "meilleur", "C15_3-synthese"
AT = datetime.datetime(2026, 11, 26, 14, 30, 5)


@pytest.fixture(scope="module")
def given_out(built):
    """The collective notebook as it was given out."""
    return nbformat.read(built / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)


def with_answers(notebook, answers, **beside):
    return nbformat.from_dict(written(notebook, answers, **beside))


def source(notebook, id):
    (found,) = [cell.source for cell in notebook.cells if cell_id(cell) == id]
    return found


def test_what_one_member_wrote_is_taken_and_told(given_out):
    camille = with_answers(given_out, {ROAS: GOOD[ROAS]})
    ilyes = with_answers(given_out, {WRITING: "Nous proposons d'arrêter l'affiche."})
    own = with_answers(given_out, {BEST: GOOD[BEST]})
    work = join(own, {"Camille": camille, "Ilyès": ilyes}, plan_of(own))
    assert source(work.notebook, ROAS) == GOOD[ROAS]
    assert source(work.notebook, BEST) == GOOD[BEST]
    assert source(work.notebook, WRITING) == "Nous proposons d'arrêter l'affiche."
    assert [(answer.kept, answer.others) for answer in work.answers] == [
        ("Camille", ()),
        ("ce notebook", ()),
        ("Ilyès", ()),
    ]
    assert [cell_id(c) for c in work.notebook.cells] == [cell_id(c) for c in given_out.cells]
    nbformat.validate(work.notebook)


def test_where_two_wrote_differently_both_are_kept_and_the_choice_is_theirs(given_out, tmp_path):
    own = with_answers(given_out, {ROAS: "roas = 1", WRITING: "Le **mien**."})
    camille = with_answers(given_out, {ROAS: "roas = 2", WRITING: "Le sien."})
    work = join(own, {"Camille": camille}, plan_of(own))
    assert [answer.others for answer in work.conflicts] == [("Camille",), ("Camille",)]
    assert source(work.notebook, ROAS) == "roas = 1"
    cells = [cell.source for cell in work.notebook.cells]
    other = cells[cells.index("roas = 1") + 1]
    assert "roas = 2" in other
    assert "À trancher" in other
    assert "Le sien." in cells[cells.index("Le **mien**.") + 1]
    # Nothing of another's code is run, and the last cell goes on saying that a choice is due.
    assert all(cell.cell_type == "markdown" for cell in work.notebook.cells if "À trancher" in cell.source)
    assert to_settle(work.notebook.cells) == ["Camille", "Camille"]
    nbformat.write(work.notebook, tmp_path / "n.ipynb")
    found = saved(tmp_path, ASSIGNMENT)
    assert isinstance(found, SavedNotebook)
    assert "Il manque encore 2 versions à trancher." in text(found, versions(found))


MOULD = [
    "Qui a fait quoi :",
    "",
    "| Tâche | Qui |",
    "| --- | --- |",
    "| Étape 1 | |",
    "| Étape 2 | |",
    "| | |",
    "",
    "*Votre réponse ici.*",
]


def test_a_table_to_fill_takes_the_rows_of_each(given_out):
    def filled(*rows):
        return with_answers(given_out, {WRITING: "\n".join([*MOULD[:4], *rows, *MOULD[6:]])})

    own = filled("| Étape 1 | Ilyès |", "| Étape 2 | |")
    camille = filled("| Étape 1 | |", "| Étape 2 | Camille |", "| Relecture | Camille |")
    given = plan_of(given_out)
    assert given is not None
    asked = [msgspec.structs.replace(one, given="\n".join(MOULD)) for one in given.writings]
    plan = msgspec.structs.replace(given, writings=tuple(asked))
    work = join(own, {"Camille": camille}, plan)
    assert work.conflicts == ()
    assert [answer.kept for answer in work.answers] == ["ce notebook et Camille"]
    rows = ["| Étape 1 | Ilyès |", "| Étape 2 | Camille |", "| Relecture | Camille |"]
    assert source(work.notebook, WRITING).splitlines() == [*MOULD[:4], *rows, *MOULD[7:]]
    # Where somebody wrote outside the table, both stay, one under the other.
    apart = with_answers(given_out, {WRITING: "J'ai tout fait."})
    assert len(join(own, {"Camille": apart}, plan).conflicts) == 1


def test_joining_again_adds_nothing(given_out):
    own = with_answers(given_out, {ROAS: "roas = 1"}, before={BEST: "aide = 3"})
    camille = with_answers(given_out, {ROAS: "roas = 2"}, before={BEST: "essai = 4"})
    others = {"Camille": camille}
    once = join(own, others, plan_of(own)).notebook
    again = join(once, others, plan_of(once)).notebook
    assert [cell.source for cell in again.cells] == [cell.source for cell in once.cells]


def test_a_calculation_that_a_member_added_comes_before_the_answer_that_needs_it(given_out):
    camille = with_answers(given_out, {ROAS: "roas = etape * 2"}, before={ROAS: "etape = 21"})
    work = join(given_out, {"Camille": camille}, plan_of(given_out))
    cells = [cell.source for cell in work.notebook.cells]
    assert cells[cells.index("roas = etape * 2") - 1] == "etape = 21"
    assert work.added == 1


@settings(max_examples=40)
@given(
    st.lists(
        st.dictionaries(st.sampled_from([ROAS, BEST, "moyen", WRITING]), st.sampled_from(["a = 1", "b = 2", "c = 3"])),
        max_size=4,
    )
)
def test_nothing_that_anybody_wrote_is_lost(given_out, answers):
    own, *rest = [with_answers(given_out, one) for one in [{}, *answers]]
    others = {f"membre {i}": one for i, one in enumerate(rest)}
    work = join(own, others, plan_of(own))
    for one in answers:
        for id, said in one.items():
            around = [
                c.source
                for c in work.notebook.cells
                if c.source == said or ("À trancher" in c.source and said in c.source)
            ]
            assert around, (id, said)
    # Whose file comes first decides which version stays, never how many do.
    for order in itertools.permutations(others):
        shuffled = join(own, {name: others[name] for name in order}, plan_of(own))
        assert len(shuffled.conflicts) == len(work.conflicts)


def test_files_that_are_no_part_of_this_work_are_told_and_left(given_out, built, tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "Camille.ipynb").write_bytes(encoded(with_answers(given_out, {ROAS: "roas = 1"})))
    (folder / "cassé.ipynb").write_text('{"cells": [', "utf-8")
    (folder / "rex.ipynb").write_bytes((built / "release" / ASSIGNMENT / "rex.ipynb").read_bytes())
    (folder / "lien.ipynb").symlink_to("/etc/passwd")
    (folder / "notes.txt").write_text("rien", "utf-8")
    others, said = parts(tmp_path, plan_of(given_out))
    assert list(others) == ["Camille"]
    assert [sentence.split("\xa0»")[0] for sentence in said] == [
        "«\xa0cassé.ipynb",
        "«\xa0lien.ipynb",
        "«\xa0rex.ipynb",
    ]


def prepared(notebook, letter):
    """A notebook whose preparation was last run for a variant."""
    other = nbformat.from_dict(notebook)
    cell = next(cell for cell in other.cells if cell.cell_type == "code")
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": "…"}, metadata={KEY: {VARIANT: letter}})]
    return other


def test_a_part_that_was_worked_out_on_another_variant_is_told_and_left(given_out, tmp_path):
    folder = tmp_path / FOLDER
    nbformat.write(prepared(given_out, "L"), tmp_path / f"{ASSIGNMENT}.ipynb")
    for name, letter in (("Camille", "C"), ("Sacha", "L")):
        (folder / name).mkdir(parents=True)
        nbformat.write(prepared(given_out, letter), folder / name / f"{ASSIGNMENT}.ipynb")
    (folder / "Noé.ipynb").write_bytes(encoded(given_out))
    others, (said,) = parts(tmp_path, plan_of(given_out))
    assert sorted(others) == ["Noé", "Sacha"]
    assert said.startswith(
        "La part de «\xa0Camille\xa0» n'est pas réunie\xa0: elle répond à la variante C, et ce notebook, à la variante L."
    )


def test_the_notebook_that_was_there_is_kept(given_out, tmp_path):
    (tmp_path / FOLDER).mkdir()
    own = with_answers(given_out, {ROAS: "roas = 1"})
    path = tmp_path / f"{ASSIGNMENT}.ipynb"
    nbformat.write(own, path)
    before = path.read_bytes()
    camille = with_answers(given_out, {BEST: GOOD[BEST]})
    kept = save(tmp_path, path.name, join(own, {"Camille": camille}, plan_of(own)), AT)
    assert (tmp_path / FOLDER / kept).read_bytes() == before
    assert source(nbformat.read(path, as_version=4), BEST) == GOOD[BEST]
    # It is no member's part.
    assert parts(tmp_path, plan_of(own)) == ({}, [])


def test_how_to_join_is_said_where_no_part_is_there(given_out, tmp_path, capsys):
    nbformat.write(given_out, tmp_path / f"{ASSIGNMENT}.ipynb")
    found = saved(tmp_path, ASSIGNMENT)
    assert found.plan.collective
    offer(tmp_path, found, lambda: None)
    assert "dossier «\xa0parts\xa0»" in capsys.readouterr().out


def test_a_members_own_notebook_and_an_individual_epreuve_have_nothing_to_join(built):
    rex = nbformat.read(built / "release" / ASSIGNMENT / "rex.ipynb", as_version=4)
    assert not plan_of(rex).collective


def test_a_copy_handed_in_with_its_parts_is_marked(course, given_out):
    course.hand_in("lea")
    folder = course.folder("lea") / FOLDER
    folder.mkdir()
    nbformat.write(with_answers(given_out, {ROAS: "roas = 1"}), folder / "Camille.ipynb")
    assert course.mark()["lea"]["status"] == "marked"
    assert course.grades("lea")["C15_1-roas"][0] == 4
