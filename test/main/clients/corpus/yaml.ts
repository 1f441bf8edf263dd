import type { Sample } from "./json";

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const goose = (name: string, text: string | null): Sample => ({ name, client: "goose", text });

const typical = `extensions:
  developer:
    bundled: true
    display_name: Developer
    enabled: true
    name: developer
    timeout: 300
    type: builtin
  fetch:
    args:
    - -y
    - '@modelcontextprotocol/server-fetch'
    bundled: null
    cmd: npx
    description: ''
    enabled: false
    env_keys:
    - FETCH_API_KEY
    envs: {}
    name: fetch
    timeout: 300
    type: stdio
    available_tools: []
GOOSE_PROVIDER: openai
GOOSE_MODEL: gpt-5.5
OPENAI_HOST: https://api.openai.com
GOOSE_MODE: smart_approve
`;
const byHand = `# my goose
GOOSE_PROVIDER: "anthropic"   # the good one
instructions: |
  extensions:
    punchcard: none
  # no comment

  end
folded: >-
  one
  two

extensions:   # tools
    # files
    "files":
        type: 'stdio'
        cmd: "/opt/files"   # here
        args:
            - "--root"
            - 'it''s "quoted": # not a comment'
        envs:
            HOME_DIR: "/home/marta"
        enabled: true
    # nothing below

# models
models:
- name: a
  size: 7
- name: b
  options:
    temperature: 0.5
`;

/** Goose configurations as Goose writes them and as people do. */
export const yamlCorpus: Sample[] = [
  goose("missing file", null),
  goose("empty file", ""),
  goose("blank lines only", "\n\n"),
  goose("BOM only", "\uFEFF"),
  goose("comment only, no final newline", "# mine"),
  goose("provider only", "GOOSE_PROVIDER: openai\nGOOSE_MODEL: gpt-5.5\n"),
  goose("provider only, no final newline", "GOOSE_PROVIDER: openai"),
  goose("as Goose writes it", typical),
  goose("as Goose writes it, CRLF", crlf(typical)),
  goose("as Goose writes it, BOM", `\uFEFF${typical}`),
  goose("as Goose writes it, no final newline", typical.trimEnd()),
  goose("as Goose writes it, blank lines at the end", `${typical}\n\n`),
  goose("extensions last", typical.replace(/^(extensions:[\s\S]*?)(GOOSE_PROVIDER[\s\S]*)$/, "$2$1")),
  goose("extensions last, no final newline", "a: 1\nextensions:\n  x:\n    cmd: x"),
  goose("extensions last, comment behind", "a: 1\nextensions:\n  x:\n    cmd: x\n  # y\n# z"),
  goose("by hand", byHand),
  goose("empty extensions with a comment behind and below", "a: 1\nextensions: # none yet\n# models\nb: 2\n"),
  goose("by hand, CRLF", crlf(byHand)),
  goose("no extensions yet, written {}", "a: 1\nextensions: {}\nb: 2\n"),
  goose("no extensions yet, {} at the end", "extensions: {}"),
  goose("no extensions yet, {} with a comment", "extensions: {} # none\nb: 2\n"),
  goose("no extensions yet, nothing written", "extensions:\nb: 2\n"),
  goose("no extensions yet, nothing written at the end", "extensions:"),
  goose("one blank of indentation", "extensions:\n a:\n  cmd: a\nb: 1\n"),
  goose("a document mark at the start", `---\n${typical}`),
  goose("an extension without settings", "extensions:\n  a:\n  b: {}\nc: 1\n"),
  goose("text block last in extensions", "extensions:\n  a:\n    description: |-\n      one\n\n      two\n\n\nb: 1\n"),
  goose(
    "umlauts, quotes, odd names",
    "näme_: 1\n".replace("ä", "a") +
      '"ü 🕐": \'it\'\'s\'\n"a\\"b": "\\u00e9"\nextensions:\n  my tool.v2:\n    cmd: /opt/ü\n',
  ),
  goose("an anchor and its alias", "a: &b\n  c: 1\nd: *b\nextensions:\n  e: &f\n    cmd: e\n  g: *f\n"),
  goose("flow style elsewhere", "a: [1, {b: c}]\nextensions:\n  d: {cmd: d}\n  e:\n    args: [x,\n      y]\nf: {}\n"),
  goose("values of several lines", "a: one\n  two\nb: \"three\n  four\"\nextensions:\n  c:\n    cmd: 'd\n      e'\n"),
  goose(
    "tags, a key with a mark and lists in lists",
    "a: !!str 1\n? b\n: c\nd:\n- - 1\n  - 2\nextensions:\n  e: !x {}\n",
  ),
  goose(
    "text blocks with marks of their own",
    "a: |+\n  b\n\n\nc: |2\n   d\nextensions:\n  e:\n    cmd: >1-\n      f\n",
  ),
  goose("a version and a document mark", "%YAML 1.2\n---\na: 1\n"),
  goose("__proto__", "extensions:\n  __proto__:\n    cmd: p\n  constructor:\n    cmd: c\n"),
  goose("our name elsewhere", "punchcard: 1\nother:\n  extensions:\n    punchcard:\n      cmd: x\n"),
];
