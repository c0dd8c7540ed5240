// What the page knows about the workspace, as the person that it is being used by.

import { validZone } from "./dates.js";

export const world = {
  as: "",
  state: { team: "", app: {}, users: [], channels: [], commands: [], shortcuts: [] },
  loadedAt: 0,
  clockAt: 0,
};

export function setState(state) {
  world.state = { users: [], channels: [], commands: [], shortcuts: [], ...state };
  setClock(state.now);
}

export function setClock(now) {
  world.clockAt = Number(now) || Date.now() / 1000;
  world.loadedAt = performance.now();
}

export const now = () => world.clockAt + (performance.now() - world.loadedAt) / 1000;
export const user = (id) => world.state.users.find((candidate) => candidate.id === id);
export const me = () => user(world.as);
export const zone = () => validZone(me()?.tz || world.state.zone || "UTC");
export const workspaceZone = () => validZone(world.state.zone || "UTC");
export const channel = (id) => world.state.channels.find((candidate) => candidate.id === id);
export const appChannel = () => world.state.channels.find((candidate) => candidate.kind === "app_dm");
export const appName = () => world.state.app?.name || "The app";
export const teamName = () => world.state.team?.name ?? world.state.team ?? "";
export const isApp = (id) => id === world.state.app?.bot_user || id === world.state.app?.id;
export const nameOf = (id) => (isApp(id) ? appName() : user(id)?.real_name || user(id)?.name || id);
export const people = () => world.state.users.filter((candidate) => !isApp(candidate.id) && !candidate.bot);

const firstName = (person) => (person.real_name || person.name).split(" ")[0];

// personLabel is "Priya · marketing", with the whole name where two people share the first.
export function personLabel(person) {
  const shared = people().filter((other) => firstName(other) === firstName(person)).length > 1;
  return [shared ? person.real_name || person.name : firstName(person), person.title].filter(Boolean).join(" · ");
}

export function channelTitle(place) {
  if (!place) return "";
  return place.kind === "app_dm" ? appName() : place.name;
}
