"""On assignments that have nothing of the kit's, honest copies have the marks that stock nbgrader gives them."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import epreuves, nbgrader, once
from tests.corpus import cell_of, encoded, grade_id
from tests.grading import ordinary_courses as own
from tests.ledger import ordinary_rows
from tests.ledger.tables import comments, grades

# Its courses are marked once, which takes minutes: one process has all of these tests, and the others go on.
pytestmark = pytest.mark.xdist_group("ordinaires")

#: Stock nbgrader; its command with the kit's configuration; the kit's own command.
WAYS = ("stock", "configuration", "commande")
#: By name of a course, its assignment: the kit's own trial of ordinary assignments, then nbgrader's quickstart, tests and guide.
MODELS = {own.NAME: own.NAME, "quickstart": ordinary_rows.PS1, "tests": own.TESTED, "guide": own.GUIDE}
#: The copy whose feedback is read.
READ = "erreur"
CHEATS = ("cheat", "cheat_alternative")
#: The kit's ways; its configuration marks copies one by one, by the same function.
OWN_WAYS = (pytest.param("configuration", marks=pytest.mark.slow), "commande")


@pytest.fixture(scope="session")
def courses(shared):
    """By assignment and by way of marking, a course in which all copies were marked, made when it is first asked for; without a way, one in
    which they are handed in."""
    place = shared / "ordinaires"
    place.mkdir(exist_ok=True)
    write = {own.NAME: _own, "quickstart": _quickstart, "tests": _tests_of_nbgrader, "guide": _guide}

    def handed_in(model):
        course = place / f"modele-{model}"
        with once(place, course.name) as first:
            if first:
                shutil.rmtree(course, ignore_errors=True)
                write[model](course)
        return course

    def marked(model, way=""):
        if not way:
            return handed_in(model)
        course = place / f"{model}-{way}"
        with once(place, course.name) as first:
            if first:
                shutil.rmtree(course, ignore_errors=True)
                shutil.copytree(handed_in(model), course)
                _mark(course, model, way)
        return course

    return marked


def _mark(course, model, way):
    """Mark all the copies of a course, and give feedback where it is compared."""
    name = MODELS[model]
    (course / "nbgrader_config.py").write_text(own.STOCK if way == "stock" else own.KIT, "utf-8")
    if way == "commande":
        told = _marked(["autograde", name, "--json"], course)
        (course / "dit.json").write_text(json.dumps(told), "utf-8")
    elif (model, way) == ("tests", "configuration"):
        for student in CHEATS:
            nbgrader(course, "autograde", name, f"--student={student}")
    else:
        # Stock nbgrader fails where a copy stops Python.
        nbgrader(course, "autograde", name, check=way != "stock" or model != own.NAME)
    if model == own.NAME and way != "commande":
        nbgrader(course, "generate_feedback", name, f"--student={READ}")


def _tests_of_nbgrader(course):
    _released(course, own.TESTED, own.write_tested)


def _guide(course):
    _released(course, own.GUIDE, own.write_guide)


def _own(course):
    _released(course, own.NAME, own.write_source)
    own.hand_in(course)


def _released(course, name, write):
    course.mkdir()
    (course / "nbgrader_config.py").write_text(own.STOCK, "utf-8")
    write(course)
    nbgrader(course, "generate_assignment", name)


def _quickstart(course):
    ordinary_rows.course(course)
    (course / "nbgrader_config.py").write_text(own.STOCK, "utf-8")
    ordinary_rows.release(course, f"sqlite:///{course / 'gradebook.db'}")


def _marked(command, course):
    done = epreuves(course, *command)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _grades(course, student):
    return grades(f"sqlite:///{course / 'gradebook.db'}", student)


def _tests(course, student):
    """Rows of the cells of tests of `calculs`."""
    return {id: row for id, row in _grades(course, student).items() if id.startswith("test-") and id != "test-x"}


def _comments(course, student):
    return comments(f"sqlite:///{course / 'gradebook.db'}", student)


HONEST = [(own.NAME, s) for s in own.COPIES]
HONEST += [("quickstart", s) for s in ordinary_rows.COPIES]
HONEST += [("tests", s) for s in own.TESTED_COPIES if s not in CHEATS]
HONEST += [("guide", s) for s in own.GUIDE_COPIES]
COMPARED = [
    *((*copy, "commande") for copy in HONEST),
    *((*copy, "configuration") for copy in HONEST if copy[0] == own.NAME),
]


def _told(courses, model):
    return {r["student"]: r for r in json.loads((courses(model, "commande") / "dit.json").read_bytes())}


# Stock nbgrader takes seconds a copy.
@pytest.mark.slow
@pytest.mark.parametrize(("model", "student", "way"), COMPARED)
def test_an_honest_copy_has_the_rows_of_stock_nbgrader(model, student, way, courses):
    due = _grades(courses(model, "stock"), student)
    assert due, "stock nbgrader marked the copy"
    assert _grades(courses(model, way), student) == due


# Stock nbgrader takes seconds a copy.
@pytest.mark.slow
@pytest.mark.parametrize(("model", "student", "way"), COMPARED)
def test_an_honest_copy_has_the_comments_of_stock_nbgrader(model, student, way, courses):
    assert _comments(courses(model, way), student) == _comments(courses(model, "stock"), student)


@pytest.mark.parametrize(
    ("model", "student"),
    [pytest.param(*c, marks=() if c[0] == own.NAME else pytest.mark.slow) for c in HONEST],
)
def test_an_honest_copy_has_in_the_results_the_points_that_the_machine_gave(model, student, courses):
    told = _told(courses, model)[student]
    rows = _grades(courses(model, "commande"), student)
    if not told["questions"]:  # nothing in it is the machine's to mark
        assert (told["score"], told["max_score"]) == (None, None)
        assert {auto for auto, _, _ in rows.values()} <= {0.0, None}
        return
    assert told["score"] == sum(auto for auto, _, _ in rows.values() if auto is not None)
    assert told["max_score"] >= told["score"]
    for id, question in told["questions"].items():
        assert question["points"] == rows[id][0]


@pytest.mark.parametrize("way", OWN_WAYS)
@pytest.mark.parametrize("student", own.COPIES)
def test_nothing_is_said_or_put_into_an_honest_copy(student, way, courses):
    told = _told(courses, own.NAME)[student]
    assert (told["status"], told["reason"], told["mends"]) == ("marked", "", [])
    paths = list((courses(own.NAME, way) / "autograded" / student / own.NAME).glob("*.ipynb"))
    assert paths
    for path in paths:
        kept, due = (
            [(c["cell_type"], grade_id(c)) for c in json.loads(p.read_bytes())["cells"]]
            for p in (path, courses(own.NAME, way) / "release" / own.NAME / path.name)
        )
        assert kept == due


@pytest.mark.parametrize("way", OWN_WAYS)
@pytest.mark.parametrize("student", own.STOPPED)
def test_tests_that_did_not_run_earn_nothing_and_wait_for_a_person(student, way, courses):
    assert set(_tests(courses(own.NAME, way), student).values()) == {(0.0, None, True)}
    told = _told(courses, own.NAME)[student]
    assert (told["status"], told["score"]) == ("interrupted", 0)
    assert "n'ont pas été exécutées" in told["reason"]


@pytest.mark.parametrize("way", OWN_WAYS)
@pytest.mark.parametrize("student", own.HIDING)
def test_tests_that_hide_their_failure_earn_nothing_and_wait_for_a_person(student, way, courses):
    rows = _tests(courses(own.NAME, way), student)
    unseen = {id for id, (_, _, waits) in rows.items() if waits}
    assert unseen
    assert {rows[id][0] for id in unseen} == {0.0}
    said = _told(courses, own.NAME)[student]["reason"]
    assert "sans le montrer" in said
    for id in unseen:
        assert f"« {id} »" in said


@pytest.mark.parametrize("way", OWN_WAYS)
@pytest.mark.parametrize("student", own.FLOODING)
def test_a_result_that_is_not_kept_earns_nothing_and_waits_for_a_person(student, way, courses):
    assert _tests(courses(own.NAME, way), student)["test-found"] == (0.0, None, True)
    said = _told(courses, own.NAME)[student]["reason"]
    assert "« test-found » a montré plus qu'il n'en est gardé" in said


def test_a_result_shown_before_the_error_earns_nothing(courses):
    rows = _grades(courses(own.NAME, "commande"), "resultat_avant_l_erreur")
    assert rows["test-two-lines"] == (0.0, None, True)


@pytest.mark.slow
def test_stock_nbgrader_pays_what_the_kit_does_not_and_agrees_on_the_rest(courses):
    stock, kit = courses(own.NAME, "stock"), courses(own.NAME, "commande")
    # It gives nothing to any of a copy that stops Python, and waits for a person as well.
    assert {row for s in own.STOPPED for row in _tests(stock, s).values()} == {(None, None, True)}
    for student in own.HIDING:
        due, rows = _tests(stock, student), _tests(kit, student)
        seen = {id for id, (_, _, waits) in rows.items() if not waits}
        assert {id: rows[id] for id in seen} == {id: due[id] for id in seen}
    # Without its result, a cell is paid in full.
    assert {_tests(stock, s)["test-found"] for s in own.FLOODING} == {(1.0, None, False)}
    assert _grades(stock, "resultat_avant_l_erreur")["test-two-lines"] == (2.0, None, False)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS[1:])
@pytest.mark.parametrize("student", CHEATS)
def test_the_cheats_that_nbgrader_knows_of_earn_what_it_gives_them_and_wait_for_a_person(student, way, courses):
    due = _grades(courses("tests", "stock"), student)
    assert due["bar"] == (0.0, None, False)
    assert _grades(courses("tests", way), student) == due | {"bar": (0.0, None, True)}


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_an_ordinary_assignment_is_released_as_stock_nbgrader_releases_it(model, courses, tmp_path):
    name, stock = MODELS[model], courses(model)
    shutil.copytree(stock / "source", tmp_path / "source")
    (tmp_path / "nbgrader_config.py").write_text(own.KIT, "utf-8")
    nbgrader(tmp_path, "generate_assignment", name)
    for path in (stock / "release" / name).iterdir():
        assert (tmp_path / "release" / name / path.name).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_the_words_that_a_course_sets_stand_in_its_releases(courses, tmp_path):
    shutil.copytree(courses(own.NAME) / "source", tmp_path / "source")
    words = "c.ClearSolutions.code_stub = {'python': '# ICI'}\nc.ClearSolutions.text_stub = 'LÀ'\n"
    (tmp_path / "nbgrader_config.py").write_text(own.KIT + words, "utf-8")
    nbgrader(tmp_path, "generate_assignment", own.NAME)
    notebook = json.loads((tmp_path / "release" / own.NAME / "textes.ipynb").read_bytes())
    assert "".join(cell_of(notebook, "by-hand")["source"]) == "# ICI"
    assert "".join(cell_of(notebook, "why")["source"]) == "LÀ"


def _page(course, student, notebook):
    """A feedback page, without what changes at each run: names of temporary files, digests."""
    text = (course / "feedback" / student / own.NAME / f"{notebook}.html").read_text("utf-8")
    return re.sub(r"/tmp/ipykernel_\d+/\d+|<!-- empreinte : \w+ -->\s*$", "", text)


@pytest.mark.slow
def test_the_page_of_an_ordinary_copy_is_nbgraders_own(courses, tmp_path):
    student = READ
    course = tmp_path / "cours"
    shutil.copytree(courses(own.NAME, "commande"), course)
    for folder in ("submitted", "autograded"):
        for place in (course / folder).iterdir():
            if place.name != student:
                shutil.rmtree(place)
    first, second = (epreuves(course, "feedback", own.NAME, "--json") for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert {json.loads(line)["status"] for line in second.stdout.splitlines()} == {"skipped"}
    due = _page(courses(own.NAME, "stock"), student, "textes")
    for found in (course, courses(own.NAME, "configuration")):
        assert _page(found, student, "textes").rstrip() == due.rstrip()
        assert "restitution" not in _page(found, student, "calculs").lower()


def test_a_copy_that_is_out_of_time_earns_nothing_where_tests_did_not_run(courses, tmp_path):
    course = _alone(courses, tmp_path, "c.ExecuteAndMark.total_seconds = 3.0\n")
    _write(course, "calculs", {"mean": "import time\ntime.sleep(2)", "total": "import time\ntime.sleep(2)"})
    (told,) = _marked(["autograde", own.NAME, "--json"], course)
    assert (told["status"], told["score"]) == ("interrupted", 0)
    rows = _tests(course, "eleve")
    assert rows["test-found"] == (0.0, None, True)
    assert {waits for _, _, waits in rows.values()} == {True}


def test_a_file_that_is_no_notebook_earns_nothing_and_every_cell_waits_for_a_person(courses, tmp_path):
    course = _alone(courses, tmp_path)
    for name in own.NOTEBOOKS:
        (course / "submitted" / "eleve" / own.NAME / f"{name}.ipynb").write_bytes(b"{")
    (told,) = _marked(["autograde", own.NAME, "--json"], course)
    assert (told["status"], told["score"]) == ("unreadable", 0)
    rows = _grades(course, "eleve")
    assert {waits for _, _, waits in rows.values()} == {True}
    assert {auto for auto, _, _ in rows.values()} == {0.0, None}


LOST = {
    "identifiants_dans_les_metadonnees": lambda cell: {"id": cell["id"]},
    "rien": lambda cell: {},
}


@pytest.mark.parametrize("way", LOST)
def test_answers_that_lost_nbgraders_metadata_have_the_marks_of_the_same_answers_with_it(way, courses, tmp_path):
    course = _alone(courses, tmp_path)
    _write(course, "calculs", own.RIGHT)
    _write(course, "textes", own.RIGHT, lambda cell: cell.update(metadata=LOST[way](cell)) or cell.pop("id"))
    (told,) = _marked(["autograde", own.NAME, "--json"], course)
    due = _grades(courses(own.NAME, "commande"), "juste")
    if way == "rien":
        # Answers left as they were given out, side by side and before a cell without text: nothing tells which is which.
        due |= dict.fromkeys(("html", "zero-text", "zero-code"), (None, None, True))
    assert _grades(course, "eleve") == due
    assert (told["reason"], bool(told["mends"])) == ("", way == "rien")


def test_an_answer_that_may_lie_in_other_cells_waits_for_a_person_and_is_said(courses, tmp_path):
    course = _alone(courses, tmp_path)
    _write(course, "calculs", own.RIGHT)
    place = _write(course, "textes", own.RIGHT)
    notebook = json.loads(place.read_bytes())
    answer = cell_of(notebook, "why")
    answer.update(id="autre", metadata={})
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "note", "metadata": {}, "source": "Mes notes."})
    place.write_bytes(encoded(notebook))
    for words in (["autograde", own.NAME, "--json"], None):
        if words:
            (told,) = _marked(words, course)
            assert told["status"] == "marked"
            assert "« why »" in told["reason"]
        else:
            shutil.rmtree(course / "autograded")
            nbgrader(course, "autograde", own.NAME, "--force")
        assert _grades(course, "eleve")["why"] == (None, None, True)
        assert _comments(course, "eleve")["why"] == (None, None)


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """A course of the kit's configuration whose assignment has tests that are hidden whole, released."""
    course = tmp_path_factory.mktemp("caches") / "cours"
    _released(course, own.HIDDEN, own.write_hidden)
    (course / "nbgrader_config.py").write_text(own.KIT, "utf-8")
    return course


def _handed_in(hidden, tmp_path, answers, change):
    """A course in which one copy of the hidden assignment is handed in; change: what becomes of its notebooks' cells, by name."""
    course = Path(shutil.copytree(hidden, tmp_path / "cours"))
    place = course / "submitted" / "eleve" / own.HIDDEN
    shutil.copytree(course / "release" / own.HIDDEN, place)
    for path in place.glob("*.ipynb"):
        notebook = json.loads(path.read_bytes())
        for one in notebook["cells"]:
            one["source"] = answers.get(grade_id(one), one["source"])
        change(path.stem, notebook["cells"])
        path.write_bytes(encoded(notebook))
    return course


def _without_names(name, cells):
    if name == "premier":
        for one in cells:
            one["metadata"] = {}
            del one["id"]


def _without_names_of_tests(name, cells):
    for one in cells:
        if (grade_id(one) or "").startswith("test-") and name == "premier":
            one["metadata"] = {}
            del one["id"]


@pytest.mark.parametrize("command", [("autograde", own.HIDDEN, "--json"), ()])
def test_tests_that_lose_points_after_a_lost_answer_wait_for_a_person_and_are_said(command, hidden, tmp_path):
    course = _handed_in(hidden, tmp_path, own.HIDDEN_RIGHT, _without_names)
    if command:
        (told,) = _marked(command, course)
        for id in ("one", "two", "three", "test-one", "test-two", "test-three"):
            assert f"« {id} »" in told["reason"].replace("\u00a0", " ")
        assert "suivent une réponse qui manque" in told["reason"]
        # The cell of tests that nothing else looks like is recognised, and so is the answer before it.
        assert "test-write" not in told["reason"]
    else:
        nbgrader(course, "autograde", own.HIDDEN)
    rows = _grades(course, "eleve")
    assert {id for id, (_, _, waits) in rows.items() if waits} >= {"test-one", "test-two", "test-three"}
    assert rows["test-write"] == (8.0, None, False)


def test_tests_that_cannot_be_told_apart_are_put_after_their_own_answers(hidden, tmp_path):
    course = _handed_in(hidden, tmp_path, own.HIDDEN_RIGHT, _without_names_of_tests)
    (told,) = _marked(["autograde", own.HIDDEN, "--json"], course)
    rows = _grades(course, "eleve")
    assert {rows[f"test-{id}"] for id in ("one", "two", "three")} == {(float(n), None, False) for n in (1, 2, 4)}
    assert "réponse qui manque" not in told["reason"]


@pytest.mark.parametrize("answers", [own.HIDDEN_RIGHT, own.HIDDEN_RIGHT | {"six": "six = 6"}])
def test_tests_after_a_file_that_another_notebook_writes_wait_for_a_person_where_it_was_not_found(
    answers, hidden, tmp_path
):
    course = _handed_in(hidden, tmp_path, answers, lambda name, cells: None)
    (told,) = _marked(["autograde", own.HIDDEN, "--json"], course)
    rows = _grades(course, "eleve")
    sought = answers == own.HIDDEN_RIGHT
    assert rows["test-six"] == (0.0, None, sought)
    assert ("« test-six » vient après" in told["reason"].replace("\u00a0", " ")) == sought
    assert {row for id, row in rows.items() if id.startswith("test-") and id != "test-six" and row[2]} == set()
    assert told["score"] == 191


def _alone(courses, tmp_path, more=""):
    """A course of the kit's configuration in which one copy, blank, is handed in."""
    course = tmp_path / "cours"
    model = courses(own.NAME)
    shutil.copytree(model, course, ignore=shutil.ignore_patterns("submitted"))
    (course / "nbgrader_config.py").write_text(own.KIT + more, "utf-8")
    shutil.copytree(model / "submitted" / "intacte", course / "submitted" / "eleve")
    return course


def _write(course, name, answers, change=lambda cell: None):
    """Write answers in a notebook of the only copy, and change each cell."""
    path = course / "submitted" / "eleve" / own.NAME / f"{name}.ipynb"
    notebook = json.loads(path.read_bytes())
    for one in notebook["cells"]:
        if grade_id(one) in answers:
            one["source"] = answers[grade_id(one)]
        change(one)
    path.write_bytes(encoded(notebook))
    return path


def test_the_copies_compared_have_marks_of_every_kind(courses):
    """Full, partial, none, none yet: or the comparison would show little."""
    seen = {s: _grades(courses(own.NAME, "commande"), s) for s in own.COPIES}
    assert seen["juste"]["test-mean-hidden"][0] == 3
    assert seen["partielle"]["test-mean"][0] == 2
    assert seen["partielle"]["test-mean-hidden"][0] == 0
    assert seen["partielle"]["test-found"][0] == 2
    assert seen["juste"]["why"][0] is None
    assert seen["intacte"]["why"][0] == 0
    assert seen["erreur"]["test-total"][0] == 0
    assert seen["juste"]["test-last-value"][0] == 0  # what tests write on stderr counts as a failure


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "c.Autograde.sanitize_preprocessors = ['nbgrader.preprocessors.ClearOutput', 'nbgrader.preprocessors.OverwriteCells']",
        "c.OverwriteCells.add_missing_cells = True",
    ],
)
def test_where_the_course_changes_the_steps_nbgrader_marks_one_by_one_and_it_is_said(line, courses, tmp_path):
    course = tmp_path / "cours"
    shutil.copytree(courses(own.NAME), course)
    (course / "nbgrader_config.py").write_text(f"{own.KIT}\n{line}\n", "utf-8")
    command = ["autograde", own.NAME, "--json", "--student", "juste", "--student", "partielle"]
    done = epreuves(course, *command)
    assert done.returncode == 0, done.stderr
    setting = line.split(" =")[0]
    assert f"« {setting} » change les étapes de nbgrader" in done.stderr
    for student in ("juste", "partielle"):
        due = _grades(courses(own.NAME, "stock"), student)
        assert _grades(course, student) == due
    again = epreuves(course, *command)
    assert {json.loads(told)["status"] for told in again.stdout.splitlines()} == {"skipped"}
