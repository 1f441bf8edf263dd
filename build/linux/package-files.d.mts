import type { Project } from "../project.mjs";

interface Facts {
  version: string;
  changelog: string;
  site?: Project;
}
export function metainfo(facts: Facts): string;
export function writePackageFiles(root: string, version: string, site?: Project): void;
