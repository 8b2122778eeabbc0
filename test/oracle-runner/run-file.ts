import type { Marked } from './as-yaml.js';
import { parseMarked } from './as-yaml.js';
import type { EarlyStoppingCase } from './early-stopping.js';
import { runEarlyStopping } from './early-stopping.js';
import type { ExpressionCase, Variables } from './expressions.js';
import { runExpressionCase } from './expressions.js';
import type { LbfgsCase, LbfgsShapes } from './lbfgs.js';
import { runLbfgsCase } from './lbfgs.js';
import type { ReprCase } from './reprs.js';
import { runRepr } from './reprs.js';
import type { CaseResult } from './result.js';
import { failed, skipped } from './result.js';
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
async function guarded(name: string, run: () => CaseResult | Promise<CaseResult>): Promise<CaseResult> {
  try {
    return await run();
  } catch (error) {
    return failed(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Runs cases one after the other: tensors and their backend are shared. */
async function inTurn<Case>(
  cases: readonly Case[],
  nameOf: (one: Case) => string,
  run: (one: Case, index: number) => CaseResult | Promise<CaseResult>,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [index, one] of cases.entries()) results.push(await guarded(nameOf(one), () => run(one, index)));
  return results;
}

const named = ({ name }: { readonly name: string }) => name;

interface SpeechainFile {
  cases?: SpeechainCase[];
  errors?: ErrorCase[];
  reprs?: ReprCase[];
  early_stopping?: EarlyStoppingCase[];
  integration?: IntegrationCase[];
}

async function runSpeechain(file: SpeechainFile, text: string): Promise<CaseResult[]> {
  const marked = parseMarked(text) as unknown as Record<string, (MarkedCase & Record<string, Marked>)[]>;
  const each = async <Case extends { name: string; gens?: string[] }>(
    part: keyof SpeechainFile,
    cases: Case[] | undefined,
    run: (one: Case, marked: MarkedCase) => CaseResult,
  ) => {
    const results = await inTurn(cases ?? [], named, (one, index) =>
      run(one, marked[part]?.[index] ?? { exp_cfg: {}, optim_sches: null }),
    );
    return results.map((result, index) => {
      // The two generations of SpeeChain have a case each where they differ.
      const { name = '', gens = [] } = cases?.[index] ?? {};
      return { ...result, name: `${part}/${name}${gens.length === 1 ? ` [${gens[0]}]` : ''}` };
    });
  };
  return [
    ...(await each('cases', file.cases, runCase)),
    ...(await each('errors', file.errors, runErrorCase)),
    ...(await each('reprs', file.reprs, runRepr)),
    ...(await each('early_stopping', file.early_stopping, (one) => runEarlyStopping(one))),
    ...(await each('integration', file.integration, runIntegration)),
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

/** A file of cases that says in `meta` what they have in common. */
interface CaseFile extends Omit<SpeechainFile, 'cases'> {
  meta?: { shapes?: unknown; variables?: Variables[] };
  cases?: unknown[];
  initial_sums?: unknown;
}

const hasCasesWith = ({ cases }: CaseFile, ...keys: string[]): boolean => {
  const [first] = cases ?? [];
  return typeof first === 'object' && first !== null && keys.every((key) => key in first);
};

/** Runs every case of one oracle file; the kind of file is told from its content. Throws for an unknown kind. */
export async function runFile(text: string): Promise<CaseResult[]> {
  const content: unknown = JSON.parse(text);
  if (isLoader(content)) return inTurn(content, named, runLoaderCase);
  if (isArguments(content)) return inTurn(content, named, runArgument);
  if (isSignatures(content))
    return inTurn(
      Object.entries(content),
      ([type]) => type,
      ([type, options]) => runSignature(type, options),
    );
  const file = content as CaseFile;
  const { meta, cases } = file;
  if (hasCasesWith(file, 'optim_type'))
    return inTurn(cases as OptimCase[], named, (one) =>
      runOptimCase(one, (meta?.shapes ?? []) as number[][]),
    );
  if (hasCasesWith(file, 'lr0')) return inTurn(cases as ScheduleCase[], named, runScheduleCase);
  if (hasCasesWith(file, 'function', 'steps'))
    return inTurn(cases as LbfgsCase[], named, (one) =>
      runLbfgsCase(one, (meta?.shapes ?? {}) as LbfgsShapes),
    );
  if (hasCasesWith(file, 'expression'))
    return inTurn(
      cases as ExpressionCase[],
      ({ expression }) => `expression/${expression}`,
      (one) => runExpressionCase(one, meta?.variables ?? []),
    );
  if ('initial_sums' in file)
    return [skipped('g2p-trace', 'needs its model and pronunciations: test/runtime/g2p.test.ts runs it')];
  if (['cases', 'errors', 'reprs', 'early_stopping', 'integration'].some((part) => part in file))
    return runSpeechain(content as SpeechainFile, text);
  throw new Error('Not an oracle file: it has none of the known parts.');
}
