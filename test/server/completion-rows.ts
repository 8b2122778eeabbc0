import { expect } from 'vitest';
import { accepted, itemsAt } from './completion-harness.js';
import { type Editor, startEditor } from './harness.js';

/** An editor with pictures, and a user's own code beside the files. */
export const startWithOwnCode = () =>
  startEditor({
    initializationOptions: { pictures: true },
    files: {
      'file:///project/mine.ts':
        'export class Curve extends OptimScheduler {}\nexport class Other {}\nexport class Net extends Model {\n  static readonly modules = ["front", "back"];\n  static readonly losses = ["loss", "front_loss"];\n}\nexport class Voices extends Dataset<number> {}\n',
      'file:///project/train.yaml': 'model:\n  model_type: g2p.Transformer\n',
      'file:///project/notes.txt': 'x',
    },
  });

/** A block with one OptimScheduler, whose conf has these lines. */
export const bare = (conf: string) => `optim_sches:\n  type: noam.NoamLr\n  conf:\n${conf}`;
export const model = 'model:\n  model_type: g2p.Transformer\n';
export const own = 'model:\n  model_type: mine.Net\n';

/** What is asked at a cursor, and what comes. */
export interface Row {
  readonly text: string;
  /** The first labels, in their order. */
  readonly first?: readonly string[];
  readonly has?: readonly string[];
  readonly without?: readonly string[];
  /** Nothing is offered. */
  readonly none?: true;
  /** A label, and the text after it has been accepted. */
  readonly accept?: readonly [label: string, result: string];
}

/** Asks at the cursor of a row and holds the answer against it. */
export async function holdRow(
  editor: Editor,
  { text: marked, first, has, without, none, accept }: Row,
): Promise<void> {
  const { items, text } = await itemsAt(editor, marked);
  const labels = items.map(({ label }) => label);
  if (none) expect(labels).toEqual([]);
  if (first) expect(labels.slice(0, first.length)).toEqual(first);
  for (const label of has ?? []) expect(labels).toContain(label);
  for (const label of without ?? []) expect(labels).not.toContain(label);
  expect(new Set(labels).size).toBe(labels.length);
  if (!accept) return;
  const item = items.find(({ label }) => label === accept[0]);
  if (!item) throw new Error(`${accept[0]} is not among ${labels.join(', ')}`);
  expect(accepted(text, item)).toBe(accept[1]);
}
