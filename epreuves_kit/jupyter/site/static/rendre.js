// « Rendre », on the site where candidates work in their browser: the notebook is saved, the kernel makes one archive of the folder, and the
// browser downloads it. The archive is made by `epreuves.variants.hand_in`, here as anywhere else.
//
// JupyterLab loads this file as a container of webpack's module federation, as it does labextensions/epreuves/static/session.js.
(() => {
  const COMMAND = "epreuves:rendre", KIND = "application/vnd.epreuves.remise+json", LABEL = "Rendre";
  const CAPTION = "Enregistrer le travail et télécharger l'archive à remettre";
  const CODE = "from epreuves.variants.hand_in import rendre as _rendre\n_rendre()\ndel _rendre";
  const BY_HAND = "Pour rendre autrement : menu Fichier, « Télécharger », et prévenez la personne qui surveille.";
  // The one button of the bar that a candidate has to find.
  const STYLE = ".jp-NotebookPanel-toolbar [data-jp-item-name='rendre'] jp-button { background: var(--jp-accept-color-normal, #1976d2); border-radius: 2px; padding: 0 6px; } .jp-NotebookPanel-toolbar [data-jp-item-name='rendre'] jp-button :is(.jp-ToolbarButtonComponent-label, span) { color: #fff; }";
  const PATIENCE = 120_000; // milliseconds for which a cell that is still at work is waited for
  const COMING = 8_000; // milliseconds in which the first file of Python's begins to come, or does not
  const ABSENT = "Python n'est pas arrivé dans cette page : aucune cellule ne peut s'exécuter.\nVérifiez votre connexion à internet, puis rechargez la page. Si ce message revient, prévenez la personne qui surveille : ce que vous écrivez reste enregistré dans ce navigateur.";
  let scope = null, Widget = null;

  async function shared(name) {
    const [found] = Object.values(scope?.[name] || {});
    return found ? (await found.get())() : null;
  }

  function download(name, base64) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([bytes], { type: "application/zip" })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // What the kernel says of the archive: the archive itself, or the sentence for which there is none.
  async function made(kernel) {
    let found = null, failed = "";
    const future = kernel.requestExecute({ code: CODE, store_history: false, allow_stdin: false });
    future.onIOPub = ({ header, content }) => {
      if (header.msg_type === "display_data" && content.data?.[KIND]) found = content.data[KIND];
      if (header.msg_type === "error") failed = `${content.ename.replace(/^<class .|.>$/g, "")} : ${content.evalue}`;
    };
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, "late"));
    if ((await Promise.race([future.done, late])) === "late") {
      future.dispose();
      return { said: `Votre travail est enregistré, mais Python ne répond pas : une cellule travaille peut-être encore. Arrêtez-la (bouton carré), puis recommencez. ${BY_HAND}` };
    }
    return found || { said: failed ? `L'archive n'a pas pu être faite (${failed}). ${BY_HAND}` : `L'archive n'a pas pu être faite. ${BY_HAND}` };
  }

  // Whether the address that the kernel takes Python from gives anything: where it does not, cells would wait without a word.
  async function comes() {
    const written = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
    const settings = typeof written.litePluginSettings === "string" ? JSON.parse(written.litePluginSettings) : written.litePluginSettings;
    const address = Object.values(settings || {}).map((one) => one?.pyodideUrl).find(Boolean);
    if (!address) return true;
    try {
      return (await fetch(new URL(address, document.baseURI), { signal: AbortSignal.timeout(COMING) })).ok;
    } catch {
      return false;
    }
  }

  function activate(app, tracker, apputils) {
    let busy = false, looked = false;

    async function look() {
      if (looked) return;
      looked = true;
      if (!(await comes())) await tell(ABSENT, "Python manque");
    }

    function tell(said, title = LABEL) {
      const body = new Widget();
      body.node.append(...said.split("\n").map((line) => Object.assign(document.createElement("div"), { textContent: line || "\u00a0" })));
      body.node.style.maxWidth = "46em";
      return apputils.showDialog({ title, body, buttons: [apputils.Dialog.okButton({ label: "Compris" })] });
    }

    async function hand(panel) {
      try {
        await panel.context.save();
      } catch (error) {
        return `Le notebook n'a pas pu être enregistré dans le navigateur (${error.message}). ${BY_HAND}`;
      }
      if (panel.context.model.dirty) return `Le notebook n'est pas enregistré. Recommencez ; si cela se répète : ${BY_HAND}`;
      const kernel = panel.sessionContext.session?.kernel;
      if (!kernel || !["idle", "busy"].includes(kernel.status)) {
        return `Votre travail est enregistré, mais Python ne tourne pas dans cette page : attendez une minute, ou menu Noyau, « Redémarrer le noyau », puis recommencez. ${BY_HAND}`;
      }
      const { name, archive, said } = await made(kernel);
      if (archive) download(name, archive);
      return said;
    }

    app.commands.addCommand(COMMAND, {
      label: LABEL, caption: CAPTION, isEnabled: () => Boolean(tracker.currentWidget) && !busy,
      execute: async () => {
        const panel = tracker.currentWidget;
        if (!panel || busy) return;
        busy = true;
        app.commands.notifyCommandChanged(COMMAND);
        try {
          await tell(await hand(panel));
        } finally {
          busy = false;
          app.commands.notifyCommandChanged(COMMAND);
        }
      },
    });
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    const shown = new WeakSet();
    function button(panel) {
      if (shown.has(panel)) return;
      shown.add(panel);
      look();
      // In a page loaded again, the bar is not filled yet.
      Promise.all([panel.context.ready, app.restored]).then(() => {
        if (!panel.isDisposed) panel.toolbar.insertBefore("spacer", "rendre", new apputils.CommandToolbarButton({ commands: app.commands, id: COMMAND, label: LABEL, caption: CAPTION }));
      });
    }
    tracker.forEach(button);
    tracker.widgetAdded.connect((_, panel) => button(panel));
    tracker.currentChanged.connect(() => app.commands.notifyCommandChanged(COMMAND));
  }

  async function extension() {
    const [notebooks, apputils, widgets] = await Promise.all(["@jupyterlab/notebook", "@jupyterlab/apputils", "@lumino/widgets"].map(shared));
    Widget = widgets.Widget;
    const plugin = {
      id: "epreuves-rendre:plugin", description: "« Rendre », in a notebook's toolbar.", autoStart: true, requires: [notebooks.INotebookTracker],
      activate: (app, tracker) => activate(app, tracker, apputils),
    };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["epreuves-rendre"] = {
    init: (given) => {
      scope = given;
    },
    get: (module) => (module === "./extension" ? extension() : Promise.reject(new Error(`No module ${module} here.`))),
  };
})();
