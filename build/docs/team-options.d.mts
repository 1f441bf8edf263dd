interface Option {
  flag?: string;
  variable: string;
  takes?: string;
  list?: boolean;
  secret?: boolean;
  help: string;
}
export function optionsIn(code: string): Record<string, Option>;
export function teamOptions(): string;
