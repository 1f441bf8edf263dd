// Files of the Linux packages that depend on the version: out/linux, written before electron-builder packs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../project.mjs";

const escapeXml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Versions of the changelog with their dates, newest first. */
const releasesOf = (changelog) =>
  [...changelog.matchAll(/^## \[?(\d+\.\d+\.\d+[^\]\s]*)\]? - (\d{4}-\d{2}-\d{2})$/gm)].map(([, version, date]) => ({
    version,
    date,
  }));

const screenshots = [
  { file: "docs/images/timer-light.png", caption: "The timer" },
  { file: "docs/images/entries-light.png", caption: "All entries" },
  { file: "docs/images/settings-clients-light.png", caption: "AI clients" },
];

/** AppStream metadata: what software centers show. Screenshots are those of the tag, because their addresses never change. */
export function metainfo({ version, changelog, site = project() }) {
  const releases = releasesOf(changelog).map((one) => `    <release version="${one.version}" date="${one.date}"/>`);
  const images = screenshots.map(
    ({ file, caption }, index) => `    <screenshot${index === 0 ? ' type="default"' : ""}>
      <caption>${caption}</caption>
      <image>${escapeXml(site.raw(`v${version}`, file))}</image>
    </screenshot>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>app.punchcard.Punchcard</id>
  <name>Punchcard</name>
  <summary>Clock in and out from the tray</summary>
  <summary xml:lang="de">Ein- und ausstempeln im Infobereich</summary>
  <summary xml:lang="pl">Rejestruj czas pracy z zasobnika</summary>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>MIT</project_license>
  <developer id="app.punchcard">
    <name>The Punchcard founders</name>
  </developer>
  <description>
    <p>Punchcard tracks your time in Kimai, Clockodo, Calamari or on this computer, from an icon in the tray.</p>
    <p>AI clients can do the rest: Punchcard is an MCP server, and you decide what they may read and write.</p>
  </description>
  <launchable type="desktop-id">app.punchcard.Punchcard.desktop</launchable>
  <url type="homepage">${escapeXml(site.homepage)}</url>
  <screenshots>
${images.join("\n")}
  </screenshots>
  <provides>
    <binary>punchcard</binary>
    <binary>punchcard-mcp</binary>
  </provides>
  <categories>
    <category>Office</category>
  </categories>
  <content_rating type="oars-1.1"/>
  <releases>
${releases.join("\n")}
  </releases>
</component>
`;
}

/** Date of a version in the changelog; today for one that is not released yet. */
const dateOf = ({ version, changelog }) => {
  const date = releasesOf(changelog).find((one) => one.version === version)?.date;
  return date ? new Date(`${date}T12:00:00Z`) : new Date();
};

/** The changelog in Debian's format, which names each version and refers to the project for details. */
const debianChangelog = ({ version, changelog, site = project() }) => {
  const stamp = dateOf({ version, changelog }).toUTCString().replace("GMT", "+0000");
  return `punchcard (${version}) stable; urgency=medium

  * Release ${version}. Changes: ${site.homepage}

 -- ${site.maintainer}  ${stamp}
`;
};

/** The same in the format of RPM. */
const rpmChangelog = ({ version, changelog, site = project() }) => {
  const [weekday, day, month, year] = dateOf({ version, changelog }).toUTCString().replace(",", "").split(" ");
  return `* ${weekday} ${month} ${day} ${year} ${site.maintainer} - ${version}-1
- Release ${version}. Changes: ${site.homepage}
`;
};

/** Debian's machine-readable copyright file, with the licenses of what is bundled. */
const debianCopyright = ({ license, thirdParty, site = project() }) => {
  const field = (text) =>
    text
      .trim()
      .split("\n")
      .map((line) => ` ${line.trimEnd() || "."}`)
      .join("\n");
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Punchcard
Upstream-Contact: ${site.maintainer}
Source: ${site.homepage}

Files: *
Copyright: 2026 The Punchcard founders
License: Expat

License: Expat
${field(license.slice(license.indexOf("Permission is")))}

Comment:
${field(thirdParty)}
`;
};

/**
 * Writes `out/linux`.
 *
 * @param version of the package, which a test may raise
 */
export function writePackageFiles(root, version, site = project()) {
  const read = (name) => readFileSync(join(root, name), "utf8");
  const folder = join(root, "out/linux");
  mkdirSync(folder, { recursive: true });
  const facts = { version, changelog: read("CHANGELOG.md"), site };
  const write = (name, text) => writeFileSync(join(folder, name), text);
  write("app.punchcard.Punchcard.metainfo.xml", metainfo(facts));
  write("debian-changelog", debianChangelog(facts));
  write("rpm-changelog", rpmChangelog(facts));
  const thirdParty = "Licenses of bundled software are in /opt/Punchcard/resources/THIRD-PARTY-NOTICES.txt.";
  write("copyright", debianCopyright({ license: read("LICENSE"), thirdParty, site }));
}
