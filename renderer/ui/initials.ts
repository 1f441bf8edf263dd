/** `Claude Desktop` → `CD`, `Zed` → `Ze`: two letters stand for a program, no logo. */
export function initials(label: string): string {
  const words = label.split(/\s+/).filter(Boolean);
  return words.length > 1
    ? words
        .slice(0, 2)
        .map((word) => word[0])
        .join("")
    : label.slice(0, 2);
}
