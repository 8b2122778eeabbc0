// One fresh server, one document: how long a user waits for what.
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.mjs';
import { documentOf } from './documents.mjs';

const capabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
  },
  textDocument: {
    synchronization: {},
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'], labelDetailsSupport: true },
    },
    hover: { contentFormat: ['markdown'] },
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** What is timed. */
export const operations = ['diagnostics', 'completion', 'hover', 'burst'];

const serious = ({ severity = 1 }) => severity <= 2;

async function start({ command, settings, options }) {
  const client = new Client(command, settings);
  const uri = 'file:///bench';
  await client.request('initialize', {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'bench' }],
    capabilities,
    initializationOptions: options,
  });
  const initialized = performance.now() - client.started;
  client.notify('initialized', {});
  client.notify('workspace/didChangeConfiguration', { settings });
  return { client, initialized };
}

/** What Node takes for itself: milliseconds to start and end, resident MB. */
export async function measureBare() {
  const starts = [];
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    starts.push(performance.now() - from);
  }
  const client = new Client([process.execPath, '-e', 'process.stdin.resume()'], {});
  await sleep(500);
  const memory = client.memory();
  client.process.kill();
  return { start: starts.sort((a, b) => a - b)[2], memory };
}

/** An open document that is edited at one place. */
function edited(client, uri, text) {
  let version = 1;
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } });
  return (line, from, to, newText) =>
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [
        { range: { start: { line, character: from }, end: { line, character: to } }, text: newText },
      ],
    });
}

/**
 * The samples of one server on a document of so many lines: milliseconds by what was done, the errors that it answered
 * instead, and CPU and memory.
 */
export async function measure(server, lines, samples) {
  const text = documentOf(lines);
  const rows = text.split('\n');
  const { client, initialized } = await start(server);
  const uri = `file:///bench/${server.name}-${lines}.yaml`;
  const first = client.diagnostics(uri);
  const edit = edited(client, uri, text);
  const firstDiagnostics = (await first) - client.started;
  await sleep(800);

  const lists = () => Object.fromEntries(operations.map((what) => [what, []]));
  const [times, failures] = [lists(), lists()];
  const cpu = {};
  const timed = async (name, count, run) => {
    const before = client.cpu();
    for (let i = 0; i < count; i++) await run(i);
    cpu[name] = (client.cpu() - before) / count;
  };
  const ask = async (what, method, line, character) => {
    const from = performance.now();
    try {
      await client.request(method, { textDocument: { uri }, position: { line, character } });
      times[what].push(performance.now() - from);
    } catch (error) {
      failures[what].push(error.message);
    }
  };

  const row = rows.findLastIndex((line) => line.includes('warmup_steps:'));
  // Its schedule, where this server's hover has the picture of the curve.
  const type = rows.findLastIndex((line) => line.includes('type: noam'));
  const at = rows[row].indexOf(': ') + 2;
  const good = rows[row].slice(at);
  let now = good;
  const write = (value) => {
    edit(row, at, at + now.length, value);
    now = value;
  };
  // The first round warms the server up and shows that it has understood the schema.
  await timed('diagnostics', 2 * samples + 2, async (i) => {
    const bad = i % 2 === 0;
    const told = client.diagnostics(uri, (list) => list.some(serious) === bad);
    const from = performance.now();
    write(bad ? 'oops' : good);
    const at = await told.catch((error) => void failures.diagnostics.push(error.message));
    if (i > 1 && at !== undefined) times.diagnostics.push(at - from);
    await sleep(30);
  });

  const last = rows.length - 2;
  await timed('completion', samples, async () => {
    edit(last, 0, 0, '      up');
    await ask('completion', 'textDocument/completion', last, 8);
    edit(last, 0, 8, '');
    await sleep(20);
  });
  await sleep(400);
  await timed('hover', samples, async (i) => {
    write(i % 2 ? good : `${good}0`);
    await ask('hover', 'textDocument/hover', type, rows[type].indexOf('noam') + 2);
    await sleep(20);
  });
  write(good);
  await sleep(600);

  const word = 'updated_modu';
  const before = client.cpu();
  const pending = [];
  for (let i = 0; i < word.length; i++) {
    edit(last, i ? 6 + i : 0, i ? 6 + i : 0, i ? word[i] : `      ${word[0]}`);
    pending.push(ask('burst', 'textDocument/completion', last, 7 + i));
    await sleep(40);
  }
  await Promise.all(pending);
  cpu.burst = client.cpu() - before;
  await sleep(600);
  const memory = client.memory();
  await client.stop();
  return { initialized, firstDiagnostics, times, failures, cpu, memory };
}

/** Lets a server collect its garbage when it is told to, so that what is left is what it keeps. */
const collecting = [
  '--expose-gc',
  '--import',
  'data:text/javascript,process.on("SIGUSR2",()=>{for(let i=0;i<4;i++)globalThis.gc()})',
];

/** How much memory is left after so many documents have been opened and closed, its garbage collected. */
export async function measureLeak(server, documents, lines) {
  const [node, ...args] = server.command;
  const { client } = await start({ ...server, command: [node, ...collecting, ...args] });
  const text = documentOf(lines);
  const round = async (from, count) => {
    for (let i = from; i < from + count; i++) {
      const uri = `file:///bench/${i}.yaml`;
      const told = client.diagnostics(uri);
      client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
      await told;
      client.notify('textDocument/didClose', { textDocument: { uri } });
    }
    await sleep(500);
    client.process.kill('SIGUSR2');
    await sleep(1500);
    return client.memory();
  };
  // The first documents warm the engine up.
  const before = await round(0, documents);
  const after = await round(documents, documents);
  await client.stop();
  return { before, after };
}
