import type { Loader, Severity, Target } from '@optim-sches/schemas';

/** The client's settings, section `optimSches`. */
export interface Settings {
  /** Who will run the files. */
  readonly target: Target;
  readonly loader: Loader;
  /** Severity of a rule other than its own; `off` leaves it out. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Training steps in one epoch, where the data does not say it. */
  readonly stepsPerEpoch: number | undefined;
  /** Milliseconds for which a new problem on the line being typed waits. */
  readonly holdNewProblems: number;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** Whether hovers may hold pictures; default: where the client says that it shows them. */
  readonly pictures: boolean | undefined;
}

export const defaults: Settings = {
  target: 'runtime',
  loader: 'ruamel',
  severities: {},
  stepsPerEpoch: undefined,
  holdNewProblems: 400,
  codeLens: true,
  inlayHints: true,
  pictures: undefined,
};

const oneOf = <T extends string>(value: unknown, words: readonly T[], fallback: T): T =>
  words.find((word) => word === value) ?? fallback;

const severityWords = ['error', 'warning', 'information', 'hint', 'off'] as const;

/** The settings that a client sent, whatever is wrong with them: what cannot be used has its default. */
export function readSettings(sent: unknown): Settings {
  const given = typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {};
  const number = (value: unknown, least: number) =>
    typeof value === 'number' && Number.isFinite(value) && value >= least ? Math.floor(value) : undefined;
  const flag = (value: unknown, fallback: boolean) => (typeof value === 'boolean' ? value : fallback);
  const severities = Object.entries(typeof given.severities === 'object' ? (given.severities ?? {}) : {});
  return {
    target: oneOf(given.target, ['runtime', 'speechain', 'both'], defaults.target),
    loader: oneOf(given.loader, ['ruamel', 'pyyaml'], defaults.loader),
    severities: Object.fromEntries(
      severities.flatMap(([code, value]) => {
        const word = severityWords.find((each) => each === value);
        return word ? [[code.startsWith('optim/') ? code : `optim/${code}`, word]] : [];
      }),
    ),
    stepsPerEpoch: number(given.stepsPerEpoch, 1),
    holdNewProblems: number(given.holdNewProblems, 0) ?? defaults.holdNewProblems,
    codeLens: flag(given.codeLens, defaults.codeLens),
    inlayHints: flag(given.inlayHints, defaults.inlayHints),
    pictures: typeof given.pictures === 'boolean' ? given.pictures : undefined,
  };
}
