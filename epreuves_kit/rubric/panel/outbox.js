// What a grader did that is not saved yet, kept in the browser: a kernel that dies, a closed tab or a locked gradebook loses nothing.
class Outbox {
  constructor(name) {
    this.name = `epreuves-panneau:${name}`;
  }
  all() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) || "[]");
      return Array.isArray(kept) ? kept.filter((g) => g && typeof g.copy === "string" && typeof g.grade_id === "string") : [];
    } catch {
      return [];
    }
  }
  write(gestures) {
    try {
      if (gestures.length) localStorage.setItem(this.name, JSON.stringify(gestures));
      else localStorage.removeItem(this.name);
    } catch { /* a browser that keeps nothing: the page still holds what is typed */ }
  }
  keep(gesture) {
    this.write([...this.all().filter((g) => g.copy !== gesture.copy || g.grade_id !== gesture.grade_id), gesture]);
  }
  // What was typed since is not forgotten with what was saved.
  saved({ copy, grade_id, level, comment }) {
    this.write(this.all().filter((g) => g.copy !== copy || g.grade_id !== grade_id || g.level !== level || g.comment !== comment));
  }
}
