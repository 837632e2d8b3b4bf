// The panel's last word, told by a screen reader as it comes; and JupyterLab's shortcuts kept out of the panel, whose keys
// they would take (« a » puts a cell above, « 2 » makes a title). Saving the notebook is let through.
function render({ model, el }) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  const tell = () => {
    line.textContent = model.get("said");
    line.style.color = model.get("wrong") ? "#a11212" : "#1b5e20";
  };
  model.on("change:said", tell);
  tell();
  el.append(line);
  const shortcuts = (event) => {
    // On the field itself: the attribute on what is around it comes after JupyterLab's keys for whatever has the focus.
    if (!el.closest(".epreuves-oral")?.contains(event.target)) return;
    const saving = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !saving);
  };
  window.addEventListener("keydown", shortcuts, true);
  return () => window.removeEventListener("keydown", shortcuts, true);
}

export default { render };
