// What lacks of a list, as the first line of a comment says it: the candidate reads it there, and it is read back from there.
const LACKS = "Il manque\u00a0: ";

const lacksLine = (comment) => comment.split("\n").find((line) => line.startsWith(LACKS)) || "";

// Ranks of what lacks, by a comment; a grader may have gone on writing after the last.
function lackingIn(comment, expected) {
  const pieces = lacksLine(comment).slice(LACKS.length).split("\u00a0; ");
  return new Set(expected.flatMap((text, rank) => (pieces.some((piece) => piece === text || piece.startsWith(`${text}.`)) ? [rank] : [])));
}

// A comment of which the first line says what lacks, and nothing where nothing does; a grader's own words are kept, on that line too.
function withLacking(comment, expected, lacking) {
  const line = lacksLine(comment), others = comment.split("\n").filter((other) => !line || other !== line);
  const own = expected.reduce((rest, text) => rest.replace(text, ""), line.slice(LACKS.length)).replace(/^[\s;.]+/, "");
  const told = expected.filter((_, rank) => lacking.has(rank));
  return [...(told.length ? [`${LACKS}${told.join("\u00a0; ")}.`] : []), ...(own ? [own] : []), ...others].join("\n").trim();
}
