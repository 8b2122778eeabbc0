import { check, parseDocument, readConfig, schedulers } from '@optim-sches/schemas';
import { describe, expect, test } from 'vitest';
import { meantTypes } from '../../schemas/src/schedulers/meant-types.js';

const lastPart = (type: string) => type.slice(type.lastIndexOf('.') + 1);

describe('a name that is no type', () => {
  const cases: [name: string, types: string[]][] = [
    // The class alone, its module, other letters.
    ['StepLR', ['torch.StepLR']],
    ['steplr', ['torch.StepLR']],
    ['lr_scheduler.StepLR', ['torch.StepLR']],
    ['torch.optim.lr_scheduler.StepLR', ['torch.StepLR']],
    ['espnet2.schedulers.noam_lr.NoamLR', ['espnet.NoamLR']],
    ['nemo.core.optim.lr_scheduler.NoamAnnealing', ['nemo.NoamAnnealing']],
    ['timm.scheduler.CosineLRScheduler', ['timm.CosineLRScheduler']],
    ['transformers.get_cosine_schedule_with_warmup', ['transformers.cosine']],
    ['get_linear_schedule_with_warmup', ['transformers.linear']],
    ['get_constant_schedule_with_warmup', ['transformers.constant_with_warmup']],
    ['get_constant_schedule', ['transformers.constant']],
    ['get_cosine_with_hard_restarts_schedule_with_warmup', ['transformers.cosine_with_restarts']],
    ['get_polynomial_decay_schedule_with_warmup', ['transformers.polynomial']],
    ['get_wsd_schedule', ['transformers.warmup_stable_decay']],
    // Without its usual ending.
    ['torch.Step', ['torch.StepLR']],
    ['torch.cosine', ['torch.CosineAnnealingLR']],
    ['NewBob', ['speechbrain.NewBobScheduler']],
    ['onecycle', ['torch.OneCycleLR']],
    // One name of several toolkits.
    ['WarmupLR', ['espnet.WarmupLR', 'deepspeed.WarmupLR', 'wenet.WarmupLR']],
    ['torch.WarmupLR', ['espnet.WarmupLR', 'deepspeed.WarmupLR', 'wenet.WarmupLR']],
    ['my_file.WarmupLR', ['espnet.WarmupLR', 'deepspeed.WarmupLR', 'wenet.WarmupLR']],
    ['Noam', ['noam.NoamLr', 'espnet.NoamLR', 'nemo.NoamAnnealing', 'speechbrain.NoamScheduler']],
    ['tri_stage', ['fairseq.tri_stage', 'espnet.TristageLR', 'speechbrain.TriStageLRSchedule']],
    // Misspelled.
    ['noam.Naom', ['noam.NoamLr']],
    ['torch.CosineAnealingLR', ['torch.CosineAnnealingLR']],
    ['CosineAnealingLR', ['torch.CosineAnnealingLR']],
    ['transfomers.cosine', ['transformers.cosine']],
    ['tranformers.cosin', ['transformers.cosine']],
    ['trch.StepLr', ['torch.StepLR']],
    // Nothing near.
    ['torch.Staircase', []],
    ['keras.Schedule', []],
    ['my.Own', []],
    ['LR', []],
    ['x', []],
    ['', []],
    ['.', []],
    ['a'.repeat(100_000), []],
  ];
  test.each(cases)('%s', (name, types) => {
    expect(meantTypes(name).types).toEqual(types);
  });

  test('a bare word begins several names; the one that is spelt so comes first', () => {
    expect(meantTypes('cosine').types[0]).toBe('transformers.cosine');
    expect(meantTypes('cosine').types).toContain('torch.CosineAnnealingLR');
    expect(meantTypes('reduce_lr_on_plateau').types[0]).toBe('transformers.reduce_lr_on_plateau');
  });

  test('of a module that nobody knows it may be a class of the user’s own', () => {
    expect(meantTypes('my_file.StepLR')).toEqual({ types: ['torch.StepLR'], sure: false });
    expect(meantTypes('StepLR').sure).toBe(true);
  });
});

describe.each(schedulers.map(({ type }) => type))('%s', (type) => {
  const name = lastPart(type);
  test('is among those of its last part, in whatever case', () => {
    expect(meantTypes(name).types).toContain(type);
    expect(meantTypes(name.toLowerCase()).types).toContain(type);
  });

  // "Ede2" is as near to Eden as to Eden2.
  test.skipIf(type === 'icefall.Eden2')('is found within its toolkit with a letter left out', () => {
    const middle = Math.ceil(name.length / 2);
    const misspelled = name.slice(0, middle) + name.slice(middle + 1);
    const family = type.slice(0, -name.length);
    expect(meantTypes(family + misspelled).types).toContain(type);
  });
});

describe('optim/unknown-type', () => {
  const problemOf = (type: string, target: 'runtime' | 'speechain' | 'both') => {
    const text = `optim_sches: {type: ${type}, conf: {optim_type: SGD, optim_conf: {}}}\n`;
    const problems = check(readConfig(parseDocument(text)), { target });
    const problem = problems.find(({ code }) => code === 'optim/unknown-type');
    return {
      message: problem?.message,
      fixes: problem?.fixes.map(({ title, preferred = false, safe = false }) => [title, preferred, safe]),
    };
  };

  test('one that is meant is fixed unasked', () => {
    expect(problemOf('lr_scheduler.StepLR', 'runtime')).toEqual({
      message: '"lr_scheduler.StepLR" is not a learning-rate schedule. Did you mean "torch.StepLR"?',
      fixes: [['Change to torch.StepLR', true, true]],
    });
  });

  test('of several the reader chooses', () => {
    expect(problemOf('WarmupLR', 'both')).toEqual({
      message:
        '"WarmupLR" is not a learning-rate schedule. Did you mean "espnet.WarmupLR", "deepspeed.WarmupLR" or "wenet.WarmupLR"?',
      fixes: ['espnet', 'deepspeed', 'wenet'].map((family) => [`Change to ${family}.WarmupLR`, false, false]),
    });
  });

  test('what may be a class of one’s own is not changed unasked', () => {
    expect(problemOf('mine.StepLR', 'runtime')).toEqual({
      message:
        '"mine.StepLR" is not a learning-rate schedule. Did you mean "torch.StepLR"? For a schedule of your own, put mine.ts with the class StepLR next to this file.',
      fixes: [['Change to torch.StepLR', true, false]],
    });
  });

  test('the spelling of SpeeChain is offered where that was meant', () => {
    expect(problemOf('noam.Naomlr', 'runtime').fixes).toEqual([['Change to noam.Noamlr', true, true]]);
  });

  test('SpeeChain has two, and no others are offered', () => {
    expect(problemOf('StepLR', 'speechain').message).toMatch(
      /There are "noam.Noamlr" and "exp.ExponentDecayLr"\./,
    );
    expect(problemOf('StepLR', 'speechain').fixes).toEqual([]);
  });

  test('where nothing is near, the message says where all are listed', () => {
    expect(problemOf('keras.Schedule', 'runtime').message).toMatch(/"optim-sches schedules" lists all\.$/);
    expect(problemOf('keras.Schedule', 'runtime').message?.length).toBeLessThan(500);
  });
});
