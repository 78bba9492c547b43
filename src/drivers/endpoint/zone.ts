/** Zones that have directory buckets, where the first zone of the region has none. */
const OTHERS: Readonly<Record<string, string>> = { use1: 'az4' };

/** Id of an availability zone of a region: `euw1-az1` of `eu-west-1` (F-201). */
export function zoneOf(region: string): string {
  const parts = region.split('-');
  const short = parts.map((part, place) => (place === 0 ? part : shortened(part))).join('');
  return `${short}-${OTHERS[short] ?? 'az1'}`;
}

/** `northeast` is `ne`, `gov` is `g`, and a number stays. */
function shortened(part: string): string {
  const [, first = '', second = ''] = /^(north|south|east|west|central|.)(east|west)?/.exec(part) ?? [];
  return (first.at(0) ?? '') + (second.at(0) ?? '');
}
