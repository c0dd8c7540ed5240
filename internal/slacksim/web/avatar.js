// A person is shown by initials on a steady colour; the app by its loop.

import { el, svg } from "./dom.js";
import { nameOf } from "./world.js";

export function avatar(userID, size = "") {
  if (!userID) return el("span", { class: `avatar avatar-app ${size}`, "aria-hidden": "true" }, loop());
  const words = nameOf(userID).split(/\s+/).filter(Boolean);
  const initials = (words.length > 1 ? words[0][0] + words.at(-1)[0] : words[0]?.slice(0, 2) ?? "?").toUpperCase();
  const tone = [...userID].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 997, 7) % 8;
  return el("span", { class: `avatar tone-${tone} ${size}`, "aria-hidden": "true" }, initials);
}

export const loop = () => svg("svg", { viewBox: "4 8 24 16", "aria-hidden": "true" },
  svg("path", {
    d: "M16 16c-2-3-4-4-6-4a4 4 0 1 0 0 8c2 0 4-1 6-4s4-4 6-4a4 4 0 1 1 0 8c-2 0-4-1-6-4z",
    fill: "none", stroke: "currentColor", "stroke-width": "2.4",
  }));
