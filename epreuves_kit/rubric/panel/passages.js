// Passages of a writing: found by their words in what is shown, marked there, and chosen by pointer or, from the keyboard, sentence by sentence.
const AROUND = 60; // characters kept on either side of a passage
const STUB = 4; // characters of what is no sentence yet
const OTHERS = ".ep-number, .ep-error, .ep-soft, .ep-code, .ep-output"; // what no candidate wrote as a text
const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, pre, blockquote";

// The cell of a writing, which a class of it bears: no attribute but those on the panel's lists passes its last wall.
const pieceOf = (writing) => [...writing.classList].find((name) => name.startsWith("ep-id-")).slice("ep-id-".length);

// An element's text with its spaces run together, the place of each character, and where its blocks begin.
function readText(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(OTHERS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const places = [], starts = [];
  let text = "", block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement.closest(BLOCKS);
    for (let i = 0; i < node.data.length; i += 1) {
      const space = /\s/.test(node.data[i]);
      if (space && (text === "" || text.endsWith(" "))) continue;
      if (!space && own !== block) {
        starts.push(text.length);
        block = own;
      }
      text += space ? " " : node.data[i];
      places.push([node, i]);
    }
  }
  return { text, places, starts };
}

function rangeOf({ places }, start, end) {
  const range = document.createRange();
  range.setStart(...places[start]);
  range.setEnd(places[end - 1][0], places[end - 1][1] + 1);
  return range;
}

// A passage in a writing; of several alike, the one between the words that stood around it. Null where the text changed.
function findPassage(paper, { quote, before, after }) {
  const read = readText(paper);
  let best = null, score = -1;
  for (let at = read.text.indexOf(quote); at >= 0; at = read.text.indexOf(quote, at + 1)) {
    const left = read.text.slice(0, at).trimEnd(), right = read.text.slice(at + quote.length).trimStart();
    const here = (before && left.endsWith(before) ? 1 : 0) + (after && right.startsWith(after) ? 1 : 0);
    if (here > score) [best, score] = [at, here];
  }
  return best === null ? null : rangeOf(read, best, best + quote.length);
}

// What a range holds is set in marks, piece of text by piece of text, and the remark's number follows the last.
function markPassage(range, number) {
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const nodes = [];
  if (range.commonAncestorContainer.nodeType === Node.TEXT_NODE) nodes.push(range.commonAncestorContainer);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (range.intersectsNode(node)) nodes.push(node);
  const pieces = nodes.map((node) => [node, node === range.startContainer ? range.startOffset : 0, node === range.endContainer ? range.endOffset : node.data.length])
    .filter(([node, from, to]) => to > from && node.data.slice(from, to).trim() && !node.parentElement.closest(OTHERS));
  let last = null;
  for (const [node, from, to] of pieces) {
    const piece = node.splitText(from);
    piece.splitText(to - from);
    last = make("mark", { class: "ep-passage" });
    piece.replaceWith(last);
    last.append(piece);
  }
  last?.after(make("sup", { class: "ep-number" }, String(number)));
}

// A paragraph cut in sentences; by its full stops where the browser does not know better.
function segmented(paragraph) {
  if (Intl.Segmenter) return new Intl.Segmenter("fr", { granularity: "sentence" }).segment(paragraph);
  return [...paragraph.matchAll(/[^.!?…]+[.!?…]*\s*|[.!?…]+\s*/g)].map(({ 0: segment, index }) => ({ segment, index }));
}

// The sentences of a writing, as [start, end] in its text: none goes over the end of a paragraph, a line of a list or a cell.
function sentences({ text, starts }) {
  return starts.flatMap((start, i) => {
    const own = [];
    for (const { segment, index } of segmented(text.slice(start, starts[i + 1] ?? text.length))) {
      const from = start + index, to = from + segment.trimEnd().length;
      // « 1. » is no sentence, but the beginning of one.
      if (own.length && own.at(-1)[1] - own.at(-1)[0] < STUB) own.at(-1)[1] = to;
      else if (to > from) own.push([from, to]);
    }
    return own;
  });
}

// A grader's choice of a passage in the writings of `copy`. tell: says aloud what the keyboard chose.
class Choice {
  constructor(copy, tell) {
    this.copy = copy;
    this.tell = tell;
    this.at = null;
  }

  // The passage chosen now, as it is kept; null for none, or one that goes over several writings.
  get() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer.nodeType === Node.TEXT_NODE ? range.commonAncestorContainer.parentElement : range.commonAncestorContainer;
    const paper = around.closest(".ep-writing.ep-piece > .ep-paper");
    if (!paper || !this.copy.contains(paper)) return null;
    const read = readText(paper);
    const inside = read.places.map(([node, i], at) => (range.comparePoint(node, i) === 0 && !(node === range.endContainer && i >= range.endOffset) ? at : -1)).filter((at) => at >= 0);
    if (!inside.length) return null;
    const quote = read.text.slice(inside[0], inside.at(-1) + 1).trim();
    const start = read.text.indexOf(quote, inside[0]), end = start + quote.length;
    return quote && { cell: pieceOf(paper.parentElement), quote, before: read.text.slice(0, start).trim().slice(-AROUND), after: read.text.slice(end).trim().slice(0, AROUND) };
  }

  // The keyboard's turn: the first sentence of a writing, the one that is looked at.
  begin() {
    const papers = [...this.copy.querySelectorAll(".ep-writing.ep-piece > .ep-paper")].filter((paper) => readText(paper).text.trim());
    const top = this.copy.getBoundingClientRect().top;
    const paper = papers.find((one) => one.getBoundingClientRect().bottom > top + 40) || papers.at(-1);
    if (!paper) return false;
    const read = readText(paper), all = sentences(read);
    const first = Math.max(0, all.findIndex(([from, to]) => rangeOf(read, from, to).getBoundingClientRect().bottom > top));
    this.at = { papers, paper, read, all, from: first, to: first };
    this.show();
    return true;
  }

  // by: sentences, after or before; wider: what is chosen grows.
  move(by, wider) {
    const at = this.at, to = at.to + by;
    if (to < 0 || to >= at.all.length) {
      const next = at.papers[at.papers.indexOf(at.paper) + by];
      if (wider || !next) return;
      const read = readText(next), all = sentences(read), end = by > 0 ? 0 : all.length - 1;
      this.at = { ...at, paper: next, read, all, from: end, to: end };
    } else this.at = { ...at, to, from: wider ? at.from : to };
    this.show();
  }

  show() {
    const { read, all, from, to } = this.at;
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const range = rangeOf(read, all[first][0], all[last][1]);
    window.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    const end = rangeOf(read, ...all[to]).getBoundingClientRect(), box = this.copy.getBoundingClientRect();
    if (end.top < box.top + 8) this.copy.scrollTop += end.top - box.top - 40;
    else if (end.bottom > box.bottom - 8) this.copy.scrollTop += end.bottom - box.bottom + 40;
    this.tell(read.text.slice(all[first][0], all[last][1]));
  }

  end() {
    if (this.at) window.getSelection().removeAllRanges();
    this.at = null;
  }
}
