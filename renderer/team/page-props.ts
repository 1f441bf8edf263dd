/** What each page is given. */
export interface TeamPageProps {
  /** What stands for `:name` in the path. */
  params: Record<string, string>;
}
