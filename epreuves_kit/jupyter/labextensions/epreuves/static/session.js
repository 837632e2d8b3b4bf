// The kit's part of JupyterLab: a card in the launcher that opens the session's page, and the notebooks that this page asks for.
//
// JupyterLab loads this file as a container of webpack's module federation: `init` is given the packages that the application shares, `get`
// gives the plugin. It is written as it is served, without a step of building, and holds nothing but names that JupyterLab documents.
(() => {
  const NOTEBOOK = "session-examen.ipynb", COURSE = "nbgrader_config.py", COMMAND = "epreuves:session", OPEN = "epreuves:ouvrir";
  const SOURCE = "from epreuves_kit.page import session\n\nsession()";
  // All that the session's notebook runs, as this version lays it or one before it.
  const OPENS = /^from epreuves(_kit\.page|\.page|\.exam) import session\n\nsession\(\)$/;
  // The other notebooks that the kit lays, and all that one of them runs.
  const PANEL = /^(correction|desaccords|oral)-[\w-]+\.ipynb$/;
  const SHOWS = /^from epreuves(?:_kit)?\.(rubric import (corriger|accorder)|jury import oral)\n\n(corriger|accorder|oral)\("[\w-]+"(, jure="[^"\\\n]*")?\)$/;
  const LABEL = "Session d'examen", CAPTION = "Inscrire, distribuer, corriger, faire juger et restituer, sans terminal";
  // The session's page, or a panel, is all that is seen of its notebook.
  const STYLE = ".epreuves-session :is(.jp-NotebookPanel-toolbar, .jp-InputArea, .jp-Cell-inputWrapper, .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-Collapser) { display: none; }";
  const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect x="4" y="3" width="16" height="18" rx="2" fill="#1f4e79"/><path d="m7 8.5 1.5 1.5L11 7M7 13.5 8.5 15 11 12" fill="none" stroke="#fff" stroke-width="1.5"/><path d="M13 8.5h4M13 13.5h4M7 18h10" stroke="#fff" stroke-width="1.5"/></svg>';
  let scope = null;

  // A package that the application shares, as it loads its own; null where it has none of that name.
  async function shared(name) {
    const [found] = Object.values(scope?.[name] || {});
    return found ? (await found.get())() : null;
  }

  const join = (folder, name) => (folder ? `${folder}/${name}` : name);
  const above = (folder) => folder.split("/").slice(0, -1).join("/");

  async function exists(contents, path) {
    try {
      const { content } = await contents.get(above(path), { type: "directory", content: true });
      return content.some((one) => one.path === path);
    } catch {
      return false;
    }
  }

  // The course's folder, from one that is shown in the list of files: the topmost, as a copy that was handed in may hold a file of that name,
  // which would be run.
  async function course(contents, from) {
    let found = null;
    for (let folder = from; ; folder = above(folder)) {
      if (await exists(contents, join(folder, COURSE))) found = folder;
      if (!folder) return found;
    }
  }

  const notebook = () => ({
    cells: [{ cell_type: "code", id: "session", metadata: { jupyter: { source_hidden: true } }, execution_count: null, outputs: [], source: SOURCE }],
    metadata: { kernelspec: { name: "python3", display_name: "Python 3 (ipykernel)", language: "python" } }, nbformat: 4, nbformat_minor: 5,
  });

  async function activate(app, launcher, tracker, apputils, LabIcon, actions) {
    const contents = app.serviceManager.contents, shown = new WeakSet();
    const sorry = (said) => apputils?.showErrorMessage(LABEL, said, [apputils.Dialog.okButton({ label: "Compris" })]);

    async function ready(widget) {
      await widget.context.ready;
      await widget.sessionContext.ready;
    }

    async function run(widget) {
      await ready(widget);
      await actions.runAll(widget.content, widget.sessionContext);
      // What a page shows is made again each time: nothing of it is to be saved, and nobody is to be asked about it.
      widget.context.model.dirty = false;
    }

    const opened = (path) => tracker.find((one) => one.context.path === path);
    const last = (path) => path.split("/").pop();
    const named = (path) => last(path) === NOTEBOOK;

    // Whether a notebook is as the kit lays it, in the course's own folder.
    async function laid(widget) {
      await ready(widget);
      const cells = [...widget.content.model.cells], folder = above(widget.context.path);
      const source = cells.length === 1 ? cells[0].sharedModel.getSource() : "";
      const whole = named(widget.context.path) ? OPENS.test(source) : SHOWS.test(source);
      return whole && (await course(contents, folder)) === folder;
    }

    // The session's page is shown as soon as its notebook is open, by the card, the list of files or a page that is loaded again, and so are the
    // panels. A file of such a name that says anything else, or lies elsewhere, is not run for being looked at.
    async function show(widget, again = false) {
      if (shown.has(widget) && !again) return;
      shown.add(widget);
      if (!(await laid(widget))) {
        if (again) await sorry(`« ${NOTEBOOK} » a été modifié : supprimez-le de la liste des fichiers, puis cliquez de nouveau sur la carte.`);
        return;
      }
      widget.addClass("epreuves-session");
      await run(widget);
    }

    const look = (widget) => {
      if (named(widget.context.path) || PANEL.test(last(widget.context.path))) show(widget);
    };
    tracker.forEach(look);
    tracker.widgetAdded.connect((_, widget) => look(widget));

    async function open(path) {
      const before = opened(path);
      const widget = before || (await app.commands.execute("docmanager:open", { path, factory: "Notebook" }));
      app.shell.activateById(widget.id);
      if (named(path)) await show(widget, Boolean(before));
      // A panel that somebody changed is shown as well where the session's page asks for it.
      else if (before || !(await laid(widget))) await run(widget);
    }

    app.commands.addCommand(COMMAND, {
      label: LABEL, caption: CAPTION, icon: LabIcon ? new LabIcon({ name: "epreuves:session", svgstr: ICON }) : undefined,
      execute: async (args) => {
        const folder = await course(contents, typeof args?.cwd === "string" ? args.cwd : "");
        if (folder === null) {
          await sorry("Il n'y a pas de cours ici. Dans la liste des fichiers, à gauche, ouvrez le dossier du cours (celui qui contient nbgrader_config.py), puis cliquez de nouveau sur cette carte.");
          return;
        }
        const path = join(folder, NOTEBOOK);
        try {
          if (!(await exists(contents, path))) await contents.save(path, { type: "notebook", format: "json", content: notebook() });
        } catch (error) {
          await sorry(`« ${NOTEBOOK} » ne peut pas être écrit dans le dossier du cours (${error.message}).`);
          return;
        }
        await open(path);
      },
    });
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    launcher?.add({ command: COMMAND, category: "Examen", rank: 0 });
    window.addEventListener(OPEN, (event) => {
      const name = event.detail?.name, here = app.shell.currentWidget?.context?.path;
      // Names are the page's: a notebook beside it, and nothing else.
      if (typeof name !== "string" || !/^[\w-]+\.ipynb$/.test(name) || typeof here !== "string") return;
      event.preventDefault();
      open(join(above(here), name));
    });
  }

  async function extension() {
    const [launcher, notebooks, apputils, components] = await Promise.all(["@jupyterlab/launcher", "@jupyterlab/notebook", "@jupyterlab/apputils", "@jupyterlab/ui-components"].map(shared));
    const plugin = {
      id: "epreuves:session", description: "The launcher card of the exam session.", autoStart: true, requires: [notebooks.INotebookTracker],
      optional: launcher ? [launcher.ILauncher] : [],
      activate: (app, tracker, card) => activate(app, launcher ? card : null, tracker, apputils, components?.LabIcon, notebooks.NotebookActions),
    };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.epreuves = {
    init: (given) => {
      scope = given;
    },
    get: (module) => (module === "./extension" ? extension() : Promise.reject(new Error(`No module ${module} here.`))),
  };
})();
