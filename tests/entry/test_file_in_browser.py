"""The form of a file in a real browser, before a kernel that answers, waits or is gone: a file is chosen or dropped, sent in pieces, and never said to be kept before it is."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.entry.bench import Bench

LATE = "Python est occupé ou arrêté : votre demande attend. Si rien ne vient, redémarrez Python, puis recommencez."
FILE = {
    "id": "q-plan",
    "kind": "file",
    "title": "Fichier à remettre",
    "expected": "Attendu : « plan », un PDF.",
    "accept": ".pdf",
    "most": 5_000_000,
    "heavy": "le fichier dépasse 25 Mo",
}
EMPTY = {"state": "empty", "sentence": "Pas encore de fichier.", "faults": [], "name": "", "earlier": ""}
KEPT = {**EMPTY, "state": "kept", "sentence": "✓ Enregistré à 14:32.", "name": "plan.pdf"}
#: Drops texts, or a folder where one is None, on a form as files.
DROP = """(root, files) => {
  const data = new DataTransfer();
  files.forEach(([name, text]) => data.items.add(new File([text], name)));
  for (const kind of ["dragover", "drop"]) root.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def give(view: Locator, name: str, content: bytes) -> None:
    """Choose a file in the window that the browser opens."""
    with view.page.expect_file_chooser() as chosen:
        view.get_by_role("button", name="fichier…").click()
    chosen.value.set_files({"name": name, "mimeType": "", "buffer": content})


def pieces(bench: Bench) -> list[tuple[str, int, int, list[int]]]:
    """What was sent of files: names, sizes, places and bytes."""
    heard = [message for message in bench.heard("q-plan") if message["kind"] == "piece"]
    return [(piece["name"], piece["size"], piece["at"], piece["bytes"]) for piece in heard]


def test_a_file_leaves_in_pieces_each_asked_for_and_is_taken_away_and_put_back(bench: Bench) -> None:
    view = bench.draw(FILE, shown=EMPTY)
    expect(view.get_by_role("button")).to_have_count(1)
    give(view, "Mon plan.pdf", bytes(2_500_000))
    expect(view.get_by_role("status").first).to_have_text("✓ Enregistré à 14:32.")
    expect(view).to_contain_text("Mon plan.pdf : piece")
    expect(view.get_by_role("progressbar")).to_be_hidden()
    sizes = [1_000_000, 1_000_000, 500_000]
    assert pieces(bench) == [
        ("Mon plan.pdf", 2_500_000, at, [size]) for at, size in zip((0, 1_000_000, 2_000_000), sizes, strict=True)
    ]
    view.get_by_role("button", name="Retirer").press("Enter")
    expect(view.get_by_role("button", name="Choisir un fichier…")).to_be_focused()
    view.get_by_role("button", name="Reprendre « plan.pdf »").press("Enter")
    expect(view.get_by_role("button", name="Remplacer par un autre fichier…")).to_be_focused()
    # An empty file is Python's to refuse; the same file can be chosen again.
    for times in (1, 2):
        give(view, "vide.pdf", b"")
        # A browser reads what is chosen in its own time; what is chosen before it has takes its place.
        bench.page.wait_for_function(
            "n => window.kernels['q-plan'].heard.filter(message => message.name === 'vide.pdf').length === n", arg=times
        )
    assert pieces(bench)[3:] == [("vide.pdf", 0, 0, [0])] * 2


def test_a_file_that_is_too_heavy_is_not_sent(bench: Bench) -> None:
    view = bench.draw(FILE, shown=EMPTY)
    give(view, "photo.pdf", bytes(5_000_001))
    expect(view).to_contain_text("« photo.pdf » : le fichier dépasse 25 Mo.")
    assert pieces(bench) == []


def test_a_file_is_dropped_on_its_form_alone(bench: Bench) -> None:
    view = bench.draw(FILE, shown=EMPTY)
    root = view.locator(".en-form")
    root.evaluate(DROP, [["a.pdf", "a"], ["b.pdf", "b"]])
    expect(view).to_contain_text("Déposez un seul fichier à la fois.")
    root.evaluate(DROP, [["a.pdf", "abc"]])
    expect(view).to_contain_text("a.pdf : piece")
    assert pieces(bench) == [("a.pdf", 3, 0, [3])]


def test_a_kernel_that_does_not_answer_is_told_and_what_is_chosen_then_takes_the_place_of_what_waits(
    bench: Bench,
) -> None:
    view = bench.draw(FILE, shown=EMPTY)
    bench.busy("q-plan")
    give(view, "premier.pdf", bytes(1_500_000))
    expect(view).to_contain_text(LATE)
    expect(view.get_by_role("status").first).to_have_text("Pas encore de fichier.")
    give(view, "second.pdf", bytes(3))
    expect(view).to_contain_text(LATE)
    bench.busy("q-plan", False)
    expect(view).to_contain_text("second.pdf : piece")
    bench.page.wait_for_timeout(2_500)
    expect(view).to_contain_text("second.pdf : piece")
    assert [
        name for name, *_ in pieces(bench)
    ] == []  # heard anew once free: the first one's second piece was never sent


def test_texts_are_shown_as_texts_and_keys_reach_no_shortcut_of_the_page(bench: Bench) -> None:
    hostile = "<img src=x onerror=\"document.body.dataset.ran='1'\">"
    shown = {"state": "unfit", "sentence": hostile, "faults": [hostile], "name": hostile, "earlier": hostile}
    view = bench.draw({**FILE, "title": hostile, "expected": hostile}, shown=shown)
    give(view, hostile, b"x")
    expect(view).to_contain_text(f"{hostile} : piece")
    expect(view.locator("img")).to_have_count(0)
    assert bench.page.evaluate("document.body.dataset.ran") is None
    view.get_by_role("button", name="Retirer").focus()
    bench.press("a", "ArrowDown", "Shift+Enter", "Control+b", "Control+s")
    assert bench.page.evaluate("window.reached") == ["Control+s"]


def test_the_folder_is_looked_at_again_by_whoever_comes_back_and_by_nobody_once_the_form_is_gone(bench: Bench) -> None:
    bench.draw(FILE, shown=EMPTY)
    bench.page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert [message["kind"] for message in bench.heard("q-plan")] == ["look"]
    bench.page.evaluate("window.leave.forEach(stop => stop())")
    bench.page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert len(bench.heard("q-plan")) == 1
    assert bench.page.evaluate("window.kernels['q-plan'].listeners.length") == 0


@pytest.mark.parametrize("light", ["true", "false"])
def test_every_state_passes_axe(bench: Bench, light: str) -> None:
    bench.page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    states: list[dict[str, Any]] = [
        EMPTY,
        KEPT,
        {**KEPT, "state": "unfit", "sentence": "À reprendre :", "faults": ["La feuille manque."]},
        {**EMPTY, "earlier": "Reprendre « plan.pdf »"},
    ]
    for place, shown in enumerate(states):
        view = bench.draw({**FILE, "id": f"q-{place}"}, shown=shown)
        give(view, "lourd.pdf", bytes(5_000_001))
    found = Axe().run(bench.page)
    assert found.violations_count == 0, found.generate_report()
