// A table of text boxes that is filled as a spreadsheet is: arrows, ranges selected, copied, pasted and emptied, rows added and removed.
const UNBOUNDED = 200; // rows that grow by themselves, where the form sets no bound
const NARROWEST = 8, WIDEST = 40, STEP = 4; // characters that a box of a column shows
const KEPT = 16; // those that it shows at least, once its column has as many, however narrow the page
const WRAPPED = 24; // characters from which the name of a row may stand on two lines
// What is aligned right: a number as it is typed, its sign, its spaces, its unit. This is for the eye alone.
const FIGURE = /^\s*[-+−–(]?\s*\d[\d\s.,'’]*\s*(%|‰|€|k€|M€|[^\d\s]{1,6})?\)?\s*$/u;

// `headed`: the first row is typed too, and names the columns.
function grid({ form, title, described, changed, tell, headed = false }) {
  const given = form.keys.length > 0;
  const names = form.columns.map(({ name }) => name);
  const first = given ? form.columns.filter(({ key }) => key).length : 0;
  const heads = given ? first : 1;
  const least = given ? form.keys.length : form.least || (form.free ? (headed ? 4 : 3) : form.most || 3);
  const most = given ? form.keys.length : form.free ? form.most || UNBOUNDED : least;
  // Columns that the candidate names have no names of the form's.
  const known = form.columns.map(({ name, unit }) => headed ? [] : [name, ...(unit ? [`${name} (${unit})`, `${name} en ${unit}`, `${name} ${unit}`] : [])].map(plain));
  // Columns that may stay empty leave their width to the others.
  const widths = form.columns.map((_, c) => (headed && c ? NARROWEST / 2 : NARROWEST));
  const stuck = given ? first : 1 + form.columns.filter(({ key }) => key).length; // columns that stay in sight
  const rows = []; // { item, cells }, in their order
  const body = make("tbody");
  let anchor = null, head = null, moving = false, dragging = false, opened = null;

  const header = ({ name, unit }, c) => make("th", { scope: "col", class: form.columns[c].key ? "en-key" : null }, name, ...(unit ? [make("span", { class: "en-soft" }, ` (${unit})`)] : []));
  const table = make("table", { "aria-labelledby": title, "aria-describedby": described },
    make("thead", {}, ...(headed ? [] : [make("tr", {}, ...(given ? [] : [make("th", { scope: "col", class: "en-key" }, make("span", { class: "en-hidden" }, "Ligne"))]), ...form.columns.map(header))])), body);
  const scroll = make("div", { class: "en-scroll" }, table);
  const plus = make("button", { type: "button", on: { click: append } }, "Ajouter une ligne");
  const minus = make("button", { type: "button", on: { click: remove } }, "Retirer la ligne");
  // A click opens a list, and what is open takes no range: a button goes to the first cell instead.
  const paste = make("button", { type: "button", on: { click: () => (to(...(head ?? [headed ? 1 : 0, first])), tell("Appuyez sur Ctrl\u00a0+\u00a0V (⌘\u00a0+\u00a0V sur Mac)\u00a0: la plage copiée se colle à partir de cette case.")) } }, "Coller une plage");
  const tools = [...(!given && form.free ? [plus, minus] : []), ...(form.columns.some(({ options }) => options?.length) ? [paste] : [])];
  const element = make("div", { class: "en-grid" }, scroll, ...(tools.length ? [make("div", { class: "en-tools" }, ...tools)] : []));

  // --- Rows

  const text = (r, c) => (c < first ? String(form.keys[r][c]) : rows[r].cells[c].value);
  const texts = (r) => names.map((_, c) => text(r, c));
  const blank = (r) => rows[r].cells.every((control) => !control?.value);
  const filled = () => rows.findLastIndex((_, r) => !blank(r)) + 1;

  function rowName(r) {
    const own = given ? form.keys[r].slice(0, first) : form.columns.flatMap(({ key }, c) => (key && text(r, c) ? [text(r, c)] : []));
    return own.join(" ") || `Ligne ${nth(r)}`;
  }

  const heading = (r) => headed && r === 0;
  const nth = (r) => (headed ? r : r + 1);

  function cellName(r, c) {
    const column = headed ? (c ? text(0, c) || `colonne ${c}` : names[0]) : names[c] ?? `colonne ${c + 1}`;
    if (heading(r)) return c ? `Nom de la colonne ${c}` : "Coin du tableau, non utilisé";
    return `${!rows[r] || (form.columns[c]?.key && !given) ? `Ligne ${nth(r)}` : rowName(r)}, ${column}`;
  }

  function add() {
    const r = rows.length;
    const cells = form.columns.map(({ options }, c) => (c < first ? null : cell(options, { "aria-label": names[c] }, (now) => typed(c, now))));
    const label = given ? form.keys[r].slice(0, first).map((key) => make("th", { scope: "row", class: String(key).length > WRAPPED ? "en-key" : "en-key en-short" }, String(key))) : [make("th", { scope: heading(r) ? "col" : "row", class: "en-key en-number" })];
    const [tag, scope] = heading(r) ? ["th", "col"] : ["td", null];
    const item = make("tr", {}, ...label, ...cells.slice(first).map((control, c) => make(tag, { scope, class: form.columns[first + c].key ? "en-cell en-key" : "en-cell" }, control)));
    cells.forEach(widen);
    // What the names of the rows are stands in the corner.
    if (heading(r)) cells[0].placeholder = names[0];
    rows.push({ item, cells });
    (heading(r) ? table.tHead : body).append(item);
  }

  function widen(control, c) {
    if (control?.tagName !== "INPUT") return;
    control.size = widths[c];
    control.style.minWidth = `calc(${Math.min(KEPT, widths[c])}ch + 1em)`;
  }

  function fit(count) {
    while (rows.length < count) add();
    while (rows.length > Math.max(count, 1)) rows.pop().item.remove();
  }

  // One empty row more as the last is filled, then names, widths and sides as the texts now are.
  function settle() {
    const wanted = Math.max(least, Math.min(most, filled() + 1), filled());
    if (rows.length < wanted) fit(wanted);
    rows.forEach(({ item, cells }, r) => {
      if (heading(r)) item.cells[0].replaceChildren(make("span", { class: "en-hidden" }, "Ligne"));
      else if (!given) item.cells[0].textContent = String(nth(r));
      cells.forEach((control, c) => {
        if (!control) return;
        control.setAttribute("aria-label", cellName(r, c));
        control.parentElement.classList.toggle("en-right", FIGURE.test(control.value) || (!control.value && Boolean(form.columns[c].unit)));
        const long = Math.min(WIDEST, Math.ceil(control.value.length / STEP) * STEP);
        if (long > widths[c]) {
          widths[c] = long;
          rows.forEach((row) => widen(row.cells[c], c));
        }
      });
    });
    names.forEach((_, c) => {
      const filled = rows.map(({ cells }, r) => (heading(r) ? "" : cells[c]?.value)).filter(Boolean);
      table.tHead.rows[0].cells[c - first + heads]?.classList.toggle("en-right", c >= first && (filled.length ? filled.every((one) => FIGURE.test(one)) : Boolean(form.columns[c].unit)));
    });
    plus.setAttribute("aria-disabled", String(rows.length >= most));
    naming();
  }

  function naming() {
    const on = head && rows[head[0]] && !heading(head[0]) && !(head[0] >= filled() && rows.length <= least);
    minus.textContent = on ? `Retirer la ligne ${nth(head[0])}` : "Retirer la ligne";
    minus.setAttribute("aria-disabled", String(!on));
  }

  function typed(c, now) {
    settle();
    changed(now ? null : `typed ${head}`);
  }

  function append() {
    if (rows.length >= most) return;
    add();
    settle();
    to(rows.length - 1, 0);
    tell(`Ligne ${nth(rows.length - 1)} ajoutée.`);
  }

  function remove() {
    if (minus.getAttribute("aria-disabled") === "true") return;
    const [r, c] = head;
    const name = rowName(r);
    rows.splice(r, 1)[0].item.remove();
    settle();
    to(Math.min(r, rows.length - 1), c);
    changed(null);
    tell(`${name}\u00a0: ligne retirée. Ctrl + Z la remet.`);
  }

  // --- The current cell and the selection

  function place(target) {
    const box = target.closest?.(".en-cell");
    return box && table.contains(box) ? [rows.findIndex(({ item }) => item === box.parentElement), box.cellIndex - heads + first] : null;
  }

  const corners = () => [0, 1].map((k) => [Math.min(anchor[k], head[k]), Math.max(anchor[k], head[k])]);
  const several = () => anchor !== null && !same(anchor, head);

  function selected() {
    const [[top, bottom], [from, upto]] = corners();
    return rows.slice(top, bottom + 1).map(({ cells }) => cells.slice(from, upto + 1));
  }

  function paint() {
    table.querySelectorAll(".en-selected").forEach((box) => box.classList.remove("en-selected"));
    if (several()) selected().flat().forEach((control) => control.parentElement.classList.add("en-selected"));
    naming();
  }

  function to(r, c, extend = false) {
    if (!rows[r]?.cells[c]) return false;
    head = [r, c];
    if (!extend) anchor = head;
    moving = true;
    rows[r].cells[c].focus();
    rows[r].cells[c].select?.();
    moving = false;
    paint();
    return true;
  }

  function empty() {
    selected().flat().forEach((control) => put(control, ""));
    settle();
    changed(null);
  }

  table.addEventListener("focusin", (event) => {
    const at = place(event.target);
    if (!at || moving) return;
    anchor = head = at;
    event.target.select?.();
    paint();
  });
  table.addEventListener("focusout", () => (opened = null));

  table.addEventListener("keydown", (event) => {
    const at = place(event.target);
    const control = event.target;
    const bounds = control.tagName === "INPUT" ? [control.selectionStart, control.selectionEnd, control.value.length] : [0, 0, 0];
    if (!at || event.isComposing || event.ctrlKey || event.metaKey) return;
    // A list that is open takes the arrows for itself; no browser says that it is.
    if (control.tagName === "SELECT") {
      if (event.key === " " || event.altKey) opened = control;
      else if (opened === control && ["Escape", "Enter", "Tab"].includes(event.key)) opened = null;
      if (opened === control || event.altKey) return;
    } else if (event.altKey) return;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [event.shiftKey ? -1 : 1, 0] }[event.key];
    if (step) {
      const [start, end, length] = bounds;
      const extend = event.shiftKey && event.key !== "Enter";
      if (step[1] && (extend ? !several() && (start > 0 || end < length) : step[1] < 0 ? start > 0 : end < length)) return;
      if (to(head[0] + step[0], head[1] + step[1], extend) || event.key === "Enter" || control.tagName === "SELECT") event.preventDefault();
    } else if (several() && ["Delete", "Backspace"].includes(event.key)) {
      event.preventDefault();
      empty();
    } else if (several() && event.key === "Escape") to(...head);
    else if (event.key === "F2") control.setSelectionRange?.(bounds[2], bounds[2]);
    else if (several() && event.key.length === 1) (anchor = head), paint();
  });
  table.addEventListener("change", () => (opened = null));

  // --- The mouse: a first click selects what a cell holds, a second puts the caret, dragging selects cells

  table.addEventListener("mousedown", (event) => {
    const at = place(event.target);
    if (!at || event.button) return;
    const control = rows[at[0]].cells[at[1]];
    if (control.tagName === "SELECT" && !event.shiftKey) {
      opened = control;
      return;
    }
    dragging = true;
    if (!event.shiftKey && document.activeElement === control && event.target === control && !several()) return;
    event.preventDefault();
    to(...at, event.shiftKey && head !== null);
  });
  table.addEventListener("mouseover", (event) => {
    dragging &&= Boolean(event.buttons & 1);
    const at = dragging && place(event.target);
    if (at && !same(at, head)) to(...at, true);
  });

  // --- The clipboard

  for (const kind of ["copy", "cut"]) {
    table.addEventListener(kind, (event) => {
      if (!several()) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", writeRange(selected().map((controls) => controls.map(({ value }) => value))));
      if (kind === "cut") empty();
    });
  }

  table.addEventListener("paste", (event) => {
    const at = place(event.target) ?? head;
    const pasted = event.clipboardData.getData("text/plain");
    if (!at || !pasted) return;
    event.preventDefault();
    const range = readRange(pasted);
    const control = rows[at[0]].cells[at[1]];
    let found = null;
    if (range.length === 1 && range[0].length === 1) {
      const one = flat(range[0][0]);
      if (several() || control.tagName === "SELECT") selected().flat().forEach((cellOf) => put(cellOf, one));
      else control.setRangeText(one, control.selectionStart, control.selectionEnd, "end");
    } else {
      const [[row], [column]] = corners();
      const keys = given ? form.keys.map((texts) => texts.slice(0, first)) : [];
      found = laid(range, { names: known, keys, first, most, row, column });
      fit(Math.max(rows.length, ...found.cells.map(([r]) => r + 1)));
      found.cells.forEach(([r, c, one]) => put(rows[r].cells[c], one));
      to(row, column);
    }
    settle();
    changed(null);
    if (found) tell(found.told, !found.whole);
  });

  // --- Headers that stay in sight, as long as they leave half of the width to the rest

  const watch = new ResizeObserver(() => {
    const keys = [...table.tHead.rows[0].cells].slice(0, stuck);
    const total = keys.reduce((sum, th) => sum + th.offsetWidth, 0);
    const sticks = total <= scroll.clientWidth / 2;
    scroll.classList.toggle("en-sticks", sticks);
    scroll.style.scrollPaddingLeft = sticks ? `${total}px` : "";
    scroll.style.scrollPaddingTop = `${table.tHead.offsetHeight}px`;
    keys.reduce((left, th, k) => (scroll.style.setProperty(`--en-left-${k}`, `${left}px`), left + th.offsetWidth), 0);
    [table.tHead, body].forEach((part) => [...part.rows].forEach((row) => [...row.cells].slice(0, stuck).forEach((th, k) => th.style.setProperty("--en-left", `var(--en-left-${k})`))));
  });
  watch.observe(table);
  watch.observe(scroll);

  function show(value) {
    const at = names.map((name) => value?.columns.indexOf(name) ?? -1);
    const shown = value?.rows ?? [];
    const byKey = new Map(shown.map((row) => [at.slice(0, first).map((j) => row[j]).join("\n"), row]));
    const inside = table.contains(document.activeElement);
    fit(given ? form.keys.length : Math.max(least, shown.length));
    rows.forEach(({ cells }, r) => {
      const row = given ? byKey.get(form.keys[r].slice(0, first).join("\n")) : shown[r];
      cells.forEach((control, c) => control && put(control, row?.[at[c]] ?? ""));
    });
    settle();
    if (head) {
      anchor = head = [Math.min(head[0], rows.length - 1), head[1]];
      inside && !table.contains(document.activeElement) ? to(...head) : paint();
    }
  }

  return {
    element,
    whole: true,
    value: () => ({ columns: names, rows: rows.slice(0, given ? rows.length : filled()).map((_, r) => texts(r)) }),
    show,
    // A draft of other rows, of another variant's, has no place here.
    fits: (value) => Array.isArray(value?.rows) && value.rows.every(listOfTexts) && same(value.columns, names)
      && (!given || same(value.rows.map((row) => row.slice(0, first)), form.keys.map((row) => row.slice(0, first).map(String)))),
    name: cellName,
    go: (r, c) => to(r, Math.max(c, first)),
    mark(faults, by) {
      rows.forEach(({ cells }, r) => cells.forEach((control, c) => {
        if (!control) return;
        const fault = faults.find(({ row, column }) => row === r && column === c);
        control.parentElement.classList.toggle("en-fault", Boolean(fault));
        flag(control, fault?.sentence, fault ? by(fault) : null);
      }));
    },
    stop: () => watch.disconnect(),
  };
}
