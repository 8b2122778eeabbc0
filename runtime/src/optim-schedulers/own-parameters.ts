import type { OptimSchedulerConf } from '@optim-sches/schemas';
import type { Variable } from '#tf';

type Parameters = ReadonlyMap<string, Variable>;

/** The first-level module of a parameter: `encoder` of `encoder.layers.0.weight`. */
export function moduleOf(parameter: string): string {
  return parameter.split('.', 1)[0] ?? parameter;
}

/** The model's first-level modules, in the order of its parameters. */
export function modulesOf(parameters: Parameters): string[] {
  return [...new Set([...parameters.keys()].map(moduleOf))];
}

/** The modules that an OptimScheduler updates. Throws when `updated_modules` names one that the model does not have. */
export function ownModules({ name, updatedModules }: OptimSchedulerConf, parameters: Parameters): string[] {
  const all = modulesOf(parameters);
  if (updatedModules === null) return all;
  for (const module of updatedModules) {
    if (!all.includes(module))
      throw new Error(
        `updated_modules of the OptimScheduler "${name}" names "${module}", but the model has no parameters in such a first-level module. It has: ${all.join(', ')}.`,
      );
  }
  if (updatedModules.length === 0)
    throw new Error(
      `updated_modules of the OptimScheduler "${name}" is empty, so there is nothing to update. Leave it out to update the whole model.`,
    );
  return all.filter((module) => updatedModules.includes(module));
}

/** The parameters that an OptimScheduler updates, in the model's order. */
export function ownParameters(conf: OptimSchedulerConf, parameters: Parameters): Parameters {
  const modules = new Set(ownModules(conf, parameters));
  return new Map([...parameters].filter(([name]) => modules.has(moduleOf(name))));
}
