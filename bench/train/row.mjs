// What the runs of one program say.
import { mean, median, quantile, rounded } from '../lib/statistics.mjs';
import { compared, gpuJobs, warmUp } from './jobs.mjs';

const counted = ({ seconds }) => seconds.slice(warmUp);

/**
 * The figures of a program from its runs, one a round. `peers` are PyTorch's runs of the same rounds: the ratio (where
 * `isTimed`) is the median of the rounds' ratios, so that what else the machine does in a round weighs on both, and the
 * difference of the losses is the greatest of the first steps. `repeats` is false where two runs of the program differ
 * in their losses.
 */
export function rowOf({ size, cores, program }, runs, peers) {
  const seconds = runs.flatMap(counted);
  const [first] = runs;
  const other = runs.find(({ losses }) => losses.some((loss, step) => loss !== first.losses[step]));
  const steps = Math.min(compared.steps, first.losses.length);
  const ratios = peers?.isTimed
    ? runs.map((run, round) => median(counted(run)) / median(counted(peers.runs[round])))
    : undefined;
  const processor = ({ processor_s }) => processor_s;
  const isKnown = [...runs, ...(peers?.runs ?? [])].every((run) => processor(run) !== null);
  const processorRatios =
    ratios && isKnown && runs.map((run, round) => processor(run) / processor(peers.runs[round]));
  const difference = peers && greatestDifference(first.losses, peers.runs[0].losses, steps);
  return {
    size,
    cores,
    program,
    median_s: rounded(median(seconds), 4),
    p10_s: rounded(quantile(seconds, 0.1), 4),
    mean_s: rounded(mean(seconds), 4),
    processor_s: isKnown ? rounded(median(runs.map(processor)), 4) : null,
    words_per_s: Math.round(gpuJobs[size].batch_size / median(seconds)),
    ratio: ratios === undefined ? null : rounded(median(ratios), 2),
    processor_ratio: processorRatios ? rounded(median(processorRatios), 2) : null,
    peak_mb: rounded(Math.max(...runs.map((each) => each.peak_mb ?? 0)) || null, 0),
    difference: difference === undefined ? null : Number(difference.toPrecision(2)),
    difference_steps: steps,
    // Threads that add in the order in which they come make two runs differ in the last digits.
    repeats: other === undefined,
    ...(first.told && { told: first.told }),
  };
}

const greatestDifference = (losses, others, steps) =>
  Math.max(...losses.slice(0, steps).map((loss, step) => Math.abs(loss - others[step])));
