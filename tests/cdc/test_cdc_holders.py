"""What a school writes of who was certified: any civil identity goes through as it is, a social security number never."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.extensions.cdc import flow, holders
from epreuves_kit.extensions.cdc.depositor import Depositor
from epreuves_kit.jury.births import Birth
from tests.cdc.cdc_course import CPF, KARIM, LEA, XSD, ZOE, written

DAY = datetime.date(2026, 6, 30)
SCHEMA = xmlschema.XMLSchema(XSD)
_WORDS = st.text(st.sampled_from("ABCDÉÈÀÇŒÆÑØŁabcdéèàçœæñøłßžğışĳ"), min_size=1, max_size=12)
NAMES = st.builds(
    "".join,
    st.lists(st.tuples(_WORDS, st.sampled_from([" ", "-", "'", " d'", " de La "])).map("".join), max_size=2),
).flatmap(lambda start: _WORDS.map(lambda end: start + end))
TOWNS = st.sampled_from(["L'Haÿ-les-Roses", "Saint-Denis (La Réunion)", "Y", "Paris 18e"])
IN_FRANCE = st.one_of(
    st.tuples(
        TOWNS,
        st.sampled_from(["01004", "2A004", "2b033", "97411"]),
        st.sampled_from(["", "75018"]),
        st.sampled_from(["", "France"]),
        st.just(""),
    ),
    st.tuples(TOWNS, st.just(""), st.just("75018"), st.just(""), st.just("")),
)
ABROAD = st.one_of(
    st.tuples(
        st.sampled_from(["", "Tunis"]),
        st.just("99351"),
        st.just(""),
        st.just("Tunisie"),
        st.sampled_from(["", "351"]),
    ),
    st.tuples(
        st.just("Abidjan"),
        st.just(""),
        st.just("00225"),
        st.just("Côte d'Ivoire"),
        st.sampled_from(["", "326"]),
    ),
)
BIRTHS = st.dates(datetime.date(1900, 1, 1), datetime.date(2015, 12, 31)).flatmap(
    lambda at: st.sampled_from(
        [
            f"{at:%d/%m/%Y}",
            f"{at:%Y-%m-%d}",
            f"00/{at:%m/%Y}",
            f"00/00/{at:%Y}",
            f"{at.day}/{at.month}/{at.year}",
        ]
    )
)
LINES = st.builds(
    lambda names, sex, born, place, access: ("a", *names, sex, born, *place, access),
    st.one_of(
        st.tuples(NAMES, st.just("") | NAMES, NAMES, st.just(""), st.just("")),
        st.tuples(NAMES, st.just(""), NAMES, NAMES, st.just("") | NAMES),
    ),
    st.sampled_from(["M", "F", "f", "H", "Féminin"]),
    BIRTHS,
    st.one_of(IN_FRANCE, ABROAD),
    st.sampled_from(["", "vae", *holders.ACCESS]),
)


def understood(*rows: tuple[str, ...]) -> list[holders.Holder]:
    return holders.understood(holders.parse(written(*rows)).values(), DAY)


def faults(*rows: tuple[str, ...]) -> str:
    with pytest.raises(Faults) as raised:
        understood(*rows)
    return str(raised.value)


def changed(row: tuple[str, ...], **values: str) -> tuple[str, ...]:
    """A line with other values, by the first word of their columns' titles."""
    names = [title.replace("'", " ").replace(" ", "_") for title in holders.COLUMNS]
    assert set(values) <= set(names)
    return tuple(values.get(name, value) for name, value in zip(names, row, strict=True))


@given(LINES)
def test_any_civil_identity_makes_a_valid_flow_that_says_it_unchanged(line):
    (holder,) = understood(line)
    depositor = Depositor("04ABC123", "MCFCER000000", "RNCP12345")
    content = flow.content(depositor, "flux", flow.stamp("2026-07-02T10:00:00"), DAY, [flow.Transmitted("id", holder)])
    SCHEMA.validate(content.decode())
    (told,) = ElementTree.fromstring(content).iter(f"{CPF}titulaire")
    values = {element.tag.removeprefix(CPF): element.text for element in told.iter()}
    assert [values["nomNaissance"], values["nomUsage"] or "", values["prenom1"]] == [
        " ".join(one.split()) for one in line[1:4]
    ]
    year = next(part for part in line[7].replace("/", "-").split("-") if len(part) == 4)
    assert values["anneeNaissance"] == year
    assert (values["jourNaissance"] is None) == line[7].startswith("00/")
    assert (values["moisNaissance"] is None) == line[7].startswith("00/00/")
    assert values["sexe"] == {"M": "M", "H": "M"}.get(line[6], "F")
    assert values.get("libellePaysNaissance") == (line[11] if line[11] not in ("", "France") else None)
    if line[9]:
        assert values["codeInsee"] == line[9].upper()
    elif not values.get("libellePaysNaissance"):
        assert values["codePostal"] == line[10]
    else:
        assert values["codePostal"] is None


NIRS = st.builds(
    lambda sex, month, department, rest, key, apart: apart.join(
        [sex, "99", month, department, rest[:3], rest[3:], *([key] if key else [])]
    ),
    st.sampled_from("123478"),
    st.sampled_from(["01", "12", "20", "99"]),
    st.sampled_from(["75", "2A", "2b", "99", "01"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.sampled_from(["", "05", "97"]),
    st.sampled_from(["", " ", "\u00a0", ".", "-"]),
)


@given(NIRS, st.integers(0, len(holders.COLUMNS) - 1), st.sampled_from(["{}", "NIR {}", "'{}", "{} (Léa)"]))
def test_a_social_security_number_is_refused_wherever_it_stands_and_not_repeated(nir, rank, around):
    row = list(LEA)
    row[rank] = around.format(nir)
    with pytest.raises(Faults) as raised:
        holders.parse(written(tuple(row)))
    assert f"ligne 2, champ « {holders.COLUMNS[rank]} »" in str(raised.value)
    assert "numéro de sécurité sociale" in str(raised.value)
    assert nir not in str(raised.value)
    assert nir[-8:] not in str(raised.value)


@pytest.mark.parametrize("value", ["1,99E+14", "2.01E+12", "1E14"])
def test_what_a_spreadsheet_makes_of_such_a_number_is_refused_too(value):
    assert "numéro de sécurité sociale" in faults(changed(LEA, code_postal=value))


@pytest.mark.parametrize("title", ["NIR", "N° de sécurité sociale", "Num. sécu", "numéro INSEE", "NSS"])
def test_a_column_for_such_a_number_is_refused_even_empty(title):
    text = written(LEA).decode().replace("accès\r\n", f"accès;{title}\r\n").replace(",\r\n", ";\r\n")
    with pytest.raises(Faults) as raised:
        holders.parse(text.encode())
    assert f"colonne « {title} »" in str(raised.value)


def test_numbers_that_are_not_one_are_let_through():
    assert understood(changed(LEA, candidat="20260012345", code_commune="97411"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"nom_de_naissance": ""}, "champ « nom de naissance » : la valeur manque"),
        ({"prénom": "Léa 2"}, "n'est pas un nom"),
        ({"prénom": "x" * 61}, "61 signes, 60 au plus"),
        ({"deuxième_prénom": "", "troisième_prénom": "Anne"}, "il y en a un troisième"),
        ({"sexe": "X"}, "ni « M » ni « F »"),
        ({"date_de_naissance": ""}, "la valeur manque ; écrivez-la comme 31/12/2001"),
        ({"date_de_naissance": "31/02/2001"}, "n'est pas une date"),
        ({"date_de_naissance": "12/00/2001"}, "n'est pas une date"),
        ({"date_de_naissance": "31/12/01"}, "n'est pas une date"),
        ({"date_de_naissance": "mars-01"}, "n'est pas une date"),
        ({"date_de_naissance": "30/06/2026"}, "n'est pas entre 1900 et la délibération"),
        ({"date_de_naissance": "31/12/1899"}, "n'est pas entre 1900 et la délibération"),
        ({"commune_de_naissance": ""}, "champ « commune de naissance » : la valeur manque"),
        ({"code_commune": "", "code_postal": ""}, "la valeur manque ; écrivez-la, ou le code postal"),
        ({"code_commune": "1053"}, "si le tableur a ôté un zéro"),
        ({"code_commune": "99109"}, "écrivez lequel"),
        ({"code_commune": "", "code_postal": "1000"}, "si le tableur a ôté un zéro"),
        ({"pays_de_naissance": "Tunisie"}, "est une commune française"),
        (
            {"pays_de_naissance": "Tunisie", "code_commune": "99351", "code_pays": "109"},
            "n'est pas le pays du code",
        ),
        ({"pays_de_naissance": "Tunisie", "code_commune": "", "code_pays": "TN"}, "n'a pas trois chiffres"),
        ({"code_pays": "109"}, "videz la case"),
        ({"accès": "autre"}, "n'est pas une voie d'accès"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line_and_its_column(values, said):
    told = faults(KARIM, changed(LEA, **values))
    assert said in told
    assert told.startswith("titulaires.csv, ligne 3, champ")


def test_all_that_is_wrong_is_told_at_once():
    assert len(faults(changed(LEA, sexe="X", accès="autre"), changed(ZOE, sexe="")).splitlines()) == 3


def test_one_candidate_or_one_person_on_two_lines_is_refused():
    assert "« LEA.Fontaine » est déjà ligne 2" in faults(LEA, changed(KARIM, candidat="LEA.Fontaine"))
    assert "la même personne est déjà ligne 2" in faults(LEA, changed(LEA, candidat="autre", nom_de_naissance="MARTIN"))


KNOWN_BIRTHS = st.none() | st.builds(
    Birth,
    st.dates(datetime.date(1900, 1, 1), datetime.date(2010, 1, 1)),
    st.sampled_from(("", "Lyon", "Saint-Étienne")),
)


@given(
    st.lists(
        st.tuples(
            st.text("abc=+-@'0 é;\"", min_size=1, max_size=8).filter(lambda t: t.strip()), NAMES, NAMES, KNOWN_BIRTHS
        ),
        max_size=5,
        unique_by=lambda p: p[0].strip(),
    )
)
def test_a_model_is_read_back_with_the_candidates_it_was_written_for(people):
    made = holders.model(None, people)
    found = holders.parse(made)
    assert {line.values["candidat"] for line in found.values()} == {one.strip() for one, *_ in people}
    assert holders.model(made, people) == made
    for candidate, _, _, birth in people:
        values = found[candidate.strip()].values
        assert holders.born(found[candidate.strip()]) == ("" if birth is None else birth.said), values


def test_a_file_that_is_no_such_table_is_refused_with_the_header_due():
    with pytest.raises(Faults, match="en-tête attendu « candidat;nom de naissance"):
        holders.parse(b"candidat;nom\nlea;Martin\n")
    with pytest.raises(Faults, match="14 valeurs attendues"):
        holders.parse(written(LEA[:5]))
    with pytest.raises(KitError, match="dépasse 10 Mo"):
        holders.parse(b"x" * 10_000_001)
