"""A session's variants proven before they are built: the reference earns all on each and its named mistakes are told apart, or another draw
takes its place.

What was proven is kept in `.epreuves/seances/<épreuve>/`, by digest of the notebooks, of the archive and of the code that proves it.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import platform
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.machine import cores
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import VARIANTS_FOLDER, ExamSession
from epreuves.wording.errors import KitError
from epreuves.wording.remedies import remedy
from epreuves_kit import threads
from epreuves_kit.authoring import draw
from epreuves_kit.authoring.draw import DrawnVariant
from epreuves_kit.authoring.text import alone
from epreuves_kit.build.build import HeldVariants
from epreuves_kit.course import files, kept
from epreuves_kit.marking import reference, reference_process
from epreuves_kit.marking.reference import ReferenceFailure, compute
from epreuves_kit.proof import recording, scheme_rules
from epreuves_kit.proof.code_read import digest_of
from epreuves_kit.proof.recording import record

Progress = Callable[[str], None]

#: Draws of one variant that are tried: a sujet is written so that the first holds.
ATTEMPTS = 4
#: What is told of a variant that does not hold, at most.
_TOLD = 3
#: What a run says that the machine stopped, rather than the sujet: it says nothing of the draw, which would not be the same elsewhere.
_OF_THE_MACHINE = ("n'a pas fini en", "s'est arrêtée sans réponse")
#: Rules that no draw can break or keep: a check tells of them, and a text that is under way may break them.
_OF_THE_TEXT = {"sans_erreur"}
_LIBRARIES = ("ipykernel", "ipython", "matplotlib", "msgspec", "numpy", "pandas", "scipy")


class VariantProof(msgspec.Struct, frozen=True):
    """The reasons for which a variant does not hold, a sentence each; it holds where there is none."""

    faults: tuple[str, ...] = ()


def settle(
    root: Path,
    source: Mapping[str, bytes],
    exam_session: ExamSession,
    drawn: Mapping[str, DrawnVariant],
    free: Collection[str],
    progress: Progress | None = None,
) -> HeldVariants:
    """Prove every variant of an épreuve, on all cores, and draw again those that do not hold, with the next attempt.

    source: the files of `source/` but the archives, by name; drawn: by letter, at the session's attempts; free: letters that may be drawn again. Another
    one that does not hold is left, and told: it may have been given out. KitError where no attempt at a variant holds.
    """
    say = progress or (lambda _: None)
    by_letter = dict(drawn)
    attempts = dict(exam_session.attempts)
    asked: Sequence[str] = sorted(by_letter)
    doubts: list[str] = []
    while asked:
        verdicts = _proven(root, source, exam_session, {letter: by_letter[letter] for letter in asked}, say)
        failed = {letter: verdict.faults for letter, verdict in verdicts.items() if verdict.faults}
        doubts += [_doubt(exam_session.epreuve, letter, failed[letter]) for letter in failed.keys() - free]
        asked = sorted(failed.keys() & set(free))
        for letter in asked:
            attempts[letter] = attempts.get(letter, 0) + 1
            if attempts[letter] >= ATTEMPTS:
                raise KitError(_given_up(exam_session.epreuve, letter, failed[letter]))
        wanted = [draw.Wanted(exam_session.epreuve, letter, exam_session.key, attempts[letter]) for letter in asked]
        with contextlib.closing(draw.archives(root, wanted, progress=say)) as again:
            by_letter |= dict(zip(asked, again, strict=True))
    settled = msgspec.structs.replace(exam_session, attempts=attempts)
    return HeldVariants(
        settled, {letter: variant.content for letter, variant in by_letter.items()}, "\n".join(sorted(doubts))
    )


def _proven(
    root: Path,
    source: Mapping[str, bytes],
    exam_session: ExamSession,
    drawn: Mapping[str, DrawnVariant],
    say: Progress,
) -> dict[str, VariantProof]:
    """The verdict on each of these variants, as kept, or worked out and kept."""
    epreuve = exam_session.epreuve
    store = kept.Kept(root / kept.OWN / "seances" / epreuve, VariantProof)
    common = _hangs_on(source)
    digests = {letter: kept.digest(common.encode(), variant.archive) for letter, variant in drawn.items()}
    # A draw that met no condition has nothing to prove.
    verdicts = {letter: VariantProof((variant.failure,)) for letter, variant in drawn.items() if variant.failure}
    for letter in drawn.keys() - verdicts.keys():
        if (stored := store.get(letter, digests[letter])) is not None:
            verdicts[letter] = stored
    asked = sorted(drawn.keys() - verdicts.keys())
    if not asked:
        return verdicts
    notebooks = sorted(name for name in source if name.endswith(".ipynb"))
    with tempfile.TemporaryDirectory(prefix="seance-") as temporary:
        folder = Path(temporary) / "source"
        for name, content in source.items():
            files.write(folder / name, content)
        for letter in asked:
            files.write(folder / VARIANTS_FOLDER / f"{letter}.zip", drawn[letter].archive)
        # A reference is a process of its own: threads are enough to have one a core.
        with threads.started(cores()) as workers:
            judged = workers.map(lambda letter: _verdict(folder, notebooks, letter), asked)
            for number, (letter, verdict) in enumerate(zip(asked, judged, strict=True), 1):
                say(f"{epreuve} : variante {letter} éprouvée, {number} sur {len(asked)}")
                verdicts[letter] = verdict
                store.put(letter, digests[letter], verdict)
    return verdicts


def _verdict(folder: Path, notebooks: Iterable[str], letter: str) -> VariantProof:
    """The verdict on a variant. KitError where the machine stopped what would have told."""
    faults: list[str] = []
    for name in notebooks:
        try:
            scheme = compute(folder / name, letter)
        except ReferenceFailure as error:
            faults.append(str(error))
        else:
            findings = scheme_rules.scheme_rules(scheme, record(folder, name, letter), alone(name))
            faults += [
                f"{finding.message} (question {finding.cell})" if finding.cell else finding.message
                for finding in findings
                if finding.level == "erreur" and finding.rule not in _OF_THE_TEXT
            ]
    for fault in faults:
        if any(sign in fault for sign in _OF_THE_MACHINE):
            raise KitError(
                f"{fault.rstrip('.')}. Rien n'est construit : recommencez quand la machine est moins chargée."
            )
    return VariantProof(tuple(faults))


def _hangs_on(source: Mapping[str, bytes]) -> str:
    """Digest of all that a verdict hangs on beside the archive."""
    versions = [platform.python_version(), *map(importlib.metadata.version, _LIBRARIES)]
    texts = [part for name in sorted(source) for part in (name.encode(), source[name])]
    code = digest_of(recording, scheme_rules, reference, reference_process, draw)
    return kept.digest(code.encode(), " ".join(versions).encode(), *texts)


def _why(epreuve: EpreuveId, letter: str, faults: Sequence[str]) -> str:
    """The faults in one line, without the variant's name, which is said before them."""
    name = f"variante {letter} : "
    reasons = [fault.removeprefix(f"{epreuve}, ").removeprefix(name) for fault in faults[:_TOLD]]
    return " ; ".join(reasons) + (" ; …" if len(faults) > _TOLD else "")


def _doubt(epreuve: EpreuveId, letter: str, faults: Sequence[str]) -> str:
    return (
        f"{epreuve}, variante {letter} : elle ne tient plus ({_why(epreuve, letter, faults)}). Elle est gardée, car elle peut avoir été "
        f"distribuée ; si elle ne l'a pas été, {remedy('build', epreuve, '--nouvelle-seance')} en tire une autre."
    )


def _given_up(epreuve: EpreuveId, letter: str, faults: Sequence[str]) -> str:
    return (
        f"{epreuve}, variante {letter} : aucun des {ATTEMPTS} tirages essayés ne tient ; le dernier : {_why(epreuve, letter, faults)}. Rien "
        f"n'est construit. Corrigez le sujet, puis {remedy('check', epreuve)} ; si l'épreuve est pour bientôt, une autre clé dans "
        "seance.yaml donne d'autres tirages."
    )
