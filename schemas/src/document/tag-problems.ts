import type { Fix } from '../problem.js';
import { suggest } from '../suggest.js';
import { brief } from './brief.js';
import type { Findings } from './findings.js';
import type { RawTagged } from './raw.js';

/** Reports a scalar with a tag that SpeeChain does not replace: it reaches the program as an object. */
export function reportUnknownTag(raw: RawTagged, known: readonly string[], findings: Findings): void {
  const near = suggest(raw.tag, known);
  const span = { start: raw.span.start, end: raw.span.start + raw.tag.length };
  findings.add({
    code: 'optim/yaml-unknown-tag',
    severity: 'warning',
    span,
    message: `SpeeChain does not know the tag ${brief(raw.tag)}, so "${brief(raw.text)}" stays an object that is neither text nor number. ${near ? `Did you mean ${near}?` : `Remove the tag, or use one of ${known.join(', ')}.`}`,
    fixes: near
      ? [{ title: `Change to ${near}`, edits: [{ span, newText: near }], preferred: true }]
      : [
          {
            title: `Remove ${raw.tag}`,
            edits: [{ span: { start: span.start, end: raw.content.start }, newText: '' }],
          },
        ],
  });
}

/** Reports `!tuple` and `!list` before a text whose ends are not the brackets that the loader cuts off. */
export function reportTagText(raw: RawTagged, text: string, findings: Findings): void {
  const open = raw.text[0] ?? '';
  const close = raw.text.at(-1) ?? '';
  const brackets = raw.tag === '!tuple' ? '( )' : '[ ]';
  if ((open === '(' && close === ')') || (open === '[' && close === ']')) {
    if (raw.text.slice(1, -1).replaceAll(' ', '') !== '') return;
    findings.add({
      code: 'optim/yaml-tuple',
      severity: 'warning',
      span: raw.span,
      message: `${raw.tag} ${raw.text} does not become empty: the loader makes one empty text ('') of it. Write an empty list \`[]\` without a tag.`,
      fixes: [{ title: 'Write []', edits: [{ span: raw.span, newText: '[]' }] }],
    });
    return;
  }
  const cutOff = open === '(' && !raw.quoted && text[raw.content.end] === ',';
  const fix = cutOff ? wholeTuple(raw, text) : undefined;
  findings.add({
    code: 'optim/yaml-tuple',
    span: raw.span,
    message: cutOff
      ? `Inside "{ }" and "[ ]" a comma ends the value, so only "${brief(raw.text)}" belongs to this ${raw.tag} and the rest becomes a key of its own. Write it as a list: [a, b].`
      : `${raw.tag} drops the first and the last character, whatever they are, so "${brief(raw.text)}" loses part of its text. Put ${brackets} around the items.`,
    fixes: fix ? [fix] : [],
  });
}

function wholeTuple(raw: RawTagged, text: string): Fix | undefined {
  const whole = /^\(([^()\n\r]*)\)/.exec(text.slice(raw.content.start, raw.content.start + 1000));
  if (!whole) return undefined;
  const list = `[${(whole[1] ?? '').trim()}]`;
  const span = { start: raw.span.start, end: raw.content.start + whole[0].length };
  return { title: `Write ${brief(list)}`, edits: [{ span, newText: list }], preferred: true };
}

/**
 * The list that says what a `!tuple (0.9, 0.98)` means, for a fix: `[0.9, 0.98]`, with numbers as numbers.
 * `undefined` for another tag.
 */
export function tupleAsList(tag: string | undefined, content: string): string | undefined {
  if (tag !== '!tuple' && tag !== '!list') return undefined;
  const inner = /^[([](.*)[)\]]$/s.exec(
    content.replace(/^!(?:tuple|list)\s+/, '').replace(/^(["'])(.*)\1$/s, '$2'),
  );
  return inner ? `[${(inner[1] ?? '').trim()}]` : undefined;
}
