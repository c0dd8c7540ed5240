// The message box: Enter sends, "/" suggests commands, "@" people and "#" channels.

import { announce, el, icon, uniqueID } from "./dom.js";
import { api, explain } from "./api.js";
import { openMenu } from "./overlays.js";
import { runShortcut } from "./messages.js";
import { suggestions } from "./typing.js";
import { appName, people, world } from "./world.js";

// composer returns {node, aim, focus}; aim tells it where its words go: {channel, title, thread}.
export function composer({ id, testid, sent }) {
  let target = {};
  let options = [];
  let chosen = 0;
  const listID = uniqueID("suggestions");
  const list = el("div", { class: "suggestions", id: listID, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const usage = el("p", { class: "usage", hidden: true });
  const complaint = el("p", { class: "complaint", role: "alert", hidden: true });
  const box = el("textarea", {
    id, rows: 1, class: "composer-text", "data-testid": testid, "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": listID,
    autocomplete: "off", spellcheck: "true", enterkeyhint: "send",
    on: { input: onInput, keydown: onKey, blur: () => setTimeout(hide, 150), click: suggest },
  });
  const send = el("button", { type: "submit", class: "send", "data-testid": testid === "composer" ? "send" : "thread-send", "aria-label": "Send", title: "Send" }, icon("send"));
  const bolt = el("button", {
    type: "button", class: "icon-btn", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false",
    on: { click: () => openMenu(bolt, "Shortcuts", globalShortcuts().map((shortcut) => ({ label: shortcut.name, note: appName(), run: () => runShortcut(shortcut) }))) },
  }, icon("bolt"));
  const node = el("form", { class: "composer", on: { submit: (event) => { event.preventDefault(); deliver(); } } },
    list, usage, complaint, el("div", { class: "composer-row" }, bolt, box, send));

  const globalShortcuts = () => world.state.shortcuts.filter((shortcut) => shortcut.type === "global");

  function onInput() {
    complaint.hidden = true;
    grow();
    suggest();
  }

  // CSS grows the box where it can (field-sizing); elsewhere its rows follow its lines.
  function grow() {
    box.rows = Math.min(8, box.value.split("\n").length);
  }

  function suggest() {
    const known = { commands: target.thread ? [] : world.state.commands, people: people(), channels: world.state.channels.filter((place) => place.kind === "channel") };
    const { matches, command } = suggestions(box.value, box.selectionStart, known);
    options = matches;
    chosen = 0;
    usage.hidden = !command;
    if (command) usage.replaceChildren(el("strong", null, command.name), " ", el("span", null, command.hint || command.description || ""));
    drawList();
  }

  function drawList() {
    list.hidden = options.length === 0;
    list.replaceChildren(...options.map((option, at) => el("div", {
      class: "suggestion", role: "option", id: `${listID}-${at}`, "aria-selected": String(at === chosen),
      on: { pointerdown: (event) => { event.preventDefault(); pick(option); } },
    }, el("strong", null, option.title), option.hint && el("code", null, option.hint), option.note && el("span", { class: "muted" }, option.note))));
    if (options.length) {
      box.setAttribute("aria-activedescendant", `${listID}-${chosen}`);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function hide() {
    options = [];
    drawList();
  }

  function pick(option) {
    box.setRangeText(option.insert, option.from, option.to, "end");
    box.focus();
    onInput();
  }

  function onKey(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (options.length && step) {
      event.preventDefault();
      chosen = (chosen + step + options.length) % options.length;
      drawList();
    } else if (options.length && event.key === "Escape") {
      event.preventDefault();
      hide();
    } else if (options.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !options[chosen].whole)) && !event.shiftKey) {
      event.preventDefault();
      pick(options[chosen]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      deliver();
    }
  }

  async function deliver() {
    const text = box.value.trim();
    if (!text || !target.channel || node.getAttribute("aria-busy") === "true") return;
    const isCommand = /^\/[a-z]/i.test(text);
    if (isCommand && target.thread) {
      complain("Commands cannot be used in a thread. Use them in the channel's own message box.");
      return;
    }
    const body = { as: world.as, channel: target.channel, text };
    const aimed = target;
    box.value = "";
    onInput();
    hide();
    node.setAttribute("aria-busy", "true");
    const result = isCommand ? await api.command(body) : await api.say({ ...body, ...(aimed.thread ? { thread_ts: aimed.thread } : {}) });
    node.removeAttribute("aria-busy");
    if (!result.ok) {
      if (!box.value) box.value = text;
      complain(explain(result.error, appName()));
    }
    sent?.();
  }

  function complain(text) {
    complaint.textContent = text;
    complaint.hidden = false;
    announce(text);
  }

  function aim(next) {
    const moved = next.channel !== target.channel || next.thread !== target.thread;
    target = next;
    if (moved) {
      box.value = "";
      complaint.hidden = true;
      onInput();
    }
    box.placeholder = next.thread ? "Reply…" : `Message ${next.title}`;
    box.setAttribute("aria-label", next.thread ? "Reply in this thread" : `Message ${next.title}`);
    bolt.hidden = Boolean(next.thread) || globalShortcuts().length === 0;
  }

  return { node, aim, focus: () => box.focus({ preventScroll: true }) };
}

