export function artifactStore(folder: string): {
  upload(workspace: string, artifact: { name: string; path: string }): void;
  download(
    workspace: string,
    artifact: { name?: string; pattern?: string; path?: string; "merge-multiple"?: string },
  ): void;
  standIn(name: string, files: Record<string, string>): void;
};
export function foreignArtifacts(version: string): Record<string, Record<string, string>>;
