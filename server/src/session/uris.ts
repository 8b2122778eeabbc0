/** The folder of a file, with the `/` at its end. */
export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);

/** The last part of a URI, as a person writes it. */
export function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // A client's own scheme need not encode as files do.
    return name;
  }
}

/** Where a path that is written in a file may lead: next to the file, then from each folder above it, nearest first. */
export function candidatesOf(path: string, fileUri: string): string[] {
  const slashed = path.replaceAll('\\', '/');
  const scheme = /^[\w+.-]+:\/\/[^/]*/.exec(fileUri)?.[0] ?? 'file://';
  if (slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed))
    return [normalized(`${scheme}/${encodePath(slashed.replace(/^\//, ''))}`)];
  const found: string[] = [];
  for (let folder = folderOf(fileUri); folder.length > scheme.length; folder = folderOf(folder.slice(0, -1)))
    found.push(normalized(folder + encodePath(slashed)));
  return found;
}

/** Half a surrogate pair, which no address can hold, becomes the replacement character. */
const encodePath = (path: string) =>
  path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');

/** Without `.` and `..`. */
function normalized(uri: string): string {
  const scheme = /^[\w+.-]+:\/\/[^/]*/.exec(uri)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of uri.slice(scheme.length).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${scheme}/${parts.join('/')}`;
}
