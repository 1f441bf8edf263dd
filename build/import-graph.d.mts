/** Paths are from the root, with `/`. */
export interface Edge {
  from: string;
  to: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
  /** `import()`: loaded when it is asked for. */
  lazy: boolean;
}
/** All TypeScript files below the folders, sorted. */
export function sourceFiles(folders: string[]): string[];
/** Every import of one of our own files. @throws Error for a relative import that names no file */
export function importEdges(folders: string[]): Edge[];
/** Groups of files that import each other in a loop, the largest first. */
export function circles(edges: Edge[]): string[][];
