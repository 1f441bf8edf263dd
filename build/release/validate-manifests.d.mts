export function faultsOf(text: string, schemaOf?: (address: string) => unknown): Promise<string[]>;
