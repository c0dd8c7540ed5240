// The blocks of Block Kit, one drawer each.

import { el, icon, safeURL } from "./dom.js";
import { chart } from "./charts.js";
import { element } from "./elements.js";
import { parseMarkdown } from "./markdown.js";
import { parseRichText } from "./richtext.js";
import { drawBlocks, plain, textObject } from "./prose.js";
import { dataTable, table } from "./tables.js";

// blocks draws a list of blocks for a host (see elements.js).
export function blocks(list, host) {
  return (list ?? []).map((block, index) => {
    const draw = drawers[block.type];
    const node = draw ? draw(block, host, index) : unknown(block);
    node.classList.add("block", `block-${block.type}`);
    if (block.block_id) node.dataset.block = block.block_id;
    return node;
  });
}

const prose = (...children) => el("div", { class: "prose" }, ...children);
const unknown = (block) => el("div", { class: "placeholder" }, `This content (“${block.type}”) cannot be displayed here.`);

function section(block, host) {
  const fields = block.fields?.length > 0 && el("div", { class: "fields" }, block.fields.map((field) => prose(textObject(field))));
  return el("div", { class: "section" },
    el("div", { class: "section-body" }, block.text && prose(textObject(block.text)), fields),
    block.accessory && el("div", { class: "section-accessory" }, accessory(block, host)));
}

const accessory = (block, host) => (block.accessory.type === "image"
  ? picture(block.accessory, "thumb")
  : element(block.accessory, block.block_id, host));

function header(block) {
  const level = Math.min(6, (block.level ?? 1) + 1);
  return el(`h${level}`, { class: "header" }, plain(block.text));
}

const context = (block) => el("div", { class: "context" }, (block.elements ?? []).map((item) =>
  (item.type === "image" ? picture(item, "context-image") : prose(textObject(item)))));

const actions = (block, host) => el("div", { class: "actions" }, (block.elements ?? []).map((item) => element(item, block.block_id, host)));

// Pictures from elsewhere are not fetched: the page works without any network. Their description stands in their place.
function picture(block, look) {
  const url = safeURL(block.image_url ?? "");
  if (url && new URL(url).origin === location.origin) return el("img", { src: url, alt: block.alt_text ?? "", class: look });
  return el("span", { class: `picture ${look}`, role: "img", "aria-label": block.alt_text || "picture", title: block.alt_text },
    icon("image"), look === "picture-wide" && el("span", { "aria-hidden": "true" }, block.alt_text));
}

const image = (block) => el("figure", { class: "image" }, block.title && el("figcaption", null, plain(block.title)), picture(block, "picture-wide"));

// input draws the label, the control, the hint and a place for the error of one field.
function input(block, host) {
  const spec = block.element ?? {};
  const control = element(spec, block.block_id, host, block);
  const grouped = ["radio_buttons", "checkboxes"].includes(spec.type) || spec.type?.startsWith("multi_");
  const id = control.id;
  const hint = block.hint && el("p", { class: "hint", id: `${id}-hint` }, plain(block.hint));
  const error = el("p", { class: "field-error", id: `${id}-error`, role: "alert", "data-testid": `error-${block.block_id}`, hidden: true });
  const label = el(grouped ? "span" : "label", { class: "label", id: `${id}-label`, for: grouped ? null : id },
    plain(block.label), block.optional && el("span", { class: "optional" }, " (optional)"));
  const described = [`${id}-error`, hint && hint.id].filter(Boolean).join(" ");
  const target = spec.type?.startsWith("multi_") ? control.querySelector("summary") : control;
  target.setAttribute("aria-describedby", described);
  if (grouped) {
    target.removeAttribute("aria-label");
    target.setAttribute("aria-labelledby", `${id}-label`);
  }
  return el("div", { class: "field", "data-testid": `field-${block.block_id}` }, label, control, error, hint);
}

export function showFieldError(root, blockID, message) {
  const error = root.querySelector(`[data-testid="error-${CSS.escape(blockID)}"]`);
  if (!error) return false;
  const field = error.closest(".field");
  error.hidden = !message;
  error.replaceChildren(...(message ? [message] : []));
  field.classList.toggle("has-error", Boolean(message));
  for (const control of field.querySelectorAll("input, select, textarea, summary")) {
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  return true;
}

function container(block, host, index) {
  const title = block.title ? [plain(block.title)] : block.rich_text_title ? drawBlocks(parseRichText(block.rich_text_title.elements)) : [];
  const heading = [
    block.icon && picture(block.icon, "context-image"),
    el("span", { class: "container-titles" }, el("span", { class: "container-title" }, title),
      block.subtitle && el("span", { class: "container-subtitle" }, plain(block.subtitle))),
  ];
  const children = el("div", { class: "container-body blocks" }, blocks(block.child_blocks, host));
  const width = `container-${block.width || "standard"}`;
  if (!block.is_collapsible) {
    return el("div", { class: `container ${width}` },
      el("div", { class: block.has_header_divider ? "container-head ruled" : "container-head" }, heading), children);
  }
  const key = `container/${block.block_id ?? index}`;
  const node = el("details", {
    class: `container ${width}`, open: host.memory[key] ?? !block.default_collapsed, on: { toggle: () => { host.memory[key] = node.open; } },
  }, el("summary", { class: "container-head" }, icon("chevron", 16), heading), children);
  return node;
}

function alert(block) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const word = { warning: "Warning: ", error: "Error: ", success: "Done: " }[level];
  return el("div", { class: `alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    prose(word && el("span", { class: "sr-only" }, word), textObject(block.text)));
}

const drawers = {
  section,
  header,
  divider: () => el("hr", { class: "divider" }),
  context,
  actions,
  input,
  image,
  rich_text: (block) => prose(drawBlocks(parseRichText(block.elements))),
  markdown: (block) => prose(drawBlocks(parseMarkdown(block.text ?? ""))),
  table,
  data_table: dataTable,
  data_visualization: chart,
  container,
  alert,
};
