// The stack of open modals. Only the top one is shown; what was typed in each is kept while it lasts.

import { announce, el, icon } from "./dom.js";
import { api, explain } from "./api.js";
import { blocks, showFieldError } from "./blocks.js";
import { plain } from "./prose.js";
import { problem } from "./validate.js";
import { appName, world } from "./world.js";

let stack = []; // [{view, values, memory, errors}]
let dialog = null;
let opener = null;

// showView opens a view, or redraws it when it is open already.
export function showView(view) {
  if (!view?.id) return;
  const open = stack.find((entry) => entry.view.id === view.id);
  if (open) Object.assign(open, { view, errors: {} });
  else stack.push({ view, values: structuredClone(view.state?.values ?? {}), memory: {}, errors: {} });
  draw();
}

export function dropView(id) {
  const before = stack.length;
  stack = stack.filter((entry) => entry.view.id !== id);
  if (stack.length !== before) draw();
}

export function dropAllViews() {
  stack = [];
  draw();
}

const top = () => stack.at(-1);

function draw() {
  if (!top()) {
    dialog?.remove();
    dialog = null;
    if (opener?.isConnected) opener.focus();
    opener = null;
    return;
  }
  const focused = dialog?.contains(document.activeElement) ? remember(document.activeElement) : null;
  const scroll = dialog?.querySelector(".dialog-body")?.scrollTop ?? 0;
  const sameView = dialog?.dataset.view === top().view.id;
  if (!dialog) {
    opener = document.activeElement;
    dialog = el("dialog", { class: "dialog", "data-testid": "modal", "aria-labelledby": "modal-title" });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      closeTop();
    });
    document.body.append(dialog);
  }
  dialog.dataset.view = top().view.id;
  dialog.replaceChildren(form(top()));
  if (!dialog.open) dialog.showModal();
  for (const [blockID, message] of Object.entries(top().errors)) showFieldError(dialog, blockID, message);
  if (sameView) {
    dialog.querySelector(".dialog-body").scrollTop = scroll;
    restore(focused);
  } else {
    focusFirst();
    announce(plain(top().view.title));
  }
}

function remember(node) {
  const field = node.closest("[data-block]");
  return field && {
    block: field.dataset.block, index: [...field.querySelectorAll("input, select, textarea, button, summary")].indexOf(node),
    caret: node.selectionStart ?? null,
  };
}

function restore(focused) {
  const field = focused && dialog.querySelector(`[data-block="${CSS.escape(focused.block)}"]`);
  const control = field?.querySelectorAll("input, select, textarea, button, summary")[focused.index];
  if (!control) {
    focusFirst();
    return;
  }
  control.focus();
  if (focused.caret !== null && control.setSelectionRange) {
    try {
      control.setSelectionRange(focused.caret, focused.caret);
    } catch { /* this kind of input has no caret */ }
  }
}

function focusFirst() {
  const first = dialog.querySelector("[autofocus]") ??
    dialog.querySelector(".dialog-body :is(input, textarea, select, summary.control):not([disabled]):not([hidden])") ??
    dialog.querySelector("[data-testid=modal-submit]") ?? dialog.querySelector(".dialog-head button");
  first?.focus();
}

function form(entry) {
  const { view } = entry;
  const host = {
    values: entry.values,
    memory: entry.memory,
    redraw: draw,
    touched: (blockID) => {
      delete entry.errors[blockID];
      showFieldError(dialog, blockID, null);
    },
    dispatch: async (spec, blockID, payload) => {
      const result = await api.action({
        as: world.as, view_id: view.id, block_id: blockID, action_id: spec.action_id, type: spec.type, ...payload, state: shownValues(entry),
      });
      if (!result.ok) complain(explain(result.error, appName()));
    },
  };
  const hasInput = (view.blocks ?? []).some((block) => block.type === "input");
  const submit = view.submit ? plain(view.submit) : hasInput ? "Submit" : null;
  const close = view.close ? plain(view.close) : stack.length > 1 ? "Back" : submit ? "Cancel" : "Close";
  return el("form", { novalidate: true, class: "dialog-form", on: { submit: (event) => send(event, entry) } },
    el("header", { class: "dialog-head" },
      stack.length > 1 && el("button", { type: "button", class: "icon-btn", "aria-label": "Back", on: { click: closeTop } }, icon("back")),
      el("h2", { id: "modal-title" }, plain(view.title)),
      el("span", { class: "dialog-by" }, appName()),
      el("button", { type: "button", class: "icon-btn", "aria-label": "Close", on: { click: closeTop } }, icon("close"))),
    el("div", { class: "dialog-body blocks", tabindex: "-1" }, blocks(view.blocks, host)),
    el("footer", { class: "dialog-foot" },
      el("p", { class: "dialog-problem", role: "alert" }),
      el("button", { type: "button", class: "btn", on: { click: closeTop } }, close),
      submit && el("button", { type: "submit", class: "btn btn-primary", "data-testid": "modal-submit" }, submit)));
}

// shownValues leaves out what belongs to fields that an update of the view has taken away.
function shownValues(entry) {
  const state = {};
  for (const block of entry.view.blocks ?? []) {
    const values = entry.values[block.block_id];
    const present = [block.element, block.accessory, ...(block.elements ?? [])].filter(Boolean).map((spec) => spec.action_id);
    for (const [actionID, value] of Object.entries(values ?? {})) {
      if (present.includes(actionID)) (state[block.block_id] ??= {})[actionID] = value;
    }
  }
  return state;
}

function complain(text) {
  const place = dialog?.querySelector(".dialog-problem");
  if (place) place.textContent = text;
}

function localErrors(entry) {
  const errors = {};
  for (const block of entry.view.blocks ?? []) {
    if (block.type !== "input") continue;
    const message = problem(block, entry.values[block.block_id]?.[block.element.action_id]);
    if (message) errors[block.block_id] = message;
  }
  return errors;
}

async function send(event, entry) {
  event.preventDefault();
  const button = dialog.querySelector("[data-testid=modal-submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  complain("");
  if (showErrors(entry, localErrors(entry))) return;
  button.setAttribute("aria-busy", "true");
  const result = await api.submit({ as: world.as, view_id: entry.view.id, state: shownValues(entry) });
  button.removeAttribute("aria-busy");
  if (top() !== entry) return; // closed meanwhile
  if (showErrors(entry, result.errors ?? {})) return;
  if (result.view) showView(result.view);
  else if (result.closed) dropView(entry.view.id);
  else if (!result.ok) complain(explain(result.error, appName()));
}

function showErrors(entry, errors) {
  entry.errors = errors;
  const ids = Object.keys(errors);
  const unplaced = ids.filter((blockID) => !showFieldError(dialog, blockID, errors[blockID]));
  if (unplaced.length) complain(unplaced.map((blockID) => errors[blockID]).join(" "));
  const first = dialog?.querySelector(".has-error :is(input, select, textarea, summary)");
  first?.focus();
  first?.scrollIntoView({ block: "center" });
  return ids.length > 0;
}

async function closeTop() {
  const closing = top();
  if (!closing) return;
  dropView(closing.view.id);
  await api.closeView({ as: world.as, view_id: closing.view.id });
}
