// The markdown block as the same tree that mrkdwn.js makes. Pure.

const fence = /^```/;
const heading = /^(#{1,6})\s+(.*)$/;
const item = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;
const tableRow = /^\s*\|(.*)\|\s*$/;

export function parseMarkdown(source) {
  const blocks = [];
  const lines = source.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const open = lines[at - 1]?.trim() ? blocks.at(-1) : null;
    if (fence.test(line)) {
      const end = lines.findIndex((other, index) => index > at && fence.test(other));
      const stop = end < 0 ? lines.length : end;
      blocks.push({ kind: "pre", text: lines.slice(at + 1, stop).join("\n") });
      at = stop;
    } else if (heading.test(line)) {
      const [, marks, text] = heading.exec(line);
      blocks.push({ kind: "heading", level: marks.length, children: inline(text) });
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ kind: "rule" });
    } else if (tableRow.test(line)) {
      const cells = line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
      if (cells.every((cell) => /^:?-+:?$/.test(cell))) continue;
      if (open?.kind === "grid") open.rows.push(cells.map(inline));
      else blocks.push({ kind: "grid", rows: [cells.map(inline)] });
    } else if (item.test(line)) {
      const [, indent, marker, text] = item.exec(line);
      const entry = { indent: Math.floor(indent.length / 2), marker: /\d/.test(marker) ? marker : "•", children: inline(text) };
      if (open?.kind === "list") open.items.push(entry);
      else blocks.push({ kind: "list", items: [entry] });
    } else if (line.startsWith(">")) {
      const quoted = parseMarkdown(line.replace(/^> ?/, ""));
      if (open?.kind === "quote") open.blocks.push(...quoted);
      else blocks.push({ kind: "quote", blocks: quoted });
    } else if (line.trim()) {
      if (open?.kind === "paragraph") open.children.push({ kind: "break" }, ...inline(line));
      else blocks.push({ kind: "paragraph", children: inline(line) });
    }
  }
  return blocks;
}

const rules = [
  [/`([^`]+)`/, (m) => ({ kind: "code", text: m[1] })],
  [/\[([^\]]+)\]\((\S+?)\)/, (m) => ({ kind: "link", url: m[2], children: inline(m[1]) })],
  [/<(https?:\/\/[^>\s]+)>/, (m) => ({ kind: "link", url: m[1], children: [{ kind: "text", text: m[1] }] })],
  [/\*\*(\S(?:.*?\S)?)\*\*/, (m) => ({ kind: "bold", children: inline(m[1]) })],
  [/~~(\S(?:.*?\S)?)~~/, (m) => ({ kind: "strike", children: inline(m[1]) })],
  [/(?<![\p{L}\p{N}*])\*(\S(?:[^*]*?\S)?)\*(?![\p{L}\p{N}*])/u, (m) => ({ kind: "italic", children: inline(m[1]) })],
  [/(?<![\p{L}\p{N}_])_(\S(?:[^_]*?\S)?)_(?![\p{L}\p{N}_])/u, (m) => ({ kind: "italic", children: inline(m[1]) })],
  [/:([a-z0-9_+-]+):/, (m) => ({ kind: "emoji", name: m[1] })],
];

// The rule that matches earliest wins; of two at the same place, the one listed first.
function inline(text) {
  let best = null;
  for (const [pattern, build] of rules) {
    const match = pattern.exec(text);
    if (match && (!best || match.index < best.match.index)) best = { match, build };
  }
  if (!best) return text ? [{ kind: "text", text }] : [];
  const { match, build } = best;
  return [...inline(text.slice(0, match.index)), build(match), ...inline(text.slice(match.index + match[0].length))];
}
