// node build/release/store-manifests.mjs FILES OUTPUT TAG: manifests for Homebrew, winget, and AUR, from SHA256SUMS of a release.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { project } from "../project.mjs";

const summary = "Clock in and out from the tray, and let an AI client do the rest";
/** Identifier in winget: publisher and product. */
const wingetId = "Punchcard.Punchcard";
const wingetVersion = "1.10.0";

function readSums(text) {
  const sums = new Map();
  for (const line of text.trim().split("\n")) {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (!name) throw new Error(`not a line of SHA256SUMS: ${line}`);
    sums.set(name, sum);
  }
  return sums;
}

/**
 * Builds the manifests of one release.
 *
 * @param sums text of its `SHA256SUMS`
 * @returns file name in the store's repository -> content
 * @throws {Error} when the release lacks a file
 */
export function storeManifests({ sums: text, version, date, site = project() }) {
  const sums = readSums(text);
  const asset = (name) => {
    const sha256 = sums.get(name);
    if (!sha256) throw new Error(`the release has no ${name}`);
    return { sha256, url: site.download(`v${version}`, name) };
  };
  return {
    "homebrew/Casks/punchcard.rb": homebrew(version, site, asset),
    ...winget(version, date, site, asset),
    ...aur(version, site, asset),
  };
}

function homebrew(version, site, asset) {
  const [arm, intel] = [asset(`Punchcard-${version}-arm64.dmg`), asset(`Punchcard-${version}-x64.dmg`)];
  const url = arm.url.replaceAll(version, "#{version}").replace("-arm64.dmg", "-#{arch}.dmg");
  return `cask "punchcard" do
  arch arm: "arm64", intel: "x64"

  version "${version}"
  sha256 arm:   "${arm.sha256}",
         intel: "${intel.sha256}"

  url "${url}"
  name "Punchcard"
  desc "Time tracking in the tray, with a local MCP server for AI clients"
  homepage "${site.homepage}"

  auto_updates true
  depends_on macos: ">= :sonoma"

  app "Punchcard.app"

  uninstall_preflight do
    system_command "#{appdir}/Punchcard.app/Contents/MacOS/Punchcard",
                   args:         ["--unregister-all"],
                   must_succeed: false
  end

  uninstall quit: "app.punchcard.Punchcard"

  zap trash: "~/.punchcard"
end
`;
}

function winget(version, date, site, asset) {
  const setup = asset(`Punchcard-Setup-${version}-x64.exe`);
  const folder = `winget/manifests/p/Punchcard/Punchcard/${version}`;
  const common = { PackageIdentifier: wingetId, PackageVersion: version };
  const document = (type, more) =>
    `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${type}.${wingetVersion}.schema.json\n${stringify({
      ...common,
      ...more,
      ManifestType: type,
      ManifestVersion: wingetVersion,
    })}`;
  return {
    [`${folder}/${wingetId}.yaml`]: document("version", { DefaultLocale: "en-US" }),
    [`${folder}/${wingetId}.installer.yaml`]: document("installer", {
      InstallerType: "nullsoft",
      Scope: "user",
      InstallModes: ["interactive", "silent"],
      UpgradeBehavior: "install",
      ReleaseDate: date,
      Installers: [{ Architecture: "x64", InstallerUrl: setup.url, InstallerSha256: setup.sha256.toUpperCase() }],
    }),
    [`${folder}/${wingetId}.locale.en-US.yaml`]: document("defaultLocale", {
      PackageLocale: "en-US",
      Publisher: "The Punchcard founders",
      PackageName: "Punchcard",
      PackageUrl: site.homepage,
      License: "MIT",
      ShortDescription: summary,
      Tags: ["time-tracking", "mcp", "kimai", "clockodo", "calamari"],
    }),
  };
}

function aur(version, site, asset) {
  const [intel, arm] = [asset(`punchcard_${version}_amd64.deb`), asset(`punchcard_${version}_arm64.deb`)];
  const depends = ["alsa-lib", "gtk3", "libnotify", "nss", "xdg-utils"];
  const fields = {
    pkgdesc: summary,
    url: site.homepage,
    license: "MIT",
    depends,
    source_x86_64: intel.url,
    sha256sums_x86_64: intel.sha256,
    source_aarch64: arm.url,
    sha256sums_aarch64: arm.sha256,
  };
  const lines = ["arch = x86_64", "arch = aarch64", "provides = punchcard", "conflicts = punchcard"];
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) lines.push(`${name} = ${one}`);
  return {
    "aur/PKGBUILD": `# Maintainer: ${site.maintainer}
pkgname=punchcard-bin
pkgver=${version}
pkgrel=1
pkgdesc="${summary}"
arch=(x86_64 aarch64)
url="${site.homepage}"
license=(MIT)
depends=(${depends.join(" ")})
optdepends=('gnome-keyring: keeps tokens' 'kwallet: keeps tokens')
provides=(punchcard)
conflicts=(punchcard)
options=(!strip)
install=punchcard.install
source_x86_64=("${intel.url}")
sha256sums_x86_64=('${intel.sha256}')
source_aarch64=("${arm.url}")
sha256sums_aarch64=('${arm.sha256}')

package() {
  bsdtar -xf "$srcdir"/data.tar.* -C "$pkgdir"
  rm -rf "$pkgdir/usr/share/lintian"
  install -Dm644 "$pkgdir/usr/share/doc/punchcard/copyright" "$pkgdir/usr/share/licenses/$pkgname/LICENSE"
  install -d "$pkgdir/usr/bin"
  ln -s /opt/Punchcard/punchcard "$pkgdir/usr/bin/punchcard"
}
`,
    // As in the Debian package: before the files go, entries are taken out of AI clients.
    "aur/punchcard.install": `pre_remove() {
  /bin/sh /opt/Punchcard/resources/before-remove.sh remove
}
`,
    "aur/.SRCINFO": `pkgbase = punchcard-bin
\tpkgver = ${version}
\tpkgrel = 1
\tinstall = punchcard.install
\toptions = !strip
\toptdepends = gnome-keyring: keeps tokens
\toptdepends = kwallet: keeps tokens
${lines.map((line) => `\t${line}`).join("\n")}

pkgname = punchcard-bin
`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [files = "", output = "", tag = ""] = process.argv.slice(2);
  const sums = readFileSync(join(files, "SHA256SUMS"), "utf8");
  const date = new Date().toISOString().slice(0, 10);
  for (const [name, text] of Object.entries(storeManifests({ sums, version: tag.replace(/^v/, ""), date }))) {
    mkdirSync(dirname(join(output, name)), { recursive: true });
    writeFileSync(join(output, name), text);
  }
}
