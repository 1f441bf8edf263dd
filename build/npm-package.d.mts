interface OwnManifest {
  version: string;
  license: string;
  author: string;
  engines: Record<string, string>;
  dependencies: Record<string, string>;
}
export function manifestOf(
  own: OwnManifest,
): OwnManifest & { name: string; mcpName: string; files: string[]; bin: Record<string, string> };
export function registryEntry(own: Pick<OwnManifest, "version">): {
  name: string;
  version: string;
  packages: { registryType: string; identifier: string; version: string; transport: { type: string } }[];
};
