import { parseDocument } from '@optim-sches/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionsAt, applied, meaningOf } from './actions.js';
import { type Editor, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.stop());

const texts: Readonly<Record<string, string>> = {
  'an experiment in lines': `# A comment on the file.
%MORE%
warm: 400 # steps
names: [encoder, decoder]
accum_grad: !ref <warm>
train_cfg:
  model: {model_type: g2p.Transformer}
  # the block
  optim_sches: # of 2017
    main: # all of it
      type: 'noam.NoamLr' # quoted

      conf: # keys
          optim_type: "Adam"
          optim_conf:
            betas: # usual
              - 0.9
              - 0.98
            lr: 2e-3
          updated_modules: !ref <names>
          warmup_steps: !ref <warm> # long
`,
  'a bare block with brackets over lines': `model: {model_type: g2p.Transformer}
optim_sches:
  type: torch.StepLR
  conf: {optim_type: SGD, # fast
    optim_conf: {lr: 0.1, momentum: 0.9,
      nesterov: True},
    step_size: 500, gamma: 0.5}
# the end`,
  'all in brackets':
    '{warm: 7, model: {model_type: g2p.Transformer}, optim_sches: {a: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: !ref <warm>}}}}',
  'anchors and merged keys': `base: &b {lr: 0.01, eps: 1.0e-8}
optim_sches:
  a:
    type: noam.NoamLr
    conf: &c
      optim_type: Adam
      optim_conf: {<<: *b, betas: [0.9, 0.98]}
      updated_modules: encoder
  b:
    type: noam.NoamLr
    conf: *c
`,
};
// A file may hold what no line of code looks at.
const more = ['', 'free: "text, with [brackets] #1"\nother: !ref <free>'];

/** What a split changes: who updates a module. */
const withoutModules = (text: string) => {
  const parts = meaningOf(text).map(({ modules, ...rest }) => ({ ...rest, of: modules }));
  const modules = parts.flatMap(({ of }) => of ?? ['encoder', 'decoder']).sort();
  return { modules, each: [...new Set(parts.map(({ of: _, ...rest }) => JSON.stringify(rest)))].sort() };
};

test.each(
  Object.entries(texts).flatMap(([name, text]) =>
    text.includes('%MORE%') ? more.map((line) => [name, text.replace('%MORE%', line)]) : [[name, text]],
  ),
)('at every place of %s, what can be done keeps the meaning and the comments', async (_, text = '') => {
  const problems = parseDocument(text).problems.map(({ code }) => code);
  const comments = (of: string) => new Set(of.match(/(?<=^|\s)#.*$/gm) ?? []);
  const tried = new Set<string>();
  for (let at = 0; at <= text.length; at++) {
    // Inside of a word nothing else is offered than at its second letter.
    if (/\w\w$/.test(text.slice(0, at)) && /^\w/.test(text.slice(at))) continue;
    const marked = `${text.slice(0, at)}▮${text.slice(at)}`;
    const { uri, actions } = await actionsAt(editor, marked, { only: ['refactor'], triggerKind: 2 });
    editor.close(uri);
    for (const action of actions) {
      const result = await applied(editor, text, action);
      const key = `${action.title}\n${result}`;
      if (tried.has(key)) continue;
      tried.add(key);
      expect(
        parseDocument(result).problems.map(({ code }) => code),
        key,
      ).toEqual(problems);
      expect(withoutModules(result), key).toEqual(withoutModules(text));
      for (const comment of comments(text)) expect(result, key).toContain(comment);
    }
  }
  expect(tried.size).toBeGreaterThan(2);
});
