import type { Problem } from '@optim-sches/schemas';
import { describe, expect, it } from 'vitest';
import { formatSarif } from '../../runtime/src/cli/format/sarif.js';

const text = 'optim_sches:\n  類型: noam\r\n  conf: 1\n';
const at = (start: number, end: number) => ({ start, end });

const problems: Problem[] = [
  {
    code: 'optim/unknown-key',
    severity: 'error',
    message: 'Unknown.',
    span: at(15, 17),
    related: [{ span: at(0, 11), message: 'In here.' }],
    fixes: [
      {
        title: 'Rename',
        edits: [
          { span: at(15, 17), newText: 'type' },
          { span: at(0, 0), newText: '# ' },
        ],
      },
      { title: 'Remove', edits: [{ span: at(13, 25), newText: '' }] },
      { title: 'Nothing to edit', edits: [] },
    ],
  },
  { code: 'optim/hint', severity: 'hint', message: 'Hm.', span: at(0, 36), fixes: [] },
  { code: 'optim/unknown-key', severity: 'warning', message: 'Again.', span: at(30, 34), fixes: [] },
];
const files = [
  { path: './conf dir/学習 100%.yaml', text, problems },
  { path: '/etc/clean.yaml', text: '', problems: [] },
];
const log = JSON.parse(formatSarif(files, [{ path: '../gone.yaml', message: 'No such file.' }], '1.2.3'));
const [run] = log.runs;

type Region = Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>;

/** Every object under a key of this name, anywhere in the log. */
function all(name: string, value: unknown = log): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === name ? [item] : []),
    ...all(name, item),
  ]);
}

describe('SARIF 2.1.0', () => {
  it('has what the schema requires of a log, a run and a driver', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif.*2\.1\.0/);
    expect(log.runs).toHaveLength(1);
    expect(run.tool.driver).toMatchObject({
      name: 'optim-sches',
      version: '1.2.3',
      semanticVersion: '1.2.3',
    });
    expect(run.columnKind).toBe('utf16CodeUnits');
  });

  it('lists each rule once, with its page, and results point at theirs', () => {
    const rules: { id: string; help: { text: string } }[] = run.tool.driver.rules;
    expect(rules.map(({ id }) => id)).toEqual(['optim/hint', 'optim/unknown-key']);
    expect(rules[1]).toMatchObject({ defaultConfiguration: { level: 'error' } });
    expect(rules[1]?.help.text).toContain('docs/problems/unknown-key.md');
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('has no property outside of the schema in a result', () => {
    const allowed = ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'relatedLocations', 'fixes'];
    for (const result of run.results) {
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(result)));
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      expect(['error', 'warning', 'note']).toContain(result.level);
    }
  });

  it('has regions of whole numbers from 1, end exclusive', () => {
    const regions = [...all('region'), ...all('deletedRegion')] as Region[];
    expect(regions).toHaveLength(7);
    for (const region of regions) {
      for (const key of ['startLine', 'startColumn', 'endLine', 'endColumn'] as const) {
        expect(region[key]).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(region[key])).toBe(true);
      }
    }
    expect(run.results[0].locations[0].physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 5,
    });
  });

  it('names files by URI, relative ones against the source root', () => {
    const locations = run.artifacts.map((artifact: { location: unknown }) => artifact.location);
    expect(locations).toEqual([
      { uri: `conf%20dir/${encodeURIComponent('学習')}%20100%25.yaml`, uriBaseId: '%SRCROOT%' },
      { uri: 'file:///etc/clean.yaml' },
    ]);
    for (const location of all('artifactLocation') as { uri: string }[]) {
      expect(() => new URL(location.uri, 'file:///folder/')).not.toThrow();
    }
  });

  it('has fixes with at least one replacement', () => {
    const { fixes } = run.results[0];
    expect(fixes.map((fix: { description: { text: string } }) => fix.description.text)).toEqual([
      'Rename',
      'Remove',
    ]);
    for (const change of all('artifactChanges').flat() as { replacements: unknown[] }[]) {
      expect(change.replacements.length).toBeGreaterThan(0);
    }
    const [rename, remove] = fixes.map((fix: { artifactChanges: unknown[] }) => fix.artifactChanges[0]);
    expect(rename.replacements[1]).toEqual({
      deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      insertedContent: { text: '# ' },
    });
    expect(remove.replacements[0].insertedContent).toBeUndefined();
  });

  it('says that the run failed where a file could not be read', () => {
    const [invocation] = run.invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications[0]).toMatchObject({
      level: 'error',
      message: { text: 'No such file.' },
    });
    const clean = JSON.parse(formatSarif([], [], '1.2.3'));
    expect(clean.runs[0].invocations).toEqual([{ executionSuccessful: true }]);
    expect(clean.runs[0].results).toEqual([]);
  });
});
