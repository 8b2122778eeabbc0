import { afterEach, describe, expect, test } from 'vitest';
import type { DocumentHighlight, Location, Range, WorkspaceEdit } from 'vscode-languageserver';
import { atCursor, type Editor, fullCapabilities, startEditor } from './harness.js';

const files = {
  'file:///project/cfg/own.ts': 'import x from "y";\nexport class Ramp extends OptimScheduler {}\n',
  'file:///project/cfg/train.yaml': 'optim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam}\n',
  'file:///project/speechain/optim_sche/noam.py': 'import torch\n\nclass Noamlr(OptimScheduler):\n    pass\n',
  'file:///project/speechain/optim_sche/mine.py': '# mine\nclass Mine(OptimScheduler):\n    pass\n',
  'file:///project/speechain/model/ar_asr.py': 'class ARASR(Model):\n    pass\n',
  'file:///project/libs/fork/optim_sche/deep.py': 'class Deep:\n    pass\n',
  'file:///project/libs': '',
  'file:///project/libs/fork': '',
  'file:///project/libs/fork/optim_sche': '',
  'file:///project/speechain': '',
  'file:///project/cfg': '',
  'file:///project/speechain/optim_sche': '',
  'file:///project/speechain/model': '',
};
const capabilities = {
  ...fullCapabilities,
  textDocument: { ...fullCapabilities.textDocument, rename: { prepareSupport: true } },
};

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

/** Opens a marked text and asks about the cursor. */
async function ask<R>(marked: string, method: string, more: object = {}, options: object = {}) {
  editor = await startEditor({ capabilities, files, ...options });
  const { text, position } = atCursor(marked);
  const uri = editor.open(text, 'file:///project/cfg/exp.yaml');
  return { text, uri, answer: await editor.request<R>(method, { textDocument: { uri }, position, ...more }) };
}

const slice = (text: string, { start, end }: Range) => {
  const lines = text.split('\n');
  return start.line === end.line
    ? `${start.line}:${lines[start.line]?.slice(start.character, end.character)}`
    : `${start.line}-${end.line}`;
};

const refs = (at: string) =>
  ({
    key: 'wa▮rm: 4000\nother: 1\noptim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam, warmup_steps: !ref <warm>, d_model: !ref <other>}\nlog: !ref run/<warm>_x\n',
    use: 'warm: 4000\nother: 1\noptim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam, warmup_steps: !ref <wa▮rm>, d_model: !ref <other>}\nlog: !ref run/<warm>_x\n',
    anchor:
      'optim_sches:\n  a:\n    type: noam.NoamLr\n    conf: &co▮nf {optim_type: Adam}\n  b: {type: noam.NoamLr, conf: *conf}\n  c: {type: "*conf", conf: *conf} # *conf\n',
    alias:
      'optim_sches:\n  a:\n    type: noam.NoamLr\n    conf: &conf {optim_type: Adam}\n  b: {type: noam.NoamLr, conf: *con▮f}\n  c: {type: "*conf", conf: *conf} # *conf\n',
    name: 'optim_sches:\n  ma▮in:\n    type: noam.NoamLr\n    conf: {optim_type: Adam}\n  other:\n    type: noam.NoamLr\n    conf: {optim_type: Adam}\n',
    module:
      'train_cfg:\n  model:\n    model_type: ar_asr.ARASR\n    module_conf:\n      encoder: {}\n  optim_sches:\n    a: {type: noam.NoamLr, conf: {optim_type: Adam, updated_modules: [enc▮oder, decoder]}}\n    b: {type: noam.NoamLr, conf: {optim_type: Adam, updated_modules: "encoder"}}\n',
    loss: 'optim_sches:\n  a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_losses: ctc▮_loss}}\n  b: {type: noam.NoamLr, conf: {optim_type: Adam, optim_losses: [att_loss, ctc_loss]}}\n',
  })[at] ?? '';

describe('definition', () => {
  test.each([
    ['use', ['0:warm']],
    ['key', ['0:warm']],
    ['alias', ['3:conf']],
    ['anchor', ['3:conf']],
    ['module', ['4:encoder']],
    ['loss', undefined],
  ])('of %s', async (at, expected) => {
    const { text, answer } = await ask<Location[] | null>(refs(at), 'textDocument/definition');
    expect(answer?.map(({ range }) => slice(text, range))).toEqual(expected);
  });

  test.each([
    [
      "a user's own class",
      'optim_sches:\n  type: ow▮n.Ramp\n  conf: {}\n',
      'file:///project/cfg/own.ts',
      1,
      13,
    ],
    [
      'a Python class',
      'optim_sches:\n  type: mine.Mi▮ne\n  conf: {}\n',
      'file:///project/speechain/optim_sche/mine.py',
      1,
      6,
    ],
    [
      'a Python class in its other spelling',
      'optim_sches:\n  type: noam.No▮amLr\n  conf: {}\n',
      'file:///project/speechain/optim_sche/noam.py',
      2,
      6,
    ],
    [
      'a Python class anywhere in the workspace',
      'optim_sches:\n  type: deep.De▮ep\n  conf: {}\n',
      'file:///project/libs/fork/optim_sche/deep.py',
      0,
      6,
    ],
    [
      'a model',
      'train_cfg:\n  model:\n    model_type: ar_a▮sr.ARASR\n  optim_sches: {}\n',
      'file:///project/speechain/model/ar_asr.py',
      0,
      6,
    ],
    ['a train_cfg by path', 'train_cfg: cfg/tra▮in.yaml\n', 'file:///project/cfg/train.yaml', 0, 0],
    ['another path', 'train_cfg: train.yaml\ninfer_cfg: cfg/ow▮n.ts\n', 'file:///project/cfg/own.ts', 0, 0],
  ])('leads to %s', async (_, marked, uri, line, character) => {
    const { answer } = await ask<Location[]>(marked, 'textDocument/definition');
    expect(answer).toEqual([{ uri, range: { start: { line, character }, end: { line, character } } }]);
  });

  test.each([
    ['a file that is none of ours', 'a: &x 1\nb: *▮x\n'],
    ['a class that is nowhere', 'optim_sches:\n  type: no▮ne.None\n  conf: {}\n'],
    ['a name that leads out of the folder', 'optim_sches:\n  type: ../cfg/o▮wn.Ramp\n  conf: {}\n'],
    ['a path without a file', 'train_cfg: nowh▮ere.yaml\n'],
    ['a comment', 'optim_sches: {} # warm▮\n'],
  ])('finds nothing at %s', async (_, marked) => {
    expect((await ask(marked, 'textDocument/definition')).answer).toBeNull();
  });
});

describe('references and highlights', () => {
  const table: [string, string[], string[]][] = [
    ['key', ['0:warm'], ['4:warm', '5:warm']],
    ['use', ['0:warm'], ['4:warm', '5:warm']],
    ['anchor', ['3:conf'], ['4:conf', '5:conf']],
    ['alias', ['3:conf'], ['4:conf', '5:conf']],
    ['name', ['1:main'], []],
    ['module', ['4:encoder'], ['6:encoder', '7:encoder']],
    ['loss', [], ['1:ctc_loss', '2:ctc_loss']],
  ];
  test.each(table)('of %s', async (at, definitions, uses) => {
    const all = await ask<Location[]>(refs(at), 'textDocument/references', {
      context: { includeDeclaration: true },
    });
    expect(all.answer.map(({ range }) => slice(all.text, range))).toEqual([...definitions, ...uses]);
    const used = await editor?.request<Location[]>('textDocument/references', {
      textDocument: { uri: all.uri },
      position: atCursor(refs(at)).position,
      context: { includeDeclaration: false },
    });
    expect(used?.map(({ range }) => slice(all.text, range))).toEqual(uses);
    const marked = await editor?.request<DocumentHighlight[]>('textDocument/documentHighlight', {
      textDocument: { uri: all.uri },
      position: atCursor(refs(at)).position,
    });
    expect(marked?.map(({ kind, range }) => [kind, slice(all.text, range)])).toEqual([
      ...definitions.map((one) => [3, one]),
      ...uses.map((one) => [2, one]),
    ]);
  });

  test('an anchor that is given again starts a group of its own', async () => {
    const { text, answer } = await ask<Location[]>(
      'a: &x 1\nb: *x\nc: &x 2\nd: *▮x\noptim_sches: {}\n',
      'textDocument/references',
      { context: { includeDeclaration: true } },
    );
    expect(answer.map(({ range }) => slice(text, range))).toEqual(['2:x', '3:x']);
  });
});

/** The text after an answer's edits. */
function renamed(text: string, edit: WorkspaceEdit | null, uri: string): string {
  const [changed] = edit?.documentChanges ?? [];
  const edits = edit?.changes?.[uri] ?? (changed && 'edits' in changed ? changed.edits : []);
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((so, one) => {
      const newText = 'newText' in one ? one.newText : '';
      return so.slice(0, offset(one.range.start)) + newText + so.slice(offset(one.range.end));
    }, text);
}

describe('rename', () => {
  test.each([
    ['key', 'warmup', (text: string) => text.replaceAll('warm:', 'warmup:').replaceAll('<warm>', '<warmup>')],
    ['use', 'warmup', (text: string) => text.replaceAll('warm:', 'warmup:').replaceAll('<warm>', '<warmup>')],
    [
      'alias',
      'common',
      (text: string) => text.replace('&conf', '&common').replaceAll('conf: *conf', 'conf: *common'),
    ],
    ['name', 'encoder-optim', (text: string) => text.replace('main:', 'encoder-optim:')],
  ])('of %s to %s', async (at, newName, expected) => {
    const { text, uri, answer } = await ask<WorkspaceEdit>(refs(at), 'textDocument/rename', { newName });
    expect(answer.documentChanges?.[0]).toMatchObject({ textDocument: { uri, version: 1 } });
    expect(renamed(text, answer, uri)).toBe(expected(text));
    const prepared = await editor?.request<{ range: Range; placeholder: string }>(
      'textDocument/prepareRename',
      {
        textDocument: { uri },
        position: atCursor(refs(at)).position,
      },
    );
    expect(
      slice(text, prepared?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }),
    ).toMatch(new RegExp(`:${prepared?.placeholder}$`));
  });

  test('a client without documentChanges gets changes', async () => {
    const options = { capabilities: { ...capabilities, workspace: {} } };
    const { text, uri, answer } = await ask<WorkspaceEdit>(
      refs('key'),
      'textDocument/rename',
      { newName: 'w' },
      options,
    );
    expect(answer.documentChanges).toBeUndefined();
    expect(renamed(text, answer, uri)).toContain('w: 4000');
  });

  test('a quoted key keeps its quotes', async () => {
    const { text, uri, answer } = await ask<WorkspaceEdit>(
      '"wa▮rm": 1\na: !ref <warm>\noptim_sches: {}\n',
      'textDocument/rename',
      { newName: 'w' },
    );
    expect(renamed(text, answer, uri)).toBe('"w": 1\na: !ref <w>\noptim_sches: {}\n');
  });

  test.each([
    ['key', 'other', /There is a key "other" in this file already/],
    ['key', 'a b', /"a b" cannot be the name of a !ref key/],
    ['key', 'a-b', /cannot be the name of a !ref key/],
    ['key', '', /"" cannot be the name/],
    ['key', 'yes', /no text to every YAML loader/],
    ['key', 'accum_grad', /a setting with a meaning of its own/],
    ['alias', 'a,b', /cannot be the name of an anchor/],
    ['name', 'other', /There is an OptimScheduler "other"/],
    ['name', 'type', /a key of every OptimScheduler/],
    ['name', 'x/y', /cannot be the name of an OptimScheduler/],
    ['module', 'x', /The module "encoder" is named by the model/],
    ['loss', 'x', /The loss "ctc_loss" is named by the model/],
  ])('of %s to "%s" is refused with the reason', async (at, newName, why) => {
    await expect(ask(refs(at), 'textDocument/rename', { newName })).rejects.toThrow(why);
  });

  test.each([
    [
      'a setting',
      'accum▮_grad: 2\ntrain_cfg: {optim_sches: {}}\n',
      /"accum_grad" is a setting with this name/,
    ],
    ['a key that is not there', 'a: !ref <nop▮e>\noptim_sches: {}\n', /There is no key "nope" in this file/],
    ['an alias without an anchor', 'a: *nop▮e\noptim_sches: {}\n', /No anchor "&nope" stands above/],
    [
      'a name written with escapes',
      '"w\\x61rm▮": 1\na: !ref <warm>\noptim_sches: {}\n',
      /written with escapes/,
    ],
  ])('is refused before it is typed at %s', async (_, marked, why) => {
    await expect(ask(marked, 'textDocument/prepareRename')).rejects.toThrow(why);
  });

  test('nothing to rename: null before, a message after', async () => {
    const marked = 'optim_sches:\n  type: no▮am.NoamLr\n  conf: {}\n';
    expect((await ask(marked, 'textDocument/prepareRename')).answer).toBeNull();
    await editor?.stop();
    await expect(ask(marked, 'textDocument/rename', { newName: 'x' })).rejects.toThrow(
      /nothing here that can be renamed/,
    );
  });
});
