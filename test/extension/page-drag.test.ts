import { beforeEach, expect, test } from 'vitest';
import { asCurve } from '../../extension/src/preview/page/model/as-curve.js';
import { Drag } from '../../extension/src/preview/page/model/drag.js';
import { DragQueue } from '../../extension/src/preview/page/model/drag-queue.js';
import type { FromPage } from '../../extension/src/preview/protocol.js';
import { answerOf, curveAnswer } from './page-curve.js';

const curve = curveAnswer({ main: answerOf([1, 2], [1, 2]) });
const grip = {
  optimizer: 'main',
  handle: 'peak' as const,
  places: [{ key: 'conf.optim_conf.lr', value: '0.0044' }],
  byKey: false,
};
const edit = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: '2' };
const answer = {
  version: 1,
  key: 'conf.optim_conf.lr',
  value: '0.0061',
  reached: 0.0061,
  edits: [edit],
  curve,
};

let posted: FromPage[];
let drag: Drag;
beforeEach(() => {
  posted = [];
  drag = new Drag(
    (message) => posted.push(message),
    () => {},
  );
});

test('one question at a time, then the newest', () => {
  const sent: [number, number][] = [];
  const queue = new DragQueue((id, to) => sent.push([id, to]));
  queue.want(1);
  queue.want(2);
  queue.want(3);
  expect(sent).toEqual([[1, 1]]);
  expect(queue.answered(7)).toBe(false);
  expect(queue.answered(1)).toBe(true);
  expect(sent).toEqual([
    [1, 1],
    [2, 3],
  ]);
  expect(queue.settled).toBe(false);
  queue.clear();
  expect(queue.answered(2)).toBe(false);
  expect(queue.settled).toBe(true);
});

test('a drag says what it changes, and is kept once its last position is answered', () => {
  drag.begin(grip);
  drag.move(0.005);
  drag.move(0.006);
  drag.move(0.006);
  drag.answer(1, answer);
  expect(drag.change).toEqual({ key: 'lr', before: '0.0044', after: '0.0061' });
  expect(drag.draft).toBe(curve);
  drag.release();
  expect(drag.grip).toBeUndefined();
  expect(posted.map(({ type }) => type)).toEqual(['drag', 'drag']);
  drag.answer(2, answer);
  expect(posted.at(-1)).toEqual({ type: 'drop', keep: true });
  // Until the file is the one that was drawn.
  expect(drag.draft).toBe(curve);
  drag.fileChanged();
  expect(drag.draft).toBeUndefined();
});

test('a refusal keeps nothing, and is still to be read after the drop', () => {
  drag.begin(grip);
  drag.move(5);
  drag.answer(1, { version: 1, refused: 'No.' });
  drag.release();
  expect(posted.at(-1)).toEqual({ type: 'drop', keep: false });
  expect([drag.refused, drag.change]).toEqual(['No.', undefined]);
  drag.begin(grip);
  expect(drag.refused).toBeUndefined();
});

test('a drag that is reverted hears no late answer', () => {
  drag.begin(grip);
  drag.move(5);
  drag.cancel();
  drag.answer(1, answer);
  expect(drag.draft).toBeUndefined();
  expect(posted.at(-1)).toEqual({ type: 'drop', keep: false });
});

test('where the value stays as it is, no changed file is waited for', () => {
  drag.begin(grip);
  drag.move(5);
  drag.answer(1, { ...answer, edits: [] });
  drag.release();
  expect(drag.draft).toBeUndefined();
});

test('the file that changes under a held handle leaves it in the hand', () => {
  drag.begin(grip);
  drag.move(5);
  drag.answer(1, answer);
  drag.fileChanged();
  expect(drag.draft).toBe(curve);
});

test('an answer is the curve that it was made of', () => {
  const own = answerOf([1, 2], [1, 2]);
  const facts = { ...own.facts, last: 'NaN' as const, warmupEnd: { step: 1, epoch: 0.01 } };
  const answered = curveAnswer({ main: { ...own, lr: [1, 'NaN'], facts }, hidden: own });
  const { optimizers, steps } = asCurve(answered, (name) => name === 'main');
  expect(steps).toBe(1000);
  expect(optimizers).toHaveLength(1);
  expect([...(optimizers[0]?.lr ?? [])]).toEqual([1, Number.NaN]);
  expect(optimizers[0]?.facts).toMatchObject({ last: Number.NaN, warmupEnd: { step: 1, epoch: 0.01 } });
});
