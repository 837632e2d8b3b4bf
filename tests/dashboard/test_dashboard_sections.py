"""What the sections say of cohorts made for it: what is first to look at, large cohorts, several graders, times."""

import re
from html import unescape

from epreuves_kit.extensions.dashboard import sections
from epreuves_kit.extensions.dashboard.cohort import (
    Cohort,
    CohortCandidate,
    CohortCopy,
    CohortElement,
    CohortEpreuve,
    CohortResult,
    Judged,
    Notebook,
)
from epreuves_kit.extensions.dashboard.figures import Picture
from epreuves_kit.extensions.dashboard.items import REVERSED
from epreuves_kit.extensions.dashboard.notebook import bundle, explorer
from epreuves_kit.extensions.dashboard.sections import NBSP

ELEMENTS = (
    CohortElement("C15_1-a", "C15.1", "question", "Question 1 <b>", 4),
    CohortElement("C15_1-b", "C15.1", "question", "Question 2", 4),
    CohortElement("C15_2-k1", "C15.2", "critere", "Clarté", 6),
)


def cohort(count=20, reversed_=False, judged=(), waiting=(), variant=lambda n: "AB"[n % 2]):
    """Copies better and better, n/count of everything; the second question the other way round if asked."""
    copies = []
    for n in range(count):
        share = n / (count - 1)
        copies.append(
            CohortCopy(
                (n + 1,),
                variant(n),
                "",
                "marked",
                (4 * share, 4 * (1 - share) if reversed_ else 4 * share, None if n in waiting else 6 * share),
                ("right", "wrong", ""),
                ("", "", ""),
            )
        )
    notebook = Notebook("e17_impact_digital", ELEMENTS, tuple(copies), {})
    epreuve = CohortEpreuve("e17_impact_digital", "Mesurer l'impact", (notebook,))
    people = tuple(CohortCandidate(n + 1, f"n° {n + 1}") for n in range(count))
    results = tuple(result(n, code, n / (count - 1), n in waiting) for n in range(count) for code in ("C15.1", "C15.2"))
    return Cohort("Juin", "2026-06-12", False, people, (epreuve,), tuple(judged), results)


def result(n, code, share, waits):
    """What is decided of a copy's compétence: the half of the copies have it."""
    if waits and code == "C15.2":
        return CohortResult("e17_impact_digital", code, n + 1, "…", "à compléter", "en attente", None)
    sign, status = ("✓", "validé") if share >= 0.5 else ("✗", "non validé")
    return CohortResult("e17_impact_digital", code, n + 1, sign, status, f"{100 * share:.0f}{NBSP}%", share)


def text(blocks):
    """The words of blocks, and what is told of pictures."""
    found = [b.told if isinstance(b, Picture) else unescape(re.sub(r"<[^>]+>", " ", b)) for b in blocks]
    return re.sub(r"\s+", " ", " ".join(found))


def test_an_item_that_is_the_wrong_way_round_is_first_to_look_at():
    said = text(sections.first(cohort(reversed_=True)))
    assert REVERSED in said
    assert "« Question 2 »" in said
    assert "Rien ne se signale" in text(sections.first(cohort()))


def test_titles_are_texts():
    assert "<b>" not in "".join(str(b) for b in sections.analysis(cohort()) if not isinstance(b, Picture))
    assert "Question 1 <b>" in text(sections.analysis(cohort()))


def test_variants_that_differ_are_first_to_look_at():
    harder = cohort(variant=lambda n: "A" if n < 10 else "B")
    assert "Des variantes semblent plus difficiles" in text(sections.first(harder))
    assert f"<{NBSP}0,001" in "".join(str(b) for b in sections.variants(harder)).replace("&lt;", "<")


def test_a_severe_grader_is_first_to_look_at():
    rows = [
        Judged("e17_impact_digital", c, "C15_2-k1", who, level, 100.0 * c, False)
        for c in range(12)
        for who, level in (("correcteur·rice A", 1 + c % 2), ("correcteur·rice B", 2 + c % 2))
    ]
    assert "correcteur·rice A donne −0,50 niveau" in text(sections.first(cohort(judged=rows)))
    shown = text(sections.graders(cohort(judged=rows)))
    assert "−1,00 niveau" in shown
    assert "Sur les mêmes copies" in shown


def test_a_competence_that_waits_is_said_to_and_is_no_zero():
    rows = "".join(str(b) for b in sections.matrix(cohort(waiting=(19,))))
    last = rows[rows.index(">n° 20<") :]
    assert f"✓</span>{NBSP}100{NBSP}%" in last
    assert "en attente" in last
    assert "✗" not in last


def test_unreadable_copies_of_all_epreuves_are_one_sentence():
    import msgspec

    made = cohort()
    (notebook,) = made.epreuves[0].notebooks
    bad = tuple(msgspec.structs.replace(c, status="unreadable") for c in notebook.copies[:2])
    notebook = msgspec.structs.replace(notebook, copies=(*bad, *notebook.copies[2:]))
    epreuves = [
        msgspec.structs.replace(made.epreuves[0], id=id, notebooks=(notebook,)) for id in ("e01_veille", "e02_idees")
    ]
    said = text(sections.first(msgspec.structs.replace(made, epreuves=tuple(epreuves))))
    assert "4 copies illisibles ou d'une autre épreuve : 2 à l'épreuve 1 et 2 à l'épreuve 2." in said
    assert said.count("illisible") == 1


def test_where_no_variant_can_be_compared_there_is_no_table():
    shown = list(sections.variants(cohort(4)))
    assert len(shown) == 1
    assert "<table" not in shown[0]


def test_a_penalty_is_told_and_not_taken():
    import msgspec

    found = cohort()
    late = msgspec.structs.replace(found, epreuves=(msgspec.structs.replace(found.epreuves[0], late=3),))
    assert "Épreuve 17, 3 candidats" in text(sections.spread(late))
    assert "pénalité" not in text(sections.spread(found))


def test_a_large_cohort_is_told_by_counts():
    many = cohort(300)
    said = "".join(str(b) for b in sections.matrix(many))
    assert "n° 17" not in said
    (row,) = re.findall(r"C15\.1</th>(.*?)</tr>", said)
    counts = [int(n) for n in re.findall(r'class="num">(\d+)<', row)]
    assert sum(counts) == 300
    # Validated, not validated, awaited, to be taken again, absent.
    assert counts == [150, 150, 0, 0, 0]


def test_times_are_told_with_their_units_and_pauses_are_counted():
    rows = [
        Judged("e17_impact_digital", n // 2, f"k{n % 2}", "A", 2, at, False)
        for n, at in enumerate((0, 75, 150, 225, 5000))
    ]
    said = text(sections.time(cohort(judged=rows)))
    assert f"1{NBSP}min 15{NBSP}s".replace(NBSP, " ") in said
    assert "Pauses écartées" in said
    assert "Aucun niveau n'a encore été donné" in text(sections.time(cohort()))


def test_few_copies_say_so_everywhere():
    few = cohort(4)
    assert "À moins de 10 copies" in text(sections.analysis(few))
    assert "Trop peu de copies par variante" in text(sections.variants(few))
    assert "trop peu de copies" in text(sections.machine_and_jury(few))


def test_a_picture_goes_with_its_words_for_who_does_not_see_it():
    (picture,) = [b for b in sections.spread(cohort()) if isinstance(b, Picture)]
    made = bundle(picture)
    assert made["text/plain"] == "Épreuve 17 : 20 candidats, de 0 % à 100 %, médiane 50 %.".replace(
        " %", f"{NBSP}%"
    ).replace("e 17 :", f"e{NBSP}17 :")
    assert made["image/svg+xml"].lstrip().startswith("<?xml")


def test_the_explorer_says_that_there_is_nothing_to_explore(capsys, tmp_path):
    explorer(str(tmp_path / "cohorte.json"))
    assert "lancez « epreuves tableau »" in capsys.readouterr().out
