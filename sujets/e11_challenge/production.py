# Épreuve 11 — La production de chacun, sur le thème qu'il a tiré au sort.
# Le texte est la source : production.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="production_cas"
# # Épreuve 11 — Votre production
#
# Guide fait **seul·e ou ensemble**, au choix du groupe ; note **individuelle** · une demi-journée, dont **40 min** pour la note · **60 points** · compétence C11.1
#
# Vous avez tiré au sort l'un des trois thèmes. Pour Navelle, vous créez le guide de deux pages de votre thème. **Votre groupe choisit** : chacun fait le sien, ou vous faites les trois ensemble. Dans les deux cas, **vous remettez ici le guide de votre thème**, vous écrivez seul·e la note, et vous
# le défendez seul·e. Les trois thèmes sont jugés sur les mêmes critères et pèsent le même poids.
#
# | Thème | Les quatre contenus du guide, au moins |
# | --- | --- |
# | **identité visuelle** : « La charte en deux pages » | (1) les couples de couleurs permis et interdits, avec leur rapport ; (2) le logo, sa taille et sa marge ; (3) un bon et un mauvais emploi du logo ; (4) quelles photos employer, et comment les créditer |
# | **identité de marque** : « Parler et répondre au nom de Navelle » | (1) les quatre valeurs, chacune avec une phrase à dire et une à ne pas dire ; (2) trois preuves valables au 5 octobre 2026, chacune avec la date où elle cessera de l'être ; (3) deux réponses récrites, avant et après ; (4) les cinq décisions de modération, dans l'ordre |
# | **éco-conception** : « Publier sobre et lisible » | (1) le seuil d'une page et les trois pages à alléger d'abord ; (2) la règle des photos, avec un avant et un après (un schéma, ou deux nombres) ; (3) trois actions retenues et ce qu'elles évitent ; (4) ce qui fait un document lisible par tous |
#
# **Dans les trois** : rien que les huit couleurs de la charte, une police en deux tailles, le logo avec sa marge, des pictogrammes au trait ; ni comparaison, ni groupe, ni tarif, ni vantardise ; deux chiffres de votre groupe au moins, avec leur source (la question) et leur date ; des images dont vous pouvez dire les droits ; un document
# qu'un agent malvoyant peut lire (vrais titres, sans saut de niveau ; textes de remplacement, logo compris ; contrastes ; phrases de vingt mots au plus ; deux mots de métier au moins expliqués là où ils apparaissent d'abord). Le logo de Navelle n'est pas fourni : tenez sa place par un rectangle marqué « Navelle », aux proportions de la charte (hauteur : quatre dixièmes de la largeur).
#
# **Et après ? L'essai, montre en main.** Trois professionnels au moins font, avec votre guide seul, les **deux tâches** que vous écrivez au point 5. Pour chacune, ils disent si la réponse est **trouvée**, en **combien de secondes**, et si elle est **comprise** (redite sans le guide) : par exemple « tâche 1 : trouvée, 35 s, comprise ».
# Ils l'écrivent sur leur fiche, et notent de 1 à 5 les quatre critères du guide. Ces notes n'entrent pas dans votre résultat ; on vous les remettra, et à l'oral vous direz ce que vous en retenez.
#
# **Puis l'incident.** À l'oral, un de vos coéquipiers réglera peut-être un incident avec votre guide, sans vous : tout ce dont il aura besoin doit y être.

# %% [markdown] role="readonly" id="production_fichier"
# ### Fichier — Votre guide
#
# Deux pages A4, en un fichier nommé **`production`** : de préférence un PDF (`production.pdf`), ou un document ou des diapositives (`.docx`, `.odt`, `.pptx`, `.odp`). Remettez-le par le bouton ci-dessous, ou dans le dossier de ce notebook.

# %% role="readonly" id="C11_1-production"
from epreuves import *

livrable("C11_1-production", "production", formats=("pdf", "docx", "odt", "pptx", "odp"), pages=2)

# %% [markdown] role="readonly" id="intention_texte"
# ## Écrit A — Votre note d'intention
#
# *Environ 400 mots · C11.1 · 60 points, avec le guide.*
#
# À Odile Marchandeau et aux professionnels qui essaieront votre guide. Commencez par le nom de votre thème, puis :
#
# 1. **Le fond** : la valeur, ou le positionnement, que porte chacun des quatre contenus de votre guide ; à quel agent (son métier) il sert, et dans quelle situation.
# 2. **La forme** : comment il applique la charte (couleurs, logo, typographie, pictogrammes ou icônes, ou pourquoi il n'y en a pas) ; une chose que vous avez écartée, et la règle de la charte qui l'écarte.
# 3. **Le droit** : pour chaque image, police, icône ou texte que vous n'avez pas fait, son auteur ou son éditeur, sa licence, et jusqu'à quand elle vaut, à côté du 31 décembre 2027 ; ce que vous avez fait vous-même, ou avec quel outil ; une photo de la photothèque que vous avez écartée (son code), et la règle de droit qui l'écarte.
# 4. **L'accessibilité** : avec quoi vous l'avez vérifiée, et une chose qui reste à faire.
# 5. **L'essai** : les deux tâches à chronométrer, telles que l'agent les vit (« peut-on écrire en corail sur ce fond ? »), et pour chacune l'endroit du guide où est la réponse.

# %% [markdown] role="manual" id="C11_1-intention" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir le guide avant de lire la note : la note explique, le guide montre.
#
# *Fond* : les quatre contenus, numérotés dans l'énoncé ; un agent précis (qui fait une affiche au dépôt, qui répond le samedi, qui publie une page), une situation ; la valeur que porte chacun ; ni comparaison, ni groupe, ni prix ; des chiffres du groupe, sourcés et datés.
#
# *Forme* : uniquement des couples d'au moins 4,5 pour le texte courant (question 1), le logo ou sa place à 25 mm et plus, une demi-hauteur libre autour ; une police et deux tailles ; les pictogrammes de même style, et toujours avec un mot.
#
# *Droit* : chaque image a son auteur et sa licence (cession jusqu'au 31 décembre 2027 ou après, CC BY avec le nom) ; le créateur d'une image faite par lui ou par un outil le dit ; une photo de la table au moins est écartée avec sa raison (NC, ND, cession échue, autorisation).
#
# *Essai* : faire soi-même les deux tâches avant de lire où est la réponse.
#
# *Accessibilité* : dans un PDF, les titres et les textes de remplacement se voient au volet des balises ; dans un document, au volet de navigation et aux propriétés de l'image. Titres emboîtés, textes de remplacement, ordre de lecture, contrastes, phrases de vingt mots au plus ; dit avec quoi c'est vérifié ; le reste est nommé (PDF balisé, version en gros caractères).
# ### END SOLUTION

# %% [markdown] role="grille" competence="C11.1"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour la compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez à l'oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C11.1")
