import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scene } from './scene.js';

const framesPerSecond = 10;

/** Films the peak and the end of the warm-up as they are dragged, and the numbers that follow. */
export async function animate(scene: Scene, gif: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'frames-'));
  let count = 0;
  const frame = async (times = 1) => {
    const file = join(folder, `${String(count).padStart(4, '0')}.png`);
    await scene.page.screenshot({ path: file });
    count++;
    for (let n = 1; n < times; n++)
      execFileSync('cp', [file, join(folder, `${String(count++).padStart(4, '0')}.png`)]);
  };
  const drag = async (name: RegExp, dx: number, dy: number, steps: number) => {
    const box = await scene.handle(name).boundingBox();
    if (!box) throw new Error('There is no such handle.');
    // The handle of a warm-up is a line from top to bottom, on which the peak's lies.
    const [x, y] = [box.x + box.width / 2, box.y + box.height * (dx === 0 ? 0.5 : 0.85)];
    const { mouse } = scene.page;
    await mouse.move(x, y);
    await frame(2);
    await mouse.down();
    for (let step = 1; step <= steps; step++) {
      // Slow at both ends, as a hand is.
      const part = (1 - Math.cos((Math.PI * step) / steps)) / 2;
      await mouse.move(x + dx * part, y + dy * part);
      await scene.page.waitForTimeout(60);
      await frame();
    }
    await mouse.up();
    await scene.page.waitForTimeout(400);
    await frame(6);
  };
  await frame(6);
  await drag(/peak/i, 0, 90, 14);
  await drag(/warm-up/i, 80, 0, 14);
  const input = ['-framerate', String(framesPerSecond), '-i', join(folder, '%04d.png')];
  const filter =
    'split[a][b];[a]palettegen=max_colors=64:stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle';
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, '-vf', filter, gif]);
  rmSync(folder, { recursive: true });
  // The file is as it was.
  await scene.undo();
  await scene.undo();
}
