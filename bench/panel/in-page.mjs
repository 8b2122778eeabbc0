// What is measured inside of the page: Playwright sends these functions there, so each stands on its own.

/** Milliseconds from each of `count` states to the end of the frame that draws it; every state is another one. */
export async function timeStates({ curve, count }) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const factor = 1 + (i % 5) * 0.01;
    const optimizers = Object.fromEntries(
      Object.entries(curve.optimizers).map(([name, own]) => [
        name,
        { ...own, lr: own.lr.map((value) => value * factor) },
      ]),
    );
    const state = {
      source: { uri: 'file:///experiments/train.yaml', name: 'train.yaml', kind: 'file', version: i + 2 },
      curve: { ...curve, optimizers },
      others: [],
      runs: [],
      current: 'block_4',
      stepsPerEpoch: 5000,
      canDrag: true,
      canTrain: true,
    };
    const message = { type: 'state', state };
    const start = performance.now();
    window.postMessage(message, '*');
    times.push(
      await new Promise((done) => {
        addEventListener(
          'message',
          // Asked for after the page's own frame, so called after it.
          () => requestAnimationFrame(() => done(performance.now() - start)),
          { once: true },
        );
      }),
    );
    await new Promise((next) => setTimeout(next, 40));
  }
  return times;
}

/**
 * Drags a peak up and down for so many frames, the hand at another place in each. `frames`: times between them; `work`: from
 * a frame's beginning to the end of its script; `long`: tasks of more than 50 ms; `answered`: drags that were answered.
 */
export async function dragFrames({ answers, frames: total, delay }) {
  const handle = document.querySelector('[data-handle=peak][data-optimizer=block_10]');
  const { left, top } = handle.getBoundingClientRect();
  const [x, y] = [left + 12, top + 12];
  const at = (type, clientY) =>
    handle.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        button: 0,
        clientX: x,
        clientY,
        isPrimary: true,
      }),
    );
  // There is no real pointer to capture.
  handle.setPointerCapture = () => {};
  let answered = 0;
  const plain = window.fromPage;
  window.fromPage = (message) => {
    if (message.type !== 'drag') return;
    setTimeout(() => {
      const answer = answers[message.id % answers.length];
      answered += 1;
      window.postMessage({ type: 'dragged', id: message.id, answer }, '*');
    }, delay);
  };
  // The arrival of the answers from Playwright is a long task of its own, and none of the page's.
  await new Promise((next) => setTimeout(next, 300));
  const long = [];
  const observer = new PerformanceObserver((list) =>
    long.push(...list.getEntries().map((each) => each.duration)),
  );
  observer.observe({ type: 'longtask' });
  at('pointerdown', y);
  const frames = [];
  const work = [];
  let before;
  for (let i = 0; i < total; i++) {
    at('pointermove', y + 60 + 50 * Math.sin(i / 12));
    // The page has asked for its frame now, and this comes after it, in the same one.
    const began = await new Promise((done) => {
      requestAnimationFrame((start) => {
        work.push(performance.now() - start);
        done(start);
      });
    });
    if (before !== undefined) frames.push(began - before);
    before = began;
  }
  at('pointercancel', y);
  observer.disconnect();
  window.fromPage = plain;
  await new Promise((next) => setTimeout(next, 100));
  return { frames, work, long, answered: [answered] };
}
