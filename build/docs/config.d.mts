import type { DefaultTheme, UserConfig } from "vitepress";

/** Sections of the side bar, each with its pages. */
export function sidebar(): { text: string; items: { text: string; link: string }[] }[];
declare const config: UserConfig<DefaultTheme.Config>;
export default config;
