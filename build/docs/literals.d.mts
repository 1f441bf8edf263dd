export function constantIn(code: string, name: string): unknown;
export function constantOf(file: string, name: string): unknown;
