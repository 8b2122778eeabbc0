// The licences of the packages of which a bundle holds parts, as their licences ask for it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of the packages from which esbuild took files. */
function packagesIn(metafiles, root) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))]
    .map((folder) => join(root, folder))
    .sort();
}

/** One text with the name, the version and the licence of each package. */
export function thirdPartyLicences(metafiles, root) {
  const parts = packagesIn(metafiles, root).map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e(?:\.\w+)?$/i.test(each));
    const by = typeof author === 'string' ? author : author?.name;
    const text = file
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${license}${by ? `, ${by}` : ''}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return `Optim Sches holds parts of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
