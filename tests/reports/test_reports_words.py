"""What is said: goldens word for word, what to work on next, the two looks side by side, units, what is never told."""

import msgspec
import pytest

from epreuves.referentiel.levels import LEVELS, Level
from epreuves_kit.feedback.advice import MOST, next_steps, strengths, whole
from epreuves_kit.feedback.chart import chart
from epreuves_kit.feedback.lines import CompetenceBlock, CritereLine, QuestionLine
from epreuves_kit.feedback.page import compose
from epreuves_kit.feedback.view import view
from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.gradebook.rows import Grade, Rows
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.evidence import Status
from epreuves_kit.marking.in_words import Answer, headed, short, told, units
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports.document import document
from epreuves_kit.reports.transcript import transcript
from tests.course import ROOT
from tests.gradebook.pages import acting
from tests.jury.facts import candidate, changed, fact, rules
from tests.reports import golden, submission
from tests.reports.golden import E17


def question(id, points, maximum, outcome="À reprendre", sentence="", pending=False):
    return QuestionLine(id, f"Question {id}", points, maximum, "✗", outcome, sentence, pending)


def critere(id, level, maximum=6, comment=""):
    points = 0 if level is None else Level(level).points(maximum)
    return CritereLine(id, f"Critère {id}", None if level is None else Level(level), "", points, maximum, comment, "")


def block(*lines, self_level=None, code="C1.1"):
    questions = tuple(line for line in lines if isinstance(line, QuestionLine))
    criteres = tuple(line for line in lines if isinstance(line, CritereLine))
    return CompetenceBlock(code, "Libellé", "Titre", 0, 0, questions, criteres, self_level, "")


@pytest.mark.parametrize("name", golden.made())
def test_a_report_says_what_the_golden_one_says(name):
    assert golden.made()[name] == (golden.FOLDER / name).read_text("utf-8"), (
        "python -m tests.reports.golden, then look at it"
    )


def test_what_cost_most_comes_first_and_a_known_mistake_before_what_cost_as_much():
    steps = next_steps(
        [
            block(
                question("a", 1, 3),
                question("b", 0, 2),
                critere("k", 1, 3),
                question("c", 0, 2, "Erreur reconnue", "La TVA."),
            )
        ]
    )
    assert [step.title for step in steps] == ["Question c", "Critère k", "Question a", "Question b"]
    assert steps[0].why == "La TVA."


def test_at_most_five_lines_are_told():
    assert len(next_steps([block(*(question(str(n), 0, n + 1) for n in range(9)))])) == MOST == 5


def test_what_is_right_acquired_or_awaited_is_not_to_be_worked_on():
    lines = (
        question("a", 2, 2),
        question("b", 0, 2, pending=True),
        critere("k", 2),
        critere("m", 3),
        critere("n", None),
    )
    assert next_steps([block(*lines)]) == ()


def test_a_step_says_what_was_seen_and_what_to_take_up_again():
    judged = "Jugé sur l'écrit A, point 3, et sur le tableau : des sources qui conviennent."
    line = msgspec.structs.replace(critere("k", 1), descriptor="Des sources sont nommées.", judged_on=judged)
    (step,) = next_steps([block(line)])
    assert step.why == "Niveau « en cours d'acquisition » : des sources sont nommées."
    assert step.todo == ("Reprenez l'écrit A, point 3, et le tableau : des sources qui conviennent.")


@pytest.mark.parametrize(
    ("judged", "again"),
    [
        ("le fichier event, puis sur l'écrit A, point 4", "le fichier event, puis l'écrit A, point 4"),
        (
            "le titre, sur le classeur et sur la dernière phrase",
            "le titre, le classeur et la dernière phrase",
        ),
        ("le mot à Lise et sur les écrits C et D", "le mot à Lise et les écrits C et D"),
        ("l'écrit B, qui porte sur la note", "l'écrit B, qui porte sur la note"),
    ],
)
def test_each_place_where_a_criterion_is_judged_is_to_be_taken_up_again(judged, again):
    line = msgspec.structs.replace(critere("k", 1), judged_on=f"Jugé sur {judged} : le point 2 sur la note.")
    (step,) = next_steps([block(line)])
    assert step.todo == f"Reprenez {again} : le point 2 sur la note."


def test_what_is_done_well_comes_by_level_then_by_points():
    lines = (
        question("a", 2, 2, "Juste"),
        question("b", 6, 6, "Juste"),
        question("c", 1, 9),
        critere("k", 2),
        critere("m", 3),
        critere("n", 1),
    )
    assert [one.title for one in strengths([block(*lines)])] == [
        "Critère m",
        "Question b",
        "Critère k",
        "Question a",
    ]
    told = [msgspec.structs.replace(critere("k", n), descriptor="Des sources.") for n in (2, 3)]
    assert [one.said for one in strengths([block(*told)])] == [
        "Des sources.",
        "Niveau « acquis » : des sources.",
    ]


def test_an_answer_that_is_right_in_part_is_told_once_with_what_to_work_on():
    blocks = [block(question("c", 1.5, 4, "En partie juste"), question("d", 0, 4), critere("n", 1))]
    assert strengths(blocks) == ()
    assert [step.title for step in next_steps(blocks)].count("Question c") == 1


BLANK = [question(id, 0, 5, "Sans réponse") for id in "ab"]
WEAK = [question("a", 0, 5), question("b", 1, 5), question("c", 4, 4, "Juste")]
FINE = [question("a", 5, 5, "Juste"), question("b", 4, 4, "Juste")]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([*BLANK, critere("k", 0)], "Cette copie est arrivée vide"),
        ([*BLANK, critere("k", None)], "À ce jour, aucune réponse n'est encore juste. Le reste attend"),
        ([*WEAK, critere("k", 0), critere("m", 0)], "Des bases sont là : 1 réponse sur 3 est juste, et aucun critère n'est encore acquis. La suite dit"),
        ([*WEAK[:2], critere("k", 0)], "mais 1 l'est en partie"),
        ([*WEAK, critere("k", 3), critere("m", 2)], "Les écrits sont là, les calculs restent à reprendre : 1 réponse sur 3 est juste, et tous les critères appréciés sont acquis, dont 1 au niveau le plus haut."),
        ([*FINE, critere("k", 3), critere("m", 2)], "Très beau travail : toutes vos réponses sont justes (2 sur 2), et tous les critères"),
        ([question("a", 0, 5)], "Tout reste à construire : aucune réponse n'est encore juste."),
        ([*FINE, critere("k", 0), critere("m", 0)], "Les calculs sont là, les écrits restent à reprendre : toutes vos réponses"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_whole_is_one_true_sentence(lines, said):
    made = block(*lines)
    points = sum(line.points for line in lines)
    maximum = sum(line.maximum for line in lines)
    told = whole([msgspec.structs.replace(made, points=points, maximum=maximum)])
    assert said in told
    assert bool(said) == bool(told)


def test_an_empty_copy_is_told_where_to_begin_and_not_five_times_that_all_lacks():
    steps = next_steps([block(*BLANK, critere("k", 0), critere("m", 0))])
    assert [step.title for step in steps] == ["Question a", "Critère k"]


@pytest.mark.parametrize(
    ("own", "levels", "said"),
    [
        (3, (1, 2), "au-dessus"),
        (0, (1, 1), "au-dessous"),
        (2, (2, 3), "se rejoignent"),
        (2, (2, None), ""),
        (None, (2, 2), ""),
    ],
)
def test_a_whole_level_makes_a_gap_with_the_graders_once_they_have_all_judged(own, levels, said):
    words = block(*(critere(str(n), level) for n, level in enumerate(levels)), self_level=own).gap_words
    assert said in words
    assert bool(words) == bool(said)


def test_the_chart_has_a_bar_for_each_part_that_there_is_and_says_it_all_in_words():
    drawn = chart(
        [
            block(question("a", 1, 4), critere("k", 2)),
            block(critere("m", None), code="C1.2"),
            block(question("z", 1, 1), code=""),
        ]
    )
    assert [(row.code, [(bar.kind, bar.width) for bar in row.bars]) for row in drawn.rows] == [
        ("C1.1", [("machine", 25.0), ("grille", 66.67)]),
        ("C1.2", [("grille", 0.0)]),
    ]
    assert "25\N{NO-BREAK SPACE}%" in drawn.said
    assert "en attente" in drawn.said
    assert chart([]) is None


def test_a_feedback_tells_no_descriptor_of_a_level_that_was_not_given():
    page = compose(referentiel(ROOT), "lea", submission.notebook(E17), submission.rows(E17, level=1), "0" * 32).decode()
    given = {submission.LEVELS[1], submission.LEVELS[3]}
    assert {told for told in submission.LEVELS if told in page.replace("&#39;", "'")} == given


@pytest.mark.parametrize(("points", "told_"), [(4.0, "Erreur reconnue, une part est gardée"), (0.0, "Erreur reconnue")])
def test_a_mistake_is_told_as_keeping_a_part_of_the_points_where_it_keeps_some(points, told_):
    copy = submission.rows(E17)
    grades = {
        id: msgspec.structs.replace(grade, score=points) if grade.score == 4.0 and id.endswith("-q") else grade
        for id, grade in copy.grades.items()
    }
    page = view(
        referentiel(ROOT),
        "lea",
        submission.cells(E17),
        submission.record(E17),
        msgspec.structs.replace(copy, grades=grades),
    )
    mistakes = [q for block in page.competences for q in block.questions if q.outcome.startswith("Erreur")]
    assert {q.outcome for q in mistakes} == {told_}
    assert {q.points for q in mistakes} == {points}


def test_the_total_of_a_page_is_what_is_left_once_lateness_has_cost():
    copy = submission.rows(E17)
    whole_, late = (
        view(
            referentiel(ROOT),
            "lea",
            submission.cells(E17),
            submission.record(E17),
            msgspec.structs.replace(copy, penalty=cost),
        )
        for cost in (0.0, 1.5)
    )
    assert late.points == whole_.points - 1.5
    assert "Pénalité de retard déduite : 1,5 point." in late.notes


def test_a_transcript_says_the_jurys_own_word_and_only_the_blocs_asked_for():
    facts = candidate(fact("C15.1", 10, changed=changed(Status.VALIDATED)), blocs=("B2",))
    told_ = transcript(facts, decide(facts, rules()), rules(), "S")
    assert [bloc.code for bloc in told_.blocs] == ["B2"]
    assert told_.overall is None
    line = next(line for line in told_.blocs[0].lines if line.code == "C15.1")
    assert line.word.text == "validée (décision du jury)"
    # And why, which nothing else of the page says where it is had.
    assert [said for said in told_.blocs[0].notes if "C15.1" in said and "Écrits repris en jury." in said] != []


def test_what_lacks_is_told_and_never_shown_as_zero():
    facts = candidate(fact("C15.1", None, lacking=("la copie",)))
    bloc = next(b for b in transcript(facts, decide(facts, rules()), rules(), "S").blocs if b.code == "B2")
    assert bloc.lacking == ("La copie : C15.1.",)
    assert [line.code for line in bloc.lines] == ["C15.2"]


def test_a_document_has_texts_tables_and_figures_and_neither_code_nor_marks():
    made = document(submission.cells(E17), submission.record(E17))
    assert made.title == "Lire le marché"
    assert [part.title for part in made.parts][:2] == ["Le coût de C15.1", "La note sur C15.1"]
    assert [b.kind for b in made.parts[0].blocks] == ["answer", "image", "html"]
    assert (made.parts[0].blocks[0].answer.text, made.parts[0].blocks[0].units) == ("1\u202f234,57", "€")
    said = msgspec.json.encode(made).decode()
    for secret in (
        "secret_du_candidat",
        "brouillon imprimé",
        "TVA",
        "MARK SCHEME",
        "verifier",
        *submission.LEVELS,
    ):
        assert secret not in said, secret
    for part in made.parts:
        for piece in part.blocks:
            assert acting(piece.content if piece.kind == "html" else "") == []


def test_a_document_says_what_it_does_not_hold():
    cells = submission.cells(E17, text="*Votre réponse ici.*")
    made = document(cells, None)
    assert made.lacking == ("La note sur C15.1", "La note sur C15.2", "La note sur C15.3")


@pytest.mark.parametrize(
    ("form", "given", "due"),
    [
        ('nombre(unite="€")', Answer(text="12"), "€"),
        ("entier()", Answer(text="12"), ""),
        ("pourcentage()", Answer(text="3,4"), "%"),
        ("pourcentage()", Answer(text="0,034"), "% ou proportion"),
        ('pourcentage(echelle="pourcent")', Answer(text="0,4"), "%"),
        ('serie(cle="c", valeurs=nombre(unite="jours"))', Answer(rows=(("a", "1"),)), "jours"),
    ],
)  # fmt: skip
def test_an_answer_has_its_units(form, given, due):
    assert told(units(f'verifier("C1_1-x", x, {form})'), given) == due


def test_a_column_has_its_unit_in_its_header():
    form = 'tableau(cle="c", colonnes={"n": entier(), "prix_ht": nombre(unite="€"), "ctr": pourcentage()})'
    given = Answer(header=("", "n", "prix_ht", "ctr"), rows=(("a", "1", "2", "3,4"),))
    assert headed(units(f'verifier("C1_1-x", x, {form})'), given) == ("", "n", "prix ht (€)", "ctr (%)")


def test_the_columns_of_a_table_are_named_on_the_page_as_the_statement_spells_them():
    tests = 'verifier("C1_1-x", x, tableau("zone", {"cout_ht": nombre(unite="€"), "reticents": entier()}))'

    def cell(kind, source, id, **meta):
        return {
            "cell_type": kind,
            "source": source,
            "metadata": {"nbgrader": {"grade_id": id, "locked": True} | meta},
        }

    statement = "Le coût HT de chaque zone, et les réticents.\n\nUn tableau : `zone`, `cout_ht`, `reticents`."
    cells = [cell("markdown", statement, "enonce"), cell("code", tests, "C1_1-x", grade=True)]
    rows = [{"$": "dict", "paires": [["zone", "Est"], ["cout_ht", 12], ["reticents", 3]]}]
    record = MarkingRecord(status="marked", answers={"C1_1-x": rows})
    page = view(referentiel(ROOT), "lea", cells, record, Rows("c", 0.0, {"C1_1-x": Grade(1.0, 1.0, False, False)}, {}))
    (line,) = page.competences[0].questions
    assert line.answer is not None
    assert line.answer.header == ("Zone", "Coût ht (€)", "Réticents")


@pytest.mark.parametrize("source", ["", "verifier(", "verifier()", "f(" * 500, "verifier('a', x, 1)"])
def test_a_cell_that_asks_for_no_form_has_no_units(source):
    assert units(source) == {}


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("0,018296", "0,0183"),
        ("-5,25", "−5,25"),
        ("1\u202f234,57", "1\u202f234,57"),
        ("T4 2025", "T4 2025"),
        ("2026-05-08", "08/05/2026"),
        ("12", "12"),
    ],
)
def test_a_number_is_as_long_as_a_reader_needs(given, due):
    assert short(given) == due


def test_every_level_has_a_word_in_a_transcript():
    facts = candidate(fact("C15.1", 60, levels=(0, 1, 2, 3)))
    line = next(
        ln
        for b in transcript(facts, decide(facts, rules()), rules(), "S").blocs
        for ln in b.lines
        if ln.code == "C15.1"
    )
    assert line.levels == ", ".join(f"1\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{level.label}" for level in LEVELS)


def test_compétences_stand_in_the_référentiel_s_order_whatever_that_of_the_questions():
    cells = submission.cells(E17)
    # The questions and criteria of the last compétence come first.
    turned = [c for c in cells if "C15_3" in str(c)] + [c for c in cells if "C15_3" not in str(c)]
    made = view(referentiel(ROOT), "zoe", turned, submission.record(E17), submission.rows(E17))
    assert [one.code for one in made.competences] == ["C15.1", "C15.2", "C15.3"]


def test_a_candidate_reads_headings_where_a_mend_names_cells_by_their_identifiers():
    record = submission.record(E17)
    question = record.marks[0].question
    said = f"Effacé : cellule de vérification « {question} ». Fichier « annexe.csv » mis de côté."
    made = view(
        referentiel(ROOT),
        "zoe",
        submission.cells(E17),
        msgspec.structs.replace(record, mends=(said,)),
        submission.rows(E17),
    )
    [shown] = made.mends
    assert question not in shown
    assert "« Question 1" in shown
    assert "« annexe.csv »" in shown
