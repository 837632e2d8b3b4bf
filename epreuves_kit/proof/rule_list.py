"""The lint's rules, each declared once: its name, what it reads, what it finds, and the code that it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Flag, auto
from types import ModuleType

import msgspec

from epreuves.variants.published import PUBLISHED_FILE, REX_FILE, VARIANTS_FOLDER
from epreuves_kit.authoring import demonstration, oral
from epreuves_kit.authoring.text import alone
from epreuves_kit.build import build
from epreuves_kit.course import files
from epreuves_kit.proof import (
    answer_rules,
    coherence,
    demonstration_rules,
    drawing_again,
    given_rules,
    grille_rules,
    oral_rules,
    own_tables,
    release_rules,
    released_run,
    scheme_rules,
    shaken_rules,
    structure_rules,
    style_rules,
    text_rules,
    value_rules,
    workload_rules,
)
from epreuves_kit.proof.evidence import RUN, SHAKE, Evidence, NotebookEvidence
from epreuves_kit.proof.findings import Finding


class Reads(Flag):
    """The parts of an épreuve that a rule reads."""

    #: Its written files.
    TEXTS = auto()
    #: What the référentiel says of its épreuve, or of others.
    REFERENTIEL = auto()
    #: The instructors' notebooks that are built of them.
    SOURCE = auto()
    #: What its fictional candidates write.
    DEMO = auto()
    #: The register of names, and the other épreuves' rubrics.
    OTHERS = auto()
    #: The names of the files in `source/`.
    BUILT = auto()
    #: Its variants, run, each judged for itself.
    EACH = auto()
    #: The draw of a variant, made twice.
    DRAW = auto()
    #: Its variants, run, beside one another.
    ACROSS = auto()


class Rule(msgspec.Struct, frozen=True):
    """One rule: its name in the lock, what it finds, what it reads, and the modules that it hangs on with all that they import."""

    name: str
    find: Callable[[Evidence], Iterable[Finding]]
    reads: Reads
    modules: tuple[ModuleType, ...]

    @property
    def runs(self) -> bool:
        """True if variants are run for it."""
        return bool(self.reads & (Reads.EACH | Reads.ACROSS | Reads.DRAW))


def _of_texts(e: Evidence) -> Iterator[Finding]:
    for sujet in e.sujets.values():
        yield from text_rules.text_rules(e.layout.epreuve, sujet, e.competences)
    yield from text_rules.notebook_rules(e.official, e.layout.epreuve, e.grille_file, e.grille, e.sujets, e.competences)
    yield from text_rules.writing_rules(e.layout, e.sujets)


def _of_the_grille(e: Evidence) -> Iterator[Finding]:
    return grille_rules.grille_rules(e.referentiel, e.layout.epreuve, e.grille_file, e.grille, e.competences)


def _of_the_oral(e: Evidence) -> Iterator[Finding]:
    file = e.layout.short(e.layout.sujet / oral.FILE)
    return oral_rules.oral_rules(e.official, e.layout.epreuve, file, e.sheet, e.competences)


def _of_the_demonstration(e: Evidence) -> Iterator[Finding]:
    return demonstration_rules.demo_rules(e.layout, e.sujets)


def _of_the_structure(e: Evidence) -> Iterator[Finding]:
    return structure_rules.structure_rules(e.layout.epreuve, e.grille_file, e.grille, e.sujets, e.competences)


def _of_answers_asked(e: Evidence) -> Iterator[Finding]:
    for sujet in e.sujets.values():
        yield from answer_rules.answer_rules(e.layout.epreuve, sujet)


def _of_the_workload(e: Evidence) -> Iterator[Finding]:
    for sujet in e.sujets.values():
        yield from workload_rules.workload_rules(e.layout.epreuve, sujet)


def _of_the_style(e: Evidence) -> Iterator[Finding]:
    for sujet in e.sujets.values():
        yield from style_rules.style_rules(e.layout.epreuve, sujet)


def _of_the_course(e: Evidence) -> Iterator[Finding]:
    return coherence.coherence_rules(e.layout, e.sujets, e.grille, e.grille_file)


def _of_strangers(e: Evidence) -> Iterator[Finding]:
    """Files in `source/` that no build put there: nbgrader would release them."""
    for path in files.files(e.layout.source):
        name = path.relative_to(e.layout.source).as_posix()
        if (
            name not in e.sujets
            and name not in (PUBLISHED_FILE, REX_FILE)
            and name.partition("/")[0] != VARIANTS_FOLDER
        ):
            sentence = "ce fichier n'est pas construit et nbgrader le distribuerait : déplacez-le"
            yield Finding("fichiers", e.layout.epreuve, sentence, file=f"source/{e.layout.epreuve}/{name}")


def _of_the_release(e: Evidence) -> Iterator[Finding]:
    secrets = tuple(e.sheet.secrets()) if e.sheet else ()
    return release_rules.release_rules(e.layout.epreuve, e.source, e.released, e.sujets, e.grille, secrets)


def _by_notebook(
    find: Callable[[Evidence, NotebookEvidence], Iterable[Finding]],
) -> Callable[[Evidence], Iterator[Finding]]:
    """The findings of a rule notebook by notebook: the marking knows one by its file's name; a finding, by the épreuve and the text."""

    def findings(e: Evidence) -> Iterator[Finding]:
        for name, sujet in e.sujets.items():
            for finding in find(e, e.notebooks[name]):
                yield msgspec.structs.replace(finding, epreuve=e.layout.epreuve, file=finding.file or sujet.file)

    return findings


def _of_schemes(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    for variant in n.examined.values():
        if variant.scheme is None:
            yield Finding("reference", e.layout.epreuve, variant.failure)
        else:
            yield from scheme_rules.scheme_rules(variant.scheme, variant.recording, alone(n.name))


def _of_recordings(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    for letter, recorded in n.recordings.items():
        yield from shaken_rules.recording_rules(e.layout.epreuve, letter, recorded)


def _of_shakes(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    schemes = {scheme.variant: scheme for scheme in n.schemes}
    for letter, pressed in n.pressed.items():
        yield from shaken_rules.shaken_rules(schemes[letter], pressed.shaken)


def _of_own_tables(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    for pressed in n.pressed.values():
        yield from pressed.own
    for scheme in n.schemes[:1]:
        yield from own_tables.weight_rule(scheme)


def _of_quoted_figures(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    demo = e.demonstrations.get(n.name)
    for scheme in n.schemes:
        if demo is not None and scheme.variant in n.recordings:
            given = {q.id: (q.form, q.expected) for q in scheme.questions}
            file = f"sujets/{e.layout.epreuve}/{demonstration.PROSE}"
            yield from demonstration_rules.figures_rules(e.layout.epreuve, file, demo, n.name, scheme.variant, given)


def _of_mistakes(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    return scheme_rules.same_mistakes(n.schemes)


def _of_values(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    return value_rules.value_rules(n.schemes, n.values)


def _of_the_released_run(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    if n.schemes:
        where = f"release/{e.layout.epreuve}/{n.name}"
        yield from released_run.released_rules(n.schemes[0], where, n.released)


def _of_what_is_given(e: Evidence, n: NotebookEvidence) -> Iterator[Finding]:
    if n.schemes:
        sujet = e.sujets[n.name]
        yield from given_rules.given_rules(e.layout.epreuve, sujet, n.schemes, n.released.shown)


def _of_the_draw(e: Evidence) -> Iterator[Finding]:
    again = e.again
    file = e.layout.short(e.layout.sujet / "donnees.py")
    return iter(drawing_again.drawing_rules(e.layout.epreuve, file, again, e.archives[e.letters[0]]))


#: In the order in which they are told.
RULES = (
    Rule("textes", _of_texts, Reads.TEXTS | Reads.REFERENTIEL, (text_rules,)),
    Rule("grille", _of_the_grille, Reads.TEXTS | Reads.REFERENTIEL, (grille_rules,)),
    Rule("oral", _of_the_oral, Reads.TEXTS | Reads.REFERENTIEL, (oral_rules,)),
    Rule("demonstration", _of_the_demonstration, Reads.TEXTS | Reads.DEMO, (demonstration_rules,)),
    Rule("structure", _of_the_structure, Reads.TEXTS | Reads.REFERENTIEL, (structure_rules,)),
    Rule("reponses", _of_answers_asked, Reads.TEXTS, (answer_rules,)),
    Rule("charge", _of_the_workload, Reads.TEXTS, (workload_rules,)),
    Rule("style", _of_the_style, Reads.TEXTS, (style_rules,)),
    Rule("coherence", _of_the_course, Reads.TEXTS | Reads.DEMO | Reads.OTHERS | Reads.REFERENTIEL, (coherence,)),
    Rule("fichiers", _of_strangers, Reads.TEXTS | Reads.BUILT, (build,)),
    Rule("distribution", _of_the_release, Reads.TEXTS | Reads.SOURCE, (release_rules,)),
    Rule("bareme", _by_notebook(_of_schemes), Reads.EACH, (scheme_rules, *RUN)),
    Rule("corrige", _by_notebook(_of_recordings), Reads.EACH, (shaken_rules, *RUN)),
    Rule("secousses", _by_notebook(_of_shakes), Reads.EACH, (shaken_rules, *SHAKE)),
    Rule("vos_donnees", _by_notebook(_of_own_tables), Reads.EACH, SHAKE),
    Rule("chiffres_cites", _by_notebook(_of_quoted_figures), Reads.EACH | Reads.DEMO, (demonstration_rules, *RUN)),
    Rule(
        "copie_vide",
        _by_notebook(_of_the_released_run),
        Reads.SOURCE | Reads.EACH,
        (released_run, *RUN),
    ),
    Rule(
        "reponses_donnees",
        _by_notebook(_of_what_is_given),
        Reads.TEXTS | Reads.SOURCE | Reads.EACH,
        (given_rules, released_run, *RUN),
    ),
    Rule("tirage", _of_the_draw, Reads.DRAW, (drawing_again,)),
    Rule("erreurs_nommees", _by_notebook(_of_mistakes), Reads.ACROSS, (scheme_rules, *RUN)),
    Rule("valeurs", _by_notebook(_of_values), Reads.ACROSS, (value_rules, *RUN)),
)
