// npm run eval -- SERVICE FOLDER: a seeded account, the built server on it, and 40 requests for a model to meet. docs/eval.md says how.
import { join } from "node:path";
import { build, ensureModules, ensureNode, root } from "../../build/setup.mjs";

await ensureNode();
ensureModules();
if (!process.env.PUNCHCARD_EVAL_BUILT) build();
const { runnerImport } = await import("vite");
const { module } = await runnerImport(join(root, "test/eval/eval.ts"));
await module.evaluate(process.argv.slice(2));
