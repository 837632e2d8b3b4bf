"""The rule of a compétence's result, printed by the kit before the criteria of each notebook; and what it makes of a paper with no writing."""

import json
import re
import shutil
from fractions import Fraction

import pytest

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.build import build
from epreuves_kit.build.importing import importer
from epreuves_kit.build.rule_cell import ID
from epreuves_kit.course.folders import Layout
from epreuves_kit.gradebook.rows import Grade
from epreuves_kit.jury.competence import competence
from epreuves_kit.jury.evidence import CompetenceFacts
from epreuves_kit.referentiel.model import Oral
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from epreuves_kit.rules.result import tallies
from tests.authoring.trial_course import notebook as trial_notebook
from tests.course import NOTEBOOKS, ONE, ROOT, by_epreuve, lay, lay_referentiel

NBSP = "\N{NO-BREAK SPACE}"


def cells(epreuve, name, root=ROOT):
    """The cells of a notebook of an épreuve, as it is built, by grade id and in order."""
    built = json.loads((root / "source" / epreuve / f"{name}.ipynb").read_bytes())["cells"]
    return {cell["id"]: cell for cell in built}


def said(cell):
    return "".join(cell["source"])


def names(epreuve):
    return [name for known, name in NOTEBOOKS if known == epreuve]


def paper(epreuve, questions, criteria):
    """What compétences add up to where each question has that share of its points, and each criterion of its own."""
    notebooks = {}
    for name in names(epreuve):
        graded = {
            id: cell["metadata"]["nbgrader"]["points"]
            for id, cell in cells(epreuve, name).items()
            if cell["metadata"].get("nbgrader", {}).get("points")
        }
        shares = {id: criteria if referentiel(ROOT).criterion_of(id) else questions for id in graded}
        notebooks[name] = {id: Grade(most * shares[id], most, False, True) for id, most in graded.items()}
    return tallies(referentiel(ROOT), notebooks)


def decided(epreuve, code, tally, level):
    """What the rules make of a compétence, where the oral, if there is one, is at that level."""
    oral = referentiel(ROOT).epreuve(epreuve).oral is not Oral.NONE_OFFERED
    facts = CompetenceFacts(
        code,
        tally.machine,
        tally.grille,
        tally.own,
        tally.levels,
        oral_due=oral,
        oral=level if oral else None,
    )
    return competence({epreuve: facts}, defaults(ROOT))


@pytest.mark.parametrize("epreuve", by_epreuve(dict.fromkeys(epreuve for epreuve, _ in NOTEBOOKS)))
def test_right_figures_with_level_1_everywhere_acquire_no_compétence(epreuve):
    for code, tally in paper(epreuve, 1, 1 / 3).items():
        told = decided(epreuve, code, tally, 1)
        assert told.status.value == "non validé", told.why


@pytest.mark.parametrize("epreuve", by_epreuve(dict.fromkeys(epreuve for epreuve, _ in NOTEBOOKS)))
def test_a_paper_with_no_writing_and_every_figure_right_acquires_no_compétence_that_has_a_criterion(epreuve):
    blank = paper(epreuve, 1, 0)
    assert set(blank) == set(referentiel(ROOT).epreuve(epreuve).competences)
    for code, tally in blank.items():
        assert tally.grille is not None
        told = decided(epreuve, code, tally, 3)
        assert told.status.value == "non validé", told.why
        assert f"sous le niveau minimal «{NBSP}en cours d'acquisition{NBSP}»" in told.why
        assert told.share <= defaults(ROOT).of(epreuve).cap + defaults(ROOT).oral


@pytest.mark.parametrize(("epreuve", "name"), by_epreuve(NOTEBOOKS))
def test_each_notebook_says_the_rule_before_its_first_criterion_and_nowhere_else(epreuve, name):
    found = list(cells(epreuve, name))
    first = next(rank for rank, id in enumerate(found) if referentiel(ROOT).criterion_of(id))
    assert found[first - 1] == ID
    meta = cells(epreuve, name)[ID]["metadata"]["nbgrader"]
    assert (meta["locked"], meta["grade"], meta["solution"], meta["task"]) == (True, False, False, False)
    assert said(cells(epreuve, name)[ID]) == said(cells(epreuve, names(epreuve)[0])[ID])


@pytest.mark.parametrize("epreuve", by_epreuve(dict.fromkeys(epreuve for epreuve, _ in NOTEBOOKS)))
def test_the_rule_printed_is_the_one_that_is_applied(epreuve):
    text = said(cells(epreuve, names(epreuve)[0])[ID])
    known, rules = referentiel(ROOT).epreuve(epreuve), defaults(ROOT)
    cap = rules.of(epreuve).cap
    assert f"Elles pèsent {cap.numerator * 100 // cap.denominator}{NBSP}% au plus" in text
    assert f"un résultat de 50{NBSP}% au moins, 50{NBSP}% au moins des points des critères, pris seuls" in text
    own = len(names(epreuve)) > 1
    assert (f"50{NBSP}% au moins de ceux d" in text) == own
    assert any(tally.own for tally in paper(epreuve, 1, 1).values()) == own
    assert ("oral" in text) == (known.oral is not Oral.NONE_OFFERED)
    rows = re.findall(r"^\| (C[\d.]+) \| ([\d,]+) \| ([\d,]+) \| (\d+)\s%( \(plafond\))? \| (\d+)\s%", text, re.M)
    assert [row[0] for row in rows] == list(known.competences)
    full = paper(epreuve, 1, 1)
    for code, machine, grille, weight, capped, rest in rows:
        # A compétence of words alone has no question.
        asked, judged = (part.maximum if part else 0 for part in (full[code].machine, full[code].grille))
        assert Fraction(machine.replace(",", ".")) == asked
        assert Fraction(grille.replace(",", ".")) == judged
        due = rules.of(epreuve).weight(Fraction(asked), Fraction(judged))
        assert abs(Fraction(int(weight), 100) - due) <= Fraction(1, 200)
        assert int(weight) + int(rest) == 100
        # Questions that are worth just the cap are not brought down to it.
        assert bool(capped) == (due == cap and asked / (asked + judged) > cap)


@pytest.fixture
def lived(tmp_path):
    """A course with one real épreuve, written and not built."""
    root = tmp_path / "cours"
    lay(ONE, root)
    shutil.copy(ROOT / "seance.yaml", root)
    lay_referentiel(root)
    return root


def test_the_rule_follows_the_schools_own(lived):
    (lived / "jury.yaml").write_text(
        f"plafond_machine: {{{ONE}: 20}}\nseuils: {{competence: 60, criteres: 0, individuel: 0, niveau_minimal: 0}}\npart_oral: 0\n",
        "utf-8",
    )
    built = build.sources(Layout(lived, ONE))
    text = next(said(cell) for cell in json.loads(built[f"{ONE}.ipynb"])["cells"] if cell["id"] == ID)
    assert f"Elles pèsent 20{NBSP}% au plus" in text
    # The sentence ends there: with no least level, none is named in it.
    assert f"un résultat de 60{NBSP}% au moins.\n" in text
    assert "oral" not in text
    assert "reste vide" not in text


def test_a_faulty_rule_stops_the_build_with_its_sentence(lived):
    (lived / "jury.yaml").write_text("plafond_machine: {fiches: 20}\n", "utf-8")
    with pytest.raises(Faults, match=r"jury\.yaml, ligne 1, champ plafond_machine\.fiches"):
        build.sources(Layout(lived, ONE))


def edited(root, change):
    path = root / "source" / ONE / f"{ONE}.ipynb"
    built = json.loads(path.read_bytes())
    change(built)
    path.write_text(json.dumps(built), "utf-8")


def test_an_import_leaves_the_rule_out_of_the_text_and_refuses_one_that_was_changed(lived):
    texts = {path: path.read_bytes() for path in (lived / "sujets" / ONE).glob("*.py")}
    assert not any(report.change for report in importer(lived, ONE))

    def change(built):
        next(cell for cell in built["cells"] if cell["id"] == ID)["source"] = "Tout le monde a sa compétence."

    edited(lived, change)
    with pytest.raises(KitError, match=rf"cellule « {ID} » : .* jury\.yaml"):
        importer(lived, ONE)

    edited(lived, lambda built: built["cells"].remove(next(c for c in built["cells"] if c["id"] == ID)))
    assert not any(report.change for report in importer(lived, ONE))
    assert {path: path.read_bytes() for path in texts} == texts


def test_an_épreuve_of_ones_own_of_which_no_jury_decides_has_no_rule(construit):
    assert ID not in [cell["id"] for cell in trial_notebook(construit)["cells"]]
