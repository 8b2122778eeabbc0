// Makes the pictures of the README from the real thing: the curves of the recipes, and what the commands print.
//   npm run build && node scripts/pictures.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ansiSvg } from './ansi-svg.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'docs/pictures');
const cli = join(root, 'runtime/bin/optim-sches.js');
mkdirSync(pictures, { recursive: true });

/** Runs a command as a terminal of 92 columns would show it; a problem found is no failure here. */
function shown(args, cwd = root) {
  const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: '92' };
  try {
    return execFileSync(process.execPath, [cli, ...args], { cwd, env, encoding: 'utf8' });
  } catch (error) {
    return error.stdout;
  }
}

for (const file of readdirSync(join(root, 'recipes/g2p')).filter((name) => name.endsWith('.yaml'))) {
  const name = file.replace('.yaml', '');
  for (const theme of ['light', 'dark']) {
    const svg = join(pictures, `${name}-${theme}.svg`);
    // One pass over the data is an epoch where the recipe does not say otherwise.
    const more = name === 'full' ? ['--steps-per-epoch', '464'] : [];
    shown(['preview', `recipes/g2p/${file}`, '--svg', svg, '--theme', theme, ...more]);
  }
}

const sample = `num_epochs: 20
warm: 4000
optim_sches:
  type: noam.NoamLr
  conf:
    optim_type: Adam
    optim_conf: {lrr: 0.002, betas: [0.9, 0.98]}
    warmup_steps: !ref <wram>
`;
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
writeFileSync(join(folder, 'experiment.yaml'), sample);
const terminals = {
  check: `$ optim-sches check experiment.yaml\n${shown(['check', 'experiment.yaml'], folder)}`,
  preview: `$ optim-sches preview recipes/g2p/two-optimizers.yaml\n${shown(['preview', 'recipes/g2p/two-optimizers.yaml'])}`,
  // Of the machine that this runs on: `setup native` and `setup webgpu` come first.
  doctor: `$ optim-sches doctor\n${shown(['doctor'])}`,
};
rmSync(folder, { recursive: true });
for (const [name, text] of Object.entries(terminals))
  for (const theme of ['light', 'dark'])
    writeFileSync(join(pictures, `${name}-${theme}.svg`), ansiSvg(text, theme));
