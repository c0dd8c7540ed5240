// The JSON interface of the simulated workspace. Every answer is {ok, error?, …}; a lost connection becomes such an answer too.

async function answer(request) {
  try {
    const response = await request;
    const body = await response.json().catch(() => ({}));
    return response.ok ? { ok: true, ...body } : { ...body, ok: false, error: body.error ?? `HTTP ${response.status}` };
  } catch {
    return { ok: false, error: "workspace_unreachable" };
  }
}

const get = (path, query) => answer(fetch(`/app/${path}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } }));
const post = (path, body) => answer(fetch(`/app/${path}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}));

export const api = {
  state: (as) => get("state", { as }),
  // peek reads without marking as read.
  messages: (as, channel, thread, peek) => get("messages", { as, channel, ...(thread ? { thread } : {}), ...(peek ? { peek: 1 } : {}) }),
  home: (as, opened) => get("home", { as, ...(opened ? {} : { quiet: 1 }) }),
  command: (body) => post("command", body),
  say: (body) => post("say", body),
  action: (body) => post("action", body),
  submit: (body) => post("submit", body),
  closeView: (body) => post("close_view", body),
  shortcut: (body) => post("shortcut", body),
  clock: (to) => post("clock", { to }),
  fault: (kind) => post("fault", { kind }),
};

// listen keeps a stream of events open; onBack tells that something may have been missed, also before the stream first stood.
// It opens a lost stream anew by itself: browsers wait ever longer, and give up on an HTTP error while the server restarts.
export function listen(as, handlers, onBack) {
  let stream = null;
  let retry = 0;
  const open = () => {
    stream = new EventSource(`/app/events?${new URLSearchParams({ as })}`);
    for (const [name, handler] of Object.entries(handlers)) {
      stream.addEventListener(name, (event) => handler(event.data ? JSON.parse(event.data) : {}));
    }
    stream.addEventListener("open", onBack);
    stream.addEventListener("error", () => {
      stream.close();
      retry = setTimeout(open, 700);
      handlers.lost?.();
    });
  };
  open();
  return {
    close() {
      stream.close();
      clearTimeout(retry);
    },
  };
}

const sentences = {
  dispatch_failed: (app) => `${app} is not connected right now, so this could not be delivered. (dispatch_failed)`,
  operation_timeout: (app) => `${app} did not answer within three seconds. Try again. (operation_timeout)`,
  workspace_unreachable: () => "The simulated workspace does not answer. Is the program still running?",
  not_in_channel: (app) => `${app} is not a member of this channel. (not_in_channel)`,
  element_not_found: () => "This has just changed, so the press did not count. Look again. (element_not_found)",
  view_not_found: () => "This form is no longer open. Close it and start again. (view_not_found)",
};

export const explain = (error, app) => sentences[error]?.(app) ?? String(error ?? "Something went wrong; try again.");
