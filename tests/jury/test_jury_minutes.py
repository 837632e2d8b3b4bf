"""The procès-verbal: PDF/UA-1 that can be read aloud, every name as it is written, nothing of them taken for markup."""

import datetime
import io
import re
from pathlib import Path

import msgspec
import pypdf
import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.jury import minutes, pdf
from epreuves_kit.jury.deadlines import Delay
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.deliberation import JurySitting
from epreuves_kit.jury.evidence import Absence, Status
from epreuves_kit.jury.record import AbsenceAct, DecisionAct, JuryEntry, JuryRecord, MakeUpAct, MinutesAct
from epreuves_kit.jury.sources import BY_JURY, UNDECLARED
from epreuves_kit.rules.jury_rules import Juror, defaults
from tests.accessible_pdf import faults, structure
from tests.course import ROOT
from tests.jury.cours import E06, E17, NotebookFile
from tests.jury.facts import AT, candidate, fact, rules

DAY = datetime.date(2026, 6, 30)
GOLDEN = Path(__file__).parent / "proces-verbal.txt"
JURORS = (
    Juror("Camille Aubert", "présidente"),
    Juror("Idriss Koné", "professionnel"),
    Juror("Nadia Roux", "formatrice"),
)
SITTING = JurySitting(
    "2026-06-A", DAY, "Paris", "14 h 00", "17 h 30", ("Nadia Roux",), 2, datetime.date(2026, 7, 3), Delay(2, "mois")
)
#: What belongs to the kit, its files and its commands; a jury signs none of it.
TOOLS = re.compile(
    r"epreuves\b|e\d\d_|\.ya?ml|\.csv|carnet|registre|notebook|\bkit\b|machine|ligne de commande|\bjury (pv|absence)\b|_"
)
NAMES = (
    'Zoé "Zaza" d\'Été',
    "#strong[*Karim*] $x^2$ _b_",
    "@ref <lab> #sys.inputs",
    "Anne \\ Marie /* c */ // `x`",
    "[Bob]",
    "=Titre",
    "- liste",
    "Łukasz Żółć",
    "Nguyễn Thị Hà",
)


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text(content):
    """What is selected in the PDF, page after page, on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def made(*decisions, composition=(Juror("Camille Aubert", "présidente"),), acts=()):
    asked = msgspec.structs.replace(rules(), composition=composition)
    told = minutes.Minutes("Session de juin 2026", DAY, "Paris", asked, decisions, acts)
    return pdf.compile_pdf("minutes.typ", minutes.told(told), DAY)


def named(name, id="lea"):
    return msgspec.structs.replace(decide(candidate(fact("C15.1", 10)), rules()), name=name, candidate=id)


@pytest.fixture(scope="module")
def content():
    return made(*(named(name, f"id{rank}") for rank, name in enumerate(NAMES)))


def test_it_is_accessible_and_titled(content):
    assert faults(content) == []
    assert read(content).metadata.title == "Procès-verbal de délibération du jury — Session de juin 2026"


def test_its_tables_have_headers_and_its_titles_are_titles(content):
    found = structure(content)
    assert found.count("/Table") >= 4
    assert found.count("/TH") >= 4 * 2
    assert {"/H1", "/L"} <= set(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_it_is_written(content, name):
    assert name in text(content)


def test_a_character_without_a_drawing_is_written_by_its_code():
    assert "Zoé ⟨U+12000⟩" in text(made(named("Zoé \U00012000")))


def test_characters_that_nobody_sees_are_not_there():
    found = text(made(named("Ana\u202ed\x00lu")))
    assert "Anadlu" in found


def test_it_says_decisions_rules_composition_and_a_place_to_sign():
    decided = decide(candidate(fact("C15.1", 10), B2="validé"), rules())
    found = text(made(decided))
    for said in (
        "30 juin 2026, Paris",
        "Camille Aubert présidente",
        "Une compétence est validée avec un résultat de 50 % au moins",
        "Signature",
        "Léa Fontaine validé validé (jury)",
        "B2 validé non validé Écrits repris en jury.",
        "C. Aubert, 30/06/2026",
        "non validées : C15.1 10 %",
    ):
        assert said in found.replace("\N{NO-BREAK SPACE}", " ")


def test_a_jury_that_is_not_named_has_lines_to_fill():
    assert "les noms s'écrivent à la main" in text(made(named("Léa"), composition=()))


def test_the_same_session_makes_the_same_bytes():
    assert made(named("Léa")) == made(named("Léa"))


def test_it_is_written_from_the_course_with_absences_make_ups_and_changes(course, tmp_path):
    with NotebookFile(course) as book:
        book.student("sam", "#set text(red)", "Sam")
    with JuryRecord(course) as record:
        record.add("secrétariat", AbsenceAct(E06, "karim", "oral", "justifiée", "Certificat *reçu*."))
        record.add(
            "secrétariat",
            MakeUpAct("karim", "C6.1", "12.5", "20"),
            AbsenceAct(E17, "autre", "épreuve", "justifiée"),
            AbsenceAct(E17, "sam", "épreuve", "non justifiée"),
            AbsenceAct(E17, "lea", "épreuve", "justifiée", "Écrite par erreur."),
        )
        # The last word counts: an absence that was excused since, another that was none.
        record.add("secrétariat", AbsenceAct(E17, "sam", "épreuve", "justifiée", "Arrêt de travail."))
        record.add("secrétariat", AbsenceAct(E17, "lea", "épreuve", "présent"))
        record.add("C. Aubert", DecisionAct("lea", "C15.1", "non validé", "Copie [identique] à une autre."))
        told = minutes.gather(record, defaults(ROOT), ["lea", "karim", "sam"], "2026-06-30", "")
    minutes.write(told, tmp_path / "pv.pdf")
    found = text((tmp_path / "pv.pdf").read_bytes())
    for said in (
        "SAM #set text(red)",
        "Certificat *reçu*.",
        "rattrapage 12,5 / 20",
        "Copie [identique] à une autre.",
        "Épreuve 6, oral",
        "Arrêt de travail.",
    ):
        assert said in found
    assert "absence non justifiée (" not in found
    assert "Écrite par erreur." not in found
    assert "autre épreuve" not in found
    assert "Il manque la copie : C1.1, C1.2" in found.replace("\N{NO-BREAK SPACE}", " ")
    assert not list(tmp_path.glob(".pv-*"))


def test_candidates_are_in_the_order_of_surnames_whatever_their_identifiers(course):
    with NotebookFile(course) as book:
        book.student("a1", "Zoé", "Élan")
        book.student("b2", "Léa-Marie", "de la Tour")
        book.student("c3", "Amina", "Elan")
    with JuryRecord(course) as record:
        told = minutes.gather(record, defaults(ROOT), ["a1", "b2", "c3"], "2026-06-30", "")
    assert [one.name for one in told.decisions] == ["DE LA TOUR Léa-Marie", "ELAN Amina", "ÉLAN Zoé"]


def test_a_place_where_it_cannot_be_written_is_said(tmp_path):
    told = minutes.Minutes("S", DAY, "", rules(), (named("Léa"),), ())
    with pytest.raises(KitError, match="le procès-verbal ne peut pas y être écrit"):
        minutes.write(told, tmp_path / "absent" / "pv.pdf")


def session(*decisions, **more):
    """A whole session, with all that a school may say of it."""
    asked = msgspec.structs.replace(rules(), composition=JURORS)
    absence = AbsenceAct(E17, "karim", "épreuve", "justifiée", "Certificat médical.")
    said = {
        "sitting": SITTING,
        "births": {"lea": "née le 3 mars 2001 à Lyon"},
        "appeal": "Écrivez au secrétariat.",
        "acts": (JuryEntry(1, absence, "Secrétariat", AT),),
    }
    return minutes.Minutes("Session de juin 2026", DAY, "Paris", asked, decisions, **(said | more))


def two():
    lea = decide(candidate(fact("C15.1", 10), B2="validé"), rules())
    away = Absence("épreuve", excused=True)
    karim = decide(candidate(fact("C15.1", None, absence=away), fact("C15.2", None, absence=away)), rules())
    return (
        msgspec.structs.replace(karim, name="BENALI Karim", candidate="karim"),
        msgspec.structs.replace(
            lea, name="FONTAINE Léa", remarks=("e17_impact_digital : rex non rendu, compté zéro.",)
        ),
    )


def laid(told):
    return pdf.compile_pdf("minutes.typ", minutes.told(told), DAY)


def test_the_whole_of_it_is_as_it_was_read_and_agreed():
    """The text of `proces-verbal.txt`, wherever its lines end; change it with what it tells of."""
    assert text(laid(session(*two()))) == " ".join(GOLDEN.read_text("utf-8").split())


def test_nothing_of_it_names_a_tool():
    # A group's member of whom nobody said anything, and a copy handed in late, have sentences of their own elsewhere.
    lost = decide(candidate(fact("C15.1", None, lacking=(UNDECLARED,))), rules())
    late = "e17_impact_digital : rex rendu en retard : pénalité de 2 points sur la note, sans effet sur les compétences ni sur les décisions."
    told = session(*two(), msgspec.structs.replace(lost, name="ZÉRO Ana", candidate="ana", remarks=(late,)))
    assert not TOOLS.findall(text(laid(told)))
    assert "Il manque la déclaration de son absence : C15.1." in text(laid(told)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("count", range(3, 9))
def test_signatures_come_last_and_whole_on_one_page(count):
    one = two()[1]
    told = session(*(msgspec.structs.replace(one, candidate=f"c{rank}") for rank in range(count)))
    *before, last = (page.extract_text() for page in read(laid(told)).pages)
    assert "Détail par candidat" in " ".join([*before, last.partition("Signatures")[0]])
    for said in ("Signatures", "Fait à Paris, le 30\N{NO-BREAK SPACE}juin 2026.", "Camille Aubert", "Idriss Koné"):
        assert said in last.partition("Signatures")[1] + last.partition("Signatures")[2]
    assert "Signatures" not in " ".join(before)
    assert "Nadia Roux" not in last


def test_each_page_says_which_it_is_of_how_many():
    pages = read(laid(session(*two()))).pages
    for rank, page in enumerate(pages, 1):
        assert f"page {rank} sur {len(pages)}" in page.extract_text()


def test_a_draft_says_that_it_is_one():
    found = text(laid(session(*two(), sitting=JurySitting())))
    assert "(projet : sans numéro, il ne fait pas foi)" in found
    assert "(projet)" not in text(laid(session(*two())))


def test_one_that_corrects_names_the_first_and_those_between_and_says_what_changed():
    karim, lea = two()
    was = {
        "lea": {
            v.code: (v.status.value, "" if v.share is None else str(v.share))
            for v in (*lea.competences, *lea.epreuves, *lea.blocs, lea.certification)
        }
    }
    was["lea"]["C14.1"] = ("non validé", "2/5")
    acts = [
        MinutesAct(number, DAY + datetime.timedelta(days=rank), "", "x.pdf", "0", was)
        for rank, number in enumerate(("2026-06-A", "2026-06-B"))
    ]
    told = session(lea, karim, earlier=tuple(acts))
    found = text(laid(told)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Procès-verbal rectificatif de délibération du jury" in found
    assert (
        "Il rectifie le procès-verbal n° 2026-06-A du 30 juin 2026, déjà rectifié par le procès-verbal n° 2026-06-B du 1er juillet 2026"
        in found
    )
    assert "FONTAINE Léa C14.1 non validée (40 %) validée (60 %)" in found
    assert "BENALI Karim tout absent du précédent" in found
    assert minutes.told(session(lea))["corrections"] == []


def test_one_that_notifies_nobody_says_that_the_delay_that_was_signed_stands():
    _, lea = two()
    first = MinutesAct("2026-06-A", DAY, "", "x.pdf", "0", {}, deadline=datetime.date(2026, 9, 3))
    stands = "Le délai qui courait déjà demeure : un recours se reçoit jusqu'au 3 septembre 2026 inclus."
    again = msgspec.structs.replace(SITTING, number="2026-06-B", notified=None, delay=None)
    found = text(laid(session(lea, earlier=(first,), sitting=again))).replace("\N{NO-BREAK SPACE}", " ")
    assert stands in found
    assert stands not in text(laid(session(lea, earlier=(first,)))).replace("\N{NO-BREAK SPACE}", " ")


def test_a_bloc_of_an_earlier_jury_and_the_vae_are_told():
    held = decide(candidate(acquired=(("B2", datetime.date(2025, 6, 30)),)), rules())
    waiting = [fact(code, None, lacking=(BY_JURY,)) for code in ("C14.1", "C14.2", "C15.1", "C15.2")]
    vae = decide(candidate(*waiting, vae=True, B1=Status.VALIDATED), rules())
    vae = msgspec.structs.replace(vae, name="Inès Nuñez", candidate="ines")
    found = text(made(held, vae)).replace("\N{NO-BREAK SPACE}", " ")
    assert "« auparavant » : bloc accordé par un jury antérieur." in found
    assert "validé (auparavant)" in found
    assert "Bloc B2 : acquis par décision du 30 juin 2025." in found
    assert "Inès Nuñez (ines), par la validation des acquis de l'expérience" in found
    assert "Il manque la décision du jury, sur dossier et entretien (VAE) : C15.1, C15.2." in found
    assert not TOOLS.search(found)
