export interface Asked {
  values: Record<string, string | string[] | boolean | undefined>;
  files: { from: string; to: string }[];
}
export function read(args: string[]): Asked;
export function control(values: Asked["values"], kilobytes: number): string;
export function spec(values: Asked["values"], files: Asked["files"], folder: string): string;
