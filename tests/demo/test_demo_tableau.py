"""The demonstration's table says of each fictional candidate what became of that candidate's copy."""

import io

from rich.console import Console

from epreuves.cli.demo import _table
from epreuves.demo.cohorte import COHORTE
from epreuves.gradebook.results import Result


def test_each_line_is_one_candidate_s_whatever_the_order_in_which_copies_were_marked():
    points = {c.id: float(number) for number, c in enumerate(COHORTE)}
    results = [
        Result(student=c.id, assignment="e17", status="marked", score=points[c.id], max_score=64.0)
        for c in reversed(COHORTE)
    ]
    shown = Console(file=io.StringIO(), width=160)
    shown.print(_table(results))
    lines = shown.file.getvalue().splitlines()
    for candidat in COHORTE:
        (line,) = [line for line in lines if candidat.id in line]
        assert candidat.profile in line
        assert f" {points[candidat.id]:.0f} / 64 " in line
