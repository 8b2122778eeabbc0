import type { Findings } from './findings.js';
import type { Span } from './value.js';

/**
 * Finds what breaks a text before it is YAML at all: characters that no loader reads and the conflict markers of a
 * version control system. Returns the text with those blanked out, so that offsets stay and the rest can be read.
 */
export function blankHazards(text: string, findings: Findings): string {
  return blankConflicts(blankCharacters(text, findings), findings);
}

// What YAML allows, inverted; a lone surrogate cannot stand in a UTF-8 file.
const UNPRINTABLE = /[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function blankCharacters(text: string, findings: Findings): string {
  const first = text.search(UNPRINTABLE);
  if (first < 0) return text;
  const code = (text.codePointAt(first) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const count = text.match(UNPRINTABLE)?.length ?? 1;
  const others = count > 1 ? ` (and ${count - 1} more like it)` : '';
  const edits = [...text.matchAll(UNPRINTABLE)].slice(0, 1000).map((match) => {
    return { span: { start: match.index, end: match.index + match[0].length }, newText: '' };
  });
  findings.add({
    code: 'optim/yaml-character',
    span: { start: first, end: first + 1 },
    message: `The character U+${code}${others} cannot stand in a YAML file, so the loader refuses it. Remove it, or write it as an escape in double quotes.`,
    fixes: [{ title: count > 1 ? 'Remove these characters' : 'Remove this character', edits }],
    loader: {
      phase: 'read',
      type: 'ReaderError',
      message: `unacceptable character #x${code.toLowerCase()}: special characters are not allowed\n  in "<file>", position ${Array.from(text.slice(0, first)).length}`,
    },
  });
  return text.replace(UNPRINTABLE, (character) => ' '.repeat(character.length));
}

interface Conflict {
  readonly whole: Span;
  /** Both sides, without the marker lines. */
  readonly ours: Span;
  readonly theirs: Span;
}

const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|$)/gm;

function blankConflicts(text: string, findings: Findings): string {
  if (!/^(?:<{7}|>{7})(?= |\r|$)/m.test(text)) return text;
  let clean = text;
  for (const { whole, ours, theirs } of conflictsIn(text)) {
    const markerEnd = endOfLine(text, whole.start);
    findings.add({
      code: 'optim/yaml-conflict-marker',
      span: { start: whole.start, end: markerEnd },
      message: `A merge conflict was left in this file ("${text.slice(whole.start, whole.start + 7)}"), so it is no YAML and the loader refuses it. Keep one side and remove the marker lines.`,
      fixes: [
        { title: 'Keep the first side', edits: [{ span: whole, newText: text.slice(ours.start, ours.end) }] },
        {
          title: 'Keep the second side',
          edits: [{ span: whole, newText: text.slice(theirs.start, theirs.end) }],
        },
      ],
      loader: {
        phase: 'syntax',
        type: 'ScannerError',
        message: `while scanning a simple key\n  ${findings.mark(whole.start)}\ncould not find expected ':'\n  ${findings.mark(markerEnd)}`,
      },
    });
    clean = blank(blank(clean, whole.start, ours.start), ours.end, whole.end);
  }
  return clean;
}

/** Conflicts in the order of the text; one that lacks its end reaches as far as its last marker. */
function conflictsIn(text: string): Conflict[] {
  const conflicts: Conflict[] = [];
  const markers = [...text.matchAll(MARKER)].map((match) => {
    return { kind: match[0][0], start: match.index, next: startOfNextLine(text, match.index) };
  });
  for (let at = 0; at < markers.length; at++) {
    const first = markers[at];
    if (!first || (first.kind !== '<' && first.kind !== '>')) continue;
    let oursEnd: number | undefined;
    let theirsStart = first.next;
    let last = first;
    if (first.kind === '<') {
      for (
        let next = markers[at + 1];
        next && next.kind !== '<' && last.kind !== '>';
        next = markers[at + 1]
      ) {
        at++;
        oursEnd ??= next.start;
        if (next.kind === '=') theirsStart = next.next;
        last = next;
      }
    }
    const theirsEnd = last.kind === '>' ? last.start : last.next;
    conflicts.push({
      whole: { start: first.start, end: last.next },
      ours: { start: first.next, end: oursEnd ?? first.next },
      theirs: { start: Math.min(theirsStart, theirsEnd), end: theirsEnd },
    });
  }
  return conflicts;
}

function endOfLine(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/);
  return length < 0 ? text.length : offset + length;
}

function startOfNextLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  return next < 0 ? text.length : next + 1;
}

/** Blanks out a stretch, keeping its line breaks and so every offset. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}
