import { type FileHandle, open } from 'node:fs/promises';

/** Who takes in the lines of a file that grows. */
export interface LineSink {
  /** The next whole line, without its end. */
  line(text: string): void;
  /** The file is another one than before: it is read again from its beginning. */
  restart(): void;
}

const newline = 0x0a;
const firstChunk = 256 * 1024;
/** So much before the place of reading must still be as it was, else another process has written the file anew. */
const markBytes = 128;

/** Reads on where it has stopped: each byte once. A last line without its end waits until it is whole. */
export class MetricsTail {
  readonly #path: string;
  readonly #sink: LineSink;
  #position = 0;
  #mark = Buffer.alloc(0);
  #reading: Promise<boolean> | undefined;

  constructor(path: string, sink: LineSink) {
    this.#path = path;
    this.#sink = sink;
  }

  /** Reads what is new. True when something was. A file that is not there (yet) is an empty one. */
  read(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<boolean> {
    const file = await openIfThere(this.#path);
    if (file === undefined) return this.#restart();
    try {
      const { size } = await file.stat();
      const wasCut = await this.#findCut(file, size);
      let position = this.#position;
      let chunk = firstChunk;
      while (position < size) {
        const bytes = await readAt(file, position, Math.min(chunk, size - position));
        const last = bytes.lastIndexOf(newline);
        // A line longer than the chunk; at the end of the file, one that is not whole.
        if (last < 0) {
          if (bytes.length < chunk) break;
          chunk *= 2;
          continue;
        }
        this.#takeLines(bytes.subarray(0, last + 1));
        position += last + 1;
      }
      const isNew = position > this.#position;
      this.#position = position;
      if (isNew) this.#mark = await this.#markAt(file, position);
      return isNew || wasCut;
    } finally {
      await file.close();
    }
  }

  /**
   * Begins anew where the file was cut, as a run that is resumed does: it is shorter than before, or has other content. How much
   * of it is as it was cannot be told from its length: it may have grown again since.
   */
  async #findCut(file: FileHandle, size: number): Promise<boolean> {
    const isSame = size >= this.#position && (await this.#markAt(file, this.#position)).equals(this.#mark);
    return isSame ? false : this.#restart();
  }

  #restart(): boolean {
    if (this.#position === 0) return false;
    this.#position = 0;
    this.#mark = Buffer.alloc(0);
    this.#sink.restart();
    return true;
  }

  async #markAt(file: FileHandle, position: number): Promise<Buffer<ArrayBuffer>> {
    const length = Math.min(markBytes, position);
    return readAt(file, position - length, length);
  }

  #takeLines(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.#sink.line(bytes.toString('utf8', start, end));
      start = end + 1;
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Fewer bytes where the file ends before. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}
