interface Result {
  readonly machine: string;
  readonly chromium: string;
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly keyToCurve: {
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly longest: number;
  };
  readonly activation?: number;
  readonly extensionHost: number;
  readonly extensionHostAtRest?: number;
  readonly extensionHostWithout: number;
  readonly server?: number;
}

/** The figures as a page. */
export function page(result: Result): string {
  const { keyToCurve, loadAverage } = result;
  const rows: readonly (readonly [what: string, goal: string, value: string])[] = [
    ['start of the extension, as VS Code counts it', '100 ms', `${result.activation} ms`],
    ['from a key in the editor to the redrawn curve, median', '', `${keyToCurve.p50.toFixed(0)} ms`],
    ['the same, 95th percentile', '50 ms', `${keyToCurve.p95.toFixed(0)} ms`],
    ['the same, longest', '', `${keyToCurve.longest.toFixed(0)} ms`],
    ['extension host without the extension', '', `${result.extensionHostWithout.toFixed(0)} MB`],
    ['extension host with it', '', `${result.extensionHostAtRest?.toFixed(0)} MB`],
    [
      `extension host after ${keyToCurve.count} keys with the panel`,
      '',
      `${result.extensionHost.toFixed(0)} MB`,
    ],
    ['language server then', '', `${result.server?.toFixed(0)} MB`],
  ];
  return `# The extension in VS Code

Made by \`npx jiti bench/vscode/main.ts\` on ${result.machine}, Chromium ${result.chromium} without a graphics card, load average
${loadAverage.before.toFixed(2)} before and ${loadAverage.after.toFixed(2)} after. VS Code's window, its extension host, the language server and the browser share
the two cores. A key is timed in the window, the curve in the panel's page after the frame that drew it. Of the way between
them the extension and the server take 5 to 15 ms, and the page about 20 ms ([panel](panel.md)); the rest is VS Code's, from a key to
the extension and from the extension to the page, through a server here, beside its own work on the line.

| what | goal | measured |
| --- | --- | --- |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
