// What a question is answered in, but for the grid: each control gives its value and shows one, marks what is at fault, and says what changed.
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const listOfTexts = (value) => Array.isArray(value) && value.every((text) => typeof text === "string");
// Attributes of a text box that no browser is to complete, correct or capitalise.
const RAW = { autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false" };
const inserted = (event) => ["insertFromPaste", "insertFromDrop"].includes(event.inputType);

// A text box, or a list where there are options; `changed` is called with whether the change came at once.
function cell(options, attributes, changed) {
  if (!options.length) return make("input", { type: "text", ...RAW, ...attributes, on: { input: (event) => changed(inserted(event)) } });
  const choices = options.map((option) => make("option", { value: option }, option));
  return make("select", { ...attributes, on: { change: () => changed(true) } }, make("option", { value: "" }, attributes["aria-label"] ? "" : "Choisir…"), ...choices);
}

// A text that is no option, pasted or given in code, is shown as it is, for Python to say that it does not fit.
function put(control, text) {
  if (control.tagName === "SELECT") {
    const options = [...control.options];
    const option = options.find((one) => one.value === text) ?? options.find((one) => plain(one.value) === plain(text));
    if (!option) control.append(make("option", { value: text }, text));
    text = option ? option.value : text;
  }
  if (control.value !== text) control.value = text;
}

// `by`: the element that says the sentence; null where none does, left out where what describes the control is always the same.
function flag(control, sentence, by) {
  const attributes = { "aria-invalid": sentence ? "true" : null, title: sentence ?? null, ...(by === undefined ? {} : { "aria-describedby": by }) };
  for (const [name, value] of Object.entries(attributes)) value === null ? control.removeAttribute(name) : control.setAttribute(name, value);
}

function line({ form, id, described, changed }) {
  const said = (now) => {
    count.textContent = form.most > 0 ? `${input.value.length}\u00a0/\u00a0${form.most} caractères` : "";
    count.classList.toggle("en-over", form.most > 0 && input.value.length > form.most);
    return now;
  };
  const attributes = { id, "aria-describedby": described, class: form.most > 40 ? "en-wide" : null };
  const input = form.kind === "select" ? cell(form.options, attributes, () => changed(null))
    : form.most > 120 ? make("textarea", { ...attributes, rows: "3", on: { input: (event) => changed(said(inserted(event)) ? null : "typed") } })
      : cell([], attributes, (now) => changed(said(now) ? null : "typed"));
  const count = make("span", { class: "en-soft en-count" });
  return {
    element: make("div", { class: "en-line" }, input, ...(form.unit ? [make("span", { class: "en-unit" }, form.unit)] : []), count),
    value: () => input.value,
    show: (value) => (put(input, value ?? ""), said()),
    fits: (value) => typeof value === "string",
    mark: ([fault]) => flag(input, fault?.sentence),
  };
}

// One choice or several, all in sight.
function choices({ form, id, title, described, changed, tell }) {
  const several = form.kind === "boxes";
  const inputs = form.options.map((option, i) => make("input", { type: several ? "checkbox" : "radio", id: `${id}-${i}`, name: id, value: option, on: { change: () => (clearing(), changed(null)) } }));
  const group = make("div", { class: "en-choices", role: several ? "group" : "radiogroup", "aria-labelledby": title, "aria-describedby": described },
    ...inputs.map((input, i) => make("label", { for: input.id }, input, make("span", {}, form.options[i]))));
  // Nothing but this takes a radio back.
  const clear = make("button", { type: "button", class: "en-clear", on: { click: empty } }, "Effacer la réponse");
  const clearing = () => clear.classList.toggle("en-idle", !inputs.some((input) => input.checked));

  function empty() {
    const chosen = inputs.find((input) => input.checked);
    if (!chosen) return;
    chosen.checked = false;
    chosen.focus();
    clearing();
    changed(null);
    tell("Réponse effacée.");
  }

  group.addEventListener("keydown", (event) => {
    if (several || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    empty();
  });
  return {
    element: several ? group : make("div", { class: "en-choice" }, group, clear),
    value: () => { const on = inputs.filter((input) => input.checked).map((input) => input.value); return several ? on : on[0] ?? ""; },
    show(value) {
      inputs.forEach((input) => (input.checked = several ? (value ?? []).includes(input.value) : value === input.value));
      clearing();
    },
    fits: (value) => (several ? listOfTexts(value) : value === "" || form.options.includes(value)),
    mark([fault]) {
      group.classList.toggle("en-fault", Boolean(fault));
      if (several) group.title = fault?.sentence ?? "";
      else flag(group, fault?.sentence);
    },
  };
}

// Entries one under the other, moved by keyboard or by pointer where their order counts.
function list({ form, id, title, described, changed, tell }) {
  const most = form.most || 200;
  const entries = []; // { item, control, place, buttons }, in their order
  const element = make("ol", { class: form.ordered ? "en-list en-ordered" : "en-list", "aria-labelledby": title, "aria-describedby": described });
  let held = null;

  const texts = () => entries.map((entry) => entry.control.value);
  const filled = () => texts().findLastIndex(Boolean) + 1;

  function add() {
    const entry = {};
    const button = (label, act) => make("button", { type: "button", on: { click: () => act(entries.indexOf(entry)) } }, label);
    entry.control = cell(form.options, { "aria-label": title }, (now) => { grow(); changed(now ? null : `typed ${entries.indexOf(entry)}`); });
    entry.buttons = [...(form.ordered ? [button("Monter", (i) => move(i, i - 1)), button("Descendre", (i) => move(i, i + 1))] : []), button("Retirer", remove)];
    const handle = make("span", { class: "en-handle", "aria-hidden": "true", title: "Faire glisser pour changer de place", on: { pointerdown: (event) => hold(event, entry) } }, "⠿");
    entry.item = make("li", {}, (entry.place = make("span", { class: "en-place", "aria-hidden": "true" })), entry.control, ...(form.ordered ? [handle] : []), ...entry.buttons);
    entries.push(entry);
    element.append(entry.item);
  }

  function grow() {
    while (entries.length < Math.min(most, Math.max(form.least || 3, filled() + 1))) add();
    name();
  }

  function name() {
    const end = filled();
    entries.forEach((entry, i) => {
      const text = entry.control.value || `entrée ${i + 1}`;
      entry.item.classList.toggle("en-empty", i >= end);
      entry.place.textContent = form.ordered ? `${i + 1}.` : "•";
      entry.control.setAttribute("aria-label", `Entrée ${i + 1}`);
      entry.buttons.forEach((button) => {
        button.setAttribute("aria-label", `${button.textContent} ${text}`);
        const idle = button.textContent === "Monter" ? i === 0 || i >= end : button.textContent === "Descendre" ? i >= end - 1 : i >= end;
        button.setAttribute("aria-disabled", String(idle));
      });
    });
  }

  function place(from, to) {
    const [entry] = entries.splice(from, 1);
    entries.splice(to, 0, entry);
    const focused = entry.item.contains(document.activeElement) ? document.activeElement : null;
    element.insertBefore(entry.item, entries[to + 1]?.item ?? null);
    focused?.focus();
    name();
  }

  function move(from, to) {
    if (!form.ordered || to < 0 || Math.max(from, to) >= filled()) return;
    place(from, to);
    changed(null);
    tell(`${entries[to].control.value || "Entrée vide"}\u00a0: place ${to + 1} sur ${filled()}.`);
  }

  function remove(i) {
    if (i >= filled()) return;
    const text = entries[i].control.value;
    entries.splice(i, 1)[0].item.remove();
    grow();
    entries[Math.min(i, entries.length - 1)].control.focus();
    changed(null);
    tell(`${text || "Entrée vide"}\u00a0: retirée. Ctrl + Z la remet.`);
  }

  // The list holds the pointer, for the entry that is dragged leaves the page for a moment each time it moves.
  function hold(event, entry) {
    if (event.button || entries.indexOf(entry) >= filled()) return;
    event.preventDefault();
    held = { entry, from: entries.indexOf(entry) };
    element.setPointerCapture(event.pointerId);
    entry.item.classList.add("en-held");
  }

  function drag(event) {
    if (!held) return;
    const at = entries.indexOf(held.entry);
    const over = entries.slice(0, filled()).findIndex(({ item }) => { const box = item.getBoundingClientRect(); return event.clientY < box.bottom; });
    const to = over < 0 ? filled() - 1 : over;
    if (to !== at) place(at, to);
  }

  function drop(event) {
    if (!held) return;
    const { entry, from } = held;
    const to = entries.indexOf(entry);
    entry.item.classList.remove("en-held");
    held = null;
    if (event.type === "pointercancel") place(to, from);
    else if (to !== from) {
      changed(null);
      tell(`${entry.control.value}\u00a0: place ${to + 1} sur ${filled()}.`);
    }
  }
  for (const [name, act] of Object.entries({ pointermove: drag, pointerup: drop, pointercancel: drop })) element.addEventListener(name, act);

  element.addEventListener("keydown", (event) => {
    const i = entries.findIndex(({ item }) => item.contains(event.target));
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step && form.ordered) {
      event.preventDefault();
      move(i, i + step);
    } else if (event.key === "Enter" && event.target === entries[i]?.control) {
      event.preventDefault();
      entries[i + (event.shiftKey ? -1 : 1)]?.control.focus();
    }
  });

  // A column of a spreadsheet fills the entries from the current one.
  element.addEventListener("paste", (event) => {
    const from = entries.findIndex(({ control }) => control === event.target);
    const texts = readRange(event.clipboardData.getData("text/plain")).map(([text]) => flat(text));
    if (from < 0 || (texts.length < 2 && !form.options.length)) return;
    event.preventDefault();
    const fit = texts.slice(0, most - from);
    while (entries.length < from + fit.length) add();
    fit.forEach((text, k) => put(entries[from + k].control, text));
    grow();
    changed(null);
    const left = texts.slice(fit.length);
    if (left.length) tell(`${many(left.length, "ligne n'a pas trouvé place", "lignes n'ont pas trouvé place")}\u00a0: ${named(left)}.`, true);
  });

  return {
    element,
    whole: true,
    value: () => texts().slice(0, filled()),
    show(value) {
      const shown = value ?? [];
      const at = entries.findIndex(({ item }) => item.contains(document.activeElement));
      while (entries.length < shown.length) add();
      while (entries.length > Math.max(1, shown.length)) entries.pop().item.remove();
      entries.forEach((entry, i) => put(entry.control, shown[i] ?? ""));
      grow();
      if (at >= 0 && !element.contains(document.activeElement)) entries.at(-1).control.focus();
    },
    fits: listOfTexts,
    name: (row) => `Entrée ${row + 1}`,
    go: (row) => entries[row]?.control.focus(),
    mark(faults, by) {
      entries.forEach(({ item, control }, i) => {
        const fault = faults.find(({ row }) => row === i);
        item.classList.toggle("en-fault", Boolean(fault));
        flag(control, fault?.sentence, fault ? by(fault) : null);
      });
    },
  };
}
