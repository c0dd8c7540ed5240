// A list of messages, in a channel or in a thread. Rows are kept while their message is unchanged, so that a new message
// neither moves the focus nor folds what was unfolded.

import { announce, el, icon } from "./dom.js";
import { api, explain } from "./api.js";
import { avatar } from "./avatar.js";
import { blocks } from "./blocks.js";
import { clockTime, dayTitle, isoDay, weekdayDate } from "./dates.js";
import { openMenu, toast } from "./overlays.js";
import { mrkdwn } from "./prose.js";
import { appName, isApp, nameOf, now, user, world, zone } from "./world.js";

const recent = 150; // messages shown at first
const grouping = 5 * 60; // seconds within which messages of one person share one name line

// messageList draws into root; openThread is missing inside a thread.
export function messageList(root, { openThread } = {}) {
  let place = null;
  let rows = new Map(); // ts → {signature, node}
  let entered = new Map(); // ts → {values, memory}
  let last = "";
  let limit = recent;

  // show draws the messages of a place; a new place starts afresh and at the end.
  function show(key, channelID, messages, empty) {
    const fresh = key !== place;
    if (fresh) {
      place = key;
      rows = new Map();
      entered = new Map();
      last = "";
      limit = recent;
    }
    const atEnd = fresh || root.scrollHeight - root.scrollTop - root.clientHeight < 80;
    const arrived = last && messages.filter((message) => message.ts > last);
    const focused = root.contains(document.activeElement) ? document.activeElement.closest(".message")?.dataset.ts : null;

    const today = isoDay(now(), zone());
    const hidden = Math.max(0, messages.length - limit);
    const nodes = hidden ? [earlier(hidden, () => {
      const depth = root.scrollHeight - root.scrollTop;
      limit += 2 * recent;
      show(key, channelID, messages, empty);
      root.scrollTop = root.scrollHeight - depth;
    })] : [];
    const kept = new Map();
    let before = null;
    for (const message of messages.slice(hidden)) {
      const newDay = !before || isoDay(before.time, zone()) !== isoDay(message.time, zone());
      if (newDay && openThread) nodes.push(divider(message.time));
      const compact = !newDay && !message.blocks?.length && before.user === message.user && before.ephemeral === message.ephemeral && message.time - before.time < grouping;
      const signature = JSON.stringify([message, compact, today, zone(), world.as]);
      const row = rows.get(message.ts)?.signature === signature
        ? rows.get(message.ts)
        : { signature, node: draw(message, channelID, compact) };
      if (!rows.has(message.ts) && !fresh) row.node.classList.add("arriving");
      kept.set(message.ts, row);
      nodes.push(row.node);
      before = message;
    }
    rows = kept;
    last = messages.reduce((latest, message) => (message.ts > latest ? message.ts : latest), last);
    place = key;
    sync(root, nodes.length ? nodes : [el("div", { class: "empty" }, empty)]);

    if (focused && !root.contains(document.activeElement)) rows.get(focused)?.node.focus();
    if (atEnd) toEnd();
    for (const message of arrived || []) {
      if (message.user !== world.as) announce(`${nameOf(message.user)}: ${root.querySelector(`[data-ts="${message.ts}"] .message-body`)?.textContent ?? ""}`.slice(0, 300));
    }
    return { arrived: (arrived || []).length, atEnd };
  }

  function draw(message, channelID, compact) {
    if (!entered.has(message.ts)) entered.set(message.ts, { values: {}, memory: {} });
    const { values, memory } = entered.get(message.ts);
    const host = {
      values,
      memory,
      redraw: () => {
        const row = rows.get(message.ts);
        const node = draw(message, channelID, compact);
        row.node.replaceWith(node);
        row.node = node;
      },
      dispatch: async (spec, blockID, payload) => {
        const result = await api.action({
          as: world.as, channel: channelID, ts: message.ts, block_id: blockID, action_id: spec.action_id, type: spec.type, ...payload, state: values,
        });
        if (!result.ok) toast("That did not work", explain(result.error, appName()), { kind: "error" });
      },
    };
    return messageRow(message, channelID, compact, host, openThread);
  }

  // With the list or a message focused, the arrows go from message to message; Tab then reaches what stands in it.
  root.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || (event.target !== root && !event.target.classList.contains("message"))) return;
    const all = [...root.querySelectorAll(".message")];
    const at = event.target === root ? (step < 0 ? all.length : -1) : all.indexOf(event.target);
    if (!all[at + step]) return;
    event.preventDefault();
    all[at + step].focus();
    all[at + step].scrollIntoView({ block: "nearest" });
  });

  const toEnd = () => { root.scrollTop = root.scrollHeight; };

  function reveal(ts) {
    const node = rows.get(ts)?.node;
    if (!node) return; // deleted, or long ago
    node.scrollIntoView({ block: "center" });
    node.classList.add("revealed");
    node.focus();
  }

  function clear() {
    place = null;
    root.replaceChildren();
  }

  return { show, clear, toEnd, reveal };
}

// sync makes the children of root equal to nodes without taking out those that stay.
function sync(root, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...root.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (root.children[at] !== node) root.insertBefore(node, root.children[at] ?? null);
  });
}

const earlier = (count, more) => el("div", { class: "earlier" },
  el("button", { type: "button", class: "btn btn-small", on: { click: more } }, `Show earlier messages (${count})`));

const divider = (unix) => el("div", { class: "day", role: "separator" }, el("span", null, dayTitle(unix, zone(), now())));

function stamp(unix) {
  return el("time", { class: "stamp", datetime: new Date(unix * 1000).toISOString(), title: `${weekdayDate(unix, zone())}, ${clockTime(unix, zone(), true)}` },
    clockTime(unix, zone()));
}

function messageRow(message, channelID, compact, host, openThread) {
  const fromApp = message.app || isApp(message.user);
  const name = fromApp ? appName() : nameOf(message.user);
  const title = fromApp ? "App" : user(message.user)?.title;
  const body = el("div", { class: "message-body" },
    message.blocks?.length
      ? el("div", { class: "blocks" }, blocks(message.blocks, host))
      : el("div", { class: "prose" }, mrkdwn(message.text)),
    (message.files ?? []).map(file),
    message.edited && !message.blocks?.length && edited());
  const row = el("article", {
    class: ["message", compact && "compact", message.ephemeral && "ephemeral"].filter(Boolean).join(" "),
    testid: "message", "data-ts": message.ts, tabindex: "-1", "aria-label": `${name}, ${clockTime(message.time, zone())}`,
  },
  el("div", { class: "message-side" }, compact ? stamp(message.time) : avatar(fromApp ? null : message.user)),
  el("div", { class: "message-main" },
    message.ephemeral && !compact && el("p", { class: "only-you" }, "Only visible to you"),
    !compact && el("div", { class: "message-head" },
      el("strong", { class: "author" }, name), title && el("span", { class: fromApp ? "tag" : "author-title" }, title), stamp(message.time),
      message.edited && message.blocks?.length > 0 && edited()),
    body,
    openThread && message.reply_count > 0 && el("button", {
      type: "button", class: "replies", on: { click: () => openThread(message.ts) },
    }, icon("reply", 15), message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`)));
  const tools = toolbar(message, channelID, openThread);
  if (tools) row.append(tools);
  return row;
}

const edited = () => el("span", { class: "edited" }, "(edited)");

const file = (item) => el("a", { class: "file", href: item.url?.startsWith("/app/") ? item.url : null, download: item.name ?? "" },
  icon("file"), el("span", null, item.title || item.name || "File"));

function toolbar(message, channelID, openThread) {
  const shortcuts = world.state.shortcuts.filter((shortcut) => shortcut.type === "message");
  const withMore = !message.ephemeral && shortcuts.length > 0;
  if (message.ephemeral) return null;
  const more = withMore && el("button", {
    type: "button", class: "icon-btn", "aria-label": "More actions", title: "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
    on: {
      click: () => openMenu(more, "More actions", shortcuts.map((shortcut) => ({
        label: shortcut.name, note: appName(), run: () => runShortcut(shortcut, channelID, message.ts),
      }))),
    },
  }, icon("more"));
  const reply = openThread && el("button", {
    type: "button", class: "icon-btn", "aria-label": "Reply in thread", title: "Reply in thread", on: { click: () => openThread(message.thread_ts || message.ts) },
  }, icon("reply"));
  return reply || more ? el("div", { class: "tools", role: "group", "aria-label": "Message actions" }, reply || "", more || "") : null;
}

export async function runShortcut(shortcut, channelID, ts) {
  const result = await api.shortcut({ as: world.as, callback_id: shortcut.callback_id, ...(channelID ? { channel: channelID } : {}), ...(ts ? { ts } : {}) });
  if (!result.ok) toast(`“${shortcut.name}” did not work`, explain(result.error, appName()), { kind: "error" });
}
