import type { Marked } from './as-yaml.js';
import { parseMarked } from './as-yaml.js';
import type { EarlyStoppingCase } from './early-stopping.js';
import { runEarlyStopping } from './early-stopping.js';
import type { ReprCase } from './reprs.js';
import { runRepr } from './reprs.js';
import type { CaseResult } from './result.js';
import { failed } from './result.js';
import type { ScheduleCase } from './schedules.js';
import { runScheduleCase } from './schedules.js';
import type { Argument, Signatures } from './signatures.js';
import { runArgument, runSignature } from './signatures.js';
import type { MarkedCase, SpeechainCase } from './speechain-cases.js';
import { runCase } from './speechain-cases.js';
import type { ErrorCase } from './speechain-errors.js';
import { runErrorCase } from './speechain-errors.js';
import type { IntegrationCase } from './speechain-integration.js';
import { runIntegration } from './speechain-integration.js';
import type { OptimCase } from './torch-optim.js';
import { runOptimCase } from './torch-optim.js';
import type { LoaderCase } from './yaml-loader.js';
import { runLoaderCase } from './yaml-loader.js';

/** A case that throws has failed, with the reason, and does not stop the others. */
function guarded(name: string, run: () => CaseResult): CaseResult {
  try {
    return run();
  } catch (error) {
    return failed(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

interface SpeechainFile {
  cases?: SpeechainCase[];
  errors?: ErrorCase[];
  reprs?: ReprCase[];
  early_stopping?: EarlyStoppingCase[];
  integration?: IntegrationCase[];
}

function runSpeechain(file: SpeechainFile, text: string): CaseResult[] {
  const marked = parseMarked(text) as unknown as Record<string, (MarkedCase & Record<string, Marked>)[]>;
  const each = <Case extends { name: string; gens?: string[] }>(
    part: keyof SpeechainFile,
    cases: Case[] | undefined,
    run: (one: Case, marked: MarkedCase) => CaseResult,
  ) =>
    (cases ?? []).map((one, index) => {
      const raw = marked[part]?.[index] ?? { exp_cfg: {}, optim_sches: null };
      // The two generations of SpeeChain have a case each where they differ.
      const suffix = one.gens && one.gens.length === 1 ? ` [${one.gens[0]}]` : '';
      const result = guarded(one.name, () => run(one, raw));
      return { ...result, name: `${part}/${one.name}${suffix}` };
    });
  return [
    ...each('cases', file.cases, runCase),
    ...each('errors', file.errors, runErrorCase),
    ...each('reprs', file.reprs, runRepr),
    ...each('early_stopping', file.early_stopping, (one) => runEarlyStopping(one)),
    ...each('integration', file.integration, runIntegration),
  ];
}

const isLoader = (content: unknown): content is LoaderCase[] =>
  Array.isArray(content) && content.every((one) => typeof one === 'object' && one !== null && 'src' in one);

const isArguments = (content: unknown): content is Argument[] =>
  Array.isArray(content) &&
  content.every((one) => typeof one === 'object' && one !== null && 'name' in one && 'default' in one);

const isSignatures = (content: unknown): content is Signatures =>
  typeof content === 'object' &&
  content !== null &&
  Object.values(content).every((one) => typeof one === 'object' && one !== null && 'params' in one);

/** Runs every case of one oracle file; the kind of file is told from its content. Throws for an unknown kind. */
export function runFile(text: string): CaseResult[] {
  const content: unknown = JSON.parse(text);
  if (isLoader(content)) return content.map((one) => guarded(one.name, () => runLoaderCase(one)));
  if (isArguments(content)) return content.map((one) => guarded(one.name, () => runArgument(one)));
  if (isSignatures(content))
    return Object.entries(content).map(([type, options]) => guarded(type, () => runSignature(type, options)));
  const file = content as SpeechainFile & {
    meta?: { shapes?: number[][] };
    cases?: Record<string, unknown>[];
  };
  const [first] = file.cases ?? [];
  if (first && 'optim_type' in first) {
    const shapes = file.meta?.shapes ?? [];
    return (file.cases as unknown as OptimCase[]).map((one) =>
      guarded(one.name, () => runOptimCase(one, shapes)),
    );
  }
  if (first && 'lr0' in first)
    return (file.cases as unknown as ScheduleCase[]).map((one) =>
      guarded(one.name, () => runScheduleCase(one)),
    );
  if (['cases', 'errors', 'reprs', 'early_stopping', 'integration'].some((part) => part in file))
    return runSpeechain(file, text);
  throw new Error('Not an oracle file: it has none of the known parts.');
}
