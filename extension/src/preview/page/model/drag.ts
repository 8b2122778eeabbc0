import type { CurveAnswer, DragAnswer, SettingPlace } from 'optim-sches-language-server/protocol';
import type { FromPage } from '../../protocol.js';
import { DragQueue } from './drag-queue.js';

/** What is held. */
export interface Grip {
  readonly optimizer: string;
  readonly handle: 'peak' | 'warmup';
  /** The values that may be changed, as they were when the drag began. */
  readonly places: readonly SettingPlace[];
  /** Whether the arrow keys move it. */
  readonly byKey: boolean;
}

/** A drag of a handle, from the grip to the drop. Knows nothing of pixels. */
export class Drag {
  #grip: Grip | undefined;
  #to: number | undefined;
  #answer: DragAnswer | undefined;
  #draft: CurveAnswer | undefined;
  #dropped = false;
  readonly #queue: DragQueue;

  constructor(
    readonly post: (message: FromPage) => void,
    readonly changed: () => void,
  ) {
    this.#queue = new DragQueue((id, to) => {
      const grip = this.#grip;
      if (grip) post({ type: 'drag', id, optimizer: grip.optimizer, handle: grip.handle, to });
    });
  }

  /** What is held; undefined also after the drop. */
  get grip(): Grip | undefined {
    return this.#dropped ? undefined : this.#grip;
  }

  /** Where it is wanted. */
  get to(): number | undefined {
    return this.grip && this.#to;
  }

  /** The curve of the edited text, until the file has it. */
  get draft(): CurveAnswer | undefined {
    return this.#draft;
  }

  /** Why the value cannot be changed so, while it is held. */
  get refused(): string | undefined {
    const answer = this.#answer;
    return answer && 'refused' in answer ? answer.refused : undefined;
  }

  /** What the drag changes: `{ key: 'lr', before: '0.0044', after: '0.0061' }`. */
  get change(): { key: string; before: string | undefined; after: string } | undefined {
    const answer = this.#answer;
    if (!answer || 'refused' in answer) return undefined;
    const before = this.#grip?.places.find(({ key }) => key === answer.key)?.value;
    return { key: answer.key.slice(answer.key.lastIndexOf('.') + 1), before, after: answer.value };
  }

  begin(grip: Grip): void {
    if (this.grip) this.cancel();
    this.#forget();
    this.#grip = grip;
    this.changed();
  }

  move(to: number): void {
    // A hand that rests asks nothing.
    if (!this.grip || to === this.#to) return;
    this.#to = to;
    this.#queue.want(to);
    this.changed();
  }

  /** The hand lets go: kept once the newest position is answered. */
  release(): void {
    if (!this.grip) return;
    this.#dropped = true;
    if (this.#queue.settled) this.#finish();
    this.changed();
  }

  /** Nothing is changed. */
  cancel(): void {
    if (!this.#grip) return;
    this.#forget();
    this.post({ type: 'drop', keep: false });
    this.changed();
  }

  answer(id: number, answer: DragAnswer): void {
    if (!this.#queue.answered(id)) return;
    this.#answer = answer;
    if ('curve' in answer) this.#draft = answer.curve;
    if (this.#dropped && this.#queue.settled) this.#finish();
    this.changed();
  }

  /** The file has changed: what is drawn is the file's again, unless the handle is still held. */
  fileChanged(): void {
    if (!this.#grip) this.#draft = undefined;
  }

  #finish(): void {
    const answer = this.#answer;
    const keep = answer !== undefined && !('refused' in answer);
    // Where nothing is edited, no changed file follows.
    const isSame = !keep || answer.edits.length === 0;
    this.#grip = undefined;
    this.#to = undefined;
    this.#dropped = false;
    // A kept draft stays until the changed file's own curve is there: else the old one would flash.
    if (isSame) this.#draft = undefined;
    this.post({ type: 'drop', keep });
  }

  #forget(): void {
    this.#queue.clear();
    this.#grip = undefined;
    this.#to = undefined;
    this.#answer = undefined;
    this.#draft = undefined;
    this.#dropped = false;
  }
}
