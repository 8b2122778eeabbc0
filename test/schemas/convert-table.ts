/** How near a conversion is told to be. */
export type Kind = 'exact' | 'until-end' | 'shifted' | 'near';

export interface Row {
  readonly from: string;
  readonly conf: string;
  readonly lr: number;
  readonly to: string;
  readonly kind: Kind;
}

const kinds: readonly string[] = ['exact', 'until-end', 'shifted', 'near'];
const isKind = (text: string): text is Kind => kinds.includes(text);

/** One row a line: the schedule, its conf, optim_conf.lr, the target, how near. */
const rows = (text: string): Row[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [from = '', conf = '', lr, to = '', kind = ''] = line.split('|').map((cell) => cell.trim());
      if (!isKind(kind)) throw new Error(`"${line}" does not say how near it is.`);
      return { from, conf, lr: Number(lr), to, kind };
    });

/** Conversions over 3,000 real steps (100,000 where a metric drives the schedule), by the shape of the curve. */
export const conversionTable: Readonly<Record<string, readonly Row[]>> = {
  'the inverse square root': rows(`
noam.NoamLr | warmup_steps: 400 | 0.002 | espnet.WarmupLR | exact
noam.NoamLr | warmup_steps: 400 | 0.002 | espnet.NoamLR | exact
noam.NoamLr | warmup_steps: 400, d_model: 256 | 1 | espnet.NoamLR | exact
noam.NoamLr | warmup_steps: 400, d_model: 256 | 1 | espnet.WarmupLR | exact
noam.NoamLr | warmup_steps: 400 | 0.002 | nemo.InverseSquareRootAnnealing | exact
noam.NoamLr | warmup_steps: 400 | 0.002 | transformers.inverse_sqrt | shifted
noam.NoamLr | warmup_steps: 400 | 0.002 | fairseq.inverse_sqrt | shifted
noam.NoamLr | warmup_steps: 400 | 0.002 | nemo.NoamAnnealing | shifted
noam.NoamLr | warmup_steps: 400 | 0.002 | speechbrain.NoamScheduler | shifted
espnet.NoamLR | warmup_steps: 400, model_size: 320 | 5 | noam.NoamLr | exact
espnet.WarmupLR | warmup_steps: 400 | 0.002 | noam.Noamlr | exact
transformers.inverse_sqrt | num_warmup_steps: 400 | 0.002 | noam.NoamLr | shifted
transformers.inverse_sqrt | num_warmup_steps: 400 | 0.002 | fairseq.inverse_sqrt | exact
transformers.inverse_sqrt | num_warmup_steps: 400 | 0.002 | speechbrain.NoamScheduler | exact
transformers.inverse_sqrt | num_warmup_steps: 400 | 0.002 | nemo.NoamAnnealing | near
fairseq.inverse_sqrt | warmup_updates: 400 | 0.002 | transformers.inverse_sqrt | exact
fairseq.inverse_sqrt | warmup_updates: 400, lr: [0.001] | 0.002 | transformers.inverse_sqrt | exact
fairseq.inverse_sqrt | warmup_updates: 400, warmup_init_lr: 1e-5 | 0.002 | noam.NoamLr | near
nemo.InverseSquareRootAnnealing | max_steps: null, warmup_steps: 399 | 0.002 | noam.NoamLr | exact
nemo.InverseSquareRootAnnealing | max_steps: 2000, warmup_ratio: 0.2 | 0.002 | noam.NoamLr | until-end
nemo.NoamAnnealing | d_model: 512, warmup_steps: 400 | 2 | noam.NoamLr | shifted
nemo.NoamAnnealing | d_model: 512, warmup_steps: 400 | 2 | espnet.NoamLR | shifted
speechbrain.NoamScheduler | n_warmup_steps: 400, lr_initial: 0.002 | 0 | transformers.inverse_sqrt | exact
wenet.WarmupLR | warmup_steps: 400 | 0.002 | nemo.NoamAnnealing | exact
espnet.WarmupLR | warmup_steps: 400 | 0.002 | wenet.WarmupLR | shifted
`),
  'the cosine': rows(`
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | nemo.CosineAnnealing | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | nemo.CosineAnnealing | until-end
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | timm.CosineLRScheduler | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | fairseq.cosine | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | transformers.cosine_with_min_lr | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | transformers.cosine_warmup_with_min_lr | exact
transformers.cosine | num_warmup_steps: 0, num_training_steps: 3000 | 0.001 | torch.CosineAnnealingLR | exact
nemo.CosineAnnealing | max_steps: 3000, warmup_steps: 100, min_lr: 1e-5 | 0.001 | timm.CosineLRScheduler | exact
nemo.CosineAnnealing | max_steps: 3000, warmup_steps: 100, min_lr: 1e-5 | 0.001 | fairseq.cosine | exact
nemo.CosineAnnealing | max_steps: 3000, warmup_steps: 100, min_lr: 1e-5 | 0.001 | transformers.cosine_warmup_with_min_lr | exact
nemo.CosineAnnealing | max_steps: 3000, min_lr: 1e-5 | 0.001 | torch.CosineAnnealingLR | exact
nemo.CosineAnnealing | max_steps: 3000, warmup_steps: 100, min_lr: 1e-5 | 0.001 | transformers.cosine_with_min_lr | near
timm.CosineLRScheduler | t_initial: 2900, warmup_t: 100, warmup_lr_init: 1e-6, warmup_prefix: true, t_in_epochs: false | 0.001 | fairseq.cosine | exact
timm.CosineLRScheduler | t_initial: 3000, warmup_t: 100, t_in_epochs: false | 0.001 | transformers.cosine | near
timm.CosineLRScheduler | t_initial: 3 | 0.001 | torch.CosineAnnealingLR | exact
torch.CosineAnnealingLR | T_max: 3, eta_min: 1e-5, interval: epoch | 0.001 | timm.CosineLRScheduler | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | torch.SequentialLR | exact
nemo.CosineAnnealing | max_steps: 3000, warmup_steps: 100, min_lr: 1e-5 | 0.001 | torch.SequentialLR | exact
torch.SequentialLR | schedulers: [{LinearLR: {start_factor: 0.01, total_iters: 100}}, {CosineAnnealingLR: {T_max: 2900}}], milestones: [100] | 0.001 | timm.CosineLRScheduler | exact
nanogpt.get_lr | warmup_iters: 100, lr_decay_iters: 2500 | 0.001 | nemo.CosineAnnealing | exact
transformers.cosine | num_warmup_steps: 100, num_training_steps: 3000 | 0.001 | megatron.OptimizerParamScheduler | exact
`),
  'lines and powers': rows(`
transformers.linear | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | transformers.polynomial | exact
transformers.linear | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | fairseq.polynomial_decay | exact
transformers.linear | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | timm.PolyLRScheduler | exact
transformers.linear | num_warmup_steps: 0, num_training_steps: 2000 | 0.001 | nemo.WarmupAnnealing | exact
transformers.linear | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | nemo.WarmupAnnealing | near
transformers.linear | num_warmup_steps: 0, num_training_steps: 2000 | 0.001 | torch.LinearLR | exact
transformers.linear | num_warmup_steps: 0, num_training_steps: 2000 | 0.001 | torch.PolynomialLR | exact
transformers.linear | num_warmup_steps: 100, num_training_steps: 2000 | 0.001 | speechbrain.LinearWarmupScheduler | exact
torch.PolynomialLR | total_iters: 2000, power: 2 | 0.001 | nemo.PolynomialDecayAnnealing | exact
torch.LinearLR | start_factor: 1, end_factor: 0.1, total_iters: 2000 | 0.001 | nemo.WarmupAnnealing | exact
nemo.PolynomialDecayAnnealing | max_steps: 2000, warmup_steps: 100, power: 2, min_lr: 1e-5 | 0.001 | timm.PolyLRScheduler | exact
fairseq.polynomial_decay | warmup_updates: 100, total_num_update: 2000, power: 2 | 0.001 | transformers.polynomial | exact
nemo.WarmupAnnealing | max_steps: 2000, warmup_steps: 100 | 0.001 | torch.SequentialLR | exact
`),
  'other shapes': rows(`
espnet.TristageLR | max_steps: 2000 | 0.001 | fairseq.tri_stage | exact
espnet.TristageLR | max_steps: 1999, warmup_ratio: 0.13, hold_ratio: 0.37 | 0.001 | fairseq.tri_stage | exact
fairseq.tri_stage | warmup_steps: 200, hold_steps: 800, decay_steps: 1000 | 0.001 | espnet.TristageLR | exact
fairseq.tri_stage | warmup_steps: 200, hold_steps: 801, decay_steps: 997, init_lr_scale: 1e-3 | 0.001 | espnet.TristageLR | shifted
fairseq.tri_stage | phase_ratio: [0.1, 0.4, 0.5], max_update: 2000 | 0.001 | espnet.TristageLR | exact
fairseq.tri_stage | warmup_steps: 200, hold_steps: 800, decay_steps: 1000 | 0.001 | speechbrain.TriStageLRSchedule | until-end
torch.StepLR | step_size: 300, gamma: 0.5 | 0.001 | timm.StepLRScheduler | exact
torch.StepLR | step_size: 300, gamma: 0.5 | 0.001 | fairseq.step | exact
torch.StepLR | step_size: 1, gamma: 0.5, interval: epoch | 0.001 | timm.StepLRScheduler | exact
torch.StepLR | step_size: 300, gamma: 0.5 | 0.001 | torch.ExponentialLR | near
timm.StepLRScheduler | decay_t: 300, decay_rate: 0.5, t_in_epochs: false | 0.001 | torch.StepLR | exact
timm.StepLRScheduler | decay_t: 300, decay_rate: 0.5, warmup_t: 50, t_in_epochs: false | 0.001 | fairseq.step | exact
torch.StepLR | step_size: 300, gamma: 0.5 | 0.001 | torch.MultiStepLR | exact
torch.StepLR | step_size: 1, gamma: 0.5, interval: epoch | 0.001 | torch.MultiStepLR | exact
torch.StepLR | step_size: 3000, gamma: 0.5 | 0.001 | torch.MultiStepLR | exact
torch.MultiStepLR | milestones: [1000, 2000, 3000], gamma: 0.5 | 0.001 | torch.StepLR | exact
torch.MultiStepLR | milestones: [2000], gamma: 0.5 | 0.001 | torch.StepLR | exact
torch.MultiStepLR | milestones: [4000], gamma: 0.5 | 0.001 | torch.StepLR | exact
torch.ExponentialLR | gamma: 0.999 | 0.001 | torch.StepLR | exact
torch.ExponentialLR | gamma: 0.999 | 0.001 | timm.StepLRScheduler | exact
transformers.constant |  | 0.001 | torch.ConstantLR | exact
transformers.constant |  | 0.001 | nemo.WarmupPolicy | exact
transformers.constant |  | 0.001 | torch.LinearLR | exact
transformers.constant_with_warmup | num_warmup_steps: 100 | 0.001 | torch.LinearLR | exact
nemo.WarmupPolicy | warmup_steps: 100 | 0.001 | torch.LinearLR | exact
nemo.WarmupPolicy | warmup_steps: 100 | 0.001 | fairseq.fixed | exact
torch.OneCycleLR | max_lr: 0.01, total_steps: 3000, final_div_factor: 1 | 0.001 | transformers.warmup_stable_decay | exact
torch.OneCycleLR | max_lr: 0.01, total_steps: 3000 | 0.001 | transformers.warmup_stable_decay | near
torch.OneCycleLR | max_lr: 0.01, total_steps: 3000, anneal_strategy: linear | 0.001 | torch.SequentialLR | exact
transformers.warmup_stable_decay | num_warmup_steps: 899, num_stable_steps: 0, num_decay_steps: 2100, warmup_type: cosine, min_lr_ratio: 0.04 | 0.001 | torch.OneCycleLR | exact
torch.ReduceLROnPlateau | patience: 2 | 0.001 | transformers.reduce_lr_on_plateau | exact
torch.ReduceLROnPlateau | patience: 0, mode: max | 0.001 | fairseq.reduce_lr_on_plateau | exact
torch.ReduceLROnPlateau | patience: 1, factor: 0.5, min_lr: 1e-4, cooldown: 2 | 0.001 | timm.PlateauLRScheduler | exact
timm.PlateauLRScheduler | patience_t: 1, monitor: per | 0.001 | torch.ReduceLROnPlateau | exact
transformers.warmup_stable_decay | num_warmup_steps: 100, num_stable_steps: 1900, num_decay_steps: 500 | 0.001 | timm.WSDLRScheduler | exact
timm.WSDLRScheduler | t_initial: 1900, decay_t: 500, warmup_t: 100, warmup_lr_init: 1e-5, t_in_epochs: false | 0.001 | megatron.OptimizerParamScheduler | exact
`),
};
