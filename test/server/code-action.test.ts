import { check, documentProblems, parseDocument, readConfig, rules } from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { actionsAt, applied } from './actions.js';
import { type Editor, startEditor } from './harness.js';

const documentExamples = documentProblems.flatMap(({ code, example }) =>
  example === undefined ? [] : [{ code, bad: example.bad, target: undefined }],
);
const ruleExamples = rules.map(({ code, example: { bad, target } }) => ({ code, bad, target }));

const editors = new Map<string, Editor>();
beforeAll(async () => {
  for (const target of ['runtime', 'speechain', 'both'])
    editors.set(
      target,
      await startEditor({ initializationOptions: { settings: { target, holdNewProblems: 0 } } }),
    );
});
afterAll(async () => {
  for (const editor of editors.values()) await editor.stop();
});
const editorFor = (target = 'runtime'): Editor => {
  const editor = editors.get(target);
  if (!editor) throw new Error(target);
  return editor;
};

const fixesAt = async (editor: Editor, uri: string, diagnostic: Diagnostic) =>
  (
    await editor.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: ['quickfix'] },
    })
  ).filter(({ diagnostics }) =>
    diagnostics?.some(({ code, message }) => code === diagnostic.code && message === diagnostic.message),
  );

let fixed = 0;

describe('every fix of an example solves its problem', () => {
  test.each([...documentExamples, ...ruleExamples])('$code', async ({ code, bad, target }) => {
    const editor = editorFor(target);
    const uri = editor.open(bad);
    const own = (await editor.diagnostics(uri)).filter((each) => each.code === code);
    for (const diagnostic of own) {
      const fixes = await fixesAt(editor, uri, diagnostic);
      expect(fixes.filter(({ isPreferred }) => isPreferred).length).toBeLessThanOrEqual(1);
      for (const fix of fixes) {
        const text = await applied(editor, bad, fix);
        const problems = check(readConfig(parseDocument(text)), target ? { target } : {});
        expect(problems.filter(({ message }) => message === diagnostic.message)).toEqual([]);
        expect(problems.filter((each) => each.code.startsWith('optim/yaml-') && each.code !== code)).toEqual(
          [],
        );
        fixed++;
      }
    }
  });
  test('and there are many', () => expect(fixed).toBeGreaterThan(20));
});

test('the fix that is meant is preferred', async () => {
  const { actions } = await actionsAt(
    editorFor(),
    'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {l▮rr: 0.001}}}\n',
    { only: ['quickfix'] },
  );
  const [first] = actions.filter(({ isPreferred }) => isPreferred);
  expect(first?.title).toContain('lr');
  expect(first?.diagnostics?.[0]).toMatchObject({ code: 'optim/unknown-key', source: 'optim-sches' });
});

const fixAll: readonly [what: string, text: string, expected: string | undefined][] = [
  [
    'several problems at once',
    'optim_sches:▮\n  type: noam.Naom # a\n  conf:\n    optim_type: adam\n    optim_conf: {lrr: 0.001} # b\n',
    'optim_sches:\n  type: noam.NoamLr # a\n  conf:\n    optim_type: Adam\n    optim_conf: {lr: 0.001} # b\n',
  ],
  [
    'nothing that is not safe',
    'optim_sches: {▮type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}, d_model: 512}}\n',
    undefined,
  ],
];
test.each(fixAll)('fix all: %s', async (_, marked, expected) => {
  const editor = editorFor();
  const { text, actions } = await actionsAt(editor, marked, { only: ['source.fixAll.optim-sches'] });
  const [action, ...others] = actions;
  expect(others).toEqual([]);
  expect(action && (await applied(editor, text, action))).toBe(expected);
});

test('a client without literal code actions gets none, one without versions gets plain changes', async () => {
  const old = await startEditor({ capabilities: {} });
  const marked = 'optim_sches: {type: noam.No▮am, conf: {optim_type: Adam, optim_conf: {}}}\n';
  expect((await actionsAt(old, marked)).actions).toEqual([]);
  await old.stop();
  const plain = await startEditor({
    capabilities: {
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
    },
  });
  const { uri, actions } = await actionsAt(plain, marked, { only: ['quickfix'] });
  expect(actions[0]?.edit?.documentChanges).toBeUndefined();
  expect(actions[0]?.edit?.changes?.[uri]).toHaveLength(1);
  await plain.stop();
});
