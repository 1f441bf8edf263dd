import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { expect, it } from "vitest";
import { billOfMaterials } from "../../build/bundle/sbom.mjs";
import lock from "../../package-lock.json";

const folder = resolve("test/data/cyclonedx");
const schema = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
// The document's schema refers to the others by these names.
for (const name of ["spdx", "jsf-0.82"])
  ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
const validate = ajv.compile(schema("bom-1.6"));
const own = { name: "punchcard", version: "1.2.3", license: "MIT" };

it("is a CycloneDX 1.6 document for every package that could be bundled", () => {
  const packages: Record<string, { version?: string; license?: string }> = lock.packages;
  const components = Object.entries(packages).flatMap(([path, { version, license }]) =>
    path !== "" && version
      ? [{ name: path.replace(/^.*node_modules\//, ""), version, license: license ?? "", text: "" }]
      : [],
  );
  const document = JSON.parse(
    JSON.stringify(billOfMaterials(own, { app: components, server: components.slice(0, 9) })),
  );
  validate(document);
  expect(validate.errors).toBeNull();
  expect(document.components.length).toBeGreaterThan(400);
});

it("would be refused with a component that has no name, or a license that is not text", () => {
  for (const component of [
    { version: "1.0.0", license: "MIT" },
    { name: "a", version: "1.0.0", license: 5 },
  ]) {
    const document = billOfMaterials(own, { app: [{ name: "", ...component } as never] });
    const [first] = document.components;
    if (first && !("name" in component)) Object.assign(first, { name: undefined });
    expect(validate(JSON.parse(JSON.stringify(document)))).toBe(false);
  }
});
