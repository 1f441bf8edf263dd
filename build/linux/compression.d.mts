export function xzOptions(arch: string): string;
export function compressingTools(source: string): string;
export function appImageTools(): Promise<string>;
