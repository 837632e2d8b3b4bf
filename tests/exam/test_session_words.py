"""The application's words: wherever the kit's sentences name a command, it says a button; each action has a name, and each button an action."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import epreuves
from epreuves.cli import COMMANDS
from epreuves.page import words

#: What the application's actions are made of; authors, demonstrations and notebooks speak elsewhere.
_SAID = (
    "exam",
    "jury",
    "exports",
    "rubric",
    "gradebook",
    "grading",
    "feedback",
    "course",
    "variants",
    "marking",
    "referentiel",
    "rules",
)
_COMMAND = re.compile(
    r"\b(?:epreuves (?:"
    + "|".join(one for one in COMMANDS if one != "import")
    + r")|nbgrader (?:generate_assignment|collect|autograde|db)|nbgrader release_\w+)\b"
)


def sentences() -> Iterator[str]:
    """All that these modules may say, with a word in the place of what is not known yet."""
    for folder in _SAID:
        for path in (Path(epreuves.__file__).parent / folder).rglob("*.py"):
            if path.name == "words.py" or path.match("exam/status.py") or path.match("exam/afterwards.py"):
                continue  # the names themselves, and the commands that `statut` shows
            tree = ast.parse(path.read_text("utf-8"))
            docs = {
                ast.get_docstring(node, clean=False)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            }
            inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr):
                    yield "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "e98_publicite" for part in node.values
                    )
                elif (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in inside
                    and node.value not in docs
                ):
                    yield node.value


def test_no_sentence_that_names_a_command_reaches_the_application_as_it_is():
    named = [said for said in sentences() if _COMMAND.search(said)]
    assert len(named) > 25
    for said in named:
        assert not _COMMAND.search(words.shown(said)), words.shown(said)
        assert "une autre opération" not in words.shown(said), said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Aucune copie de « e17 » n'est corrigée : lancez d'abord « epreuves autograde e17 ».", "Aucune copie de « e17 » n'est corrigée : lancez d'abord « Corriger les copies »."),
        ("Un autre ne peut que le rectifier (epreuves jury pv --rectificatif).", "Un autre ne peut que le rectifier (« Écrire un procès-verbal rectificatif »)."),
        ("répondez-y directement (epreuves recours repondre 1).", "répondez-y directement (« Répondre au recours »)."),
        ("n'est confié à personne : epreuves recours confier 1 --correcteurs A B.", "n'est confié à personne : « Confier le recours à deux personnes »."),
        ("Donnez le niveau retenu (--niveau C15.1-k1=2).", "Donnez le niveau retenu."),
        ("Prenez d'abord le retour (--retour).", "Prenez d'abord le retour (« Prendre une réponse »)."),
        ("Remettez une sauvegarde (epreuves restauration), puis recommencez.", "Remettez une sauvegarde (« Remettre une sauvegarde du carnet de notes »), puis recommencez."),
        ("« epreuves build e17 --nouvelle-seance » tire tout de nouveau.", "« Construire pour une nouvelle séance » tire tout de nouveau."),
        ("Copiez le document : grand-mère, demi-heure, 2026-06-30.", "Copiez le document : grand-mère, demi-heure, 2026-06-30."),
    ],
)  # fmt: skip
def test_a_sentence_says_the_button(said, shown):
    assert words.shown(said) == shown


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "e17_impact_digital : une personne inscrite n'a rien rendu : jgarcia.",
            "E17 : une personne inscrite n'a rien rendu : jgarcia.",
        ),
        (
            "Voyez submitted/lea/e17_impact_digital/ et exports/lecture-e17_impact_digital.zip.",
            "Voyez submitted/lea/e17_impact_digital/ et exports/lecture-e17_impact_digital.zip.",
        ),
        ("Le dossier e17_impact_digital.zip manque à e03_cible.", "Le dossier e17_impact_digital.zip manque à E03."),
    ],
)
def test_an_épreuve_is_named_as_people_name_it_and_a_file_keeps_its_name(sentence, said):
    assert words.shown(sentence) == said
