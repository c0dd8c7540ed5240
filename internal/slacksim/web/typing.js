// What typed text suggests. Pure.

const startsWith = (text, query) => (text ?? "").toLowerCase().split(/[\s._-]+/).some((word) => word.startsWith(query)) || (text ?? "").toLowerCase().startsWith(query);

// suggestions looks at the word before the caret. A match has {title, hint, note, insert, from, to, whole}; whole tells that the
// word is complete as it stands, so that Enter may send. command is the one whose arguments are being typed.
export function suggestions(text, caret, { commands, people, channels }) {
  const typed = text.slice(0, caret);
  const slash = /^\/(\S*)$/.exec(typed);
  if (slash) {
    const query = typed.toLowerCase();
    const matches = commands.filter((command) => command.name.toLowerCase().startsWith(query)).map((command) => ({
      title: command.name, hint: command.hint, note: command.description, insert: command.name + " ", from: 0, to: caret,
      whole: command.name.toLowerCase() === query,
    }));
    return { matches, command: null };
  }
  const command = commands.find((candidate) => text.startsWith(candidate.name + " ")) ?? null;
  const word = /(^|[\s(])([@#])([\w.-]*)$/.exec(typed);
  if (!word) return { matches: [], command };
  const [, , sign, written] = word;
  const query = written.toLowerCase();
  const from = caret - written.length - 1;
  const found = sign === "@"
    ? people.filter((person) => startsWith(person.name, query) || startsWith(person.real_name, query))
      .map((person) => ({ title: person.real_name || person.name, hint: "@" + person.name, note: person.title, handle: person.name }))
    : channels.filter((channel) => startsWith(channel.name, query))
      .map((channel) => ({ title: "#" + channel.name, handle: channel.name }));
  const matches = found.slice(0, 8).map(({ handle, ...option }) => ({
    ...option, insert: `${sign}${handle} `, from, to: caret, whole: handle.toLowerCase() === query,
  }));
  return { matches, command };
}
