import { suggest } from '../suggest.js';
import { schedulers } from './index.js';

/** What a name that is no `type` most likely stands for. */
export interface MeantTypes {
  /** The types, the likeliest first; one alone is clearly meant. */
  readonly types: readonly string[];
  /** True where the name says the same in another spelling; false where it may as well be a class of the user's own. */
  readonly sure: boolean;
}

interface Named {
  readonly type: string;
  readonly family: string;
  /** What stands behind the dot, of the type and its aliases. */
  readonly names: readonly string[];
}

const familyIn = (spelling: string) => spelling.slice(0, Math.max(0, spelling.lastIndexOf('.')));
const lastPart = (spelling: string) => spelling.slice(spelling.lastIndexOf('.') + 1);

const all: readonly Named[] = schedulers.map(({ type, aliases }) => ({
  type,
  family: familyIn(type),
  names: [type, ...aliases].map(lastPart),
}));
const families = [...new Set(all.map(({ family }) => family))];

/** Functions of transformers whose shape has another name in its Trainer. */
const shapes: Readonly<Record<string, string>> = {
  cosine_with_hard_restarts: 'cosine_with_restarts',
  polynomial_decay: 'polynomial',
  wsd: 'warmup_stable_decay',
};

/** What the Trainer calls a function of transformers: `get_linear_schedule_with_warmup` is `linear`. */
function ofTransformers(name: string): string {
  const [, shape = '', warmup = ''] = /^get_(\w+?)_schedule(_with_warmup)?$/.exec(name) ?? [];
  const type = `transformers.${shapes[shape] ?? shape}`;
  return [`${type}${warmup}`, type].find((one) => all.some((other) => other.type === one)) ?? name;
}

/** A name without case and separators. */
const simplified = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Endings that some toolkits give to a name and others do not. */
const endings = /(?:lrscheduler|lrschedule|scheduler|schedule|annealing|policy|lr)$/;

/** A name without these too, as long as a word is left. */
function bare(name: string): string {
  const shorter = simplified(name).replace(endings, '');
  return shorter === simplified(name) || shorter.length < 3 ? simplified(name) : bare(shorter);
}

const named = (form: (name: string) => string, name: string) => (other: Named) =>
  other.names.some((each) => form(each) === form(name));
const asWritten = (name: string) => name;

/** The toolkit in a path such as `torch.optim.lr_scheduler`, also misspelled; undefined for any other path. */
function familyOfPath(path: string): string | undefined {
  const parts = path.toLowerCase().split('.');
  // espnet2 is the package of espnet, megatron.core that of megatron.
  const named = parts.flatMap((part) => families.find((family) => part.replace(/2$/, '') === family) ?? []);
  if (named[0] !== undefined) return named[0];
  if (parts.includes('lr_scheduler')) return 'torch';
  return parts.length === 1 ? suggest(path, families) : undefined;
}

/** Those of one name: a name in full (`StepLR`) means its own schedule alone, a bare one (`cosine`) all that it begins. */
function ofName(name: string, among: readonly Named[]): Named[] {
  const same = among.filter(named(simplified, name));
  const isInFull = same.length > 0 && bare(name) !== simplified(name);
  const found = new Set([
    ...same.filter(named(asWritten, name)),
    ...same,
    ...(isInFull ? [] : among.filter(named(bare, name))),
  ]);
  return [...found];
}

/** Those whose name is nearest to a misspelled one, with its ending or without. */
function near(name: string, among: readonly Named[]): Named[] {
  const names = among.flatMap((one) => one.names);
  const whole = suggest(name, names);
  if (whole !== undefined) return among.filter((one) => one.names.includes(whole));
  const begin = suggest(bare(name), names.map(bare));
  return begin === undefined ? [] : among.filter((one) => one.names.map(bare).includes(begin));
}

const meant = (found: readonly Named[], sure: boolean): MeantTypes | undefined =>
  found.length > 0 ? { types: found.map(({ type }) => type), sure } : undefined;

/**
 * What a name that is no `type` most likely stands for: the class of a toolkit without the toolkit or with its whole
 * module (`StepLR`, `torch.optim.lr_scheduler.StepLR`), in other letters, without its usual ending (`Noam`), or
 * misspelled. No types when nothing is near.
 */
export function meantTypes(name: string): MeantTypes {
  const spelling = ofTransformers(lastPart(name.trim()));
  const [path, last] = [familyIn(spelling) || familyIn(name.trim()), lastPart(spelling)];
  const none: MeantTypes = { types: [], sure: false };
  if (last === '' || name.length > 200) return none;
  const family = path === '' ? undefined : familyOfPath(path);
  const own = all.filter((one) => one.family === family);
  const isKnown = path === '' || family !== undefined;
  const types = all.flatMap(({ type }) => type);
  const whole = suggest(name, types);
  return (
    meant(ofName(last, own), true) ??
    meant(near(last, own), true) ??
    meant(ofName(last, all), isKnown) ??
    meant(whole === undefined ? [] : all.filter(({ type }) => type === whole), true) ??
    meant(path === '' ? near(last, all) : [], true) ??
    none
  );
}
