// Phoneme and word error rate of the models of a run on whole splits of the dictionary, as one JSON object.
//   node bench/convergence/evaluate.mjs RUN_FOLDER BACKEND SPLIT MODEL…
// A MODEL is a path below the run folder: a checkpoint, or an average.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '../../runtime/dist/backends/index.js';
import { prepare } from '../../runtime/dist/training/prepare.js';
import { loadPretrained } from '../../runtime/dist/training/pretrained.js';
import { setValues } from '../../runtime/dist/training/set-values.js';
import { parseDocument, readConfig } from '../../schemas/dist/bundle.js';

const [runFolder, backend, split, ...models] = process.argv.slice(2);
const text = setValues(readFileSync(join(runFolder, 'config.yaml'), 'utf8'), [
  `data_cfg.valid.conf.split=${split}`,
  'data_cfg.valid.conf.max_words=null',
]);
await startBackend(backend);
const { model, data } = await prepare(readConfig(parseDocument(text)), runFolder);
const rates = {};
for (const path of models) {
  loadPretrained(model.parameters, { path: join(runFolder, path) }, []);
  const { metrics } = await model.validate(data.valid.data, ['loss']);
  rates[path] = { words: data.valid.data.entries.length, ...metrics };
}
console.log(JSON.stringify(rates));
