// A minimal language client over stdio that takes the time of what it asks.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Whoever says nothing for so long has failed. */
const patience = 30_000;

/** A promise that fails when nothing comes. */
function withPatience(start) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience);
    late.unref();
    const over = (act) => (value) => {
      clearTimeout(late);
      act(value);
    };
    start({ resolve: over(resolve), reject: over(reject) });
  });
}

export class Client {
  #buffer = Buffer.alloc(0);
  #id = 0;
  #pending = new Map();
  #waiters = [];

  constructor([command, ...args], settings) {
    this.settings = settings;
    this.started = performance.now();
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    // A server that has died is told of by what it does not answer.
    this.process.stdin.on('error', () => {});
    this.process.stdout.on('data', (data) => this.#read(data));
  }

  #read(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const at = this.#buffer.indexOf('\r\n\r\n');
      if (at < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('ascii', 0, at))?.[1]);
      const end = at + 4 + length;
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.toString('utf8', at + 4, end));
      this.#buffer = this.#buffer.subarray(end);
      this.#take(message);
    }
  }

  #take({ id, method, params, result, error }) {
    if (method && id !== undefined) {
      const asked = method === 'workspace/configuration' ? params.items : undefined;
      const values = asked?.map(
        ({ section }) => section?.split('.').reduce((at, key) => at?.[key], this.settings) ?? null,
      );
      this.#send({ id, result: values ?? null });
    } else if (id !== undefined) {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) pending?.reject(new Error(error.message));
      else pending?.resolve(result);
    } else if (method === 'textDocument/publishDiagnostics') {
      this.#waiters = this.#waiters.filter(({ uri, ok, resolve }) => {
        if (uri !== params.uri || !ok(params.diagnostics)) return true;
        resolve(performance.now());
        return false;
      });
    }
  }

  #send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  request(method, params) {
    const id = ++this.#id;
    this.#send({ id, method, params });
    return withPatience((pending) => this.#pending.set(id, pending));
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  /** The instant at which diagnostics come that are as wanted. */
  diagnostics(uri, ok = () => true) {
    return withPatience(({ resolve }) => this.#waiters.push({ uri, ok, resolve }));
  }

  /** Resident memory in MB. */
  memory() {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  /** CPU time so far in milliseconds, in ticks of 10. */
  cpu() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop() {
    const late = new Promise((resolve) => setTimeout(resolve, 2000));
    await Promise.race([this.request('shutdown').catch(() => {}), late]);
    this.notify('exit');
    this.process.kill();
  }
}
