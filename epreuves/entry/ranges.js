// A range of cells as spreadsheets put it on the clipboard, read, written, and laid on a grid. Texts are never read as numbers.
const flat = (text) => text.replace(/\s*[\r\n]+\s*/g, " ");
// Two names are the same whatever their capitals, their apostrophes and their spaces, no-break ones included.
const plain = (text) => String(text).normalize("NFC").replaceAll("’", "'").replace(/\s+/g, " ").trim().toLowerCase();

// A cell stands in quotes where it holds a tab, a line break or quotes that are doubled; otherwise quotes are the text's own.
function readRange(text) {
  const rows = [[]];
  const field = /"((?:[^"]|"")*)"(?=\t|\r|\n|$)|[^\t\r\n]*/y;
  let at = 0;
  for (;;) {
    field.lastIndex = at;
    const [whole, quoted] = field.exec(text);
    rows.at(-1).push(quoted !== undefined && /[\t\r\n]|""/.test(quoted) ? quoted.replaceAll('""', '"') : whole);
    at += whole.length;
    if (at >= text.length) break;
    if (text[at] === "\t") at += 1;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at >= text.length) break;
      rows.push([]);
    }
  }
  return rows;
}

function writeRange(rows) {
  const cell = (text) => (/[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\r\n");
}

const named = (texts) => texts.slice(0, 3).map((text) => `«\u00a0${flat(text).slice(0, 40)}\u00a0»`).join(", ") + (texts.length > 3 ? "…" : "");
const many = (count, one, several) => `${count}\u00a0${count > 1 ? several : one}`;

// Where each cell of a range goes, from the current cell: `cells` is [[row, column, text]…], `told` what found no place. A range that holds
// the grid's own headers or given rows is laid by their names, in whatever order they come.
// `keys`: the texts of the given rows; `first`: the first column that is typed; `most`: how many rows there may be.
function laid(range, { names, keys, first, most, row, column }) {
  const wide = Math.max(...range.map((one) => one.length));
  const left = { rows: [], columns: [] };
  const headers = range[0].map((text) => (plain(text) ? names.findIndex((forms) => forms.includes(plain(text))) : -1));
  const headed = headers.filter((at) => at >= 0).length * 2 >= Math.max(1, range[0].filter(plain).length) && headers.some((at) => at >= 0);
  const body = headed ? range.slice(1) : range;
  const where = Array.from({ length: wide }, (_, j) => (headed ? headers[j] ?? -1 : -1));
  // The columns of the range that name the given rows: by their headers, else because their texts are those.
  const lines = new Map(keys.map((texts, i) => [texts.map(plain).join("\n"), i]));
  const line = (texts, at) => lines.get(at.map((j) => plain(texts[j] ?? "")).join("\n"));
  let naming = null;
  if (keys.length) {
    const starts = Array.from({ length: Math.max(0, wide - first + 1) }, (_, j) => Array.from({ length: first }, (_, k) => j + k));
    const tries = [Array.from({ length: first }, (_, k) => where.indexOf(k)), ...starts.filter((at) => at.every((j) => where[j] < first))].filter((at) => !at.includes(-1));
    const hits = (at) => new Set(body.map((texts) => line(texts, at)).filter((one) => one !== undefined)).size;
    // Rows named by figures: a column of answers may hold the same ones, and is believed only where the range is too wide without.
    const doubtful = keys.every((texts) => texts.every((text) => /^\d*$/.test(plain(text)))) && wide <= names.length - column;
    if (doubtful) tries.splice(0, tries.length, ...tries.filter((at) => at.every((j) => where[j] >= 0)));
    naming = tries.find((at) => hits(at) > 0 && hits(at) * 2 >= body.filter((texts) => at.some((j) => plain(texts[j] ?? ""))).length) ?? null;
  }
  const free = where.map((_, j) => j).filter((j) => !naming?.includes(j));
  if (!headed) {
    const from = naming && free.length === names.length - first ? first : column;
    free.forEach((j, k) => (where[j] = from + k));
  }
  // One column to fill, one that none of the names is for: it is that one, whatever its header.
  const lost = free.filter((j) => where[j] < 0 && range.some((texts) => plain(texts[j] ?? "")));
  if (headed && names.length - first === 1 && lost.length === 1 && !free.some((j) => where[j] === first)) where[lost[0]] = first;
  const taken = new Set();
  const fits = new Map();
  for (const j of free) {
    const at = where[j];
    if (at >= first && at < names.length && !taken.has(at)) fits.set(j, at);
    // A column of given texts that is not ours to fill, or a blank one, is no loss.
    else if (range.some((texts) => plain(texts[j] ?? ""))) left.columns.push(headed && range[0][j] ? range[0][j] : "");
    taken.add(at);
  }
  const cells = [];
  const filled = new Set();
  body.forEach((texts, i) => {
    const at = naming ? line(texts, naming) : row + i;
    if (at === undefined || at >= most || filled.has(at)) {
      if (texts.some(plain)) left.rows.push(naming?.map((j) => texts[j] ?? "").join(" ").trim() || texts.find(plain));
      return;
    }
    filled.add(at);
    for (const [j, to] of fits) if (texts[j] !== undefined) cells.push([at, to, flat(texts[j])]);
  });
  const told = [];
  if (cells.length) told.push(`Plage collée\u00a0: ${many(filled.size, "ligne", "lignes")}, ${many(fits.size, "colonne", "colonnes")}.`);
  if (left.rows.length) told.push(`${many(left.rows.length, "ligne n'a pas trouvé place", "lignes n'ont pas trouvé place")}\u00a0: ${named(left.rows)}.`);
  const titled = left.columns.filter(Boolean);
  if (left.columns.length) told.push(`${many(left.columns.length, "colonne n'a pas trouvé place", "colonnes n'ont pas trouvé place")}${titled.length ? `\u00a0: ${named(titled)}` : ""}.`);
  return { cells, told: told.join(" "), whole: !left.rows.length && !left.columns.length };
}
