/** Text whose width is its length. */
export const plainAscii = /^[\x20-\x7e]*$/;

// Joiners are not among them: they shape letters and emoji, and do no harm.
const harmful = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Text of a file, a message or a file name on one line, in which no character acts on the terminal or turns the
 * direction of reading.
 */
export function printable(text: string): string {
  if (plainAscii.test(text)) return text;
  return text.replace(harmful, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}
