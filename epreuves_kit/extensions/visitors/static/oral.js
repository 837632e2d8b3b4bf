// A juror's sheets of an oral: those who are heard, then each one's sheet; for a group, all its members together.
import { counted, folded, identified, make, say, VisitorPage } from "./page.js";

const LEVELS = ["non acquis", "en cours d'acquisition", "acquis", "maîtrisé"];
const PRESENCES = [["présent", "Présent·e"], ["justifiée", "Absence justifiée"], ["non justifiée", "Absence non justifiée"]];
const SHARED = ["début", "fin"]; // what holds of all who are heard together
let live = []; // what puts a part of the page up to date

const page = new VisitorPage(draw, () => live.forEach((update) => update()));
addEventListener("hashchange", () => draw(true));
setInterval(() => page.view && live.forEach((update) => update.clock && update()), 1_000);

const passages = () => page.view.passages;
const together = (id) => (passages().find(({ candidates }) => candidates.includes(id)) || { candidates: [id] }).candidates;
const nameOf = (passage) => passage.group || passage.candidates.map((id) => page.view.candidates[id].name).join(", ");
const clockOf = (moment) => (moment ? moment.slice(11, 16) : "");

// A candidate as the server has them, with what is not saved yet.
function shown(id) {
  const seen = structuredClone(page.view.candidates[id]);
  for (const { candidate, part, field, key, level, text } of page.outbox.memory) {
    if (candidate !== id && !(SHARED.includes(field) && together(id).includes(candidate))) continue;
    const own = seen.parts[part];
    if (field === "niveau" && own) own.levels[key] = level === null ? { ...own.levels[key], own: null, others: {}, said: "" } : { ...own.levels[key], own: level };
    else if (field === "posée" && own) own.asked = level ? [...own.asked, Number(key)] : own.asked.filter((asked) => asked !== Number(key));
    else if (field === "remarque" && key && own) own.remarks[key] = text;
    else if (field === "remarque") seen.remark = text;
    else if (field === "question") seen.questions = text;
    else if (field === "présence") seen.presence = text;
    else if (field === "début") seen.start = text;
    else if (field === "fin") seen.end = text;
  }
  return seen;
}

function give(candidate, field, { part = "", key = "", level = null, text = "" } = {}, typing = false) {
  const same = (other) => other.candidate === candidate && other.part === part && other.field === field && other.key === key;
  page.outbox.put({ candidate, part, field, key, level, text }, same, typing);
}

function draw(moved = false) {
  if (!page.view) return;
  live = [];
  const [, rank, member] = /^#(\d+)(?:\/(\d+))?$/.exec(location.hash) || [];
  const passage = passages()[rank];
  page.main.replaceChildren(...(passage ? sheet(passage, Number(rank), Number(member) || 0) : list()));
  live.forEach((update) => update());
  if (moved === true) {
    page.main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

// An element kept up to date, by what it is told to show.
function kept(element, update, clock = false) {
  const own = () => update(element);
  own.clock = clock;
  live.push(own);
  return element;
}

function list() {
  const { juror, title, day, panel } = page.view;
  const lines = passages().map((passage, rank) => {
    const from = clockOf(passage.begins), to = clockOf(passage.ends);
    const state = kept(make("span", { class: "state" }), (element) => (element.textContent = progress(passage)));
    return make("li", {}, make("a", { href: `#${rank}`, class: "card" },
      from ? make("span", { class: "when" }, `${from} – ${to}`) : "",
      make("span", { class: "who" }, nameOf(passage)),
      passage.group ? make("span", { class: "members" }, passage.candidates.map((id) => page.view.candidates[id].name).join(", ")) : "",
      passage.place ? make("span", { class: "where" }, passage.place) : "", state));
  });
  return [
    make("h1", {}, title),
    make("p", { class: "about" }, [juror, panel, day].filter(Boolean).join(" · ")),
    lines.length ? make("ul", { class: "cards" }, lines) : make("p", {}, "Personne n'est entendu ici aujourd'hui."),
  ];
}

function progress({ candidates }) {
  const seen = candidates.map(shown);
  const levels = seen.flatMap(({ presence, parts }) => (presence === "présent" ? Object.values(parts).flatMap((part) => Object.values(part.levels)) : []));
  const given = levels.filter(({ own, shared }) => own !== null || shared !== null).length, differing = levels.filter((level) => level.to_settle).length;
  const { start, end } = seen.find((one) => one.presence === "présent") || seen[0];
  if (seen.every(({ presence }) => presence !== "présent")) return seen.length > 1 ? "Absents" : "Absence notée";
  const when = end ? `Terminé à ${end}` : start ? `En cours depuis ${start}` : "Pas commencé";
  return `${when} · ${given} sur ${counted(levels.length, "niveau", "niveaux")}${differing ? ` · ${differing} à accorder` : ""}`;
}

function sheet(passage, rank, member) {
  const { candidates } = passage, id = candidates[member] || candidates[0], seen = shown(id), several = candidates.length > 1;
  const about = [clockOf(passage.begins) && `${clockOf(passage.begins)} – ${clockOf(passage.ends)}`, passage.place].filter(Boolean).join(" · ");
  return [
    make("p", { class: "back" }, make("a", { href: "#" }, "← Toutes les personnes")),
    make("h1", {}, nameOf(passage)),
    about ? make("p", { class: "about" }, about) : "",
    clock(passage, id),
    several ? make("nav", { "aria-label": "Membres entendus ensemble" }, candidates.map((other, place) => memberLink(other, rank, place, other === id))) : "",
    several ? make("h2", {}, seen.name) : "",
    presence(id),
    ...Object.entries(seen.parts).map(([epreuve, own]) => part(id, epreuve, own, Object.keys(seen.parts).length > 1)),
    whole(id),
  ].filter((element) => element !== "");
}

function memberLink(id, rank, place, here) {
  return kept(make("a", { href: `#${rank}/${place}`, "aria-current": here ? "true" : null }), (element) => {
    const seen = shown(id), levels = Object.values(seen.parts).flatMap((own) => Object.values(own.levels));
    const given = levels.filter(({ own, shared }) => own !== null || shared !== null).length;
    const text = `${seen.name} · ${seen.presence === "présent" ? `${given} sur ${levels.length}` : "absence"}`;
    say(element, text);
  });
}

// Commencer, Terminer, and the time that is left.
function clock(passage, id) {
  const whole = passage.begins ? (Date.parse(passage.ends) - Date.parse(passage.begins)) / 60_000 : page.view.minutes;
  const minutes = (text) => { const [hours, rest] = text.split(":").map(Number); return 60 * hours + rest; };
  const time = kept(make("p", { class: "time" }), (element) => {
    const { start, end } = shown(id), spent = start ? minutes(end || page.hour()) - minutes(start) : 0, left = whole - spent;
    const rest = !whole || end ? "" : left >= 0 ? ` · reste ${left}\u00a0min` : ` · dépassé de ${-left}\u00a0min`;
    const text = !start ? (whole ? `${whole}\u00a0min prévues` : "") : `${end ? `De ${start} à ${end} : ` : `Depuis ${start} : `}${Math.max(spent, 0)}\u00a0min${rest}`;
    say(element, text);
    element.classList.toggle("over", Boolean(start && !end && whole && left < 0));
  }, true);
  const act = kept(make("button", { type: "button", class: "main", click: () => {
    give(id, shown(id).start ? "fin" : "début", { text: page.hour() });
  } }), (element) => {
    const { start, end } = shown(id);
    element.textContent = start ? "Terminer" : "Commencer";
    element.hidden = Boolean(start && end);
  });
  const hours = [["début", "start", "Début"], ["fin", "end", "Fin"]].map(([field, name, label]) => {
    const own = identified("heure"), input = make("input", { type: "time", id: own, change: () => input.value && give(id, field, { text: input.value }) });
    kept(input, () => { if (document.activeElement !== input) input.value = shown(id)[name]; });
    return make("p", {}, make("label", { for: own }, label), input);
  });
  return make("section", { class: "clock", "aria-label": "Temps" }, time, act, folded("Corriger les heures", make("div", { class: "hours" }, hours)));
}

function choice(legend, options, chosen, pick, kind) {
  const name = identified("choix");
  const inputs = options.map(([value, label]) => {
    const input = make("input", { type: "radio", name, value: String(value), change: () => pick(value) });
    return [input, make("label", {}, input, make("span", {}, label))];
  });
  const group = make("fieldset", { class: kind }, make("legend", {}, legend), make("div", {}, inputs.map(([, label]) => label)));
  return kept(group, () => {
    const value = String(chosen());
    inputs.forEach(([input]) => { input.checked = input.value === value; });
  });
}

const presence = (id) => choice("Présence", PRESENCES, () => shown(id).presence, (text) => give(id, "présence", { text }), "presence");

function words(label, current, type) {
  const own = identified("texte"), area = make("textarea", { id: own, rows: "2", maxlength: "4000", input: () => { grow(); type(area.value); }, blur: () => page.outbox.settle() });
  const grow = () => { area.rows = Math.min(12, Math.max(2, area.value.split("\n").length + Math.floor(area.value.length / 45))); };
  kept(area, () => { if (document.activeElement !== area && area.value !== current()) { area.value = current(); grow(); } });
  return make("p", { class: "words" }, make("label", { for: own }, label), area);
}

function part(id, epreuve, own, several) {
  const { title, competences } = page.view.parts.find((other) => other.epreuve === epreuve);
  const inside = [
    own.lines.length ? make("ul", { class: "lines" }, own.lines.map((line) => make("li", {}, line))) : "",
    own.help ? folded("Aide reçue, déclarée", make("p", { class: "said" }, own.help)) : "",
    ...competences.map((competence) => one(id, epreuve, competence, own)),
  ].filter((element) => element !== "");
  if (!several) return make("div", {}, inside);
  const summary = kept(make("summary", {}), (element) => {
    const { levels, asked } = shown(id).parts[epreuve], given = Object.values(levels).filter((level) => level.own !== null || level.shared !== null).length;
    const text = `${title} · ${given} sur ${counted(competences.length, "niveau", "niveaux")} · ${asked.length} sur ${counted(page.view.most, "question", "questions")} au plus`;
    say(element, text);
  });
  return make("details", { class: "part" }, summary, ...inside);
}

function one(id, epreuve, { code, label, criteria, descriptors, questions }, own) {
  const seen = () => shown(id).parts[epreuve], possible = questions.filter(({ number }) => own.questions.includes(number));
  const level = () => seen().levels[code];
  const takeBack = kept(make("button", { type: "button", class: "small", click: () => give(id, "niveau", { part: epreuve, key: code }) }, "Retirer mon niveau"),
    (element) => { element.hidden = level().own === null; });
  const compared = kept(make("p", { class: "compared" }), (element) => {
    const text = comparison(level());
    say(element, text);
    element.classList.toggle("differs", level().own !== null && level().to_settle);
    element.hidden = !text;
  });
  const said = kept(make("p", { class: "said" }), (element) => {
    const text = level().own === null ? "L'auto-évaluation du candidat s'affiche quand vous avez donné votre niveau." : level().said;
    say(element, text);
    element.hidden = !text;
  });
  return make("section", { class: "competence", "aria-label": `${code} — ${label}` },
    make(together(id).length > 1 ? "h3" : "h2", {}, `${code} — ${label}`),
    make("ul", { class: "criteria" }, criteria.map((text) => make("li", {}, text))),
    descriptors.length ? folded("Ce qui se voit à chaque niveau", ...descriptors.map(described)) : "",
    possible.length ? make("fieldset", { class: "questions" }, make("legend", {}, "Questions posées"), possible.map((question) => asked(id, epreuve, question))) : "",
    choice(`Mon niveau, ${code}`, LEVELS.map((word, rank) => [rank, make("span", {}, make("b", {}, String(rank)), " ", make("span", {}, word))]),
      () => level().own, (value) => give(id, "niveau", { part: epreuve, key: code, level: value }), "levels"),
    takeBack, compared, said,
    words(`Mes remarques, ${code}`, () => seen().remarks[code] || "", (text) => give(id, "remarque", { part: epreuve, key: code, text }, true)));
}

const described = ({ label, levels }) => make("div", { class: "described" }, make("p", {}, make("b", {}, label)),
  make("ul", {}, levels.map((text, rank) => make("li", {}, make("b", {}, `${rank} — ${LEVELS[rank]} : `), text))));

function asked(id, epreuve, { number, question, expected, follow_up }) {
  const input = make("input", { type: "checkbox", change: () => give(id, "posée", { part: epreuve, key: String(number), level: input.checked ? 1 : 0 }) });
  kept(input, () => { input.checked = shown(id).parts[epreuve].asked.includes(number); });
  return make("div", { class: "question" }, make("label", {}, input, make("span", {}, question)),
    folded("Attendu", make("p", {}, expected), follow_up ? make("p", {}, make("b", {}, "Relance : "), follow_up) : ""));
}

function comparison({ own, shared, others, to_settle }) {
  if (shared !== null) return `Niveau donné ensemble, sur la fiche du jury : ${shared} — ${LEVELS[shared]}.`;
  if (own === null) return "";
  const each = Object.entries(others).map(([name, level]) => `${name} : ${level}`).join(", ");
  if (!each) return "";
  return to_settle ? `${each} — à accorder : parlez-en, puis l'un de vous change son niveau.` : `${each} — d'accord.`;
}

const whole = (id) => make("section", { class: "competence", "aria-label": "L'ensemble" }, make(together(id).length > 1 ? "h3" : "h2", {}, "L'ensemble"),
  words("Autres questions posées", () => shown(id).questions, (text) => give(id, "question", { text }, true)),
  words("Mes remarques sur l'ensemble", () => shown(id).remark, (text) => give(id, "remarque", { text }, true)));
