/**
 * What a TypeScript or JavaScript module exports by name, read from its source text without running it; undefined when
 * the text does not tell (`export *`, CommonJS).
 */
export function exportedNames(source: string): string[] | undefined {
  if (/^\s*export\s*\*/m.test(source) || /\bexports\b/.test(source)) return undefined;
  const declared =
    /^\s*export\s+(?:declare\s+)?(?:abstract\s+)?(?:class|const|let|var|(?:async\s+)?function\s*\*?)\s+([\w$]+)/gm;
  const lists = /^\s*export\s*\{([^}]*)\}/gm;
  const listed = [...source.matchAll(lists)].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .split(/\sas\s/)
          .at(-1)
          ?.trim() ?? '',
    ),
  );
  return [...[...source.matchAll(declared)].map(([, name = '']) => name), ...listed].filter(
    (name) => name !== '',
  );
}
