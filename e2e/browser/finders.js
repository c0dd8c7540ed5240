// How a story finds things: as a person does, by what they show and where they stand.
window.story = (() => {
  const words = (node) => node.innerText.replace(/\s+/g, " ");
  const shown = (node) => node.getClientRects().length > 0;
  const all = (root, selector) => [...root.querySelectorAll(selector)].filter(shown);
  const modal = () => all(document, "[data-testid=modal]").at(-1);
  const named = (node) => (node.getAttribute("aria-label") ?? "") + " " + words(node);
  const topmost = () => modal() ?? document;

  const messages = (parts) => all(document, "[data-testid=message]").filter((node) => parts.every((part) => words(node).includes(part)));
  const field = (label) => all(topmost(), ".field").find((node) => words(node.querySelector(".label")).startsWith(label));

  // press clicks a control that is there, uncovered and ready. It does so in one step with the look at it: between the two the
  // page must not move.
  function press(node) {
    if (!node) return false;
    node.scrollIntoView({ block: "nearest" });
    const { left, top, width, height } = node.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    const ready = !node.disabled && !node.closest("[aria-busy=true], [aria-disabled=true]") && there && node.contains(there);
    if (!ready) return false;
    node.focus();
    node.click();
    return true;
  }

  return {
    says: (...parts) => messages(parts).length > 0,
    draws: (selector, ...parts) => messages(parts).some((node) => all(node, selector).length > 0),
    page: (...parts) => parts.every((part) => words(document.body).includes(part)),
    // The button in the newest message that says all parts and has such a button.
    inMessage: (label, ...parts) => press(messages(parts)
      .map((node) => all(node, "button").find((button) => words(button) === label)).filter(Boolean).at(-1)),
    tool: (label, ...parts) => press(messages(parts).at(-1)?.querySelector(`button[aria-label="${label}"]`)),
    button: (label) => press(all(topmost(), "button").find((node) => named(node).includes(label))),
    at: (selector) => press(all(document, selector)[0]),
    // The page is somebody's once its links are.
    is: (name) => {
      const select = document.querySelector("[data-testid=persona-select]");
      return Boolean(select?.selectedOptions[0]?.label.startsWith(name)) &&
        document.querySelector("[data-testid=tab-home]").hash.includes(`as=${select.value}&`);
    },
    // The page stands where that link leads once it has drawn that place as this person sees it.
    stands: (testid) => {
      const link = document.querySelector(`[data-testid="${testid}"][aria-current=page]`);
      const person = document.querySelector("[data-testid=persona-select]").value;
      return Boolean(link) && link.hash.includes(`as=${person}&`) && (document.querySelector("main").dataset.place ?? "").startsWith(person + "/");
    },
    modal: (title) => (modal() ? words(modal().querySelector("h2")) === title : title === ""),
    field: (label) => press(field(label)?.querySelector("input, textarea")),
    holds: (label, value) => field(label)?.querySelector("input, textarea")?.value === value,
    clock: () => document.querySelector("[data-testid=clock-now]").dateTime,
    ticks: (from) => {
      const busy = document.querySelector(".clock [aria-busy=true]");
      return !busy && document.querySelector("[data-testid=clock-now]").dateTime.slice(0, 16) > from.slice(0, 16);
    },
    complains: (label, part) => {
      const error = field(label)?.querySelector(".field-error");
      return Boolean(error && shown(error) && words(error).includes(part) && words(error).length > 0);
    },
    at9: (day) => words(document.querySelector("[data-testid=clock-now]")).startsWith(day) && words(document.querySelector("[data-testid=clock-now]")).endsWith("09:00"),
    choose: (label, option) => {
      const select = field(label)?.querySelector("select");
      const choice = select && [...select.options].find((candidate) => candidate.label.includes(option));
      if (!choice) return false;
      select.value = choice.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    },
    date: (label, value) => {
      const input = field(label)?.querySelector("input[type=date]");
      if (!input) return false;
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    },
    become: (name) => {
      const select = document.querySelector("[data-testid=persona-select]");
      const choice = select && [...select.options].find((candidate) => candidate.label.startsWith(name));
      if (!choice) return false;
      select.value = choice.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    },
  };
})();
