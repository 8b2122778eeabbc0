// Neovim as a client of the bundled server, with the settings that docs/editors.md gives: it shows problems, completes,
// applies a fix, hovers, renames and formats. The screens are written to test-output/neovim.txt.
//   npm run build && npm run test:neovim
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const helpers = join(root, 'test/editors/neovim/helpers.lua');

for (const program of ['nvim', 'ps'])
  assert(
    spawnSync(program, ['--version']).status === 0,
    `There is no ${program}. On Debian: scripts/ci-packages.sh neovim:nvim procps:ps`,
  );
assert(
  existsSync(join(root, 'server/dist/server.js')),
  'There is no server/dist/server.js. Run `npm run build` first.',
);
const folder = mkdtempSync(join(tmpdir(), 'optim-sches-neovim-'));
// Neovim runs in the terminal of another one, whose buffer is then the screen as a person sees it.
const inner = join(folder, 'inner.sock');
const outer = join(folder, 'outer.sock');
const screens = [];
let terminal;
try {
  prepare();
  terminal = startTerminal();
  await until('Neovim answers', () => existsSync(inner) && ask('1+1') === '2');
  await session();
  console.log(`Neovim: ${screens.length} screens as expected, in test-output/neovim.txt`);
} finally {
  if (screens.length > 0) {
    mkdirSync(join(root, 'test-output'), { recursive: true });
    writeFileSync(join(root, 'test-output/neovim.txt'), screens.join('\n'));
  }
  // Asked to end first: it would complain about a signal.
  if (terminal) type(':qa!<CR>', outer);
  terminal?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function session() {
  // Problems are shown.
  await until('the problem of line 7', () => problems().length === 1);
  const [problem] = problems();
  assert.equal(problem.code, 'optim/unknown-key');
  assert.equal(problem.line, 6);
  await capture('Problems', /warmup_step: 4000 .*"warmup_step" is not an argument of noam.NoamLr/);

  // A fix is applied.
  type('7G^:lua vim.lsp.buf.code_action()<CR>');
  await until('the fix', () => /warmup_steps: 4000/.test(ask('v:lua.text()')));
  assert.match(ask('g:offered'), /warmup_steps/);
  await until('no problem any more', () => problems().length === 0);
  await capture('After the fix', /^ *warmup_steps: 4000$/m);

  // Completion: in a new line the menu shows the keys that can stand there.
  type('7Go<C-u>    <C-x><C-o>');
  await until('the menu', () => ask('pumvisible()') === '1');
  await capture('Completion', /optim_losses.*[\s\S]*updated_modules/);
  type('<C-y><Esc>');
  await until('the item in the text', () => /^ {4}\w+:.*\n {4}step_per_update/m.test(ask('v:lua.text()')));
  type('dd');
  await until('the line gone', () => /warmup_steps: 4000\n {4}step_per_update/.test(ask('v:lua.text()')));

  // Hover shows what is under the cursor.
  type('4G^:lua vim.lsp.buf.hover()<CR>');
  await capture('Hover', /class of torch\.optim|torch\.optim\.Adam/);
  type('j');

  // Definition goes from the reference to its key.
  type('8G$h:lua vim.lsp.buf.definition()<CR>');
  await until('the definition', () => ask('v:lua.where()') === '9 factor');

  // Rename changes both.
  type(':lua vim.lsp.buf.rename("lambda")<CR>');
  await until('the new name', () => /<lambda>[\s\S]*lambda: +2/.test(ask('v:lua.text()')));
  await until('no problem with it', () => problems().length === 0);
  await capture('Rename', /!ref <lambda>/);

  // Formatting.
  type(':lua vim.lsp.buf.formatting_sync()<CR>');
  await until('the layout', () => /^lambda: 2$/m.test(ask('v:lua.text()')));
  await capture('Formatting', /^ *lambda: 2$/m);

  // The server ends with the editor.
  const pid = ask('getpid()');
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  const server = children.find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('optim-sches'),
  );
  assert(server, 'The server is no child of Neovim.');
  type(':qa!<CR>');
  await until('the end of the server', () => !existsSync(`/proc/${server}`));
}

function startTerminal() {
  const args = ['--clean', '--listen', inner, '--cmd', `luafile ${helpers}`, '--cmd', 'luafile init.lua'];
  const command = `call termopen(${JSON.stringify(['nvim', ...args, 'exp.yaml'])})`;
  return spawn(
    'nvim',
    [
      '--headless',
      '--clean',
      '--listen',
      outer,
      '-c',
      'set lines=26 columns=112 laststatus=0 scrollback=1',
      '-c',
      command,
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        TERM: 'xterm-256color',
        ...Object.fromEntries(
          ['CACHE', 'STATE', 'DATA', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, folder]),
        ),
      },
    },
  );
}

/** The configuration, the settings as the docs have them, and the command on the path. */
function prepare() {
  const text = `optim_sches:
  type: noam.NoamLr
  conf:
    optim_type: Adam
    optim_conf:
      lr: 0.002
    warmup_step: 4000
    step_per_update: !ref <factor>
factor:    2
`;
  writeFileSync(join(folder, 'exp.yaml'), text);
  const docs = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const [, settings] = /## Neovim[\s\S]*?```lua\n([\s\S]*?)```/.exec(docs) ?? [];
  assert(settings, 'docs/editors.md has no Lua for Neovim.');
  writeFileSync(join(folder, 'init.lua'), settings);
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin/optim-sches-language-server');
  symlinkSync(join(root, 'server/bin/optim-sches-language-server.js'), command);
  chmodSync(join(root, 'server/bin/optim-sches-language-server.js'), 0o755);
}

/** The value of an expression in Neovim, as text. */
function ask(expression, socket = inner) {
  const { stdout, stderr } = spawnSync('nvim', ['--server', socket, '--remote-expr', expression], {
    encoding: 'utf8',
  });
  // Neovim 0.7 answers on the error output.
  return (stdout || stderr).replace(/\r+\n/g, '\n').trimEnd();
}

/** Keys, as if somebody typed them. */
function type(keys, socket = inner) {
  spawnSync('nvim', ['--server', socket, '--remote-send', keys]);
}

function problems() {
  return JSON.parse(ask('v:lua.problems()') || '{"list":[]}').list;
}

function screen() {
  return ask('join(getline(1, "$"), "\\n")', outer);
}

/** Keeps the screen, once it shows what it should. */
async function capture(title, expected) {
  await until(`the screen "${title}"`, () => expected.test(screen()));
  screens.push(`== ${title}\n${screen()}\n`);
}

async function until(what, isSo) {
  for (let tries = 0; tries < 200; tries++) {
    if (isSo()) return;
    await wait(50);
  }
  screens.push(`== Instead of ${what}\n${screen()}\n`);
  throw new Error(`Neovim never came to: ${what}. Its screen:\n${screens.at(-1)}`);
}
