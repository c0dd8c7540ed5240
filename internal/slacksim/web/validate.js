// The checks that Slack's clients make before they submit a form. Pure.

const properties = [
  "value", "selected_option", "selected_options", "selected_user", "selected_users", "selected_date", "selected_time", "selected_date_time",
  "selected_channel", "selected_channels", "selected_conversation", "selected_conversations",
];

export function entered(value) {
  const content = properties.map((name) => value?.[name]).find((found) => found !== undefined && found !== null);
  return content !== undefined && content !== "" && !(Array.isArray(content) && content.length === 0);
}

// problem is the sentence to show on the field, or null.
export function problem(block, value) {
  if (!entered(value)) return block.optional ? null : "Please complete this required field.";
  return checks[block.element.type]?.(block.element, value.value) ?? null;
}

const checks = {
  email_text_input: (_, text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "Please enter an e-mail address, like ann@example.com."),
  url_text_input: (_, text) => (/^https?:\/\/\S+$/.test(text) ? null : "Please enter a web address that starts with https://."),
  number_input: (spec, text) => {
    const number = Number(text);
    if (!/^-?\d+(\.\d+)?$/.test(text.trim())) return "Please enter a number, like 42.";
    if (!spec.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
    if (spec.min_value !== undefined && number < Number(spec.min_value)) return `Please enter a number of at least ${spec.min_value}.`;
    if (spec.max_value !== undefined && number > Number(spec.max_value)) return `Please enter a number of at most ${spec.max_value}.`;
    return null;
  },
  plain_text_input: (spec, text) => {
    if (spec.min_length && text.length < spec.min_length) return `Please enter at least ${spec.min_length} characters.`;
    if (spec.max_length && text.length > spec.max_length) return `Please enter at most ${spec.max_length} characters.`;
    return null;
  },
};
