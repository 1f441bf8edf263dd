import { expect, it } from "vitest";
import { control, read, spec } from "../../build/linux/fpm.mjs";

const least = [
  "-t",
  "deb",
  "--architecture",
  "amd64",
  "--version",
  "0.1.0",
  "--package",
  "p.deb",
  "--name",
  "punchcard",
];
const args = [...least, "--maintainer", "The founders"];

it.each([
  ["an option that it does not know", [...args, "--deb-systemd", "x.service"], /deb-systemd/],
  ["a file without a target", [...args, "README.md"], /source=target/],
  ["a package without a maintainer", least, /--maintainer is missing/],
])("refuses %s", (_what, given, said) => {
  expect(() => read(given)).toThrow(said);
});

it("takes files and folders with where they go", () => {
  expect(read([...args, "out/=/opt/a=b", "icon.png=/usr/share/icon.png"]).files).toEqual([
    { from: "out/=/opt/a", to: "b" },
    { from: "icon.png", to: "/usr/share/icon.png" },
  ]);
});

it("writes a description of several lines as Debian reads it", () => {
  const { values } = read([...args, "--description", "\n Tracks time.\n\n More.", "-d", "libc6", "-d", "libnss3"]);
  expect(control(values, 12)).toContain("Description: Tracks time.\n .\n More.\n");
  expect(control(values, 12)).toContain("Depends: libc6, libnss3\n");
});

it("lets rpm read no macro into a script, and no dash into a version", () => {
  const { values } = read([
    ...args,
    "--version",
    "1.0.0-beta",
    "--before-remove",
    "build/linux/before-remove.sh",
    "--rpm-compression",
    "none",
  ]);
  const made = spec(values, [{ from: "x", to: "/opt/Punchcard" }], "/tmp/root");
  expect(made).toContain("Version: 1.0.0_beta\n");
  expect(made).toContain("Group: default\n");
  expect(made).toContain("%preun -p /bin/bash\n");
  expect(made).toContain("stat -c %%u");
  expect(made).toContain("AI clients of %%s");
  expect(() => spec({ ...values, "rpm-compression": "brotli" }, [], "/tmp")).toThrow(/brotli/);
});
