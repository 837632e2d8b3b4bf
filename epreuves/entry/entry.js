// The browser's side of a form; see `widget.py` for what is said between the two.
function render({ model, el }) {
  const form = model.get("form"), client = Math.random().toString(36).slice(2), input = document.createElement("input"), said = document.createElement("p");
  let n = 0;
  input.value = typeof model.get("value") === "string" ? model.get("value") : "";
  input.setAttribute("aria-label", form.title || form.id);
  input.addEventListener("input", () => model.send({ kind: "typed", client, n: ++n, value: input.value }));
  input.addEventListener("keydown", (event) => event.stopPropagation());
  const tell = () => { said.textContent = model.get("notice").sentence; };
  model.on("change:notice", tell); tell();
  el.append(input, said);
}
export default { render };
