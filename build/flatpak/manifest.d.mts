export function withAddresses(text: string, debs: Record<string, Uint8Array>, address: string): string;
