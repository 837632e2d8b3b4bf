// The last wall before a grader's page: of what a copy holds, only tags and attributes on these lists are built, and images that are data.
// `DOMParser` makes a document that runs nothing and fetches nothing; only what passes is taken out of it.
const TAGS = new Set(("p br hr h1 h2 h3 h4 h5 h6 strong b em i s code pre blockquote ul ol li table thead tbody tfoot tr th td caption div span small sub " +
  "sup img section details summary mark").split(" ").map((tag) => tag.toUpperCase()));
const ATTRIBUTES = new Set(["class", "tabindex", "role", "aria-label", "aria-hidden", "title", "scope", "colspan", "rowspan", "start", "alt", "src", "open"]);
const IMAGE = /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]*$/;

function keeps(element, name, value) {
  if (!ATTRIBUTES.has(name)) return false;
  if (name === "src") return element.tagName === "IMG" && IMAGE.test(value);
  if (name === "class") return value.split(/\s+/).every((token) => token.startsWith("ep-"));
  return true;
}

function inert(html) {
  const source = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...source.body.querySelectorAll("*")]) {
    if (!TAGS.has(element.tagName)) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      if (!keeps(element, name, value)) element.removeAttribute(name);
    }
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...source.body.childNodes);
  return fragment;
}
