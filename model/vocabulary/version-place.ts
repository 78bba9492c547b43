const BY_PLACE = /^#([1-9]\d{0,8})$/;

/** The place that a step names a version by, `#2` say, the oldest being 1; undefined where it names one by its id. */
export function versionPlace(versionId: string): number | undefined {
  const place = BY_PLACE.exec(versionId)?.[1];
  return place === undefined ? undefined : Number(place);
}

/** How a step names the version at a place. */
export function versionAtPlace(place: number): string {
  return `#${place}`;
}
