// The left bar: who you are, where you can go, and what time it is.

import { byId, el, icon } from "./dom.js";
import { api, explain } from "./api.js";
import { avatar, loop } from "./avatar.js";
import { clockTime, weekdayDate } from "./dates.js";
import { openMenu, toast } from "./overlays.js";
import { appChannel, appName, now, people, personLabel, setClock, teamName, workspaceZone, world } from "./world.js";

const themes = ["auto", "light", "dark"];

export function applyTheme(theme = localStorage.getItem("theme") ?? "auto") {
  document.documentElement.dataset.theme = theme;
  return theme;
}

function themeButton() {
  const next = () => themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
  const label = () => `Theme: ${document.documentElement.dataset.theme}. Switch to ${next()}`;
  const node = el("button", {
    type: "button", class: "icon-btn", "aria-label": label(), title: label(), "data-testid": "theme",
    on: {
      click: () => {
        const theme = next();
        localStorage.setItem("theme", theme);
        applyTheme(theme);
        node.title = label();
        node.setAttribute("aria-label", label());
      },
    },
  }, icon("theme"));
  return node;
}

// drawSidebar draws the whole bar; go(route) navigates, news tells the unread count of each other person.
export function drawSidebar(route, go, news) {
  const root = byId("sidebar");
  const focusKey = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  const channels = world.state.channels.filter((place) => place.kind === "channel");
  const directs = world.state.channels.filter((place) => place.kind === "dm");
  root.replaceChildren(
    el("div", { class: "team" }, el("span", { class: "team-mark", "aria-hidden": "true" }, loop()),
      el("span", { class: "team-name" }, teamName()), themeButton(),
      el("button", { type: "button", class: "icon-btn only-phone", "aria-label": "Close the menu", on: { click: closeDrawer } }, icon("close"))),
    persona(route, go, news),
    el("nav", { class: "places", "aria-label": "Channels and messages" },
      group("Channels", channels.map((place) => placeLink(place, route, icon(place.private ? "lock" : "hash", 16)))),
      directs.length > 0 && group("Direct messages", directs.map((place) => placeLink(place, route, icon("chat", 16)))),
      appGroup(route)),
    clockPanel(),
  );
  if (focusKey) root.querySelector(`[data-testid="${CSS.escape(focusKey)}"]`)?.focus();
}

function persona(route, go, news) {
  const select = el("select", {
    id: "persona", class: "persona-select", "data-testid": "persona-select", on: { change: () => go({ as: select.value, channel: route.channel, tab: route.tab }) },
  }, people().map((person) => el("option", { value: person.id, selected: person.id === world.as },
    personLabel(person) + (news.get(person.id) ? ` (${news.get(person.id)} new)` : ""))));
  const others = [...news].filter(([id, count]) => id !== world.as && count > 0).length;
  return el("div", { class: "persona" }, avatar(world.as, "avatar-small"),
    el("div", { class: "persona-choice" }, el("label", { for: "persona" }, "You are"), select),
    others > 0 && el("span", { class: "others", title: `${others} other ${others === 1 ? "person has" : "people have"} unread messages` }, String(others),
      el("span", { class: "sr-only" }, " other people have unread messages")));
}

const group = (title, items) => el("section", { class: "group" }, el("h2", null, title), el("ul", null, items.map((item) => el("li", null, item))));

function placeLink(place, route, mark) {
  const here = !route.tab && route.channel === place.id;
  return link({ testid: `channel-${place.name}`, href: `#as=${world.as}&channel=${place.id}`, here, unread: place.unread }, mark, place.name);
}

function link({ testid, href, here, unread }, mark, text) {
  return el("a", { class: unread && !here ? "place unread" : "place", href, "data-testid": testid, "aria-current": here ? "page" : null, on: { click: closeDrawer } },
    mark, el("span", { class: "place-name" }, text),
    unread > 0 && !here && el("span", { class: "badge" }, String(unread), el("span", { class: "sr-only" }, " unread")));
}

function appGroup(route) {
  const messages = appChannel();
  return group("App", [
    el("div", { class: "app-title" }, avatar(null, "avatar-tiny"), el("span", null, appName())),
    world.state.home !== false && link({ testid: "tab-home", href: `#as=${world.as}&tab=home`, here: route.tab === "home" }, icon("home", 16), "Home"),
    link({
      testid: "tab-messages", href: `#as=${world.as}&tab=messages`, here: route.tab === "messages" || (messages && route.channel === messages.id),
      unread: messages?.unread,
    }, icon("chat", 16), "Messages"),
  ].filter(Boolean));
}

function clockPanel() {
  const connected = Number(world.state.connected) || 0;
  const fault = el("button", {
    type: "button", class: "icon-btn", "aria-label": "Connection faults", title: "Connection faults", "aria-haspopup": "menu", "aria-expanded": "false",
    on: {
      click: () => openMenu(fault, "Connection faults", [
        { label: "Ask the app to reconnect", note: "a disconnect frame, as in a refresh", run: () => inject("disconnect") },
        { label: "Cut the connections", note: "without a word, as when a network fails", danger: true, run: () => inject("cut") },
      ]),
    },
  }, icon("plug"));
  const hours = (testid, to, text) => el("button", {
    type: "button", class: "btn btn-small", "data-testid": testid, "data-to": to, "aria-busy": moving === to ? "true" : null,
    "aria-disabled": moving ? "true" : null, on: { click: () => move(to) },
  }, text);
  return el("section", { class: "clock", "aria-label": "Clock and connection" },
    el("p", { class: "clock-line" }, icon("clock", 16), el("time", { id: "clock-now", "data-testid": "clock-now" })),
    world.state.clock && el("div", { class: "clock-buttons" },
      hours("clock-1h", "+1h", "+1 hour"), hours("clock-tomorrow", "tomorrow", "Tomorrow 09:00"), hours("clock-monday", "monday", "Monday 09:00")),
    el("p", { class: "connection", "data-testid": "connection" },
      el("span", { class: connected ? "dot dot-on" : "dot dot-off" }),
      el("span", null, connected ? `${appName()} is connected` : `${appName()} is not connected`),
      connected > 1 && el("span", { class: "muted", title: `${connected} sockets` }, `×${connected}`), fault));
}

export function drawClock() {
  const node = byId("clock-now");
  if (!node) return;
  const place = workspaceZone();
  const text = `${weekdayDate(now(), place)}, ${clockTime(now(), place)}`;
  if (node.dataset.text === text) return;
  node.dataset.text = text;
  node.setAttribute("datetime", new Date(now() * 1000).toISOString());
  node.title = place;
  node.textContent = text;
}

// moving is where the clock is being taken; one move at a time, also while the bar is drawn anew.
let moving = "";

function showMoving(to) {
  moving = to;
  for (const button of document.querySelectorAll(".clock-buttons button")) {
    button.toggleAttribute("aria-busy", false);
    if (button.dataset.to === to) button.setAttribute("aria-busy", "true");
    if (to) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

async function move(to) {
  if (moving) return;
  showMoving(to);
  const result = await api.clock(to);
  showMoving("");
  if (!result.ok) {
    toast("The clock did not move", explain(result.error, appName()), { kind: "error" });
    return;
  }
  if (result.now) setClock(result.now);
  drawClock();
}

async function inject(kind) {
  const result = await api.fault(kind);
  if (!result.ok) toast("The fault could not be made", explain(result.error, appName()), { kind: "error" });
}

export function openDrawer() {
  byId("shell").classList.add("drawer-open");
  byId("main").inert = true;
  byId("persona")?.focus();
}

export function closeDrawer() {
  byId("shell").classList.remove("drawer-open");
  byId("main").inert = false;
}
