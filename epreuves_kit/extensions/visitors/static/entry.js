// The code stands in the fragment of the address, which no browser sends and no log has: it is posted, then taken out of the address bar and of the history.
const said = document.getElementById("said"), prefix = document.body.dataset.prefix;

async function enter() {
  const code = location.hash.slice(1);
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  said.textContent = "Ouverture…";
  try {
    const answer = await fetch(`${prefix}entrer`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code: decoded(code) }),
    });
    const told = await answer.json();
    if (answer.ok) location.replace(prefix + told.to);
    else said.textContent = told.said;
  } catch {
    said.textContent = "Le guichet ne répond pas : vérifiez le réseau, puis rouvrez le lien.";
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

addEventListener("hashchange", enter);
enter();
