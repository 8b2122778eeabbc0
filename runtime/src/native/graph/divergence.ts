import type { Attribute } from './binding.js';
import { type LeafPattern, type Reference, sameAttributes, sameList, type TapeNode } from './tape.js';

/** Says in a few words how an operation differs from the one that was recorded in its place. */
export function divergence(
  known: TapeNode,
  name: string,
  attributes: readonly Attribute[],
  references: readonly Reference[],
  leaves: readonly LeafPattern[],
): string {
  const { signature } = known;
  if (signature === undefined || signature.name !== name)
    return `${name} comes where ${signature?.name ?? 'the end'} came before`;
  if (!sameAttributes(attributes, signature.attributes)) {
    const was = new Map(signature.attributes.map((each) => [each.name, String(each.value)]));
    const other = attributes.find((each) => was.get(each.name) !== String(each.value));
    return `the attribute ${other?.name} of ${name} is ${other?.value}, and was ${was.get(other?.name ?? '')}`;
  }
  for (const [index, leaf] of leaves.entries()) {
    const before = known.leaves[index];
    if (before === undefined) break;
    if (!sameList(before.shape, leaf.shape))
      return `an input of ${name} has the shape [${leaf.shape}], and had [${before.shape}]`;
    if (String(before.sizes) !== String(leaf.sizes))
      return `the integers ${leaf.sizes} go into ${name}, and ${before.sizes} did before`;
  }
  return sameList(signature.inputs, references)
    ? `${name} has other inputs`
    : `${name} takes its inputs from other operations`;
}
