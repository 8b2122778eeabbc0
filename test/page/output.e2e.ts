import { expect, test } from 'vitest';
import { inPlot, usePanels } from './panels.js';
import { one, three } from './samples.mjs';

const open = usePanels();
const state = { stepsPerEpoch: 1000, examplesPerStep: 32 };

test('pictures and tables leave the panel through the extension', async () => {
  const { page, sent, post } = await open({ text: three, state });
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('SVG');
  await expect.poll(() => sent.at(-1)).toMatchObject({ type: 'save', format: 'svg' });
  const svg = sent.at(-1) as { text: string };
  expect(svg.text).toMatch(/^<svg xmlns=.*encoder.*<\/svg>$/s);
  await choose('PNG');
  await expect.poll(() => sent.at(-1)).toMatchObject({ type: 'save', format: 'png' });
  const { base64 } = sent.at(-1) as { base64: string };
  const width = await page.evaluate(`new Promise((done) => {
    const image = new Image();
    image.onload = () => done(image.naturalWidth);
    image.src = 'data:image/png;base64,${base64}';
  })`);
  expect(width).toBe(1920);
  await choose('CSV');
  await expect.poll(() => sent.at(-1)).toEqual({ type: 'save', format: 'csv' });
  await post({ type: 'export', format: 'svg' });
  await expect.poll(() => sent.at(-1)).toEqual(svg);
});

test('the points in view are copied', async () => {
  const { page, sent } = await open({ text: one, state });
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => sent.at(-1)).toMatchObject({ type: 'copy' });
  const [head, first, ...rows] = (sent.at(-1) as { text: string }).text.trimEnd().split('\n');
  expect(head).toBe('step\tmain');
  expect(first).toMatch(/^1\t5e-7$/);
  expect(rows.at(-1)).toMatch(/^20000\t0\.00089/);
});

test('the other buttons ask the extension', async () => {
  const { page, sent, server, show } = await open({ text: one, state });
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Train' }).click();
  await page.getByRole('row', { name: 'main' }).getByRole('button').click();
  await expect
    .poll(() => sent.slice(1))
    .toEqual([{ type: 'compare' }, { type: 'train' }, { type: 'reveal', optimizer: 'main' }]);
  const curve = await server.curve({ stepsPerEpoch: 1000 });
  await show({ ghost: { label: 'last commit', curve }, others: [{ label: 'other.yaml', curve }] });
  await page.getByRole('button', { name: 'Ghost' }).click();
  const at = await inPlot(page, 0.6, 0.5);
  await page.mouse.move(at.x, at.y);
  await expect.poll(() => page.locator('.read-out').textContent()).toMatch(/main other\.yaml/);
  expect(await page.locator('.read-out').textContent()).not.toContain('last commit');
  await page.getByRole('button', { name: 'Remove other.yaml' }).click();
  await expect.poll(() => sent.at(-1)).toEqual({ type: 'remove', label: 'other.yaml' });
});

test('the menu works by keyboard', async () => {
  const { page, sent } = await open({ text: one, state });
  const button = page.getByRole('button', { name: 'Export' });
  await button.focus();
  await page.keyboard.press('ArrowDown');
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => sent.at(-1)).toEqual({ type: 'save', format: 'csv' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await button.getAttribute('aria-expanded')).toBe('false');
});
