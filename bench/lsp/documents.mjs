// The documents that both servers read: one optim_sches with as many OptimSchedulers as fit, three kinds in turn.
const kinds = [
  (i) => `  optim_${i}:
    type: noam.Noamlr
    conf:
      optim_type: Adam
      optim_conf:
        lr: 0.002
        betas: [0.9, 0.98]
        eps: 1.0e-9
      warmup_steps: 16000
      updated_modules: encoder_${i}
`,
  (i) => `  optim_${i}: # fine-tuned part
    type: noam.Noamlr
    conf:
      optim_type: AdamW
      optim_conf:
        lr: 0.001
        weight_decay: 0.05
      d_model: 512
      warmup_steps: 1000
      updated_modules: [decoder_${i}]
`,
  (i) => `  optim_${i}:
    type: noam.Noamlr
    conf:
      optim_type: SGD
      optim_conf:
        lr: 0.1
        momentum: 0.9
        nesterov: true
      warmup_steps: 500
      updated_modules: [ctc_${i}]
`,
];

/** A document of about so many lines. */
export function documentOf(lines) {
  const blocks = Array.from({ length: Math.max(1, Math.floor((lines - 1) / 11)) }, (_, i) => kinds[i % 3](i));
  return `optim_sches:\n${blocks.join('\n')}\n`;
}
