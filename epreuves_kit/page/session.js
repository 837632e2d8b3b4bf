// The session's page. It shows what the kernel says and sends gestures; what takes long is followed, never waited for.
// The head of `desk.py` says which gestures there are and what answers each. Every text comes as text, and no rule is held here.
const FIELDS = ["Copies", "Corrigées", "Jugés", "Oral", "Restituées"];
const PATIENCE = 30000, PACE = 700, ROOM = 5000, SPOKEN = 8000, MOST = 7000000;
// Columns above which a table is drawn close.
const MANY = 12;
// What accepts a question says what it does, where nothing brings back what it undoes.
const ENDS = { "finie": "Terminé", "à confirmer": "À confirmer", "refusée": "Rien n'a été fait", "interrompue": "Interrompu", "incident": "Incident" };

// What is said has plain spaces: those that French keeps from breaking are put where it is shown.
const spaced = (text) => text.replace(/(\S) (?=[:;?!»](?:[\s.,;)»]|$))/g, "$1\u00a0").replace(/([«°]) (?=\S)/g, "$1\u00a0");
const put = (tag, attributes, ...children) => make(tag, attributes, ...children.map((child) => (typeof child === "string" ? spaced(child) : child)));

function session({ model, el }) {
  const client = crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
  const waits = new Map(), pending = new Map();
  // What was typed in each form, until what it asked for is done: a form that is refused opens again as it was.
  const typed = {};
  let asking = null;
  let number = 0, screen = null, work = null, timer = null, spoken = 0, asked = "", stopped = false;
  const choices = {};

  const e = {
    title: put("h2", {}, "Session d'examen"), enrolled: put("p", { class: "es-soft" }),
    alert: put("div", { class: "es-alert", role: "alert", tabindex: "-1" }),
    next: put("section", { class: "es-next", "aria-labelledby": "es-next-title" }),
    work: put("section", { class: "es-work", "aria-label": "Action en cours", tabindex: "-1" }),
    spoken: put("p", { class: "es-hidden", role: "status" }),
    preview: put("section", { class: "es-preview", "aria-label": "La liste, avant de l'inscrire", tabindex: "-1" }),
    room: put("div", { class: "es-block" }),
    people: put("section", { class: "es-block", "aria-labelledby": "es-people-title" }),
    table: put("section", { class: "es-block", "aria-labelledby": "es-table-title" }),
    one: put("section", { class: "es-block", "aria-labelledby": "es-one-title" }),
    end: put("section", { class: "es-block", "aria-labelledby": "es-end-title" }),
    dialog: put("dialog", { class: "es-dialog", "aria-labelledby": "es-dialog-title" }),
    list: put("input", { type: "file", class: "es-hidden", tabindex: "-1", "aria-label": "Liste de l'école", accept: ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv", on: { change: () => chosen() } }),
  };
  // Parts far down the page are reached in four keys.
  const places = put("select", { "aria-label": "Une partie de la page", "data-f": "places" });
  const leap = put("button", { type: "button", "data-f": "leap", on: { click: () => {
    const part = document.getElementById(places.value);
    part?.focus({ preventScroll: true });
    part?.scrollIntoView({ block: "start" });
  } } }, "Y aller");
  function offerPlaces() {
    const before = places.value;
    const titles = [...e.root.querySelectorAll(':is(h3, h4)[id^="es-"][tabindex]')];
    places.replaceChildren(...titles.map((title) => put("option", { value: title.id }, title.textContent)));
    if (titles.some((title) => title.id === before)) places.value = before;
  }
  e.bar = put("progress", { "aria-label": "Avancement" });
  e.doing = put("p", { class: "es-doing" });
  const refresh = put("button", { type: "button", "data-f": "refresh", on: { click: () => send({ kind: "hello" }) } }, "Actualiser");
  e.root = put("div", { class: "es-page", role: "region", tabindex: "-1", "aria-label": "Session d'examen", "data-lm-suppress-shortcuts": "true" },
    put("div", { class: "es-head" }, put("div", {}, e.title, e.enrolled), put("div", { class: "es-actions" }, places, leap, refresh)),
    e.alert, e.work, e.spoken, e.next, e.preview, e.table, e.room, e.one, e.people, e.end, e.dialog, e.list);
  el.append(e.root);

  function send(gesture, quiet = false) {
    number += 1;
    const n = number;
    pending.set(n, gesture);
    if (!["work", "room"].includes(gesture.kind) && !quiet) e.alert.replaceChildren();
    waits.set(n, setTimeout(() => fail(["La page n'obtient pas de réponse. Ce qui est en cours continue : rouvrez la page par la carte « Session d'examen », tout s'y retrouve."]), PATIENCE));
    model.send({ ...gesture, n, client });
  }

  // title: the label of the button that was pressed, where it is closed.
  function fail(sentences, title = "À voir") {
    e.alert.replaceChildren(put("strong", {}, title), ...sentences.map((said) => put("p", {}, said)));
    e.alert.focus();
    e.alert.scrollIntoView({ block: "nearest" });
  }

  model.on("msg:custom", (message) => {
    if (stopped || message.client !== client) return;
    clearTimeout(waits.get(message.n));
    waits.delete(message.n);
    const gesture = pending.get(message.n);
    pending.delete(message.n);
    if (message.kind === "failed") fail(message.sentences);
    else if (message.kind === "work") follow(message.work);
    else if (message.kind === "room") {
      watching = false;
      // A choice that is being made is not taken from under who makes it.
      if (!e.room.contains(document.activeElement?.closest?.("input, select") ?? null)) keep(() => showRoom(message.room));
    }
    else if (message.kind === "preview") showPreview(message.preview);
    else if (message.kind === "ask") confirm(message.sentence, () => send({ ...gesture, sure: true }));
    else if (message.kind === "open") openNotebook(message.name);
    else if (message.kind === "file") download(message.name, message.content);
    else if (message.kind === "screen") {
      show(message);
      if (message.told) tell(message.told);
      if (gesture?.kind === "look") e.one.scrollIntoView({ block: "start" });
      if (gesture?.kind === "forget") goBack();
    }
  });

  // Sections are made anew; the focus stays on what it was on.
  function keep(act) {
    const at = e.root.contains(document.activeElement) ? document.activeElement.dataset.f : null;
    const within = e.work.contains(document.activeElement);
    act();
    if (!at) return;
    const there = [...e.root.querySelectorAll("[data-f]")].find((found) => found.dataset.f === at);
    (there && !there.disabled ? there : within && e.work.hasChildNodes() ? e.work : e.root).focus({ preventScroll: true });
  }

  function show(next) {
    screen = next;
    // Fields that the buttons of a table's lines have alike came once.
    next.parts.forEach(unshared);
    const was = work;
    work = next.work;
    if (work?.state === "finie") for (const key of Object.keys(typed)) if (key.startsWith(`do:${work.asked.action}:${work.asked.epreuve}:`)) delete typed[key];
    keep(() => {
      e.enrolled.textContent = spaced(`${next.session} · ${next.people}`);
      showNext();
      // Of a session that is erased, neither épreuves nor candidates are left to be shown.
      for (const [place, fill] of [[e.table, showTable], [e.one, showOne], [e.people, showPeople]]) next.erased ? place.replaceChildren() : fill();
      showRoom(next.erased ? null : next.room);
      showEnd();
      follow(next.work, true);
      offerPlaces();
    });
    if (work && !running() && was?.state === "en cours") ended();
  }

  const unshared = (part) => {
    for (const line of part.lines) for (const one of line.buttons) if (one.like) one.fields = part.shared[one.like];
  };

  // The room is asked for again while somebody can see it.
  let watching = false;
  const watch = setInterval(() => {
    if (!screen?.room || watching || e.dialog.open || document.hidden || !e.root.offsetParent) return;
    watching = true;
    send({ kind: "room" });
  }, ROOM);

  function showRoom(room) {
    screen.room = room;
    if (room) unshared(room);
    e.room.replaceChildren(...(room ? [partOf(room, "h3")] : []));
  }

  const running = () => work?.state === "en cours";
  const tag = (button, main) => `${main ? "next:" : ""}${button.does}:${button.what}:${button.epreuve}:${Object.values(button.values || {}).join(":")}`;

  function press(button) {
    if (button.does === "list") e.list.click();
    else if (button.does === "open") send({ kind: "open", what: button.what, epreuve: button.epreuve });
    else if (button.does === "look") goTo(button);
    else if (button.does === "decisions") send({ kind: "decisions" });
    else if (work?.state === "à confirmer") confirm(`« ${work.named} » attend encore votre accord. Si vous continuez, rien n'en sera fait.`, () => take(button));
    else take(button);
  }

  // On an account that several people use, what is kept under a name asks for it, and offers the one that was given last.
  let me = "";
  const signed = (button) => (screen.signed.includes(button.what.split(" --")[0])
    ? { ...button, fields: [...(button.fields || []), { name: "author", label: "Votre nom, gardé avec ce que vous écrivez", kind: "text", value: me, options: [], optional: false, accept: "", note: "" }] }
    : button);

  // Where one was when what has just been read was asked for: the button, or what it stands in where it is no more.
  let from = null;
  function goBack() {
    if (!from || from.button.startsWith("next:")) return;
    const there = [...e.root.querySelectorAll("[data-f]")].find((found) => found.dataset.f === from.button) || document.getElementById(from.title);
    there?.focus({ preventScroll: true });
    there?.scrollIntoView({ block: "center" });
  }

  function take(button) {
    const one = signed(button);
    if (one.fields?.length) ask(one);
    else begin(one, { ...one.values });
  }

  function begin(button, values, file = null, sure = false) {
    send({ kind: "begin", action: button.what, epreuve: button.epreuve, values, sure, ...(file ? { file } : {}) });
  }

  function goTo(button) {
    if (button.what.startsWith("end:")) {
      const part = e.end.querySelector(`#es-part-${button.what.slice(4)}`);
      part.focus({ preventScroll: true });
      part.scrollIntoView({ block: "start" });
      return;
    }
    const go = () => {
      const place = e.one.querySelector("#es-candidates");
      place?.scrollIntoView({ block: "start" });
      place?.focus({ preventScroll: true });
    };
    if (button.epreuve && button.epreuve !== screen.looked) {
      send({ kind: "look", epreuve: button.epreuve });
      asked = button.epreuve;
    } else go();
  }

  // A button, with its reason where it is closed: one that cannot be pressed says why, and can still be reached.
  function button(one, main = false) {
    const busy = running() && one.does !== "look" && one.does !== "open";
    const why = one.closed || (busy ? "Une action est en cours." : "");
    const made = put("button", {
      type: "button", class: main ? "es-main" : null, "data-f": tag(one, main), "aria-disabled": why ? "true" : null, "aria-label": one.short ? one.label : null,
      on: { click: () => {
        if (why) return fail([why], one.label);
        from = { button: tag(one, main), title: made.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby") };
        press(one);
      } },
    }, one.short || one.label);
    const hint = one.closed || one.hint;
    return hint ? put("div", { class: "es-action" }, made, put("span", { class: "es-soft" }, hint)) : put("div", { class: "es-action" }, made);
  }

  function showNext() {
    e.next.replaceChildren(
      put("h3", { id: "es-next-title" }, screen.erased ? "Session effacée" : "À faire maintenant"),
      put("p", { class: "es-sentence" }, sentence(screen.next)),
      ...(screen.following ? [button(onOther(screen.following), true)] : []));
  }

  // The next step may be another épreuve's than the one that is looked at: its button says whose.
  const onOther = (one) => (one.epreuve && one.epreuve !== screen.looked ? { ...one, label: `${one.label} (${code(one.epreuve)})` } : one);
  const code = (id) => id.split("_")[0].toUpperCase();
  const sentence = (said) => said.charAt(0).toUpperCase() + said.slice(1);

  function showTable() {
    const head = put("tr", {}, ...["Épreuve", "Étape", ...FIELDS].map((title, i) => put("th", { scope: "col", class: i > 1 ? "es-number" : null }, title)));
    const rows = screen.epreuves.map((one) => put("tr", { class: one.id === screen.looked ? "es-here" : null },
      put("th", { scope: "row" },
        put("button", { type: "button", class: "es-link", "data-f": `row:${one.id}`, "aria-current": one.id === screen.looked ? "true" : null, on: { click: () => send({ kind: "look", epreuve: one.id }) } }, `${code(one.id)} · ${one.title}`),
        ...one.lacking.map((said) => put("p", { class: "es-lack" }, sentence(said)))),
      put("td", {}, put("span", { class: `es-stage ${one.stage === "finie" ? "es-done" : ""}` }, one.stage === "finie" ? "✓ finie" : one.stage)),
      ...one.cells.map((cell) => put("td", { class: "es-number" }, cell))));
    e.table.replaceChildren(
      put("h3", { id: "es-table-title", tabindex: "-1" }, "Les épreuves de la session"),
      wideTable("Les épreuves de la session", put("thead", {}, head), put("tbody", {}, ...rows)));
  }

  function wideTable(label, ...parts) {
    return put("div", { class: `es-wide ${parts[0].firstChild.childElementCount > MANY ? "es-many" : ""}`, role: "group", tabindex: "0", "aria-label": label }, put("table", {}, ...parts));
  }

  function showOne() {
    const steps = screen.steps.map((step) => put("li", { class: step.next ? "es-now" : null },
      put("h4", {}, step.title, put("span", { class: "es-soft" }, ` — ${step.said}${step.next ? " · à faire" : ""}`)),
      put("div", { class: "es-actions" }, ...step.buttons.map((one) => button(one)))));
    const head = put("tr", {}, ...["Candidat·e", "Copie", "Corrigée", "Critères jugés", "Restitution", "À la main"].map((title) => put("th", { scope: "col" }, title)));
    const rows = screen.candidates.map((one) => put("tr", {},
      put("th", { scope: "row" }, one.name, put("span", { class: "es-soft" }, one.name === one.id ? "" : ` ${one.id}`), one.unknown ? put("span", { class: "es-lack" }, " n'est pas inscrit·e") : ""),
      put("td", {}, one.missing ? put("span", { class: "es-lack" }, "✗ manque") : one.copy === "rendue" ? "✓ rendue" : one.copy),
      put("td", {}, one.marked), put("td", {}, one.judged), put("td", {}, one.returned),
      put("td", {}, ...byHand(one))));
    e.one.replaceChildren(
      put("h3", { id: "es-one-title", tabindex: "-1" }, `${code(screen.looked)} · ${screen.title}`),
      put("ol", { class: "es-steps" }, ...steps),
      put("h4", { id: "es-candidates", tabindex: "-1" }, "Candidat par candidat"),
      screen.candidates.length ? wideTable("Candidat par candidat", put("thead", {}, head), put("tbody", {}, ...rows)) : put("p", {}, "Personne n'est encore inscrit : prenez d'abord la liste de l'école."));
    if (asked === screen.looked) {
      asked = "";
      setTimeout(() => goTo({ what: "candidates", epreuve: screen.looked }));
    }
  }

  function byHand(one) {
    if (one.unknown || !screen.begun) return [];
    const lay = put("button", { type: "button", "data-f": `lay:${one.id}`, "aria-label": `Déposer la copie : ${one.name}`, "aria-disabled": running() ? "true" : null, on: { click: () => (running() ? fail(["Une action est en cours."]) : layCopy(one)) } }, "Déposer la copie");
    return [lay, ...one.buttons.map((each) => button(each).firstChild)];
  }

  function showPeople() {
    e.people.replaceChildren(
      put("h3", { id: "es-people-title", tabindex: "-1" }, "Les candidats"),
      put("p", { class: "es-soft" }, "La liste de l'école, classeur ou CSV, se prend comme elle est : il y faut une colonne « Identifiant », ou « Nom » et « Prénom ». Ce qui va changer vous est montré d'abord ; personne n'est retiré."),
      button({ does: "list", what: "again", label: screen.enrolled ? "Prendre une liste plus récente" : "Choisir la liste de l'école", epreuve: "" }));
  }

  // Lines by a name that is typed and by their kind; the choice stays when the page is drawn again.
  function choosing(one, rows) {
    const own = (choices[one.key] ??= { name: "", kind: "" });
    const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const name = put("input", { type: "search", id: `es-name-${one.key}`, "data-f": `name:${one.key}` });
    const kinds = [...new Set(one.lines.map((line) => line.kind))].sort();
    const kind = put("select", { id: `es-kind-${one.key}`, "data-f": `kind:${one.key}` }, put("option", { value: "" }, "toutes"), ...kinds.map((each) => put("option", { value: each }, each)));
    const many = put("span", { class: "es-soft", role: "status" });
    const apply = () => {
      let shown = 0;
      one.lines.forEach((line, i) => {
        const kept = (!own.kind || line.kind === own.kind) && fold(line.cells[0]).includes(fold(own.name));
        rows[i].hidden = !kept;
        shown += kept;
      });
      many.textContent = shown < rows.length ? `${shown} sur ${rows.length}` : "";
    };
    name.value = own.name;
    kind.value = kinds.includes(own.kind) ? own.kind : (own.kind = "");
    name.addEventListener("input", () => (own.name = name.value, apply()));
    kind.addEventListener("change", () => (own.kind = kind.value, apply()));
    apply();
    return [put("div", { class: "es-choose" }, put("label", { for: name.id }, "Chercher un nom"), name, put("label", { for: kind.id }, one.choice), kind, many)];
  }

  // A part: its sentences, its buttons, and its table with a choice among the lines.
  function partOf(one, heading = "h4") {
    return put("section", { class: "es-part", "aria-labelledby": `es-part-${one.key}` },
      put(heading, { id: `es-part-${one.key}`, tabindex: "-1" }, one.title),
      ...one.said.map((said) => put("p", {}, said)),
      put("div", { class: "es-actions" }, ...one.buttons.map((each) => button(each))),
      ...(one.lines.length ? tableOf(one) : []));
  }

  function tableOf(one) {
    const rows = one.lines.map(lineOf), body = put("tbody", {}, ...rows);
    const whole = wideTable(one.title, put("thead", {}, put("tr", {}, ...one.head.map((title, i) => put("th", { scope: "col", class: i === one.head.length - 1 ? "es-hand" : null }, title)))), body);
    return one.choice ? [...choosing(one, rows), whole] : [whole];
  }

  function lineOf(one) {
    return put("tr", { "data-kind": one.kind || null },
      ...one.cells.map((cell, i) => (cell.sign ? put("td", { class: "es-sign", title: cell.words }, put("span", { "aria-hidden": "true" }, cell.sign), " ", put("span", { class: "es-hidden" }, cell.words)) : put(i ? "td" : "th", i ? {} : { scope: "row" }, cell))),
      put("td", { class: "es-hand" }, ...one.buttons.map((each) => button(each).firstChild)));
  }

  function showEnd() {
    e.end.replaceChildren(put("h3", { id: "es-end-title", tabindex: "-1" }, "Toute la session"), ...screen.parts.map((one) => partOf(one)));
  }

  async function read(file, note = "") {
    if (file.size > MOST) throw new Error(`« ${file.name} » est trop gros pour être pris ici${note ? `. ${note}` : " : 7 Mo au plus."}`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return { name: file.name, content: btoa(text) };
  }

  async function chosen() {
    const [file] = e.list.files;
    if (!file) return;
    try {
      const { name, content } = await read(file);
      send({ kind: "list", name, content });
    } catch (error) {
      fail([error.message]);
    }
    e.list.value = "";
  }

  function showPreview(found) {
    const head = put("tr", {}, ...["Candidat·e", "Identifiant", "État", "Ce qui change"].map((title) => put("th", { scope: "col" }, title)));
    const rows = found.lines.map(([name, id, state, changes]) => put("tr", { class: state === "inchangé" ? "es-soft" : null }, put("th", { scope: "row" }, name), put("td", {}, id), put("td", {}, state), put("td", {}, changes)));
    const close = () => (e.preview.replaceChildren(), e.root.focus({ preventScroll: true }));
    e.preview.replaceChildren(
      put("h3", {}, `« ${found.name} » : rien n'est encore inscrit`),
      put("p", { class: "es-sentence" }, found.said),
      ...(found.look.length ? [put("ul", { class: "es-look" }, ...found.look.map((said) => put("li", {}, said)))] : []),
      wideTable("La liste, avant de l'inscrire", put("thead", {}, head), put("tbody", {}, ...rows)),
      put("div", { class: "es-actions" },
        ...(found.changes ? [put("button", { type: "button", class: "es-main", on: { click: () => { close(); send({ kind: "begin", action: "candidats import", values: { file: found.name, digest: found.digest } }); } } }, "Inscrire ces candidats")] : []),
        put("button", { type: "button", on: { click: close } }, found.changes ? "Ne rien inscrire" : "Fermer")));
    e.preview.focus({ preventScroll: true });
    e.preview.scrollIntoView({ block: "start" });
  }

  function openDialog(title, content, accept, act) {
    const back = document.activeElement?.dataset?.f;
    const form = put("form", { method: "dialog", on: { submit: async (event) => {
      event.preventDefault();
      if ((await act(form)) !== false) e.dialog.close();
    }, keydown: (event) => {
      // JupyterLab keeps from a browser what Enter does in a field.
      if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      form.requestSubmit();
    } } },
      put("h3", { id: "es-dialog-title" }, title), ...content,
      put("div", { class: "es-actions" }, put("button", { type: "submit", class: "es-main" }, accept), put("button", { type: "button", on: { click: () => e.dialog.close() } }, "Annuler")));
    e.dialog.replaceChildren(form);
    e.dialog.onclose = () => ([...e.root.querySelectorAll("[data-f]")].find((found) => found.dataset.f === back) || e.root).focus({ preventScroll: true });
    e.dialog.showModal();
    (form.querySelector("input, select, textarea") || form.querySelector("button")).focus();
  }

  function confirm(said, act) {
    openDialog("Avant de continuer", said.split("\n").map((line) => put("p", {}, line)), "Continuer", () => act());
  }

  function field(one) {
    const id = `es-field-${one.name}`;
    if (one.kind === "choice") {
      const list = put("select", { id, name: one.name, required: !one.optional }, ...(one.options.some(([value]) => !value) ? [] : [put("option", { value: "" }, one.optional ? "—" : "Choisissez")]), ...one.options.map(([value, text]) => put("option", { value }, text)));
      if (one.value) list.value = one.value;
      return put("p", { class: "es-field" }, put("label", { for: id }, one.label), list);
    }
    if (one.kind === "boxes") {
      const ticked = one.value.split(",");
      const boxes = one.options.map(([value, text]) => put("label", { class: "es-check" }, put("input", { type: "checkbox", name: one.name, value, checked: ticked.includes(value) }), text));
      const all = (ticked) => () => boxes.forEach((label) => (label.querySelector("input").checked = ticked));
      const every = boxes.length < 4 ? [] : [put("p", {}, ...[["Tout cocher", true], ["Tout décocher", false]].map(([text, ticked]) => put("button", { type: "button", on: { click: all(ticked) } }, text)))];
      return put("fieldset", { class: "es-field es-boxes" }, put("legend", {}, one.label), ...(one.note ? [put("span", { class: "es-soft" }, one.note)] : []), ...every, ...boxes);
    }
    if (one.kind === "pair") {
      const before = one.value.split(",");
      const proposed = put("datalist", { id: `${id}-proposed` }, ...one.options.map(([value]) => put("option", { value })));
      const texts = ["L'une", "L'autre"].map((label, rank) => put("label", { class: "es-field" }, label, put("input", { name: one.name, type: "text", value: (before[rank] || "").trim(), required: !one.optional, maxlength: "60", autocomplete: "off", list: proposed.id })));
      return put("fieldset", { class: "es-field es-boxes" }, put("legend", {}, one.label), ...(one.note ? [put("span", { class: "es-soft" }, one.note)] : []), ...texts, proposed);
    }
    if (one.kind === "groups") return groups(one);
    if (one.kind === "long") {
      const lines = put("textarea", { id, name: one.name, rows: "3", maxlength: "4000", required: !one.optional });
      lines.value = one.value || "";
      return put("p", { class: "es-field" }, put("label", { for: id }, one.label), lines);
    }
    if (one.kind === "checkbox") return put("p", { class: "es-field es-check" }, put("input", { id, name: one.name, type: "checkbox", value: "oui", checked: one.value === "oui" }), put("label", { for: id }, one.label));
    const note = one.note ? [put("span", { class: "es-soft", id: `${id}-note` }, one.note)] : [];
    const more = one.kind === "number" ? { min: one.minimum ?? 1, max: one.maximum ?? 100 } : one.kind === "file" ? { accept: one.accept } : one.kind === "text" ? { maxlength: "500", autocomplete: "off" } : {};
    return put("p", { class: "es-field" }, put("label", { for: id }, one.label), put("input", { id, name: one.name, type: one.kind, value: one.kind === "file" ? null : one.value, required: !one.optional, "aria-describedby": one.note ? `${id}-note` : null, ...more }), ...note);
  }

  // Groups, each a box of people: one is dragged from box to box, or sent to a group by the list beside the name.
  function groups(one) {
    const hidden = put("input", { type: "hidden", name: one.name });
    const told = put("p", { class: "es-soft", role: "status" });
    const known = new Map(one.options.map(([id, text]) => [id.toLowerCase(), { id, text }]));
    const boxes = one.value.split(";").filter(Boolean).map((piece) => {
      const [name, members] = piece.split("=");
      return { name, members: members.split(",").filter(Boolean).map((id) => known.get(id.toLowerCase())?.id ?? id) };
    });
    const placed = new Set(boxes.flatMap((box) => box.members.map((id) => id.toLowerCase())));
    boxes.unshift({ name: "", members: one.options.map(([id]) => id).filter((id) => !placed.has(id.toLowerCase())) });
    const text = (id) => known.get(id.toLowerCase())?.text ?? id;
    const area = put("div", { class: "es-groups" });
    const next = () => {
      for (let rank = 1; ; rank += 1) if (!boxes.some((box) => box.name.toLowerCase() === `g${rank}`)) return `G${rank}`;
    };
    const many = (box) => `${box.members.length} personne${box.members.length > 1 ? "s" : ""}`;
    const bounds = one.minimum === one.maximum ? `${one.minimum}` : `${one.minimum} à ${one.maximum}`;
    const move = (id, name) => {
      boxes.forEach((box) => (box.members = box.members.filter((each) => each !== id)));
      let box = boxes.find((each) => each.name === name);
      if (!box) boxes.push(box = { name, members: [] });
      box.members.push(id);
      drawAll();
      told.textContent = spaced(name ? `${text(id)} : ${name}, ${many(box)}.` : `${text(id)} n'est plus dans un groupe.`);
      [...area.querySelectorAll("select")].find((list) => list.dataset.person === id)?.focus();
    };
    function person(id, own) {
      const choices = [["", "sans groupe"], ...boxes.slice(1).map((box) => [box.name, box.name]), [next(), `${next()} (nouveau)`]];
      const list = put("select", { "aria-label": `Groupe : ${text(id)}`, "data-person": id, on: { change: () => move(id, list.value) } },
        ...choices.map(([value, shown]) => put("option", { value }, shown)));
      list.value = own.name;
      return put("li", { class: "es-person", draggable: "true", on: { dragstart: (event) => (event.dataTransfer.setData("text/plain", id), event.dataTransfer.effectAllowed = "move") } }, put("span", {}, text(id)), list);
    }
    function box(own, name, title) {
      const odd = own.name && (own.members.length < one.minimum || own.members.length > one.maximum);
      return put("div", { class: `es-group ${odd ? "es-odd" : ""}`, role: "group", "aria-label": title, on: {
        dragover: (event) => event.preventDefault(),
        drop: (event) => {
          event.preventDefault();
          const id = event.dataTransfer.getData("text/plain");
          if (boxes.some((each) => each.members.includes(id)) && !own.members.includes(id)) move(id, name);
        } } },
        put("strong", {}, title), put("span", { class: odd ? "es-lack" : "es-soft" }, own.members.length ? ` ${many(own)}${odd ? ` ; il en faut ${bounds}` : ""}` : ""),
        put("ul", {}, ...own.members.map((id) => person(id, own))));
    }
    function drawAll() {
      const kept = boxes.filter((each, rank) => !rank || each.members.length);
      boxes.splice(0, boxes.length, ...kept);
      hidden.value = boxes.slice(1).map((each) => `${each.name}=${each.members.join(",")}`).join(";");
      area.replaceChildren(...boxes.map((each, rank) => box(each, each.name, rank ? each.name : "Sans groupe")), box({ name: "", members: [] }, next(), `${next()} (nouveau)`));
    }
    drawAll();
    return put("fieldset", { class: "es-field es-composed" }, put("legend", {}, `${one.label} : ${bounds} personnes`), put("span", { class: "es-soft" }, "Glissez un nom d'un groupe à l'autre, ou choisissez son groupe dans la liste à côté."), told, area, hidden);
  }

  function ask(one) {
    const before = typed[tag(one)] || {};
    openDialog(one.label, one.fields.map((f) => field(f.name in before ? { ...f, value: before[f.name] } : f)), "Continuer", async (form) => {
      const values = { ...one.values };
      let file = null;
      try {
        for (const f of one.fields) {
          const input = form.elements[f.name];
          if (f.kind === "file") file = input.files[0] ? await read(input.files[0], f.note) : null;
          else if (f.kind === "boxes") values[f.name] = [...form.querySelectorAll(`input[name="${f.name}"]:checked`)].map((box) => box.value).join(",");
          else if (f.kind === "pair") values[f.name] = [...input].map((text) => text.value.trim()).join(",");
          else if (f.kind === "checkbox") values[f.name] = input.checked ? "oui" : "";
          else values[f.name] = input.value.trim();
        }
      } catch (error) {
        fail([error.message]);
        return true;
      }
      // A password is kept nowhere.
      typed[tag(one)] = Object.fromEntries(one.fields.filter((f) => !["file", "password"].includes(f.kind)).map((f) => [f.name, values[f.name]]));
      asking = one;
      if (values.author) me = values.author;
      begin(one, values, file);
      return true;
    });
  }

  function layCopy(one) {
    const input = put("input", { id: "es-field-copy", name: "copy", type: "file", multiple: true, required: true });
    const at = put("input", { id: "es-field-at", name: "at", type: "datetime-local" });
    openDialog(`Copie : ${one.name}`, [
      put("p", {}, "Choisissez ensemble tous les fichiers rendus : le document de l'épreuve (son nom finit par « .ipynb »), et ceux qu'il demande."),
      put("p", { class: "es-field" }, put("label", { for: "es-field-copy" }, "Fichiers de la copie"), input),
      put("p", { class: "es-field" }, put("label", { for: "es-field-at" }, "Remise le (vide : dans les temps)"), at)], "Déposer", async () => {
      try {
        if ([...input.files].reduce((sum, file) => sum + file.size, 0) > MOST) throw new Error(`Ces fichiers sont trop gros pour être pris ici : mettez-les dans submitted/${one.id}/${screen.looked}/.`);
        send({ kind: "lay", candidate: one.id, epreuve: screen.looked, at: at.value, files: await Promise.all([...input.files].map(read)) });
      } catch (error) {
        fail([error.message]);
      }
      return true;
    });
  }

  // Where the work under way stands: shown at each answer, said aloud now and then, and at its end.
  function follow(now, whole = false) {
    const before = work;
    work = now;
    clearTimeout(timer);
    if (!now) {
      e.work.replaceChildren();
      return;
    }
    if (running()) {
      if (before?.pid !== now.pid || before?.state !== now.state || whole) {
        e.work.replaceChildren(
          put("h3", {}, `${now.named} : en cours`), e.bar, e.doing,
          put("p", { class: "es-soft" }, "Vous pouvez fermer cette page : l'action continue, et se retrouve à la réouverture."),
          put("button", { type: "button", "data-f": "stop", on: { click: () => confirm("Interrompre l'action en cours ? Ce qui est fait est gardé ; recommencée, elle reprendra ce qui manque.", () => send({ kind: "stop" })) } }, "Interrompre"));
      }
      const told = `${sentence(now.doing || "préparation")}${now.total ? ` — ${now.done} sur ${now.total}` : ""}`;
      e.doing.textContent = spaced(told);
      if (now.total) {
        e.bar.max = now.total;
        e.bar.value = now.done;
      } else e.bar.removeAttribute("value");
      if (Date.now() - spoken > SPOKEN) {
        spoken = Date.now();
        e.spoken.textContent = told;
      }
      timer = setTimeout(() => send({ kind: "work" }), PACE);
      return;
    }
    const ok = now.state === "finie";
    e.work.replaceChildren(
      put("h3", { class: ok ? "es-good" : "es-bad" }, `${now.named} : ${ENDS[now.state].toLowerCase()}`),
      ...now.said.flatMap((said) => said.split("\n")).map((said) => put("p", {}, said)),
      ...now.tables.map(figures),
      ...(now.look.length ? [put("p", {}, put("strong", {}, "À voir")), put("ul", { class: "es-look" }, ...now.look.map((said) => put("li", {}, said)))] : []),
      put("div", { class: "es-actions" },
        ...(now.state === "à confirmer" ? [put("button", { type: "button", class: "es-main", "data-f": "sure", on: { click: () => again(now, true) } }, now.accept)] : []),
        ...(now.state === "refusée" && asking?.what === now.asked.action && asking.epreuve === now.asked.epreuve ? [put("button", { type: "button", class: "es-main", "data-f": "mend", on: { click: () => ask(asking) } }, "Corriger")] : []),
        ...(["interrompue", "incident"].includes(now.state) && !now.asked.values.file ? [put("button", { type: "button", class: "es-main", "data-f": "retry", on: { click: () => again(now, now.asked.sure) } }, "Recommencer")] : []),
        ...now.files.map((path) => put("button", { type: "button", "data-f": `file:${path}`, on: { click: () => send({ kind: "fetch", path }) } }, `Télécharger « ${named(path, now.files)} »`)),
        put("button", { type: "button", "data-f": "forget", on: { click: () => forget(now) } }, now.state === "à confirmer" ? "Ne rien faire" : "J'ai lu")));
  }

  // A file by its name, and by its folder too where another bears the same.
  function named(path, all) {
    const last = (each, many) => each.split("/").slice(-many).join("/");
    return last(path, all.filter((each) => last(each, 1) === last(path, 1)).length > 1 ? 2 : 1);
  }

  // What was typed, and then given up, does not come back in a form that is opened for something else.
  function forget(now) {
    if (now.state === "à confirmer") for (const key of Object.keys(typed)) if (key.startsWith(`do:${now.asked.action}:${now.asked.epreuve}:`)) delete typed[key];
    send({ kind: "forget" });
  }

  // What was done at once, by no work that one follows.
  function tell(told) {
    e.work.replaceChildren(put("h3", { class: "es-good" }, "C'est fait"), put("p", {}, told));
    e.spoken.textContent = told;
    e.work.scrollIntoView({ block: "nearest" });
  }

  function figures(table) {
    const side = (place) => (table.numbers.includes(place) ? "es-number" : null);
    const head = put("tr", {}, ...table.head.map((title, place) => put("th", { scope: "col", class: side(place) }, title)));
    const rows = table.lines.map((line) => put("tr", {}, ...line.map((cell, place) => put(place ? "td" : "th", place ? { class: side(place) } : { scope: "row" }, cell))));
    return put("div", {}, ...(table.title ? [put("h4", {}, table.title)] : []), wideTable(table.title || "Détail", put("thead", {}, head), put("tbody", {}, ...rows)));
  }

  function again(now, sure) {
    send({ kind: "begin", action: now.asked.action, epreuve: now.asked.epreuve, values: now.asked.values, sure });
  }

  function ended() {
    e.spoken.textContent = `${work.named} : ${ENDS[work.state]}. ${work.said.join(" ")}`;
    e.work.scrollIntoView({ block: "nearest" });
    // What accepts, or not, comes next: who has only a keyboard would have to go back to it through the whole page.
    if (work.state === "à confirmer" && e.root.contains(document.activeElement) && !e.dialog.open) e.work.focus({ preventScroll: true });
  }

  // JupyterLab's part of the kit opens it beside this page; where it is not there, where to find it is said.
  function openNotebook(name) {
    const event = new CustomEvent("epreuves:ouvrir", { detail: { name }, cancelable: true });
    if (window.dispatchEvent(event)) fail([`Ouvrez « ${name} » dans la liste des fichiers, à gauche, et exécutez sa cellule (Maj + Entrée).`]);
  }

  // Bytes of no type under a name of ours: the browser keeps them, and never opens them.
  function download(name, content) {
    const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    put("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  // What was done meanwhile in another tab, by a grader or by the jury, is shown when one comes back to this one.
  let left = false;
  const back = new IntersectionObserver(([entry]) => {
    const returns = entry.isIntersecting && left;
    left = !entry.isIntersecting;
    if (returns && screen && !running() && !e.dialog.open) send({ kind: "hello" }, true);
  });
  back.observe(e.root);

  const letShortcuts = withoutShortcuts(e.root);

  send({ kind: "hello" });
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(watch);
    waits.forEach(clearTimeout);
    back.disconnect();
    letShortcuts();
  };
}

export default { render: session };
