// Slack's mrkdwn as a tree. Pure: no DOM, so that it can be tested by itself; prose.js draws the tree.
//
// Blocks:  paragraph{children} quote{blocks} pre{text} list{items:[{indent,marker,children}]} heading{level,children} rule
// Inlines: text{text} bold|italic|strike{children} code{text} link{url,children} user|channel|group{id,label}
//          broadcast{range} date{unix,format,link,fallback} emoji{name} break
import { emoji } from "./emoji.js";

export const decodeEntities = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);

const marks = { "*": "bold", _: "italic", "~": "strike" };
const quoteLine = /^(?:&gt;|>) ?/;
const listLine = /^(\s*)([•◦▪‣-]|\d{1,3}[.)])\s+(\S.*)$/;
const wordCharacter = /[\p{L}\p{N}]/u;

export function parseMrkdwn(source) {
  const blocks = [];
  source.split(/```/).forEach((part, index, parts) => {
    const fenced = index % 2 === 1 && index < parts.length - 1;
    if (fenced) {
      blocks.push({ kind: "pre", text: decodeEntities(plainAngles(part)).replace(/^\n|\n$/g, "") });
      return;
    }
    const text = index % 2 === 1 ? "```" + part : part;
    if (text.trim() !== "") blocks.push(...parseLines(text.split("\n")));
  });
  return blocks;
}

function parseLines(lines) {
  const blocks = [];
  let gap = true;
  const last = (kind) => (!gap && blocks.at(-1)?.kind === kind ? blocks.at(-1) : null);
  lines.forEach((line, index) => {
    if (/^(?:&gt;|>){3}/.test(line)) {
      const rest = [line.replace(/^(?:&gt;|>){3} ?/, ""), ...lines.slice(index + 1)];
      blocks.push({ kind: "quote", blocks: parseLines(rest) });
      lines.length = index;
      return;
    }
    const item = listLine.exec(line);
    if (line.trim() === "") {
      gap = true;
      return;
    }
    if (quoteLine.test(line)) {
      const quoted = line.replace(quoteLine, "");
      const open = last("quote");
      if (open) open.lines.push(quoted);
      else blocks.push({ kind: "quote", lines: [quoted] });
    } else if (item) {
      const entry = { indent: Math.floor(item[1].length / 2), marker: item[2], children: parseInline(item[3]) };
      const open = last("list");
      if (open) open.items.push(entry);
      else blocks.push({ kind: "list", items: [entry] });
    } else {
      // A line set in under an entry belongs to it; elsewhere the spaces before a line are kept.
      const [, indent, rest] = /^( *)(.*)$/.exec(line);
      const entry = indent.length > 1 ? last("list")?.items.at(-1) : null;
      const inlines = [...(indent && !entry ? [{ kind: "text", text: "\u00a0".repeat(indent.length) }] : []), ...parseInline(rest)];
      const open = entry ?? last("paragraph");
      if (open) open.children.push({ kind: "break" }, ...inlines);
      else blocks.push({ kind: "paragraph", children: inlines });
    }
    gap = false;
  });
  return blocks.map((block) => (block.lines ? { kind: "quote", blocks: parseLines(block.lines) } : block));
}

export function parseInline(source) {
  const nodes = [];
  let text = "";
  const flush = () => {
    if (text) nodes.push(...autolink(decodeEntities(text)));
    text = "";
  };
  for (let at = 0; at < source.length;) {
    const found = codeAt(source, at) ?? angleAt(source, at) ?? markAt(source, at) ?? emojiAt(source, at);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      text += source[at++];
    }
  }
  flush();
  return nodes;
}

function codeAt(source, at) {
  if (source[at] !== "`") return null;
  const end = source.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: { kind: "code", text: decodeEntities(plainAngles(source.slice(at + 1, end))) }, end: end + 1 };
}

function angleAt(source, at) {
  if (source[at] !== "<") return null;
  const end = source.indexOf(">", at + 1);
  const node = end > 0 ? parseAngle(source.slice(at + 1, end)) : null;
  return node && { node, end: end + 1 };
}

function parseAngle(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? "" : decodeEntities(content.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CGD]\w+$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: "broadcast", range: target.slice(1) };
  if (/^!subteam\^\w+$/.test(target)) return { kind: "group", id: target.slice(9), label };
  const date = /^!date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) {
    return { kind: "date", unix: Number(date[1]), format: decodeEntities(date[2]), link: decodeEntities(date[3] ?? ""), fallback: label };
  }
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target)) {
    const url = decodeEntities(target);
    return { kind: "link", url, children: label ? parseLabel(label) : [{ kind: "text", text: url.replace(/^(mailto|tel):/, "") }] };
  }
  return null;
}

const parseLabel = (label) => label.split(/(:[a-z0-9_+-]+:)/).filter(Boolean).map((part) =>
  emoji.has(part.slice(1, -1)) ? { kind: "emoji", name: part.slice(1, -1) } : { kind: "text", text: part });

function markAt(source, at) {
  const mark = source[at];
  const kind = marks[mark];
  if (!kind || (at > 0 && (wordCharacter.test(source[at - 1]) || source[at - 1] === mark))) return null;
  if (!source[at + 1] || /\s/.test(source[at + 1]) || source[at + 1] === mark) return null;
  const end = closingMark(source, at, mark);
  return end < 0 ? null : { node: { kind, children: parseInline(source.slice(at + 1, end)) }, end: end + 1 };
}

// A mark inside code or inside <…> closes nothing.
function closingMark(source, opening, mark) {
  for (let at = opening + 1; at < source.length; at++) {
    const atom = codeAt(source, at) ?? angleAt(source, at);
    if (atom) {
      at = atom.end - 1;
      continue;
    }
    const follows = source[at + 1];
    if (source[at] === mark && at > opening + 1 && !/\s/.test(source[at - 1]) && !(follows && wordCharacter.test(follows))) return at;
  }
  return -1;
}

function emojiAt(source, at) {
  if (source[at] !== ":") return null;
  const match = /^:([a-z0-9_+-]+):/.exec(source.slice(at, at + 50));
  return match && emoji.has(match[1]) ? { node: { kind: "emoji", name: match[1] }, end: at + match[0].length } : null;
}

function autolink(text) {
  return text.split(/(https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])/).filter(Boolean).map((part) =>
    /^https?:\/\//.test(part) ? { kind: "link", url: part, children: [{ kind: "text", text: part }] } : { kind: "text", text: part });
}

const plainAngles = (text) => text.replace(/<((?:https?:|mailto:)[^<>|]*)(?:\|([^<>]*))?>/g, (_, url, label) => label ?? url);
