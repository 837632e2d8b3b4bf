# %% [markdown]
# # Tableau de bord de la cohorte

# %% [markdown] tags=["lab"]
# Ce notebook lit `donnees/cohorte.json`, que `epreuves tableau` a écrit à partir du carnet de notes, des copies corrigées et du registre des correcteurs.
# Changez les paramètres ci-dessous, puis *Exécuter tout*, pour ne lire qu'une épreuve, un campus ou un groupe.

# %% tags=["parameters"]
donnees = "donnees/cohorte.json"
epreuves = []  # par exemple ["e17"] ; vide : toutes
campus = ""  # par exemple "Lyon" ; vide : tous
groupe = ""  # par exemple "G1" ; vide : tous

# %%
from epreuves_kit.extensions.dashboard.notebook import entete, montrer, ouvrir, sections

cohorte = ouvrir(donnees, epreuves, campus, groupe)
entete(cohorte, campus, groupe)

# %% [markdown]
# ## L'essentiel

# %%
montrer(sections.first(cohorte))

# %% [markdown]
# ## La répartition des résultats
#
# Part des points obtenus à chaque épreuve, sans pénalité de retard, tels que le sujet les annonce. Ce n'est pas le résultat des compétences, où les questions ont un plafond (section suivante).
# Qui n'a rendu qu'une des parties de l'épreuve a zéro à l'autre ; qui n'a rien rendu n'est pas compté.

# %%
montrer(sections.spread(cohorte))

# %% [markdown]
# ## Les candidats et les compétences
#
# Le résultat de chaque compétence par les règles du jury, oral compris, et ce qui en est décidé : ✓ validé, ✗ non validé. Il est le même sur le relevé et le procès-verbal.
# « En attente » : il manque quelque chose (un critère à juger, un niveau d'oral).

# %%
montrer(sections.matrix(cohorte))

# %% [markdown]
# ## Les questions et les critères
#
# - **Part moyenne** : la part des points obtenue en moyenne ; plus elle est haute, plus l'élément est facile.
# - **Corrélation avec le reste** : une question bien faite est mieux réussie par ceux qui réussissent le reste ; au-dessous de 0,20 elle sépare mal, au-dessous de zéro elle sépare à l'envers.
# - **Indice 27 %** : la part moyenne chez les 27 % meilleures copies, moins celle des 27 % plus faibles ; 0,40 est très bon, moins de 0,20 est à revoir (Ebel et Frisbie, 1991).
# - **Alpha de Cronbach** : à quel point les questions et critères vont ensemble, de 0 à 1. Peu de copies le laissent incertain : il est entre les deux nombres qui le suivent, dix-neuf fois sur vingt. Il ne dit pas que l'épreuve mesure ce qu'il faut ; il monte avec le nombre d'éléments, avec quelques copies vierges, et avec des questions qui se suivent.
#
# Une dizaine de copies ne donne que des ordres de grandeur : un signalement est une invitation à relire, non un verdict.

# %%
montrer(sections.analysis(cohorte))

# %% [markdown]
# ## Les erreurs reconnues
#
# Les façons de se tromper que l'auteur du sujet avait prévues, et ce qu'est devenue chaque question.

# %%
montrer(sections.mistakes(cohorte))

# %% [markdown]
# ## L'équité entre variantes
#
# Les variantes ne changent que les données : à travail égal, les points de la machine devraient être les mêmes.
# L'écart dû au hasard est la probabilité d'un écart aussi grand entre des variantes de même difficulté : sous 0,05, il n'est sans doute pas dû au hasard. Son importance est la part des différences entre copies qui va avec la variante.
# Rond plein et trait : moyenne et son intervalle à 95 % ; rond vide : trop peu de copies pour un intervalle.
# Sur vingt comparaisons sans différence réelle, une en moyenne paraît établie.

# %%
montrer(sections.variants(cohorte))

# %% [markdown]
# ## Les correcteurs
#
# Un écart négatif est une sévérité. L'écart à l'ensemble suppose que les copies ont été réparties au hasard ; sur les mêmes copies, rien n'est à supposer.
# Un intervalle qui contient zéro n'établit rien. Les niveaux sont ceux de toute l'épreuve, quels que soient le campus et le groupe choisis.

# %%
montrer(sections.graders(cohorte))

# %% [markdown]
# ## La machine et le jury
#
# Les deux ne jugent pas la même chose : une corrélation moyenne est normale. Une corrélation nulle ou négative demande une explication.

# %%
montrer(sections.machine_and_jury(cohorte))

# %% [markdown]
# ## Le temps de correction

# %%
montrer(sections.time(cohorte))

# %% [markdown] tags=["lab"]
# ## Explorer
#
# Dans JupyterLab, exécutez la cellule suivante (Maj + Entrée), puis choisissez une épreuve et une compétence.

# %% tags=["skip-execution", "lab"]
from epreuves_kit.extensions.dashboard.notebook import explorer

explorer("donnees/cohorte.json")
