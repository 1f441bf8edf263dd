export interface Component {
  name: string;
  version: string;
  license: string;
  text: string;
}
export function componentsOf(root: string, product: "app" | "server"): Component[];
