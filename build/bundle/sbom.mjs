// node build/bundle/sbom.mjs FILE: writes the bill of materials (CycloneDX 1.6) of app and server. After `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { project } from "../project.mjs";
import { componentsOf } from "./components.mjs";

const purl = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/**
 * Builds a CycloneDX document.
 *
 * @param own name, version, and license of package.json
 * @param products components of each product: `app` and `server`
 */
export function billOfMaterials(own, products, { homepage } = project()) {
  const all = new Map();
  for (const [product, components] of Object.entries(products))
    for (const one of components) {
      const key = purl(one.name, one.version);
      const entry = all.get(key) ?? { ...one, products: [] };
      entry.products.push(product);
      all.set(key, entry);
    }
  const components = [...all].sort().map(([key, { name, version, license, products: parts }]) => ({
    type: name === "electron" ? "framework" : "library",
    "bom-ref": key,
    name,
    version,
    // Expressions are one string; single identifiers too, which every reader accepts.
    ...(license ? { licenses: [{ expression: license }] } : {}),
    purl: key,
    properties: parts.map((value) => ({ name: "punchcard:product", value })),
  }));
  const ref = purl(own.name, own.version);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": ref,
        name: own.name,
        version: own.version,
        licenses: [{ license: { id: own.license } }],
        purl: ref,
        externalReferences: [{ type: "website", url: homepage }],
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((one) => one["bom-ref"]) }],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(import.meta.dirname, "../..");
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const products = { app: componentsOf(root, "app"), server: componentsOf(root, "server") };
  writeFileSync(process.argv[2] ?? "", `${JSON.stringify(billOfMaterials(own, products), null, 2)}\n`);
}
