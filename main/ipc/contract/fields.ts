import { z } from "zod";

/** What many channels have in common. */
export const accountId = z.string().min(1).max(40);
export const instant = z.string().max(40);
export const day = z.iso.date();
/** What a person wrote. */
export const text = z.string().max(10_000);
export const nothing = z.void();
