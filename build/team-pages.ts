import type { Plugin } from "vite";

/**
 * Pages of the team server lie at paths of any depth, so that what they load is named from the root: `/assets/…`. Their
 * one document lies beside that folder.
 */
export const teamPages = (): Plugin => ({
  name: "punchcard:team-pages",
  applyToEnvironment: ({ name }) => name === "teamPages",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      const page = bundle["team/index.html"];
      if (page?.type !== "asset") throw new Error("the pages of the team server have no document");
      const source = String(page.source).replaceAll(/(src|href)="(?:\.\.\/)+assets\//g, '$1="/assets/');
      delete bundle["team/index.html"];
      this.emitFile({ type: "asset", fileName: "index.html", source });
    },
  },
});
