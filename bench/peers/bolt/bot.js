// The bot that a user would write instead of Leadloop: Bolt, and one durable insert a command with better-sqlite3.
// BENCH_COMMIT=each commits each command by itself, =group takes whatever waits into one transaction.
import { join } from 'node:path';
import Bolt from '@slack/bolt';
import Database from 'better-sqlite3';

const db = new Database(join(process.env.BENCH_DATA, 'bolt.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE IF NOT EXISTS leads (
  id INTEGER PRIMARY KEY, name TEXT, company TEXT, email TEXT, by TEXT, text TEXT, trigger_id TEXT UNIQUE)`);

const insert = db.prepare(
  'INSERT INTO leads (name, company, email, by, text, trigger_id) VALUES (@name, @company, @email, @by, @text, @trigger)');
const insertAll = db.transaction((leads) => leads.map((lead) => insert.run(lead).lastInsertRowid));

const keepEach = async (lead) => insert.run(lead).lastInsertRowid;

let waiting = [];

function keepInGroup(lead) {
  return new Promise((resolve, reject) => {
    waiting.push({ lead, resolve, reject });
    if (waiting.length === 1) {
      setImmediate(commitWaiting);
    }
  });
}

function commitWaiting() {
  const group = waiting;
  waiting = [];

  try {
    const ids = insertAll(group.map(({ lead }) => lead));
    group.forEach(({ resolve }, i) => resolve(ids[i]));
  } catch (err) {
    group.forEach(({ reject }) => reject(err));
  }
}

const keepers = { each: keepEach, group: keepInGroup };
const keep = keepers[process.env.BENCH_COMMIT];
if (!keep) {
  throw new Error(`BENCH_COMMIT is ${process.env.BENCH_COMMIT}; expected each or group`);
}

function parse(command) {
  const [name, company] = command.text.replace(/^log /, '').split(',');
  const [email] = command.text.match(/[^\s,]+@[^\s,]+/) ?? [''];

  return {
    name: name.trim(), company: company.trim(), email, by: command.user_id, text: command.text, trigger: command.trigger_id,
  };
}

// An answer of the size that a bot gives: about 1 kB of blocks.
function card(id, lead) {
  const button = (action, label) => (
    { type: 'button', action_id: action, value: String(id), text: { type: 'plain_text', text: label } });

  return {
    response_type: 'ephemeral',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*L-${id} ${lead.name}*, ${lead.company}\n${lead.email}` } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `Logged by <@${lead.by}>` }] },
      { type: 'actions', block_id: 'acts', elements: [button('handoff', 'Hand off'), button('touch', 'Log a call'), button('edit', 'Edit')] },
    ],
  };
}

const app = new Bolt.App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'error',
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.command('/lead', async ({ command, ack }) => {
  const lead = parse(command);
  await ack(card(await keep(lead), lead));
});

process.on('SIGTERM', () => {
  db.close();
  process.exit(0);
});

await app.start();
