// What was done on the page and is not answered yet, in order: kept in the browser, sent one after the other, each under its own name, which the server takes once.
const SOON = 3_000, PAUSE = 800; // milliseconds before a new try, and after the last key before a text is sent

export class Outbox {
  // name: of what is kept, a pass's own; url: where gestures go; changed: told (what the page shows | null, a sentence | "") after each answer.
  constructor(name, url, changed) {
    Object.assign(this, { name, url, changed, sending: "", timer: 0, online: true, closed: false, typed: new Map() });
    this.memory = this.read();
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this.write());
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) || "[]");
      return Array.isArray(kept) ? kept.filter((gesture) => gesture && typeof gesture.id === "string") : [];
    } catch {
      return [];
    }
  }

  write() {
    try {
      if (this.memory.length) localStorage.setItem(this.name, JSON.stringify(this.memory));
      else localStorage.removeItem(this.name);
    } catch { /* a browser that keeps nothing: the page still holds it */ }
  }

  // Keep a gesture in place of what was not sent yet on the same thing. typing: it will be followed by others, and waits for a pause.
  put(gesture, same, typing = false) {
    const waiting = this.memory.filter((other) => other.id === this.sending || !same(other));
    const whole = { id: named(), ...gesture };
    this.memory = [...waiting, whole];
    if (typing) this.typed.set(whole.id, Date.now() + PAUSE);
    this.write();
    this.changed(null, "");
    this.later(typing ? PAUSE + 10 : 0);
  }

  // What is typed is typed no more: it is sent.
  settle() {
    this.typed.clear();
    this.later(0);
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  async flush() {
    if (this.sending || this.closed) return;
    const now = Date.now(), next = this.memory.find(({ id }) => (this.typed.get(id) || 0) <= now);
    if (!next) {
      if (this.memory.length) this.later(PAUSE);
      return;
    }
    this.sending = next.id;
    const [view, said, kept] = await this.send(next);
    this.sending = "";
    if (!kept) {
      this.memory = this.memory.filter(({ id }) => id !== next.id);
      this.typed.delete(next.id);
      this.write();
    }
    this.changed(view, said);
    if (this.memory.length && !this.closed) this.later(kept ? SOON : 0);
  }

  // What the page shows then, a sentence, and true if the gesture is to be kept.
  async send(gesture) {
    try {
      const answer = await fetch(this.url, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(gesture), signal: AbortSignal.timeout(20_000),
      });
      const told = await answer.json();
      this.online = answer.ok || answer.status < 500;
      if (answer.ok) return [told, "", false];
      if (answer.status === 401) this.closed = true;
      return [null, told.said || "", answer.status === 401 || answer.status === 429 || answer.status >= 500];
    } catch {
      this.online = false;
      return [null, "", true];
    }
  }
}

function named() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Over http from elsewhere than this machine, a browser has no ready name.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
