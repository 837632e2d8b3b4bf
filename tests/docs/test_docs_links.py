"""Links and images resolve, lines are sentences, nothing of a machine is in the pages."""

import re

import pytest

from tests.docs import pages

LINKS = [(pages.name(page), target) for page in pages.PAGES for target in pages.links(page)]
FORBIDDEN = re.compile(r"/work/|/root/|/home/|/tmp/|\bsession [0-9]|\bhelper\b|issue #", re.IGNORECASE)


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_a_link_leads_to_a_file_and_to_a_heading_of_it(page, target):
    path, _, anchor = target.partition("#")
    file = ((pages.ROOT / page).parent / path).resolve() if path else pages.ROOT / page
    assert file.exists(), f"{page} : {target} n'existe pas"
    assert pages.ROOT in file.parents, f"{page} : {target} sort du dépôt"
    if anchor:
        assert anchor in pages.anchors(file), f"{page} : {file.name} n'a pas de titre « {anchor} »"


def test_every_page_can_be_reached_from_the_readme():
    reached, todo = set(), [pages.ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        todo += [(page.parent / target.partition("#")[0]).resolve() for target in pages.links(page)]
    assert set(pages.PAGES) <= reached


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_a_line_of_prose_holds_one_sentence(page):
    for line in pages.without_blocks(page).splitlines():
        if line.startswith(("|", "<!--", "    ", "#")):
            continue
        bare = re.sub(r"`[^`]*`|« [^»]* »|\([^)]*\)|\*[^*]+\*", "x", line)
        bare = re.sub(r"^\s*(?:[-*] |\d+\. )+", "", bare)
        assert not re.search(r"[a-zà-ÿx][.!?] +[A-ZÀ-Ý]", bare), (
            f"{pages.name(page)} : deux phrases sur une ligne — {line}"
        )


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_a_page_speaks_of_the_project_alone(page):
    assert not FORBIDDEN.search(pages.text(page))
