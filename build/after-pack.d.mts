export function nativeFolders(folder: string): string[];
export function addRuntime(unpacked: string, redist: string | undefined): string[];
export function tidyLinux(folder: string): void;
export default function afterPack(context: { electronPlatformName: string; appOutDir: string }): void;
