import type { Project } from "./project.mjs";

interface OwnManifest {
  version: string;
  license: string;
  author: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}
export const title: string;
export function manifestOf(
  own: OwnManifest,
  site?: Project,
): OwnManifest & {
  homepage: string;
  repository?: { type: string; url: string };
  name: string;
  mcpName: string;
  files: string[];
  bin: Record<string, string>;
};
export function registryEntry(
  own: Pick<OwnManifest, "version">,
  site?: Project,
): {
  name: string;
  version: string;
  packages: { registryType: string; identifier: string; version: string; transport: { type: string } }[];
};
