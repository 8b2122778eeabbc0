// In Node, browsers and web workers alike; the compiler is told of neither.
declare const btoa: (binary: string) => string;

// What a URI, a Markdown link or image, or a quoted attribute could trip over.
const literal = /[A-Za-z0-9.,:;=/@!~_-]/;
const kept = new Map<string, string>();
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  kept.set(char, literal.test(char) ? char : `%${code.toString(16).padStart(2, '0').toUpperCase()}`);
}

/**
 * The picture as a `data:` URI: percent-encoded or base64, whichever is shorter. It holds no blank, quote, bracket, `#`, `&`,
 * `|` or backslash, so it can stand in Markdown, HTML and CSS as it is.
 */
export function svgDataUri(svg: string): string {
  let percent = '';
  for (const char of svg.replace(/\p{Cs}/gu, '\ufffd')) percent += kept.get(char) ?? encodeURIComponent(char);
  const bytes = percent.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const plain = `data:image/svg+xml,${percent}`;
  const base64 = `data:image/svg+xml;base64,${btoa(bytes)}`;
  return plain.length <= base64.length ? plain : base64;
}
