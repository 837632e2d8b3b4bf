// A copy handed in: who one is, the files, sent one after the other and again where the network fails, then the receipt.
import { counted, identified, make, say, spaced } from "./page.js";

const AGAIN = 3_000; // milliseconds before a file that did not leave is sent again
const SAID = {
  away: "Le guichet ne répond pas : rien n'est perdu, l'envoi reprend dès que le réseau revient.",
  sending: (done, all) => `Envoi : ${done} sur ${counted(all, "fichier", "fichiers")}…`,
  laying: "La copie est rangée…",
  none: "Choisissez d'abord le dossier de l'épreuve, ou l'archive que « Rendre » a faite.",
};
// What running the notebook makes again, or keeps for itself.
const LEFT = (path) => path.split("/").some((part) => part.startsWith(".") || part === "__pycache__");

const prefix = document.body.dataset.prefix, base = `${prefix}rendre/`;
const [step, alert, state] = ["step", "alert", "state"].map((id) => document.getElementById(id));
let chosen = new Map();

function warn(said) {
  alert.textContent = spaced(said);
  alert.hidden = !said;
}

async function post(path, content, type = "application/json") {
  const answer = await fetch(base + path, { method: "POST", headers: { "Content-Type": type }, body: type === "application/json" ? JSON.stringify(content) : content });
  return [answer.status, await answer.json()];
}

// What is asked, until the network has brought an answer.
async function lasting(path, content, type) {
  for (;;) {
    try {
      const [status, told] = await post(path, content, type);
      if (status < 500 || status === 507) return [status, told];
    } catch { /* the network */ }
    say(state, SAID.away);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function show(...children) {
  step.replaceChildren(...children);
  (step.querySelector("input, h2[tabindex]") || document.getElementById("main")).focus();
}

function askWho() {
  const [who, code] = ["who", "code"].map(identified);
  const fields = [make("input", { id: who, type: "text", autocomplete: "name", required: true, maxlength: "190" }), make("input", { id: code, type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true, maxlength: "90" })];
  show(make("form", { submit: async (event) => {
    event.preventDefault();
    warn("");
    const [status, told] = await lasting("entrer", { who: fields[0].value, code: fields[1].value });
    say(state, "");
    if (status === 200) askFiles(told.name);
    else warn(told.said);
  } },
  make("p", { class: "words" }, make("label", { for: who }, "Prénom et nom, ou identifiant"), fields[0]),
  make("p", { class: "words" }, make("label", { for: code }, "Code, sur votre convocation"), fields[1]),
  make("p", {}, make("button", { class: "main" }, "Continuer"))));
}

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} Mo`);

function askFiles(name) {
  const list = make("ul", { class: "chosen" }), many = make("p", { role: "status" });
  const files = make("input", { type: "file", id: identified("files"), multiple: true, change: ({ target }) => take([...target.files].map((file) => [file.name, file])) });
  const folder = make("input", { type: "file", id: identified("folder"), webkitdirectory: "", change: ({ target }) => take([...target.files].map((file) => [file.webkitRelativePath.split("/").slice(1).join("/") || file.name, file])) });
  const zone = make("div", { class: "drop", dragover: (event) => event.preventDefault(), drop: async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    take((await Promise.all(entries.map((entry) => under(entry, entries.length === 1 && entry.isDirectory ? "" : entry.name, entry.isDirectory && entries.length === 1)))).flat());
  } }, make("p", {}, "Glissez ici le dossier de l'épreuve, ou l'archive ; ou choisissez :"),
  make("p", { class: "words" }, make("label", { for: folder.id }, "Le dossier de l'épreuve"), folder),
  make("p", { class: "words" }, make("label", { for: files.id }, "L'archive, ou des fichiers"), files));

  function take(pairs) {
    chosen = new Map(pairs.filter(([path]) => !LEFT(path)));
    list.replaceChildren(...[...chosen].slice(0, 30).map(([path, file]) => make("li", {}, `${path} (${size(file.size)})`)), ...(chosen.size > 30 ? [make("li", {}, `et ${chosen.size - 30} autres`)] : []));
    many.textContent = spaced(`${counted(chosen.size, "fichier", "fichiers")} à rendre.`);
    warn("");
  }

  show(make("h2", { tabindex: "-1" }, name), zone, many, list, make("p", {}, make("button", { type: "button", class: "main", click: ({ target }) => send(target) }, "Rendre cette copie")));
}

// Files under what was dropped, with their paths; of a folder alone, from within it.
async function under(entry, path) {
  if (entry.isFile) return [[path, await new Promise((resolve, reject) => entry.file(resolve, reject))]];
  const reader = entry.createReader(), inside = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map((each) => under(each, path ? `${path}/${each.name}` : each.name)))).flat();
}

async function send(button) {
  if (!chosen.size) return warn(SAID.none);
  warn("");
  button.disabled = true;
  let done = 0;
  try {
    for (const [path, file] of chosen) {
      say(state, SAID.sending(done, chosen.size));
      const [status, told] = await lasting(`fichier?chemin=${encodeURIComponent(path)}`, file, "application/octet-stream");
      if (status !== 200) return refused(status, told);
      done += 1;
    }
    await finish(false);
  } finally {
    button.disabled = false;
  }
}

async function finish(sure) {
  say(state, SAID.laying);
  const [status, told] = await lasting("fini", { files: [...chosen.keys()], sure });
  if (status !== 200) return refused(status, told);
  say(state, "");
  if (told.receipt) return showReceipt(told.receipt);
  const asked = make("div", { class: "asked" }, make("p", {}, told.ask),
    make("p", {}, make("button", { type: "button", class: "main", click: () => (asked.remove(), finish(true)) }, "Rendre quand même"), " ", make("button", { type: "button", click: () => asked.remove() }, "Ne pas rendre")));
  step.append(asked);
  asked.querySelector("button").focus();
}

function refused(status, told) {
  say(state, "");
  if (status === 401) askWho();
  warn(told.said);
}

function showReceipt(receipt) {
  chosen = new Map();
  show(make("h2", { tabindex: "-1" }, `Copie rendue le ${receipt.at}`),
    make("p", {}, make("strong", {}, receipt.name), ` — ${receipt.epreuve}`),
    ...receipt.counted.map((said) => make("p", {}, said)),
    ...(receipt.said.length ? [make("ul", { class: "odd" }, ...receipt.said.map((said) => make("li", {}, said)))] : []),
    make("table", {}, make("caption", {}, "Ce qui est reçu, avec son empreinte (SHA-256)"), make("tbody", {}, ...receipt.files.map((file) => make("tr", {}, make("th", { scope: "row" }, file.name), make("td", { class: "size" }, size(file.size)), make("td", { class: "digest" }, file.sha256))))),
    make("p", {}, "Notez l'heure, ou imprimez cette page : c'est votre accusé de réception. Vous pouvez rendre de nouveau : la dernière copie remplace les précédentes."),
    make("p", {}, make("button", { type: "button", click: () => print() }, "Imprimer"), " ", make("button", { type: "button", click: () => askWho() }, "Rendre une autre copie")));
}

askWho();
