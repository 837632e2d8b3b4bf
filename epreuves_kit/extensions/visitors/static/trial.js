// A professional's trial sheets: the productions, then each one's tasks, criteria and remark. Each gesture says all that is given of a production so far.
import { counted, identified, make, VisitorPage } from "./page.js";

const MARKS = [1, 2, 3, 4, 5];
let live = [];
// Of a task that is half given, the half: it is sent once it is whole.
const halves = new Map();

const page = new VisitorPage(draw, () => live.forEach((update) => update()));
addEventListener("hashchange", () => draw(true));

function shown(candidate) {
  const seen = structuredClone(page.view.productions.find((production) => production.candidate === candidate));
  for (const { candidate: other, marks, tasks, remark } of page.outbox.memory) if (other === candidate) Object.assign(seen, { marks, tasks, remark });
  return seen;
}

function give(candidate, change, typing = false) {
  const { marks, tasks, remark } = shown(candidate), whole = { candidate, marks, tasks, remark };
  change(whole);
  page.outbox.put(whole, (other) => other.candidate === candidate, typing);
}

const lacking = ({ marks, tasks }) => page.view.criteria.length - Object.keys(marks).length + tasks.filter((task) => task === null).length;

function kept(element, update) {
  live.push(() => update(element));
  return element;
}

function draw(moved = false) {
  if (!page.view) return;
  live = [];
  const production = page.view.productions[/^#(\d+)$/.exec(location.hash)?.[1]];
  page.main.replaceChildren(...(production ? sheet(production) : list()));
  live.forEach((update) => update());
  if (moved === true) {
    page.main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

const state = (candidate) => {
  const left = lacking(shown(candidate));
  return left ? `Reste ${counted(left, "réponse", "réponses")}` : "Complète";
};

function list() {
  const { professional, title, day, productions } = page.view;
  const lines = productions.map(({ candidate, name, group, theme }, rank) => make("li", {}, make("a", { href: `#${rank}`, class: "card" },
    make("span", { class: "who" }, theme), make("span", { class: "members" }, `${name}, ${group}`),
    kept(make("span", { class: "state" }), (element) => { element.textContent = state(candidate); }))));
  return [make("h1", {}, title), make("p", { class: "about" }, `${professional} · ${day}`),
    make("p", {}, "Faites d'abord les tâches, montre en main, puis notez chaque critère de 1 à 5."), make("ul", { class: "cards" }, lines)];
}

function choice(legend, options, chosen, pick, kind) {
  const name = identified("choix");
  const inputs = options.map(([value, label]) => {
    const input = make("input", { type: "radio", name, value: String(value), change: () => pick(value) });
    return [input, make("label", {}, input, make("span", {}, label))];
  });
  const group = make("fieldset", { class: kind }, make("legend", {}, legend), make("div", {}, inputs.map(([, label]) => label)));
  return kept(group, () => inputs.forEach(([input]) => { input.checked = input.value === String(chosen()); }));
}

function sheet({ candidate, name, group, theme }) {
  return [
    make("p", { class: "back" }, make("a", { href: "#" }, "← Toutes les productions")),
    make("h1", {}, theme), make("p", { class: "about" }, `${name}, ${group}`),
    kept(make("p", { class: "time" }), (element) => { element.textContent = state(candidate); }),
    ...Array.from({ length: page.view.tasks }, (_, rank) => task(candidate, rank)),
    ...page.view.criteria.map(([code, label]) => make("section", { class: "competence", "aria-label": label },
      choice(`${code} — ${label}`, MARKS.map((mark) => [mark, String(mark)]), () => shown(candidate).marks[code],
        (mark) => give(candidate, (whole) => { whole.marks[code] = mark; }), "marks"))),
    remark(candidate),
  ];
}

function task(candidate, rank) {
  const key = `${candidate}/${rank}`, half = () => halves.get(key) || {}, own = identified("temps");
  const done = () => shown(candidate).tasks[rank], found = () => (done() ? done().seconds !== null : half().found), understood = () => (done() ? done().understood : half().understood);
  const set = (change) => {
    const whole = { found: found(), understood: understood(), seconds: done()?.seconds ?? half().seconds, ...change };
    halves.set(key, whole);
    const ready = whole.understood !== undefined && (whole.found === false || whole.seconds);
    if (ready) give(candidate, ({ tasks }) => { tasks[rank] = { seconds: whole.found === false ? null : whole.seconds, understood: whole.understood }; });
    live.forEach((update) => update());
  };
  const seconds = make("input", { type: "number", inputmode: "numeric", min: "1", max: "3600", id: own, change: () => {
    const value = Number(seconds.value);
    if (Number.isInteger(value) && value >= 1 && value <= 3600) set({ found: true, seconds: value });
  } });
  const line = kept(make("p", { class: "seconds" }, make("label", { for: own }, "Secondes jusqu'à la réponse (1 à 3600)"), seconds), (element) => {
    element.hidden = found() !== true;
    if (document.activeElement !== seconds) seconds.value = done()?.seconds ?? half().seconds ?? "";
  });
  return make("section", { class: "competence", "aria-label": `Tâche ${rank + 1}` }, make("h2", {}, `Tâche ${rank + 1}`),
    choice("La réponse", [[true, "Trouvée"], [false, "Non trouvée"]], found, (value) => set({ found: value }), "presence"), line,
    choice("Est-elle comprise ?", [[true, "Oui"], [false, "Non"]], understood, (value) => set({ understood: value }), "presence"));
}

function remark(candidate) {
  const own = identified("texte"), area = make("textarea", { id: own, rows: "3", maxlength: "1000",
    input: () => give(candidate, (whole) => { whole.remark = area.value.replaceAll("\n", " "); }, true), blur: () => page.outbox.settle() });
  kept(area, () => { if (document.activeElement !== area) area.value = shown(candidate).remark; });
  return make("p", { class: "words" }, make("label", { for: own }, "Remarque, en une phrase (facultatif)"), area);
}
