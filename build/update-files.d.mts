export function finishUpdateFiles(folder: string, privateKey: string): string[];
