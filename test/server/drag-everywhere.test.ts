import {
  check,
  exampleYaml,
  parseDocument,
  readConfig,
  type Scheduler,
  schedulers,
} from '@optim-sches/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CurveAnswer, DragAnswer } from '../../server/src/protocol.js';
import { type Editor, startEditor } from './harness.js';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(async () => editor.stop());

const run = <R>(command: string, argument: unknown) =>
  editor.request<R>('workspace/executeCommand', { command, arguments: [argument] });

const errorsOf = (text: string) =>
  check(readConfig(parseDocument(text))).filter(({ severity }) => severity === 'error').length;

/** Handles that no number moves, up and down and alone: lists of numbers, and peaks that two numbers hold. */
const refused: readonly string[] = [
  'torch.SequentialLR warmup',
  'espnet.TristageLR warmup',
  'espnet.PiecewiseLinearWarmupLR peak',
  'espnet.PiecewiseLinearWarmupLR warmup',
  'fairseq.tri_stage warmup',
  'fairseq.manual peak',
  'speechbrain.IntervalScheduler peak',
  'speechbrain.CyclicCosineScheduler peak',
  'speechbrain.CyclicLRScheduler peak',
  'speechbrain.InverseSquareRootScheduler peak',
];

const factors = { peak: [0.5, 2], warmup: [0.5, 1.5] } as const;

async function dragged(entry: Scheduler, handle: 'peak' | 'warmup') {
  const text = exampleYaml(entry);
  const uri = editor.open(text);
  const { steps, stepsPerEpoch = steps } = entry.example;
  const drawn = { uri, steps, stepsPerEpoch, sample: 20 };
  const { optimizers } = await run<CurveAnswer>('optimSches.curve', drawn);
  const facts = optimizers.main?.facts;
  const now = handle === 'peak' ? facts?.peak.lr : facts?.warmupEnd?.step;
  const answers =
    now === undefined
      ? []
      : factors[handle].map(async (factor) => {
          const to = Number(now) * factor;
          return {
            to,
            answer: await run<DragAnswer>('optimSches.drag', { ...drawn, optimizer: 'main', handle, to }),
          };
        });
  const all = await Promise.all(answers);
  editor.close(uri);
  return { text, all };
}

describe.each(['peak', 'warmup'] as const)(
  'the %s of every schedule is where it was dragged to',
  (handle) => {
    test.each(schedulers.map((entry) => [entry.type, entry] as const))('%s', async (type, entry) => {
      const { text, all } = await dragged(entry, handle);
      for (const { to, answer } of all) {
        if ('refused' in answer) {
          expect(answer.refused).toMatch(/^No number .*\.$/);
          expect(refused).toContain(`${type} ${handle}`);
          continue;
        }
        expect(refused).not.toContain(`${type} ${handle}`);
        expect(Math.abs(answer.reached / to - 1)).toBeLessThan(0.02);
        const edited = TextDocument.applyEdits(TextDocument.create('', '', 1, text), [...answer.edits]);
        expect(errorsOf(edited)).toBe(errorsOf(text));
        const facts = answer.curve.optimizers.main?.facts;
        expect(handle === 'peak' ? facts?.peak.lr : facts?.warmupEnd?.step).toBe(answer.reached);
      }
    });
  },
);
