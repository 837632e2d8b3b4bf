// A candidate's épreuves on a hub: received, opened, handed in, and what comes back read; in words, and by keys as by the mouse.
//
// The page says to the room that it is there, as the notebook's page does, and shows what is announced until it is read.

const HERE = 8_000, AGAIN = 15_000, SEALING = 2_000; // milliseconds: a sign to the room, a look at the list, a look at a copy on its way
const READ = "epreuves:messages-lus"; // as in the notebook's page: what is read on one is read on the other
const SAID = {
  none: "Aucune épreuve n'est distribuée pour l'instant. Cette page se met à jour d'elle-même.",
  away: "Le serveur ne répond pas : vérifiez le réseau et gardez cette page ouverte, elle réessaie d'elle-même. Ce qui est enregistré est gardé.",
  over: "Votre session est fermée : rechargez cette page et connectez-vous de nouveau. Ce qui est enregistré est gardé.",
  opening: "L'épreuve s'ouvre…",
  sending: "La copie part…",
  sent: "Votre copie est rendue.",
  message: (clock, text) => `Message de la personne qui surveille, à ${clock} : ${text}`,
};
const [state, list, news, leave, who] = ["state", "list", "news", "leave", "who"].map((id) => document.getElementById(id));
let shown = "", epreuves = [], busy = false, asked = null;

function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") element.addEventListener("click", value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside);
  return element;
}

const size = (bytes) => (bytes < 1000 ? `${bytes}\u00a0o` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)}\u00a0ko` : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")}\u00a0Mo`);
const token = () => document.cookie.match(/(?:^|; )_xsrf=([^;]+)/)?.[1] ?? "";

function say(text, wrong = false) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("wrong", wrong);
}

class Refused extends Error {}

// What the server answers; raises Refused with a sentence where it says why not, Error where it does not answer.
async function call(name, content) {
  const headers = { "Content-Type": "application/json", "X-XSRFToken": token() };
  const post = content === undefined ? {} : { method: "POST", body: JSON.stringify(content) };
  const answer = await fetch(name, { ...post, headers, credentials: "same-origin", redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(SAID.over);
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 422) throw new Refused(told.said);
  if (!answer.ok) throw new Error(answer.status);
  return told;
}

// Does what a key asks for; what cannot be done is said.
async function act(button, meanwhile, work) {
  if (busy) return;
  busy = true;
  button.disabled = true;
  say(meanwhile);
  try {
    await work();
  } catch (error) {
    say(error instanceof Refused ? error.message : SAID.away, true);
  } finally {
    busy = false;
    button.disabled = false;
  }
}

function openPaper(epreuve, paper) {
  return ({ currentTarget }) => act(currentTarget, SAID.opening, async () => {
    await call("recevoir", { epreuve: epreuve.id });
    location.assign(`../lab/tree/${paper.path}`);
  });
}

function askFirst(epreuve) {
  return ({ currentTarget }) => act(currentTarget, "", async () => {
    const { ask } = await call("rendre", { epreuve: epreuve.id, sure: false });
    asked = { id: epreuve.id, ask };
    draw();
    document.querySelector(".asked button").focus();
  });
}

function handIn(epreuve) {
  return ({ currentTarget }) => act(currentTarget, SAID.sending, async () => {
    const sent = await call("rendre", { epreuve: epreuve.id, sure: true });
    asked = null;
    epreuves = epreuves.map((each) => (each.id === sent.id ? sent : each));
    draw();
    say(SAID.sent);
    document.getElementById(`titre-${sent.id}`).focus();
    setTimeout(look, SEALING);
  });
}

function readBack(epreuve) {
  return ({ currentTarget }) => act(currentTarget, "", async () => {
    const pages = await call("restitution", { epreuve: epreuve.id });
    if (!pages.length) throw new Refused("La restitution n'est pas encore là.");
    if (pages.length === 1) return location.assign(`../files/${pages[0].path}`);
    // One for each notebook of the épreuve.
    const list = make("ul", {}, ...pages.map((page) => make("li", {}, make("a", { href: `../files/${page.path}` }, page.title))));
    document.getElementById(`titre-${epreuve.id}`).after(list);
    list.querySelector("a").focus();
  });
}

function receipt(copy) {
  const rows = copy.files.map((file) => make("tr", {}, make("th", { scope: "row" }, file.name), make("td", { class: "size" }, size(file.size)), make("td", { class: "digest" }, file.sha256)));
  const head = make("tr", {}, ...["Fichier", "Taille", "Empreinte (SHA-256)"].map((name) => make("th", { scope: "col" }, name)));
  return make("details", {}, make("summary", {}, `Ce qui est rendu : ${copy.files.length} fichier${copy.files.length > 1 ? "s" : ""}`),
    make("table", {}, make("caption", {}, "Vos fichiers ; l'énoncé et ses données sont partis avec eux. Notez l'heure, ou imprimez cette page."), make("thead", {}, head), make("tbody", {}, ...rows)));
}

function card(epreuve) {
  const { copy } = epreuve, parts = [make("h2", { id: `titre-${epreuve.id}`, tabindex: "-1" }, epreuve.title)];
  if (copy) {
    const sealed = copy.sealed ? ", et gardée sous scellé par la machine de l'école" : copy.sealed === false ? " ; la machine de l'école la met sous scellé…" : "";
    parts.push(make("p", { class: "when" }, `Rendue le ${copy.at}${sealed}.`));
    if (copy.left_out.length) parts.push(make("p", { class: "odd" }, `Trop gros pour partir, donc pas rendus : ${copy.left_out.join(", ")}. Dites-le à la personne qui surveille.`));
  }
  parts.push(...epreuve.said.map((said) => make("p", {}, said)));
  const verb = epreuve.begun ? "Continuer" : "Ouvrir", many = epreuve.papers.length > 1;
  const keys = epreuve.papers.map((paper) => make("button", { type: "button", class: copy ? false : "main", click: openPaper(epreuve, paper) }, many ? `${verb} : ${paper.title}` : `${verb} l'épreuve`));
  if (epreuve.begun) keys.push(make("button", { type: "button", "data-key": "rendre", click: askFirst(epreuve) }, copy ? "Rendre de nouveau" : "Rendre"));
  if (epreuve.back) keys.push(make("button", { type: "button", class: "main", click: readBack(epreuve) }, "Lire la restitution"));
  parts.push(make("div", { class: "keys" }, ...keys));
  if (asked?.id === epreuve.id) {
    const stay = () => {
      asked = null;
      draw();
      document.getElementById(`titre-${epreuve.id}`).focus();
    };
    parts.push(make("div", { class: "asked", role: "group", "aria-label": "Rendre cette épreuve" },
      ...asked.ask.map((said) => make("p", {}, said)), make("p", {}, "C'est ce qui est enregistré qui part. « Vérifier avant de rendre », dans l'épreuve, dit ce qui manque."),
      make("div", { class: "keys" }, make("button", { type: "button", class: "main", click: handIn(epreuve) }, "Rendre maintenant"), make("button", { type: "button", click: stay }, "Ne pas rendre"))));
  }
  if (copy) parts.push(receipt(copy));
  return make("article", { class: copy ? "sent" : false, "aria-labelledby": `titre-${epreuve.id}` }, ...parts);
}

function draw() {
  const opened = [...list.querySelectorAll("article")].filter((each) => each.querySelector("details[open]")).map((each) => each.getAttribute("aria-labelledby"));
  list.replaceChildren(...epreuves.map(card));
  for (const each of list.querySelectorAll("article")) if (opened.includes(each.getAttribute("aria-labelledby"))) each.querySelector("details")?.setAttribute("open", "");
}

// One look at the list. Somebody who is about to press a key is left in peace: it is drawn again where something changed, and nobody is in it.
async function look() {
  if (busy) return;
  try {
    const told = await call("liste"), now = JSON.stringify(told.epreuves);
    who.textContent = told.who;
    leave.hidden = !told.leave;
    leave.href = told.leave;
    if (state.classList.contains("wrong") || !shown) say("");
    if (!told.epreuves.length) say(SAID.none);
    else if (state.textContent === SAID.none) say("");
    if (now !== shown) {
      shown = now;
      epreuves = told.epreuves;
      const rank = [...list.querySelectorAll("button, summary")].indexOf(document.activeElement);
      draw();
      if (rank >= 0) list.querySelectorAll("button, summary")[rank]?.focus({ preventScroll: true });
      handAsked();
    }
    if (epreuves.some(({ copy }) => copy?.sealed === false)) setTimeout(look, SEALING);
  } catch (error) {
    say(error instanceof Refused ? error.message : SAID.away, true);
  }
}

// Asked from the notebook's page: « #rendre-… ».
function handAsked() {
  const id = location.hash.replace(/^#rendre-/, "");
  const epreuve = epreuves.find((each) => each.id === id && each.begun);
  if (!epreuve) return;
  history.replaceState(null, "", location.pathname);
  askFirst(epreuve)({ currentTarget: document.getElementById(`titre-${id}`).parentElement.querySelector('[data-key="rendre"]') });
}

function recalled() {
  try {
    return JSON.parse(localStorage.getItem(READ)) || {};
  } catch {
    return {};
  }
}

function announce(announced) {
  const read = recalled(), next = announced.find(({ id }) => !read[id]);
  news.hidden = !next;
  if (!next || news.dataset.id === next.id) return;
  news.dataset.id = next.id;
  const [, clock] = /T(\d\d:\d\d)/.exec(next.le) || [];
  news.replaceChildren(make("p", {}, SAID.message(clock, next.texte)), make("button", { type: "button", click: () => {
    // Those that are announced no more are forgotten with their reading.
    const known = announced.filter(({ id }) => read[id] || id === next.id);
    localStorage.setItem(READ, JSON.stringify(Object.fromEntries(known.map(({ id }) => [id, true]))));
    announce(announced);
  } }, "J'ai lu"));
}

async function beat() {
  try {
    announce(await call("salle", {}));
  } catch {
    // Said by the list, and tried again.
  }
  setTimeout(beat, HERE);
}

async function again() {
  if (!document.hidden) await look();
  setTimeout(again, AGAIN);
}

document.addEventListener("visibilitychange", () => document.hidden || look());
addEventListener("pageshow", ({ persisted }) => persisted && look());
again();
beat();
