import { moduleOf } from '../optim-schedulers/own-parameters.js';
import type { Parameters } from './update-rule.js';

/** Parameters that are named in the message; the others are counted. */
const named = 5;

/**
 * Throws when a parameter is no matrix, as torch's Muon does, with the modules that Muon could update and those for an
 * OptimScheduler beside it.
 */
export function assertMatrices(parameters: Parameters): void {
  const others = [...parameters].filter(([, { rank }]) => rank !== 2);
  if (others.length === 0) return;
  const list = others.slice(0, named).map(([name, { shape }]) => `${name} [${shape}]`);
  if (others.length > named) list.push(`${others.length - named} more`);
  throw new Error(
    `torch.optim.Muon updates matrices alone (torch: Muon only supports 2D parameters), but ${others.length} of the ${parameters.size} parameters that it is given are none: ${list.join(', ')}. ${advice(parameters, others)}`,
  );
}

function advice(parameters: Parameters, others: readonly (readonly [string, unknown])[]): string {
  const mixed = [...new Set(others.map(([name]) => moduleOf(name)))];
  const matrices = [...new Set([...parameters.keys()].map(moduleOf))].filter((each) => !mixed.includes(each));
  const rest = `optim_type: AdamW and updated_modules: [${mixed.join(', ')}]`;
  if (matrices.length > 0)
    return `Write two OptimSchedulers: one with optim_type: Muon and updated_modules: [${matrices.join(', ')}], one with ${rest}.`;
  return `Every first-level module has such parameters (${mixed.join(', ')}). Write optim_type: AdamW, or keep the matrices in first-level modules of their own and write two OptimSchedulers: Muon with updated_modules of the matrices, AdamW with those of the others.`;
}
