// node build/release/validate-manifests.mjs FILE…: validates manifests against the schemas that they name, as their stores publish them.
// PUNCHCARD_SCHEMAS names a folder with the schemas, where they are not reached: each by the last part of its address.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { parse } from "yaml";

/** The address of the schema, which winget's manifests state in a comment and JSON in `$schema`. */
function schemaAddress(text, document) {
  const address = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? document.$schema;
  if (!address) throw new Error("it names no schema");
  return address;
}

/** @throws {Error} when the schema cannot be read */
async function readSchema(address, folder = process.env.PUNCHCARD_SCHEMAS) {
  if (folder) return JSON.parse(readFileSync(join(folder, basename(address)), "utf8"));
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/**
 * Validates one manifest.
 *
 * @returns what is wrong with it, one line for each fault
 * @throws {Error} when it names no schema, or a schema that cannot be read
 */
export async function faultsOf(text, schemaOf = readSchema) {
  // YAML is a superset of JSON. The core schema keeps dates as text, as winget's own reader does.
  const document = parse(text);
  const schema = await schemaOf(schemaAddress(text, document));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.validate(schema, document);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Error("no manifest is given");
  for (const file of files) {
    const faults = await faultsOf(readFileSync(file, "utf8"));
    for (const fault of faults) console.error(`${file}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
    else console.log(`${file} is valid`);
  }
}
