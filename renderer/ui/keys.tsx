import { Fragment } from "react";

/** Key caps, for the eye: what carries the keys tells them by `aria-keyshortcuts` or in words. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="keycaps" aria-hidden="true">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && " "}
          <span className="key">{key}</span>
        </Fragment>
      ))}
    </span>
  );
}
