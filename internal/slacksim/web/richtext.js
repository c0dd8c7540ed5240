// The rich_text block as the same tree that mrkdwn.js makes. Pure.

export const parseRichText = (elements = []) => elements.flatMap(parseElement);

function parseElement(element) {
  const children = element.elements ?? [];
  switch (element.type) {
    case "rich_text_section":
      return paragraphs(children);
    case "rich_text_quote":
      return [{ kind: "quote", blocks: paragraphs(children) }];
    case "rich_text_preformatted":
      return [{ kind: "pre", text: children.map((child) => child.text ?? child.url ?? "").join("") }];
    case "rich_text_list":
      return [{
        kind: "list",
        items: children.map((child, index) => ({
          indent: element.indent ?? 0,
          marker: element.style === "ordered" ? `${(element.offset ?? 0) + index + 1}.` : "•",
          children: inlines(child.elements ?? []),
        })),
      }];
    default:
      return [];
  }
}

const paragraphs = (children) => [{ kind: "paragraph", children: inlines(children) }];
export const inlines = (children) => children.flatMap(inline);

const kinds = {
  text: (e) => lines(e.text ?? ""),
  link: (e) => [{ kind: "link", url: e.url, children: [{ kind: "text", text: e.text || e.url }] }],
  emoji: (e) => [{ kind: "emoji", name: e.name, unicode: e.unicode }],
  user: (e) => [{ kind: "user", id: e.user_id, label: "" }],
  channel: (e) => [{ kind: "channel", id: e.channel_id, label: "" }],
  usergroup: (e) => [{ kind: "group", id: e.usergroup_id, label: "" }],
  broadcast: (e) => [{ kind: "broadcast", range: e.range }],
  date: (e) => [{ kind: "date", unix: e.timestamp, format: e.format, link: e.url ?? "", fallback: e.fallback ?? "" }],
  color: (e) => [{ kind: "text", text: e.value }],
};

function inline(element) {
  const nodes = kinds[element.type]?.(element) ?? [];
  const style = element.style ?? {};
  return nodes.map((node) => {
    let styled = style.code && node.kind === "text" ? { kind: "code", text: node.text } : node;
    for (const name of ["bold", "italic", "strike"]) {
      if (style[name]) styled = { kind: name, children: [styled] };
    }
    return styled;
  });
}

const lines = (text) => text.split("\n").flatMap((line, index) =>
  [...(index ? [{ kind: "break" }] : []), ...(line ? [{ kind: "text", text: line }] : [])]);
