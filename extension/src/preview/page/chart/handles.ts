import { formatLr, formatStep, pictureThemes } from '@optim-sches/schemas/picture';
import * as l10n from '@vscode/l10n';
import { el, setHidden, setText } from '../dom.js';
import { optimizerColour } from '../model/colours.js';
import type { Drag } from '../model/drag.js';
import { within } from '../model/numbers.js';
import type { Mark, Scene } from '../model/scene.js';
import type { Paint } from '../paint.js';
import type { Chart } from './chart.js';

type Kind = 'peak' | 'warmup';

/** Where the hand has a handle. */
interface Held {
  readonly key: string;
  readonly pointer: number;
  /** From the pointer to the handle's middle, so that it does not jump under it. */
  readonly offset: number;
  readonly start: number;
  /** Where the plot begins in the window: it stays there while the hand is on a handle. */
  readonly origin: number;
  at: number;
  /** A click is no drag. */
  moved: boolean;
}

interface Handle {
  readonly kind: Kind;
  readonly element: HTMLElement;
  mark: Mark;
}

interface Actions {
  readonly drag: Drag;
  /** The vertical axis stays as it is from now on; grows by a factor; is free again. */
  readonly hold: () => void;
  readonly grow: (factor: number) => void;
  readonly free: () => void;
  readonly invalidate: () => void;
}

/** A shaky click moves so many pixels. */
const clickSlack = 2;
/** The axis grows so much a frame while the hand is above it. */
const growth = 1.02;

/** What a reader drags: a slider on each peak and on each end of a warm-up. */
export class Handles {
  readonly element = el('div', { class: 'handles' });
  readonly label = el('div', { class: 'drag-label', role: 'status', hidden: true });
  readonly #guide = el('div', { class: 'guide', hidden: true });
  readonly #handles = new Map<string, Handle>();
  #held: Held | undefined;
  #last: string | undefined;
  #chart: Chart | undefined;
  #scene: Scene | undefined;

  constructor(readonly actions: Actions) {
    this.element.append(this.#guide, this.label);
  }

  /** True while the hand is on one. */
  get isHeld(): boolean {
    return this.#held?.moved === true;
  }

  draw(chart: Chart, scene: Scene, paint: Paint, canDrag: boolean): void {
    this.#chart = chart;
    this.#scene = scene;
    const wanted = new Set<string>();
    for (const mark of canDrag ? scene.marks : [])
      for (const kind of ['warmup', 'peak'] as const) {
        const at = kind === 'peak' ? mark.peak?.lr : mark.warmupEnd;
        if (at === undefined || mark.sets[kind].length === 0) continue;
        const key = `${kind}\n${mark.name}`;
        wanted.add(key);
        this.#place(this.#handleFor(key, kind, mark), key, at, paint);
      }
    for (const [key, { element }] of this.#handles)
      if (!wanted.has(key)) {
        element.remove();
        this.#handles.delete(key);
      }
    this.#drawLabel(chart);
  }

  /** Moves what is held to where the hand is; true while there is more to come without the hand. */
  follow(): boolean {
    const held = this.#held;
    const handle = held && this.#handles.get(held.key);
    if (!held?.moved || !handle || !this.#chart || !this.#scene) return false;
    const isPeak = handle.kind === 'peak';
    const above = isPeak && held.at < 0;
    if (above) this.actions.grow(growth);
    const { plot } = this.#chart;
    const at = within(held.at, 0, isPeak ? plot.height - 1 : plot.width);
    this.actions.drag.move(
      isPeak
        ? this.#chart.lrAt(at)
        : within(Math.round(this.#chart.stepAt(at)), 1, Math.max(1, this.#scene.all.to)),
    );
    return above;
  }

  #place({ kind, element, mark }: Handle, key: string, at: number, paint: Paint): void {
    const chart = this.#chart as Chart;
    const held = this.#held?.key === key && this.#held.moved ? this.#held : undefined;
    const { width, height } = chart.plot;
    const own = kind === 'peak' ? chart.yOf(at) : chart.xOf(at);
    const isPeak = kind === 'peak';
    const moved = held ? within(held.at, 0, isPeak ? height - 1 : width) : own;
    const x = isPeak ? chart.xOf(mark.peak?.step ?? 0) : moved;
    const y = isPeak ? moved : 0;
    const { style, classList } = element;
    // What is out of view stays at the edge: it must not make the page larger.
    const transform = `translate(${within(x, 0, width)}px, ${within(y, 0, height)}px)`;
    if (style.transform !== transform) style.transform = transform;
    const colour = optimizerColour(mark.colour, pictureThemes[paint.theme]);
    if (style.getPropertyValue('--own') !== colour) style.setProperty('--own', colour);
    // Out of sight, but not out of the order of the keyboard.
    classList.toggle('outside', x < -1 || x > width + 1 || y < -1 || y > height + 1);
    classList.toggle('held', held !== undefined);
    classList.toggle('current', mark.isCurrent);
    if (held) {
      setHidden(this.#guide, false);
      this.#guide.className = isPeak ? 'guide horizontal' : 'guide vertical';
      this.#guide.style.transform = isPeak ? `translateY(${y}px)` : `translateX(${x}px)`;
    }
    if (Number(element.getAttribute('aria-valuenow')) === at) return;
    const words = isPeak
      ? l10n.t('learning rate {0} at step {1}', formatLr(at), formatStep(mark.peak?.step ?? 0))
      : l10n.t('step {0}', formatStep(at));
    element.setAttribute('aria-valuenow', String(at));
    element.setAttribute(
      'aria-valuemax',
      String(isPeak ? Math.max(at, this.#scene?.left.max ?? at) : this.#scene?.all.to),
    );
    element.setAttribute('aria-valuetext', words);
  }

  #drawLabel(chart: Chart): void {
    const { drag } = this.actions;
    const { change, refused, grip } = drag;
    const handle = this.#last === undefined ? undefined : this.#handles.get(this.#last);
    const isShown =
      handle !== undefined && (refused !== undefined || (grip !== undefined && change !== undefined));
    if (!this.isHeld) setHidden(this.#guide, true);
    setHidden(this.label, !isShown);
    if (!isShown) return;
    const { key, before, after } = change ?? { key: '', before: undefined, after: '' };
    setText(
      this.label,
      refused ?? (before === undefined ? `${key}: ${after}` : `${key}: ${before} → ${after}`),
    );
    this.label.classList.toggle('refused', refused !== undefined);
    const at = this.#held?.key === this.#last && this.isHeld ? this.#held : undefined;
    const isPeak = handle.kind === 'peak';
    const { mark } = handle;
    const x = isPeak ? chart.xOf(mark.peak?.step ?? 0) : (at?.at ?? chart.xOf(mark.warmupEnd ?? 0));
    const y = isPeak ? (at?.at ?? chart.yOf(mark.peak?.lr ?? 0)) : chart.plot.height / 2;
    const { width, height } = chart.plot;
    const onLeft = x > width / 2;
    const { style } = this.label;
    style.left = onLeft ? 'auto' : `${within(x, 0, width) + 16}px`;
    style.right = onLeft ? `${width - within(x, 0, width) + 16}px` : 'auto';
    style.top = `${within(y, 16, height - 16)}px`;
  }

  #handleFor(key: string, kind: Kind, mark: Mark): Handle {
    const before = this.#handles.get(key);
    if (before) {
      before.mark = mark;
      return before;
    }
    const isPeak = kind === 'peak';
    const element = el('div', {
      class: `handle ${kind}`,
      role: 'slider',
      tabindex: 0,
      'data-handle': kind,
      'data-optimizer': mark.name,
      'aria-orientation': isPeak ? 'vertical' : 'horizontal',
      'aria-valuemin': isPeak ? 0 : 1,
      'aria-label': isPeak
        ? l10n.t('Peak of {0}', mark.name)
        : l10n.t('End of the warm-up of {0}', mark.name),
      title: isPeak
        ? l10n.t('Drag to change the peak of {0}; arrow keys, then Enter keeps and Escape reverts', mark.name)
        : l10n.t(
            'Drag to change the warm-up of {0}; arrow keys, then Enter keeps and Escape reverts',
            mark.name,
          ),
      onpointerdown: (event: PointerEvent) => this.#take(key, event),
      onpointermove: (event: PointerEvent) => this.#move(event),
      onpointerup: (event: PointerEvent) => this.#let(event, true),
      onpointercancel: (event: PointerEvent) => this.#let(event, false),
      onkeydown: (event: KeyboardEvent) => this.#key(key, event),
      onblur: () => {
        if (!this.#held && this.actions.drag.grip) this.actions.drag.cancel();
      },
    });
    const made = { kind, element, mark };
    this.#handles.set(key, made);
    this.element.append(element);
    return made;
  }

  #take(key: string, event: PointerEvent): void {
    const handle = this.#handles.get(key);
    const chart = this.#chart;
    if (!handle || !chart || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    handle.element.setPointerCapture(event.pointerId);
    handle.element.focus({ preventScroll: true });
    const { kind, mark } = handle;
    const own = kind === 'peak' ? chart.yOf(mark.peak?.lr ?? 0) : chart.xOf(mark.warmupEnd ?? 0);
    const { left, top } = this.element.getBoundingClientRect();
    const origin = kind === 'peak' ? top : left;
    const start = (kind === 'peak' ? event.clientY : event.clientX) - origin;
    this.#held = { key, pointer: event.pointerId, offset: own - start, start, origin, at: own, moved: false };
  }

  #move(event: PointerEvent): void {
    const held = this.#held;
    const handle = held && this.#handles.get(held.key);
    if (!handle || held.pointer !== event.pointerId) return;
    // Nothing is read off the plot meanwhile.
    event.stopPropagation();
    const along = (handle.kind === 'peak' ? event.clientY : event.clientX) - held.origin;
    if (!held.moved) {
      if (Math.abs(along - held.start) <= clickSlack) return;
      held.moved = true;
      this.#last = held.key;
      this.actions.hold();
      this.#begin(handle, false);
    }
    held.at = along + held.offset;
    this.actions.invalidate();
  }

  #let(event: PointerEvent, keep: boolean): void {
    const held = this.#held;
    if (!held || held.pointer !== event.pointerId) return;
    // The last position may have come after the last frame.
    if (keep) this.follow();
    this.#held = undefined;
    if (!held.moved) return;
    this.actions.free();
    if (keep) this.actions.drag.release();
    else this.actions.drag.cancel();
  }

  #begin({ kind, mark }: Handle, byKey: boolean): void {
    this.actions.drag.begin({ optimizer: mark.name, handle: kind, places: mark.sets[kind], byKey });
  }

  #key(key: string, event: KeyboardEvent): void {
    const handle = this.#handles.get(key);
    const { drag } = this.actions;
    if (!handle) return;
    if (event.key === 'Escape' && (drag.grip || this.#held)) {
      event.stopPropagation();
      if (this.#held?.moved) this.actions.free();
      this.#held = undefined;
      drag.cancel();
      return;
    }
    if (event.key === 'Enter' && drag.grip?.byKey) {
      drag.release();
      return;
    }
    const up = ['ArrowUp', 'ArrowRight', 'PageUp'].includes(event.key);
    const down = ['ArrowDown', 'ArrowLeft', 'PageDown'].includes(event.key);
    if ((!up && !down) || this.#held) return;
    event.preventDefault();
    event.stopPropagation();
    const share = event.shiftKey || event.key.startsWith('Page') ? 0.1 : 0.01;
    if (!drag.grip) {
      this.#last = key;
      this.#begin(handle, true);
    }
    const { kind, mark } = handle;
    const from = drag.to ?? (kind === 'peak' ? mark.peak?.lr : mark.warmupEnd) ?? 0;
    const by = (up ? 1 : -1) * from * share;
    const most = Math.max(1, this.#scene?.all.to ?? 1);
    drag.move(
      kind === 'peak'
        ? from + by
        : within(Math.round(from + Math.sign(by) * Math.max(1, Math.abs(by))), 1, most),
    );
  }
}
