// What lies above the page for a moment: menus, questions and toasts.

import { byId, el, icon } from "./dom.js";
import { plain, textObject } from "./prose.js";

let closeOpenMenu = () => {};

// openMenu shows items [{label, danger?, note?, run}] beside the anchor, with the keys of a menu.
export function openMenu(anchor, label, items) {
  closeOpenMenu();
  const buttons = items.map((item) => el("button", {
    type: "button", role: "menuitem", class: item.danger ? "menu-item danger-text" : "menu-item", tabindex: "-1",
    on: { click: () => { close(true); item.run(); } },
  }, el("span", null, item.label), item.note && el("span", { class: "menu-note" }, item.note)));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual", on: { keydown: onKey } }, buttons);

  function close(refocus) {
    if (!menu.isConnected) return;
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", onOutside, true);
    removeEventListener("resize", onMove);
    closeOpenMenu = () => {};
    if (refocus) anchor.focus();
  }
  const onOutside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  const onMove = () => close(false);
  function onKey(event) {
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      buttons.at(step % buttons.length).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  }

  // Inside an open dialog everything else is inert, so the menu has to live in the dialog.
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", onOutside, true);
  addEventListener("resize", onMove);
  closeOpenMenu = () => close(false);
  buttons[0]?.focus();
}

function place(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 6 + height <= innerHeight || anchor.top < height + 12;
  const left = Math.max(8, Math.min(anchor.left, innerWidth - width - 8));
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? Math.max(8, Math.min(anchor.bottom + 6, innerHeight - height - 8)) : anchor.top - height - 6}px`;
}

// ask shows the confirm object of Block Kit and resolves to whether the person agreed.
export function ask(confirm) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "dialog dialog-small", "data-testid": "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      el("h2", { id: "confirm-title" }, plain(confirm.title) || "Are you sure?"),
      el("div", { id: "confirm-text", class: "prose" }, textObject(confirm.text)),
      el("div", { class: "dialog-foot" },
        el("button", { type: "button", class: "btn", on: { click: () => dialog.close("") } }, plain(confirm.deny) || "Cancel"),
        el("button", {
          type: "button", class: confirm.style === "danger" ? "btn btn-danger" : "btn btn-primary", on: { click: () => dialog.close("yes") },
        }, plain(confirm.confirm) || "Yes")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// dropToasts takes away what was told to somebody else.
export function dropToasts() {
  const box = byId("toasts");
  box.replaceChildren();
  if (box.matches(":popover-open")) box.hidePopover();
}

// toast shows a short notice; with an action it can be pressed.
export function toast(title, text, { kind = "info", run, seconds = 7 } = {}) {
  const box = byId("toasts");
  const close = () => {
    note.remove();
    if (!box.childElementCount && box.matches(":popover-open")) box.hidePopover();
  };
  const body = [el("strong", null, title), el("span", { class: "toast-text" }, text)];
  const note = el("div", { class: `toast toast-${kind}`, "data-testid": "toast", role: kind === "error" ? "alert" : "status" },
    run
      ? el("button", { type: "button", class: "toast-body", on: { click: () => { close(); run(); } } }, body)
      : el("div", { class: "toast-body" }, body),
    el("button", { type: "button", class: "icon-btn", "aria-label": "Dismiss", on: { click: close } }, icon("close", 14)));
  while (box.childElementCount > 2) box.firstElementChild.remove();
  box.append(note);
  // Shown again each time, so that it lies above a dialog that was opened since.
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  let timer = setTimeout(close, seconds * 1000);
  const hold = () => clearTimeout(timer);
  const release = () => { timer = setTimeout(close, 3000); };
  note.addEventListener("pointerenter", hold);
  note.addEventListener("pointerleave", release);
  note.addEventListener("focusin", hold);
  note.addEventListener("focusout", release);
}
