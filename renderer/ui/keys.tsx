/** Key caps, for the eye: what carries the keys tells them by `aria-keyshortcuts` or in words. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="keycaps" aria-hidden="true">
      {keys.map((key) => (
        <span key={key} className="key">
          {key}
        </span>
      ))}
    </span>
  );
}
