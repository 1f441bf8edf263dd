export function nativeFolders(folder: string): string[];
export function addRuntime(unpacked: string, redist: string | undefined): string[];
export default function afterPack(context: { electronPlatformName: string; appOutDir: string }): void;
