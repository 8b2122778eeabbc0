import { expect, test } from 'vitest';
import type { FromPage } from '../../extension/src/preview/protocol.js';
import { handleOf, middleOf, numberOf, usePanels } from './panels.js';
import { one } from './samples.mjs';

const open = usePanels();
const state = { stepsPerEpoch: 1000, examplesPerStep: 32 };
const of = (sent: readonly FromPage[], type: FromPage['type']) =>
  sent.filter((message) => message.type === type);

test('a peak is dragged: asked, drawn, said, and kept in the file', async () => {
  const { page, sent, server } = await open({ text: one, state });
  const peak = handleOf(page, 'peak');
  const before = await numberOf(peak);
  const at = await middleOf(peak);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 120, { steps: 6 });
  const label = page.locator('.drag-label');
  await expect.poll(() => label.textContent()).toMatch(/^lr: 0\.002 → 0\.001\d*$/);
  expect(server.text).toContain('lr: 0.002}');
  // The curve of the answer is drawn: its peak is where the handle is.
  await expect.poll(() => numberOf(peak)).toBeLessThan(before * 0.8);
  await page.mouse.up();
  await expect.poll(() => of(sent, 'drop')).toEqual([{ type: 'drop', keep: true }]);
  await expect.poll(() => server.text).toMatch(/lr: 0\.001\d*}/);
  await expect.poll(() => label.isVisible()).toBe(false);
  const drags = of(sent, 'drag') as Extract<FromPage, { type: 'drag' }>[];
  expect(drags[0]).toMatchObject({ optimizer: 'main', handle: 'peak', to: expect.any(Number) });
  expect(new Set(drags.map(({ id }) => id)).size).toBe(drags.length);
});

test('a warm-up is dragged sideways', async () => {
  const { page, server } = await open({ text: one, state });
  const warmup = handleOf(page, 'warmup');
  const at = await middleOf(warmup);
  await page.mouse.move(at.x, at.y + 60);
  await page.mouse.down();
  await page.mouse.move(at.x + 85, at.y + 60, { steps: 6 });
  await expect
    .poll(() => page.locator('.drag-label').textContent())
    .toMatch(/^warmup_steps: 4000 → [56]\d{3}$/);
  await page.mouse.up();
  await expect.poll(() => server.text).toMatch(/warmup_steps: [56]\d{3}}/);
});

test('one question at a time, the newest position last', async () => {
  const { page, sent, post, server } = await open({ text: one, state, drag: false });
  const at = await middleOf(handleOf(page, 'peak'));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  for (let i = 1; i <= 10; i++) await page.mouse.move(at.x, at.y + i * 10);
  await page.waitForTimeout(100);
  const [first, ...others] = of(sent, 'drag') as Extract<FromPage, { type: 'drag' }>[];
  expect(others).toEqual([]);
  const curve = await server.curve({ stepsPerEpoch: 1000 });
  const answer = {
    version: 1,
    key: 'conf.optim_conf.lr',
    value: '0.0019',
    reached: 0.0019,
    edits: [],
    curve,
  };
  await post({ type: 'dragged', id: first?.id ?? 0, answer });
  await expect.poll(() => of(sent, 'drag').length).toBe(2);
  const second = of(sent, 'drag')[1] as Extract<FromPage, { type: 'drag' }>;
  expect(second.to).toBeLessThan((first?.to ?? 0) * 0.8);
  // Let go before the answer: it is waited for.
  await page.mouse.up();
  await page.waitForTimeout(50);
  expect(of(sent, 'drop')).toEqual([]);
  await post({ type: 'dragged', id: second.id, answer });
  await expect.poll(() => of(sent, 'drop')).toEqual([{ type: 'drop', keep: true }]);
});

test('Escape reverts, a click changes nothing', async () => {
  const { page, sent, server, drawn } = await open({ text: one, state });
  const peak = handleOf(page, 'peak');
  const before = await numberOf(peak);
  const at = await middleOf(peak);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.up();
  await drawn();
  expect(of(sent, 'drag')).toEqual([]);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 80, { steps: 4 });
  await expect.poll(() => numberOf(peak)).toBeLessThan(before);
  await page.keyboard.press('Escape');
  await expect.poll(() => of(sent, 'drop')).toEqual([{ type: 'drop', keep: false }]);
  await expect.poll(() => numberOf(peak)).toBe(before);
  await page.mouse.up();
  expect(server.text).toBe(one);
});

test('a refusal is said in words beside the handle', async () => {
  const { page, sent, post } = await open({ text: one, state, drag: false });
  const at = await middleOf(handleOf(page, 'peak'));
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 40, { steps: 3 });
  await expect.poll(() => of(sent, 'drag').length).toBe(1);
  const refused = 'The peak is set in another file.';
  for (const { id } of of(sent, 'drag') as Extract<FromPage, { type: 'drag' }>[])
    await post({ type: 'dragged', id, answer: { version: 1, refused } });
  const label = page.getByRole('status').filter({ hasText: refused });
  await expect.poll(() => label.isVisible()).toBe(true);
  await page.mouse.up();
  await page.waitForTimeout(50);
  for (const { id } of of(sent, 'drag').slice(1) as Extract<FromPage, { type: 'drag' }>[])
    await post({ type: 'dragged', id, answer: { version: 1, refused } });
  await expect.poll(() => of(sent, 'drop')).toEqual([{ type: 'drop', keep: false }]);
});

test('the arrow keys drag; Enter keeps, Escape and leaving revert', async () => {
  const { page, sent, server } = await open({ text: one, state });
  const peak = handleOf(page, 'peak');
  await peak.focus();
  expect(await peak.getAttribute('aria-valuetext')).toBe('learning rate 2.0e-3 at step 4,000');
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => numberOf(peak)).toBeCloseTo(0.0022, 6);
  await page.keyboard.press('Escape');
  await expect.poll(() => numberOf(peak)).toBeCloseTo(0.002, 9);
  const warmup = handleOf(page, 'warmup');
  await warmup.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => numberOf(warmup)).toBe(4040);
  await page.keyboard.press('Tab');
  await expect.poll(() => numberOf(warmup)).toBe(4000);
  await peak.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => numberOf(peak)).toBeCloseTo(0.00198, 6);
  await page.keyboard.press('Enter');
  await expect.poll(() => server.text).toContain('lr: 0.00198}');
  expect(of(sent, 'drop').map((message) => message.type === 'drop' && message.keep)).toEqual([
    false,
    false,
    true,
  ]);
});

test('no handles where nothing can be changed', async () => {
  const { page } = await open({ text: one, state: { ...state, canDrag: false } });
  expect(await page.getByRole('slider').count()).toBe(0);
});
