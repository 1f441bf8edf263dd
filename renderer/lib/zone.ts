/** What people call a zone: `America/New_York` is New York. */
export const zonePlace = (zone: string) => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
