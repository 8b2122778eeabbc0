import { flowYaml, toPlain, type Value } from '@optim-sches/schemas';

const longest = 80;

/** A value on one short line, as YAML. */
export function valueWords(value: Value): string {
  const text =
    value.kind === 'float' && Number.isInteger(value.value)
      ? `${flowYaml(value.value)}.0`
      : flowYaml(toPlain(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
