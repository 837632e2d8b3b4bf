"""What several typed in forms, joined: nobody's is lost unseen, and nothing is chosen between two who differ."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from epreuves.answers import joining, typed
from epreuves.answers.joining_typed import join_typed
from epreuves.answers.typed import TypedAnswer, TypedAnswers, tree_of
from epreuves.answers.typed_values import TypedGrid

WORD = st.sampled_from(["", " ", "12", "13 €", "SEO", "Radio"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["SEO", "TV", "Radio"]), WORD, WORD), max_size=3, unique_by=lambda row: row[0]
)
GRIDS = ROWS.map(lambda rows: TypedGrid(("canal", "cout", "clics"), 1, tuple(rows)))
VALUES = st.none() | WORD | st.lists(WORD, max_size=3).map(tuple) | GRIDS
ANSWERS = st.dictionaries(st.sampled_from(["q1", "q2"]), VALUES.map(TypedAnswer), max_size=2).map(
    lambda answers: TypedAnswers("e99", answers)
)
VERSIONS = st.dictionaries(st.sampled_from(["ce notebook", "Camille", "Sacha"]), ANSWERS, min_size=1, max_size=3)


def texts(value):
    match value:
        case None:
            return set()
        case str():
            return {value.strip()} - {""}
        case TypedGrid(keys=keys, rows=rows):
            return {cell.strip() for row in rows for cell in row[keys:]} - {""}
        case _:
            return {text.strip() for text in value} - {""}


@given(VERSIONS)
def test_every_word_typed_by_anybody_is_in_the_joined_answer_or_told(versions):
    joined, lines = join_typed(versions, ["q1", "q2"])
    told = {line.question: " ".join(line.others.values()) for line in lines}
    for answers in versions.values():
        for question, answer in answers.answers.items():
            if tree_of(answer.value) is None:
                continue
            kept = texts(joined.answers[question].value)
            for text in texts(answer.value) - kept:
                assert text in told[question]


@given(VERSIONS)
def test_an_answer_of_one_alone_is_taken_as_it_is(versions):
    joined, lines = join_typed(versions, ["q1", "q2"])
    for line in lines:
        given_by = [a.answers[line.question] for a in versions.values() if line.question in a.answers]
        filled = [answer for answer in given_by if tree_of(answer.value) is not None]
        if len(filled) == 1:
            assert joined.answers[line.question] == filled[0]
            assert not line.others


def test_two_who_filled_each_a_column_have_one_grid():
    columns = ("canal", "cout", "clics")
    versions = {
        "Camille": TypedAnswers("e99", {"q1": TypedAnswer(TypedGrid(columns, 1, (("SEO", "5", ""), ("TV", "7", ""))))}),
        "Sacha": TypedAnswers(
            "e99", {"q1": TypedAnswer(TypedGrid(columns, 1, (("TV", "8", "40"), ("SEO", "", "30"))))}
        ),
    }
    joined, (line,) = join_typed(versions, ["q1"])
    assert joined.answers["q1"].value.rows == (("SEO", "5", "30"), ("TV", "7", "40"))
    assert line.kept == ("Camille", "Sacha")
    assert line.others == {"Sacha": "TV, cout : 8"}


def test_the_files_of_the_others_are_found_by_name_and_what_was_there_is_kept(tmp_path):
    (tmp_path / "seance.json").write_text('{"epreuve": "e99"}', encoding="utf-8")
    typed.keep(tmp_path, "q1", TypedAnswer("12"))
    for path, value in (("parts/Camille", "13"), ("parts/Sacha", "12")):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "e99.ipynb").write_text("{}", encoding="utf-8")
        (tmp_path / path / "seance.json").write_text('{"epreuve": "e99"}', encoding="utf-8")
        typed.keep(tmp_path / path, "q1", TypedAnswer(value))
        typed.keep(tmp_path / path, f"de_{path[6:]}", TypedAnswer("seul"))
        typed.keep(tmp_path / path, "rex-seul", TypedAnswer("à moi"))
    (tmp_path / "parts" / "Noé.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "parts" / "Noé.json").write_text('{"epreuve": "e98", "reponses": {}}', encoding="utf-8")
    before = (tmp_path / typed.FILE).read_bytes()
    members = ["Camille", "Sacha", "Noé"]
    versions, sentences = joining.typed_parts(tmp_path, members)
    assert list(versions) == ["Camille", "Sacha"]
    (sentence,) = sentences
    assert sentence.startswith("Les réponses de « Noé » ne sont pas réunies.")
    answers, lines = joining.joined_answers(tmp_path, members, ["q1", "de_Camille", "de_Sacha"])
    (tmp_path / "e99.ipynb").write_text("{}", encoding="utf-8")
    work = joining.JoinedWork(joining.Node(cells=[]), ())
    joining.save(tmp_path, "e99.ipynb", work, datetime.datetime(2026, 6, 9, 14, 32), answers)
    assert {line.question: (line.kept, dict(line.others)) for line in lines} == {
        "q1": (("ce notebook",), {"Camille": "13"}),
        "de_Camille": (("Camille",), {}),
        "de_Sacha": (("Sacha",), {}),
    }
    kept = typed.read(tmp_path).answers
    assert kept["de_Camille"].value == "seul"
    # What each answers alone, in another notebook of the folder, is nobody else's.
    assert "rex-seul" not in kept
    assert [path.read_bytes() for path in (tmp_path / "parts").glob("avant*.json")] == [before]
