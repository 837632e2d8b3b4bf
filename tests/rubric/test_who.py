"""The name of who sits at a panel: given, the account's, or asked for where the account is shared."""

from IPython.utils.capture import capture_output

from epreuves.wording.errors import KitError
from epreuves_kit.rubric.panel import who


def form(monkeypatch, account, names=("Claire Morel", "root"), name=None):
    """The widgets that are shown on an account, and the names under which a panel was opened."""
    monkeypatch.setenv("JUPYTERHUB_USER", account)
    shown, displayed = [], []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    who.seated(name, "Qui corrige ?", lambda: list(names), shown.append)
    return displayed, shown


def test_a_name_that_is_given_is_not_asked_for(monkeypatch):
    assert form(monkeypatch, "root", name="Anne") == ([], ["Anne"])


def test_a_person_s_own_account_gives_its_name_and_another_may_take_the_place(monkeypatch):
    displayed, shown = form(monkeypatch, "claire")
    asked, line, _ = displayed[0].children
    named, change = line.children
    assert shown == ["claire"]
    assert (asked.layout.display, line.layout.display) == ("none", "")
    change.click()
    assert (asked.layout.display, line.layout.display) == ("", "none")
    field, begin = asked.children[1].children
    field.value = "Paul <Lenoir>"
    begin.click()
    assert shown == ["claire", "Paul <Lenoir>"]
    assert "Paul &lt;Lenoir&gt;" in named.value
    assert asked.layout.display == "none"


def test_on_a_shared_account_a_name_is_asked_for_those_known_offered_and_the_account_s_refused(monkeypatch):
    displayed, shown = form(monkeypatch, "root")
    box = displayed[0].children[0]
    field, begin = box.children[1].children
    assert field.options == ("Claire Morel",)
    for refused in ("", "  ", "Root"):
        field.value = refused
        begin.click()
        assert shown == []
        assert "Écrivez votre nom" in box.children[2].value
    field.value = "  Claire   Morel "
    begin.click()
    assert shown == ["Claire Morel"]
    assert box.layout.display == "none"


def test_a_panel_that_cannot_be_opened_is_a_sentence(monkeypatch):
    def refused(name):
        raise KitError("Il n'y a rien à juger.")

    with capture_output() as told:
        who.seated("claire", "Qui corrige ?", list, refused)
    assert told.stdout == "✗ Il n'y a rien à juger.\n"
