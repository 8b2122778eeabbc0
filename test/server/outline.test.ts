import { afterEach, describe, expect, test } from 'vitest';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  SelectionRange,
  SymbolInformation,
} from 'vscode-languageserver';
import { atCursor, type Editor, fullCapabilities, type StartOptions, startEditor } from './harness.js';

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

async function ask<R>(text: string, method: string, more: object = {}, options: StartOptions = {}) {
  editor = await startEditor(options);
  const uri = editor.open(text, 'file:///project/cfg/exp.yaml');
  return editor.request<R>(method, { textDocument: { uri }, ...more });
}

const two = `accum_grad: 2
optim_sches:
  main:
    type: noam.Noamlr
    conf:
      optim_type: Adam
      optim_conf: {lr: 0.002}
  other: {type: torch.StepLR}
`;

/** "indent name [detail] first line-last line" of every symbol. */
const shown = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
  symbols.flatMap(({ name, detail, range, children }) => [
    `${' '.repeat(depth)}${name}${detail ? ` [${detail}]` : ''} ${range.start.line}-${range.end.line}`,
    ...shown(children ?? [], depth + 1),
  ]);

describe('document symbols', () => {
  test('are a tree with the OptimSchedulers named after what they are', async () => {
    const symbols = await ask<DocumentSymbol[]>(two, 'textDocument/documentSymbol');
    expect(shown(symbols)).toEqual([
      'accum_grad [2] 0-0',
      'optim_sches 1-7',
      ' main — Noamlr · Adam 2-6',
      '  type [noam.Noamlr] 3-3',
      '  conf 4-6',
      '   optim_type [Adam] 5-5',
      '   optim_conf 6-6',
      '    lr [0.002] 6-6',
      ' other — StepLR · ? 7-7',
      '  type [torch.StepLR] 7-7',
    ]);
    const [, block] = symbols;
    expect(block?.children?.[0]?.selectionRange).toEqual({
      start: { line: 2, character: 2 },
      end: { line: 2, character: 6 },
    });
  });

  test('of a bare block stand at its own key', async () => {
    const text = 'optim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: SGD}\n';
    expect(shown(await ask(text, 'textDocument/documentSymbol'))[0]).toBe('optim_sches — NoamLr · SGD 0-2');
  });

  test('are flat for clients that show no trees', async () => {
    const symbols = await ask<SymbolInformation[]>(
      two,
      'textDocument/documentSymbol',
      {},
      { capabilities: {} },
    );
    expect(symbols.map(({ name, containerName }) => [name, containerName]).slice(0, 5)).toEqual([
      ['accum_grad', undefined],
      ['optim_sches', undefined],
      ['main — Noamlr · Adam', 'optim_sches'],
      ['type', 'main — Noamlr · Adam'],
      ['conf', 'main — Noamlr · Adam'],
    ]);
  });

  test.each([
    ['a file that is none of ours', 'services: {web: {image: x}}\n'],
    ['a file that is not open', undefined],
  ])('are none in %s', async (_, text) => {
    editor = await startEditor();
    const uri = text === undefined ? 'file:///project/none.yaml' : editor.open(text);
    expect(await editor.request('textDocument/documentSymbol', { textDocument: { uri } })).toBeNull();
  });

  test.each([
    ['&a {type: 1}', 'an anchor that is used again'],
    ['', 'an empty value'],
    ['{<<: *a}', 'a merge key'],
  ])('lie within each other: %s (%s)', async (value) => {
    const text = `x: &a {b: 1}\noptim_sches:\n  m: ${value}\n  n: *a\n  o: {type: noam.NoamLr, conf: *a}\n`;
    const inside = (symbols: readonly DocumentSymbol[]) => {
      for (const { range, selectionRange, children = [] } of symbols) {
        for (const inner of [selectionRange, ...children.map((child) => child.range)]) {
          expect(order(range.start) <= order(inner.start) && order(inner.end) <= order(range.end)).toBe(true);
        }
        inside(children);
      }
    };
    const order = ({ line, character }: { line: number; character: number }) => line * 1000 + character;
    const symbols = await ask<DocumentSymbol[]>(text, 'textDocument/documentSymbol');
    expect(symbols.length).toBe(2);
    inside(symbols);
  });
});

describe('workspace symbols', () => {
  const files = {
    'file:///project': '',
    'file:///project/cfg': '',
    'file:///project/node_modules': '',
    'file:///project/cfg/closed.yaml':
      'optim_sches:\n  main: {type: exp.ExponentDecayLr, conf: {optim_type: SGD}}\n',
    'file:///project/other.yml': 'services: {}\n',
    'file:///project/cfg/notes.txt': 'optim_sches: {type: a}\n',
    'file:///project/node_modules/x.yaml': 'optim_sches: {type: a.B, conf: {}}\n',
  };
  test.each([
    [
      '',
      [
        'main — Noamlr · Adam exp.yaml 2',
        'other — StepLR · ? exp.yaml 7',
        'main — ExponentDecayLr · SGD closed.yaml 1',
      ],
    ],
    ['main', ['main — Noamlr · Adam exp.yaml 2', 'main — ExponentDecayLr · SGD closed.yaml 1']],
    ['EXPsgd', ['main — ExponentDecayLr · SGD closed.yaml 1']],
    ['nothing', []],
  ])('that match "%s"', async (query, expected) => {
    const symbols = await ask<SymbolInformation[]>(two, 'workspace/symbol', { query }, { files });
    expect(
      symbols.map(
        ({ name, containerName, location }) => `${name} ${containerName} ${location.range.start.line}`,
      ),
    ).toEqual(expected);
  });
});

test.each([[true], [false]])(
  'symbols come from folders that are added later (told: %s)',
  async (workspaceFolders) => {
    const files = {
      'file:///other/late.yaml': 'optim_sches:\n  late: {type: noam.NoamLr, conf: {optim_type: Adam}}\n',
    };
    editor = await startEditor({ files, capabilities: { workspace: { workspaceFolders } } });
    const ask = async () =>
      (await editor?.request<SymbolInformation[]>('workspace/symbol', { query: 'late' }))?.length;
    const change = (event: object) =>
      editor?.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    const folder = { uri: 'file:///other', name: 'other' };
    expect(await ask()).toBe(0);
    void change({ added: [folder], removed: [] });
    expect(await ask()).toBe(1);
    void change({ added: [], removed: [folder] });
    expect(await ask()).toBe(0);
  },
);

describe('folding', () => {
  test('takes keys over several lines and blocks of comments', async () => {
    const text = `# One\n# two\n# three\n${two}list:\n  - a: 1\n    b: 2\n  - c\ntext: |\n  one\n  two\n\n# end\nlast: 1\n`;
    const folds = await ask<FoldingRange[]>(text, 'textDocument/foldingRange');
    expect(
      folds.map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind ?? ''}`.trim()),
    ).toEqual(['4-10', '5-9', '7-9', '11-14', '12-13', '15-17', '0-2 comment']);
  });
});

describe('selection', () => {
  test.each([
    [two.replace('0.002', '0.0▮02'), ['0.002', 'lr: 0.002', '{lr: 0.002}', 'optim_conf: {lr: 0.002}']],
    [two.replace('noam.Noamlr', 'noam▮.Noamlr'), ['noam.Noamlr', 'type: noam.Noamlr']],
    ['a: 1\noptim_sches: {x: !ref b/<▮a>}\n', ['a', '<a>', '!ref b/<a>', 'x: !ref b/<a>']],
    ['a: "te▮xt"\noptim_sches: {}\n', ['text', '"text"', 'a: "text"']],
  ])('grows from the word to the file: %s', async (marked, expected) => {
    const { text, position } = atCursor(marked);
    const [first] = await ask<SelectionRange[]>(text, 'textDocument/selectionRange', {
      positions: [position],
    });
    const lines = text.split('\n');
    const texts: string[] = [];
    for (let at: SelectionRange | undefined = first; at; at = at.parent) {
      const { start, end } = at.range;
      texts.push(
        start.line === end.line ? (lines[start.line]?.slice(start.character, end.character) ?? '') : '…',
      );
    }
    expect(texts.slice(0, expected.length)).toEqual(expected);
    expect(texts.at(-1)).toBe('…');
  });

  test('answers once a position, whatever it is', async () => {
    const positions = [
      { line: 0, character: 0 },
      { line: 999, character: 999 },
      { line: 3, character: 5 },
    ];
    expect(await ask(two, 'textDocument/selectionRange', { positions })).toHaveLength(3);
  });
});

describe('links', () => {
  const capabilities = {
    textDocument: { ...fullCapabilities.textDocument, documentLink: { tooltipSupport: true } },
  };
  const files = { 'file:///project/cfg/train.yaml': 'optim_sches: {}\n' };

  test('lead to the paper of a schedule and to torch, when they are followed', async () => {
    const links = await ask<DocumentLink[]>(two, 'textDocument/documentLink', {}, { capabilities });
    expect(links.map(({ tooltip, target, range }) => [tooltip, target, range.start.line])).toEqual([
      ['Attention Is All You Need, section 5.3 (Vaswani et al., 2017)', undefined, 3],
      ["torch.optim.Adam in PyTorch's documentation", undefined, 5],
      [expect.stringMatching(/^StepLR|^PyTorch/), undefined, 7],
    ]);
    const resolved = await Promise.all(
      links.map((link) => editor?.request<DocumentLink>('documentLink/resolve', link)),
    );
    expect(resolved.map((link) => link?.target)).toEqual([
      'https://arxiv.org/abs/1706.03762',
      'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html',
      expect.stringMatching(/^https:\/\/docs.pytorch.org/),
    ]);
  });

  test('lead to files that are there, and to no other', async () => {
    const text = 'train_cfg: cfg/train.yaml\ninfer_cfg: cfg/none.yaml\n';
    const links = await ask<DocumentLink[]>(text, 'textDocument/documentLink', {}, { capabilities, files });
    expect(links).toHaveLength(1);
    const resolved = await editor?.request<DocumentLink>('documentLink/resolve', links[0]);
    expect(resolved?.target).toBe('file:///project/cfg/train.yaml');
  });

  test.each([[undefined], [null], [{ schedule: 'no.Such' }], [{ path: 1 }]])(
    'resolve what is no link of ours: %j',
    async (data) => {
      editor = await startEditor();
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
      const link = { range, data };
      expect((await editor.request<DocumentLink>('documentLink/resolve', link)).target).toBeUndefined();
    },
  );
});
