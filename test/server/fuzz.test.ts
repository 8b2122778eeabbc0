import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver';
import fc from '../fast-check.js';
import { atCursor, type Editor, fullCapabilities, startEditor } from './harness.js';
import { documentRequests, itemsOf, resolves } from './requests.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const recipes = readdirSync(new URL('../../recipes/g2p/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => read(`../../recipes/g2p/${name}`));
const anchored =
  'w: &w 4000\noptim_sches:\n  a: &a {type: noam.NoamLr, conf: &c {optim_type: Adam, warmup_steps: !ref <w>}}\n  b: *a\n  c: {type: torch.StepLR, conf: {<<: *c, step_size: *w}}\n';
const samples = [
  ...recipes,
  read('../fixtures/cli/problems.yaml'),
  'optim_sches:\n  type: noam.NoamLr\n  conf:\n    optim_type: Adam\n    optim_conf: {lr: 0.002}\n    optim_losses: [loss]\n',
  anchored,
  'train_cfg: train.yaml\naccum_grad: 2\n',
  'services:\n  web: {image: x}\n',
  '',
];

const methods = Object.keys(documentRequests);
const uris = [1, 2, 3]
  .map((index) => `file:///project/${index}.yaml`)
  .concat('untitled:%zz', 'file:///project/train.yaml');

const pieces = fc.constantFrom(
  ...[
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    ':',
    ', ',
    '- ',
    '# ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '|\n',
    '>',
    '&',
    '*',
    '!',
    '!ref <',
    '>',
    '<<: *a',
    '---\n',
    '\t',
    '\r\n',
    '\r',
  ],
  ...[
    '\u0000',
    '\ufeff',
    '\ud800',
    '😀',
    '\u2028',
    '__proto__: ',
    'optim_sches:\n',
    'optim_sches:\n  type: ',
    'train_cfg: ',
    'conf:\n',
    'optim_type: A',
    'lr: 1e400\n',
    'warmup_steps: -1\n',
    'updated_modules: [',
    'accum_grad: 0\n',
    '!tuple (',
    '<<<<<<< a\n',
    '[[[[[[[[',
    '{{{{{{',
  ],
);
// Even, other than fc.double, which prefers the ends.
const place = fc.nat(9999).map((one) => one / 10_000);
const [mostly = ''] = uris;
const uri = fc.oneof(
  { weight: 3, arbitrary: fc.constant(mostly) },
  { weight: 2, arbitrary: fc.constantFrom(...uris) },
);

type Action =
  | { do: 'open'; uri: string; sample: number; cut: number }
  | { do: 'edit'; uri: string; at: number; remove: number; insert: string; version: number }
  | { do: 'whole'; uri: string; sample: number; cut: number; version: number }
  | { do: 'close'; uri: string }
  | {
      do: 'ask';
      uri: string;
      method: string;
      at: number;
      to: number;
      wild: boolean;
      cancel: boolean;
    };

const open = fc.record({
  do: fc.constant('open' as const),
  uri,
  sample: fc.nat(samples.length - 1),
  cut: place,
});
/** Versions as they should be, and now and then one that is not. */
const version = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }) },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: open },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      uri,
      at: place,
      remove: fc.nat(12),
      insert: fc.oneof(pieces, fc.constant('')),
      version,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('whole' as const),
      uri,
      sample: fc.nat(samples.length - 1),
      cut: place,
      version,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), uri }) },
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      uri,
      method: fc.constantFrom(...methods),
      at: place,
      to: place,
      // Outside of the text now and then.
      wild: fc.nat(9).map((one) => one === 0),
      cancel: fc.nat(3).map((one) => one === 0),
    }),
  },
);

const cutOf = (sample: number, cut: number) => {
  const text = samples[sample] ?? '';
  // Whole now and then.
  return cut > 0.4 ? text : text.slice(0, Math.round((cut / 0.4) * text.length));
};

/** What a client may be answered instead of a result: refused with a reason, outdated, cancelled. */
const allowed = new Set([-32803, -32801, -32800, -32802]);
let [asked, answered] = [0, 0];

interface Texts {
  readonly text: string;
  readonly version: number;
}

async function play(editor: Editor, actions: readonly Action[]): Promise<void> {
  const { connection } = editor;
  const texts = new Map<string, Texts>();
  const tell = (method: string, params: object) => void connection.sendNotification(method, params);
  for (const one of actions) {
    const { uri } = one;
    const known = texts.get(uri);
    if (one.do === 'open') {
      const text = cutOf(one.sample, one.cut);
      texts.set(uri, { text, version: 1 });
      tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    } else if (one.do === 'close') {
      texts.delete(uri);
      tell('textDocument/didClose', { textDocument: { uri } });
    } else if (one.do === 'whole') {
      const text = cutOf(one.sample, one.cut);
      const version = (known?.version ?? 0) + one.version;
      texts.set(uri, { text, version });
      tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    } else if (one.do === 'edit') {
      const text = known?.text ?? 'a: 1\n';
      const from = Math.round(one.at * text.length);
      const [start, end] = [placeOf(text, from), placeOf(text, from + one.remove)];
      const version = (known?.version ?? 0) + one.version;
      texts.set(uri, { text: text.slice(0, from) + one.insert + text.slice(from + one.remove), version });
      const contentChanges = [{ range: { start, end }, text: one.insert }];
      tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    } else await ask(editor, one, known?.text ?? '');
  }
}

const placeOf = (text: string, offset: number) => {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
};

/** A place in one of the words of a text. */
const wordAt = (text: string, at: number) => {
  const words = [...text.matchAll(/[^\s#]+/g)];
  const word = words[Math.floor(at * words.length)];
  return placeOf(text, word ? word.index + Math.floor((at * 7919) % word[0].length) : 0);
};

async function ask(
  editor: Editor,
  { uri, method, at, to, wild, cancel }: Action & { do: 'ask' },
  text: string,
): Promise<void> {
  // Problems are pushed to a client that does not pull.
  if (method === 'textDocument/diagnostic' && !editor.initialized.capabilities.diagnosticProvider) return;
  const position = wild ? { line: Math.round(at * 1e9), character: Math.round(to * 1e9) } : wordAt(text, at);
  const range = { start: position, end: wordAt(text, to) };
  const params = documentRequests[method]?.({ uri, position, range }) ?? {};
  const result = cancel ? await cancelled(editor, method, params) : await timed(editor, method, params);
  asked++;
  if (result !== undefined && result !== null) answered++;
  const resolve = resolves[method];
  if (resolve) for (const item of itemsOf(result).slice(0, 5)) await timed(editor, resolve, item);
}

const cancelled = (editor: Editor, method: string, params: object) => {
  const source = new CancellationTokenSource();
  const answer = editor.connection.sendRequest<unknown>(method, params, source.token);
  source.cancel();
  return timed(editor, method, params, answer);
};

/** The answer, which has to come within a second of computing; waiting for other programs is not counted. */
async function timed(
  editor: Editor,
  method: string,
  params: object,
  answer = editor.connection.sendRequest<unknown>(method, params),
): Promise<unknown> {
  const before = process.cpuUsage();
  const result = await answer.catch((error: { code?: number; message?: string }) => {
    // A command about a file that is not open has wrong parameters.
    const code = method === 'workspace/executeCommand' && error.code === -32602 ? -32803 : error.code;
    if (!allowed.has(code ?? 0))
      throw new Error(`${method} ${JSON.stringify(params)}: ${code} ${error.message}`, { cause: error });
    return undefined;
  });
  const { user } = process.cpuUsage(before);
  expect(user / 1000, `${method} ${JSON.stringify(params)}`).toBeLessThan(1000);
  return result;
}

const pulling = { ...fullCapabilities, textDocument: { ...fullCapabilities.textDocument, diagnostic: {} } };

describe('whatever a client sends, the server answers', () => {
  test.each([
    ['pushed', fullCapabilities],
    ['pulled', pulling],
    ['to a client that can do nothing', {}],
  ])('problems %s', async (_, capabilities) => {
    const files = { 'file:///project/train.yaml': anchored };
    const editor = await startEditor({ capabilities, files });
    await fc.assert(
      fc.asyncProperty(open, fc.array(action, { minLength: 20, maxLength: 60 }), async (first, actions) => {
        await play(editor, [first, ...actions]);
        for (const one of uris) editor.close(one);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 40) },
    );
    await editor.stop();
  });

  test('and with something, about a file of its own', async () => {
    // A test that asks about nothing would pass, too.
    expect(answered).toBeGreaterThan(asked / 3);
    const editor = await startEditor({ capabilities: pulling });
    const { text, position } = atCursor(anchored.replace('<w>', '<w▮>'));
    const uri = editor.open(text);
    for (const method of methods) {
      const params = documentRequests[method]?.({ uri, position, range: { start: position, end: position } });
      expect(await editor.request(method, params), method).not.toBeNull();
    }
    await editor.stop();
  });
});
