/** What is left of the decay, from 1 to 0, by the share `done` of it. */
type Decay = (done: number) => number;

const linear: Decay = (done) => 1 - done;
const cosine: Decay = (done) => 0.5 * (Math.cos(Math.PI * done) + 1);

/** The styles of lr_decay_style that go all the way from the warm-up to the end. */
export const wholeDecays = { linear, cosine };

/** The styles of lr_wsd_decay_style, for the last wsd_decay_steps. */
export const lastDecays = {
  linear,
  cosine,
  exponential: (done: number) => 2 * 0.5 ** done - 1,
  minus_sqrt: (done: number) => 1 - Math.sqrt(done),
};
