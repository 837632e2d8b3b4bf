// The list to settle. It holds no rule: it shows what Python says waits, sends a decision, and says what became of it.
const PATIENCE = 8000; // ms without an answer before saying so

function render({ model, el }) {
  const client = Math.random().toString(36).slice(2);
  const pages = new Map();
  let state = null, at = 0, level = null, tab = null, offered = "", pageLate = false, opened = false;
  const waits = {}; // of a copy's content, and of all the rest

  const title = make("h2", { class: "ep-title" });
  const list = make("select", { "aria-label": "Aller au désaccord", on: { change: () => go(Number(list.value)) } });
  const previous = make("button", { type: "button", on: { click: () => go(at - 1) } }, "← Précédent");
  const next = make("button", { type: "button", on: { click: () => go(at + 1) } }, "Suivant →");
  const tabs = make("div", { class: "ep-tabs", role: "tablist", "aria-label": "Compétences de la copie" });
  const copy = make("div", { class: "ep-copy", role: "tabpanel", tabindex: "0" });
  const criterion = make("h3", { class: "ep-criterion" });
  const theirs = make("p", { class: "ep-official" });
  const look = make("p", { class: "ep-look" });
  const words = make("div", { class: "ep-words" });
  const levels = make("div", { class: "ep-levels", role: "group", "aria-label": "Niveau retenu" });
  const comment = make("textarea", { class: "ep-comment", rows: "3", maxlength: "4000", id: `${client}-c` });
  const reason = make("textarea", { class: "ep-comment ep-reason", rows: "2", maxlength: "4000", id: `${client}-m`, required: true, "aria-required": "true" });
  const decide = make("button", { type: "button", class: "ep-decide", on: { click: settle } }, "Décider");
  const status = make("p", { class: "ep-status", role: "status" });
  const alert = make("div", { class: "ep-alert", role: "alert" });
  const sealed = make("p", { class: "ep-sealed", role: "note", hidden: true });
  const end = make("p", { class: "ep-end", hidden: true }, "Il n'y a rien à régler : partout où tous ceux qui jugent la copie ont donné un niveau, un niveau compte.");
  const body = make("div", { class: "ep-body" },
    make("div", { class: "ep-left" }, make("div", { class: "ep-own" }, tabs, copy)),
    make("div", { class: "ep-right", role: "region", tabindex: "0", "aria-label": "Désaccord à régler" }, criterion, theirs, look, words, make("h4", {}, "Niveau retenu"), levels,
      make("label", { for: `${client}-m` }, "Motif (obligatoire, non montré au candidat)"), reason,
      make("label", { for: `${client}-c` }, "Commentaire que lira le candidat"), comment));
  const root = make("div", { class: "ep-panel", role: "region", tabindex: "-1", "aria-label": "Désaccords à régler", "data-lm-suppress-shortcuts": "true" },
    make("div", { class: "ep-bar" }, title, previous, list, next), make("div", {}, sealed, alert), make("div", { style: "display: contents" }, body, end), make("div", { class: "ep-foot" }, status, decide));
  el.append(root);
  const [lookWide, stopWide] = wide(copy);

  function send(gesture) {
    const what = gesture.kind === "page" ? "page" : "state";
    clearTimeout(waits[what]);
    waits[what] = setTimeout(() => late(gesture, what), PATIENCE);
    model.send({ ...gesture, client });
  }

  function late(gesture, what) {
    pageLate = what === "page";
    fail(`Le noyau ne répond pas${gesture.kind === "settle" ? " : rien n'est enregistré" : ""}. Exécutez de nouveau la cellule (Maj + Entrée).`);
  }

  function fail(sentence) {
    alert.replaceChildren(make("p", {}, sentence));
    status.textContent = "";
    decide.disabled = false;
  }

  model.on("msg:custom", (message) => {
    if (message.client !== client) return;
    if (message.kind === "page") {
      clearTimeout(waits.page);
      if (pageLate) alert.replaceChildren();
      pageLate = false;
      pages.set(message.key, message);
      if (state?.items[at]?.copy === message.key) showCopy();
      return;
    }
    clearTimeout(waits.state);
    if (message.kind === "failed") {
      clearTimeout(waits.page);
      return fail(message.sentence);
    }
    state = message;
    alert.replaceChildren();
    sealed.textContent = state.sealed;
    sealed.hidden = !state.sealed;
    decide.disabled = reason.disabled = comment.disabled = Boolean(state.sealed);
    go(Math.min(at, Math.max(0, state.items.length - 1)));
    status.textContent = message.said;
    // Its keys work as soon as it opens, unless somebody is typing elsewhere.
    if (!opened && (document.activeElement === document.body || document.activeElement?.closest(".jp-Notebook, .jp-NotebookPanel")?.contains(root))) root.focus({ preventScroll: true });
    opened = true;
  });

  function go(where) {
    const left = state.items.length;
    at = Math.max(0, Math.min(where, left - 1));
    title.textContent = left ? `À régler : ${left}` : "Tout est réglé";
    body.hidden = previous.hidden = next.hidden = list.hidden = !left;
    body.style.display = left ? "" : "none";
    decide.hidden = !left;
    end.hidden = Boolean(left);
    if (!left) return;
    const item = state.items[at];
    list.replaceChildren(...state.items.map((i, n) => make("option", { value: String(n) }, `Copie n° ${i.number}${i.part ? ` (${i.part})` : ""} · ${i.code} · ${i.given.slice(0, -1).join(", ")} et ${i.given.at(-1)}`)));
    list.value = String(at);
    previous.disabled = at === 0;
    next.disabled = at === left - 1;
    level = tab = null;
    offered = comment.value = reason.value = "";
    criterion.replaceChildren(make("span", { class: "ep-code-of" }, `Copie n° ${item.number} · ${item.code}`), ` ${item.label}`);
    official(theirs, item.official);
    look.textContent = item.look;
    words.replaceChildren(...item.graders.map((name, n) => make("div", { class: "ep-word" },
      make("h4", {}, name), make("p", {}, make("strong", {}, `Niveau ${item.given[n]}, ${item.levels[item.given[n]][0]}`)),
      make("p", { class: "ep-said" }, item.comments[n] || "Sans commentaire."))));
    showLevels();
    showCopy();
    status.textContent = "";
  }

  function showLevels() {
    const item = state.items[at];
    levels.replaceChildren(...item.levels.map(([name, points, descriptor], n) => make("button", {
      type: "button", class: "ep-level", "aria-pressed": String(n === level), "aria-disabled": state.sealed ? "true" : null, on: { click: () => choose(n) },
    }, make("kbd", {}, String(n)), make("strong", {}, name), make("span", { class: "ep-points" }, points), make("span", { class: "ep-desc" }, descriptor))));
  }

  function choose(n) {
    if (state.sealed) return;
    level = n;
    alert.replaceChildren();
    const focused = levels.contains(document.activeElement);
    showLevels();
    if (focused) levels.children[n].focus();
    // What was proposed for another level gives way; what somebody wrote stays.
    if (comment.value === offered) comment.value = offered = state.items[at].proposed[n];
  }

  function settle() {
    const item = state.items[at];
    if (level === null) return fail("Choisissez le niveau retenu, de 0 à 3.");
    if (!reason.value.trim()) {
      fail("Écrivez le motif : une décision se motive.");
      return reason.focus();
    }
    decide.disabled = true;
    status.textContent = "Enregistrement…";
    send({ kind: "settle", copy: item.copy, grade_id: item.grade_id, level, comment: comment.value, reason: reason.value });
  }

  function showCopy() {
    const item = state.items[at], page = pages.get(item.copy);
    if (!page) {
      tabs.replaceChildren();
      copy.replaceChildren(make("p", { class: "ep-soft" }, "Lecture de la copie…"));
      return send({ kind: "page", key: item.copy });
    }
    if (page.sentence) return copy.replaceChildren(make("p", { class: "ep-error" }, page.sentence));
    if (!page.tabs.some((t) => t.code === tab)) tab = page.tabs.some((t) => t.code === item.competence) ? item.competence : page.tabs[0]?.code;
    tabs.replaceChildren(...page.tabs.map((t) => make("button", {
      type: "button", role: "tab", title: t.label, "aria-selected": String(t.code === tab), on: { click: () => { tab = t.code; showCopy(); } },
    }, t.code || "Autres")));
    copy.setAttribute("aria-label", `Copie n° ${item.number}, ${tab || "autres cellules"}`);
    copy.replaceChildren(inert(page.tabs.find((t) => t.code === tab)?.html || ""));
    lookWide();
    copy.scrollTop = 0;
  }

  reason.addEventListener("input", () => alert.replaceChildren());
  root.addEventListener("keydown", (event) => {
    if (event.target === comment || event.target === reason) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        settle();
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    if (!state?.items.length || event.ctrlKey || event.altKey || event.metaKey || event.target === list) return;
    const digit = /^[0-3]$/.test(event.key) ? event.key : /^Digit[0-3]$/.test(event.code) ? event.code.at(-1) : null;
    if (digit === null) return;
    choose(Number(digit));
    event.preventDefault();
    event.stopPropagation();
  });

  const letShortcuts = withoutShortcuts(root);
  send({ kind: "hello" });
  return () => {
    letShortcuts();
    Object.values(waits).forEach(clearTimeout);
    stopWide();
  };
}

export default { render };
