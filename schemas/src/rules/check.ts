import type { Config } from '../config/config.js';
import type { Span } from '../document/value.js';
import type { ModelInfo } from '../models/index.js';
import { findModel } from '../models/index.js';
import type { Problem, Severity } from '../problem.js';
import { comesOfBrokenYaml } from './broken-part.js';
import { findings } from './findings.js';
import { rules } from './index.js';
import type { Target } from './rule.js';
import { withSources } from './set-here.js';

export interface CheckOptions {
  /** Who will run the file; default `runtime`. */
  readonly target?: Target;
  /** Severity of a rule other than its own; `off` leaves it out. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Modules and losses of a model that is not built in (a user's own class). */
  readonly findModel?: (modelType: string) => ModelInfo | undefined;
  /** Whether a user's own code file of this name (without ending) stands next to the configuration. */
  readonly hasModule?: (file: string) => boolean;
  /** The classes that a user's own code file exports, read without running it; undefined when nobody can tell. */
  readonly classesOf?: (file: string) => readonly string[] | undefined;
  /** Training steps in one epoch; default: what the file says of its data. */
  readonly stepsPerEpoch?: number;
}

const codesAboutCurve = new Set<string>(rules.filter(({ aboutCurve }) => aboutCurve).map(({ code }) => code));

const noModule = () => false;
const noClasses = () => undefined;

/**
 * Everything that is wrong with a configuration: what its loader refuses, then what the rules find, in the order of
 * the text. Pure: it reads nothing but its arguments. A train_cfg given by path has its problems in its own file.
 */
export function check(config: Config, options: CheckOptions = {}): Problem[] {
  const { target = 'runtime', severities = {} } = options;
  const { modelType } = config;
  const found = findings({
    config,
    runtime: target !== 'speechain',
    speechain: target !== 'runtime',
    model: modelType === undefined ? undefined : (options.findModel?.(modelType) ?? findModel(modelType)),
    hasModule: options.hasModule ?? noModule,
    classesOf: options.classesOf ?? noClasses,
    stepsPerEpoch: options.stepsPerEpoch ?? config.experiment.stepsPerEpoch,
  });
  const settled = settledSpans(config.document.problems);
  const isGuess = comesOfBrokenYaml(config, codesAboutCurve);
  const others = found.filter(
    (problem) => !isGuess(problem) && !settled.some((part) => touches(part, problem.span)),
  );
  return [...config.document.problems, ...withSources(others, config.document.references)]
    .flatMap((problem) => {
      const severity = severities[problem.code] ?? problem.severity;
      return severity === 'off' ? [] : [{ ...problem, severity }];
    })
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** What the loader refuses is one problem: what else follows from it at the same place is not said again. */
function settledSpans(problems: readonly Problem[]): Span[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ span, fixes }) => [span, ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.span))]);
}

const touches = (a: Span, b: Span) => a.start < b.end && b.start < a.end;
