// The form under a question. It holds no rule: it shows what is kept, sends what is typed, as it is typed, and says what Python answers.
const DEPTH = 100; // gestures that can be undone
const LATE = "Pas encore enregistré\u00a0: Python est occupé ou arrêté. Votre saisie est gardée sur cet ordinateur.";
const ELSEWHERE = "Réponse changée dans un autre onglet.";
const SIGNS = { kept: "✓", unfit: "⚠", failed: "✗" };
const CONTROLS = { line, select: line, radio: choices, boxes: choices, list, grid, chart };

// A form that this page cannot draw, of a later version: the answer is given by code.
function unseen() {
  const element = make("p", {}, "Ici, le formulaire ne s'affiche pas\u00a0: donnez votre réponse par du code, dans la cellule qui suit.");
  return { element, value: () => null, show() {}, fits: () => false, mark() {} };
}

// What the notebook computed, to be read: the same shape as what is typed.
function reading(form, value) {
  if (value === null || value === undefined) return make("div");
  if (typeof value === "string") return make("p", { class: "en-value" }, value, ...(form.unit ? [` ${form.unit}`] : []));
  if (Array.isArray(value)) return make(form.ordered ? "ol" : "ul", { class: "en-value" }, ...value.map((text) => make("li", {}, text)));
  const keys = new Set(form.columns.flatMap(({ key, name }) => (key ? [name] : [])));
  const units = new Map(form.columns.map(({ name, unit }) => [name, unit]));
  const side = (text) => (FIGURE.test(text) ? "en-right" : null);
  return make("div", { class: "en-scroll", tabindex: "0", role: "group", "aria-label": "Réponse calculée" }, make("table", {},
    make("thead", {}, make("tr", {}, ...value.columns.map((name) => make("th", { scope: "col" }, name, ...(units.get(name) ? [make("span", { class: "en-soft" }, ` (${units.get(name)})`)] : []))))),
    make("tbody", {}, ...value.rows.map((row) => make("tr", {}, ...row.map((text, c) => (keys.has(value.columns[c]) ? make("th", { scope: "row" }, text) : make("td", { class: side(text) }, text))))))));
}

function draw(model, el) {
  const form = model.get("form");
  const client = Math.random().toString(36).slice(2);
  // Two views of one question may stand on one page, and each widget has its own copy of this module: no counter would tell them apart.
  const id = `en-${form.id}-${client}`;
  const at = (part) => `${id}-${part}`;
  const drafts = new Drafts(`epreuves:${form.owner}:${form.id}`);
  const outlet = new Outlet(model, client, drafts, showState);
  let past = [], future = [], present = null, gesture = null, undoing = false, taken = false, replaced = false;

  const one = ["line", "select"].includes(form.kind);
  const title = make(one ? "label" : "p", { class: "en-title", id: at("title"), for: one ? id : null }, form.title);
  const expected = make("p", { class: "en-expected", id: at("expected"), hidden: !form.expected }, form.expected);
  const told = make("p", { class: "en-told", role: "status" });
  const back = make("button", { type: "button", hidden: true, on: { click: takeBack } }, "Remettre ce qui était ici");
  const notice = make("p", { class: "en-notice", role: "status", id: at("notice") });
  const faults = make("ul", { class: "en-faults", "aria-label": "À revoir", hidden: true });
  const control = (CONTROLS[form.kind] ?? unseen)({ form, id, title: at("title"), described: `${at("expected")} ${at("notice")}`, changed, tell, borrow, open, ask: () => outlet.ask("sources") });
  const sentence = make("p");
  const turn = make("button", { type: "button", on: { click: () => outlet.act({ kind: "prefer", form: !model.get("computed")?.preferred }) } });
  const computed = make("div", { class: "en-computed", hidden: true }, sentence, turn);
  const shown = make("div", { hidden: true });
  // A picture comes last: nothing moves as it is drawn.
  const below = make("div", {}, ...(control.below ? [control.below] : []));
  const root = make("div", { class: "en-form" }, title, expected, computed, shown, control.element, make("div", { class: "en-foot" }, notice, told, back), faults, below);

  // What was done, said low; what was lost of it, in bold.
  function tell(said, lost = false) {
    told.classList.toggle("en-lost", lost);
    told.textContent = said;
    back.hidden = true;
  }

  // What another tab wrote over, put back; the focus goes where it is seen.
  function takeBack() {
    undo(past, future, "annuler");
    control.element.querySelector("input, select, textarea, button")?.focus();
  }

  // A change of the answer. What is typed without a pause in one place is one gesture, which one undo takes back.
  function changed(kind) {
    const value = control.value();
    tell("");
    if (same(value, present)) return;
    if (!undoing) {
      if (kind === null || kind !== gesture) past = [...past, present].slice(-DEPTH);
      future = [];
    }
    gesture = kind;
    replaced = false;
    present = value;
    outlet.type(value, kind === null);
  }

  function undo(from, onto, verb) {
    if (!from.length) return tell(`Rien de plus à ${verb}.`);
    onto.push(present);
    control.show(from.pop());
    undoing = true;
    changed(null);
    undoing = false;
  }

  function borrow(source) {
    taken = false;
    outlet.act({ kind: "borrow", source });
  }

  function open(name, bytes) {
    taken = false;
    outlet.act({ kind: "workbook", name }, [bytes]);
  }

  const noticed = () => ({ state: "empty", sentence: "", faults: [], ...model.get("notice") });
  const reads = () => model.get("computed")?.preferred === false;

  function showState() {
    const { state, sentence: said } = noticed();
    const shownState = outlet.late ? "failed" : outlet.waiting.size && state !== "failed" ? "waiting" : state;
    const words = outlet.late ? LATE : said;
    const sign = SIGNS[shownState];
    notice.dataset.state = shownState;
    if (!words || !sign || /^[✓⚠✗]/u.test(words)) notice.removeAttribute("data-sign");
    else notice.dataset.sign = sign;
    if (notice.textContent !== words) notice.textContent = words;
    control.waits?.(outlet.waiting.size > 0);
  }

  function showNotice() {
    showState();
    const { sentence: said, faults: found } = noticed();
    const of = ({ row, column }) => at(`fault-${row}-${column}`);
    control.mark(found, of);
    const listed = control.name ? found : found.filter((fault) => !said.includes(fault.sentence));
    const where = ({ row, column }) => {
      const name = control.name(row, column);
      return [reads() ? name : make("button", { type: "button", on: { click: () => control.go(row, column) } }, name), "\u00a0: "];
    };
    faults.replaceChildren(...listed.map((fault) => make("li", { id: of(fault) }, ...(control.name ? where(fault) : []), fault.sentence)));
    faults.hidden = !listed.length;
  }

  function showComputed() {
    // Where Python runs in the browser, its None comes as undefined.
    const found = model.get("computed") ?? null;
    computed.hidden = found === null;
    shown.hidden = !reads();
    control.element.hidden = below.hidden = reads();
    showNotice();
    if (found === null) return;
    sentence.textContent = found.sentence;
    turn.textContent = found.preferred ? "Revenir au calcul du notebook" : "Répondre ici plutôt";
    turn.setAttribute("aria-describedby", title.id);
    shown.replaceChildren(reading(form, found.value));
  }

  function showValue() {
    // What was typed here and is not answered yet is never written over.
    if (outlet.waiting.has("typed")) return;
    const before = present;
    control.show(model.get("value"));
    present = control.value();
    if (same(before, present)) return;
    // What was taken up, or typed in another tab, is a gesture of this view, and is undone as any; what another types is one gesture.
    taken = outlet.waiting.has("borrow") || outlet.waiting.has("workbook");
    if (!replaced) past = [...past, before].slice(-DEPTH);
    replaced = !taken;
    future = [];
    gesture = null;
  }

  const showPicture = () => control.picture?.(model.get("image") ?? {});
  const showSources = () => control.offer?.(model.get("sources") ?? []);

  function answered(message) {
    if (message.kind !== "answered") return;
    if (message.client !== client) {
      if (!replaced) return;
      tell(ELSEWHERE, true);
      back.hidden = false;
      return;
    }
    const borrowed = outlet.waiting.get("borrow")?.message.n === message.n;
    // What could not be kept stays on this computer, for the next time.
    outlet.answered(message.n, model.get("notice").state !== "failed", message.again);
    if (message.said) tell(message.said, message.lost);
    else if (borrowed) tell(taken ? "Réponse reprise. Ctrl + Z remet ce qui était là." : "Rien n'a changé\u00a0: cette réponse est vide, ou déjà reprise.");
  }

  // JupyterLab would take arrows, Enter and letters for its own; saving the notebook is let through, once what is typed is on its way.
  root.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (command && key === "s") return void outlet.flush();
    event.stopPropagation();
    if (!command || !control.whole || !control.element.contains(event.target)) return;
    if (key === "z" || key === "y") {
      event.preventDefault();
      key === "y" || event.shiftKey ? undo(future, past, "rétablir") : undo(past, future, "annuler");
    }
  });
  for (const kind of ["copy", "cut", "paste"]) root.addEventListener(kind, (event) => event.stopPropagation());
  root.addEventListener("focusout", () => {
    gesture = null;
    outlet.flush();
  });
  root.addEventListener("change", () => outlet.flush());
  const leave = () => outlet.flush();
  window.addEventListener("pagehide", leave);
  const heard = { "change:value": showValue, "change:notice": showNotice, "change:computed": showComputed, "change:image": showPicture, "change:sources": showSources, "msg:custom": answered };
  for (const [event, act] of Object.entries(heard)) model.on(event, act);

  el.append(root);
  control.show(model.get("value"));
  present = control.value();
  showComputed();
  showPicture();
  showSources();
  if (control.offer) outlet.ask("sources");
  const draft = drafts.read();
  if (draft && control.fits(draft.value)) {
    if (same(draft.value, present)) drafts.forget();
    else {
      control.show(draft.value);
      changed(null);
      tell("Saisie retrouvée sur cet ordinateur.");
    }
  }

  return () => {
    outlet.stop();
    control.stop?.();
    for (const [event, act] of Object.entries(heard)) model.off(event, act);
    window.removeEventListener("pagehide", leave);
    root.remove();
  };
}

function render({ model, el }) {
  let stop = draw(model, el);
  const again = () => {
    stop();
    stop = draw(model, el);
  };
  model.on("change:form", again);
  return () => {
    model.off("change:form", again);
    stop();
  };
}

export default { render };
