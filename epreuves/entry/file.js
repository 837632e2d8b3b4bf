// The form of a file to hand in. It reads nothing of the file: it sends its bytes in pieces, and says what Python answers.
const PIECE = 1_000_000; // bytes; a server takes no message of more than ten times that
const PATIENCE = 2000; // ms without an answer before Python is said to be late
const LATE = "Python est occupé ou arrêté\u00a0: votre demande attend. Si rien ne vient, redémarrez Python, puis recommencez.";
const UNREADABLE = "Ce fichier ne se lit pas\u00a0: c'est un dossier, ou il est ouvert dans un autre logiciel. Fermez-le, puis recommencez.";
const ALONE = "Déposez un seul fichier à la fois.";

function draw(model, el) {
  const form = model.get("form");
  const client = Math.random().toString(36).slice(2);
  const at = (part) => `en-${form.id}-${client}-${part}`;
  const answers = new Map();
  let n = 0, turn = 0, watch = null, gone = false;

  const title = make("p", { class: "en-title", id: at("title") }, form.title);
  const expected = make("p", { class: "en-expected", id: at("expected") }, form.expected);
  const notice = make("p", { class: "en-notice", role: "status", id: at("notice") });
  const faults = make("ul", { class: "en-faults", "aria-label": "À reprendre", hidden: true });
  const told = make("p", { class: "en-told", role: "status" });
  const input = make("input", { type: "file", accept: form.accept, hidden: true, on: { change: picked } });
  const described = `${at("title")} ${at("expected")} ${at("notice")}`;
  const choose = make("button", { type: "button", "aria-describedby": described, on: { click: () => input.click() } });
  const withdraw = make("button", { type: "button", "aria-describedby": at("title"), on: { click: () => act("withdraw") } }, "Retirer");
  const restore = make("button", { type: "button", "aria-describedby": at("title"), on: { click: () => act("restore") } });
  const progress = make("progress", { "aria-label": "Envoi du fichier", max: "1", value: "0", hidden: true });
  const drop = make("span", { class: "en-soft" }, "ou glissez-le ici, quel que soit son nom");
  const tools = make("div", { class: "en-file" }, choose, input, drop, withdraw, restore, progress);
  const root = make("div", { class: "en-form" }, title, expected, tools, make("div", { class: "en-foot" }, notice, faults, told));

  function tell(said, lost = false) {
    told.classList.toggle("en-lost", lost);
    told.textContent = said;
  }

  // A message, and its answer. Python is said to be late, and waited for all the same: it takes what it was sent once it is free.
  function ask(message, buffers = []) {
    n += 1;
    const sent = { ...message, client, n };
    clearTimeout(watch);
    watch = setTimeout(() => tell(LATE, true), PATIENCE);
    return new Promise((resolve, reject) => {
      answers.set(n, resolve);
      Promise.resolve(model.send(sent, undefined, buffers)).catch(reject);
    });
  }

  // What is asked last is what counts: of what was asked before it, nothing more is sent or said.
  async function doing(work) {
    const mine = (turn += 1);
    const lasts = () => mine === turn && !gone;
    let answer = { said: LATE, lost: true };
    tell("");
    try {
      answer = await work(lasts);
    } catch { /* Python is gone */ }
    if (!lasts()) return;
    clearTimeout(watch);
    progress.hidden = true;
    tell(answer.said, answer.lost);
  }

  const act = (kind) => doing(() => ask({ kind }));

  async function pieces(file, lasts) {
    let answer, from = 0;
    do {
      let bytes;
      try {
        bytes = await file.slice(from, from + PIECE).arrayBuffer();
      } catch {
        return { said: UNREADABLE, lost: true };
      }
      answer = await ask({ kind: "piece", name: file.name, size: file.size, at: from }, [bytes]);
      from += bytes.byteLength;
      progress.hidden = !answer.more;
      if (answer.more) progress.value = from / file.size;
    } while (answer.more && lasts());
    return answer;
  }

  function send(file) {
    if (file.size > form.most) return tell(`«\u00a0${file.name}\u00a0»\u00a0: ${form.heavy}.`, true);
    return doing((lasts) => pieces(file, lasts));
  }

  function picked() {
    const [file] = input.files;
    if (file) send(file);
    input.value = ""; // the same file, changed, can be chosen again
  }

  function show() {
    const { state, sentence, faults: found, name, earlier } = { faults: [], name: "", earlier: "", ...model.get("shown") };
    const held = root.contains(document.activeElement) && document.activeElement;
    notice.dataset.state = state;
    if (state === "unfit") notice.dataset.sign = "⚠";
    else notice.removeAttribute("data-sign");
    if (notice.textContent !== sentence) notice.textContent = sentence;
    faults.replaceChildren(...found.map((fault) => make("li", {}, fault)));
    faults.hidden = !found.length;
    choose.textContent = name ? "Remplacer par un autre fichier…" : "Choisir un fichier…";
    withdraw.hidden = !name;
    restore.hidden = !earlier;
    restore.textContent = earlier;
    if (held?.hidden) choose.focus();
  }

  function answered(message) {
    if (message.kind !== "answered" || message.client !== client) return;
    if (!answers.has(message.n)) return;
    clearTimeout(watch);
    answers.get(message.n)(message);
    answers.delete(message.n);
  }

  // JupyterLab would take letters and Enter for its own.
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") event.stopPropagation();
  });
  const over = (on) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.toggle("en-over", on);
  };
  root.addEventListener("dragover", over(true));
  root.addEventListener("dragleave", over(false));
  root.addEventListener("drop", (event) => {
    over(false)(event);
    const files = event.dataTransfer.files;
    if (files.length > 1) tell(ALONE, true);
    else if (files.length) send(files[0]);
  });
  // A file saved in the folder by another program, or laid there by hand, is seen when somebody comes back to this page.
  const look = () => Promise.resolve(model.send({ kind: "look", client, n: 0 })).catch(() => {});
  window.addEventListener("focus", look);
  const heard = { "change:shown": show, "msg:custom": answered };
  for (const [event, act] of Object.entries(heard)) model.on(event, act);
  el.append(root);
  show();

  return () => {
    gone = true;
    clearTimeout(watch);
    for (const [event, act] of Object.entries(heard)) model.off(event, act);
    window.removeEventListener("focus", look);
    root.remove();
  };
}

function render({ model, el }) {
  return draw(model, el);
}

export default { render };
