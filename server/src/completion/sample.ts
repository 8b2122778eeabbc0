import { flowYaml } from '@optim-sches/schemas';

/** A value to be written: with tab stops for clients that have snippets. */
export type Sample = SampleStop | SampleMap;

/** A value that a tab stop selects, as YAML. */
export interface SampleStop {
  readonly kind: 'stop';
  readonly text: string;
  /** What a client may offer at this place; the first is written. */
  readonly words: readonly string[];
}

export interface SampleMap {
  readonly kind: 'map';
  readonly entries: readonly SampleEntry[];
}

export interface SampleEntry {
  readonly key: string;
  /** Whether the key is a name that a writer chooses. */
  readonly named?: boolean;
  readonly value: Sample;
}

/** A value as plain data. */
export const stop = (value: unknown): SampleStop => ({ kind: 'stop', text: flowYaml(value), words: [] });

/** The first of some values, each as YAML, the others being offered. */
export const oneOf = (words: readonly string[]): SampleStop => ({
  kind: 'stop',
  text: words[0] ?? 'null',
  words: [...new Set(words)],
});

/** A mapping; keys whose value is undefined are left out. */
export const mapOf = (entries: Readonly<Record<string, Sample | undefined>>): SampleMap => ({
  kind: 'map',
  entries: Object.entries(entries).flatMap(([key, value]) => (value ? [{ key, value }] : [])),
});

/** Plain data: mappings with a tab stop at each value. */
export function sampleOf(value: unknown): Sample {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return stop(value);
  return mapOf(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sampleOf(inner)])));
}

/** How a sample is written. */
export interface Style {
  /** Whether tab stops are written. */
  readonly snippet: boolean;
  /** Whether it may go over several lines. */
  readonly lines: boolean;
  /** What stands in front of every line but the first. */
  readonly blanks: string;
  /** One step of indentation. */
  readonly unit: string;
}

/** Writes samples one after the other, their tab stops counted on. */
export interface SampleWriter {
  /** What stands in front of every line but the first. */
  readonly blanks: string;
  /** A text without a tab stop. */
  text(words: string): string;
  /** Entries of a mapping, one below the other or with commas between. */
  entries(entries: readonly SampleEntry[]): string;
  /** What stands behind a key's colon, the blank or line break in front included. */
  value(sample: Sample): string;
}

/** Starts writing. */
export function sampleWriter({ snippet, lines, blanks, unit }: Style): SampleWriter {
  let count = 0;
  const text = (words: string) => (snippet ? words.replace(/[\\$}]/g, '\\$&') : words);
  const stopText = ({ text: words, words: choices }: SampleStop) => {
    if (!snippet) return words;
    count++;
    if (choices.length < 2) return `\${${count}:${text(words)}}`;
    return `\${${count}|${choices.map((word) => word.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;
  };
  const keyText = ({ key, named }: SampleEntry) => (named ? stopText(stop(key)) : text(flowYaml(key)));
  const inline = (sample: Sample): string =>
    sample.kind === 'stop'
      ? stopText(sample)
      : `{${sample.entries.map((entry) => `${keyText(entry)}: ${inline(entry.value)}`).join(', ')}${text('}')}`;
  const block = (entries: readonly SampleEntry[], depth: number): string =>
    entries
      .map((entry) => `${keyText(entry)}:${below(entry.value, depth)}`)
      .join(`\n${blanks}${unit.repeat(depth)}`);
  const below = (sample: Sample, depth: number): string => {
    if (!lines || sample.kind === 'stop' || sample.entries.length === 0) return ` ${inline(sample)}`;
    return `\n${blanks}${unit.repeat(depth + 1)}${block(sample.entries, depth + 1)}`;
  };
  return {
    blanks,
    text,
    entries: (entries) =>
      lines
        ? block(entries, 0)
        : entries.map((entry) => `${keyText(entry)}: ${inline(entry.value)}`).join(', '),
    value: (sample) => below(sample, 0),
  };
}
