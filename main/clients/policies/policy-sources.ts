import { isRecord, pathsOf } from "../server-entry";
import type { ClientContext } from "../types";

/** What administrators' settings are read with; nothing of it is written. */
export type PolicyMachine = Pick<ClientContext, "platform" | "env" | "home" | "fs" | "run">;

/** Settings that somebody else made, and where they stand, in words for the person. */
export interface PolicySource {
  where: string;
  values: Record<string, unknown>;
}

const asRecord = (value: unknown) => (isRecord(value) ? value : null);

async function textOf(file: string, { fs }: PolicyMachine): Promise<string | null> {
  try {
    if ((await fs.facts(file, { follow: true }))?.kind !== "file") return null;
    return Buffer.from(await fs.read(file))
      .toString("utf8")
      .replace(/^\uFEFF/, "");
  } catch {
    // Not ours to read: then nothing can be said, and the client will say it itself.
    return null;
  }
}

export async function jsonFile(file: string, machine: PolicyMachine): Promise<PolicySource | null> {
  const text = await textOf(file, machine);
  const { parse } = await import("jsonc-parser");
  try {
    const values = text === null ? null : asRecord(parse(text, [], { allowTrailingComma: true }));
    return values && { where: file, values };
  } catch {
    return null; // Nested beyond all measure: its client would not read it either.
  }
}

export async function tomlValues(text: string): Promise<Record<string, unknown> | null> {
  const { readToml, tomlData } = await import("../formats/toml/parse");
  try {
    return tomlData(text, readToml(text));
  } catch {
    return null;
  }
}
export async function tomlFile(file: string, machine: PolicyMachine): Promise<PolicySource | null> {
  const text = await textOf(file, machine);
  const values = text === null ? null : await tomlValues(text);
  return values && { where: file, values };
}

/** The `.json` files of a drop-in folder, in the order in which they are applied. */
export async function jsonFolder(folder: string, machine: PolicyMachine): Promise<PolicySource[]> {
  const { join } = pathsOf(machine.platform);
  const names = (await machine.fs.list(folder).catch(() => []))
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .sort();
  const found = await Promise.all(names.map((name) => jsonFile(join(folder, name), machine)));
  return found.filter((one) => one !== null);
}

/** What a device management profile sets on macOS for one app, for this person before all. */
export async function managedPreferences(domain: string, machine: PolicyMachine): Promise<PolicySource[]> {
  const { home, env, fs, run } = machine;
  const user = env.USER ?? home.split("/").at(-1) ?? "";
  const { parse } = await import("jsonc-parser");
  const found: PolicySource[] = [];
  for (const folder of [`/Library/Managed Preferences/${user}`, "/Library/Managed Preferences"]) {
    const file = `${folder}/${domain}.plist`;
    if (!(await fs.facts(file, { follow: true }))) continue;
    const { code, output } = await run("/usr/bin/plutil", ["-convert", "json", "-o", "-", file]);
    const values = code === 0 ? asRecord(parse(output.slice(output.indexOf("{")))) : null;
    if (values) found.push({ where: file, values });
  }
  return found;
}

/** The values of a registry key below `SOFTWARE\Policies`, as texts, for the machine before the person. */
export async function registryPolicies(key: string, machine: PolicyMachine): Promise<PolicySource[]> {
  const reg = pathsOf("win32").join(machine.env.SystemRoot ?? "C:\\Windows", "System32", "reg.exe");
  const found: PolicySource[] = [];
  for (const hive of ["HKLM", "HKCU"]) {
    const where = `${hive}\\SOFTWARE\\Policies\\${key}`;
    const { code, output } = await machine.run(reg, ["query", where]);
    if (code !== 0) continue;
    const lines = output.matchAll(/^ {4}(\S.*?) {4}REG_(\w+) {4}(.*?)\r?$/gm);
    found.push({
      where,
      values: Object.fromEntries(
        [...lines].map(([, name, type, value]) => [name, type === "DWORD" ? Number(value) : value]),
      ),
    });
  }
  return found;
}
