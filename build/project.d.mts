export interface Project {
  owner: string;
  name: string;
  homepage: string;
  repository: { type: "git"; url: string } | null;
  maintainer: string;
  registryName: string;
  download(tag: string, file: string): string;
  raw(tag: string, file: string): string;
}
export function project(
  env?: Record<string, string | undefined>,
  manifest?: { homepage: string; repository?: { url: string } },
): Project;
