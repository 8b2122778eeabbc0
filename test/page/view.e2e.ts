import { expect, test } from 'vitest';
import { inPlot, keptOf, usePanels } from './panels.js';
import { one, runOf, three } from './samples.mjs';

const open = usePanels();
const epochs = { stepsPerEpoch: 1000, examplesPerStep: 32 };

test('the legend shows, hides and singles out', async () => {
  const { page, drawn } = await open({ text: three, state: epochs });
  const chips = page.locator('.chip');
  expect(await chips.allTextContents()).toEqual(['encoder', 'decoder', 'head']);
  const pressed = () => chips.evaluateAll((all) => all.map((each) => each.getAttribute('aria-pressed')));
  await chips.nth(1).click();
  await drawn();
  expect(await pressed()).toEqual(['true', 'false', 'true']);
  expect(await page.locator('[data-handle=peak]').count()).toBe(2);
  await chips.nth(0).click({ modifiers: ['Alt'] });
  await drawn();
  expect(await pressed()).toEqual(['true', 'false', 'false']);
  await chips.nth(0).click({ modifiers: ['Alt'] });
  await drawn();
  expect(await pressed()).toEqual(['true', 'true', 'true']);
  await chips.nth(2).dblclick();
  await drawn();
  expect(await pressed()).toEqual(['false', 'false', 'true']);
});

test('the wheel zooms at the pointer, closer points are asked for, 0 shows all', async () => {
  const panel = await open({ text: three, state: epochs });
  const { page, sent, drawn } = panel;
  const at = await inPlot(page, 0.5, 0.5);
  await page.mouse.move(at.x, at.y);
  for (let i = 0; i < 8; i++) await page.mouse.wheel(0, -300);
  await drawn();
  const { zoom } = (await keptOf(page)).view as { zoom: { from: number; to: number } };
  expect((zoom.from + zoom.to) / 2).toBeCloseTo(10_000, -2);
  expect(zoom.to - zoom.from).toBeLessThan(1000);
  await expect.poll(() => sent.filter(({ type }) => type === 'zoom').length).toBe(1);
  const asked = sent.find((message) => message.type === 'zoom');
  expect(asked).toMatchObject({ type: 'zoom', sample: expect.any(Number) });
  expect(asked?.from).toBeLessThanOrEqual(zoom.from);
  expect(asked?.to).toBeGreaterThanOrEqual(zoom.to);
  // What has come is close enough: nothing more is asked.
  await page.waitForTimeout(400);
  expect(sent.filter(({ type }) => type === 'zoom').length).toBe(1);
  await page.mouse.down();
  await page.mouse.move(at.x + 100, at.y, { steps: 4 });
  await page.mouse.up();
  await drawn();
  const panned = (await keptOf(page)).view.zoom as { from: number };
  expect(panned.from).toBeLessThan(zoom.from);
  await page.keyboard.press('0');
  await drawn();
  expect((await keptOf(page)).view.zoom).toBeUndefined();
});

test('a range is selected with Shift, and without it in its own mode', async () => {
  const { page, drawn } = await open({ text: one, state: epochs });
  const drag = async () => {
    const from = await inPlot(page, 0.25, 0.5);
    const to = await inPlot(page, 0.5, 0.4);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await drawn();
    return (await keptOf(page)).view.zoom as { from: number; to: number } | undefined;
  };
  expect(await drag()).toBeUndefined();
  await page.keyboard.down('Shift');
  const zoom = await drag();
  await page.keyboard.up('Shift');
  expect(zoom?.from).toBeCloseTo(5000, -2);
  expect(zoom?.to).toBeCloseTo(10_000, -2);
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  await page.getByRole('button', { name: 'Select range' }).click();
  expect((await drag())?.from).toBeCloseTo(5000, -2);
});

test('values are read under the pointer and by the arrow keys', async () => {
  const { page, drawn } = await open({ text: one, state: epochs });
  const at = await inPlot(page, 0.2, 0.6);
  await page.mouse.move(at.x, at.y);
  await drawn();
  const readOut = page.locator('.read-out');
  expect(await readOut.textContent()).toMatch(
    /^step 4,0\d\d · epoch 4 · 12\d,\d{3} examplesmain(2\.0e-3|1\.99e-3)$/,
  );
  await page.mouse.move(1, 1);
  await drawn();
  expect(await readOut.isVisible()).toBe(false);
  await page.locator('.overlay').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await drawn();
  expect(await readOut.textContent()).toMatch(/^step 2,0\d\d/);
  await expect
    .poll(() => page.locator('[aria-live=polite]').textContent())
    .toMatch(/^step 2,0\d\d.*main 1\.0\de-3/);
  await page.keyboard.press('End');
  await drawn();
  expect(await readOut.textContent()).toMatch(/^step 20,000/);
});

test('axes, the logarithm and what a reader says of the data', async () => {
  const { page, sent, drawn, server } = await open({ text: one.replace('num_epochs: 20\n', '') });
  const radio = (name: string) => page.getByRole('radio', { name });
  expect(await radio('Epochs').isDisabled()).toBe(true);
  await page.getByLabel('steps per epoch').fill('500');
  await page.keyboard.press('Enter');
  await expect.poll(() => sent).toContainEqual({ type: 'remember', stepsPerEpoch: 500 });
  await expect.poll(() => radio('Epochs').isDisabled()).toBe(false);
  await radio('Epochs').check();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await drawn();
  expect((await keptOf(page)).view).toMatchObject({ axis: 'epochs', log: true });
  await page.getByLabel('steps per epoch').fill('');
  await page.keyboard.press('Enter');
  await expect.poll(() => sent).toContainEqual({ type: 'remember', stepsPerEpoch: null });
  await expect.poll(() => radio('Steps').isChecked()).toBe(true);
  expect(server.text).not.toContain('num_epochs');
});

test('the view comes back after a reload, but not to another file', async () => {
  const view = {
    axis: 'epochs',
    log: true,
    lossLog: false,
    hidden: ['o:head'],
    zoom: { from: 2000, to: 6000 },
  };
  const kept = { uri: 'file:///experiments/train.yaml', others: [], runs: [], view };
  const same = await open({ text: three, state: epochs, kept });
  expect(await keptOf(same.page)).toEqual(kept);
  expect(await same.page.getByRole('radio', { name: 'Epochs' }).isChecked()).toBe(true);
  const other = await open({
    text: three,
    state: epochs,
    kept: { ...kept, uri: 'file:///experiments/other.yaml' },
  });
  expect((await keptOf(other.page)).view).toEqual({ axis: 'epochs', log: true, lossLog: false, hidden: [] });
});

test('a run is drawn as it goes on, with its losses and metrics', async () => {
  const { page, sent, server, show, post, drawn } = await open({ text: one, state: epochs });
  const curve = await server.curve({ stepsPerEpoch: 1000 });
  await show({ runs: [runOf(curve, 0.2)] });
  expect(await page.locator('.chip').allTextContents()).toEqual(['main', 'run 2', 'loss', 'per 1.07']);
  const lossAt = async () => {
    const at = await inPlot(page, 0.45, 0.5);
    await page.mouse.move(at.x, at.y);
    await drawn();
    return (await page.locator('.read-out').textContent())?.includes('loss run 2');
  };
  expect(await lossAt()).toBe(false);
  await post({ type: 'run', run: runOf(curve, 0.6) });
  await drawn();
  expect(await lossAt()).toBe(true);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Remove run 2' }).click();
  const id = 'file:///experiments/runs/a';
  await expect
    .poll(() => sent.slice(-2))
    .toEqual([
      { type: 'stop', id },
      { type: 'removeRun', id },
    ]);
});

test('without a curve the message is all there is', async () => {
  const { page, show } = await open({ state: { message: 'Nothing to draw yet.' } });
  expect(await page.locator('.message').textContent()).toBe('Nothing to draw yet.');
  expect(await page.locator('main').isVisible()).toBe(false);
  await show({ message: 'Still nothing.' });
  expect(await page.locator('.message').textContent()).toBe('Still nothing.');
});

test('words of another language, and a theme that changes', async () => {
  const words = { 'learning rate': '学習率', Copy: 'コピー', 'Peak of {0}': '{0}のピーク' };
  const { page, drawn } = await open({ text: one, state: epochs, words });
  expect(await page.getByRole('button', { name: 'コピー' }).count()).toBe(1);
  expect(await page.getByRole('slider', { name: 'mainのピーク' }).count()).toBe(1);
  const colour = () => page.locator('.chip path').getAttribute('stroke');
  const dark = await colour();
  await page.evaluate("document.body.dataset.vscodeThemeKind = 'vscode-light'");
  await drawn();
  expect(await colour()).not.toBe(dark);
});

test('a narrow panel does not scroll sideways', async () => {
  const { page } = await open({ text: three, width: 300, height: 700 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
});
