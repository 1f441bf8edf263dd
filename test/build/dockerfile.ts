/** One instruction of a Dockerfile; `stage` counts its FROM from 0. */
export interface Instruction {
  stage: number;
  name: string;
  /** `--chown=1:1` as `{ chown: "1:1" }`. */
  flags: Record<string, string>;
  /** In the exec form its words, else split at blanks. */
  words: string[];
  isExec: boolean;
}

/** As much of the format as ours uses: no line that goes on, no heredoc. */
export function parseDockerfile(text: string): Instruction[] {
  let stage = -1;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "" || line.endsWith("\\")) throw new Error(`not understood: ${line}`);
    if (name === "FROM") stage++;
    const flags = Object.fromEntries([...rest.matchAll(/(?<=^|\s)--([a-z-]+)=(\S+)\s/g)].map(([, k, v]) => [k, v]));
    const plain = rest.replace(/(?<=^|\s)--[a-z-]+=\S+\s/g, name === "RUN" ? "$&" : "").trim();
    const exec = /\[.*\]$/.exec(plain)?.[0];
    const words = exec ? (JSON.parse(exec) as string[]) : plain.split(/\s+/);
    return { stage, name, flags, words, isExec: exec !== undefined };
  });
}
