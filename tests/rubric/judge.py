"""A grader's process: judges every criterion of every copy, says each gesture once it is kept, and starts again.

python juge.py URL-LESS-COURSE GRADER ROUNDS [remarks]: with the last, a remark on a passage follows each level.
"""

from __future__ import annotations

import sys
from pathlib import Path

from epreuves_kit.rubric.passages import AskedPassage
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT


def main() -> None:
    root, grader, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with Register(root) as register:
        cells = [(c.key, k.grade_id) for c in register.copies(ASSIGNMENT) for k in register.criteria(ASSIGNMENT)]
        for number in range(rounds):
            for rank, (copy, grade_id) in enumerate(cells):
                level = (number + rank) % 4
                register.judge(ASSIGNMENT, copy, grade_id, grader, level, f"Tour {number}.")
                print(copy, grade_id, level, number, flush=True)
                if "remarks" in sys.argv:
                    passage = AskedPassage("C15_3-synthese", "budget", f"Tour {number}, {rank}.", grade_id)
                    kept = register.remark(ASSIGNMENT, copy, passage, grader)
                    print("remark", kept.rank, flush=True)


if __name__ == "__main__":
    main()
