"""What a member's own notebook asks for is theirs: it does not go with the collective copy that the others are given."""

import json

from epreuves_kit.grading.groups import Shares
from epreuves_kit.variants.groups import Group, Member
from tests.course import ROOT

GAME = "e11_challenge"


def test_a_member_s_own_production_does_not_go_with_the_collective_copy(tmp_path):
    released = {
        name: json.loads((ROOT / "release" / GAME / f"{name}.ipynb").read_bytes()) for name in (GAME, "production")
    }
    folder = tmp_path / "lea" / GAME
    folder.mkdir(parents=True)
    written = json.loads(json.dumps(released[GAME]))
    cell = next(c for c in written["cells"] if c["metadata"].get("nbgrader", {}).get("solution"))
    cell["source"] = [*cell["source"], "\ncontrastes = {'P01': 5}"]
    (folder / f"{GAME}.ipynb").write_text(json.dumps(written), encoding="utf-8")
    (folder / "Production.PDF").write_bytes(b"%PDF-")
    (folder / "releve.csv").write_bytes(b"a;b\n")
    group = Group(
        GAME,
        "G1",
        tuple(Member(name, "présent", False, line) for line, name in enumerate(("lea", "karim"), 2)),
    )
    shares = Shares((group,), GAME, released, tmp_path)
    lent = shares.lent(shares.of("karim"), "karim")
    assert lent is not None
    assert [name for name, _ in lent[1].files if name.endswith((".PDF", ".csv"))] == ["releve.csv"]
