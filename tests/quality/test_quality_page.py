"""A page says the figures that the course holds, and nothing that would help to sit the épreuve; what does not exist is said not to."""

from __future__ import annotations

import datetime
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest
import yaml
from typer.testing import CliRunner

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.authoring import draw
from epreuves_kit.cli import application
from epreuves_kit.course.folders import Layout
from epreuves_kit.extensions.quality import facts, measuring, told, writing
from epreuves_kit.extensions.quality.facts import QualityFacts
from epreuves_kit.proof import locks
from epreuves_kit.runner.warm import missing
from tests.accessible_pdf import faults
from tests.authoring.trial_course import ID, remplacer, sujet
from tests.course import EPREUVES, ROOT

WALLED = pytest.mark.skipif(bool(missing()), reason=missing())
NBSP = "\N{NO-BREAK SPACE}"


def unheard(what: str) -> None:
    """Nobody listens."""


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is run: what is read in the course's files is looked at."""
    monkeypatch.setattr(measuring, "measure", lambda evidence: None)


def of(epreuve: str, root: Path = ROOT) -> QualityFacts:
    return facts.gather(root, EpreuveId(epreuve), unheard)


def text(content: bytes) -> str:
    """What a page shows, with plain spaces."""
    shown = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]+>", " ", content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(shown).replace(NBSP, " ")).strip()


def shown(own: QualityFacts) -> str:
    return text(writing.html(told.page(own)))


def comma(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


@pytest.mark.parametrize("epreuve", EPREUVES)
@pytest.mark.usefixtures("unmeasured")
def test_a_page_says_the_figures_of_the_course_s_files_and_no_answer(epreuve: str) -> None:
    page = shown(of(epreuve))
    folder = ROOT / "sujets" / epreuve
    proof = json.loads((folder / "preuve.json").read_bytes())
    questions = [question for asked in proof["reponses"].values() for question in asked]
    # Variants, and how far their answers differ.
    assert f"en {len(proof['variantes'])} variantes" in page
    guessed = [question for question in questions if question["guess"] is not None]
    apart = sum(question["distinct"] == len(proof["variantes"]) for question in guessed)
    each = apart == len(guessed)
    assert (f"À chacune des questions ({apart})" if each else f"À {apart} questions sur {len(guessed)}") in page
    # Readings.
    read = yaml.safe_load((folder / "lecteurs.yaml").read_text("utf-8"))
    pairs = [pair for levels in read["copies"].values() for pair in levels.values()]
    same, undecided = sum(a == b for a, b in pairs), sum(map(len, (read.get("indecis") or {}).values()))
    assert f"{len(read['copies'])} copies lues deux fois" in page
    assert f"{len(pairs)} niveaux en double" in page
    assert f"Le même niveau {same / len(pairs):.0%} ".replace("%", " %") in page
    assert f"lecture au moins, {undecided / len(pairs):.0%} ".replace("%", " %") in page
    for copy, levels in read["copies"].items():
        kind, severe = (comma(sum(pair[rank] for pair in levels.values()) / len(levels), 1) for rank in (0, 1))
        assert f"{copy} {kind} {severe} " in page
    # What a sheet that is the same for all earns.
    whole = sum(question["points"] for question in questions)
    blind = sum(question["points"] * (question["guess"] or 0) for question in questions) / whole
    assert f"gagnerait au mieux {comma(100 * blind, 1).removesuffix(',0')} % des points" in page
    # Criteria, with their points.
    grille = yaml.safe_load((folder / "grille.yaml").read_text("utf-8"))["criteres"]
    assert all(f"{code} :" in page for code in grille)
    assert f"{len(grille)} critères que le jury juge" in page
    # The duration that candidates read, and what is measured of it by nobody.
    head = re.search(r"\*\*(\d+\sh(?:\s\d\d)?)\*\*", (folder / "sujet.py").read_text("utf-8"))
    assert head is not None
    hours = re.sub(r"\s", " ", head[1]).removesuffix(" 00")
    assert f"Durée annoncée aux candidats : {hours}." in page
    assert "Durée mesurée : non mesurée." in page
    assert "kappa pondéré) : non établi, 6 copies jugées deux fois : il en faut 10 au moins." in page
    assert ("sa date n'est pas gardée" in page) == ("jour" not in proof)
    leaks(page, epreuve, questions)


def leaks(page: str, epreuve: str, questions: list[dict[str, Any]]) -> None:
    """Nothing of the key of any variant, of the key of the draw, of what is expected of a criterion or asked by a statement is in a page."""
    referentiel = "".join(path.read_text("utf-8") for path in (ROOT / "referentiel").rglob("*.yaml"))
    # A page's own words are the référentiel's, and those that it is made of whatever the épreuve.
    template = Path(told.__file__).parent / "templates" / "quality.html.j2"
    made_of = referentiel + Path(told.__file__).read_text("utf-8") + template.read_text("utf-8")
    ordinary = {word.casefold() for word in re.findall(r"\w+", made_of)}
    own = set(re.findall(r"[\d ]*\d(?:,\d+)?", page))
    for question in questions:
        for value in question["values"].values():
            for piece in (part.strip(" …") for part in value.split(";")):
                # A figure of one or two digits says nothing: a page has its own.
                if re.fullmatch(r"[-−]?[\d\s]*\d(?:,\d+)?", piece):
                    assert len(re.sub(r"\D", "", piece)) < 4 or piece not in own, (question["id"], piece)
                elif not {word.casefold() for word in re.findall(r"\w+", piece)} <= ordinary:
                    assert not re.search(rf"\b{re.escape(piece)}\b", page), (question["id"], piece)
    folder = ROOT / "sujets" / epreuve
    for criterion in yaml.safe_load((folder / "grille.yaml").read_text("utf-8"))["criteres"].values():
        for expected in (*criterion.get("attendus", ()), *criterion.get("descripteurs", {}).values()):
            assert " ".join(expected.split()) not in page
        assert " ".join(criterion["consigne"].split()) not in page
    assert draw.demonstration(EpreuveId(epreuve)).key not in page
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    # The codes and the sentences of the mistakes that are recognised.
    for mistake in re.findall(r'erreur_type\(\s*"[^"]+",\s*"([^"]+)"', code):
        assert "_" not in mistake or mistake not in page
    for heading in re.findall(r"^# #+ (?:Question \d+|Écrit [A-Z])\s+—\s+(.+)$", code, re.MULTILINE):
        assert heading.casefold() not in page.casefold() or heading.casefold() in referentiel.casefold()


@pytest.mark.usefixtures("unmeasured")
def test_what_the_answers_are_changes_no_byte_of_a_page() -> None:
    own = of("e17_impact_digital")
    assert own.proof is not None
    hidden = tuple(
        msgspec.structs.replace(question, id=f"q{rank}", values=dict.fromkeys(question.values, "?"))
        for rank, question in enumerate(own.proof.values)
    )
    other = msgspec.structs.replace(own, proof=msgspec.structs.replace(own.proof, values=hidden))
    assert writing.html(told.page(other)) == writing.html(told.page(own))


@pytest.mark.usefixtures("unmeasured")
def test_another_sujet_of_an_epreuve_is_told_by_its_rank_and_not_by_its_case() -> None:
    page = shown(of("e03b_hiver"))
    assert "(deuxième sujet)" in page
    assert "hiver" not in page.casefold()


@pytest.mark.usefixtures("unmeasured")
def test_what_was_not_proven_or_read_is_said_not_to_be_and_what_is_below_its_aim_is_said_as_it_is() -> None:
    own = of("e17_impact_digital")
    assert own.proof is not None
    bare = shown(
        msgspec.structs.replace(own, proof=None, readings=None, changes=None, announced=None, durations=(), oral=None)
    )
    assert bare.count("Non établi : l'épreuve n'a pas été vérifiée") == 5
    assert bare.count("Non établi : aucune copie n'a encore été lue deux fois") == 2
    assert "aucune n'est gardée" in bare
    assert "Aucun journal des versions n'est tenu dans ce cours." in bare
    assert "l'énoncé n'en donne pas" in bare
    # Every question may be guessed, rows change answers, two findings, one verification to be made again.
    easy = tuple(
        msgspec.structs.replace(question, guess=0.9, distinct=1, commonest=1.0) for question in own.proof.values
    )
    poor = msgspec.structs.replace(
        own.proof,
        values=easy,
        found_by=frozenset({"charge"}),
        errors=1,
        warnings=1,
        stale=1,
        day=datetime.date(2026, 6, 1),
    )
    page = shown(msgspec.structs.replace(own, proof=poor))
    assert "au-dessus du seuil que se fixe le kit (15 %)" in page
    assert "12 questions passent à ce jeu le seuil" in page
    assert "ne s'accorde pas avec elle" in page
    assert "avec 1 erreur et 1 avertissement" in page
    assert "1 vérification porte sur un état qui a changé" in page
    assert "Dernière vérification 1er juin 2026" in page


@WALLED
def test_a_small_epreuve_has_a_whole_page_the_same_bytes_each_time_and_an_accessible_pdf(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    written = []
    for _ in range(2):
        done = CliRunner().invoke(application(["qualite"]), ["qualite", "e99"])
        assert done.exit_code == 0, done.output
        written.append([(small / writing.FOLDER / f"{ID}.{kind}").read_bytes() for kind in ("html", "pdf")])
    assert "rapports/qualite" in " ".join(done.output.split())
    assert written[0] == written[1]
    page, pdf = written[0]
    assert faults(pdf) == []
    said = " ".join("\n".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
    for sentence in (
        "3 erreurs fréquentes sont reconnues",
        "toutes ont leurs points entiers",
        "Durée mesurée : non mesurée",
    ):
        assert sentence in text(page)
        assert sentence in said.replace(NBSP, " ")
    assert b"<script" not in page
    assert locks.read(Layout(small, EpreuveId(ID))).day == datetime.date.today()


@WALLED
def test_the_marking_is_put_to_the_test_on_each_variant(small: Path) -> None:
    own = of(ID, small)
    assert own.measures is not None
    assert own.measures.questions == 3
    assert {guise.name: (guise.tried, guise.paid) for guise in own.measures.guises} == {
        "calcul": (6, 6),
        "valeurs": (6, 6),
        "arrondi": (4, 4),
    }
    kinds = {kind.kind: (kind.questions, kind.mistakes, kind.least, kind.most) for kind in own.measures.kinds}
    assert kinds["liste"] == (1, 1, 0.25, 0.25)
    assert {kind: counts[:2] for kind, counts in kinds.items()} == {"nombre": (1, 1), "liste": (1, 1), "choix": (1, 1)}
    assert own.measures.pairs == 2
    assert own.measures.own == frozenset()


@WALLED
def test_a_text_that_changed_since_its_proof_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remplacer(sujet(small), "d'une semaine de publicité", "d'une semaine de réclame")
    own = of(ID, small)
    assert own.proof is not None
    assert own.proof.stale > 0
    monkeypatch.chdir(small)
    done = CliRunner().invoke(application(["qualite"]), ["qualite"])
    assert "a changé depuis sa vérification" in " ".join(done.output.split())


def test_an_epreuve_that_is_not_of_the_course_is_refused_by_name(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    done = CliRunner().invoke(application(["qualite"]), ["qualite", "e42"])
    assert done.exit_code == 2
    assert "« e42 » n'est pas une épreuve du cours" in " ".join(done.output.replace(NBSP, " ").split())
