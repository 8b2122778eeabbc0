import {
  findOptimizer,
  findScheduler,
  flowYaml,
  optimizers,
  type ValueKinds,
  valueKinds,
} from '@optim-sches/schemas';
import { CompletionItemKind } from 'vscode-languageserver';
import { type Context, entriesOf, scalarAt } from './context.js';
import type { DocsOf } from './docs-of.js';
import { factOf, fieldsOf } from './fields.js';
import type { Candidate } from './item.js';
import { exampleAt, metricsOf } from './key-sample.js';
import { builtIn, ownClasses, yamlFiles } from './names.js';
import type { ValueOf } from './places.js';
import { recipeKeys } from './recipe-keys.js';
import { typeCandidates } from './types.js';

/** A value as YAML. */
interface Value {
  readonly text: string;
  readonly kind?: CompletionItemKind;
  /** What is said beside it. */
  readonly about?: string | undefined;
  readonly docs?: DocsOf;
  /** Whether it is a whole word, which a comma or bracket may end. */
  readonly word?: boolean;
}

/** Groups of values, in the order in which they are listed; between them stand `!ref`s of the same name. */
export const valueOrder = { value: 1, reference: 2 } as const;

/** The values that a key may have: names that the file tells, words, switches, defaults and examples. */
export function valueCandidates(of: ValueOf, context: Context): Candidate[] {
  const { group, key } = of;
  const { cursor } = context;
  const kind = `${group.split(' ')[0]}/${key}`;
  if (kind === 'entry/type') return typeCandidates(context);
  const values = named[kind]?.(of, context) ?? plainValues(of, context);
  const used = new Set(
    of.index === undefined ? [] : entriesOf(cursor.levels.at(-1)).map(({ value }) => value),
  );
  const docs: DocsOf = { of: 'key', group, key };
  return values.flatMap((value, index): Candidate[] => {
    const quoted = cursor.quote !== '';
    // What is no text is none any more between quotes.
    if (used.has(value.text) || (quoted && !value.word)) return [];
    const label = quoted ? value.text.replace(/^"(.*)"$/, '$1') : value.text;
    return [
      {
        label,
        kind: value.kind ?? CompletionItemKind.Value,
        sort: [valueOrder.value, index],
        description: value.about,
        docs: value.docs ?? docs,
        ...(value.word && cursor.levels.at(-1)?.flow ? { commit: [',', '}', ']'] } : {}),
        write: (writer) => writer.text(label),
      },
    ];
  });
}

type Named = (of: ValueOf, context: Context) => readonly Value[];

const words = (
  names: readonly string[],
  about?: string,
  kind: CompletionItemKind = CompletionItemKind.EnumMember,
) => names.map((name): Value => ({ text: flowYaml(name), about, kind, word: true }));

const losses: Named = (_, context) => {
  const model = context.model();
  const names = model?.losses ?? ['loss'];
  return words(names, model ? 'loss of the model' : undefined, CompletionItemKind.Field);
};

const files: Named = (_, context) => words(yamlFiles(context), undefined, CompletionItemKind.File);

const metric: Named = (_, context) => [
  ...words(metricsOf(context), 'of the validation', CompletionItemKind.Field),
  { text: 'null', about: 'the sum of its losses' },
];

/** `[valid, loss, min, 1]`, part by part; as an item of a block list, the whole. */
const selection: Named = ({ index }, context) => {
  const metrics = metricsOf(context);
  const isPart = index !== undefined && context.cursor.levels.at(-1)?.flow;
  if (!isPart)
    return metrics.map((name) => ({
      text: flowYaml(index === undefined ? [['valid', name, 'min', 1]] : ['valid', name, 'min', 1]),
    }));
  const parts = [
    words(['valid', 'train'], 'group'),
    words(metrics, 'metric', CompletionItemKind.Field),
    words(['min', 'max'], 'which is better'),
    [{ text: '1', about: 'models kept' }],
  ];
  return parts[index] ?? [];
};

const named: Readonly<Record<string, Named>> = {
  'common/optim_type': () =>
    [...optimizers]
      .sort((a, b) => Number(a.limitation !== undefined) - Number(b.limitation !== undefined))
      .map(({ type, limitation }) => ({
        text: type,
        kind: CompletionItemKind.Class,
        about: limitation ? 'cannot be used here' : undefined,
        docs: { of: 'optimizer', name: type },
        word: true,
      })),
  'common/optim_conf': () => [{ text: '{}', about: 'torch’s defaults' }],
  'common/optim_losses': losses,
  'common/optim_loss': losses,
  'common/updated_modules': ({ index }, context) => [
    ...words(context.model()?.modules ?? [], 'module of the model', CompletionItemKind.Module),
    ...(index === undefined ? [{ text: 'null', about: 'the whole model' }] : []),
  ],
  'model/model_type': (_, context) =>
    [...ownClasses('Model', context), ...builtIn.models(context.target)].map((name) => ({
      text: name,
      kind: CompletionItemKind.Class,
      docs: { of: 'model', name, uri: context.uri },
      word: true,
    })),
  'data/type': (_, context) =>
    words([...ownClasses('Dataset', context), ...builtIn.datasets], undefined, CompletionItemKind.Class),
  'experiment/train_cfg': files,
  'experiment/data_cfg': files,
  'experiment/infer_cfg': files,
  'experiment/best_model_selection': selection,
};

/** What the schema of a field tells: its words, switches, default, examples. */
function plainValues(of: ValueOf, context: Context): Value[] {
  const { group, key, index } = of;
  const field = fieldsOf(group)?.shape[key];
  const fact = factOf(group, key);
  if (!field || !fact) return [];
  if (key === 'monitor') return [...metric(of, context)];
  const whole = valueKinds(field);
  const item =
    whole.items && index !== undefined ? whole.items[Math.min(index, whole.items.length - 1)] : undefined;
  const kinds = index === undefined ? whole : item && valueKinds(item);
  if (!kinds) return [];
  const found: Value[] = [];
  const add = (value: unknown, about: string) => {
    if (value !== undefined && (value !== null || kinds.isNull)) found.push({ text: flowYaml(value), about });
  };
  const part = (value: unknown) =>
    index === undefined ? value : Array.isArray(value) ? value[index] : undefined;
  const [kind = '', name = ''] = group.split(' ');
  found.push(...words(kinds.words));
  if (kinds.boolean) found.push({ text: 'true' }, { text: 'false' });
  // A mapping stands below its key.
  if (!kinds.mapping) add(part(fact.required ? undefined : fact.value), 'default');
  const example = kind === 'conf' ? exampleAt(name, key) : undefined;
  if (!fact.noEffect || example !== undefined) add(part(example), 'example');
  const inRecipes = index === undefined ? recipeKeys[kind]?.[key]?.value : undefined;
  if (inRecipes !== undefined && !kinds.mapping) found.push({ text: inRecipes, about: 'in recipes' });
  if (kind === 'optim_conf' && key === 'lr') found.push(...usualRates(name, context));
  if (kinds.isNull) found.push({ text: 'null' });
  return unique(found, kinds);
}

/** What the schedule's example has, and the range that is usual with the optimizer. */
function usualRates(optimType: string, context: Context): Value[] {
  const around = entriesOf(context.cursor.levels.at(-3));
  const scheduler = findScheduler(scalarAt(around, 'type', context) ?? '');
  const [low, high] = findOptimizer(optimType)?.usualLr ?? [];
  return [
    { text: scheduler && flowYaml(scheduler.example.lr), about: 'example of the schedule' },
    { text: low === undefined ? undefined : flowYaml(low), about: 'lowest usual' },
    { text: high === undefined ? undefined : flowYaml(high), about: 'highest usual' },
  ].flatMap(({ text, about }) => (text === undefined ? [] : [{ text, about }]));
}

/** Each text once, with all that is said of it. */
function unique(values: readonly Value[], { words: allowed }: ValueKinds): Value[] {
  const found = new Map<string, Value>();
  for (const value of values) {
    const before = found.get(value.text);
    const about = [before?.about, value.about].filter((part) => part !== undefined).join(', ');
    found.set(value.text, { ...value, ...before, about: about === '' ? undefined : about });
  }
  return [...found.values()].map((value) =>
    allowed.some((word) => flowYaml(word) === value.text) ? { ...value, word: true } : value,
  );
}
