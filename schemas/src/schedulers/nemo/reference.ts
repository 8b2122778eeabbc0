import type { Reference } from '../../fields.js';

/** The file whose classes these are. */
export const nemoFile: Reference = {
  title: 'NVIDIA NeMo, nemo/core/optim/lr_scheduler.py',
  authors: 'NVIDIA',
  year: 2020,
  url: 'https://github.com/NVIDIA-NeMo/NeMo',
};
