/** A simple picture of where the URL is typed: a terminal, or a form. Decoration: the steps say the same. */
export function Drawing({ url, command }: { url: string; command?: string }) {
  if (command !== undefined)
    return (
      <figure className="drawing drawing--terminal">
        <code>$ {command}</code>
      </figure>
    );
  return (
    <figure className="drawing" aria-hidden="true">
      <span className="drawing__side">
        <i />
        <i />
        <i />
      </span>
      <span className="drawing__form">
        <i />
        <span>Punchcard</span>
        <span data-here>{url}</span>
      </span>
    </figure>
  );
}
