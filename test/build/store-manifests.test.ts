import { execFileSync } from "node:child_process";
import Ajv from "ajv";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { registryEntry } from "../../build/npm-package.mjs";
import { project } from "../../build/project.mjs";
import { storeManifests } from "../../build/release/store-manifests.mjs";
import { faultsOf } from "../../build/release/validate-manifests.mjs";

const site = project({ GITHUB_REPOSITORY: "Example/Punchcard", GITHUB_SERVER_URL: "https://github.com" });
const names = [
  ...["Punchcard-1.2.3-arm64.dmg", "Punchcard-1.2.3-x64.dmg", "Punchcard-Setup-1.2.3-x64.exe"],
  ...["punchcard_1.2.3_amd64.deb", "punchcard_1.2.3_arm64.deb"],
];
const sums = names.map((name, index) => `${"abcde"[index]?.repeat(64)}  ${name}\n`).join("");
const made = storeManifests({ sums, version: "1.2.3", date: "2026-12-01", site });
const manifest = (end: string) => Object.entries(made).find(([name]) => name.endsWith(end))?.[1] ?? "";

const text = (maxLength: number, pattern = ".") => ({ type: "string", minLength: 1, maxLength, pattern });
const httpsUrl = text(2048, "^https://");
const winget = (type: string, properties: Record<string, unknown>) => ({
  type: "object",
  properties: {
    PackageIdentifier: text(128, "^[^\\s.]{1,32}(\\.[^\\s.]{1,32}){1,7}$"),
    PackageVersion: text(128, '^[^\\\\/:*?"<>|]+$'),
    ManifestType: { const: type },
    ManifestVersion: { const: "1.10.0" },
    ...properties,
  },
  required: ["PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion", ...Object.keys(properties)],
});
const errorsOf = (schema: object, document: unknown) => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.validate(schema, document);
  return ajv.errors;
};

/** Limits as the documents of the stores state them; their own schemas are not in this repository. */
it.each([
  ["Punchcard.Punchcard.yaml", winget("version", { DefaultLocale: text(20, "^en-US$") })],
  [
    "Punchcard.Punchcard.installer.yaml",
    winget("installer", {
      InstallerType: { enum: ["nullsoft"] },
      Scope: { enum: ["user", "machine"] },
      ReleaseDate: text(10, "^\\d{4}-\\d{2}-\\d{2}$"),
      Installers: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["Architecture", "InstallerUrl", "InstallerSha256"],
          properties: {
            Architecture: { enum: ["x86", "x64", "arm", "arm64", "neutral"] },
            InstallerUrl: httpsUrl,
            InstallerSha256: text(64, "^[A-Fa-f0-9]{64}$"),
          },
        },
      },
    }),
  ],
  [
    "Punchcard.Punchcard.locale.en-US.yaml",
    winget("defaultLocale", {
      PackageLocale: text(20, "^en-US$"),
      Publisher: text(256),
      PackageName: text(256),
      License: text(512),
      ShortDescription: text(256),
      Tags: { type: "array", maxItems: 16, uniqueItems: true, items: text(40) },
    }),
  ],
])("%s keeps to winget's limits", (name, schema) => {
  expect(errorsOf(schema, parse(manifest(name)))).toBeNull();
});

it("server.json keeps to the limits of the MCP registry", () => {
  const schema = {
    type: "object",
    required: ["name", "description", "version", "packages", "repository"],
    properties: {
      name: text(200, "^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$"),
      title: text(100),
      description: text(100),
      version: text(255, "^\\d+\\.\\d+\\.\\d+$"),
      websiteUrl: httpsUrl,
      repository: { type: "object", required: ["url", "source"], properties: { url: httpsUrl } },
    },
  };
  expect(errorsOf(schema, registryEntry({ version: "1.2.3" }, site))).toBeNull();
});

it("the workflow validates each manifest against the schema that it names, and reports every fault", async () => {
  const addresses: string[] = [];
  const schema = { type: "object", required: ["PackageVersion"], properties: { ReleaseDate: { type: "string" } } };
  const faults = (text: string) =>
    faultsOf(text, (address) => {
      addresses.push(address);
      return schema;
    });
  expect(await faults(manifest("Punchcard.Punchcard.installer.yaml"))).toEqual([]);
  const entry = JSON.stringify({ ...registryEntry({ version: "1.2.3" }, site), ReleaseDate: 5 });
  expect(await faults(entry)).toEqual([
    "/ must have required property 'PackageVersion'",
    "/ReleaseDate must be string",
  ]);
  expect(addresses).toEqual([
    "https://aka.ms/winget-manifest.installer.1.10.0.schema.json",
    "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  ]);
  await expect(faults("PackageVersion: 1.2.3")).rejects.toThrow("no schema");
});

it.skipIf(process.platform === "win32")("PKGBUILD, as bash reads it, says what .SRCINFO says", () => {
  const script = `eval "$(cat)"
for field in pkgver pkgrel pkgdesc arch url license depends optdepends provides conflicts options install \
  source_x86_64 sha256sums_x86_64 source_aarch64 sha256sums_aarch64; do
  declare -n values=$field
  for value in "\${values[@]}"; do echo "$field = $value"; done
done`;
  const fields = execFileSync("bash", ["-euc", script], { input: manifest("aur/PKGBUILD"), encoding: "utf8" });
  const lines = (whole: string) =>
    whole
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !/^pkg(?:base|name) = punchcard-bin$/.test(line))
      .sort();
  expect(lines(manifest("aur/.SRCINFO"))).toEqual(lines(fields));
});
