import { check, findScheduler, parseDocument, readConfig, schedulers } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';

describe('a schedule as papers have it, over its own length, has no problem', () => {
  const stepsPerEpoch = 100;
  // Told of any conf: keys and lr has no effect, how exp.ExponentDecayLr compounds, and a peak for another optimizer.
  const ofTheSchedule = [
    'optim/ignored-lr',
    'optim/no-effect',
    'optim/compounding-decay',
    'optim/unusual-peak',
  ];
  test.each(schedulers.map(({ type, example }) => [type, example] as const))('%s', (type, example) => {
    const conf = { optim_type: 'AdamW', optim_conf: { lr: example.lr }, ...example.conf };
    const spe = example.stepsPerEpoch ?? stepsPerEpoch;
    const whole = (epochs: number) =>
      readConfig(parseDocument(JSON.stringify({ num_epochs: epochs, optim_sches: { type, conf } })));
    const [one] = whole(1).optimSchedulers;
    const end = one?.schedulerConf && findScheduler(type)?.end?.(one.schedulerConf);
    const steps = end ? end.at * (end.unit === 'epochs' ? spe : 1) : example.steps;
    const found = check(whole(Math.max(1, Math.round(steps / spe))), { stepsPerEpoch: spe });
    expect(found.filter(({ code }) => !ofTheSchedule.includes(code))).toEqual([]);
  });
});
