/**
 * Property tests draw the same cases in every run, so that one that begins to fail shows a change of the code, not luck.
 * `npm run fuzz` draws others: it sets FUZZ_SEED, and FUZZ_RUNS for the properties that texts are drawn for.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 1) });

export default fc;
