// The graders' panel in JupyterLab. It holds no rule: it sends a grader's gestures, shows what Python answers, and says when no answer comes.
const PATIENCE = 6000; // ms without an answer before saying so
const PAUSE = 1200; // ms after the last letter of a comment before it is saved
const PAGES = 12; // copies kept
const OFTEN = 40; // times that it is asked again for
const SOON = 3000; // ms before asking again for a copy whose documents' pages are to come
const PROPOSED = 8; // comments proposed at once
// How a criterion names a piece of a copy, and a workbook.
const PIECE = /(écrit|fichier|question)s? ([A-Z]\b|\d+)/i;
const WORKBOOK = /classeur|feuille\s«|fichier|tableur/i;
// What a criterion says when it turns on the mechanics of a workbook.
const MECHANICS = /filtre|listes? déroulante|mises? en forme|conditionnel|formules|automati|alerte|se déclenche|recale|tapée?s?|figée?s?|tableur|construction du classeur/i;

function render({ model, el }) {
  const client = Math.random().toString(36).slice(2);
  const pages = new Map();
  const languages = new Map();
  const waited = new Map();
  const waits = new Map();
  let beside = false, compared = null, groupTab = null, grouped = "", guided = "", exampled = "", sure = "";
  let screen = null, tab = null, number = 0, typing = null, outbox = null, asked = null, moving = null, queue = [], ahead = false, latest = 0, held = null, overdue = null;

  const e = skeleton(send);
  el.append(e.root);
  const [released, stopPresses] = presses(e.root);
  const choice = new Choice(e.copy, (text) => (e.moved.textContent = text));
  let chosen = null;
  const [lookWide, stopWide] = wide(e.copy);
  const [lookGroup, stopGroup] = wide(e.groupCopy);

  function send(gesture) {
    if (gesture.kind !== "judge" && !reads(gesture)) flush();
    number += 1;
    const n = number;
    if (gesture.kind === "judge") outbox?.keep({ ...gesture, copy_number: screen.copy.number, code: screen.criterion.code });
    if (!reads(gesture)) latest = n;
    if (["go", "mode", "undo", "blank"].includes(gesture.kind)) moving = n;
    // Hints on language are looked for as long as it takes, and say so themselves.
    if (gesture.kind !== "language") waits.set(n, { kind: gesture.kind, timer: setTimeout(() => late(gesture, n), PATIENCE) });
    model.send({ ...gesture, n, client });
  }

  function reads(gesture) {
    return ["page", "original", "language", "glance", "examples", "fix", "unfix"].includes(gesture.kind);
  }

  function late(gesture, n) {
    overdue = n;
    asked = null;
    const kept = gesture.kind === "judge" ? "Ce geste n'est pas enregistré ; il est gardé dans ce navigateur. " : "";
    fail(`Le noyau ne répond pas. ${kept}Exécutez de nouveau la cellule (Maj + Entrée) : tout ce qui était enregistré s'y retrouve.`);
  }

  // After a click of the pointer the keys are the panel's again: Enter must go on, and not press the same button once more.
  function release(event) {
    if (event.detail) settle();
  }

  function settle() {
    e.root.focus({ preventScroll: true });
  }

  function fail(sentence) {
    moving = null;
    queue = [];
    ahead = false;
    e.alert.replaceChildren(make("p", {}, sentence));
    tell("");
  }

  // What became of a gesture: done, said low; refused, said at once, with the word.
  function tell(said, refused = false) {
    e.status.textContent = refused ? "" : said;
    e.refusal.replaceChildren(...(refused ? [make("strong", {}, "✗ Refusé."), ` ${said}`] : []));
  }

  // True once it is said why nothing can be written: the session is closed.
  function refused() {
    if (screen?.sealed) tell(screen.sealed, true);
    return Boolean(screen?.sealed);
  }

  // A judgement of what is on the screen; its copy and criterion are named, so that it can reach no other.
  function judge(level, comment = ahead ? screen.comment : e.comment.value) {
    clearTimeout(typing);
    typing = null;
    if (!screen || refused() || screen.closed) return;
    tell("Enregistrement…");
    // What comes before the answer builds on this: a comment must not take away the level given just before it.
    screen = { ...screen, level, comment };
    send({ kind: "judge", copy: screen.copy.key, grade_id: screen.criterion.grade_id, level, comment });
  }

  // A level given outright: the highest says that nothing lacks.
  function grade(level) {
    const { expected } = screen.criterion, comment = ahead ? screen.comment : e.comment.value;
    const kept = expected.length && level === 3 ? withLacking(comment, expected, new Set()) : comment;
    if (!ahead && kept !== comment && !screen.closed) e.comment.value = kept;
    judge(level, kept);
  }

  // One thing of the list that lacks, or does not lack after all: the level follows, and the comment says it.
  function turnLacking(rank) {
    if (refused() || screen.closed) return;
    const { expected, lacking } = screen.criterion, comment = ahead ? screen.comment : e.comment.value;
    const now = lackingIn(comment, expected);
    now.delete(rank) || now.add(rank);
    const kept = withLacking(comment, expected, now);
    if (!ahead) e.comment.value = kept;
    judge(lacking[now.size], kept);
    showExpected();
  }

  function showExpected() {
    const { expected } = screen.criterion, now = lackingIn(e.comment.value, expected);
    e.expected.hidden = e.expectedTitle.hidden = !expected.length;
    e.expectedTitle.textContent = screen.closed ? "Attendus" : EXPECTED;
    refill(e.expected, expected.map((text, rank) => make("li", {}, make("button", {
      type: "button", "aria-pressed": String(now.has(rank)), "aria-label": `Manque\u00a0: ${text}`, disabled: screen.closed,
      on: { click: (event) => (turnLacking(rank), release(event)) },
    }, text))));
  }

  function stepExpected(step) {
    const all = [...e.expected.querySelectorAll("button")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  }

  // Nothing is written in the copy: the lowest level everywhere, which one undo takes back.
  function blank() {
    if (refused()) return;
    if (!screen?.blank) return;
    const key = screen.copy.key, holds = ownTabs().some((t) => !t.group && inert(t.html).querySelector(".ep-writing.ep-piece > .ep-paper > .ep-text"));
    if (holds && sure !== key) {
      sure = key;
      return tell("Cette copie n'est pas vide : des écrits y sont. Appuyez de nouveau sur V pour mettre le niveau 0 partout.", true);
    }
    tell("Enregistrement…");
    send({ kind: "blank", copy: screen.copy.key });
  }

  const full = () => (document.fullscreenElement ? document.exitFullscreen() : e.root.requestFullscreen());

  function flush() {
    if (typing !== null) judge(screen.level);
  }

  function typed() {
    if (ahead) return;
    showExpected();
    showUsed();
    clearTimeout(typing);
    if (e.comment.value === screen.comment) {
      typing = null;
      return;
    }
    tell("Commentaire pas encore enregistré…");
    outbox?.keep({ copy: screen.copy.key, grade_id: screen.criterion.grade_id, level: screen.level, comment: e.comment.value, copy_number: screen.copy.number, code: screen.criterion.code });
    typing = setTimeout(() => judge(screen.level), PAUSE);
  }

  model.on("msg:custom", (message) => {
    if (message.client === client) released(() => answer(message));
  });

  function answer(message) {
    const wait = waits.get(message.n);
    // A copy's content that comes unasked answers nothing.
    if (wait && (message.kind !== "page" || wait.kind === "page")) {
      clearTimeout(wait.timer);
      waits.delete(message.n);
    }
    if (message.n === overdue) {
      overdue = null;
      e.alert.replaceChildren();
    }
    if (message.kind === "page") {
      const again = pages.has(message.key);
      pages.delete(message.key);
      pages.set(message.key, message);
      if (pages.size > PAGES) pages.delete(pages.keys().next().value);
      waited.set(message.key, (waited.get(message.key) || 0) + 1);
      if (message.pending && waited.get(message.key) < OFTEN) setTimeout(() => screen?.copy.key === message.key && pages.get(message.key) === message && send({ kind: "page", key: message.key }), SOON);
      if (screen?.copy.key === message.key) showCopy(again ? e.copy.scrollTop : null);
      else if (compared === message.key) showCompared();
    } else if (message.kind === "examples") {
      if (screen?.criterion.grade_id === message.grade_id) showExamples(message);
      if (message.sentence) {
        e.fixWhy.value = "";
        tell(message.sentence);
      }
    } else if (message.kind === "glance") {
      if (compared === message.key && screen?.criterion.grade_id === message.grade_id) e.groupOf.textContent = message.sentence;
    } else if (message.kind === "language") {
      languages.set(message.key, message);
      if (languages.size > PAGES) languages.delete(languages.keys().next().value);
      if (screen?.copy.key === message.key) showCopy(e.copy.scrollTop);
    } else if (message.kind === "original") {
      download(message.name, message.content);
    } else if (message.kind === "failed") {
      if (held) show(held);
      held = null;
      if (message.forgotten) outbox?.saved(message.forgotten);
      fail(message.sentence);
    } else if (message.kind === "screen") {
      if (message.flagged) closeFlag();
      if (message.remarked) closeRemark();
      if (message.saved) {
        outbox?.saved(message.saved);
        e.alert.replaceChildren();
      }
      // An answer to a gesture that others have followed is already out of date.
      if (message.n < latest) held = message;
      else {
        held = null;
        show(message);
      }
      if (message.n === moving) resume();
    }
  }

  // Keys pressed while the panel moves are for what comes: a level must never fall on the criterion that is being left.
  function resume() {
    moving = null;
    while (queue.length && moving === null) {
      queue.shift().act();
    }
  }

  // A comment begun while the panel moves: the box takes the letters at once, as any box does, and they land under the criterion that comes.
  function typeAhead() {
    if (!ahead) {
      ahead = true;
      e.comment.disabled = false;
      e.comment.value = "";
      queue.push({ act: land });
    }
    e.comment.focus();
  }

  function land() {
    const text = e.comment.value;
    ahead = false;
    e.comment.value = screen.comment + text;
    e.comment.setSelectionRange(e.comment.value.length, e.comment.value.length);
    e.comment.disabled = screen.closed;
    if (text) typed();
  }

  function show(next) {
    const moved = !screen || screen.copy.key !== next.copy.key || screen.criterion.grade_id !== next.criterion.grade_id;
    const first = outbox === null;
    const hung = !screen || JSON.stringify(screen.passages) !== JSON.stringify(next.passages);
    screen = next;
    outbox ??= new Outbox(`${next.assignment}:${next.grader}`);
    e.title.textContent = `Copie n° ${next.copy.number}${next.copy.part ? ` · ${next.copy.part}` : ""}`;
    e.root.setAttribute("aria-label", `Correction de ${next.assignment} par ${next.grader}`);
    e.who.textContent = `${next.epreuve} — ${next.grader}`;
    e.place.textContent = next.place;
    for (const mode of ["copie", "critere"]) e[`mode-${mode}`].setAttribute("aria-pressed", String(next.mode === mode));
    e.progress.max = Math.max(1, next.total);
    e.progress.value = next.done;
    e.done.textContent = next.progress;
    e.undo.disabled = !next.undoable;
    if (!next.blank && document.activeElement === e.blank) settle();
    e.blank.hidden = !next.blank;
    if (next.copies) e.copies.replaceChildren(...choices(next.copies));
    e.sealed.textContent = next.sealed;
    e.sealed.hidden = !next.sealed;
    e.flag.disabled = e.remark.disabled = Boolean(next.sealed);
    e.calibration.hidden = !next.calibration;
    e.calibration.textContent = next.calibration;
    e.flags.hidden = !next.flags.length;
    e.flags.replaceChildren(...next.flags.map((f) => make("li", { class: f.open ? "ep-open" : null }, f.said, make("span", { class: "ep-soft" }, ` — ${f.answer}`))));
    if (moved) closeFlag();
    if (moved) closeRemark();
    e.copies.value = next.copy.key;
    if (e.copies.selectedOptions[0]) e.copies.selectedOptions[0].textContent = next.choice;
    showCriteria();
    showCriterion(moved);
    if (next.said || moved) tell(next.said, next.refused);
    if (moved) e.moved.textContent = `Copie n° ${next.copy.number}, ${next.criterion.code} : ${next.criterion.label}. ${next.given}`;
    if (moved && compared) glance();
    if (moved) {
      tab = null;
      showCopy(null);
      e.right.scrollTop = 0;
    } else if (hung) showCopy(e.copy.scrollTop);
    if (first) {
      remind();
      if (document.activeElement === document.body || document.activeElement?.closest(".jp-Notebook, .jp-NotebookPanel")?.contains(e.root)) settle();
    }
  }

  // Copies to choose from, in groups where they are shared out: those of calibration, one's own, the others.
  function choices(copies) {
    const option = ([key, label]) => make("option", { value: key }, label);
    const groups = [...new Set(copies.map(([, , group]) => group))];
    return groups.flatMap((group) => {
      const own = copies.filter((one) => one[2] === group).map(option);
      return group ? [make("optgroup", { label: group }, ...own)] : own;
    });
  }

  function openFlag() {
    if (refused()) return;
    e.flagForm.hidden = false;
    e.flagText.focus();
  }

  function closeFlag() {
    if (e.flagForm.hidden) return;
    const inside = e.flagForm.contains(document.activeElement);
    e.flagForm.hidden = true;
    e.flagText.value = "";
    if (inside) settle();
  }

  // A remark on the passage that is chosen; where none is, the keyboard chooses one.
  function remarkPassage() {
    if (refused()) return;
    chosen = choice.get();
    if (chosen) openRemark();
    else if (choice.begin()) tell("Flèches : une autre phrase ; Maj + flèches : plusieurs ; Entrée : écrire la remarque ; Échap : renoncer.");
    else tell("Cette partie de la copie n'a pas d'écrit.", true);
  }

  function openRemark() {
    const shown = chosen.quote.length > 200 ? `${chosen.quote.slice(0, 200)} …` : chosen.quote;
    e.remarkQuote.textContent = shown;
    e.remarkOn.replaceChildren(make("option", { value: "" }, "Le passage seul"), ...screen.criteria.map((c) => make("option", { value: c.grade_id }, c.code)));
    e.remarkOn.value = screen.criterion.grade_id;
    e.remarkText.value = "";
    e.remarkForm.hidden = false;
    proposeRemarks();
    e.remarkText.focus();
  }

  function closeRemark() {
    choice.end();
    if (e.remarkForm.hidden) return;
    const inside = e.remarkForm.contains(document.activeElement);
    e.remarkForm.hidden = true;
    chosen = null;
    if (inside) settle();
  }

  // What was written already, the most used first; of the words typed so far, those that hold them all.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function proposed(typed) {
    const words = plain(typed.split("\n").at(-1)).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    return screen.used.filter(([text]) => text !== typed && words.every((word) => ` ${plain(text)}`.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word)))).slice(0, PROPOSED);
  }

  function proposeRemarks() {
    const own = e.remarkOn.value === screen.criterion.grade_id ? proposed(e.remarkText.value) : [];
    refill(e.remarkUsed, own.map(([text, times]) => make("li", {},
      make("button", { type: "button", on: { click: () => ((e.remarkText.value = text), proposeRemarks(), e.remarkText.focus()) } }, text, make("span", { class: "ep-soft" }, ` (${times} fois)`)))));
  }

  // Remarks of the writings shown: each passage marked, and told under its writing; one that is no more there is told as such.
  function showRemarks() {
    for (const writing of e.copy.querySelectorAll(".ep-writing.ep-piece")) {
      const paper = writing.querySelector(":scope > .ep-paper");
      const own = screen.passages.filter((p) => p.cell === pieceOf(writing));
      if (!own.length) continue;
      const lines = own.map((p, i) => {
        const range = findPassage(paper, p);
        if (range) markPassage(range, i + 1);
        const remove = p.own && make("button", { type: "button", on: { click: () => (settle(), send({ kind: "unremark", copy: screen.copy.key, rank: p.rank })) } }, "Ôter", make("span", { class: "ep-hidden" }, ` la remarque ${i + 1}`));
        return make("li", {}, range ? "" : make("strong", {}, "Ce passage a changé depuis : "), make("q", {}, p.quote.length > 90 ? `${p.quote.slice(0, 90)} …` : p.quote), ` ${p.text} `, make("span", { class: "ep-soft" }, p.about), " ", ...(remove ? [remove] : []));
      });
      paper.after(make("div", { class: "ep-remarks" }, make("h4", {}, "Remarques sur des passages"), make("ol", {}, ...lines)));
    }
  }

  // The collective notebook beside a member's own, or the one after the other again.
  function turnBeside() {
    // Asked for while the copy is being read, it is done when the copy comes.
    if (e.beside.hidden && !compared && (!screen || pages.has(screen.copy.key))) return tell("Cette copie n'a pas de travail de groupe à montrer à côté.", true);
    compared = null;
    beside = !beside;
    showCopy(e.copy.scrollTop);
  }

  // Another copy beside the one that is judged, at the same criterion.
  function turnCompared() {
    const [first] = others();
    if (!compared && !first) return tell("Il n'y a pas d'autre copie à comparer.", true);
    compared = compared ? null : first;
    e.compare.setAttribute("aria-pressed", String(Boolean(compared)));
    if (compared) beside = false;
    groupTab = null;
    showCopy(e.copy.scrollTop);
    if (compared) glance();
  }

  // The other copies, from the one that comes next.
  function others() {
    const keys = [...e.copies.options].map((option) => option.value), at = keys.indexOf(screen.copy.key);
    return [...keys.slice(at + 1), ...keys.slice(0, Math.max(0, at))];
  }

  function compareTo(key) {
    compared = key;
    groupTab = null;
    showCompared();
    glance();
  }

  function nextCompared() {
    const keys = others();
    if (compared && keys.length) compareTo(keys[(keys.indexOf(compared) + 1) % keys.length]);
  }

  const glance = () => send({ kind: "glance", key: compared, grade_id: screen.criterion.grade_id });

  function showCompared() {
    e.beside.hidden = true;
    e.group.hidden = false;
    e.left.classList.add("ep-both");
    e.comparedTo.hidden = false;
    const labels = new Map([...e.copies.options].map((option) => [option.value, option.textContent]));
    e.comparedTo.replaceChildren(...others().map((key) => make("option", { value: key }, labels.get(key))));
    e.comparedTo.value = compared;
    const page = pages.get(compared);
    if (!page) {
      e.groupTabs.replaceChildren();
      e.groupCopy.replaceChildren(make("p", { class: "ep-soft" }, "Lecture de la copie…"));
      grouped = "";
      return send({ kind: "page", key: compared });
    }
    const tabs = page.tabs.filter((t) => !t.group), here = `${compared} ${screen.criterion.competence}`;
    if (!tabs.length) return e.groupCopy.replaceChildren(make("p", { class: "ep-error" }, page.sentence));
    const wanted = tabs.find((t) => t.code === screen.criterion.competence) || tabs[0];
    if (grouped !== here || !tabs.some((t) => t.code === groupTab)) openGroup(tabs, wanted.code);
    grouped = here;
  }

  // A list made anew keeps the focus where it was: the next key must not fall outside the panel.
  function refill(list, items) {
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...items);
    if (at < 0) return;
    const there = list.querySelectorAll("button")[at];
    (there && !there.disabled ? there : e.root).focus({ preventScroll: true });
  }

  function showCriteria() {
    refill(e.criteria, screen.criteria.map((c) => make("li", {},
      make("button", {
        type: "button", "aria-current": c.grade_id === screen.criterion.grade_id ? "true" : null, title: c.label,
        "aria-label": `${c.code} : ${c.level === null ? "à juger" : `niveau ${c.level}`} ; ${c.progress}`,
        on: { click: (event) => (release(event), send({ kind: "go", where: "criterion", to: c.grade_id })) },
      }, c.code, make("b", { class: c.level === null ? "ep-none" : "" }, c.level === null ? "–" : String(c.level))))));
  }

  function showCriterion(moved) {
    const c = screen.criterion;
    e.criterion.replaceChildren(make("span", { class: "ep-code-of" }, c.code), ` ${c.label}`);
    official(e.official, c.official);
    e.look.textContent = c.look;
    e.levels.setAttribute("aria-label", `Niveau pour ${c.code}`);
    refill(e.levels, c.levels.map(([name, points, descriptor], level) => make("button", {
      type: "button", class: "ep-level", "aria-pressed": String(screen.level === level), "aria-disabled": screen.closed ? "true" : null,
      on: { click: (event) => (release(event), grade(level)) },
    }, make("kbd", {}, String(level)), make("strong", {}, name), make("span", { class: "ep-points" }, points), make("span", { class: "ep-desc" }, descriptor))));
    const pressed = e.levels.querySelector("[aria-pressed=true]");
    const below = pressed ? pressed.getBoundingClientRect().bottom - e.right.getBoundingClientRect().bottom : 0;
    if (!moved && below > 0 && document.activeElement !== e.comment) e.right.scrollTop += below + 8;
    e.given.textContent = screen.given;
    e.unwritten.textContent = screen.unwritten;
    e.unwritten.hidden = !screen.unwritten;
    if (!ahead) e.comment.disabled = screen.closed;
    if (!ahead && (moved || (typing === null && document.activeElement !== e.comment))) e.comment.value = screen.comment;
    showExpected();
    showUsed();
    askExamples();
  }

  function showUsed() {
    const own = proposed(e.comment.value === screen.comment ? "" : e.comment.value);
    e.usedTitle.hidden = e.used.hidden = !own.length;
    refill(e.used, own.map(([text, times]) => make("li", {},
      make("button", { type: "button", disabled: screen.closed, on: { click: () => reuse(text) } }, text, make("span", { class: "ep-soft" }, ` (${times} fois)`)))));
  }

  // Bytes of no type under a name of ours: the browser keeps them, and never opens them.
  function download(name, content) {
    const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function reuse(text) {
    // The line begun is the beginning of what is chosen.
    const lines = e.comment.value === screen.comment ? [e.comment.value.trim()] : e.comment.value.split("\n").slice(0, -1);
    const written = lines.join("\n").trim();
    e.comment.value = written.includes(text) ? written : [written, text].filter(Boolean).join("\n");
    judge(screen.level);
    settle();
  }

  // Asked for by a grader, and shown under the texts: nothing of it is looked for when a copy opens.
  e.askLanguage.addEventListener("click", () => {
    const key = screen.copy.key;
    if (languages.get(key)?.pending || Object.keys(languages.get(key)?.tabs || {}).length) return;
    languages.set(key, { tabs: {}, sentence: "Relecture des écrits…", pending: true });
    showLanguage();
    send({ kind: "language", key });
  });

  function showLanguage() {
    // What is hidden has no focus: the next key must not fall outside the panel.
    if (!screen.language && document.activeElement === e.askLanguage) settle();
    e.language.hidden = !screen.language;
    e.languageSaid.textContent = languages.get(screen.copy.key)?.sentence || "";
  }

  function showHints() {
    const found = screen.language && languages.get(screen.copy.key)?.tabs[tab];
    const papers = e.copy.querySelectorAll(".ep-writing > .ep-paper");
    (found || []).forEach((text, at) => papers[at]?.after(hinted(text)));
  }

  // True if the criterion is judged on how a workbook is built: it names it before any other piece, and speaks of what its table tells.
  function turnsOnWorkbook() {
    const c = screen.criterion;
    const [book, piece] = [WORKBOOK, PIECE].map((named) => c.look.search(named));
    const words = [c.label, c.look, ...c.expected, ...c.levels.map(([, , descriptor]) => descriptor)].join(" ");
    return book >= 0 && (piece < 0 || book < piece) && MECHANICS.test(words);
  }

  // The tab where the criterion is judged: its compétence's, or the one that shows the workbook on which it turns.
  function judgedTab(own) {
    const shows = (t) => inert(t.html).querySelector(".ep-mechanics") !== null;
    const mine = own.find((t) => t.code === screen.criterion.competence);
    return (turnsOnWorkbook() && !(mine && shows(mine)) && own.find(shows)) || mine || own[0];
  }

  // The workbook of the copy, under whichever compétence it is shown.
  function toWorkbook() {
    const shows = (t) => inert(t.html).querySelector(".ep-mechanics") !== null;
    const at = ownTabs().find((t) => !t.group && shows(t));
    if (!at) return tell("Cette copie n'a pas de classeur Excel à montrer.", true);
    open(at.code);
    e.copy.scrollTop = placeOf(e.copy.querySelector(".ep-mechanics").closest(".ep-writing") || e.copy.querySelector(".ep-mechanics"), e.copy);
  }

  // Where the criterion is judged: « l'écrit B », « la question 9 », by the titles that the copy's pieces bear; a workbook's own section.
  function judgedPiece(copy = e.copy) {
    const built = turnsOnWorkbook() && copy.querySelector(".ep-mechanics")?.closest(".ep-writing");
    if (built) return placeOf(built, copy);
    // Of an ordinary notebook, a criterion is that of one answer, and bears its identifier.
    const own = copy.querySelector(`.ep-id-${CSS.escape(screen.criterion.grade_id)}`);
    if (own) return placeOf(own, copy);
    const [, kind, mark] = screen.criterion.look.match(PIECE) || [];
    if (!kind) return 0;
    const starts = `${kind} ${mark}`.toLowerCase();
    const found = [...copy.querySelectorAll(".ep-writing > h3")].find((h) => new RegExp(`^${starts}\\b`).test(h.textContent.trim().toLowerCase()));
    return found ? placeOf(found, copy) : 0;
  }

  // Examples of the criterion's levels, asked for when they are opened.
  function askExamples() {
    if (!e.examples.open || !screen) return;
    const shown = screen.criterion.grade_id;
    e.fix.disabled = screen.level === null;
    if (exampled === shown) return;
    exampled = shown;
    e.examplesText.replaceChildren();
    send({ kind: "examples", grade_id: shown });
  }

  function showExamples({ examples, grade_id }) {
    const names = screen.criterion.levels.map(([name]) => name);
    const lines = examples.map((x) => make("details", {}, make("summary", {}, `Niveau ${x.level}, ${names[x.level]}${x.why ? `\u00a0: ${x.why}` : ""}`), make("div", { class: "ep-text" }, inert(x.html)),
      make("p", { class: "ep-soft" }, x.who ? `Fixé par ${x.who}. ` : "Du cours. ", ...(x.rank ? [make("button", { type: "button", on: { click: () => (settle(), send({ kind: "unfix", grade_id, rank: x.rank })) } }, "Ôter cet exemple")] : []))));
    e.examplesText.replaceChildren(...(lines.length ? lines : [make("p", { class: "ep-soft" }, "Aucun exemple n'est fixé pour ce critère. Donnez un niveau à une copie, puis fixez-la ici : tous ceux qui corrigent la verront, sans nom.")]));
  }

  // The author's words on what is judged, which stay open or folded from one criterion to the next.
  function showGuide() {
    const html = pages.get(screen.copy.key)?.guides?.[screen.criterion.grade_id] || "";
    if (!html && e.guide.contains(document.activeElement)) settle();
    e.guide.hidden = !html;
    const shown = `${screen.copy.key} ${screen.criterion.grade_id}`;
    if (html && guided !== shown) e.guideText.replaceChildren(inert(html));
    guided = html ? shown : "";
  }

  const placeOf = (piece, copy) => copy.scrollTop + piece.getBoundingClientRect().top - copy.getBoundingClientRect().top - 8;

  // scrolled: where the copy is shown from; null for the piece that the criterion is about.
  function showCopy(scrolled = 0) {
    showLanguage();
    showGuide();
    const page = pages.get(screen.copy.key);
    if (!page) {
      if (asked !== screen.copy.key) send({ kind: "page", key: (asked = screen.copy.key) });
      // Nothing of the copy that is left stands beside the name of the one that comes.
      if (e.left.contains(document.activeElement)) settle();
      grouped = "";
      for (const left of [e.tabs, e.groupTabs, e.groupCopy]) left.replaceChildren();
      e.copy.replaceChildren(make("p", { class: "ep-soft" }, "Lecture de la copie…"));
      return;
    }
    asked = null;
    if (page.sentence) {
      showGroup([]);
      e.tabs.replaceChildren();
      e.copy.replaceChildren(make("p", { class: "ep-error" }, page.sentence));
      return;
    }
    if (compared === screen.copy.key) compared = null;
    if (compared) showCompared();
    else showGroup(page.tabs.filter((t) => t.group));
    const own = ownTabs();
    if (!own.some((t) => t.code === tab)) tab = judgedTab(own)?.code;
    refill(e.tabs, own.map((t) => make("button", {
      type: "button", role: "tab", title: t.label, "aria-selected": String(t.code === tab), tabindex: t.code === tab ? "0" : "-1",
      on: { click: () => open(t.code), keydown: (event) => ["ArrowLeft", "ArrowRight"].includes(event.key) && (turn(event.key === "ArrowRight" ? 1 : -1, true), event.stopPropagation(), event.preventDefault()) },
    }, t.code || "Autres")));
    e.copy.setAttribute("aria-label", `Copie n° ${screen.copy.number}, ${tab || "autres cellules"}`);
    e.copy.replaceChildren(inert(page.tabs.find((t) => t.code === tab)?.html || ""));
    offer(e.copy, tab);
    showHints();
    showRemarks();
    lookWide();
    e.copy.scrollTop = 0;
    e.copy.scrollTop = scrolled ?? judgedPiece();
  }

  // The files of a tab, to be downloaded.
  function offer(copy, code) {
    const files = (pages.get(screen.copy.key)?.files || []).filter((f) => f.tab === code);
    if (files.length) copy.append(make("p", { class: "ep-files" }, ...files.map((f) => make("button", {
      type: "button", on: { click: () => send({ kind: "original", key: screen.copy.key, id: f.id }) },
    }, `Télécharger « ${f.name} »`))));
  }

  // Beside the group's work, a copy has its own tabs alone.
  const ownTabs = () => (pages.get(screen.copy.key)?.tabs || []).filter((t) => e.group.hidden || !t.group);

  // The group's work beside the copy, at the criterion's compétence; where it is looked at stays, from a criterion to the next.
  function showGroup(tabs) {
    if (!tabs.length && document.activeElement === e.beside) settle();
    e.beside.hidden = !tabs.length;
    e.beside.setAttribute("aria-pressed", String(beside));
    e.group.hidden = !(beside && tabs.length);
    e.left.classList.toggle("ep-both", !e.group.hidden);
    e.comparedTo.hidden = true;
    e.groupOf.textContent = "Travail du groupe";
    e.compare.setAttribute("aria-pressed", "false");
    if (e.group.hidden) return void (grouped = "");
    const wanted = tabs.find((t) => t.code.endsWith(` ${screen.criterion.competence}`));
    const here = `${screen.copy.key} ${screen.criterion.competence}`;
    if (grouped !== here || !tabs.some((t) => t.code === groupTab)) openGroup(tabs, (wanted || tabs[0]).code);
    grouped = here;
  }

  function openGroup(tabs, code) {
    const whose = compared || screen.copy.key;
    const moves = groupTab !== code || !grouped.startsWith(`${whose} `);
    groupTab = code;
    const turnGroup = (by) => {
      const codes = tabs.map((t) => t.code);
      openGroup(tabs, codes[(codes.indexOf(groupTab) + by + codes.length) % codes.length]);
      e.groupTabs.querySelector("[aria-selected=true]")?.focus();
    };
    refill(e.groupTabs, tabs.map((t) => make("button", {
      type: "button", role: "tab", title: t.label, "aria-selected": String(t.code === code), tabindex: t.code === code ? "0" : "-1",
      on: { click: () => openGroup(tabs, t.code), keydown: (event) => ["ArrowLeft", "ArrowRight"].includes(event.key) && (turnGroup(event.key === "ArrowRight" ? 1 : -1), event.stopPropagation(), event.preventDefault()) },
    }, t.code.replace(/^Groupe /, ""))));
    if (!moves) return;
    e.groupCopy.setAttribute("aria-label", `${compared ? "Copie à comparer" : "Travail du groupe"}, ${code || "autres cellules"}`);
    e.groupCopy.replaceChildren(inert(tabs.find((t) => t.code === code).html));
    if (!compared) offer(e.groupCopy, code);
    lookGroup();
    e.groupCopy.scrollTop = compared ? judgedPiece(e.groupCopy) : 0;
  }

  function open(code, focus = false) {
    tab = code;
    showCopy();
    if (focus) e.tabs.querySelector("[aria-selected=true]")?.focus();
  }

  function turn(by, focus = false) {
    const codes = ownTabs().map((t) => t.code);
    if (codes.length) open(codes[(codes.indexOf(tab) + by + codes.length) % codes.length], focus);
  }

  // Gestures that an earlier page could not save: they are offered, never replayed by themselves, for another may have judged since.
  function remind() {
    const kept = outbox.all();
    if (!kept.length) return;
    const told = kept.map((g) => `copie n° ${g.copy_number}, ${g.code}${g.level === null ? "" : `, niveau ${g.level}`}${g.comment ? `, « ${g.comment.slice(0, 80)} »` : ""}`).join(" ; ");
    const forget = () => (outbox.write([]), e.alert.replaceChildren(), settle());
    e.alert.replaceChildren(
      make("p", {}, `${kept.length > 1 ? `${kept.length} saisies n'ont pas été enregistrées` : "Une saisie n'a pas été enregistrée"} : ${told}.`),
      make("button", { type: "button", on: { click: () => { kept.forEach((g) => send({ kind: "judge", copy: g.copy, grade_id: g.grade_id, level: g.level, comment: g.comment || "" })); settle(); } } }, "Enregistrer maintenant"),
      make("button", { type: "button", on: { click: forget } }, "Oublier"));
  }

  const KEYS = {
    Enter: (shift) => send({ kind: "go", where: shift ? "back" : "forward" }), n: () => send({ kind: "go", where: "waiting" }),
    ArrowRight: () => send({ kind: "go", where: "next_copy" }), ArrowLeft: () => send({ kind: "go", where: "previous_copy" }),
    j: () => send({ kind: "go", where: "next_criterion" }), k: () => send({ kind: "go", where: "previous_criterion" }),
    Escape: () => (flush(), (e.right.scrollTop = 0), settle()), c: () => e.comment.focus(), r: () => (e.used.querySelector("button") ? e.used.querySelector("button").focus() : tell("Aucun commentaire n'est encore écrit pour ce critère dans une autre copie.", true)), u: () => refused() || send({ kind: "undo" }),
    m: () => send({ kind: "mode", mode: screen.mode === "copie" ? "critere" : "copie" }), g: () => e.copies.focus(), t: (shift) => turn(shift ? -1 : 1),
    Delete: () => judge(null), ArrowDown: () => e.copy.scrollBy(0, 80), ArrowUp: () => e.copy.scrollBy(0, -80),
    PageDown: () => e.copy.scrollBy(0, e.copy.clientHeight * 0.9), PageUp: () => e.copy.scrollBy(0, -e.copy.clientHeight * 0.9),
    a: () => { const self = e.copy.querySelector(".ep-self"); if (self) { self.open = !self.open; self.scrollIntoView({ block: "nearest" }); } },
    l: () => (screen.criterion.expected.length ? e.expected.querySelector("button").focus() : tell("Ce critère n'a pas de liste d'attendus : ses niveaux sont décrits.", true)),
    w: toWorkbook, e: () => (e.examples.open = !e.examples.open), p: () => e.guide.hidden || (e.guide.open = !e.guide.open), "?": () => (e.help.open = !e.help.open), f: full, v: blank, s: openFlag, b: turnBeside, d: (shift) => (shift ? nextCompared() : turnCompared()), x: remarkPassage,
  };

  e.root.addEventListener("keydown", (event) => {
    if (!screen || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (e.remarkForm.contains(target)) {
      if (event.key === "Escape") closeRemark();
      if (["Escape", "Enter"].includes(event.key)) event.stopPropagation();
      return;
    }
    if (choice.at) {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step) choice.move(step, event.shiftKey);
      else if (event.key === "Enter" && (chosen = choice.get())) openRemark();
      else if (event.key === "Escape") (choice.end(), tell(""));
      if (step || ["Enter", "Escape"].includes(event.key)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (event.key !== "Shift") choice.end();
    }
    if ([e.comment, e.copies, e.comparedTo, e.flagText, e.fixWhy].includes(target)) {
      if (event.key === "Escape") {
        target === e.flagText ? closeFlag() : KEYS.Escape();
        event.stopPropagation();
      } else if (target === e.flagText && event.key === "Enter") {
        // JupyterLab takes this key for itself, and the form would not be sent.
        e.flagForm.requestSubmit();
        event.preventDefault();
        event.stopPropagation();
      } else if (event.key === "Enter") event.stopPropagation(); // a new line, which JupyterLab would take
      return;
    }
    if (target.closest("button, summary") && ["Enter", " "].includes(event.key)) return;
    if (e.expected.contains(target) && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      stepExpected(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    // The row of digits of a French keyboard gives « à & é " » without Shift: the key's place says which digit it is.
    const digit = /^[0-3]$/.test(event.key) ? event.key : /^Digit[0-3]$/.test(event.code) ? event.code.at(-1) : null;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = digit === null ? KEYS[key] : () => grade(Number(digit));
    if (!act) return;
    if (moving !== null && key === "c") typeAhead();
    else if (moving !== null) queue.push({ act: () => act(event.shiftKey) });
    else if (!(event.repeat && digit !== null)) act(event.shiftKey);
    event.preventDefault();
    event.stopPropagation();
  });
  e.blank.addEventListener("click", blank);
  e.full.addEventListener("click", full);
  e.beside.addEventListener("click", turnBeside);
  e.compare.addEventListener("click", turnCompared);
  e.examples.addEventListener("toggle", askExamples);
  e.fix.addEventListener("click", () => send({ kind: "fix", copy: screen.copy.key, grade_id: screen.criterion.grade_id, why: e.fixWhy.value }));
  e.comparedTo.addEventListener("change", () => compareTo(e.comparedTo.value));
  e.flag.addEventListener("click", openFlag);
  e.flagCancel.addEventListener("click", closeFlag);
  e.flagForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (e.flagText.value.trim()) send({ kind: "flag", copy: screen.copy.key, text: e.flagText.value });
    else e.flagText.focus();
  });
  // A click on the button must not undo the choice made in the text.
  e.remark.addEventListener("mousedown", (event) => event.preventDefault());
  e.remark.addEventListener("click", remarkPassage);
  e.remarkCancel.addEventListener("click", closeRemark);
  e.remarkText.addEventListener("input", proposeRemarks);
  e.remarkOn.addEventListener("change", proposeRemarks);
  e.remarkForm.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      e.remarkForm.requestSubmit();
    }
  });
  e.remarkForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!e.remarkText.value.trim()) return e.remarkText.focus();
    tell("Enregistrement…");
    send({ kind: "remark", copy: screen.copy.key, ...chosen, text: e.remarkText.value, grade_id: e.remarkOn.value });
  });
  e.comment.addEventListener("input", typed);
  e.comment.addEventListener("blur", flush);

  const letShortcuts = withoutShortcuts(e.root);

  send({ kind: "hello" });
  return () => {
    letShortcuts();
    waits.forEach((wait) => clearTimeout(wait.timer));
    stopWide();
    stopGroup();
    stopPresses();
  };
}

export default { render };
