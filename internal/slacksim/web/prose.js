// Draws the text trees of mrkdwn.js, markdown.js and richtext.js.

import { el, safeURL } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { slackDate, weekdayDate, clockTime } from "./dates.js";
import { parseMrkdwn, parseInline } from "./mrkdwn.js";
import { channel, nameOf, now, user, world, zone } from "./world.js";

export const mrkdwn = (text) => drawBlocks(parseMrkdwn(text ?? ""));
export const mrkdwnLine = (text) => drawInlines(parseInline(text ?? ""));
export const plain = (object) => (object?.emoji === false ? object.text : withEmoji(object?.text ?? ""));

// textObject draws a plain_text or mrkdwn object of Block Kit.
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [el("p", null, ...withBreaks(plain(object)))];
}

const withBreaks = (text) => text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));

export const drawBlocks = (blocks) => blocks.map((block) => drawers[block.kind](block));
export const drawInlines = (nodes) => nodes.map((node) => inlineDrawers[node.kind](node));

const drawers = {
  paragraph: (block) => el("p", null, drawInlines(block.children)),
  quote: (block) => el("blockquote", null, drawBlocks(block.blocks)),
  pre: (block) => el("pre", { tabindex: "0" }, el("code", null, block.text)),
  rule: () => el("hr"),
  heading: (block) => el("p", { class: `prose-heading prose-heading-${block.level}`, role: "heading", "aria-level": Math.min(block.level + 1, 6) },
    drawInlines(block.children)),
  list: (block) => el("ul", { class: "prose-list" }, block.items.map((item) =>
    el("li", { class: `indent-${Math.min(item.indent, 4)}` },
      el("span", { class: "list-marker", "aria-hidden": /\d/.test(item.marker) ? null : "true" }, item.marker),
      el("span", null, drawInlines(item.children))))),
  grid: ({ rows: [head, ...rows] }) => el("div", { class: "table-scroll", tabindex: "0" }, el("table", { class: "table" },
    el("thead", null, el("tr", null, head.map((cell) => el("th", { scope: "col" }, drawInlines(cell))))),
    el("tbody", null, rows.map((row) => el("tr", null, row.map((cell) => el("td", null, drawInlines(cell)))))))),
};

const mention = (text, own) => el("span", { class: own ? "mention mention-me" : "mention" }, text);

const inlineDrawers = {
  text: (node) => node.text,
  break: () => el("br"),
  bold: (node) => el("strong", null, drawInlines(node.children)),
  italic: (node) => el("em", null, drawInlines(node.children)),
  strike: (node) => el("s", null, drawInlines(node.children)),
  code: (node) => el("code", null, node.text),
  emoji: (node) => emojiNode(node),
  link: (node) => linkNode(node.url, drawInlines(node.children)),
  user: (node) => mention("@" + (user(node.id) ? nameOf(node.id) : node.label || nameOf(node.id)), node.id === world.as),
  group: (node) => mention(node.label || "@" + node.id),
  broadcast: (node) => mention("@" + node.range, true),
  channel: (node) => {
    const place = channel(node.id);
    return place
      ? el("a", { class: "mention", href: `#as=${world.as}&channel=${node.id}` }, "#" + place.name)
      : mention("#" + (node.label || node.id));
  },
  date: (node) => {
    const time = el("time", {
      datetime: new Date(node.unix * 1000).toISOString(),
      title: `${weekdayDate(node.unix, zone())}, ${clockTime(node.unix, zone())} (${zone()})`,
    }, slackDate(node.unix, node.format, zone(), now()) || node.fallback);
    return node.link ? linkNode(node.link, [time]) : time;
  },
};

function emojiNode({ name, unicode }) {
  const character = emoji.get(name) ?? (unicode && String.fromCodePoint(...unicode.split("-").map((code) => parseInt(code, 16))));
  return character ? el("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " ") }, character) : `:${name}:`;
}

function linkNode(url, children) {
  const href = safeURL(url);
  if (!href) return el("span", null, children);
  const inside = permalink(href);
  return inside ? el("a", { href: inside }, children) : el("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

// A permalink to a message of this workspace leads to that message on this page.
function permalink(href) {
  const found = /\/archives\/([CDG]\w+)\/p(\d+)(\d{6})(?:\?.*thread_ts=([\d.]+))?/.exec(href);
  if (!found || !channel(found[1])) return null;
  const [, place, seconds, micros, thread] = found;
  return "#" + new URLSearchParams({ as: world.as, channel: place, ...(thread ? { thread } : {}), at: `${seconds}.${micros}` });
}
