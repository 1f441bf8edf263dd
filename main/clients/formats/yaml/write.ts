import type { ServerEntry } from "../types";

/** A JSON string is a YAML one too, but for what YAML does not count as printable or takes for the end of a line. */
export const yamlString = (text: string) =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/**
 * A server as Goose has it, every text in quotes (reference/ai-clients.md §1.12).
 * @param unit One step of indentation; the first line has one.
 */
export function gooseServer(name: string, { command, args, env }: ServerEntry, unit = "  "): string[] {
  const envs = Object.entries(env ?? {});
  const [two, three] = [unit.repeat(2), unit.repeat(3)];
  return [
    `${unit}${name}:`,
    `${two}enabled: true`,
    `${two}type: stdio`,
    `${two}name: ${yamlString(name)}`,
    `${two}description: ${yamlString("Time tracking")}`,
    `${two}cmd: ${yamlString(command)}`,
    `${two}args:`,
    ...args.map((argument) => `${three}- ${yamlString(argument)}`),
    ...(envs.length > 0
      ? [`${two}envs:`, ...envs.map(([key, value]) => `${three}${key}: ${yamlString(value)}`)]
      : [`${two}envs: {}`]),
    `${two}env_keys: []`,
    `${two}timeout: 300`,
  ];
}
