// Building DOM nodes. Text always becomes a text node, so nothing that a person or an app wrote is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";
const asProperty = new Set(["value", "checked", "disabled", "selected", "hidden", "open", "tabIndex", "indeterminate"]);

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (asProperty.has(name)) {
      node[name] = value;
    } else {
      node.setAttribute(name === "testid" ? "data-testid" : name, value === true ? "" : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

export const el = (tag, props, ...children) => fill(document.createElement(tag), props, children);
export const svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);
export const byId = (id) => document.getElementById(id);

const icons = {
  menu: "M3 6h14M3 10h14M3 14h14",
  close: "M5 5l10 10M15 5L5 15",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  reply: "M4 5h12v8H9l-4 3v-3H4z",
  hash: "M7.5 3l-1.5 14M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  send: "M3 10l14-6-5 13-3-5zM9 12l8-8",
  bolt: "M11 2L4 11h5l-1 7 7-9h-5z",
  clock: "M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15M10 5.5V10l3 2",
  home: "M3 9l7-6 7 6v8h-5v-5H8v5H3z",
  chat: "M3 4h14v9H9l-4 3.5V13H3z",
  theme: "M10 2.5a7.5 7.5 0 1 0 0 15zM10 2.5a7.5 7.5 0 1 1 0 15",
  chevron: "M7 4l6 6-6 6",
  down: "M10 4v12M5 11l5 5 5-5",
  plug: "M7 2v4M13 2v4M5 6h10v3a5 5 0 0 1-10 0zM10 14v4",
  back: "M12 4l-6 6 6 6",
  image: "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 7.5h.01",
  file: "M5 2h7l4 4v12H5zM12 2v4h4",
};

export function icon(name, size = 18) {
  return svg("svg", {
    viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true", fill: "none",
    stroke: "currentColor", "stroke-width": name === "more" ? 2.6 : 1.6, "stroke-linecap": "round", "stroke-linejoin": "round",
  }, svg("path", { d: icons[name] }));
}

// Only these schemes may be followed: a link to javascript: or data: becomes plain text.
export function safeURL(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

let lastID = 0;
export const uniqueID = (prefix) => `${prefix}-${++lastID}`;

export function announce(text) {
  const region = byId("announcer");
  region.textContent = "";
  region.textContent = text;
}
