import { afterEach, describe, expect, test } from 'vitest';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { type Editor, startEditor } from './harness.js';

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

const text = `warm: 4000
unused: 1
optim_sches:
  main:
    type: noam.NoamLr
    conf:
      optim_type: Adam
      optim_conf: {lr: 1e-3, betas: [0.9, 0.98]}
      optim_losses: [ctc_loss]
      updated_modules: encoder
      warmup_steps: !ref <warm>
  own: {type: mine.Mine, conf: {optim_type: Nope}}
`;

/** "line:text type modifiers" of every token. */
function shown(data: readonly number[], of: string): string[] {
  const legend = editor?.initialized.capabilities.semanticTokensProvider?.legend;
  const lines = of.split('\n');
  let [line, character] = [0, 0];
  const found: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    line += down;
    character = down === 0 ? character + right : right;
    const modifiers = legend?.tokenModifiers.filter((_, bit) => bits & (1 << bit)).join(' ');
    found.push(
      `${line}:${lines[line]?.slice(character, character + length)} ${legend?.tokenTypes[type]} ${modifiers}`.trim(),
    );
  }
  return found;
}

const all = [
  '0:warm variable declaration',
  '0:4000 number',
  '1:1 number',
  '3:main struct declaration',
  '4:noam.NoamLr class defaultLibrary',
  '6:optim_type property',
  '6:Adam class defaultLibrary',
  '7:optim_conf property',
  '7:lr parameter',
  '7:1e-3 number',
  '7:betas parameter',
  '7:0.9 number',
  '7:0.98 number',
  '8:optim_losses property',
  '8:ctc_loss function',
  '9:updated_modules property',
  '9:encoder namespace',
  '10:warmup_steps parameter',
  '10:warm variable',
  '11:own struct declaration',
  '11:mine.Mine class',
  '11:optim_type property',
  '11:Nope class',
];

describe('semantic tokens', () => {
  test('tell what everything is', async () => {
    editor = await startEditor();
    const uri = editor.open(text);
    const { data } = await editor.request<SemanticTokens>('textDocument/semanticTokens/full', {
      textDocument: { uri },
    });
    expect(shown(data, text)).toEqual(all);
  });

  test('colour what the loader reads as text as text', async () => {
    editor = await startEditor({ initializationOptions: { settings: { loader: 'pyyaml' } } });
    const uri = editor.open(text);
    const { data } = await editor.request<SemanticTokens>('textDocument/semanticTokens/full', {
      textDocument: { uri },
    });
    expect(shown(data, text)).toContain('7:1e-3 string');
  });

  test('of a range are those in it', async () => {
    editor = await startEditor();
    const uri = editor.open(text);
    const range = { start: { line: 6, character: 0 }, end: { line: 8, character: 0 } };
    const { data } = await editor.request<SemanticTokens>('textDocument/semanticTokens/range', {
      textDocument: { uri },
      range,
    });
    expect(shown(data, text)).toEqual(all.filter((token) => /^[67]:/.test(token)));
  });

  test.each([
    ['a new line on top', (so: string) => `# first\n${so}`],
    ['another number', (so: string) => so.replace('0.98', '0.999')],
    ['a key less', (so: string) => so.replace('      optim_losses: [ctc_loss]\n', '')],
    [
      'one more OptimScheduler',
      (so: string) => `${so}  last: {type: noam.NoamLr, conf: {optim_type: SGD}}\n`,
    ],
    ['nothing at all', (so: string) => so],
    ['a file that is none of ours any more', () => 'a: 1\n'],
  ])('after an edit are those of a new answer: %s', async (_, edited) => {
    editor = await startEditor();
    const uri = editor.open(text);
    const textDocument = { uri };
    const before = await editor.request<Required<SemanticTokens>>('textDocument/semanticTokens/full', {
      textDocument,
    });
    editor.change(uri, edited(text));
    const delta = await editor.request<SemanticTokensDelta | SemanticTokens>(
      'textDocument/semanticTokens/full/delta',
      {
        textDocument,
        previousResultId: before.resultId,
      },
    );
    const data = [...before.data];
    if ('edits' in delta) {
      for (const { start, deleteCount, data: inserted = [] } of delta.edits)
        data.splice(start, deleteCount, ...inserted);
    } else data.splice(0, data.length, ...delta.data);
    const now = await editor.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument });
    expect(data).toEqual(now.data);
  });

  test('after an edit are sent whole to a client with another id', async () => {
    editor = await startEditor();
    const uri = editor.open(text);
    const answer = await editor.request<object>('textDocument/semanticTokens/full/delta', {
      textDocument: { uri },
      previousResultId: 'something',
    });
    expect(answer).toHaveProperty('data');
    expect(answer).toHaveProperty('resultId');
  });
});
