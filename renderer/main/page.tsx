import type { ReactNode } from "react";
import type { MainPage } from "../../main/ipc/contract";

/** What each page of the main window is given. */
export interface PageProps {
  onPage: (page: MainPage) => void;
}

/** Head and body of a page: the head stays, the body scrolls. */
export function Page({
  title,
  head,
  children,
  className,
}: {
  title: string;
  head?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <main className="page" aria-label={title}>
      <header className="page__head">
        <h1>{title}</h1>
        {head}
      </header>
      <div className={className ? `page__body ${className}` : "page__body"}>{children}</div>
    </main>
  );
}
