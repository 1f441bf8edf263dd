/** The rooms and their imports as a Mermaid block. */
export function drawing(): string;
/** Whether docs/architecture.md shows the rooms as the imports are, whatever the counts of lines. */
export function isCurrent(): boolean;
