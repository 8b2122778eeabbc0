// Makes a PNG of an SVG or HTML file, or of terminal output, for the README:
//   node scripts/screenshot.mjs in.svg out.png [--background '#fff'] [--scale 2] [--width 720] [--height 200]
//   node scripts/screenshot.mjs --ansi in.txt out.png [--theme dark|light] [--scale 2]
// Terminal output becomes an SVG first (and stays one when the output's name ends in .svg).
// Needs Chromium or Chrome: CHROMIUM=/path/to/it, or one of the usual names on the PATH.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ansiSvg } from './ansi-svg.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ansi: { type: 'boolean', default: false },
    theme: { type: 'string', default: 'dark' },
    background: { type: 'string' },
    scale: { type: 'string', default: '2' },
    width: { type: 'string' },
    height: { type: 'string' },
  },
});
const [input, output] = positionals;
if (!input || !output) {
  console.error('usage: node scripts/screenshot.mjs [--ansi] IN OUT.png [--background COLOUR] [--scale N]');
  process.exit(2);
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = names.find((name) => spawnSync('which', [name]).status === 0);
  if (found) return found;
  console.error(`No Chromium on the PATH (${names.join(', ')}): install one, or name it in CHROMIUM.`);
  process.exit(1);
}

/** Renders a page of the given size in pixels to a PNG. */
function render(html, { width, height }, png) {
  const folder = mkdtempSync(join(tmpdir(), 'screenshot-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(page, html);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    flags.push(
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--hide-scrollbars',
    );
    flags.push(`--user-data-dir=${join(folder, 'profile')}`, `--force-device-scale-factor=${options.scale}`);
    flags.push(
      '--default-background-color=00000000',
      `--window-size=${width},${height}`,
      `--screenshot=${resolve(png)}`,
    );
    execFileSync(findChromium(), [...flags, pathToFileURL(page).href], { stdio: 'pipe', timeout: 60_000 });
    console.log(`${png}: ${width} x ${height} at ${options.scale}x, ${statSync(png).size} bytes`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const read = readFileSync(input, 'utf8');
const svg = options.ansi ? ansiSvg(read, options.theme) : read;
if (extname(output) === '.svg') writeFileSync(output, svg);
else {
  const isSvg = options.ansi || extname(input) === '.svg';
  const sizeOf = (side, fallback) =>
    Math.ceil(
      Number(
        options[side] ?? (isSvg && svg.match(new RegExp(`<svg[^>]* ${side}="([\\d.]+)"`))?.[1]) ?? fallback,
      ),
    );
  const size = { width: sizeOf('width', 1000), height: sizeOf('height', 700) };
  const ground = options.background ? `background:${options.background}` : '';
  const style = `<style>html,body{margin:0;${ground}}svg{display:block}</style>`;
  render(isSvg ? `<!doctype html><meta charset="utf-8">${style}${svg}` : svg, size, output);
}
