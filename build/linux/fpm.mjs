#!/usr/bin/env node
// In place of fpm where its download cannot be reached: takes what electron-builder gives to fpm and makes the package with
// the distribution's own tar and rpmbuild. An argument that it does not know ends it, so that nothing is left out.
// Releases are made with fpm itself.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const text = { type: "string" };
const options = {
  s: { type: "string", short: "s" },
  t: { type: "string", short: "t" },
  force: { type: "boolean" },
  depends: { type: "string", short: "d", multiple: true },
  "deb-recommends": { type: "string", multiple: true },
  architecture: text,
  "after-install": text,
  "after-remove": text,
  "before-remove": text,
  description: text,
  version: text,
  iteration: text,
  package: text,
  name: text,
  maintainer: text,
  vendor: text,
  url: text,
  category: text,
  license: text,
  "deb-priority": text,
  "deb-changelog": text,
  "deb-compression": text,
  "rpm-os": text,
  "rpm-compression": text,
  "rpm-changelog": text,
  "rpm-summary": text,
};

/**
 * @param args as fpm takes them: options, then `source=target` for each file, or for each folder where both end with `/`
 * @throws for an option that fpm may know and this does not
 */
export function read(args) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  for (const name of ["t", "architecture", "version", "package", "name", "maintainer"])
    if (!values[name]) throw new Error(`--${name} is missing`);
  const files = positionals.map((one) => {
    const at = one.lastIndexOf("=");
    if (at < 1) throw new Error(`not source=target: ${one}`);
    return { from: one.slice(0, at), to: one.slice(at + 1) };
  });
  return { values, files };
}

/** Puts the files below a root as they will lie on the computer, with modes that do not depend on who packs. */
function stage(files, folder) {
  for (const { from, to } of files) {
    const at = join(folder, to);
    mkdirSync(dirname(at), { recursive: true });
    if (from.endsWith("/")) cpSync(from, at, { recursive: true, verbatimSymlinks: true });
    else copyFileSync(from, at);
  }
  execFileSync("chmod", ["-R", "u+rwX,go+rX,go-w", folder]);
}

const scripts = [
  ["after-install", "postinst", "post"],
  ["before-remove", "prerm", "preun"],
  ["after-remove", "postrm", "postun"],
];

/** Debian's form of a description: one line, then each further one with a blank before it. */
const folded = (description) =>
  description
    .trim()
    .split("\n")
    .map((line, at) => (at === 0 ? line.trim() : ` ${line.trim() || "."}`))
    .join("\n");

export function control(values, kilobytes) {
  const fields = {
    Package: values.name,
    Version: values.iteration ? `${values.version}-${values.iteration}` : values.version,
    License: values.license,
    Vendor: values.vendor,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    "Installed-Size": kilobytes,
    Depends: (values.depends ?? []).join(", "),
    Recommends: (values["deb-recommends"] ?? []).join(", "),
    Section: values.category ?? "default",
    Priority: values["deb-priority"] ?? "optional",
    Homepage: values.url,
    Description: folded(values.description ?? values.name),
  };
  return `${Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("")}`;
}

function deb(values, files, work) {
  const root = join(work, "root");
  stage(files, root);
  // As fpm does, compressed without a time.
  const documents = join(root, "usr/share/doc", values.name);
  mkdirSync(documents, { recursive: true });
  const changelog = values["deb-changelog"];
  if (changelog) writeFileSync(join(documents, "changelog.gz"), gzipSync(readFileSync(changelog), { level: 9 }));
  execFileSync("chmod", ["-R", "u+rwX,go+rX,go-w", root]);
  const kilobytes = Number(execFileSync("du", ["-sk", root], { encoding: "utf8" }).split("\t")[0]);
  const folder = join(work, "control");
  mkdirSync(folder);
  writeFileSync(join(folder, "control"), control(values, kilobytes));
  writeFileSync(join(folder, "md5sums"), checksums(root));
  execFileSync("chmod", ["644", join(folder, "control"), join(folder, "md5sums")]);
  for (const [option, name] of scripts)
    if (values[option]) {
      copyFileSync(values[option], join(folder, name));
      chmodSync(join(folder, name), 0o755);
    }
  const [flag, end] = { gz: ["-z", ".gz"], bzip2: ["-j", ".bz2"], none: ["", ""] }[values["deb-compression"]] ?? [
    "-J",
    ".xz",
  ];
  // As fpm does: tar calls xz, which reads XZ_OPT.
  const archive = (name, content) => {
    const file = join(work, `${name}.tar${end}`);
    const ownership = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
    execFileSync("tar", ["-C", content, ...(flag ? [flag] : []), "-cf", file, ...ownership, "."]);
    return { name: basename(file), body: readFileSync(file) };
  };
  const version = { name: "debian-binary", body: Buffer.from("2.0\n") };
  writeFileSync(join(work, "made"), ar([version, archive("control", folder), archive("data", root)]));
}

/** Lines of `md5sums`: dpkg verifies installed files with them. */
const checksums = (root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
    .map(
      (name) =>
        `${createHash("md5")
          .update(readFileSync(join(root, name)))
          .digest("hex")}  ${name}\n`,
    )
    .join("");

/** An archive of ar(5), which a Debian package is. */
function ar(members) {
  const parts = members.flatMap(({ name, body }) => [
    Buffer.from(
      [
        name.padEnd(16),
        "0".padEnd(12),
        "0".padEnd(6),
        "0".padEnd(6),
        "100644".padEnd(8),
        String(body.length).padEnd(10),
        "`\n",
      ].join(""),
    ),
    body,
    Buffer.alloc(body.length % 2, "\n"),
  ]);
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}

const payloads = { xzmt: "w6T0.xzdio", xz: "w6.xzdio", gzip: "w6.gzdio", none: "w0.gzdio", bzip2: "w6.bzdio" };

export function spec(values, files, folder) {
  const payload = payloads[values["rpm-compression"] ?? "gzip"];
  if (!payload) throw new Error(`no compression of rpm: ${values["rpm-compression"]}`);
  const body = (option) => readFileSync(values[option], "utf8").replaceAll("%", "%%");
  const listed = files.map(({ to }) => `"${to.replace(/\/$/, "")}"`);
  return [
    `%define _binary_payload ${payload}`,
    "%define __os_install_post %{nil}",
    "%define _build_id_links none",
    "%global debug_package %{nil}",
    "AutoReqProv: no",
    `Name: ${values.name}`,
    `Version: ${values.version.replaceAll("-", "_")}`,
    `Release: ${values.iteration ?? "1"}`,
    `Summary: ${values["rpm-summary"] ?? (values.description ?? values.name).split("\n")[0]}`,
    `License: ${values.license ?? "unknown"}`,
    `Group: ${values.category ?? "default"}`,
    `Vendor: ${values.vendor ?? "none"}`,
    `URL: ${values.url ?? "none"}`,
    `Packager: ${values.maintainer}`,
    ...(values.depends ?? []).map((one) => `Requires: ${one}`),
    "%description",
    values.description ?? values.name,
    "%install",
    `cp -a "${folder}/." "%{buildroot}/"`,
    "%files",
    "%defattr(-,root,root,-)",
    ...listed,
    ...scripts.flatMap(([option, , section]) => (values[option] ? [`%${section} -p /bin/bash`, body(option)] : [])),
    ...(values["rpm-changelog"] ? ["%changelog", body("rpm-changelog")] : []),
    "",
  ].join("\n");
}

function rpm(values, files, work) {
  const root = join(work, "root");
  stage(files, root);
  writeFileSync(join(work, "package.spec"), spec(values, files, root));
  execFileSync(
    "rpmbuild",
    [
      "-bb",
      `--target=${values.architecture}-${values["rpm-os"] ?? "linux"}`,
      `--define=_topdir ${join(work, "rpm")}`,
      "--define=_rpmfilename made.rpm",
      join(work, "package.spec"),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  renameSync(join(work, "rpm/RPMS/made.rpm"), join(work, "made"));
}

function main(args) {
  const { values, files } = read(args);
  const make = { deb, rpm }[values.t];
  if (!make) throw new Error(`no package of type ${values.t}`);
  const work = mkdtempSync(join(tmpdir(), "punchcard-package-"));
  try {
    make(values, files, work);
    const target = resolve(values.package);
    if (statSync(target, { throwIfNoEntry: false }) && !values.force) throw new Error(`${target} is there already`);
    copyFileSync(join(work, "made"), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
