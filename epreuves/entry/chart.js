// A chart: its cells are a grid, its settings stand under it, each for the kinds that have it, and the picture is Python's.
const LONGEST = 300; // characters of a title, of a name
const SIDED = ["barres", "courbes", "nuage", "histogramme", "carte_chaleur"]; // kinds that have axes
const READABLE = ["barres", "courbes", "nuage", "secteurs"]; // kinds that are read in a workbook
const HEAVY = 5_000_000; // bytes of a workbook whose chart is read: a server takes no message of much more
const SETTINGS = ["title", "x_label", "y_label", "scale_label", "line", "line_label"]; // those that are texts

function chart({ form, id, title, described, changed, tell, borrow, open, ask }) {
  const headed = form.kinds[0][0] === "carte_chaleur";
  const cells = grid({ form, title, described, changed, tell, headed });
  const at = (part) => `${id}-set-${part}`;
  const settings = []; // { element, kinds }, in their order
  const texts = {};
  const several = form.columns.filter(({ key }) => !key).length > 1;
  const every = form.kinds.map(([kind]) => kind);

  function setting(kinds, label, attributes, ...controls) {
    const element = make("div", { class: "en-setting", ...attributes }, label, make("div", { class: "en-line" }, ...controls));
    settings.push({ element, kinds });
    return label;
  }

  function text(name, attributes = {}) {
    const typed = (event) => {
      changed(inserted(event) ? null : `typed ${name}`);
      if (event.target.value.length >= LONGEST) tell(`${LONGEST}\u00a0caractères au plus ici\u00a0: vérifiez la fin du texte.`, true);
    };
    return (texts[name] = make("input", { type: "text", id: at(name), maxlength: LONGEST, ...RAW, ...attributes, on: { input: typed } }));
  }

  const label = (part, words) => make("label", { for: at(part) }, words);
  const written = (kinds, name, words) => setting(kinds, label(name, words), {}, text(name, { class: "en-wide" }));

  // Radios in one line; `others`: what stands before the name of each.
  function radios(kinds, part, words, options, others = () => []) {
    const inputs = options.map(([value], i) => make("input", { type: "radio", id: at(`${part}-${i}`), name: at(part), value, on: { change: () => (settle(), changed(null)) } }));
    const name = make("span", { id: at(part) }, words);
    setting(kinds, name, { role: "radiogroup", "aria-labelledby": name.id }, ...inputs.map((input, i) => make("label", { class: "en-radio", for: input.id }, input, ...others(options[i]), options[i][1])));
    return {
      value: () => inputs.find(({ checked }) => checked)?.value ?? options[0][0],
      show: (value) => inputs.forEach((input, i) => (input.checked = inputs.some((one) => one.value === value) ? input.value === value : i === 0)),
    };
  }

  const kinds = form.kinds.length > 1 ? radios(every, "kind", "Graphique", form.kinds) : { value: () => every[0], show() {} };
  written(every, "title", "Titre");
  written(SIDED, "x_label", "Nom de l'axe horizontal");
  written(SIDED, "y_label", "Nom de l'axe vertical");
  written(["carte_chaleur"], "scale_label", "Ce que mesurent les couleurs");
  const orders = [["", "comme saisi"], ["croissant", "croissant"], ["decroissant", "décroissant"]];
  const order = make("select", { id: at("order"), on: { change: () => changed(null) } }, ...orders.map(([value, words]) => make("option", { value }, words)));
  const ordered = setting(["barres", "secteurs"], label("order", ""), {}, order);
  const stacked = make("input", { type: "checkbox", id: at("stacked"), on: { change: () => changed(null) } });
  if ((form.stacked ?? null) === null && several) setting(["barres"], label("stacked", "Barres empilées"), {}, stacked);
  const unit = form.columns.find(({ key }) => !key)?.unit;
  const mark = make("span", { id: at("mark") }, "Ligne repère (si la question en veut une)");
  setting(["barres", "courbes"], mark, { role: "group", "aria-labelledby": mark.id },
    label("line", "valeur"), text("line", { class: "en-figure" }), ...(unit ? [make("span", { class: "en-unit" }, unit)] : []), label("line_label", "nom"), text("line_label"));
  // A heat map has colours of its own.
  const colour = radios(every.filter((kind) => kind !== "carte_chaleur"), "colour", "Couleur", form.colours.map(([, name], i) => [String(i), name]), ([i]) => {
    const swatch = make("span", { class: "en-swatch", "aria-hidden": "true" });
    swatch.style.background = form.colours[i][0];
    return [swatch];
  });

  // --- Another question's answer, taken up

  const sources = make("select", { id: at("source"), on: { focus: ask } });
  const take = make("button", { type: "button", on: { click: () => (sources.value ? borrow(sources.value) : (sources.focus(), tell("Choisissez d'abord la réponse à reprendre."))) } }, "Reprendre");
  const borrowing = make("div", { class: "en-line en-borrow", hidden: true }, label("source", "Reprendre une de vos réponses"), sources, take);

  // --- A chart drawn in a spreadsheet

  async function picked() {
    const [file] = workbook.files;
    if (!file) return;
    try {
      if (file.size > HEAVY) return tell("Ce classeur dépasse 5\u00a0Mo\u00a0: mettez le graphique et ses données dans un classeur à part.", true);
      open(file.name, await file.arrayBuffer());
    } catch {
      tell("Ce fichier ne se lit pas\u00a0: il est ouvert dans un autre logiciel, ou c'est un dossier. Fermez-le, puis recommencez.", true);
    } finally {
      workbook.value = ""; // the same file, changed, can be chosen again
    }
  }

  const workbook = make("input", { type: "file", accept: ".xlsx", hidden: true, on: { change: picked } });
  const why = make("span", { id: at("workbook") }, "Reprendre un graphique fait au tableur");
  const choose = make("button", { type: "button", "aria-describedby": `${title} ${why.id}`, on: { click: () => workbook.click() } }, "Choisir un classeur .xlsx…");
  const opening = make("div", { class: "en-line en-borrow", hidden: !every.some((kind) => READABLE.includes(kind)) }, why, choose, workbook);

  function offer(offered) {
    const now = [["", "Choisir…"], ...offered.map((one) => [one.id, one.title])];
    borrowing.hidden = !offered.length;
    // A list that is open closes where its options change.
    if (same(now, [...sources.options].map((option) => [option.value, option.text]))) return;
    const chosen = sources.value;
    sources.replaceChildren(...now.map(([value, words]) => make("option", { value }, words)));
    sources.value = offered.some((one) => one.id === chosen) ? chosen : "";
  }

  // --- The picture

  const img = make("img", { alt: "" });
  const picture = make("div", { class: "en-picture", hidden: true }, img, make("p", { class: "en-drawing" }, "Dessin en cours…"));

  function settle() {
    const kind = kinds.value();
    settings.forEach((one) => (one.element.hidden = !one.kinds.includes(kind)));
    ordered.textContent = kind === "secteurs" ? "Ordre des parts" : "Ordre des barres";
  }

  const hint = make("p", { class: "en-soft", hidden: !headed }, "La première ligne donne le nom des colonnes\u00a0; les suivantes se dessinent dans cet ordre, de haut en bas.");
  return {
    ...cells,
    element: make("div", {}, hint, cells.element, borrowing, opening, make("div", { class: "en-settings" }, ...settings.map((one) => one.element))),
    below: picture,
    value() {
      const { columns, rows } = cells.value();
      const named = Object.fromEntries(SETTINGS.map((name) => [name, texts[name].value]));
      return { kind: kinds.value(), columns, rows, order: order.value, stacked: form.stacked ?? stacked.checked, ...named, colour: Number(colour.value()) };
    },
    show(value) {
      cells.show(value);
      kinds.show(value?.kind);
      order.value = value?.order ?? "";
      stacked.checked = value?.stacked ?? false;
      SETTINGS.forEach((name) => put(texts[name], value?.[name] ?? ""));
      colour.show(String(value?.colour ?? 0));
      settle();
    },
    fits: (value) => every.includes(value?.kind) && cells.fits(value) && SETTINGS.every((name) => typeof value[name] === "string"),
    offer,
    waits: (on) => picture.classList.toggle("en-waits", on),
    picture({ png, alt }) {
      picture.hidden = !png;
      if (!png) return;
      img.src = `data:image/png;base64,${png}`;
      img.alt = alt;
    },
  };
}
