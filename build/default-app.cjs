// Starts the app named on the command line, as Electron's own default app does: electron [-r FILE]... PATH [ARG]...
// The stand-in runtime of electron-runtime.mjs carries none.
const { app } = require("electron");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const required = [];
let target = null;
for (let at = 1; at < process.argv.length; at += 1) {
  const argument = process.argv[at];
  if (argument === "-r" || argument === "--require") {
    at += 1;
    required.push(process.argv[at]);
  } else if (argument === "-v" || argument === "--version") {
    process.stdout.write(`v${process.versions.electron}\n`);
    process.exit(0);
  } else if (!argument.startsWith("-")) {
    target = path.resolve(argument);
    break;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (target === null) fail("usage: electron [options] PATH_OF_AN_APP [argument]...");
Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
const load = Module.createRequire(path.join(process.cwd(), "noop.js"));
for (const file of required) load(path.isAbsolute(file) ? file : `./${file}`);

const folder = fs.statSync(target).isDirectory() ? target : path.dirname(target);
const manifestFile = path.join(folder, "package.json");
if (fs.existsSync(manifestFile)) {
  const manifest = JSON.parse(fs.readFileSync(manifestFile, "utf8"));
  app.name = manifest.productName || manifest.name || app.name;
  if (manifest.version) app.setVersion(manifest.version);
  app.setDesktopName(manifest.desktopName || `${app.name}.desktop`);
}
app.setAppPath(folder);
try {
  Module._load(require.resolve(target), null, true);
} catch (error) {
  fail(`The app could not be loaded:\n${error?.stack ?? error}`);
}
