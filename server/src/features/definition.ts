import type { Value } from '@optim-sches/schemas';
import type { Location } from 'vscode-languageserver';
import type { Analysis } from '../session/analysis.js';
import type { Session } from '../session/session.js';
import { type NodeAt, nodeAt } from '../text/node-at.js';
import { occurrencesAt } from '../text/occurrences.js';
import { findClass, findPath, type Place } from '../text/source-files.js';
import type { Feature } from './feature.js';

/** From a `!ref`, an alias or a module to where it is given its value, from a `type` to its class, from a path to the file. */
export const definition: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  register(session) {
    session.connection.onDefinition(({ textDocument: { uri }, position }): Location[] | null => {
      const analysis = session.analysis(uri);
      if (!analysis?.relevant) return null;
      const offset = analysis.offset(position);
      const inFile = occurrencesAt(analysis, offset)?.definitions ?? [];
      if (inFile.length > 0) return inFile.map((span) => ({ uri, range: analysis.range(span) }));
      const elsewhere = elsewhereAt(analysis, nodeAt(analysis, offset), session);
      return elsewhere ? [toLocation(elsewhere)] : null;
    });
  },
};

const toLocation = ({ uri, position }: Place): Location => ({
  uri,
  range: { start: position, end: position },
});

function elsewhereAt(analysis: Analysis, node: NodeAt, session: Session): Place | undefined {
  const { value, role, roleKey, on } = node;
  if (on !== 'value' || value?.kind !== 'str') return undefined;
  const { uri } = analysis;
  const { host, folders } = session;
  if (role === 'type') return findClass(value.value.trim(), uri, { host, folders, folder: 'optim_sche' });
  if (role === 'model' && roleKey === 'model_type')
    return findClass(value.value.trim(), uri, { host, folders, folder: 'model' });
  const file = fileOf(analysis, value, session);
  return file === undefined ? undefined : { uri: file, position: { line: 0, character: 0 } };
}

function fileOf({ config, uri, linkedUri }: Analysis, value: Value, { host }: Session): string | undefined {
  if (value.kind !== 'str') return undefined;
  if (config.trainCfgPath?.path === value.value && linkedUri !== undefined) return linkedUri;
  return findPath(value.value, uri, host);
}
