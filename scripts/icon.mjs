// Makes the extension's icon and the panel's from a real learning-rate curve: Noam's warm-up and decay.
//   npm run build && node scripts/icon.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configCurve, parseDocument, readConfig } from '@optim-sches/schemas';

const root = fileURLToPath(new URL('..', import.meta.url));
const media = join(root, 'extension/media');
const config = readConfig(
  parseDocument(
    'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 1.0}, warmup_steps: 200}}',
  ),
);
const [{ steps, lr }] = configCurve(config, { steps: 1000, sample: 200 }).optimizers;

/** The curve as a path in a box. */
function path({ left, right, top, bottom }) {
  const points = Array.from(steps, (step, at) => [
    left + ((right - left) * step) / 1000,
    bottom - (bottom - top) * lr[at],
  ]);
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}

const box = { left: 34, right: 226, top: 66, bottom: 198 };
const curve = path(box);
const peak = { x: box.left + (box.right - box.left) * 0.2, y: box.top };
const icon = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">
<defs>
<linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1d3148"/><stop offset="1" stop-color="#0f1a27"/></linearGradient>
<linearGradient id="area" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#5aa9f5" stop-opacity=".38"/><stop offset="1" stop-color="#5aa9f5" stop-opacity="0"/></linearGradient>
</defs>
<rect width="256" height="256" rx="56" fill="url(#ground)"/>
<path d="${curve}L${box.right} ${box.bottom}L${box.left} ${box.bottom}Z" fill="url(#area)"/>
<path d="M${peak.x} ${box.top + 22}V${box.bottom}" stroke="#9fb6cf" stroke-width="4" stroke-dasharray="1 11" stroke-linecap="round"/>
<path d="M${box.left} ${box.bottom}H${box.right}" stroke="#48617d" stroke-width="6" stroke-linecap="round"/>
<path d="${curve}" fill="none" stroke="#5aa9f5" stroke-width="15" stroke-linecap="round" stroke-linejoin="round"/>
<circle cx="${peak.x}" cy="${peak.y}" r="17" fill="#ef8b45" stroke="#14202e" stroke-width="6"/>
</svg>`;
const folder = mkdtempSync(join(tmpdir(), 'icon-'));
writeFileSync(join(folder, 'icon.svg'), icon);
execFileSync(
  process.execPath,
  [
    join(root, 'scripts/screenshot.mjs'),
    join(folder, 'icon.svg'),
    join(media, 'icon.png'),
    '--scale',
    '1',
    '--width',
    '256',
    '--height',
    '256',
  ],
  { stdio: 'inherit' },
);
rmSync(folder, { recursive: true });

const small = path({ left: 2, right: 14.5, top: 3, bottom: 12 });
for (const [name, colour] of [
  ['light', '#424242'],
  ['dark', '#c5c5c5'],
])
  writeFileSync(
    join(media, `panel-${name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round"><path d="M1.5 1.5v13h13"/><path d="${small}" stroke-width="1.4"/></svg>\n`,
  );
