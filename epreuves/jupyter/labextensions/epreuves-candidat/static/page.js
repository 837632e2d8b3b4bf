// A candidate's notebook in JupyterLab or Notebook 7: its given cells are run so that forms are there when it opens, and while it is shown
// nothing of a laboratory is around it.
//
// Given cells are those that a release locks and does not grade. They are run for a press of the button; the digest of their sources is then
// kept in the browser, with the notebook's address, and they are run without a gesture where it is the same. Nothing else is run, ever.
// JupyterLab loads this file as a container of webpack's module federation, and it holds nothing but names that JupyterLab documents.
(() => {
  // The button by which Python writes the notebook's file, and the one that shows it again: the page saves nothing between the two.
  const WRITES = ".epreuves-ecrit-le-notebook", RELOADS = '[data-commandlinker-command="docmanager:reload"]', WRITING = 5_000;
  const LAST = "avant-de-rendre", SESSION = "seance.json", NAMED = "candidat.txt", KEY = "epreuves:page:", AROUND = "epreuves:autour:", FORM = "formulaire";
  // nbgrader's folders on an instructor's side: what lies there is nobody's page.
  const WORKSHOP = ["source", "submitted", "autograded"];
  const QUIET = 400; // milliseconds without work after which a restarted kernel is taken to have been given nothing else to do
  const PATIENCE = 4_000; // milliseconds for which a connection that comes and goes is not spoken of
  const DAY = 86_400_000;
  const STUB = "*Votre réponse ici.*"; // what a writing holds before it is written
  const TICK = 10_000; // milliseconds between two looks at the clock
  const HIDDEN = "epreuves:temps-masque", READ = "epreuves:messages-lus";
  const ROOM = "epreuvesSalle", HERE = 8_000; // a hub that holds a room; milliseconds between two signs that this page is there
  const SOON = 800; // milliseconds at least between something written and its saving; on a slow server, twice what the last one took
  const FOCUS = 300; // milliseconds after which JupyterLab has given the focus to what it shows
  const SAID = {
    begin: (forms) => (forms ? "Le bouton prépare vos données et affiche les formulaires des questions ; ce que vous avez écrit n'est ni exécuté ni modifié." : "Le bouton prépare vos données ; ce que vous avez écrit n'est ni exécuté ni modifié."),
    changed: "L'énoncé a changé depuis votre dernière ouverture : le bouton prépare de nouveau vos données et les formulaires, et garde ce que vous avez répondu.",
    busy: "Python termine un calcul, puis les formulaires s'affichent…",
    preparing: "Préparation…",
    asked: "Préparation : écrivez ce que Python demande dans le cadre ci-dessous (votre identifiant), puis Entrée.",
    ready: (forms) => (forms === 1 ? "C'est prêt : le formulaire est affiché, et ce que vous y tapez s'enregistre à mesure." : `C'est prêt : ${forms} formulaires sont affichés, et ce que vous y tapez s'enregistre à mesure.`),
    failed: (cell) => `La préparation s'est arrêtée à la cellule « ${cell} » : lisez le message sous elle, puis réessayez ; s'il revient, prévenez la personne qui surveille.`,
    restarting: "Python redémarre…",
    dead: "Python s'est arrêté : redémarrez-le pour que les formulaires enregistrent de nouveau ; vos réponses enregistrées sont gardées.",
    away: "La connexion à Python est perdue : vérifiez le réseau et ne fermez pas cette page ; si elle ne revient pas, redémarrez Python.",
    twice: "Cette épreuve est déjà ouverte dans un autre onglet : fermez celui-ci et continuez dans l'autre, où est votre travail. Ce que vous écririez dans les deux se remplacerait.",
    unsaved: "Le notebook ne s'enregistre plus : ce que vous y avez écrit en dernier n'est que sur cette page. Ne la fermez pas, prévenez la personne qui surveille, puis réessayez.",
    reloaded: "Le notebook est rechargé tel qu'il est sur le disque.",
    checking: "Vérification de ce qui manque…",
    message: (clock, text, ends) => `Message de la personne qui surveille, à ${clock} : ${text}${ends ? ` Vous finissez ${ends}.` : ""}`,
    refused: "Python ne redémarre pas : le serveur ne répond pas. Ne fermez pas cette page, prévenez la personne qui surveille, puis réessayez.",
  };
  const BUTTON = { begin: "Commencer l'épreuve", changed: "Reprendre l'épreuve", again: "Réessayer", restart: "Redémarrer Python", first: "Aller à la première question", anyway: "Travailler ici quand même", save: "Enregistrer", seen: "Continuer", check: "Vérifier avant de rendre", send: "Rendre…", read: "J'ai lu" };
  const TYPED = "input, textarea, select, [contenteditable='true']";
  const FIELDS = "input, select, textarea, button, [tabindex='0']";
  const TOOLS = ["save", "insert", "run", "interrupt", "restart", "rendre", "epreuves-verifier", "epreuves-rendre", "spacer", "executionProgress", "epreuves-temps"].map((name) => `[data-jp-item-name="${name}"]`);
  const SIDES = ["filebrowser", "table-of-contents"].map((id) => `[data-id="${id}"]`);
  const COMMANDS = ["nbgrader:open-create-assignment", "nbgrader:open-formgrader", "nbgrader:open-formgrader-local", "nbgrader:open-course-list", "notebook:move-cell-up", "notebook:move-cell-down"].map((id) => `[data-command="${id}"]`);
  const STYLE = `
    .epreuves-barre { overflow: hidden; background: #eaf1f8; }
    .epreuves-barre > div { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px; color: #14202b; border-bottom: 1px solid #1f4e79; font: 15px/1.4 var(--jp-ui-font-family, sans-serif); }
    .epreuves-barre p { flex: 1 1 24em; margin: 0; }
    .epreuves-barre button { flex: none; padding: 7px 14px; border: 0; border-radius: 3px; background: #1f4e79; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
    .epreuves-barre button:hover { background: #16385a; }
    .epreuves-page .jp-NotebookPanel-toolbar > .jp-Toolbar-item:not(${TOOLS}) { display: none; }
    .epreuves-temps { margin-left: auto; }
    .epreuves-temps button, .epreuves-outil button { padding: 2px 10px; border: 1px solid transparent; border-radius: 3px; background: none; color: var(--jp-ui-font-color1); font: 13px/1.5 var(--jp-ui-font-family, sans-serif); cursor: pointer; }
    .epreuves-temps button:hover { border-color: var(--jp-border-color1); }
    .epreuves-temps .epreuves-passe { font-weight: 600; }
    .epreuves-outil button { margin-left: 6px; border-color: var(--jp-border-color1); }
    :is(.epreuves-barre, .epreuves-temps, .epreuves-outil) button:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
    .epreuves-ecrit .jp-InputArea-editor { border: 1px solid #6b7785; border-radius: 3px; background: var(--jp-layout-color0); cursor: text; }
    .epreuves-ecrit .cm-content { min-height: 8em; padding: 8px 10px; font: 15px/1.5 var(--jp-content-font-family, sans-serif); }
    .epreuves-ecrit .jp-InputArea-editor:focus-within { outline: 2px solid #1f4e79; }
    .epreuves-mots { margin: 2px 0 0 calc(var(--jp-cell-prompt-width) + 12px); color: var(--jp-ui-font-color1); font: 13px/1.5 var(--jp-ui-font-family, sans-serif); }
    .jp-RenderedHTMLCommon .epreuves-table .epreuves-texte { text-align: left; }
    .epreuves-sans-rang tr > :first-child { display: none; }
    .epreuves-page .jp-cell-toolbar { display: none; }
    .epreuves-page .jp-CodeCell:has(.en-form) .jp-Cell-inputWrapper:has(.jp-InputPlaceholder) { display: none; }
    .epreuves-page #jp-main-dock-panel { background: var(--jp-layout-color1); }
    .epreuves-page .jp-SideBar.jp-mod-left .lm-TabBar-tab:not(${SIDES}) { display: none; }
    .epreuves-page .lm-Menu-item:is(${COMMANDS}) { display: none; }`;
  let scope = null;

  async function shared(name) {
    const [found] = Object.values(scope?.[name] || {});
    return found ? (await found.get())() : null;
  }

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const grading = (cell) => cell.model.getMetadata("nbgrader") || {};
  const own = (cell) => cell.model.getMetadata("epreuves") || {};
  const isForm = (cell) => typeof own(cell)[FORM] === "string";

  // The cells of a release that are nobody's to change, in order; the last one tells what lacks, and waits to be asked.
  function given(panel) {
    const told = (cell) => cell.model.type === "code" && grading(cell).grade_id !== LAST && (grading(cell).locked === true || isForm(cell));
    return panel.content.widgets.filter((cell) => told(cell) && !grading(cell).grade && !grading(cell).solution && !grading(cell).task);
  }

  // Whether a notebook is an épreuve as it is handed out, beside its session. A source has no checksums yet.
  async function isPaper(panel, contents) {
    const folder = panel.context.path.split("/").slice(0, -1);
    const last = panel.content.widgets.find((cell) => grading(cell).grade_id === LAST);
    if (!last || typeof own(last).notebook !== "string" || !grading(last).checksum) return false;
    if (folder.some((name) => WORKSHOP.includes(name))) return false;
    try {
      const { content } = await contents.get(folder.join("/"), { type: "directory", content: true });
      return content.some((file) => file.name === SESSION);
    } catch {
      return false;
    }
  }

  // The digest of what would be run; null where the browser gives none, as on a page without https.
  async function digest(cells) {
    if (!window.crypto?.subtle) return null;
    const sources = JSON.stringify(cells.map((cell) => [grading(cell).grade_id, cell.model.sharedModel.getSource()]));
    const bytes = await window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(sources));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function recalled(storage, key) {
    try {
      return JSON.parse(storage.getItem(key)) || {};
    } catch {
      return {};
    }
  }

  function remember(storage, key, value) {
    try {
      storage.setItem(key, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing: the button is shown each time.
    }
  }

  // The first cell that is seen, held where it is while what is above changes its height, until somebody does something.
  function held(panel) {
    const outer = panel.node.querySelector(".jp-WindowedPanel-outer") || panel.content.node;
    const from = (cell) => cell.node.getBoundingClientRect().top - outer.getBoundingClientRect().top;
    const seen = panel.content.widgets.find((cell) => from(cell) + cell.node.offsetHeight > 0);
    const place = seen ? from(seen) : 0, stop = new AbortController();
    // JupyterLab brings the active cell into view as it runs others.
    const inView = panel.content.widgets.findLastIndex((cell) => cell.isAttached && cell.node.offsetHeight && from(cell) < outer.clientHeight / 2);
    if (inView >= 0) panel.content.activeCellIndex = inView;
    for (const gesture of ["wheel", "pointerdown", "keydown", "touchstart"]) panel.node.addEventListener(gesture, () => stop.abort(), { signal: stop.signal, passive: true, capture: true });
    return () => {
      if (seen?.isAttached && !stop.signal.aborted) outer.scrollTop += from(seen) - place;
    };
  }

  const fields = (cell) => [...cell.outputArea.node.querySelectorAll(FIELDS)].filter((field) => !field.disabled && field.offsetParent);

  // The field in which somebody types, put aside while its cell is run again; gives what brings the focus back to the field that is drawn in its
  // place. Until then keys go to the bar: on a cell they would be JupyterLab's commands.
  function keptFocus(cells, bar) {
    const cell = cells.find(({ outputArea }) => outputArea.node.contains(document.activeElement));
    const place = cell ? fields(cell).indexOf(document.activeElement) : -1;
    if (place < 0) return () => {};
    bar.hold();
    return async () => {
      for (let tries = 0; tries < 50 && !fields(cell)[place]; tries += 1) await pause(100);
      const field = fields(cell)[place];
      if (!field || document.activeElement?.closest(TYPED)) return;
      field.focus({ preventScroll: true });
      if (field.matches("input:not([type]), input[type=text], textarea")) field.setSelectionRange(field.value.length, field.value.length);
    };
  }

  // Holds a notebook for this tab until its panel is closed: resolves with what is true where no other tab of this browser has it, and calls
  // `then` once the other has left it. A page that is not safe, where browsers have no locks, holds nothing.
  function hold(name, panel, then) {
    const { locks } = navigator, closed = new Promise((resolve) => panel.disposed.connect(resolve));
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      locks.request(name, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        if (lock) return closed;
        locks.request(name, () => {
          if (!panel.isDisposed) then();
          return closed;
        });
      });
    });
  }

  // What is written in cells, saved soon after: JupyterLab alone would wait for two minutes. What fails is said, and left to it and to a button.
  function saveSoon(panel, bar) {
    const { context } = panel;
    let timer = 0, wait = SOON, failed = false, saving = false, written = 0;
    panel.node.addEventListener("click", ({ target }) => {
      if (target.closest(WRITES)) written = performance.now();
    }, { capture: true });
    const behind = () => written && (performance.now() - written < WRITING || panel.node.querySelector(RELOADS));
    async function save() {
      timer = 0;
      // One at a time: a second one would find the file changed since it was opened, and ask.
      if (saving || behind()) return void later();
      const began = performance.now();
      saving = true;
      try {
        await context.save();
        wait = Math.max(SOON, 2 * (performance.now() - began));
      } catch {
        failed = true;
        if (!context.isDisposed) bar.say(SAID.unsaved, BUTTON.save, save);
      } finally {
        saving = false;
      }
    }
    function later() {
      if (!timer && !failed) timer = setTimeout(() => context.isDisposed || save(), wait);
    }
    context.model.contentChanged.connect(later);
    // The candidate's own Ctrl+S takes the place of the saving that waits, and waits itself for the one that is under way.
    const stop = new AbortController();
    window.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || !panel.isVisible) return;
      clearTimeout(timer);
      timer = 0;
      if (!saving) return;
      event.preventDefault();
      event.stopPropagation();
      later();
    }, { capture: true, signal: stop.signal });
    panel.disposed.connect(() => stop.abort());
    context.sessionContext.connectionStatusChanged.connect((_, status) => {
      if (failed && status === "connected") save();
    });
    context.saveState.connect((_, state) => {
      saving = state === "started";
      if (!failed || !state.startsWith("completed")) return;
      failed = false;
      bar.hide();
    });
    return {
      get failed() {
        return failed;
      },
      reloaded() {
        written = 0;
      },
      // Saved now, once the saving that is under way has ended.
      async now() {
        while (saving) await pause(100);
        clearTimeout(timer);
        await save();
      },
    };
  }

  // A bar above a notebook: one sentence, which is announced, and one button at most.
  function makeBar(Widget, panel, name) {
    const widget = new Widget(), [inside, text, button] = ["div", "p", "button"].map((name) => document.createElement(name));
    let act = null;
    widget.addClass("epreuves-barre");
    widget.node.setAttribute("role", "region");
    widget.node.setAttribute("aria-label", name);
    text.setAttribute("role", "status");
    button.type = "button";
    button.addEventListener("click", () => act?.());
    inside.append(text, button);
    inside.tabIndex = -1;
    widget.node.append(inside);
    // Shortcuts of the notebook are not for this button.
    widget.node.addEventListener("keydown", (event) => {
      if (["Enter", " "].includes(event.key)) event.stopPropagation();
    });
    widget.hide();
    panel.contentHeader.addWidget(widget);
    // A panel gives its widgets the height that they ask for at least, and none of its own.
    const measured = new ResizeObserver(() => {
      widget.node.style.minHeight = `${inside.offsetHeight}px`;
      panel.contentHeader.fit();
    });
    measured.observe(inside);
    widget.disposed.connect(() => measured.disconnect());
    return {
      say(said, label = "", then = null) {
        const held = widget.node.contains(document.activeElement);
        act = then;
        text.textContent = said.replace(/ (?=[:;?!»])/g, "\u00a0").replace(/« /g, "«\u00a0");
        button.textContent = label;
        button.hidden = !label;
        widget.show();
        if (held) (label ? button : inside).focus();
      },
      hide() {
        if (widget.node.contains(document.activeElement)) panel.content.activate();
        text.textContent = "";
        widget.hide();
      },
      said: () => text.textContent,
      focus: () => button.focus(),
      hold: () => inside.focus(),
      holds: () => widget.node.contains(document.activeElement),
    };
  }

  // Hours as they are written, told by the school's clocks; null for none.
  function hoursOf(written) {
    const [begins, ends] = ["debut", "fin"].map((name) => new Date(written?.[name]));
    const [, month, day, clock] = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(written?.fin) || [];
    return clock && !Number.isNaN(begins - ends) ? { begins, ends, clock: ends - Date.now() > DAY ? `le ${day}/${month} à ${clock}` : `à ${clock}` } : null;
  }

  // The hours that the preparation shows, where it shows any; `preparer` writes them beside its sentences.
  function hours(panel) {
    for (const { model } of panel.content.widgets)
      for (let place = 0; place < (model.outputs?.length || 0); place += 1) {
        const shown = hoursOf(model.outputs.get(place).metadata?.epreuves?.heures);
        if (shown) return shown;
      }
    return null;
  }

  // « 2 j 3 h », « 1 h 05 », « 12 min »: the time between two moments, in its two largest units.
  function lasting(milliseconds) {
    const minutes = Math.floor(milliseconds / 60_000), time = Math.floor(minutes / 60), rest = minutes % 60;
    if (time >= 24) return `${Math.floor(time / 24)} j ${time % 24} h`;
    return time ? `${time} h ${String(rest).padStart(2, "0")}` : minutes ? `${minutes} min` : "moins d'une minute";
  }

  // The time that is left, quiet at the end of the notebook's tools: it is never announced, and a press hides it or brings it back.
  function makeClock(Widget, panel) {
    const widget = new Widget(), button = document.createElement("button");
    let timer = 0, until = null, changed = null;
    button.type = "button";
    widget.addClass("epreuves-temps");
    widget.node.append(button);
    function tell() {
      const { hidden } = recalled(localStorage, HIDDEN), left = until.ends - Date.now();
      const time = left > 0 ? `il reste ${lasting(left)}` : `dépassée de ${lasting(-left)}`;
      button.textContent = hidden ? "Afficher le temps" : `Fin ${until.clock}, ${time.replace(/ (?=\d|h|j|min)/g, "\u00a0")}`;
      button.title = hidden ? "" : "Masquer le temps";
      button.classList.toggle("epreuves-passe", !hidden && left <= 0);
      widget.node.hidden = Date.now() < until.begins;
    }
    button.addEventListener("click", () => {
      remember(localStorage, HIDDEN, { hidden: !recalled(localStorage, HIDDEN).hidden });
      tell();
    });
    widget.disposed.connect(() => clearInterval(timer));
    return {
      // Hours that were changed since the preparation; without any, those that it shows.
      show(announced = null) {
        changed = announced || changed;
        until = changed || hours(panel) || until;
        if (!until) return;
        if (!timer) {
          panel.toolbar.addItem("epreuves-temps", widget);
          timer = setInterval(tell, TICK);
        }
        tell();
      },
    };
  }

  // One candidate's notebook: what was run in this kernel, what is to be, and what is said of it.
  function sit(panel, bar, clock, actions, address) {
    const context = panel.sessionContext, done = new Set();
    let agreed = null, running = false, restarted = false, life = 0, stopped = false, timer = 0;
    const kernel = () => context.session?.kernel || null;

    function lost(said) {
      stopped = true;
      bar.say(said, BUTTON.restart, restart);
    }

    const anew = () => context.changeKernel({ name: panel.content.model.getMetadata("kernelspec")?.name || "python3" });

    async function restart() {
      bar.say(SAID.restarting);
      restarted = true;
      done.clear();
      life += 1;
      try {
        if (kernel()) await context.restartKernel().catch(afresh);
        else await anew();
        again();
      } catch {
        lost(SAID.refused);
      }
    }

    // A server that was started again knows nothing of the Python that was there.
    async function afresh() {
      await context.shutdown();
      await anew();
    }

    // Runs these cells, and gives the one that failed, if one did.
    async function failure(cells) {
      const mine = life, hold = held(panel), backTo = keptFocus(cells, bar), asks = [];
      let failed = null;
      const heard = (_, { cell, success }) => {
        hold();
        if (!cells.includes(cell) || mine !== life) return;
        if (success) done.add(cell.model.id);
        else failed ||= cell;
      };
      const asked = (_, input) => {
        bar.say(SAID.asked);
        input?.disposed.connect(() => running && bar.say(SAID.preparing));
      };
      actions.executed.connect(heard);
      for (const { outputArea } of cells) {
        outputArea.inputRequested.connect(asked);
        asks.push(outputArea);
      }
      try {
        const whole = actions.runCells(panel.content, cells, context);
        requestAnimationFrame(() => requestAnimationFrame(hold));
        if (!(await whole) && mine === life) failed ||= cells.find((cell) => !done.has(cell.model.id)) || null;
      } catch {
        failed ||= cells.find((cell) => !done.has(cell.model.id)) || null;
      } finally {
        actions.executed.disconnect(heard);
        for (const area of asks) area.inputRequested.disconnect(asked);
      }
      hold();
      // Forms are drawn after their cells have ended.
      for (const later of [100, 400, 1_200]) setTimeout(hold, later);
      if (mine === life) backTo();
      return mine === life ? failed : null;
    }

    async function prepare(pressed = false) {
      if (running || panel.isDisposed) return;
      running = true;
      stopped = false;
      let mine = life, failed = null;
      try {
        bar.say(context.session?.kernel?.status === "busy" ? SAID.busy : SAID.preparing);
        await context.ready;
        if (!kernel()) return lost(SAID.dead);
        mine = life;
        const all = given(panel), before = recalled(localStorage, address);
        // The page was loaded again, and Python goes on: what it holds is left as it is, and forms alone are drawn.
        const forms = before.digest === agreed && before.kernel === kernel().id && !done.size && !restarted ? all.filter(isForm) : [];
        if (forms.length && (await failure(forms)) === null) for (const cell of all) done.add(cell.model.id);
        const waiting = all.filter((cell) => !done.has(cell.model.id));
        if (mine === life && waiting.length) failed = await failure(waiting);
        if (mine !== life) return;
        if (failed) {
          // Seen in its place: the code that is shown first is a line that says what the cell is.
          const name = failed.model.sharedModel.getSource().split("\n", 1)[0].replace(/^#\s*/, "") || grading(failed).grade_id;
          bar.say(SAID.failed(name), BUTTON.again, () => prepare(true));
          return;
        }
        restarted = false;
        clock.show();
        remember(localStorage, address, { digest: agreed, kernel: kernel()?.id });
        const drawn = all.filter(isForm).length;
        if (pressed && drawn) {
          bar.say(SAID.ready(drawn), BUTTON.first, first);
          begun();
        }
        else bar.hide();
      } finally {
        running = false;
        if (mine !== life) again();
      }
    }

    // Who answers has no more use for what was said then.
    function begun() {
      const sentence = bar.said();
      panel.content.node.addEventListener("input", ({ target }) => {
        if (target.closest(TYPED) && bar.said() === sentence) bar.hide();
      }, { once: true });
    }

    async function first() {
      const cells = panel.content.widgets, place = cells.findIndex(isForm);
      bar.hide();
      if (place < 0) return;
      const statement = cells.slice(0, place).findLastIndex((cell) => cell.model.type === "markdown");
      panel.content.activeCellIndex = place;
      await panel.content.scrollToItem(Math.max(statement, 0), "start");
      const [field] = fields(cells[place]);
      if (!field) return;
      field.focus({ preventScroll: true });
      cells[place].node.scrollIntoView({ block: "nearest" });
      field.scrollIntoView({ block: "nearest" });
    }

    // After a restart: once Python has nothing left of what was asked with it (« Redémarrer et tout exécuter »), what lacks is run.
    function again() {
      clearTimeout(timer);
      if (agreed === null) return;
      timer = setTimeout(() => {
        if (kernel()?.status === "idle") prepare();
      }, QUIET);
    }

    function changed() {
      done.clear();
      life += 1;
      restarted = true;
    }

    context.statusChanged.connect((_, status) => {
      if (agreed === null || panel.isDisposed) return;
      if (status === "restarting" || status === "autorestarting") {
        if (!restarted) changed();
        bar.say(SAID.restarting);
      } else if (status === "dead") {
        changed();
        lost(SAID.dead);
      } else if (status === "idle" && restarted && !running) again();
      else if (status === "busy") clearTimeout(timer);
    });
    context.kernelChanged.connect((_, { oldValue, newValue }) => {
      if (agreed === null || panel.isDisposed || context.isDisposed) return;
      if (oldValue && !newValue) {
        changed();
        lost(SAID.dead);
      } else if (oldValue && newValue && oldValue.id !== newValue.id) {
        changed();
        again();
      }
    });
    context.connectionStatusChanged.connect((_, status) => {
      if (agreed === null || panel.isDisposed) return;
      if (status === "connected") {
        if (stopped) {
          stopped = false;
          bar.hide();
        }
      } else if (!restarted) {
        setTimeout(() => {
          if (!restarted && !running && kernel() && kernel().connectionStatus !== "connected") lost(SAID.away);
        }, PATIENCE);
      }
    });
    actions.executed.connect((_, { cell, success }) => {
      if (success && panel.content.widgets.includes(cell)) done.add(cell.model.id);
    });

    return {
      async open() {
        const cells = given(panel), found = await digest(cells), before = recalled(localStorage, address);
        if (found !== null && before.digest === found) {
          agreed = found;
          prepare();
          return;
        }
        const forms = cells.filter(isForm).length;
        bar.say(before.digest ? SAID.changed : SAID.begin(forms), before.digest ? BUTTON.changed : BUTTON.begin, async () => {
          agreed = (await digest(given(panel))) || "";
          prepare(true);
        });
      },
      // The notebook was reloaded from the disk: what it shows nothing under any more is run again.
      async redraw() {
        for (const cell of given(panel)) if (isForm(cell) || !cell.model.outputs.length) done.delete(cell.model.id);
        const whole = prepare();
        bar.hold();
        await whole;
      },
      get waits() {
        return agreed === null;
      },
      stay: () => held(panel),
      restart,
    };
  }

  // What a screen reader is told of outputs that say nothing themselves: a picture that code drew, the empty corner of a table, and a wide table
  // that is moved by the keyboard too.
  const PICTURE = "Graphique dessiné par le code de la cellule qui précède";
  const FIGURE = /^\s*[-+−]?\d[\d\s.,]*\s*(%|\S{1,3})?\s*$/u;

  // Texts of a table are read from the left, and its rows have no number where the data give them none.
  function align(table) {
    table.classList.add("epreuves-table");
    const rows = [...(table.tBodies[0]?.rows ?? [])], numbered = rows.every(({ cells }, place) => cells[0].tagName === "TH" && cells[0].textContent === String(place));
    if (numbered && table.tHead?.rows.length === 1 && !table.tHead.rows[0].cells[0].textContent.trim()) table.classList.add("epreuves-sans-rang");
    for (const [place, heading] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
      const cells = rows.map((row) => row.cells[place]).filter((cell) => cell?.tagName === "TD");
      if (cells.length && !cells.every(({ textContent }) => FIGURE.test(textContent) || ["", "NaN"].includes(textContent))) for (const cell of [heading, ...cells]) cell.classList.add("epreuves-texte");
    }
  }

  function legible(panel) {
    const look = () => {
      panel.node.querySelectorAll(".jp-OutputArea-output img:not([alt])").forEach((image) => (image.alt = PICTURE));
      panel.node.querySelectorAll(".jp-OutputArea-output th:empty:not([role])").forEach((corner) => corner.setAttribute("role", "cell"));
      panel.node.querySelectorAll(".epreuves-ecrit .cm-content:not([aria-label])").forEach((field) => field.setAttribute("aria-label", field.closest(".epreuves-ecrit").dataset.title));
      panel.node.querySelectorAll(".jp-OutputArea-output table.dataframe:not(.epreuves-table)").forEach(align);
      panel.node.querySelectorAll(".jp-RenderedHTMLCommon:not([tabindex])").forEach((text) => text.scrollWidth > text.clientWidth && (text.tabIndex = 0));
    };
    let next = 0;
    const later = () => (next ||= requestAnimationFrame(() => ((next = 0), look())));
    // What is typed in a field shows nothing new to tell, and is not to wait for the page to be measured.
    const seen = new MutationObserver((changes) => changes.some(({ target, addedNodes }) => addedNodes.length && !target.closest(".cm-editor, .en-form")) && later());
    seen.observe(panel.node, { childList: true, subtree: true });
    const sized = new ResizeObserver(later);
    sized.observe(panel.node);
    panel.disposed.connect(() => [seen, sized].forEach((one) => one.disconnect()));
    look();
  }

  const isWriting = (cell) => cell.model.type === "markdown" && grading(cell).solution === true;
  const words = (text) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const several = (count, noun) => `${count}\u00a0${noun}${count > 1 ? "s" : ""}`;

  // A range copied in a spreadsheet or a text processor, as a table of the text; null for a text that only holds tabs.
  function tabled(text) {
    const rows = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")));
    const width = Math.max(...rows.map((row) => row.length));
    if (rows.length < 2 || width < 2 || rows.some((row) => row.length < width) || !rows.some(([first]) => first)) return null;
    const lines = rows.map((row) => `| ${row.join(" | ")} |`);
    return `\n\n${[lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n")}\n\n`;
  }

  // A writing is a field that stays open: JupyterLab would show its text, open it on two clicks, and take letters typed beside it for commands.
  function write(cell, title, planned) {
    const { sharedModel } = cell.model, count = document.createElement("p"), asked = own(cell).mots;
    const blank = () => sharedModel.getSource().trim() === STUB;
    const given = planned.find(({ id }) => id === cell.model.id)?.given ?? "";
    const tell = () => {
      const written = blank() ? 0 : Math.max(0, words(sharedModel.getSource()) - words(given === STUB ? "" : given));
      count.textContent = asked ? `${several(written, "mot")}, environ ${asked} demandés` : several(written, "mot");
    };
    const open = () => {
      if (!cell.isDisposed && cell.rendered) cell.rendered = false;
    };
    count.className = "epreuves-mots";
    cell.node.classList.add("epreuves-ecrit");
    cell.node.dataset.title = title;
    cell.node.append(count);
    cell.renderedChanged?.connect(() => setTimeout(open));
    sharedModel.changed.connect(tell);
    tell();
    open();
    cell.node.addEventListener("focusin", ({ target }) => target.closest(".cm-content") && blank() && sharedModel.setSource(""));
    cell.node.addEventListener("focusout", () => sharedModel.getSource() || sharedModel.setSource(STUB));
    cell.node.addEventListener("keydown", (event) => {
      const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
      if (runs) event.preventDefault();
      // Tab goes on to what follows, as from any field.
      if (runs || event.key === "Tab") event.stopPropagation();
    }, { capture: true });
    cell.node.addEventListener("paste", (event) => {
      const table = tabled(event.clipboardData?.getData("text/plain") ?? "");
      if (!table || !cell.editor) return;
      event.preventDefault();
      event.stopPropagation();
      cell.editor.replaceSelection(table);
    }, { capture: true });
  }

  // Writings are open, those of cells that come later too; a letter typed on the page rather than in a field changes no cell, and a button is
  // pressed by the keyboard as any.
  function writable(panel) {
    const met = new WeakSet();
    // The writings as the last cell tells of them, with what each holds from the first.
    const planned = () => panel.content.widgets.map(own).find(({ writings }) => Array.isArray(writings))?.writings ?? [];
    const look = () => {
      let title = "Votre réponse";
      for (const cell of panel.content.widgets) {
        if (cell.model.type !== "markdown") continue;
        if (!isWriting(cell)) title = cell.model.sharedModel.getSource().match(/^#+\s+(.+)$/gm)?.at(-1).replace(/^#+\s+/, "") ?? title;
        else if (!met.has(cell)) {
          met.add(cell);
          write(cell, title, planned());
        }
      }
    };
    panel.content.modelContentChanged?.connect(look);
    look();
    panel.content.node.addEventListener("keydown", (event) => {
      const { key, target } = event, bare = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (bare && ((key.length === 1 && !target.closest(TYPED)) || (key === "Enter" && target.closest("button, a, summary")))) event.stopPropagation();
    });
  }

  // Cells stay in their order: neither dragged by what stands before them, nor moved by the keyboard.
  function inOrder({ node }) {
    const keep = (type, moves) => node.addEventListener(type, (event) => moves(event) && event.stopPropagation(), { capture: true });
    keep("mousedown", ({ target }) => target.closest(".jp-InputPrompt"));
    keep("keydown", ({ ctrlKey, shiftKey, key, target }) => ctrlKey && shiftKey && /^Arrow(Up|Down)$/.test(key) && !target.closest(TYPED));
  }

  // A button among the notebook's tools.
  function addTool(Widget, panel, name, label, act) {
    const widget = new Widget(), button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    widget.addClass("epreuves-outil");
    widget.node.append(button);
    panel.toolbar.addItem(name, widget);
  }

  // Runs the last cell, which tells what lacks of what is saved.
  const checks = (panel, actions, bar, save) => async () => {
    const place = panel.content.widgets.findIndex((cell) => grading(cell).grade_id === LAST), last = panel.content.widgets[place];
    if (!last) return;
    bar.say(SAID.checking);
    try {
      await save(); // what is not saved is said by what saves
      await actions.runCells(panel.content, [last], panel.sessionContext);
    } finally {
      bar.hide();
    }
    panel.content.activeCellIndex = place;
    await panel.content.scrollToItem(place, "start");
    last.outputArea.node.tabIndex = -1;
    last.outputArea.node.focus({ preventScroll: true });
  };

  // On a hub, goes to where copies are handed in, once all is saved.
  const sends = (panel, address, save) => async () => {
    await save();
    if (!panel.context.model.dirty) window.location.assign(`${address}#rendre-${panel.context.path.split("/").at(-2)}`);
  };

  // What is around the notebook, put away while a candidate's is shown and put back when another is. Not JupyterLab's simple mode: a page loaded
  // again would open without its notebook where a workspace had brought it back.
  function surroundings(app, key) {
    const shell = app.shell, isLab = "isSideTabBarVisible" in shell;
    const main = () => [...shell.widgets("main")];
    const below = () => [...shell.widgets("bottom")].filter((widget) => widget.id === "jp-main-statusbar");
    // Tabs, where there is anything to choose between.
    const tabs = (shown) => new Set(main().map((widget) => widget.parent)).forEach((dock) => [...(dock?.tabBars?.() || [])].forEach((bar) => bar.setHidden(!shown)));
    let away = false;

    return (page) => {
      document.body.classList.toggle("epreuves-page", page);
      if (!isLab) return;
      const kept = recalled(localStorage, key);
      if (page) {
        // What the workspace keeps of this page outlives it, and what was before must too.
        if (!("left" in kept)) remember(localStorage, key, { left: !shell.leftCollapsed, right: !shell.rightCollapsed, strip: shell.isSideTabBarVisible("right"), status: below().some((widget) => widget.isVisible) });
        tabs(main().filter((widget) => !widget.id.startsWith("launcher")).length > 1);
        if (away) return;
        away = true;
        shell.collapseLeft();
        shell.collapseRight();
        if (shell.isSideTabBarVisible("right")) shell.toggleSideTabBarVisibility("right");
        below().forEach((widget) => widget.hide());
      } else if (away || "left" in kept) {
        away = false;
        localStorage.removeItem(key);
        tabs(true);
        if (kept.strip !== false && !shell.isSideTabBarVisible("right")) shell.toggleSideTabBarVisibility("right");
        if (kept.left !== false) shell.expandLeft();
        if (kept.right) shell.expandRight();
        if (kept.status !== false) below().forEach((widget) => widget.show());
      }
    };
  }

  // On a hub that holds a room, the page says that it is there and how it goes, and shows what is announced, each message until it is read.
  // post: sends a state, and gives the announcements; papers: by their panels, what each one is.
  function attend(app, post, papers) {
    let announced = [];
    const folder = (panel) => panel.context.path.split("/").at(-2) || "";
    const shownPaper = () => {
      const shown = app.shell.currentWidget;
      return papers.has(shown) ? shown : papers.keys().next().value;
    };

    function python(panel, { sitting }) {
      const kernel = panel.sessionContext.session?.kernel;
      if (sitting.waits) return "";
      if (!kernel || kernel.status === "dead") return "mort";
      return kernel.connectionStatus === "connected" ? "ok" : "loin";
    }

    function state() {
      const panel = shownPaper(), paper = papers.get(panel);
      return paper ? { epreuve: folder(panel), python: python(panel, paper), saves: !paper.saver?.failed } : {};
    }

    function show() {
      const read = recalled(localStorage, READ), next = announced.find(({ id, texte }) => texte && !read[id]);
      for (const [panel, paper] of papers) {
        const hours = announced.findLast(({ epreuve, heures }) => heures && epreuve === folder(panel))?.heures;
        if (hours) paper.clock.show(hoursOf(hours));
        if (!next) paper.news.hide();
        else if (paper.news.id !== next.id) {
          const [, at] = /T(\d\d:\d\d)/.exec(next.le) || [];
          paper.news.id = next.id;
          paper.news.say(SAID.message(at, next.texte, next.heures && hoursOf(next.heures)?.clock), BUTTON.read, () => {
            // Those that are announced no more are forgotten with their reading.
            const kept = recalled(localStorage, READ), known = announced.filter(({ id }) => kept[id] || id === next.id);
            remember(localStorage, READ, Object.fromEntries(known.map(({ id }) => [id, true])));
            show();
          });
        }
      }
    }

    async function beat() {
      try {
        announced = await post(state());
        show();
      } catch {
        // Said elsewhere, and tried again.
      }
      setTimeout(beat, HERE);
    }
    beat();
  }

  function activate(app, tracker, actions, Widget, room) {
    const { contents, serverSettings } = app.serviceManager, papers = new Map(), seen = new WeakSet(), around = surroundings(app, `${AROUND}${serverSettings.baseUrl}`), unknown = new Set();
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));

    // A table or a text of the épreuve's folder, looked at between two questions.
    function isBeside(shown) {
      const path = shown?.context?.path;
      if (typeof path !== "string" || path.endsWith(".ipynb")) return false;
      return [...papers.keys()].some((panel) => path.startsWith(panel.context.path.split("/").slice(0, -1).concat("").join("/")));
    }

    function look() {
      const shown = app.shell.currentWidget, paper = papers.get(shown);
      if (unknown.has(shown)) return;
      around(Boolean(paper) || isBeside(shown));
      if (!paper?.sitting.waits) return;
      // JupyterLab takes the focus for what it shows, a little later; somebody who types keeps it.
      setTimeout(() => {
        const typing = document.activeElement?.closest(TYPED);
        if (app.shell.currentWidget === shown && paper.sitting.waits && !typing) paper.bar.focus();
      }, FOCUS);
    }

    async function open(panel) {
      if (seen.has(panel)) return;
      seen.add(panel);
      unknown.add(panel);
      await Promise.all([panel.context.ready, app.restored]);
      const paper = !panel.isDisposed && (await isPaper(panel, contents)) && !panel.isDisposed;
      unknown.delete(panel);
      if (paper) {
        const [news, bar, saving] = ["Message de la personne qui surveille", "Préparation de l'épreuve", "Enregistrement"].map((name) => makeBar(Widget, panel, name));
        const address = `${KEY}${serverSettings.baseUrl}${panel.context.path}`;
        const clock = makeClock(Widget, panel), sitting = sit(panel, bar, clock, actions, address), own = { bar, sitting, clock, news };
        papers.set(panel, own);
        legible(panel);
        writable(panel);
        inOrder(panel.content);
        const save = () => (own.saver ? own.saver.now() : panel.context.save().catch(() => {}));
        addTool(Widget, panel, "epreuves-verifier", BUTTON.check, checks(panel, actions, bar, save));
        if (room) addTool(Widget, panel, "epreuves-rendre", BUTTON.send, sends(panel, `${serverSettings.baseUrl}epreuves/`, save));
        panel.disposed.connect(() => papers.delete(panel));
        let begun = false;
        const begin = () => {
          begun = true;
          own.bar = bar;
          own.saver = saveSoon(panel, saving);
          return sitting.open();
        };
        // The other tab is closed: what it saved last is taken up.
        const left = async () => {
          if (!begun && !panel.context.model.dirty) await panel.context.revert();
          saving.hide();
          if (!begun) await begin();
        };
        if (await hold(address, panel, left)) await begin();
        else {
          own.bar = saving;
          saving.say(SAID.twice, BUTTON.anyway, () => {
            saving.say(SAID.twice);
            begin();
          });
        }
      }
      look();
    }

    // Another person than the one who is kept: their name is asked for by the first cell, which finds none.
    app.commands.addCommand("epreuves:autre-candidat", {
      label: "Donner un autre identifiant",
      execute: async () => {
        const panel = app.shell.currentWidget, paper = papers.get(panel);
        if (!paper) return;
        if (paper.sitting.waits) return paper.bar.focus();
        await contents.delete(panel.context.path.split("/").slice(0, -1).concat(NAMED).join("/")).catch(() => {}); // none was kept
        paper.bar.hold();
        await paper.sitting.restart();
      },
    });

    // A command that restarts asks first, and the active cell gets the focus back: it is to be one that is seen.
    app.commands.commandExecuted.connect((_, { id, result }) => {
      const paper = papers.get(app.shell.currentWidget);
      if (id.includes("restart")) paper?.sitting.stay();
      // What had the focus is gone with the cells that were there.
      if (id === "docmanager:reload" && paper) {
        result.then(async () => {
          paper.saver?.reloaded();
          if (!paper.sitting.waits) await paper.sitting.redraw();
          paper.bar.say(SAID.reloaded, BUTTON.seen, paper.bar.hide);
          paper.bar.focus();
        });
      }
    });
    tracker.forEach(open);
    tracker.widgetAdded.connect((_, panel) => open(panel));
    app.restored.then(() => {
      look();
      app.shell.currentChanged?.connect(look);
      if (room) attend(app, (state) => room(serverSettings, state), papers);
    });
  }

  // How a page speaks to the room; null where no hub holds one.
  function roomOf({ ServerConnection }, { PageConfig }) {
    if (PageConfig.getOption(ROOM) !== "true") return null;
    return async (settings, state) => {
      const answer = await ServerConnection.makeRequest(`${settings.baseUrl}epreuves/salle`, { method: "POST", body: JSON.stringify(state) }, settings);
      return answer.ok ? answer.json() : [];
    };
  }

  async function extension() {
    const [notebooks, widgets, services, utilities] = await Promise.all(["@jupyterlab/notebook", "@lumino/widgets", "@jupyterlab/services", "@jupyterlab/coreutils"].map(shared));
    const plugin = {
      id: "epreuves-candidat:page", description: "A candidate's notebook as a page, with its forms.", autoStart: true, requires: [notebooks.INotebookTracker],
      activate: (app, tracker) => activate(app, tracker, notebooks.NotebookActions, widgets.Widget, roomOf(services, utilities)),
    };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["epreuves-candidat"] = {
    init: (found) => {
      scope = found;
    },
    get: (module) => (module === "./extension" ? extension() : Promise.reject(new Error(`No module ${module} here.`))),
  };
})();
