/* Elements, made without markup: every text is set as text, so no name can become an element. */

const SVG = "http://www.w3.org/2000/svg";

/** h("p", {class: "soft", onclick}, "text", child, …): attributes, listeners and children. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element with an id, which the template promises. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const shown = new WeakMap();

/** Draw an element anew only if it shows another state: what a finger is on stays under it. */
export function drawOnce(element, state, draw) {
  const key = JSON.stringify(state);
  if (shown.get(element) === key) return;
  shown.set(element, key);
  draw();
}
