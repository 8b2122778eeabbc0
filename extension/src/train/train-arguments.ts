/** What is to be trained, and how; the properties of a task of type `optim-sches`. */
export interface TrainRequest {
  /** The experiment; with `resume` it may be left out. */
  readonly config?: string | undefined;
  /** The folder of the new run. */
  readonly run?: string | undefined;
  /** The folder of the run to go on with. */
  readonly resume?: string | undefined;
  readonly maxSteps?: number | undefined;
  readonly backend?: string | undefined;
  /** `key=value` pairs. */
  readonly set?: readonly string[] | undefined;
}

/** The arguments of the command line. */
export function trainArguments({ config, run, resume, maxSteps, backend, set = [] }: TrainRequest): string[] {
  const option = (name: string, value: string | number | undefined) =>
    value === undefined || value === '' ? [] : [`--${name}`, String(value)];
  return [
    'train',
    // A run goes on with the configuration of its own folder.
    ...(config === undefined || resume !== undefined ? [] : [config]),
    ...(resume === undefined ? option('run', run) : option('resume', resume)),
    ...option('backend', backend),
    ...option('max-steps', maxSteps),
    ...set.flatMap((each) => option('set', each)),
  ];
}

/** A command line as one would type it, to be read, not to be run. */
export function shownCommand(args: readonly string[]): string {
  const word = (text: string) =>
    /^[\w@%+=:,./\\-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
  return ['optim-sches', ...args].map(word).join(' ');
}
