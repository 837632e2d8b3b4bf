"""Precision and recall of the figures that the graders' panel takes for answers or for contradictions.

    python -m benchmarks.quoted [--all]

On texts whose figures were annotated by hand (`tests/rubric/quoted/`), those that the rules were written on and those that were written
afterwards; then the milliseconds that a copy costs. `--all` lists what was missed and what was wrong.
"""

from __future__ import annotations

import argparse
import time

from epreuves_kit.rubric.panel.inert import markdown_html
from epreuves_kit.rubric.panel.quoted_marks import read_html
from tests.rubric.annotated import EPREUVES, HALVES, Score, case, measured, texts


def main() -> None:
    """Print the two halves, then the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    wanted = parser.parse_args().all
    for half in HALVES:
        score = Score()
        for epreuve in EPREUVES:
            score += measured(epreuve, half)
        print(score.summary(half))
        if wanted:
            print(*score.faults, sep="\n")
    times = []
    for epreuve in EPREUVES:
        subject = case(epreuve)
        lines = [line for half in HALVES for line, _ in texts(epreuve, half)]
        shown = markdown_html("\n\n".join(lines)[:2_600])  # 400 words
        start = time.process_time()
        for _ in range(6):
            figures = subject.reader.read(read_html(shown).passages)
        times.append((1000 * (time.process_time() - start), len(figures)))
    print(*(f"a copy of six writings of {figures} figures each: {spent:.0f} ms" for spent, figures in times), sep="\n")


if __name__ == "__main__":
    main()
