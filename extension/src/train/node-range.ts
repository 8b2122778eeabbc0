/**
 * Whether a version of Node is in a range as `engines` in a package.json has it: `^20.20.0 || >=22.12.0`. A range that
 * is written otherwise counts as met.
 */
export function isInRange(version: string, range: string): boolean {
  const own = parse(version);
  if (own === undefined) return true;
  return range.split('||').some((part) => {
    const [, sign, text = ''] = /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(part) ?? [];
    const least = parse(text);
    if (least === undefined) return true;
    return compare(own, least) >= 0 && (sign !== '^' || own[0] === least[0]);
  });
}

type Version = readonly [number, number, number];

function parse(text: string): Version | undefined {
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
