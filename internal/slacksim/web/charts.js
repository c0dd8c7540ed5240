// The data_visualization block, drawn as SVG. Colours come from the style sheet (series-0 …) and are never the only mark:
// lines differ by their points, every chart has a legend, a description and its figures as a table.

import { el, svg, uniqueID } from "./dom.js";
import { linear, niceTicks, number, shares, short, wedge } from "./scales.js";

const height = 250;
const glyph = 6.6; // the mean width of a character of the labels, in px

export function chart(block) {
  const spec = block.chart ?? {};
  const id = uniqueID("chart");
  const drawing = el("div", { class: "chart-drawing" });
  const node = el("figure", { class: `chart chart-${spec.type}` },
    el("figcaption", { class: "chart-title", id: `${id}-title` }, block.title), drawing, legend(spec), figures(spec));
  const draw = (width) => {
    const picture = spec.type === "pie" ? pie(spec) : plot(spec, width);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-labelledby", `${id}-svg-title ${id}-desc`);
    picture.prepend(svg("title", { id: `${id}-svg-title` }, block.title ?? "Chart"), svg("desc", { id: `${id}-desc` }, describe(spec)));
    drawing.replaceChildren(picture);
  };
  draw(600);
  let drawn = 600;
  new ResizeObserver(([entry]) => {
    const width = Math.round(Math.min(680, Math.max(240, entry.contentRect.width)));
    if (entry.contentRect.width && Math.abs(width - drawn) > 4) draw((drawn = width));
  }).observe(drawing);
  return node;
}

function describe(spec) {
  if (spec.type === "pie") {
    const percent = shares(spec.segments.map((segment) => segment.value));
    return "Pie chart. " + spec.segments.map((segment, at) => `${segment.label}: ${number(segment.value)} (${percent[at]} %)`).join("; ") + ".";
  }
  const axis = spec.axis_config ?? {};
  const about = [axis.y_label, axis.x_label && `by ${axis.x_label}`].filter(Boolean).join(" ");
  return `${spec.type} chart${about ? " of " + about : ""}. ` + (spec.series ?? []).map((series) =>
    `${series.name}: ${series.data.map((point) => `${point.label} ${number(point.value)}`).join(", ")}`).join("; ") + ".";
}

function legend(spec) {
  const percent = spec.type === "pie" ? shares(spec.segments.map((segment) => segment.value)) : [];
  const names = spec.type === "pie"
    ? spec.segments.map((segment, at) => [segment.label, `${number(segment.value)} · ${percent[at]} %`])
    : (spec.series ?? []).map((series) => [series.name]);
  return el("ul", { class: "legend" }, names.map(([name, note], at) => el("li", null,
    svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true", class: `series-${at % 12}` },
      spec.type === "line" || spec.type === "area"
        ? [svg("path", { d: "M0 7h14", class: "line" }), mark(at, 7, 7, 4)]
        : svg("rect", { x: 1, y: 1, width: 12, height: 12, rx: 3, class: "fill" })),
    el("span", null, name), note && el("span", { class: "muted" }, note))));
}

// The figures behind the picture, for those who would rather read them.
function figures(spec) {
  const rows = spec.type === "pie"
    ? spec.segments.map((segment) => [segment.label, segment.value])
    : categories(spec).map((category, at) => [category, ...spec.series.map((series) => valueAt(series, category, at))]);
  const head = spec.type === "pie" ? ["", "Value"] : [spec.axis_config?.x_label ?? "", ...spec.series.map((series) => series.name)];
  return el("details", { class: "figures" }, el("summary", null, "Figures"),
    el("div", { class: "table-scroll", tabindex: "0" }, el("table", { class: "table" },
      el("thead", null, el("tr", null, head.map((text, at) => el("th", { scope: "col", class: at ? "align-right" : "" }, text)))),
      el("tbody", null, rows.map(([label, ...values]) => el("tr", null, el("th", { scope: "row" }, label),
        values.map((value) => el("td", { class: "align-right" }, number(value)))))))));
}

const categories = (spec) => spec.axis_config?.categories ?? spec.series?.[0]?.data.map((point) => point.label) ?? [];
const valueAt = (series, category, at) => (series.data.find((point) => point.label === category) ?? series.data[at])?.value ?? 0;

function plot(spec, width) {
  const names = categories(spec);
  const series = (spec.series ?? []).map((one) => names.map((category, at) => valueAt(one, category, at)));
  const ticks = niceTicks(series.flat());
  const axis = spec.axis_config ?? {};
  const tickWidth = Math.max(...ticks.map((tick) => short(tick).length)) * glyph;
  const left = tickWidth + 12 + (axis.y_label ? 18 : 0);
  const inner = width - left - 10;
  const band = inner / Math.max(1, names.length);
  const labels = categoryLabels(names, band);
  const bottom = height - labels.height - (axis.x_label ? 20 : 2);
  const y = linear([ticks[0], ticks.at(-1)], [bottom, 12]);
  const box = { left, bottom, band, y, zero: y(Math.max(ticks[0], Math.min(0, ticks.at(-1)))), right: width - 10 };
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "plot" },
    ticks.map((tick) => svg("g", null,
      svg("line", { x1: left, x2: box.right, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "grid" }),
      svg("text", { x: left - 8, y: y(tick) + 4, class: "tick", "text-anchor": "end" }, short(tick)))),
    labels.draw(box),
    axis.x_label && svg("text", { x: left + inner / 2, y: height - 4, class: "axis-label", "text-anchor": "middle" }, axis.x_label),
    axis.y_label && svg("text", { transform: `translate(11 ${(bottom + 12) / 2}) rotate(-90)`, class: "axis-label", "text-anchor": "middle" }, axis.y_label),
    (spec.type === "bar" ? bars : curves)(spec, names, series, box));
}

// Slack takes no longer ones.
const maxLabel = 20;

// Labels that do not fit side by side are slanted; when even slanted ones collide, every second or third is drawn.
function categoryLabels(names, band) {
  const longest = Math.max(1, ...names.map((name) => name.length));
  const slanted = longest * glyph > band - 6;
  const every = Math.max(1, Math.ceil((slanted ? 15 : 0) / band));
  const cut = (name) => (slanted && name.length > maxLabel ? name.slice(0, maxLabel - 1) + "…" : name);
  return {
    height: slanted ? Math.min(longest, maxLabel) * glyph * 0.62 + 20 : 22,
    draw: (box) => names.map((name, at) => {
      if (at % every) return null;
      const x = box.left + band * (at + 0.5);
      const place = slanted
        ? { transform: `translate(${x + 4} ${box.bottom + 14}) rotate(-38)`, "text-anchor": "end" }
        : { x, y: box.bottom + 17, "text-anchor": "middle" };
      return svg("text", { ...place, class: "tick" }, cut(name));
    }),
  };
}

function bars(spec, names, series, box) {
  const gap = Math.min(box.band * 0.24, 28);
  const width = Math.min(54, (box.band - gap) / Math.max(1, series.length));
  const start = (box.band - width * series.length) / 2;
  const roomy = series.flat().every((value) => short(value).length * glyph <= width + 1);
  return names.map((name, at) => series.map((values, which) => {
    const x = box.left + box.band * at + start + width * which + 1;
    const top = Math.min(box.y(values[at]), box.zero);
    const tall = Math.abs(box.y(values[at]) - box.zero);
    return svg("g", { class: `series-${which % 12} datum` },
      svg("title", null, `${name} · ${spec.series[which].name}: ${number(values[at])}`),
      svg("path", { d: barPath(x, top, Math.max(1, width - 2), tall, values[at] < 0), class: "fill" }),
      roomy && svg("text", { x: x + width / 2 - 1, y: values[at] < 0 ? top + tall + 13 : top - 4, class: "value", "text-anchor": "middle" }, short(values[at])));
  }));
}

// Round at the end that carries the value, flat on the axis.
function barPath(x, y, width, tall, down) {
  const r = Math.min(4, width / 2, tall);
  return down
    ? `M${x} ${y}h${width}v${tall - r}q0 ${r} ${-r} ${r}h${2 * r - width}q${-r} 0 ${-r} ${-r}z`
    : `M${x} ${y + tall}v${r - tall}q0 ${-r} ${r} ${-r}h${width - 2 * r}q${r} 0 ${r} ${r}v${tall - r}z`;
}

function curves(spec, names, series, box) {
  const x = (at) => box.left + box.band * (at + 0.5);
  return series.map((values, which) => {
    const points = values.map((value, at) => `${x(at).toFixed(1)} ${box.y(value).toFixed(1)}`);
    const path = `M${points.join("L")}`;
    return svg("g", { class: `series-${which % 12}` },
      spec.type === "area" && svg("path", { d: `${path}L${x(values.length - 1)} ${box.zero}L${x(0)} ${box.zero}Z`, class: "area" }),
      svg("path", { d: path, class: "line" }),
      values.map((value, at) => svg("g", { class: "datum" },
        svg("title", null, `${names[at]} · ${spec.series[which].name}: ${number(value)}`),
        svg("circle", { cx: x(at), cy: box.y(value), r: 11, class: "target" }),
        mark(which, x(at), box.y(value), 4))));
  });
}

const shapes = [
  (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
  (x, y, r) => `M${x} ${y - r - 1}l${r + 1} ${2 * r}h${-2 * r - 2}z`,
  (x, y, r) => `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z`,
  (x, y, r) => `M${x} ${y + r + 1}l${r + 1} ${-2 * r}h${-2 * r - 2}z`,
];
const mark = (which, x, y, r) => svg("path", { d: shapes[which % shapes.length](x, y, r), class: "fill mark" });

function pie(spec) {
  const size = 210;
  const total = spec.segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const percent = shares(spec.segments.map((segment) => segment.value));
  let from = 0;
  return svg("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, class: "plot" }, spec.segments.map((segment, at) => {
    const to = from + segment.value / total;
    const middle = ((from + to) / 2) * 2 * Math.PI;
    const reach = spec.segments.length === 1 ? 0 : 64;
    const group = svg("g", { class: `series-${at % 12} datum` },
      svg("title", null, `${segment.label}: ${number(segment.value)} (${percent[at]} %)`),
      svg("path", { d: wedge(size / 2, size / 2, 98, from, to), class: "fill slice" }),
      to - from > 0.06 && svg("text", {
        x: size / 2 + reach * Math.sin(middle), y: size / 2 - reach * Math.cos(middle) + 5, class: "slice-label", "text-anchor": "middle",
      }, `${percent[at]} %`));
    from = to;
    return group;
  }));
}
