// What is typed and not answered yet: kept on this computer, sent to Python, and sent again until Python answers.
const PAUSE = 250; // ms after the last letter before it is sent
const WAITS = [2000, 3000, 5000]; // ms between one sending and the next; Python is said to be late after the first
const LAST_WAIT = 10000; // ms between those that follow

class Drafts {
  constructor(name) {
    this.name = name;
  }
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name));
      return kept && typeof kept === "object" && "value" in kept ? kept : null;
    } catch {
      return null;
    }
  }
  keep(draft) {
    try {
      localStorage.setItem(this.name, JSON.stringify(draft));
    } catch { /* a browser that keeps nothing: the page still holds what is typed */ }
  }
  forget() {
    try {
      localStorage.removeItem(this.name);
    } catch { /* the same */ }
  }
}

class Outlet {
  constructor(model, client, drafts, said) {
    Object.assign(this, { model, client, drafts, said, n: 0, waiting: new Map(), late: false, pause: null, watch: null, tries: 0 });
  }
  // A change of the answer, kept at once, and sent once the typing pauses.
  type(value, now) {
    this.put({ kind: "typed", value });
    this.drafts.keep({ client: this.client, n: this.n, value });
    clearTimeout(this.pause);
    this.pause = now ? this.flush() : setTimeout(() => this.flush(), PAUSE);
  }
  // What is no typing, sent after what was typed before it.
  act(message, buffers = []) {
    this.flush();
    this.put(message, buffers);
    this.flush();
  }
  // A question that changes nothing: no answer is waited for.
  ask(kind) {
    this.n += 1;
    this.send({ kind, client: this.client, n: this.n }, []);
  }
  // Sent again, messages go in the order in which they were made.
  put(message, buffers = []) {
    this.n += 1;
    this.waiting.delete(message.kind);
    this.waiting.set(message.kind, { message: { ...message, client: this.client, n: this.n }, buffers, sent: false });
    this.said();
  }
  flush(again = false) {
    clearTimeout(this.pause);
    for (const wait of this.waiting.values()) {
      if (wait.sent && !again) continue;
      Object.assign(wait, { sent: true, refused: false });
      this.send(wait.message, wait.buffers);
    }
    if (this.waiting.size) this.watch ??= setTimeout(() => this.retry(), WAITS[this.tries] ?? LAST_WAIT);
    return null;
  }
  // A kernel that is gone may refuse at once: it is as one that does not answer.
  send(message, buffers) {
    try {
      Promise.resolve(this.model.send(message, undefined, buffers)).catch(() => {});
    } catch { /* sent again later */ }
  }
  retry() {
    this.watch = null;
    this.tries += 1;
    this.late = [...this.waiting.values()].some((wait) => !wait.refused);
    this.flush(true);
    this.said();
  }
  // An answer to an earlier change says that Python is there, and nothing of what was typed since. What the disk refused is sent again.
  answered(n, kept, again) {
    const mine = this.drafts.read();
    if (kept && mine?.client === this.client && mine.n === n) this.drafts.forget();
    for (const [kind, wait] of this.waiting) {
      if (wait.message.n !== n) continue;
      if (again) wait.refused = true;
      else this.waiting.delete(kind);
    }
    clearTimeout(this.watch);
    Object.assign(this, { watch: null, tries: 0 });
    const waits = [...this.waiting.values()];
    if (waits.every((wait) => wait.refused)) this.late = false;
    if (waits.some((wait) => wait.sent)) this.flush();
    this.said();
  }
  stop() {
    this.flush();
    clearTimeout(this.watch);
  }
}
