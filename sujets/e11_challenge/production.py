# Épreuve 11 — La production de chacun, sur le thème qu'il a tiré au sort.
# Le texte est la source : production.ipynb en est construit (epreuves build).

# %% [markdown] role="readonly" id="production_cas"
# # Épreuve 11 — Votre production
#
# Travail **individuel** · une demi-journée, dont **30 min** pour la note · **60 points** · compétence C11.1
#
# Vous avez tiré au sort l'un des trois thèmes. Pour Navelle, vous créez, **seul·e**, le guide de deux pages de votre thème ; votre groupe peut le relire. Les trois thèmes sont jugés sur les mêmes critères et
# pèsent le même poids.
#
# | Thème | Le guide contient au moins |
# | --- | --- |
# | **identité visuelle** : « La charte en deux pages » | les couples de couleurs permis et interdits, avec leur rapport ; le logo, sa taille et sa marge, un bon et un mauvais emploi ; quelles photos employer, et comment les créditer |
# | **identité de marque** : « Parler et répondre au nom de Navelle » | les quatre valeurs, chacune avec une phrase à dire et une à ne pas dire ; trois preuves encore valables, datées ; deux réponses récrites, avant et après ; les cinq décisions de modération, dans l'ordre |
# | **éco-conception** : « Publier sobre et lisible » | le seuil d'une page et les trois pages à alléger d'abord ; la règle des photos, avec un avant et un après ; trois actions retenues et ce qu'elles évitent ; ce qui fait un document lisible par tous |
#
# **Dans les trois** : les couleurs, le logo et le ton de la charte ; des chiffres de votre groupe, avec leur source ; des images dont vous pouvez dire les droits ; un document qu'un agent malvoyant peut lire (titres emboîtés, textes de
# remplacement, contrastes, phrases de vingt mots au plus, mots de métier expliqués). Le logo de Navelle n'est pas fourni : tenez sa place par un rectangle marqué « Navelle », aux proportions de la charte (hauteur : quatre dixièmes de la largeur).
#
# **Et après ?** Trois professionnels au moins essaieront votre guide et le noteront sur les critères de l'épreuve. Leurs notes n'entrent pas dans votre résultat ; on vous les remettra, et à l'oral vous direz ce que vous en retenez.

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
# *Environ 300 mots · C11.1 · 60 points, avec le guide.*
#
# À Odile Marchandeau et aux professionnels qui essaieront votre guide. Commencez par le nom de votre thème, puis :
#
# 1. **Le fond** : ce que votre guide fait de la plateforme de marque et du positionnement, et à quel agent, dans quelle situation, il sert.
# 2. **La forme** : comment il applique la charte (couleurs et rapports de contraste, logo, typographie, pictogrammes ou icônes), et ce que vous avez écarté.
# 3. **Le droit** : pour chaque image, police, icône ou texte que vous n'avez pas fait, son auteur, sa licence, jusqu'à quand elle vaut ; ce que vous avez fait vous-même, ou avec quel outil ; une photo de la photothèque que vous avez écartée, et pourquoi.
# 4. **L'accessibilité** : ce que vous avez vérifié, comment, et ce qui reste à faire.

# %% [markdown] role="manual" id="C11_1-intention" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir le guide avant de lire la note : la note explique, le guide montre.
#
# *Fond* : un agent précis (qui fait une affiche au dépôt, qui répond le samedi, qui publie une page), une situation ; la valeur que porte chaque partie ; ni comparaison, ni groupe, ni prix ; des chiffres du groupe, sourcés et datés.
#
# *Forme* : uniquement des couples d'au moins 4,5 pour le texte courant (question 1), le logo ou sa place à 25 mm et plus, une demi-hauteur libre autour ; une police et deux tailles ; les pictogrammes de même style, et toujours avec un mot.
#
# *Droit* : chaque image a son auteur et sa licence (cession jusqu'au 31 décembre 2027 ou après, CC BY avec le nom) ; le créateur d'une image faite par lui ou par un outil le dit ; une photo de la table au moins est écartée avec sa raison (NC, ND, cession échue, autorisation).
#
# *Accessibilité* : titres emboîtés, textes de remplacement, ordre de lecture, contrastes, phrases de vingt mots au plus ; dit avec quoi c'est vérifié ; le reste est nommé (PDF balisé, version en gros caractères).
# ### END SOLUTION

# %% [markdown] role="grille" competence="C11.1"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour la compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez à l'oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C11.1")
