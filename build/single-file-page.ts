import type { Plugin } from "vite";

/** Nothing is loaded from anywhere, and nothing can be sent anywhere: what the page does goes through its host. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** Puts the script and the styles of one environment into a page that needs no other file. */
export function singleFilePage(environment: string, file: string): Plugin {
  return {
    name: "punchcard:single-file-page",
    applyToEnvironment: ({ name }) => name === environment,
    enforce: "post",
    generateBundle(_options, bundle) {
      const parts = Object.values(bundle);
      const script = parts.flatMap((part) => (part.type === "chunk" ? [part.code] : [])).join("\n");
      const style = parts
        .flatMap((part) => (part.type === "asset" && part.fileName.endsWith(".css") ? [String(part.source)] : []))
        .join("\n");
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: "asset", fileName: file, source: page(script, style) });
    },
  };
}

/** An end tag inside of a string would end the element that holds it. */
const inside = (text: string, tag: string) => text.replaceAll(`</${tag}`, `<\\/${tag}`);

const page = (script: string, style: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Punchcard</title>
<style>${inside(style, "style")}</style>
</head>
<body>
<div id="root"></div>
<script type="module">${inside(script, "script")}</script>
</body>
</html>
`;
