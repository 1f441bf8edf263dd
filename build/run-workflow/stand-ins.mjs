// node build/run-workflow/stand-ins.mjs gh|npm|docker ARGUMENTS: checks a call as strictly as the real program, and does nothing.
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

const flag = { type: "boolean" };
const text = { type: "string" };

/** Options of the subcommands that the workflows use; parseArgs refuses all others. */
const options = {
  "gh release create": {
    draft: flag,
    "verify-tag": flag,
    title: { ...text, short: "t" },
    "notes-file": { ...text, short: "F" },
  },
  "npm publish": { provenance: flag, access: text, tag: text, "dry-run": flag },
  "npm pack": { "pack-destination": text },
  "npm ci": { "ignore-scripts": flag, "no-audit": flag, "no-fund": flag, loglevel: text },
  "npm run build": {},
  "docker login": { u: { ...text, short: "u" }, "password-stdin": flag },
  "docker tag": {},
  "docker push": {},
};

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** An asset of a release: `path#label`, a file that is there and has content. */
function checkAsset(argument) {
  const file = argument.replace(/#.*$/, "");
  if (!existsSync(file)) fail(`no matches found for \`${file}\``);
  if (statSync(file).isDirectory()) fail(`read ${file}: is a directory`);
}

/** npm takes `name/name` for a repository of GitHub, and only a path that begins with `.` or `/` for a file. */
function checkPackage(argument) {
  if (/^[^@./~][^:@/]*\/[^:@/]+$/.test(argument))
    fail(`npm error the GitHub repository ${argument} is not a package here`);
  if (!/\.tgz$/.test(argument) || !existsSync(resolve(argument))) fail(`npm error ENOENT: no such file ${argument}`);
}

const [program = "", ...args] = process.argv.slice(2);
const line = [program, ...args].join(" ");
const command = Object.keys(options).find((name) => line === name || line.startsWith(`${name} `));
if (!command) fail(`${program}: unknown command: ${args.join(" ")}`);
const rest = args.slice(command.split(" ").length - 1);
let parsed;
try {
  parsed = parseArgs({ args: rest, options: options[command], allowPositionals: true });
} catch (error) {
  fail(`${program}: ${error.message}`);
}
const { values, positionals } = parsed;
if (command === "gh release create") {
  const [tag, ...assets] = positionals;
  if (!/^v\d+\.\d+\.\d+$/.test(tag ?? "")) fail("gh: a tag is needed");
  const notes = values["notes-file"];
  if (!notes || !existsSync(notes)) fail(`open ${notes}: no such file or directory`);
  for (const asset of assets) checkAsset(asset);
}
if (command === "npm publish") {
  if (positionals.length !== 1) fail("npm error publish takes one package");
  checkPackage(positionals[0]);
}
