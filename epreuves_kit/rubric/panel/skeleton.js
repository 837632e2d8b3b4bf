// The panel's elements, built once; `panel.js` fills them.
const SHORT = [["0 à 3", "niveau"], ["Entrée", "suite"], ["N", "prochain à juger"], ["C", "commenter"], ["U", "annuler"], ["← →", "copie"], ["T", "autre compétence"]];
const LONG = [
  ["Maj+Entrée", "revenir en arrière"], ["J K", "critère suivant, précédent"], ["R", "commentaires déjà écrits"], ["Échap", "quitter le commentaire"],
  ["Suppr", "ôter le niveau"], ["V", "copie vide : 0 partout"], ["L", "liste des attendus ; Espace, il manque"], ["X", "remarque sur un passage : flèches, Maj + flèches, Entrée"], ["S", "signaler la copie"], ["P", "repères de l'auteur"], ["E", "exemples de niveaux"], ["W", "le classeur de la copie"], ["B", "travail du groupe à côté"], ["D", "une autre copie à côté ; Maj+D, la suivante"], ["↑ ↓", "faire défiler la copie"], ["A", "auto-évaluation"], ["M", "par copie ou par critère"], ["G", "choisir une copie"], ["F", "plein écran"],
];
const EXPECTED = "Attendus\u00a0: appuyez sur ce qui manque (L)";
const keys = (list) => list.flatMap(([pressed, what], i) => [i ? " · " : "", make("kbd", {}, pressed), ` ${what}`]);

// JupyterLab's shortcuts are kept out of an element, whose keys they would take; saving the notebook is let through. JupyterLab looks at what
// has the focus before what is around it: a button that says nothing would be a cell's, and B on it would add one. Returns how to stop.
function withoutShortcuts(root) {
  const heard = (event) => {
    if (!root.contains(event.target)) return;
    const saves = (event.ctrlKey || event.metaKey) && event.key === "s";
    for (const element of [root, event.target]) element.toggleAttribute("data-lm-suppress-shortcuts", !saves);
  };
  window.addEventListener("keydown", heard, true);
  return () => window.removeEventListener("keydown", heard, true);
}

// The certifier's own wording of a criterion, where the school has laid it.
function official(element, words) {
  element.hidden = !words;
  element.replaceChildren(make("strong", {}, "Texte officiel"), `\u00a0: «\u00a0${words}\u00a0»`);
}

// What scrolls sideways can be reached by keyboard: at first, and once the page is narrowed or what held it is opened. Returns how to
// look at what a copy shows now, and how to stop.
function wide(copy) {
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const scrolls = target.scrollWidth > target.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Texte large"]]) scrolls ? target.setAttribute(name, value) : target.removeAttribute(name);
  }));
  const look = () => {
    watch.disconnect();
    for (const text of copy.querySelectorAll(".ep-text")) watch.observe(text);
  };
  return [look, () => watch.disconnect()];
}

// Hints on the language of a text, below it: what stands around, what may be looked at, why. They are told, and never a level.
function hinted({ hints, more }) {
  const line = ({ before, words, after, said, instead }) => make("li", {}, `… ${before}`, make("mark", {}, words), `${after} … `,
    make("span", { class: "ep-soft" }, `${said}${instead.length ? ` (${instead.join(", ")}\u00a0?)` : ""}`));
  return make("details", { class: "ep-hinted", open: true }, make("summary", {}, `Indications de langue : ${hints.length + more}`),
    hints.length ? make("ul", {}, ...hints.map(line)) : make("p", { class: "ep-soft" }, "Rien n'est relevé dans ce texte."),
    ...(more ? [make("p", { class: "ep-soft" }, `Les ${hints.length} premières.`)] : []));
}

function skeleton(send) {
  const e = {};
  const button = (name, label, act, more = {}) => (e[name] = make("button", { type: "button", on: { click: act }, ...more }, label));
  const go = (where) => () => send({ kind: "go", where });
  e.status = make("p", { class: "ep-status", role: "status" });
  e.refusal = make("p", { class: "ep-refusal", role: "alert" });
  e.alert = make("div", { class: "ep-alert", role: "alert" });
  e.title = make("h2", { class: "ep-title" });
  e.who = make("p", { class: "ep-who" });
  e.copies = make("select", { "aria-label": "Aller à la copie", on: { change: () => send({ kind: "go", where: "copy", to: e.copies.value }) } });
  e.place = make("span", { class: "ep-soft" });
  e.progress = make("progress", { "aria-label": "Critères jugés" });
  e.done = make("span");
  e.tabs = make("div", { class: "ep-tabs", role: "tablist", "aria-label": "Compétences de la copie" });
  e.copy = make("div", { class: "ep-copy", role: "tabpanel", tabindex: "0" });
  e.groupTabs = make("div", { class: "ep-tabs", role: "tablist", "aria-label": "Compétences du travail du groupe" });
  e.groupCopy = make("div", { class: "ep-copy", role: "tabpanel", tabindex: "0" });
  e.comparedTo = make("select", { "aria-label": "Copie à comparer", hidden: true });
  e.groupOf = make("span", { "aria-live": "polite" }, "Travail du groupe");
  e.group = make("div", { class: "ep-group", hidden: true }, make("p", { class: "ep-of" }, e.comparedTo, " ", e.groupOf), e.groupTabs, e.groupCopy);
  e.sealed = make("p", { class: "ep-sealed", role: "note", hidden: true });
  e.calibration = make("p", { class: "ep-calibration", hidden: true });
  e.flags = make("ul", { class: "ep-flags", hidden: true, "aria-label": "Signalements de cette copie" });
  e.flagText = make("input", { type: "text", maxlength: "500", "aria-label": "Ce que vous signalez, en une phrase", placeholder: "Un soupçon, un fichier qui ne s'ouvre pas, la copie d'une autre épreuve…" });
  e.flagForm = make("form", { class: "ep-flagging", hidden: true }, make("strong", {}, "À signaler"), e.flagText,
    make("button", { type: "submit" }, "Envoyer"), (e.flagCancel = make("button", { type: "button" }, "Renoncer")), make("span", { class: "ep-soft" }, "Aucune note n'en dépend."));
  e.remarkQuote = make("q", { class: "ep-quote" });
  e.remarkText = make("textarea", { rows: "2", maxlength: "2000", spellcheck: "true", "aria-label": "Remarque sur ce passage, lue par le candidat ou la candidate" });
  e.remarkOn = make("select", { "aria-label": "Ce que la remarque concerne" });
  e.remarkUsed = make("ul", { class: "ep-used", "aria-label": "Déjà écrit pour ce critère" });
  e.remarkForm = make("form", { class: "ep-remarking", hidden: true }, make("p", {}, make("strong", {}, "Remarque sur le passage"), " ", e.remarkQuote), e.remarkText, e.remarkUsed,
    make("p", {}, e.remarkOn, " ", make("button", { type: "submit" }, "Enregistrer (Ctrl + Entrée)"), " ", (e.remarkCancel = make("button", { type: "button" }, "Renoncer"))));
  e.criteria = make("ol", { class: "ep-criteria", "aria-label": "Critères de cette copie" });
  e.criterion = make("h3", { class: "ep-criterion" });
  e.official = make("p", { class: "ep-official" });
  e.look = make("p", { class: "ep-look" });
  e.guideText = make("div", { class: "ep-guided", tabindex: "0", role: "group", "aria-label": "Repères de l'auteur" });
  e.guide = make("details", { class: "ep-guide", hidden: true }, make("summary", {}, "Repères de l'auteur et valeurs de cette variante (P)"), e.guideText);
  e.examplesText = make("div", { class: "ep-guided", tabindex: "0", role: "group", "aria-label": "Exemples de niveaux" });
  button("fix", "Fixer cette copie comme exemple", () => {});
  e.fixWhy = make("input", { type: "text", maxlength: "500", "aria-label": "Pourquoi ce niveau, en une phrase (facultatif)", placeholder: "Pourquoi ce niveau (facultatif)" });
  e.examples = make("details", { class: "ep-guide" }, make("summary", {}, "Exemples de niveaux (E)"), e.examplesText, make("p", {}, e.fixWhy, " ", e.fix));
  e.language = make("div", { class: "ep-hints", hidden: true });
  e.languageSaid = make("p", { class: "ep-soft", "aria-live": "polite" });
  button("askLanguage", "Indications de langue", () => {});
  e.language.append(e.askLanguage, e.languageSaid);
  e.given = make("p", { class: "ep-given" });
  e.unwritten = make("p", { class: "ep-unwritten", "aria-live": "polite", hidden: true });
  e.expectedTitle = make("h4", {}, EXPECTED);
  e.expected = make("ol", { class: "ep-expected", "aria-label": "Attendus de ce critère" });
  e.levels = make("div", { class: "ep-levels", role: "group", "aria-label": "Niveau" });
  e.comment = make("textarea", { class: "ep-comment", rows: "3", maxlength: "4000", spellcheck: "true", "aria-label": "Commentaire, lu par le candidat ou la candidate" });
  e.used = make("ul", { class: "ep-used", "aria-label": "Commentaires déjà écrits pour ce critère" });
  e.usedTitle = make("h4", {}, "Déjà écrits pour ce critère");
  button("mode-copie", "Par copie", () => send({ kind: "mode", mode: "copie" }));
  button("mode-critere", "Par critère", () => send({ kind: "mode", mode: "critere" }));
  button("previous", "← Précédente", go("previous_copy"));
  button("next", "Suivante →", go("next_copy"));
  button("waiting", "Prochain à juger (N)", go("waiting"));
  button("blank", "Copie vide : 0 partout (V)", () => {}, { hidden: true });
  button("beside", "Travail du groupe à côté (B)", () => {}, { hidden: true, "aria-pressed": "false" });
  button("compare", "Comparer (D)", () => {}, { "aria-pressed": "false" });
  button("flag", "Signaler (S)", () => {});
  button("remark", "Remarque sur le texte (X)", () => {});
  button("full", "Plein écran (F)", () => {});
  button("undo", "Annuler (U)", () => send({ kind: "undo" }));
  e.moved = make("p", { class: "ep-hidden", "aria-live": "polite" });
  e.help = make("details", { class: "ep-help" }, make("summary", {}, "Touches : ", ...keys(SHORT), " · ", make("kbd", {}, "?"), " toutes"), make("p", {}, ...keys(LONG)));
  e.right = make("div", { class: "ep-right", role: "region", tabindex: "0", "aria-label": "Critère à juger" },
    e.criteria, e.criterion, e.official, e.look, e.guide, e.examples, e.language, e.unwritten, e.expectedTitle, e.expected, e.levels, e.given, make("h4", {}, "Commentaire"), e.comment, e.usedTitle, e.used);
  e.root = make("div", { class: "ep-panel", role: "region", tabindex: "-1", "aria-label": "Panneau de correction", "data-lm-suppress-shortcuts": "true" },
    make("div", { class: "ep-bar" }, e.who, e.title, e.previous, e.copies, e.next, e.place,
      make("span", { class: "ep-modes", role: "group", "aria-label": "Ordre" }, e["mode-copie"], e["mode-critere"]), make("span", { class: "ep-done" }, e.progress, e.done)),
    make("div", {}, e.sealed, e.alert, e.calibration, e.flags, e.flagForm, e.remarkForm),
    make("div", { class: "ep-body" },
      (e.left = make("div", { class: "ep-left" }, e.group, make("div", { class: "ep-own" }, make("p", { class: "ep-of" }, "Cette copie"), e.tabs, e.copy))),
      e.right),
    make("div", { class: "ep-foot" }, e.refusal, e.status, e.moved, e.blank, e.beside, e.waiting, e.undo, e.compare, e.remark, e.flag, e.full), e.help);
  return e;
}
