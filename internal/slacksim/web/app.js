// The page: the route in the address (#as=U1&channel=C1), what is shown for it, and the events that change it.

import { byId, el, icon } from "./dom.js";
import { api, explain, listen } from "./api.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { messageList } from "./messages.js";
import { dropAllViews, dropView, showView } from "./modal.js";
import { dropToasts, toast } from "./overlays.js";
import { applyTheme, closeDrawer, drawClock, drawSidebar, openDrawer } from "./sidebar.js";
import { avatar } from "./avatar.js";
import { appChannel, appName, channel, channelTitle, nameOf, people, setClock, setState, teamName, world } from "./world.js";

let route = {};
let stream = null;
const news = new Map(); // person → unread messages elsewhere
const fresh = new Map(); // channel → messages that came since it was last on show
const seen = new Map(); // channel → ts of the latest message known, so that an edit is not news
const homeHost = { values: {}, memory: {} };

const go = (next) => {
  const clean = Object.entries(next).filter(([, value]) => value);
  location.hash = new URLSearchParams(Object.fromEntries(clean)).toString();
};
const openThread = (ts) => go({ as: world.as, channel: placeID(), thread: ts });
const list = messageList(byId("stream"), { openThread });
const box = composer({ id: "composer-text", testid: "composer", sent: () => refreshMessages() });
const threadBox = composer({ id: "thread-text", testid: "thread-composer", sent: () => { refreshThread(); refreshMessages(); } });
const threadStream = el("section", { class: "stream thread-stream", "aria-label": "Replies", tabindex: "0" });
const threadList = messageList(threadStream);

// placeID is the channel on show: the app's Messages tab is a channel like any other.
const placeID = () => (route.tab === "messages" ? appChannel()?.id : route.channel);

// coalesced runs one at a time and once more when it was asked for meanwhile.
function coalesced(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = work().finally(() => {
      running = null;
      if (again) {
        again = false;
        run();
      }
    });
    return running;
  };
}

const refreshState = coalesced(async () => {
  const as = world.as;
  const state = await api.state(as);
  if (!state.ok || as !== world.as) return;
  adopt(state);
  drawAround();
});

// What this page has just heard of counts as unread even where the workspace thinks that it was fetched, and so read.
function adopt(state) {
  setState(state);
  for (const place of world.state.channels) {
    place.unread = place.id === placeID() && route.tab !== "home" ? 0 : Math.max(place.unread || 0, fresh.get(place.id) ?? 0);
  }
}

const refreshMessages = coalesced(async () => {
  const as = world.as;
  const id = placeID();
  if (!id || route.tab === "home") return;
  const result = await api.messages(as, id);
  if (as !== world.as || id !== placeID() || route.tab === "home") return;
  if (!result.ok) {
    list.show(`${as}/${id}`, id, [], explain(result.error, appName()));
    return;
  }
  const messages = result.messages ?? [];
  noteSeen(id, messages);
  const place = channel(id);
  byId("main").dataset.place = `${as}/${id}`;
  const { arrived, atEnd } = list.show(`${as}/${id}`, id, messages, emptyText(place));
  if (place?.unread || fresh.has(id)) {
    fresh.delete(id);
    if (place) place.unread = 0;
    drawAround();
  }
  if (arrived && !atEnd) byId("jump").hidden = false;
  if (route.at) {
    list.reveal(route.at);
    route.at = "";
  }
});

const refreshThread = coalesced(async () => {
  const { as } = world;
  const id = placeID();
  const { thread } = route;
  if (!thread || !id) return;
  const result = await api.messages(as, id, thread);
  if (as !== world.as || thread !== route.thread) return;
  threadList.show(`${as}/${id}/${thread}`, id, result.messages ?? [], "No replies yet.");
});

const drawHome = (view) => {
  const empty = el("div", { class: "empty" }, `${appName()} has not published its Home for you yet.`);
  homeHost.redraw = () => drawHome(view);
  homeHost.dispatch = async (spec, blockID, payload) => {
    const result = await api.action({
      as: world.as, view_id: view.id, block_id: blockID, action_id: spec.action_id, type: spec.type, ...payload, state: homeHost.values,
    });
    if (!result.ok) toast("That did not work", explain(result.error, appName()), { kind: "error" });
  };
  const root = byId("home");
  const action = root.contains(document.activeElement) ? document.activeElement.dataset.action : null;
  const scroll = root.scrollTop;
  root.replaceChildren(view ? el("div", { class: "blocks home-blocks" }, blocks(view.blocks, homeHost)) : empty);
  root.scrollTop = scroll;
  if (action) (root.querySelector(`[data-action="${CSS.escape(action)}"]`) ?? root).focus();
};

async function refreshHome(opened) {
  const as = world.as;
  const result = await api.home(as, opened);
  if (as !== world.as || route.tab !== "home") return;
  drawHome(result.view ?? null);
  byId("main").dataset.place = `${as}/home`;
}

function noteSeen(id, messages) {
  for (const message of messages) if (message.ts > (seen.get(id) ?? "")) seen.set(id, message.ts);
}

const emptyText = (place) => (place?.kind === "channel"
  ? `This is the beginning of #${place.name}. Type / for commands.`
  : `This is the beginning of your conversation with ${channelTitle(place) || appName()}.`);

function drawAround() {
  drawSidebar(route, go, news);
  drawClock();
  drawHead();
  const id = placeID();
  const place = channel(id);
  box.aim({ channel: id, title: place?.kind === "channel" ? `#${place.name}` : channelTitle(place) || appName() });
  if (route.thread) threadBox.aim({ channel: id, title: "", thread: route.thread });
  const unread = world.state.channels.reduce((sum, other) => sum + (other.unread || 0), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${route.tab === "home" ? `${appName()} Home` : channelTitle(place) || appName()} · ${teamName()}`;
}

function drawHead() {
  const id = placeID();
  const place = channel(id);
  const inApp = route.tab === "home" || route.tab === "messages" || place?.kind === "app_dm";
  const menu = el("button", { type: "button", class: "icon-btn only-phone", "aria-label": "Open the menu", "data-testid": "menu", on: { click: openDrawer } }, icon("menu", 20));
  const members = Array.isArray(place?.members) ? place.members : [];
  const tab = (name, text, here) => el("a", { href: `#as=${world.as}&tab=${name}`, class: "tab", "aria-current": here ? "page" : null }, text);
  byId("main-head").replaceChildren(menu,
    ...(inApp
      ? [avatar(null, "avatar-small"), el("h1", null, appName()),
        el("nav", { class: "tabs", "aria-label": appName() }, world.state.home !== false && tab("home", "Home", route.tab === "home"), tab("messages", "Messages", route.tab !== "home"))]
      : [el("h1", null, el("span", { class: "sign", "aria-hidden": "true" }, place?.kind !== "channel" ? "" : place.private ? icon("lock", 16) : "#"), channelTitle(place) || "Unknown channel"),
        members.length > 0 && el("span", { class: "members", title: members.map(nameOf).join(", ") },
          el("span", { class: "faces", "aria-hidden": "true" }, members.filter((memberID) => people().some((person) => person.id === memberID)).slice(0, 4).map((memberID) => avatar(memberID, "avatar-tiny"))),
          el("span", null, `${members.length} members`))].filter(Boolean)));
}

function drawThread() {
  const pane = byId("thread");
  pane.hidden = !route.thread;
  byId("shell").classList.toggle("with-thread", Boolean(route.thread));
  if (!route.thread || pane.firstChild) return;
  pane.append(
    el("header", { class: "main-head" }, el("h2", null, "Thread"),
      el("button", { type: "button", class: "icon-btn", "aria-label": "Close the thread", on: { click: () => go({ as: world.as, channel: route.channel, tab: route.tab }) } }, icon("close"))),
    threadStream, el("div", { class: "composer-place" }, threadBox.node));
}

// One change of route at a time: a second one while the first still loads would mix two people.
const follow = coalesced(async () => {
  const next = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (!next.as || next.as !== world.as) {
    await become(next.as);
    if (!world.as) return;
  }
  // Who comes for the first time is led where something was said last, as in Slack.
  const places = world.state.channels.filter((place) => place.kind === "channel");
  const first = places.reduce((last, place) => (last && last.latest >= place.latest ? last : place), undefined)?.id;
  const known = channel(next.channel);
  route = {
    as: world.as, tab: known?.kind === "app_dm" ? "messages" : next.tab ?? "",
    channel: known && known.kind !== "app_dm" ? next.channel : next.tab || known ? "" : first, thread: next.thread ?? "", at: next.at ?? "",
  };
  const onHome = route.tab === "home";
  byId("home").hidden = !onHome;
  byId("stream").hidden = onHome;
  byId("composer-place").hidden = onHome;
  byId("jump").hidden = true;
  // What was on show belongs to another place or person: it must not be pressed any more.
  const place = `${world.as}/${onHome ? "home" : placeID()}`;
  if (byId("main").dataset.place !== place) {
    delete byId("main").dataset.place;
    list.clear();
    byId("home").replaceChildren();
  }
  closeDrawer();
  drawThread();
  drawAround();
  await Promise.all([onHome ? refreshHome(true) : refreshMessages(), refreshThread()]);
  if (route.thread) threadBox.focus();
  else if (!onHome && matchMedia("(hover: hover)").matches && !document.querySelector("dialog[open]")) box.focus();
});

// restoreViews shows the modals that the person has open, also after a reload.
function restoreViews() {
  for (const view of world.state.views ?? []) showView(view);
}

// become loads the workspace as another person sees it, and listens as that person.
async function become(as) {
  stream?.close();
  dropAllViews();
  dropToasts();
  let state = await api.state(as ?? "");
  if (!state.ok && as && state.error !== "workspace_unreachable") state = await api.state(""); // nobody of that name
  if (!state.ok) {
    byId("stream").replaceChildren(el("div", { class: "empty" }, explain(state.error, "The app")));
    setTimeout(follow, 3000);
    world.as = "";
    return;
  }
  setState(state);
  const wanted = people().find((person) => person.id === as) ?? people().find((person) => person.id === state.me) ?? people()[0];
  world.as = wanted?.id ?? "";
  if (world.as !== as) setState(await api.state(world.as));
  restoreViews();
  homeHost.values = {};
  homeHost.memory = {};
  seen.clear();
  fresh.clear();
  news.delete(world.as);
  if (world.as) stream = listen(world.as, handlers, catchUp);
  lookAround();
}

const handlers = {
  message: (event) => {
    if (event.channel === placeID() && route.tab !== "home") {
      refreshMessages();
      if (route.thread) refreshThread();
    } else {
      elsewhere(event);
    }
    lookAroundSoon();
  },
  view: (event) => showView(event.view ?? event),
  view_closed: (event) => dropView(event.id ?? event.view_id),
  home: (event) => {
    if (route.tab !== "home") return;
    if (event.view) drawHome(event.view);
    else refreshHome(false);
  },
  clock: (event) => {
    setClock(event.now);
    drawClock();
    refreshMessages();
  },
  status: (event) => {
    world.state.connected = event.connected;
    drawAround();
  },
  lost: () => {
    if (world.state.connected) handlers.status({ connected: 0 });
  },
};

const catchUp = () => Promise.all([refreshState(), refreshMessages(), refreshThread(), route.tab === "home" && refreshHome(false)]);

// elsewhere notes a message in a place that is not on show; a direct one is announced.
async function elsewhere({ channel: id, ts }) {
  const known = seen.get(id) ?? "";
  if (!channel(id)) await refreshState();
  const place = channel(id);
  if (!place || ts <= known) return;
  if (place.kind === "channel") {
    await refreshState();
    return;
  }
  const as = world.as;
  const result = await api.messages(as, id, "", true);
  if (as !== world.as || (id === placeID() && route.tab !== "home")) return;
  const message = (result.messages ?? []).find((candidate) => candidate.ts === ts);
  noteSeen(id, [{ ts }]);
  if (message && message.user !== as && !message.edited) fresh.set(id, (fresh.get(id) ?? 0) + 1);
  await refreshState();
  if (!message || message.user === as || message.edited) return;
  toast(nameOf(message.user), snippet(message), { run: () => go({ as: world.as, channel: id }) });
}

function snippet(message) {
  const holder = el("div", null, message.text ? blocks([{ type: "section", text: { type: "mrkdwn", text: message.text } }], {}) : blocks(message.blocks, homeHost));
  const text = holder.textContent.replace(/\s+/g, " ").trim();
  return text.length > 140 ? `${text.slice(0, 139)}…` : text;
}

// lookAround counts what the other people have not read, so that one knows whom to be next.
const lookAround = coalesced(async () => {
  const others = people().filter((person) => person.id !== world.as).slice(0, 12);
  const before = JSON.stringify([...news]);
  for (const person of others) {
    const state = await api.state(person.id);
    if (state.ok) news.set(person.id, (state.channels ?? []).filter((place) => place.kind !== "channel").reduce((sum, place) => sum + (place.unread || 0), 0));
  }
  if (JSON.stringify([...news]) !== before) drawSidebar(route, go, news);
  drawClock();
});

let soon = 0;
function lookAroundSoon() {
  clearTimeout(soon);
  soon = setTimeout(lookAround, 1500);
}

applyTheme();
byId("composer-place").append(box.node);
byId("jump").append(el("button", { type: "button", class: "btn", on: { click: () => { list.toEnd(); byId("jump").hidden = true; } } }, icon("down", 16), "New messages"));
byId("stream").addEventListener("scroll", ({ currentTarget: root }) => {
  if (root.scrollHeight - root.scrollTop - root.clientHeight < 80) byId("jump").hidden = true;
});
byId("scrim").addEventListener("click", closeDrawer);
// The address holds the route, so the skip link must not change it.
byId("skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  if (route.tab === "home") byId("home").focus();
  else box.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && byId("shell").classList.contains("drawer-open")) closeDrawer();
});
addEventListener("hashchange", follow);
setInterval(drawClock, 1000);
follow();
