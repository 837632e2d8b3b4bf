"""The draw of épreuve 11: a transport network's brand kit (colours, uses, logos, photos, statements, comments) and what its documents and pages hold.

Thresholds are those of RGAA 4.1, criterion 3.2, and of the case's own charter. Colours, weights and delays are drawn around values that a
network of some sixty thousand inhabitants has; each part is drawn again until its questions have one answer each.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

TODAY = pd.Timestamp("2026-10-05")
IN_USE_UNTIL = pd.Timestamp("2027-12-31")
DOCUMENTS = (
    "Livret d'accueil",
    "Affiche de perturbation",
    "Plan de ligne",
    "Fiche horaire",
    "Note de service",
    "Guide du guichet",
    "Diaporama de formation",
    "Lettre interne",
)

# --- Visual identity -----------------------------------------------------------------------------------------------------------------

COLOURS = {
    "Bleu nuit": (22, 42, 82),
    "Bleu lagune": (0, 120, 146),
    "Corail": (222, 88, 70),
    "Ocre": (218, 156, 50),
    "Vert prairie": (72, 138, 72),
    "Gris galet": (118, 124, 132),
    "Sable": (238, 226, 204),
    "Blanc": (255, 255, 255),
}
PAIRS = (
    ("Bleu nuit", "Sable"),
    ("Blanc", "Bleu nuit"),
    ("Blanc", "Bleu lagune"),
    ("Blanc", "Corail"),
    ("Bleu nuit", "Ocre"),
    ("Blanc", "Vert prairie"),
    ("Gris galet", "Blanc"),
    ("Corail", "Bleu nuit"),
    ("Bleu lagune", "Sable"),
    ("Vert prairie", "Sable"),
)
# Element → sizes in px, share in bold.
ELEMENTS = {
    "titre": (range(22, 33), 0.7),
    "intertitre": (range(17, 23), 0.8),
    "texte courant": (range(14, 18), 0.1),
    "légende": (range(12, 14), 0.1),
    "bouton": (range(16, 21), 0.75),
    "chiffre clé": (range(23, 41), 0.4),
    "encadré": (range(15, 20), 0.3),
}


def _luminance(rgb: tuple[int, int, int], gamma: bool = True) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    parts = [v / 255 for v in rgb]
    if gamma:
        parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _ratio(one: tuple[int, int, int], other: tuple[int, int, int], gamma: bool = True) -> float:
    high, low = sorted((_luminance(one, gamma), _luminance(other, gamma)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _palette(rng: np.random.RandomState) -> dict[str, tuple[int, int, int]]:
    found = {}
    for name, base in COLOURS.items():
        scale = 1.0 if name == "Blanc" else rng.uniform(0.8, 1.12)
        shift = np.zeros(3) if name == "Blanc" else rng.randint(-9, 10, 3)
        found[name] = tuple(int(v) for v in np.clip(np.round(np.array(base) * scale + shift), 0, 250))
    found["Blanc"] = (255, 255, 255)
    return found


def _palette_checks(palette: dict[str, tuple[int, int, int]]) -> Conditions:
    ratios = [_ratio(palette[a], palette[b]) for a, b in PAIRS]
    flat = [_ratio(palette[a], palette[b], gamma=False) for a, b in PAIRS]
    yield "pas de couple au seuil", all(min(abs(r - 4.5), abs(r - 3.0)) > 0.07 for r in ratios)
    kinds = [(r >= 3) + (r >= 4.5) for r in ratios]
    yield "des couples des trois sortes", min(kinds.count(kind) for kind in (0, 1, 2)) >= 2
    yield (
        "sans correction, d'autres couples passent",
        sum((a >= 4.5) != (b >= 4.5) for a, b in zip(ratios, flat, strict=True)) >= 2,
    )
    yield (
        "sans correction, d'autres rapports",
        all(abs(a / b - 1) > 0.04 for a, b in zip(ratios, flat, strict=True)),
    )


def _colour_tables(palette: dict[str, tuple[int, int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    colours = pd.DataFrame(
        [(name, "#" + "".join(f"{v:02X}" for v in rgb), *rgb) for name, rgb in palette.items()],
        columns=["couleur", "hexadecimal", "rouge", "vert", "bleu"],
    )
    pairs = pd.DataFrame(
        [(f"P{rank:02d}", *pair) for rank, pair in enumerate(PAIRS, start=1)],
        columns=["couple", "texte", "fond"],
    )
    return colours, pairs


def _associations(rng: np.random.RandomState, ratios: np.ndarray) -> pd.DataFrame:
    """Which pair each element of each document uses: some documents are careful, others are not."""
    rows = []
    careless = rng.permutation(np.linspace(0.1, 0.9, len(DOCUMENTS)))
    good, bad = np.flatnonzero(ratios >= 4.5), np.flatnonzero(ratios < 4.5)
    for document, share in zip(DOCUMENTS, careless, strict=True):
        for _ in range(rng.randint(20, 31)):
            element = str(rng.choice(list(ELEMENTS)))
            sizes, bold = ELEMENTS[element]
            pair = rng.choice(bad if rng.uniform() < share else good)
            weight = "gras" if rng.uniform() < bold else "normal"
            rows.append((document, element, f"P{pair + 1:02d}", int(rng.choice(list(sizes))), weight))
    table = pd.DataFrame(rows, columns=["document", "element", "couple", "taille_px", "graisse"])
    table.insert(0, "repere", [f"A{rank:03d}" for rank in range(1, len(table) + 1)])
    return table


def _association_checks(table: pd.DataFrame, ratios: np.ndarray) -> Conditions:
    ratio = ratios[table["couple"].str[1:].astype(int) - 1]
    large = np.where(table["graisse"] == "gras", table["taille_px"] >= 18.5, table["taille_px"] >= 24)

    def faults(wrong: np.ndarray) -> np.ndarray:
        return pd.Series(wrong).groupby(table["document"].to_numpy()).sum().to_numpy()

    right = faults(ratio < np.where(large, 3, 4.5))
    yield "des documents bien différents", len(set(right)) >= 6 and right.max() >= 13 and right.min() <= 4
    yield "le seuil des grands textes compte", (faults(ratio < 4.5) != right).sum() >= 5
    any_18 = (table["taille_px"] >= 18.5).to_numpy()
    yield "le gras compte", (faults(ratio < np.where(any_18, 3, 4.5)) != right).sum() >= 3


def _logos(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for rank in range(1, 41):
        printed = bool(rng.uniform() < 0.55)
        width = int(rng.choice(list(range(16, 25)) if rng.uniform() < 0.11 else list(range(26, 61))))
        width = width if printed else width * 5 - 5
        if width in (25, 120):
            width += 2
        height = round(0.4 * width, 1)
        part = rng.uniform(0.18, 0.44) if rng.uniform() < 0.12 else rng.uniform(0.56, 1.5)
        support = "imprimé" if printed else "écran"
        unit = "mm" if printed else "px"
        rows.append(
            (
                f"L{rank:02d}",
                str(rng.choice(DOCUMENTS)),
                support,
                unit,
                width,
                height,
                round(part * height, 1),
            )
        )
    columns = ["logo", "document", "support", "unite", "largeur", "hauteur", "marge_libre"]
    return pd.DataFrame(rows, columns=columns)


def _logo_checks(table: pd.DataFrame) -> Conditions:
    small = table["largeur"] < np.where(table["support"] == "imprimé", 25, 120)
    tight = table["marge_libre"] < table["hauteur"] / 2
    yield "de trop petits et de trop serrés", (small & ~tight).sum() >= 2 and (tight & ~small).sum() >= 2
    yield "une part des logos", 6 <= (small | tight).sum() <= 10
    full = table["marge_libre"] < table["hauteur"]
    yield "une marge d'une hauteur en refuserait d'autres", (full & ~tight & ~small).sum() >= 3


SUBJECTS = {
    "Bus et navettes": (
        "bus au terminus",
        "navette au pont",
        "bus de nuit",
        "poste de conduite",
        "bus sous la pluie",
        "rampe sortie",
    ),
    "Voyageurs": (
        "montée à l'arrêt",
        "famille assise",
        "voyageuse en fauteuil",
        "lycéens le matin",
        "couple âgé",
        "poussette à bord",
    ),
    "Agents": (
        "conductrice souriante",
        "guichet ouvert",
        "atelier au travail",
        "contrôle à bord",
        "régulation",
        "formation",
    ),
    "Vélos": (
        "parc à vélos",
        "vélo en location",
        "casque et gilet",
        "réparation",
        "piste du quai",
        "cadenas",
    ),
    "Ville": (
        "quai au soir",
        "marché du samedi",
        "place animée",
        "pont sur le fleuve",
        "halle couverte",
        "gare",
    ),
}
GRANTED = "Cession écrite, usages internes et externes"
INSIDE = "Cession écrite, usages internes"
PRESS = "Cession écrite, presse seulement"
LICENCES = (
    GRANTED,
    INSIDE,
    PRESS,
    "CC BY 4.0",
    "CC BY-NC 4.0",
    "CC BY-ND 4.0",
    "Banque d'images, usage éditorial",
    "Aucune trace",
)
ODDS = (0.30, 0.2, 0.07, 0.15, 0.08, 0.07, 0.08, 0.05)
AUTHORS = (
    "M. Vauzelle",
    "Studio Hélicon",
    "service communication",
    "C. Abadie",
    "agence Trois Quais",
    "P. Nguyen-Roux",
)
NOBODY, SIGNED, UNSIGNED = (
    "personne de reconnaissable",
    "reconnaissables, autorisation signée",
    "reconnaissables, pas d'autorisation",
)


def _photos(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    ends = [
        *pd.date_range("2026-11-30", "2027-11-30", freq="ME"),
        *pd.date_range("2028-03-31", "2031-12-31", freq="QE"),
    ]
    for subject, scenes in SUBJECTS.items():
        for rank in range(rng.randint(12, 33)):
            licence = str(rng.choice(LICENCES, p=ODDS))
            peopled = {"Voyageurs": 0.9, "Agents": 0.85, "Vélos": 0.3, "Bus et navettes": 0.3, "Ville": 0.35}[subject]
            people = NOBODY if rng.uniform() > peopled else (UNSIGNED if rng.uniform() < 0.28 else SIGNED)
            end = pd.Timestamp(rng.choice(ends)) if licence.startswith("Cession") else pd.NaT
            if licence.startswith("Cession") and rng.uniform() < 0.12:
                end = pd.NaT
            scene = f"{scenes[rank % len(scenes)]}, {rank // len(scenes) + 1}"
            rows.append((subject, scene, str(rng.choice(AUTHORS)), licence, end, people))
    table = pd.DataFrame(rows, columns=["sujet", "scene", "auteur", "licence", "fin_de_cession", "personnes"])
    table.insert(0, "photo", [f"F{rank:02d}" for rank in range(1, len(table) + 1)])
    return table


def _photo_checks(table: pd.DataFrame) -> Conditions:
    granted = table["licence"].isin([GRANTED, INSIDE])
    free = table["licence"] == "CC BY 4.0"
    lasting = granted & (table["fin_de_cession"] >= IN_USE_UNTIL)
    shown = table["personnes"] != UNSIGNED

    def counts(kept: pd.Series) -> pd.Series:
        return kept.groupby(table["sujet"]).sum()

    right = counts((lasting | free) & shown)
    yield "quelques photos par sujet", right.min() >= 2 and right.nunique() == 5
    yield "un sujet manque plus que les autres", (right == right.min()).sum() == 1
    yield "la fin de cession compte", (counts((granted | free) & shown) != right).sum() >= 4
    yield "l'autorisation compte", (counts(lasting | free) != right).sum() >= 3


IMAGES = (
    ("plan de la ligne", "Plan de la ligne 4, de la gare à l'hôpital, onze arrêts"), ("photo de l'agence", "L'entrée de l'agence, de plain-pied, rue de la halle"),
    ("schéma d'un arrêt", "L'abri, le banc et la bande de guidage devant la porte avant"), ("courbe de fréquentation", "Les voyages passent de 8 000 à 9 400 entre mai et septembre"),
    ("pictogramme seul", "Accessible en fauteuil"), ("capture d'écran", "L'écran d'achat, le bouton Payer en bas à droite"),
    ("photo d'un bus", "Le bus de la ligne 2, rampe sortie au trottoir"), ("tableau en image", "Premier départ à 6 h 12, dernier à 20 h 47"),
    ("filet de couleur", ""), ("motif de fond", ""), ("ombre", ""), ("vague décorative", ""), ("puce dessinée", ""),
)  # fmt: skip


def _images(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for document in DOCUMENTS:
        careless = rng.uniform(0.05, 0.85)
        for _ in range(rng.randint(16, 40)):
            name, told = IMAGES[rng.randint(len(IMAGES))]
            useful = bool(told)
            wrong = rng.uniform() < careless
            if useful:
                file = f"IMG_{rng.randint(1000, 9999)}.jpg"
                alternative = (file if rng.uniform() < 0.35 else None) if wrong else told
            else:
                alternative = "Image décorative" if wrong else None
            rows.append((document, name, "informative" if useful else "décorative", alternative))
    table = pd.DataFrame(rows, columns=["document", "image", "role", "alternative"])
    table.insert(0, "repere", [f"I{rank:03d}" for rank in range(1, len(table) + 1)])
    return table


def _image_faults(table: pd.DataFrame) -> pd.Series:
    useful, blank = table["role"] == "informative", table["alternative"].isna()
    file = table["alternative"].fillna("").str.endswith(".jpg")
    return (useful & (blank | file)) | (~useful & ~blank)


def _image_checks(table: pd.DataFrame) -> Conditions:
    right = _image_faults(table).groupby(table["document"]).sum()
    yield "des documents bien différents", right.nunique() >= 6 and right.max() >= 12 and right.min() <= 4
    blank = table["alternative"].isna().groupby(table["document"]).sum()
    yield "compter les vides se trompe", (blank != right).sum() >= 6
    only = (table["alternative"].isna() & (table["role"] == "informative")).groupby(table["document"]).sum()
    yield "les noms de fichier comptent", (only != right).sum() >= 4


# --- Brand identity ------------------------------------------------------------------------------------------------------------------

VALUES = ("Proximité", "Fiabilité", "Sobriété", "Hospitalité")
OUTSIDE = "hors plateforme"
STATEMENTS = {
    "Proximité": (
        "Nos conducteurs connaissent chaque quartier par son nom.",
        "Une agence mobile s'arrête dans les communes, au jour du marché.",
        "Le tracé de la ligne 6 a été dessiné avec les habitants.",
        "Chaque commune a, chez nous, une personne qu'elle peut appeler.",
        "Nous tenons un stand aux fêtes de quartier.",
        "La lettre du réseau donne des nouvelles de votre commune.",
        "Nous rencontrons les parents d'élèves à chaque rentrée.",
    ),
    "Fiabilité": (
        "Un bus retardé de plus de dix minutes est annoncé à l'arrêt.",
        "L'horaire affiché est l'horaire tenu.",
        "Quand une course est supprimée, la suivante est annoncée.",
        "Chaque panne est suivie jusqu'à sa réparation.",
        "Nous publions chaque mois notre ponctualité.",
        "Les correspondances sont attendues jusqu'à cinq minutes.",
        "Un remplaçant prend le volant quand un conducteur manque.",
    ),
    "Sobriété": (
        "La fiche horaire ne s'imprime plus que sur demande.",
        "Nos affiches servent deux saisons.",
        "Les moteurs sont coupés au terminus.",
        "La page des horaires se charge avec peu de données.",
        "Les uniformes usés deviennent des housses de selle.",
        "Nos écrans s'éteignent après le dernier bus.",
        "Nous réparons les valideurs avant d'en acheter.",
    ),
    "Hospitalité": (
        "La rampe sort à la première demande.",
        "Le plan existe en gros caractères et en relief.",
        "Chacun peut demander de l'aide pour acheter son titre.",
        "Les annonces sont à la fois dites et écrites.",
        "Le conducteur salue chaque personne qui monte.",
        "Une place est gardée aux poussettes et aux fauteuils.",
        "Nos annonces tiennent en quelques mots simples.",
    ),
    OUTSIDE: (
        "Nous sommes le premier réseau de la région.",
        "Notre groupe est présent dans douze pays.",
        "Offre exceptionnelle jusqu'à dimanche.",
        "Notre application a été primée à un salon.",
        "Nos actionnaires nous renouvellent leur confiance.",
        "Nous battons les autres réseaux sur les réseaux sociaux.",
        "Le parc compte désormais des bus de douze mètres.",
    ),
}  # fmt: skip
COMMENTS = {
    "laisser": (
        "Belle photo du quai, j'y passe tous les matins.",
        "Merci à la conductrice de la ligne 3, toujours aimable.",
        "Ma fille adore la navette électrique.",
        "Très bien, les nouveaux sièges.",
        "Je préfère le vélo, mais le bus me dépanne l'hiver.",
        "Bonne rentrée à toute l'équipe.",
        "On voit que la ville change, c'est agréable.",
    ),
    "répondre": (
        "À quelle heure passe le dernier bus le vendredi\u00a0?",
        "Le 4 est arrivé avec vingt minutes de retard, je veux comprendre.",
        "Où peut-on recharger sa carte le dimanche\u00a0?",
        "Votre application se ferme dès que je cherche un trajet.",
        "Pourquoi l'arrêt de la gare est-il déplacé\u00a0?",
        "Le bus est parti sous mes yeux, je n'ai pas pu monter.",
        "Comment réserver la rampe pour mon fauteuil\u00a0?",
        "On m'a compté deux fois le même trajet.",
    ),
    "signaler": (
        "Une femme au volant, voilà d'où vient le retard.",
        "Trop d'étrangers dans ce bus, qu'on trie à la montée.",
        "Les handicapés ralentissent tout, qu'ils restent chez eux.",
        "Un conducteur de cette couleur, non merci.",
        "Pas de femme voilée au guichet, mettez-la dehors.",
        "Les gens du voyage n'ont rien à faire dans nos bus.",
    ),
    "masquer": (
        "Le conducteur Jean-Paul B. habite rue des Lilas, au 12.",
        "Bande de bons à rien, vous êtes des minables.",
        "Vends vélo électrique neuf, appelez le 06 00 00 00 00.",
        "Voici le numéro personnel de votre directrice.",
        "Gagnez 500 euros par jour, cliquez sur mon profil.",
        "Les contrôleurs sont tous des abrutis.",
        "Je mets ici la photo et le nom de la fraudeuse de ce matin.",
    ),
    "transmettre": (
        "Une personne est tombée dans le 2 et ne se relève pas.",
        "De la fumée sort du bus arrêté devant le lycée.",
        "Un homme menace les passagers de la ligne 5, là, maintenant.",
        "Le panneau de l'arrêt pend au-dessus du trottoir.",
        "Bande de minables, une porte de la ligne 1 s'est ouverte en roulant.",
        "Un enfant de six ans est seul au terminus depuis une heure.",
        "Votre bus a accroché une cycliste, quel scandale, venez vite.",
    ),
}  # fmt: skip
PROOFS = (
    ("trajets à l'heure", "%", 91, "relevé d'exploitation"), ("voyageurs satisfaits", "%", 84, "enquête annuelle"),
    ("arrêts accessibles", "%", 62, "inventaire des arrêts"), ("habitants à moins de 400 mètres d'un arrêt", "%", 78, "étude du service urbanisme"),
    ("bus électriques", "bus", 14, "inventaire du parc"), ("abonnés", "abonnés", 8350, "logiciel de billettique"),
    ("appels décrochés en moins d'une minute", "%", 73, "standard téléphonique"), ("objets trouvés rendus", "%", 46, "registre de l'agence"),
    ("kilomètres parcourus dans l'année", "km", 2_310_000, "relevé d'exploitation"), ("papier économisé en un an", "kg", 1240, "factures de l'imprimeur"),
    ("agents formés à l'accueil des personnes handicapées", "%", 67, "plan de formation"), ("vélos loués chaque mois", "vélos", 415, "logiciel de location"),
    ("réclamations répondues en cinq jours", "%", 81, "service des réclamations"), ("contrôles par mois", "contrôles", 5200, "relevé des contrôleurs"),
    ("élèves transportés chaque jour", "élèves", 3480, "comptage de la rentrée"), ("bus lavés à l'eau de pluie", "%", 38, "atelier"),
    ("courses assurées", "%", 97, "relevé d'exploitation"), ("trajets à vélo dans l'année", "trajets", 96_400, "logiciel de location"),
    ("arrêts abrités", "%", 54, "inventaire des arrêts"), ("accidents de moins en un an", "%", 12, "registre de la régulation"),
)  # fmt: skip
OPENERS = (
    "Bonjour et merci de votre message.", "Bonjour, nous avons bien lu votre message.", "Merci de nous avoir prévenus.",
    "Bonjour, votre remarque est transmise au chef de ligne.", "Nous sommes désolés de ce retard.", "Bonjour, voici ce que nous savons.",
)  # fmt: skip
MIDDLES = (
    "Le bus de 17 h 42 est resté bloqué par un camion en livraison.", "La ligne 4 reprend son tracé habituel lundi matin.",
    "Votre carte peut être rechargée à l'agence et dans trois commerces.", "Un écran de l'arrêt était en panne depuis la veille.",
    "Le remboursement part sous cinq jours après la réception de votre demande.", "La rampe du véhicule est réparée depuis mardi.",
    "L'arrêt est déplacé de cinquante mètres pendant les travaux.", "Les horaires d'hiver s'appliquent à partir du 2 novembre.",
    "Le conducteur suivant a été averti et vous attendra.", "Un bus supplémentaire roule chaque soir de match.",
)  # fmt: skip
CLOSERS = (
    "Vous pouvez nous appeler de 7 h à 19 h.", "Nous restons à votre écoute.", "Une réponse écrite vous parviendra vendredi.",
    "Vous trouverez le plan à l'agence.", "Nous vous tiendrons au courant.", "Prenez soin de vous sur le trajet.",
)  # fmt: skip
FAMILIAR = (
    "Tu peux passer à l'agence quand tu veux.", "Garde ton ticket, il te servira.", "Regarde sur ton application.",
    "On te répond dès demain.", "Envoie-nous ta photo de l'arrêt.",
)  # fmt: skip
EXCITED = (
    "Merci mille fois\u00a0!", "Toute l'équipe vous attend\u00a0!", "Vite, montez à bord\u00a0!", "Quelle belle idée\u00a0!", "Nous adorons votre message\u00a0!",
)  # fmt: skip
LONG = (
    "Compte tenu des travaux menés par la ville sur l'avenue et du report de la circulation vers les quais, la ligne que vous empruntez suit depuis lundi un itinéraire différent de celui du plan.",
    "Nous vous informons que votre demande, après avoir été examinée par notre service puis par celui de la billettique, a été acceptée et donnera lieu à un remboursement sur le compte que vous avez indiqué.",
    "Afin de vous apporter une réponse complète, nous avons interrogé le conducteur, le chef de ligne et le poste de régulation, qui nous ont confirmé que le véhicule avait quitté le terminus avec du retard.",
    "Dans le cas où vous souhaiteriez obtenir une attestation de retard pour votre employeur, il vous suffit de la demander en agence en indiquant la date, la ligne, le sens et l'heure de votre trajet.",
)  # fmt: skip
BANNED = (
    "Un usager nous a signalé la même chose.", "Les usagers sont priés de se présenter à l'agence.", "Cela a impacté toute la ligne 2.",
    "Les travaux vont impacter vos trajets.", "Le fraudeur a reçu une amende.", "Notre process prévoit un délai de cinq jours.",
    "Nos process sont en cours de révision.", "Tout usager doit garder son titre.",
)  # fmt: skip
CHANNELS = {
    "Réseaux sociaux": (5.0, 0.09),
    "Avis en ligne": (15.0, 0.16),
    "Messagerie": (3.5, 0.05),
    "Formulaire du site": (18.0, 0.08),
}


def _coded(rng: np.random.RandomState, pool: dict[str, tuple[str, ...]], number: int) -> list[tuple[str, str]]:
    """So many texts of a pool, with their class: each class twice, the others one more."""
    kinds = [*list(pool), *reversed(list(pool))]
    kinds += [str(kind) for kind in rng.permutation(list(pool))][: number - len(kinds)]
    taken = {kind: list(rng.permutation(len(texts))) for kind, texts in pool.items()}
    found = [(pool[kind][taken[kind].pop()], kind) for kind in kinds]
    return [found[at] for at in rng.permutation(len(found))]


def _statements(rng: np.random.RandomState) -> pd.DataFrame:
    found = _coded(rng, STATEMENTS, 13)
    return pd.DataFrame(
        [(f"E{rank:02d}", text) for rank, (text, _) in enumerate(found, start=1)], columns=["enonce", "texte"]
    )


def _comments(rng: np.random.RandomState) -> pd.DataFrame:
    found = _coded(rng, COMMENTS, 13)
    return pd.DataFrame(
        [(f"M{rank:02d}", text) for rank, (text, _) in enumerate(found, start=1)],
        columns=["commentaire", "texte"],
    )


def _proofs(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for rank, (subject, unit, base, source) in enumerate(PROOFS, start=1):
        recorded = base * rng.uniform(0.86, 1.1)
        recorded = round(recorded) if base < 1000 else round(recorded, -1 if base < 100_000 else -4)
        recorded = min(recorded, 98) if unit == "%" else recorded
        announced = recorded
        if rng.uniform() < 0.14:
            step = (
                max(2, round(0.07 * recorded))
                if recorded < 1000
                else round(0.06 * recorded, -1 if recorded < 100_000 else -4)
            )
            announced = min(99, recorded + step) if unit == "%" else recorded + step
        old = rng.uniform() < 0.16
        days = pd.date_range("2022-09-01", "2024-08-30") if old else pd.date_range("2024-11-15", "2026-08-30")
        found = source if rng.uniform() > 0.09 else None
        rows.append(
            (
                f"C{rank:02d}",
                subject,
                int(announced),
                unit,
                found,
                pd.Timestamp(rng.choice(days)),
                int(recorded),
            )
        )
    columns = ["preuve", "sujet", "annonce", "unite", "source", "releve_le", "valeur_relevee"]
    return pd.DataFrame(rows, columns=columns)


def _proof_checks(table: pd.DataFrame) -> Conditions:
    old, gap, lost = (
        table["releve_le"] < TODAY - pd.DateOffset(years=2),
        table["annonce"] != table["valeur_relevee"],
        table["source"].isna(),
    )
    yield (
        "chaque défaut seul",
        min((old & ~gap & ~lost).sum(), (gap & ~old & ~lost).sum()) >= 2 and (lost & ~old & ~gap).sum() >= 1,
    )
    yield "entre un quart et quatre dixièmes", 5 <= (old | gap | lost).sum() <= 8


def _sentences(rng: np.random.RandomState) -> pd.DataFrame:
    """Sixty drafted answers, sentence by sentence; each rule of tone is broken in its own share of them."""
    rows = []
    shares = dict(
        zip(
            (FAMILIAR, EXCITED, LONG, BANNED),
            rng.permutation([0.1, 0.24, 0.38, 0.52]) + rng.uniform(-0.04, 0.04, 4),
            strict=True,
        )
    )
    for message in range(1, 61):
        lines = [str(rng.choice(pool)) for pool in (OPENERS, MIDDLES, MIDDLES, CLOSERS)]
        for pool, share in shares.items():
            if rng.uniform() < share:
                twice = rng.uniform() < 0.3
                for _ in range(1 + twice):
                    lines.insert(rng.randint(1, len(lines)), str(rng.choice(pool)))
        lines = list(dict.fromkeys(lines))
        rows += [(f"R{message:02d}", rank, line) for rank, line in enumerate(lines, start=1)]
    return pd.DataFrame(rows, columns=["reponse", "rang", "phrase"])


def _sentence_checks(table: pd.DataFrame) -> Conditions:
    marks = [table["phrase"].isin(pool) for pool in (FAMILIAR, EXCITED, LONG, BANNED)]
    messages = [table.loc[found, "reponse"].nunique() for found in marks]
    yield "des règles inégalement suivies", min(messages) >= 3 and len(set(messages)) == 4
    yield (
        "plus de phrases que de réponses",
        all(found.sum() > number for found, number in zip(marks, messages, strict=True)),
    )


def _delays(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    days = pd.date_range("2026-07-01", "2026-09-30")
    for channel, (typical, lost) in CHANNELS.items():
        typical, lost = typical * rng.lognormal(0, 0.25), lost * rng.uniform(0.5, 1.6)
        for _ in range(rng.randint(60, 95)):
            received = pd.Timestamp(rng.choice(days)) + pd.Timedelta(int(rng.randint(6 * 60, 23 * 60)), "min")
            answered = (
                pd.NaT
                if rng.uniform() < lost
                else received + pd.Timedelta(int(60 * typical * rng.lognormal(0, 1.05)) + 4, "min")
            )
            rows.append((channel, received, answered))
    table = pd.DataFrame(rows, columns=["canal", "recu", "repondu"]).sort_values(["recu", "canal"], ignore_index=True)
    table.insert(0, "demande", [f"D{rank:03d}" for rank in range(1, len(table) + 1)])
    return table


def _delay_checks(table: pd.DataFrame) -> Conditions:
    hours = (table["repondu"] - table["recu"]) / pd.Timedelta(1, "h")
    by = hours.groupby(table["canal"])
    yield "pas de délai au seuil", (hours.dropna() - 24).abs().min() > 0.03
    yield "la moyenne trompe", (by.mean() > 1.2 * by.median()).all()
    within, answered = (
        (hours <= 24).groupby(table["canal"]).mean(),
        (hours[hours.notna()] <= 24).groupby(table["canal"]).mean(),
    )
    yield "les oubliés comptent", ((answered - within) > 0.02).all()


# --- Eco-design ----------------------------------------------------------------------------------------------------------------------

# Quantiles of the EcoIndex (collectif Green IT): elements of the page, requests, weight in kB.
ELEMENT_STEPS = (
    0,
    47,
    75,
    159,
    233,
    298,
    358,
    417,
    476,
    537,
    603,
    674,
    753,
    843,
    949,
    1076,
    1237,
    1459,
    1801,
    2479,
    594_601,
)
REQUEST_STEPS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
WEIGHT_STEPS = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37,
    2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223_212.26,
)  # fmt: skip
# Page → visits a month, elements, requests, weight in kB.
PAGES = {
    "Accueil": (13_000, 900, 78, 3100),
    "Horaires": (13_500, 700, 55, 1600),
    "Info trafic": (15_000, 700, 60, 1500),
    "Plan du réseau": (9_300, 1300, 90, 3900),
    "Tarifs": (12_500, 680, 60, 1900),
    "Boutique": (10_500, 1150, 100, 2600),
    "Vélos": (10_500, 800, 70, 3300),
    "Travaux": (11_000, 760, 66, 2900),
    "Recrutement": (9_500, 880, 78, 4500),
    "Accessibilité": (12_000, 600, 50, 1500),
    "Le réseau en vidéo": (8_500, 980, 92, 8800),
    "Contact": (15_500, 560, 50, 1300),
}
ACTIONS = (
    ("Réduire les photos du site", 3400, 430), ("Retirer les vidéos qui démarrent seules", 3900, 410), ("Garder les tablettes de conduite deux ans de plus", 3000, 950),
    ("Reconditionner les écrans d'agence", 3300, 500), ("Imprimer le plan en deux couleurs", 2700, 420), ("Garder le serveur un an de plus", 1300, 700),
    ("Éteindre les bornes la nuit", 3300, 500), ("Archiver les pages anciennes", 3100, 450), ("Envoyer la lettre au format texte", 2700, 330),
    ("Mutualiser les imprimantes", 3200, 500), ("Alléger l'application", 3100, 480), ("Former les rédacteurs", 2800, 430),
)  # fmt: skip
#: How long the two actions whose name says it go on, in years.
LASTING = {"Garder les tablettes de conduite deux ans de plus": 2, "Garder le serveur un an de plus": 1}
CEILING = 2.5  # € per kilogram avoided
DONE_BEFORE = pd.Timestamp("2027-04-01")


def quantile(value: float, steps: tuple[float, ...]) -> float:
    """The place of a value among the twenty steps, with what it has done of its own one."""
    rank = max(at for at, step in enumerate(steps) if step <= value)
    return rank + (value - steps[rank]) / (steps[rank + 1] - steps[rank])


def ecoindex(elements: float, requests: float, weight: float) -> float:
    places = (
        3 * quantile(elements, ELEMENT_STEPS) + 2 * quantile(requests, REQUEST_STEPS) + quantile(weight, WEIGHT_STEPS)
    )
    return 100 - 5 * places / 6


def _pages(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for page, (visits, elements, requests, weight) in PAGES.items():
        rows.append(
            (
                page,
                int(round(visits * rng.lognormal(0, 0.75), -1)),
                int(elements * rng.lognormal(0, 0.45)),
                int(requests * rng.lognormal(0, 0.35)),
                int(1000 * weight * rng.lognormal(0, 0.5)),
            )
        )
    return pd.DataFrame(rows, columns=["page", "visites_mois", "elements", "requetes", "poids_octets"])


def _page_checks(table: pd.DataFrame) -> Conditions:
    index = pd.Series(
        [ecoindex(e, r, w / 1000) for _, _, e, r, w in table.itertuples(index=False)], index=table["page"]
    )
    yield "des pages de toutes sortes", 4 < index.min() < 25 and 55 < index.max() < 85
    yield "des indices distincts", index.sort_values().diff().min() > 0.25
    grams = (2 + 2 * (50 - index) / 100) * table.set_index("page")["visites_mois"]
    ranked = grams.sort_values()
    yield "trois pages pèsent le plus", ranked.iloc[-3] > 1.06 * ranked.iloc[-4]
    yield (
        "ce ne sont pas les plus faibles",
        len(set(grams.nlargest(3).index) & set(index.nsmallest(3).index)) <= 1,
    )


def _media(rng: np.random.RandomState, pages: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for page, weight in pages[["page", "poids_octets"]].itertuples(index=False):
        left = 0.7 * weight / 1000
        for rank in range(1, rng.randint(5, 10)):
            kind = str(rng.choice(["JPEG", "PNG", "WebP"], p=[0.55, 0.25, 0.2]))
            shown = int(rng.choice([160, 240, 320, 480, 640, 800]))
            width = int(shown * rng.choice([1, 1.5, 2.5, 3, 4, 5], p=[0.15, 0.2, 0.2, 0.2, 0.15, 0.1]))
            size = round(max(12, left * rng.uniform(0.04, 0.22)), 1)
            rows.append((page, f"{page[:4].strip().lower()}-{rank}", kind, size, width, shown))
    return pd.DataFrame(rows, columns=["page", "photo", "format", "poids_ko", "largeur_px", "largeur_affichee_px"])


def _media_checks(table: pd.DataFrame) -> Conditions:
    part = np.minimum(1, 2 * table["largeur_affichee_px"] / table["largeur_px"])
    kept = np.where(table["format"] == "WebP", 1, 0.7)

    def gains(power: int, format_too: bool = True) -> pd.Series:
        return (table["poids_ko"] * (1 - part**power * (kept if format_too else 1))).groupby(table["page"]).sum()

    right = gains(2)
    yield "chaque page y gagne", right.min() > 20
    yield "le carré compte", ((gains(1) / right - 1).abs() > 0.02).sum() >= 10
    yield "le format compte", ((gains(2, False) / right - 1).abs() > 0.02).sum() >= 10


def _actions(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for name, cost, kilos in ACTIONS:
        done = pd.Timestamp(rng.choice(pd.date_range("2026-12-15", "2027-06-30", freq="D")))
        price, saved = (
            int(round(cost * rng.lognormal(0, 0.45), -1)),
            int(round(kilos * rng.lognormal(0, 0.55), -1)),
        )
        lasting = LASTING.get(name) or int(rng.choice([2, 3, 4, 5]))
        rows.append((name, price, max(saved, 20), lasting, done))
    return pd.DataFrame(rows, columns=["action", "cout", "co2e_evite_kg_an", "duree_ans", "finie_le"])


def chosen(table: pd.DataFrame, cost: pd.Series) -> list[str]:
    """The actions whose avoided kilogram costs no more than the ceiling."""
    return sorted(table.loc[cost <= CEILING, "action"])


def _action_checks(table: pd.DataFrame) -> Conditions:
    in_time = table[table["finie_le"] < DONE_BEFORE]
    yield "des actions trop tardives", 3 <= len(table) - len(in_time) <= 5
    yearly, whole = (
        table["cout"] / table["co2e_evite_kg_an"],
        table["cout"] / (table["co2e_evite_kg_an"] * table["duree_ans"]),
    )
    yield (
        "un plafond que rien ne frôle",
        min((cost / CEILING - 1).abs().min() for cost in (yearly, whole)) > 0.02,
    )
    right = chosen(in_time, whole[in_time.index])
    yield "trois à cinq actions", 3 <= len(right) <= 5
    in_a_year = chosen(in_time, yearly[in_time.index])
    yield "la durée change le choix", 1 <= len(in_a_year) < len(right)
    yield "la date change le choix", right != chosen(table, whole)


# --- All of them: headings, and which document comes first ---------------------------------------------------------------------------

HEADINGS = (
    "À retenir", "Qui appeler", "En cas de retard", "Les tarifs", "Le plan", "Vos droits", "À bord", "Au guichet", "La sécurité", "Les horaires", "La météo", "Les objets trouvés",
    "Avant de partir", "Les correspondances", "Votre carte", "Le paiement", "Les travaux", "Les jours fériés", "Le samedi", "Les groupes",
    "Les vélos à bord", "Les animaux", "Un doute", "Signaler un défaut", "Nous écrire",
)  # fmt: skip


def _headings(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for document in DOCUMENTS:
        careless = rng.uniform(0.0, 0.65)
        level = 2 if rng.uniform() < 0.3 else 1
        rows.append((document, 1, level, document))
        names = rng.permutation(HEADINGS)[: rng.randint(13, 25)]
        for rank, name in enumerate(names, start=2):
            if rng.uniform() < careless and level <= 4:
                level += 2
            else:
                level = int(
                    rng.choice([lower for lower in (level - 2, level - 1, level, level + 1) if 2 <= lower <= 5])
                )
            rows.append((document, rank, level, str(name)))
    return pd.DataFrame(rows, columns=["document", "rang", "niveau", "titre"])


def _heading_faults(table: pd.DataFrame) -> pd.Series:
    before = table.groupby("document")["niveau"].shift()
    return np.where(before.isna(), table["niveau"] != 1, table["niveau"] > before + 1)


def _heading_checks(table: pd.DataFrame) -> Conditions:
    right = pd.Series(_heading_faults(table)).groupby(table["document"]).sum()
    yield "des documents bien différents", right.nunique() >= 5 and right.max() >= 7
    first = (table["rang"] == 1) & (table["niveau"] != 1)
    yield "des premiers titres fautifs", 2 <= first.sum() <= 5
    moves = (table["niveau"] - table.groupby("document")["niveau"].shift()).abs() > 1
    yield "remonter n'est pas une faute", (moves.groupby(table["document"]).sum() != right).sum() >= 5


def _documents(rng: np.random.RandomState) -> pd.DataFrame:
    rows = [(document, round(rng.uniform(15, 148))) for document in DOCUMENTS]
    return pd.DataFrame(rows, columns=["document", "agents_lecteurs"])


def _document_checks(table: pd.DataFrame, faults: pd.Series) -> Conditions:
    found = table.set_index("document")
    weighed = (faults * found["agents_lecteurs"]).sort_values()
    yield "deux documents passent devant", weighed.iloc[-2] > 1.08 * weighed.iloc[-3]
    worst = faults.sort_values()
    yield "ce ne sont pas les plus fautifs", set(weighed.index[-2:]) != set(worst.index[-2:])


Faulty = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.Series]


def _faulty(rng: np.random.RandomState, ratios: np.ndarray) -> Faulty:
    """The three tables in which documents are at fault, and the faults of each document."""
    associations = tirer_jusqu_a(lambda r: _associations(r, ratios), lambda t: _association_checks(t, ratios), rng)
    images, headings = (
        tirer_jusqu_a(_images, _image_checks, rng),
        tirer_jusqu_a(_headings, _heading_checks, rng),
    )
    large = np.where(
        associations["graisse"] == "gras", associations["taille_px"] >= 18.5, associations["taille_px"] >= 24
    )
    weak = ratios[associations["couple"].str[1:].astype(int) - 1] < np.where(large, 3, 4.5)
    faults = (
        pd.Series(weak).groupby(associations["document"]).sum()
        + _image_faults(images).groupby(images["document"]).sum()
        + pd.Series(_heading_faults(headings)).groupby(headings["document"]).sum()
    )
    return associations, images, headings, faults


def _faulty_checks(drawn: Faulty) -> Conditions:
    worst = drawn[3].sort_values()
    yield "deux documents plus fautifs que les autres", worst.iloc[-2] > worst.iloc[-3]


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """The seventeen tables of the dictionary; sizes in px, weights in bytes or kB, amounts in €."""
    # A stream a part: what is changed in one leaves the others as they are.
    streams = [np.random.RandomState(seed) for seed in rng.randint(0, 2**31 - 1, 12)]
    palette = tirer_jusqu_a(_palette, _palette_checks, streams[0])
    colours, pairs = _colour_tables(palette)
    ratios = np.array([_ratio(palette[a], palette[b]) for a, b in PAIRS])
    associations, images, headings, faults = tirer_jusqu_a(lambda r: _faulty(r, ratios), _faulty_checks, streams[1])
    pages = tirer_jusqu_a(_pages, _page_checks, streams[2])
    return {
        "documents": tirer_jusqu_a(_documents, lambda t: _document_checks(t, faults), streams[3]),
        "couleurs": colours,
        "couples": pairs,
        "associations": associations,
        "logos": tirer_jusqu_a(_logos, _logo_checks, streams[4]),
        "photos": tirer_jusqu_a(_photos, _photo_checks, streams[5]),
        "images": images,
        "enonces": _statements(streams[6]),
        "preuves": tirer_jusqu_a(_proofs, _proof_checks, streams[7]),
        "phrases": tirer_jusqu_a(_sentences, _sentence_checks, streams[8]),
        "commentaires": _comments(streams[9]),
        "demandes": tirer_jusqu_a(_delays, _delay_checks, streams[10]),
        "pages": pages,
        "paliers": pd.DataFrame(
            {
                "palier": range(21),
                "elements": ELEMENT_STEPS,
                "requetes": REQUEST_STEPS,
                "poids_ko": WEIGHT_STEPS,
            }
        ),
        "medias": tirer_jusqu_a(lambda r: _media(r, pages), _media_checks, streams[2]),
        "actions": tirer_jusqu_a(_actions, _action_checks, streams[11]),
        "titres": headings,
    }
