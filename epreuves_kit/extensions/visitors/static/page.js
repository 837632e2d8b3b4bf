// What a juror's page and a professional's have in common: elements made of text alone, the state line, the way out, and what is asked anew from time to time.
import { Outbox } from "./outbox.js";

const LOOK = 15_000; // milliseconds between two looks at what others did
const SAID = {
  saving: "Enregistrement…",
  offline: (count) => (count ? `Hors ligne : ${counted(count, "geste gardé ici", "gestes gardés ici")}` : "Hors ligne : ce que vous faites est gardé ici"),
  busy: (count) => `${counted(count, "geste", "gestes")} à enregistrer`,
  saved: (hour) => `Enregistré à ${hour}`,
  ready: "Tout est enregistré",
  closed: (count) => `Page fermée${count ? ` : ${counted(count, "geste n'est pas enregistré, gardé", "gestes ne sont pas enregistrés, gardés")} dans ce navigateur` : ""}`,
  leaving: "Des gestes ne sont pas encore enregistrés : attendez que le réseau revienne avant de quitter.",
  lost: "La page ne s'ouvre pas : vérifiez le réseau, puis rechargez-la.",
};

export const counted = (count, single, several) => `${count} ${count < 2 ? single : several}`;

// A text whose signs do not start a line.
export const spaced = (child) => (typeof child === "string" ? child.replace(/ (?=[?!:;»%])|(?<=«) /g, "\u00a0") : child);

// An element: its attributes and listeners, its children; a text is never markup.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (name in made && typeof value === "boolean") made[name] = value;
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== "").map(spaced));
  return made;
}

// Tell something else, where it changes.
export function say(element, text) {
  const told = spaced(text);
  if (element.textContent !== told) element.textContent = told;
}

export const folded = (summary, ...children) => make("details", {}, make("summary", {}, summary), ...children);

let number = 0;
export const identified = (word) => `${word}-${(number += 1)}`;

export class VisitorPage {
  // draw: makes all of the page anew, for what it shows; refresh: puts it up to date where it stands.
  constructor(draw, refresh) {
    Object.assign(this, { draw, refresh, view: null, saved: "" });
    this.state = document.getElementById("state");
    this.alert = document.getElementById("alert");
    this.main = document.getElementById("main");
    // A link given again for the same finds what the one before had kept.
    const { prefix, scope } = document.body.dataset;
    this.outbox = new Outbox(`epreuves-guichet:${prefix}${scope}`, "geste", (view, said) => this.answered(view, said));
    document.getElementById("leave").addEventListener("click", () => this.leave(prefix));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    addEventListener("online", () => this.look());
    addEventListener("offline", () => {
      this.outbox.online = false;
      this.tell();
    });
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK);
    this.look().then(() => this.outbox.flush());
  }

  // The moment by the session's clocks, as a date whose UTC fields are theirs.
  get now() {
    return new Date(Date.now() + (this.ahead || 0));
  }

  hour(seconds = false) {
    return this.now.toISOString().slice(11, seconds ? 19 : 16);
  }

  take(view) {
    const first = !this.view, [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(view.now) || [null, "+", 0, 0];
    this.ahead = Date.parse(view.now) - Date.now() + (sign === "-" ? -1 : 1) * (60 * hours + Number(minutes)) * 60_000;
    this.view = view;
    if (first) this.draw();
    else this.refresh();
  }

  answered(view, said) {
    if (view) {
      this.saved = this.hour(true);
      this.take(view);
    } else if (this.view) this.refresh();
    if (said) this.warn(said);
    else if (view) this.warn("");
    this.tell();
    if (said && !view && this.outbox.online) this.look();
  }

  async look() {
    if (this.outbox.closed) return;
    try {
      const answer = await fetch("etat", { signal: AbortSignal.timeout(20_000) });
      const told = await answer.json();
      this.outbox.online = answer.status < 500;
      if (answer.ok) this.take(told);
      else {
        this.outbox.closed = answer.status === 401;
        this.warn(told.said);
      }
    } catch {
      this.outbox.online = false;
      if (!this.view) this.warn(SAID.lost);
    }
    if (this.outbox.online && this.outbox.memory.length) this.outbox.later(0);
    this.tell();
  }

  tell() {
    const { memory, online, closed } = this.outbox, count = memory.length;
    const said = closed ? SAID.closed(count) : !online ? SAID.offline(count) : count ? SAID.saving : this.saved ? SAID.saved(this.saved) : SAID.ready;
    say(this.state, said);
    this.state.className = closed || !online ? "away" : "";
  }

  warn(said) {
    this.alert.textContent = spaced(said);
    this.alert.hidden = !said;
  }

  async leave(prefix) {
    if (this.outbox.memory.length && !this.outbox.closed) {
      this.warn(SAID.leaving);
      return;
    }
    try {
      await fetch("quitter", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    } finally {
      location.replace(prefix);
    }
  }
}
