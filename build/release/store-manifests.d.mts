import type { Project } from "../project.mjs";
export function storeManifests(release: {
  sums: string;
  version: string;
  date: string;
  site?: Project;
}): Record<string, string>;
