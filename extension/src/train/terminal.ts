import * as vscode from 'vscode';

/** The screen of a training. */
export interface TerminalSide {
  readonly columns: number | undefined;
  write(text: string): void;
  /** The training is over; 0: nothing went wrong. */
  close(code: number): void;
}

/** What the keyboard of a terminal acts on. */
export interface Stoppable {
  /** Ctrl-C: a second one ends the training at once, without saving. */
  interrupt(): void;
  /** The terminal is closed: the training saves itself, if it does not already. */
  stop(): void;
}

const ctrlC = '\u0003';

/** A terminal that shows what a training prints. Ctrl-C and closing it stop the training, which saves itself. */
export class TrainingTerminal implements vscode.Pseudoterminal {
  readonly #begin: (side: TerminalSide) => Promise<Stoppable | undefined>;
  readonly #onDidWrite = new vscode.EventEmitter<string>();
  readonly #onDidClose = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#onDidWrite.event;
  readonly onDidClose = this.#onDidClose.event;
  #training: Promise<Stoppable | undefined> | undefined;
  #isOver = false;

  constructor(begin: (side: TerminalSide) => Promise<Stoppable | undefined>) {
    this.#begin = begin;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.#training = this.#begin({
      columns: dimensions?.columns,
      // A terminal's new line goes down; it does not go back to the first column by itself.
      write: (text) => this.#onDidWrite.fire(text.replace(/\r?\n/g, '\r\n')),
      close: (code) => {
        this.#isOver = true;
        this.#onDidClose.fire(code);
      },
    });
    this.#training.catch((error: unknown) => {
      this.#onDidWrite.fire(`${error instanceof Error ? error.message : String(error)}\r\n`);
      this.#isOver = true;
      this.#onDidClose.fire(1);
    });
  }

  handleInput(data: string): void {
    if (data.includes(ctrlC)) this.#tell((training) => training.interrupt());
  }

  /** The user has closed the terminal, or has asked for the task's end. */
  close(): void {
    this.#tell((training) => training.stop());
  }

  #tell(what: (training: Stoppable) => void): void {
    if (this.#isOver) return;
    this.#training?.then(
      (training) => training && what(training),
      () => undefined,
    );
  }
}
