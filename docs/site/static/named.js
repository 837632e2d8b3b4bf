// The theme's folding keys have no name to be read aloud: each takes that of the entry that it folds.
for (const key of document.querySelectorAll("summary:has(.toctree-toggle)")) {
  key.setAttribute("aria-label", `Déplier ou replier « ${key.closest("li")?.querySelector("a")?.textContent.trim() ?? ""} »`);
}
