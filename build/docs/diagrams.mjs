// Diagrams of the docs site: what is written as Mermaid becomes a picture when the site is built, so that no page needs a script.
import { posix } from "node:path";
import { renderMermaidSVG } from "beautiful-mermaid";

/** Colors of VitePress' own themes. */
const themes = { light: { bg: "#ffffff", fg: "#3c3c43" }, dark: { bg: "#1b1b1f", fg: "#dfdfd6" } };

/** A picture loads nothing, and the system has a font. */
const withoutFont = (svg) => svg.replace(/\s*@import url\([^)]*\);/, "");

/**
 * @param page path of a page of the site
 * @returns its Markdown with a picture for each theme in place of each diagram, and these pictures by path
 */
export function withDiagrams(page, markdown) {
  const pictures = new Map();
  const name = page.replace(/\.md$/, "").replaceAll("/", "-");
  let heading = "";
  const changed = markdown.replaceAll(/^#+ (.*)$|^```mermaid\n([\s\S]*?)^```$/gm, (whole, title, diagram) => {
    if (diagram === undefined) {
      heading = title;
      return whole;
    }
    const number = pictures.size / 2 + 1;
    return Object.entries(themes)
      .map(([theme, colors]) => {
        const file = `images/diagram-${name}-${number}-${theme}.svg`;
        pictures.set(file, withoutFont(renderMermaidSVG(diagram, colors)));
        const address = posix.relative(posix.dirname(page), file);
        return `<img class="of-${theme}" src="./${address}" alt="Diagram: ${heading.replaceAll('"', "&quot;")}">`;
      })
      .join("");
  });
  return { markdown: changed, pictures };
}
