import { applyEdits } from '../convert/apply-edits.js';
import type { Edit, Fix, Problem } from '../problem.js';

/** One fix that was applied, with the problem that it solved. */
export interface AppliedFix {
  readonly problem: Problem;
  readonly fix: Fix;
}

export interface FixResult {
  readonly text: string;
  /** In the order of the text within a round. Spans belong to the text before the fix's own round. */
  readonly applied: readonly AppliedFix[];
}

/** The fix of a problem that may be applied unasked; the preferred one of several. */
export function safeFix(problem: Problem): Fix | undefined {
  const safe = problem.fixes.filter((fix) => fix.safe === true && fix.edits.length > 0);
  return safe.find((fix) => fix.preferred === true) ?? safe[0];
}

// Touching counts only where an insertion is one of the two: its order among the others would be a guess.
function collide(a: Edit, b: Edit): boolean {
  const [first, second] = a.span.start <= b.span.start ? [a.span, b.span] : [b.span, a.span];
  const empty = first.start === first.end || second.start === second.end;
  return empty ? second.start <= first.end : second.start < first.end;
}

/**
 * The safe fixes of `problems` that can be applied together, each wholly or not at all: of those whose edits overlap the
 * first one (in the order of `problems`), the others are left for another check.
 */
export function compatibleFixes(problems: readonly Problem[]): AppliedFix[] {
  const accepted: Edit[] = [];
  return problems.flatMap((problem) => {
    const fix = safeFix(problem);
    if (fix === undefined) return [];
    if (fix.edits.some((edit) => accepted.some((other) => collide(edit, other)))) return [];
    accepted.push(...fix.edits);
    return [{ problem, fix }];
  });
}

/**
 * Applies the fixes of `problems` that `compatibleFixes` chooses to the text they were found in. New lines are written as
 * the text's first line ends.
 */
export function applyFixes(text: string, problems: readonly Problem[]): FixResult {
  const applied = compatibleFixes(problems);
  return {
    text: applyEdits(
      text,
      applied.flatMap(({ fix }) => fix.edits),
    ),
    applied,
  };
}

const mostRounds = 10;

/**
 * Applies safe fixes, checks again, and repeats until nothing changes, at most ten times. A round that would make
 * a text unreadable (a problem of the YAML itself where there was none) is dropped.
 */
export function fixUntilStable(text: string, check: (text: string) => readonly Problem[]): FixResult {
  const seen = new Set([text]);
  const applied: AppliedFix[] = [];
  let current = text;
  let problems = check(current);
  for (let round = 0; round < mostRounds; round++) {
    const next = applyFixes(current, problems);
    if (seen.has(next.text)) break;
    const after = check(next.text);
    if (breaksYaml(after) && !breaksYaml(problems)) break;
    seen.add(next.text);
    applied.push(...next.applied);
    current = next.text;
    problems = after;
  }
  return { text: current, applied };
}

function breaksYaml(problems: readonly Problem[]): boolean {
  return problems.some(({ code, severity }) => severity === 'error' && code.startsWith('optim/yaml-'));
}
