"""Groups composed in the session's page: formed by lot, then moved by mouse and by keyboard, in a real browser on real JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from epreuves_kit.variants import groups
from tests.browser.test_session_page import SessionPage
from tests.exam.test_grouping import PEOPLE, lay_people
from tests.jury.cours import E06
from tests.seen import serving

COMPOSE = "Composer les groupes à la main"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven people on two campuses, and an épreuve that two or three do together."""
    return lay_people(tmp_path_factory.mktemp("groupes") / "cours")


@pytest.fixture(scope="module")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


def kept(root: Path) -> dict[str, set[str]]:
    return {group.name: {m.candidate for m in group.members} for group in groups.read(root, E06) or ()}


def box(dialog: Locator, name: str) -> Locator:
    """A group as the form shows it."""
    return dialog.get_by_role("group", name=name, exact=True)


def test_groups_are_formed_then_moved_by_mouse_and_by_keyboard(
    page: Page, course: Path, server: str, pictures: Path
) -> None:
    shown = SessionPage(page, server, pictures)
    shown.press("Former les groupes", "Formation des groupes de E06 : terminé", **{"Personnes par groupe": "2"})
    first = kept(course)
    assert sorted(map(len, first.values())) == [2, 2, 3]
    shown.root.get_by_role("button", name=COMPOSE).click()
    dialog = shown.root.get_by_role("dialog")
    lone = next(name for name, members in first.items() if len(members) == 3)
    others = [name for name in first if name != lone]
    moved = sorted(first[lone])[0]
    who = " ".join(PEOPLE[moved][:2])
    # By mouse, from a group to another.
    person = box(dialog, lone).get_by_role("listitem").filter(has_text=who)
    person.drag_to(box(dialog, others[0]))
    expect(box(dialog, others[0])).to_contain_text(f"{who} · {PEOPLE[moved][2]}")
    expect(dialog.get_by_role("status")).to_contain_text(f"{others[0]}, 3 personnes")
    # By keyboard, back; and one of them to a new group, which is then too small.
    dialog.get_by_label(f"Groupe : {who}").focus()
    names = list(first)
    steps = names.index(lone) - names.index(others[0])
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    expect(box(dialog, lone)).to_contain_text(who)
    expect(dialog.get_by_label(f"Groupe : {who}")).to_be_focused()
    dialog.get_by_label(f"Groupe : {who}").select_option(label="G4 (nouveau)")
    expect(box(dialog, "G4")).to_contain_text("1 personne ; il en faut 2 à 3")
    shown.seen("groupes", dialog)
    dialog.get_by_role("button", name="Continuer").click()
    shown.ended("Composition des groupes de E06 : rien n'a été fait")
    assert kept(course) == first
    # With a second person of another group it is large enough.
    shown.root.get_by_role("button", name=COMPOSE).click()
    other = sorted(first[lone])[1]
    for id in (moved, other):
        dialog.get_by_label(f"Groupe : {' '.join(PEOPLE[id][:2])}").select_option("G4")
    last = next(iter(first[lone] - {moved, other}))
    dialog.get_by_label(f"Groupe : {' '.join(PEOPLE[last][:2])}").select_option(others[1])
    dialog.get_by_role("button", name="Continuer").click()
    shown.ended("Composition des groupes de E06 : terminé")
    assert kept(course) == {
        others[0]: first[others[0]],
        others[1]: first[others[1]] | {last},
        "G4": {moved, other},
    }
