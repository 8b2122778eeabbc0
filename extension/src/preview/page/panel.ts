import * as l10n from '@vscode/l10n';
import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import type { PanelState, ToPage } from '../protocol.js';
import { Chart } from './chart/chart.js';
import { stepByKey, stepNear } from './chart/cursor.js';
import { Handles } from './chart/handles.js';
import { Hover } from './chart/hover.js';
import { watchPointer } from './chart/pointer.js';
import { DetailLoader } from './detail-loader.js';
import { el, isTyping, setHidden, setText } from './dom.js';
import type { Host } from './host.js';
import { Drag } from './model/drag.js';
import type { Range } from './model/ranges.js';
import { sameCurve } from './model/same-curve.js';
import { type Scene, sceneOf } from './model/scene.js';
import { solo, toggled } from './model/toggle.js';
import { freshView, type View } from './model/view.js';
import { zoomAt } from './model/window.js';
import { save, tableOf } from './output.js';
import { readPaint, watchTheme } from './paint.js';
import { Facts } from './parts/facts.js';
import { Fields } from './parts/fields.js';
import { Legend } from './parts/legend.js';
import { ReadOut } from './parts/read-out.js';
import { Toolbar } from './parts/toolbar.js';

/** The whole page: takes what the extension says and the reader does, and draws at most once a frame. */
export class Panel {
  #state: PanelState | undefined;
  #view: View;
  #paint = readPaint();
  #scene: Scene | undefined;
  #held: Range | undefined;
  /** Where the cross-hair is: under the pointer, or at a step by keyboard. */
  #pointer: number | undefined;
  #step: number | undefined;
  #selected: readonly [number, number] | undefined;
  #selecting = false;
  #frame: number | undefined;
  #kept = '';
  #inputs: readonly unknown[] = [];

  readonly #chart = new Chart(() => this.#invalidate());
  readonly #hover = new Hover();
  readonly #readOut = new ReadOut();
  readonly #drag: Drag;
  readonly #detail: DetailLoader;
  readonly #handles: Handles;
  readonly #toolbar: Toolbar;
  readonly #legend: Legend;
  readonly #fields: Fields;
  readonly #facts: Facts;
  readonly #message = el('p', { class: 'message', role: 'status', hidden: true });
  readonly #content: HTMLElement;

  constructor(
    readonly root: HTMLElement,
    readonly host: Host,
  ) {
    this.#view = host.kept?.view ?? freshView;
    const post = host.post;
    const invalidate = () => this.#invalidate();
    this.#drag = new Drag(post, invalidate);
    this.#detail = new DetailLoader(post, invalidate);
    this.#handles = new Handles({
      drag: this.#drag,
      hold: () => {
        this.#held = this.#scene?.left;
      },
      grow: (factor) => {
        const { min, max, log } = this.#held ?? { min: 0, max: 1, log: false };
        this.#held = { min, max: max * factor, log };
      },
      free: () => {
        this.#held = undefined;
      },
      invalidate,
    });
    const toggle = (one: string) => this.#change({ hidden: toggled(this.#view.hidden, one) });
    const only = (one: string) =>
      this.#change({ hidden: this.#state ? solo(this.#state, this.#view.hidden, one) : [] });
    this.#toolbar = new Toolbar({
      view: (change) => this.#change(change),
      toggle,
      selectMode: (on) => {
        this.#selecting = on;
        invalidate();
      },
      save: (format) => this.#save(format),
      copy: () => this.#scene && post({ type: 'copy', text: tableOf(this.#scene) }),
      post,
    });
    this.#legend = new Legend({ toggle, only, post });
    this.#fields = new Fields(post);
    this.#facts = new Facts(post);
    const { overlay } = this.#chart;
    overlay.append(this.#hover.canvas, this.#handles.element, this.#readOut.element);
    for (const [name, value] of Object.entries({
      tabindex: '0',
      role: 'application',
      'aria-label': l10n.t(
        'Learning-rate chart. The arrow keys read values, plus and minus zoom, 0 shows all steps.',
      ),
    }))
      overlay.setAttribute(name, value);
    this.#content = el(
      'main',
      { hidden: true },
      this.#toolbar.element,
      el('div', { class: 'heads' }, this.#legend.element, this.#fields.element),
      this.#chart.element,
      this.#readOut.live,
      this.#facts.element,
    );
    root.replaceChildren(this.#content, this.#message);
    this.#listen();
    host.post({ type: 'ready' });
  }

  receive(message: ToPage): void {
    switch (message.type) {
      case 'state':
        this.#show(message.state);
        break;
      case 'run':
        if (this.#state) {
          const { runs } = this.#state;
          const isKnown = runs.some(({ id }) => id === message.run.id);
          const others = runs.map((run) => (run.id === message.run.id ? message.run : run));
          this.#state = { ...this.#state, runs: isKnown ? others : [...runs, message.run] };
        }
        break;
      case 'zoomed':
        this.#detail.answered(message.id, message.curve);
        break;
      case 'dragged':
        this.#drag.answer(message.id, message.answer);
        break;
      case 'export':
        this.#save(message.format);
        return;
    }
    this.#invalidate();
  }

  #show(state: PanelState): void {
    const before = this.#state;
    const uri = before?.source.uri ?? this.host.kept?.uri;
    // Another file has other lines and another length.
    if (uri !== state.source.uri) {
      this.#view = { ...this.#view, hidden: [], zoom: undefined };
      if (this.#drag.grip) this.#drag.cancel();
    }
    if (!sameCurve(before?.curve, state.curve)) this.#detail.reset();
    this.#state = state;
    this.#drag.fileChanged();
  }

  #listen(): void {
    const { host } = this;
    host.listen((message) => this.receive(message));
    watchTheme(() => {
      this.#paint = readPaint();
      this.#invalidate();
    });
    watchPointer(this.#chart, {
      windows: () => {
        const { all, window } = this.#scene ?? { all: { from: 0, to: 1 }, window: { from: 0, to: 1 } };
        return { all, window, zoomed: this.#view.zoom !== undefined };
      },
      selecting: () => this.#selecting,
      hover: (x) => {
        this.#pointer = x;
        this.#step = undefined;
        this.#invalidate();
      },
      select: (range) => {
        this.#selected = range;
        this.#invalidate();
      },
      zoom: (zoom) => this.#change({ zoom }),
    });
    const { overlay } = this.#chart;
    overlay.addEventListener('keydown', (event) => this.#key(event));
    overlay.addEventListener('blur', () => {
      this.#step = undefined;
      this.#invalidate();
    });
    addEventListener('keydown', (event) => {
      if (event.key === '0' && !isTyping(event) && !event.ctrlKey && !event.metaKey)
        this.#change({ zoom: undefined });
    });
  }

  #key(event: KeyboardEvent): void {
    const scene = this.#scene;
    if (!scene || event.target !== this.#chart.overlay || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key === 'Escape') {
      this.#step = undefined;
      this.#invalidate();
      return;
    }
    const factor = { '+': 0.8, '=': 0.8, '-': 1.25 }[event.key];
    if (factor !== undefined) {
      const { window, all } = scene;
      this.#change({ zoom: zoomAt(window, this.#step ?? (window.from + window.to) / 2, factor, all) });
      return;
    }
    const step = stepByKey(scene, this.#chart, this.#step, event);
    if (step === undefined) return;
    event.preventDefault();
    this.#step = step;
    this.#pointer = undefined;
    this.#readOut.say(scene, step);
    this.#invalidate();
  }

  #change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#invalidate();
  }

  #invalidate(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #draw(): void {
    const state = this.#state;
    if (!state) return;
    const isEmpty = !state.curve && state.runs.length === 0 && state.others.length === 0;
    setHidden(this.#content, isEmpty);
    setHidden(this.#message, !isEmpty);
    setText(this.#message, state.message ?? l10n.t('There is no learning rate to draw.'));
    this.#keep(state);
    if (isEmpty) return;
    const goesOn = this.#handles.follow();
    const { draft } = this.#drag;
    const paint = this.#paint;
    const chart = this.#chart;
    const scene = this.#drawScene(state, draft);
    this.#handles.draw(chart, scene, paint, state.canDrag);
    const quiet = this.#handles.isHeld || this.#selected;
    const step =
      this.#step ?? (this.#pointer === undefined ? undefined : stepNear(scene, chart, this.#pointer));
    this.#hover.draw(chart, scene, paint, quiet ? undefined : step, this.#selected);
    if (step === undefined || quiet) this.#readOut.hide();
    else this.#readOut.draw(chart, scene, paint, step);
    if (state.curve && !draft) this.#detail.want(state.curve, this.#view.zoom, chart.plot.width);
    if (goesOn) this.#invalidate();
  }

  /** Draws what depends on the data and the view, where one of them has changed: a hand moves more often than they do. */
  #drawScene(state: PanelState, draft: CurveAnswer | undefined): Scene {
    const [view, paint, chart, held] = [this.#view, this.#paint, this.#chart, this.#held];
    const { detail } = this.#detail;
    const grip = this.#drag.grip?.optimizer;
    const { size } = chart;
    const inputs = [state, view, paint, draft, detail, grip, held, size, this.#selecting];
    if (this.#scene && inputs.every((input, index) => input === this.#inputs[index])) return this.#scene;
    this.#inputs = inputs;
    const scene = sceneOf({ state, view, draft, detail, grip, held });
    this.#scene = scene;
    this.#toolbar.draw(state, scene, view, this.#selecting);
    this.#legend.draw(state, view.hidden, paint);
    this.#fields.draw(state);
    this.#facts.draw(state, draft ?? state.curve, view.hidden, paint);
    chart.draw(scene, paint);
    chart.place();
    chart.overlay.classList.toggle('selecting', this.#selecting);
    chart.overlay.classList.toggle('zoomed', view.zoom !== undefined);
    return scene;
  }

  #keep({ source, others, runs }: PanelState): void {
    const kept = {
      uri: source.uri,
      others: others.flatMap(({ uri }) => uri ?? []),
      runs: runs.map(({ id }) => id),
      view: this.#view,
    };
    const text = JSON.stringify(kept);
    if (text === this.#kept) return;
    this.#kept = text;
    this.host.keep(kept);
  }

  #save(format: 'svg' | 'png' | 'csv'): void {
    const [state, scene] = [this.#state, this.#scene];
    void save(format, state && scene && { state, scene, view: this.#view }, this.host.post);
  }
}
