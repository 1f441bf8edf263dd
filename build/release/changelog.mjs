// CHANGELOG.md: sections `## <version>`, with the headings `###` of Keep a Changelog.

const heading = /^## /m;

/** Splits a changelog into its introduction and its sections. */
function parse(changelog) {
  const [intro, ...sections] = changelog.split(heading);
  return {
    intro,
    sections: sections.map((text) => {
      const [title] = text.split("\n", 1);
      return { version: title.split(/[\s\]]/)[0].replace("[", ""), title, body: text.slice(title.length).trim() };
    }),
  };
}

/**
 * Returns the section of a version, without its heading.
 *
 * @throws {Error} when there is none, or it is empty, or "Unreleased" has changes that the release would leave out
 */
export function notesOf(changelog, version) {
  const { sections } = parse(changelog);
  const notes = sections.find((one) => one.version === version)?.body;
  if (!notes) throw new Error(`CHANGELOG.md has no section of ${version}`);
  if (sections.find((one) => one.version === "Unreleased")?.body)
    throw new Error(`CHANGELOG.md has changes under "Unreleased": run \`npm run release -- ${version}\` first`);
  return `${notes}\n`;
}

/** The text before the first `###`, and the lists below each. */
function parts(body) {
  const [intro, ...rest] = body.split(/^### /m);
  return {
    intro: intro.trim(),
    lists: rest.map((text) => {
      const [title] = text.split("\n", 1);
      return [title.trim(), text.slice(title.length).trim()];
    }),
  };
}

const order = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** Joins two bodies: one introduction, and one list for each heading. */
function merged(first, second) {
  const lists = new Map();
  for (const [title, text] of [...parts(first).lists, ...parts(second).lists])
    if (text) lists.set(title, [...(lists.get(title) ?? []), text]);
  const rank = (title) => order.indexOf(title) + 1 || order.length + 1;
  return [
    ...[parts(first).intro, parts(second).intro].filter((text) => text),
    ...[...lists].sort(([a], [b]) => rank(a) - rank(b)).map(([title, texts]) => `### ${title}\n\n${texts.join("\n")}`),
  ].join("\n\n");
}

/**
 * Moves "Unreleased" into the section of a version. A section that was prepared for the version before is extended.
 *
 * @param date of the release, YYYY-MM-DD
 * @throws {Error} when neither of them says anything
 */
export function releaseChangelog(changelog, version, date) {
  const { intro, sections } = parse(changelog);
  const bodyOf = (name) => sections.find((one) => one.version === name)?.body ?? "";
  const body = merged(bodyOf(version), bodyOf("Unreleased"));
  if (!body) throw new Error('CHANGELOG.md has nothing under "Unreleased"');
  const others = sections.filter((one) => ![version, "Unreleased"].includes(one.version));
  return [
    `${intro.trimEnd()}\n\n## Unreleased\n`,
    `## ${version} - ${date}\n\n${body}\n`,
    ...others.map(({ title, body: text }) => `## ${title}\n\n${text}\n`),
  ].join("\n");
}
