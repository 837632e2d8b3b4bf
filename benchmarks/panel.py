"""Time the graders' panel beside formgrader's manual-grading page: same copies, same JupyterLab, same browser, same run.

    python -m benchmarks.panel [--copies N] [--times N] [--json]

The ratio is what to quote, not the seconds. *Opening*: from the cell that is run to the first copy shown, libraries loaded (a
first panel is opened before, and not counted), beside formgrader's list of all the copies. *Next*: from the key to the next
copy's text shown, once in order and once to a copy drawn far away, which nothing has read ahead, beside formgrader's page of
the same copies, from the address asked to its fields filled with marks.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from nbgrader.api import Gradebook
from playwright.sync_api import Page, sync_playwright

from benchmarks.feedback import EPREUVE, course
from epreuves_kit.rubric.register import Register
from tests.browser.desktop import Bureau
from tests.seen import CHROMIUM, FLAGS, serving

#: Calls back with the milliseconds from an act to the copy of another number being shown, measured where it is drawn.
CLOCK = """act => new Promise(done => {
  const panel = document.querySelector('.ep-panel'), start = performance.now(), before = panel.querySelector('.ep-title').textContent;
  const look = () => panel.querySelector('.ep-title').textContent !== before && panel.querySelector('.ep-copy h3') ? done(performance.now() - start) : requestAnimationFrame(look);
  if (act === 'next') panel.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  else { const list = panel.querySelector('select'); list.value = act; list.dispatchEvent(new Event('change')); }
  look();
})"""


def panel(page: Page, address: str, root: Path, times: int) -> dict[str, float]:
    """Milliseconds that the panel takes."""
    bureau = Bureau(page, address, root, EPREUVE, "mesure")
    again = []
    for _ in range(times):
        # A panel that opens looks for what was typed in formgrader once it is shown: the next opening is not to wait for that.
        page.wait_for_timeout(2_500)
        page.evaluate("document.querySelector('.ep-panel').remove()")
        start = time.perf_counter()
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-cell'); }")
        bureau.copy.locator("h3").first.wait_for()
        again.append(1000 * (time.perf_counter() - start))
    following, far = [], []
    drawn = random.Random(17)
    keys = page.locator(".ep-panel select option").evaluate_all("all => all.map(o => o.value)")
    for _ in range(times):
        page.wait_for_timeout(400)  # as long as nobody reads a copy
        following.append(page.evaluate(CLOCK, "next"))
    for _ in range(times):
        page.wait_for_timeout(400)
        far.append(page.evaluate(CLOCK, drawn.choice(keys)))
    return {
        "open": statistics.median(again),
        "next": statistics.median(following),
        "far": statistics.median(far),
    }


def formgrader(page: Page, address: str, root: Path, times: int) -> dict[str, float]:
    """Milliseconds that nbgrader's own pages take."""
    with Register(root) as register:
        students = [copy.students[0] for copy in register.copies(EPREUVE)[: times + 1]]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        ids = [gradebook.find_submission_notebook(EPREUVE, EPREUVE, student).id for student in students]
    taken = []
    for id in ids:
        start = time.perf_counter()
        page.goto(f"{address}/formgrader/submissions/{id}")
        page.wait_for_function(
            "document.querySelector('input.score') && [...document.querySelectorAll('input.score')].some(i => i.placeholder || i.value)"
        )
        taken.append(1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    page.goto(f"{address}/formgrader/gradebook/{EPREUVE}/{EPREUVE}")
    page.locator("tbody tr a").first.wait_for(timeout=300_000)
    return {"list": 1000 * (time.perf_counter() - start), "copy": statistics.median(taken[1:])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        root, home = Path(place) / "cours", Path(place) / "jupyter"
        home.mkdir()
        course(root, asked.copies)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(root, home) as address:
            pages = [
                browser.new_context(viewport={"width": 1366, "height": 900}, locale="fr-FR").new_page()
                for _ in range(2)
            ]
            for page in pages:
                page.set_default_timeout(120_000)
            ours = panel(pages[0], address, root, asked.times)
            stock = formgrader(pages[1], address, root, asked.times)
        browser.close()
    found = {
        "copies": asked.copies,
        **{f"ms_{name}": round(value, 1) for name, value in ours.items()},
        **{f"ms_formgrader_{name}": round(value, 1) for name, value in stock.items()},
        "ratio_open": round(stock["list"] / ours["open"], 1),
        "ratio_next": round(stock["copy"] / ours["next"], 1),
        "ratio_far": round(stock["copy"] / ours["far"], 1),
    }
    if asked.json:
        print(json.dumps(found))
        return
    print(
        f"{asked.copies} copies: the panel opens in {ours['open']:.0f} ms, the next copy in {ours['next']:.0f} ms, another in {ours['far']:.0f} ms"
    )
    print(
        f"formgrader: list {stock['list']:.0f} ms, a copy {stock['copy']:.0f} ms; ratios {found['ratio_open']}, {found['ratio_next']}, {found['ratio_far']}"
    )


if __name__ == "__main__":
    main()
