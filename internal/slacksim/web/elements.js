// The interactive elements of Block Kit. A host tells where they stand:
//   host.values   {block_id: {action_id: value}}: what the person has entered so far
//   host.memory   other things to remember over a redraw
//   host.dispatch (element, blockID, payload) => Promise: tells the app of an action

import { el, icon, safeURL, uniqueID } from "./dom.js";
import { zonedLocal, zonedUnix } from "./dates.js";
import { ask, openMenu } from "./overlays.js";
import { plain } from "./prose.js";
import { nameOf, people, world, zone } from "./world.js";

// element draws one element. inInput tells that it stands in an input block, where only dispatch_action makes it an action.
export function element(spec, blockID, host, inInput = null) {
  const draw = drawers[spec.type];
  if (!draw) return el("span", { class: "muted" }, `“${spec.type}” cannot be shown here.`);
  const field = {
    spec, blockID, host, inInput,
    id: uniqueID("control"),
    name: inInput ? null : spec.accessibility_label || plain(spec.placeholder) || names[spec.type] || "Choose",
    acts: !inInput || inInput.dispatch_action === true,
  };
  return draw(field);
}

// What an element is called when the app gives it no name.
const names = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time", plain_text_input: "Text", number_input: "Number" };

// keep notes a value and returns the one that was there before, else the initial one.
function keep(field, initial) {
  const block = (field.host.values[field.blockID] ??= {});
  return (block[field.spec.action_id] ??= { type: field.spec.type, ...initial });
}

async function change(field, value, control) {
  const block = (field.host.values[field.blockID] ??= {});
  const before = block[field.spec.action_id];
  if (field.acts && field.spec.confirm && !(await ask(field.spec.confirm))) {
    field.host.redraw?.();
    return;
  }
  block[field.spec.action_id] = { ...before, ...value };
  field.host.touched?.(field.blockID);
  if (field.acts) await dispatch(field, value, control);
}

async function dispatch(field, payload, control) {
  control?.setAttribute("aria-busy", "true");
  try {
    await field.host.dispatch(field.spec, field.blockID, payload);
  } finally {
    control?.removeAttribute("aria-busy");
  }
}

const common = (field) => ({ id: field.id, name: field.blockID ?? null, "data-action": field.spec.action_id, "aria-label": field.name });

function button(field) {
  const { spec } = field;
  const style = { primary: "btn-primary", danger: "btn-danger" }[spec.style] ?? "";
  const href = spec.url && safeURL(spec.url);
  const node = el("button", {
    type: "button", class: `btn ${style}`, "data-action": spec.action_id, "aria-label": spec.accessibility_label,
    on: { click: press },
  }, plain(spec.text), href && el("span", { class: "sr-only" }, " (opens in a new tab)"));
  async function press() {
    if (node.getAttribute("aria-busy") === "true") return;
    if (spec.confirm && !(await ask(spec.confirm))) return;
    if (href) window.open(href, "_blank", "noopener");
    await dispatch(field, spec.value === undefined ? {} : { value: spec.value }, node);
  }
  return node;
}

function overflow(field) {
  const { spec } = field;
  const node = el("button", {
    type: "button", class: "btn btn-icon", "aria-label": spec.accessibility_label || "More options", "aria-haspopup": "menu", "aria-expanded": "false",
    "data-action": spec.action_id, on: { click: () => openMenu(node, "More options", items()) },
  }, icon("more"));
  const items = () => spec.options.map((option) => ({
    label: plain(option.text), note: plain(option.description),
    run: async () => {
      if (spec.confirm && !(await ask(spec.confirm))) return;
      const href = option.url && safeURL(option.url);
      if (href) window.open(href, "_blank", "noopener");
      await dispatch(field, { selected_option: option }, node);
    },
  }));
  return node;
}

// A closed native select would change, and so act, at every arrow key: open its list instead.
function openOnArrow(event) {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.altKey || !event.target.showPicker) return;
  event.preventDefault();
  try {
    event.target.showPicker();
  } catch { /* the browser wants a click first */ }
}

function select(field, choices, current, store) {
  const flat = choices.flatMap((choice) => choice.choices ?? [choice]);
  const optionNode = (choice) => el("option", { value: String(flat.indexOf(choice)), selected: choice.key === current }, choice.label);
  const clearable = field.inInput?.optional;
  const node = el("select", {
    ...common(field), class: "control select", "aria-required": field.inInput && !clearable ? "true" : null,
    on: {
      change: () => change(field, store(flat[node.value] ?? null), node),
      keydown: field.acts ? openOnArrow : () => {},
    },
  },
  el("option", { value: "", disabled: !clearable, selected: current === null }, plain(field.spec.placeholder) || "Choose one"),
  choices.map((choice) => (choice.choices ? el("optgroup", { label: choice.label }, choice.choices.map(optionNode)) : optionNode(choice))));
  if (current === null || !flat.some((choice) => choice.key === current)) node.value = "";
  return node;
}

const asChoice = (option) => ({ key: option.value, label: plain(option.text), option });
const optionChoices = (spec) => (spec.option_groups
  ? spec.option_groups.map((group) => ({ label: plain(group.label), choices: group.options.map(asChoice) }))
  : (spec.options ?? []).map(asChoice));

function staticSelect(field) {
  const value = keep(field, { selected_option: field.spec.initial_option ?? null });
  return select(field, optionChoices(field.spec), value.selected_option?.value ?? null, (choice) => ({ selected_option: choice?.option ?? null }));
}

const peopleChoices = () => people().map((person) => ({ key: person.id, label: [nameOf(person.id), person.title].filter(Boolean).join(" · ") }));
const channelChoices = (all) => world.state.channels
  .filter((place) => all || place.kind === "channel")
  .map((place) => ({ key: place.id, label: (place.kind === "channel" ? "#" : "") + place.name }));

const picker = (choices, property, initial) => (field) => {
  const value = keep(field, { [property]: field.spec[initial] ?? null });
  return select(field, choices(), value[property], (choice) => ({ [property]: choice?.key ?? null }));
};

// Several choices are check boxes in a foldable list: usable by keys, by touch and by screen readers without tricks.
function multi(field, choices, current, store) {
  const flat = choices.flatMap((choice) => choice.choices ?? [choice]);
  const chosen = new Set(current);
  const max = field.spec.max_selected_items ?? Infinity;
  const summary = el("summary", { class: "control select", "aria-label": field.name });
  const boxes = flat.map((choice) => {
    const box = el("input", { type: "checkbox", name: field.blockID, value: choice.key, checked: chosen.has(choice.key), on: { change: toggle } });
    return el("label", { class: "choice" }, box, el("span", null, choice.label));
    function toggle() {
      if (box.checked) chosen.add(choice.key);
      else chosen.delete(choice.key);
      refresh();
      change(field, store(flat.filter((other) => chosen.has(other.key))), summary);
    }
  });
  const filter = flat.length > 8 && el("input", {
    type: "search", class: "control", placeholder: "Filter", "aria-label": "Filter the choices",
    on: { input: () => boxes.forEach((box, at) => { box.hidden = !flat[at].label.toLowerCase().includes(filter.value.toLowerCase()); }) },
  });
  const refresh = () => {
    const picked = flat.filter((choice) => chosen.has(choice.key));
    summary.replaceChildren(...(picked.length
      ? picked.map((choice) => el("span", { class: "chip" }, choice.label))
      : [el("span", { class: "muted" }, plain(field.spec.placeholder) || "Choose any")]));
    boxes.forEach((label) => { const box = label.querySelector("input"); box.disabled = !box.checked && chosen.size >= max; });
  };
  refresh();
  return el("details", { class: "multi", id: field.id, "data-action": field.spec.action_id }, summary, el("div", { class: "multi-list" }, filter || "", boxes));
}

function multiStaticSelect(field) {
  const value = keep(field, { selected_options: field.spec.initial_options ?? [] });
  return multi(field, optionChoices(field.spec), value.selected_options.map((option) => option.value),
    (picked) => ({ selected_options: picked.map((choice) => choice.option) }));
}

const multiPicker = (choices, property, initial) => (field) => {
  const value = keep(field, { [property]: field.spec[initial] ?? [] });
  return multi(field, choices(), value[property], (picked) => ({ [property]: picked.map((choice) => choice.key) }));
};

function textInput(field) {
  const { spec } = field;
  const value = keep(field, { value: spec.initial_value ?? null });
  const onEnter = spec.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered") !== true;
  const node = el(spec.multiline ? "textarea" : "input", {
    ...common(field), class: "control", placeholder: plain(spec.placeholder) || null, value: value.value ?? "",
    maxlength: spec.max_length, rows: spec.multiline ? 4 : null, autocomplete: "off",
    type: spec.multiline ? null : kinds[spec.type] ?? "text", inputmode: spec.type === "number_input" ? (spec.is_decimal_allowed ? "decimal" : "numeric") : null,
    autofocus: spec.focus_on_load, "aria-required": field.inInput && !field.inInput.optional ? "true" : null,
    on: { input: store, keydown: enter },
  });
  function store() {
    const block = (field.host.values[field.blockID] ??= {});
    block[spec.action_id] = { type: spec.type, value: node.value === "" ? null : node.value };
    field.host.touched?.(field.blockID);
    if (field.acts && !onEnter) dispatch(field, { value: node.value }, node);
  }
  function enter(event) {
    if (event.key !== "Enter" || spec.multiline || event.isComposing || !field.acts || !onEnter) return;
    event.preventDefault();
    dispatch(field, { value: node.value }, node);
  }
  return node;
}

const kinds = { email_text_input: "email", url_text_input: "url", number_input: "text" };

const dateInput = (type, property, initial, read, show) => (field) => {
  const value = keep(field, { [property]: field.spec[initial] ?? null });
  const node = el("input", {
    ...common(field), type, class: "control control-date", value: value[property] === null ? "" : show(value[property]),
    "aria-required": field.inInput && !field.inInput.optional ? "true" : null,
    on: { change: () => change(field, { [property]: node.value ? read(node.value) : null }, node) },
  });
  return node;
};
const asIs = (text) => text;

function choiceList(type, current, store) {
  return (field) => {
    const { spec } = field;
    const chosen = current(field);
    const group = uniqueID("group");
    const boxes = (spec.options ?? []).map((option) => el("label", { class: "choice" },
      el("input", { type, name: `${field.blockID}-${group}`, value: option.value, checked: chosen.includes(option.value), on: { change: note } }),
      el("span", null, plain(option.text), option.description && el("span", { class: "choice-note" }, plain(option.description)))));
    const root = el("div", {
      class: "choices", id: field.id, role: type === "radio" ? "radiogroup" : "group", "data-action": spec.action_id, "aria-label": field.name,
    }, boxes);
    function note() {
      const picked = spec.options.filter((_, at) => boxes[at].querySelector("input").checked);
      change(field, store(picked), root);
    }
    return root;
  };
}

const drawers = {
  button,
  overflow,
  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  users_select: picker(peopleChoices, "selected_user", "initial_user"),
  multi_users_select: multiPicker(peopleChoices, "selected_users", "initial_users"),
  channels_select: picker(() => channelChoices(false), "selected_channel", "initial_channel"),
  multi_channels_select: multiPicker(() => channelChoices(false), "selected_channels", "initial_channels"),
  conversations_select: picker(() => channelChoices(true), "selected_conversation", "initial_conversation"),
  multi_conversations_select: multiPicker(() => channelChoices(true), "selected_conversations", "initial_conversations"),
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: dateInput("date", "selected_date", "initial_date", asIs, asIs),
  timepicker: dateInput("time", "selected_time", "initial_time", asIs, asIs),
  datetimepicker: dateInput("datetime-local", "selected_date_time", "initial_date_time",
    (text) => zonedUnix(text, zone()), (unix) => zonedLocal(unix, zone())),
  radio_buttons: choiceList("radio",
    (field) => [keep(field, { selected_option: field.spec.initial_option ?? null }).selected_option?.value],
    (picked) => ({ selected_option: picked[0] ?? null })),
  checkboxes: choiceList("checkbox",
    (field) => keep(field, { selected_options: field.spec.initial_options ?? [] }).selected_options.map((option) => option.value),
    (picked) => ({ selected_options: picked })),
};
