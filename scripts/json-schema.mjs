// Writes the JSON Schema of the configuration language beside the compiled schemas, from which it is published.
import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../schemas/dist/index.js';

const target = new URL('../schemas/dist/optim-sches.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
