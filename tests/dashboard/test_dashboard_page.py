"""The dashboard written: by the walled engine, self-contained, anonymous unless asked, the same at each run."""

import re
from html.parser import HTMLParser

import nbformat
import pytest
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.extensions.dashboard import making
from epreuves_kit.extensions.dashboard.figures import Picture
from epreuves_kit.extensions.dashboard.making import page
from epreuves_kit.extensions.dashboard.sections import many, number, percent, probability
from epreuves_kit.runner.sandbox import VARIABLE
from epreuves_kit.runner.warm import missing
from tests.dashboard.conftest import CANDIDATES, NAMES, SENTENCE
from tests.jury.cours import E06, E17


class Reader(HTMLParser):
    """Elements, addresses and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.images, self.text = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        self.addresses += [given[name] for name in ("src", "href", "action", "data", "srcset") if name in given]
        if tag == "img":
            self.images.append(given)

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def named(marked_cohort, tmp_path_factory):
    """The dashboard with names, within walls where there can be any."""
    out = tmp_path_factory.mktemp("nommes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "auto" if missing() else "required")
        written = making.write(marked_cohort, out, named=True)
    assert written == out / "tableau.html"
    return out


@pytest.fixture(scope="module")
def hidden(marked_cohort, tmp_path_factory):
    """The dashboard without names."""
    return making.write(marked_cohort, tmp_path_factory.mktemp("anonyme")).parent


def test_names_are_texts_whatever_they_hold(named):
    read = Reader((named / "tableau.html").read_text("utf-8"))
    for first, last in NAMES.values():
        assert " ".join(filter(None, (first, last))) in read.text
    assert SENTENCE in read.text
    assert not {"script", "b", "i"}.intersection(read.tags)


def test_the_page_asks_for_nothing_and_shows_no_code(named):
    text = (named / "tableau.html").read_text("utf-8")
    read = Reader(text)
    assert all(re.match(r"#s\d+$|data:image/svg\+xml;base64,", address) for address in read.addresses)
    assert "default-src 'none'" in text
    assert "from epreuves" not in read.text
    assert "Maj + Entrée" not in read.text
    assert len(text.encode()) < 600_000


def test_every_image_is_told_in_words(named):
    images = Reader((named / "tableau.html").read_text("utf-8")).images
    assert len(images) >= 6
    assert all(len(image["alt"]) > 30 for image in images)


def test_all_that_is_asked_for_is_there(named):
    text = Reader((named / "tableau.html").read_text("utf-8")).text
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "La répartition des résultats",
        "Les candidats et les compétences",
        "alpha de Cronbach",
        "23 candidats qui ont rendu une copie, sur 24 inscrits",
        "Indice 27 %",
        "erreurs reconnues",
        "test de Kruskal et Wallis",
        "Les correcteurs",
        "Corrélation entre les points de la machine",
        "Le temps de correction",
        "8 sur 22",
        "C15.1",
        "non rendu",
    ):
        assert words in text, words


def test_a_compétence_that_lacks_a_criterion_is_awaited_and_has_no_share(named):
    text = (named / "tableau.html").read_text("utf-8")
    (row,) = re.findall(r">c05</th>(.*?)</tr>", text)
    assert row.count('<span class="rien">en attente</span>') == 6
    assert "%" not in row


def test_nobody_is_named_by_default_in_any_of_the_files(hidden):
    written = "".join(path.read_text("utf-8") for path in hidden.rglob("*") if path.is_file())
    assert not any(last in written for _, last in NAMES.values() if last)
    assert not any(f">{id}<" in written or f'"{id}"' in written for id in CANDIDATES)
    assert "n° 1" in Reader((hidden / "tableau.html").read_text("utf-8")).text


def test_the_same_results_give_the_same_files(marked_cohort, hidden, tmp_path):
    making.write(marked_cohort, tmp_path)
    for name in ("tableau.html", "tableau.ipynb", "donnees/cohorte.json"):
        assert (tmp_path / name).read_bytes() == (hidden / name).read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["donnees", "tableau.html", "tableau.ipynb"]


def test_the_notebook_is_whole_tells_no_place_and_waits_where_it_is_to_be_explored(hidden, marked_cohort):
    notebook = nbformat.read(hidden / "tableau.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert not re.search(r"/tmp/|/root/|/home/", (hidden / "tableau.ipynb").read_text("utf-8"))
    explorer = notebook.cells[-1]
    assert "explorer(" in explorer.source
    assert explorer.outputs == []


def test_the_notebook_runs_again_in_its_own_folder_with_other_parameters(hidden, tmp_path):
    import papermill

    done = papermill.execute_notebook(
        hidden / "tableau.ipynb",
        tmp_path / "sortie.ipynb",
        {"epreuves": ["e17"], "campus": "Lyon"},
        engine_name="epreuves",
        cwd=hidden,
        progress_bar=False,
    )
    text = Reader(page(done.cells).decode()).text
    assert "12 candidats · 1 épreuve" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "campus Lyon" in text
    assert "Épreuve\N{NO-BREAK SPACE}6" not in text


def test_a_campus_that_nobody_is_of_writes_nothing(marked_cohort, tmp_path):
    with pytest.raises(KitError, match="Brest"):
        making.write(marked_cohort, tmp_path / "rapports", campus="Brest")
    assert not (tmp_path / "rapports").exists()


def test_a_dashboard_that_fails_leaves_the_one_before(marked_cohort, hidden, tmp_path, monkeypatch):
    making.write(marked_cohort, tmp_path, [E17])
    before = (tmp_path / "tableau.html").read_bytes()
    model = tmp_path / "modele.py"
    model.write_text("# %%\nraise ValueError('panne')\n", encoding="utf-8")
    monkeypatch.setattr(making, "_MODEL", model)
    with pytest.raises(KitError, match="ValueError : panne"):
        making.write(marked_cohort, tmp_path, [E17])
    assert (tmp_path / "tableau.html").read_bytes() == before


def test_the_command_writes_into_rapports_and_says_what(root, monkeypatch):
    monkeypatch.chdir(root)
    done = CliRunner().invoke(application(["tableau"]), ["tableau", "-e", "e06", "--groupe", "G1"])
    assert done.exit_code == 0, done.output
    assert "Écrit : rapports/tableau.html" in done.output
    text = Reader((root / "rapports" / "tableau.html").read_text("utf-8")).text
    assert "groupe G1" in text
    assert E17 not in text
    assert (root / "rapports" / "tableau.ipynb").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["-e", "e99"], "« e99 »"), (["--campus", "Brest"], "« Brest »"), (["--groupe", "G9"], "Aucune copie")],
)
def test_the_command_says_what_is_wrong(root, monkeypatch, words, said):
    monkeypatch.chdir(root)
    done = CliRunner().invoke(application(["tableau"]), ["tableau", *words])
    assert done.exit_code == 2
    assert said in done.output
    assert not (root / "rapports").exists()


def test_an_epreuve_of_which_nothing_is_judged_has_a_dashboard(root, tmp_path):
    from tests.dashboard.conftest import book

    with book(root) as gradebook:
        for submission in gradebook.assignment_submissions(E06):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = grade.manual_score = None
                    grade.needs_manual_grade = True
        gradebook.db.commit()
    text = Reader(making.write(root, tmp_path, [E06]).read_text("utf-8")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Alpha de Cronbach : non calculé" in text
    assert "Personne n'a encore de note ici." in text


def test_numbers_are_french():
    assert number(-0.125) == "\N{MINUS SIGN}0,12"
    assert (number(-0.001), number(-0.0, sign=True)) == ("0,00", "+0,00")
    assert (probability(0.0004), probability(0.0416)) == ("<\N{NO-BREAK SPACE}0,001", "0,042")
    assert number(0.5, sign=True) == "+0,50"
    assert percent(0.666) == "67\N{NO-BREAK SPACE}%"
    assert (number(None), percent(None)) == ("–", "–")
    assert (many(1, "copie illisible"), many(2, "copie illisible")) == (
        "1\N{NO-BREAK SPACE}copie illisible",
        "2\N{NO-BREAK SPACE}copies illisibles",
    )


def test_a_picture_without_words_is_not_made():
    with pytest.raises(TypeError):
        Picture("<svg/>", b"")  # type: ignore[call-arg]
