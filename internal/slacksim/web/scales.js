// The arithmetic of charts. Pure.

// niceTicks are round numbers that span the values and always include zero.
export function niceTicks(values, wanted = 5) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw - 1e-12);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = [];
  for (let at = first; at <= Math.max(last, first + 1); at++) ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}

export const linear = (from, to) => {
  const [a, b] = from;
  const [c, d] = to;
  return (value) => c + ((value - a) / (b - a)) * (d - c);
};

const full = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

export const number = (value) => full.format(value);
export const short = (value) => (Math.abs(value) >= 10_000 ? compact.format(value) : full.format(value));

// wedge is the path of a pie segment; angles are fractions of a turn from twelve o'clock.
export function wedge(cx, cy, radius, from, to) {
  if (to - from >= 0.999999) {
    return `M${cx} ${cy - radius}A${radius} ${radius} 0 1 1 ${cx} ${cy + radius}A${radius} ${radius} 0 1 1 ${cx} ${cy - radius}Z`;
  }
  const point = (turn) => [cx + radius * Math.sin(turn * 2 * Math.PI), cy - radius * Math.cos(turn * 2 * Math.PI)].map((n) => n.toFixed(2)).join(" ");
  return `M${cx} ${cy}L${point(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

// shares are whole percentages that add up to 100: the largest remainders get what rounding down left over.
export function shares(values) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const exact = values.map((value) => (value / total) * 100);
  const whole = exact.map(Math.floor);
  const left = Math.round(100 - whole.reduce((sum, value) => sum + value, 0));
  exact.map((value, at) => ({ at, rest: value - whole[at] })).sort((a, b) => b.rest - a.rest).slice(0, left).forEach(({ at }) => whole[at]++);
  return whole;
}
