// Stands in for @modelcontextprotocol/server/_shims in the bundled server (build/server-bundle.ts): the same two
// names without the JSON Schema library. Our server gives its own validator, so this one is never asked.
export { default as process } from "node:process";

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("the bundled server has no default JSON Schema validator");
  }
}
