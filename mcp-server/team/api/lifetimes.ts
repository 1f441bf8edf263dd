/** What an admin can choose from for how long things last. */

/** Days that an AI client may stay connected at most. */
export const grantDays = [1, 7, 30, 90] as const;
/** Hours that a browser may stay signed in at most. */
export const signInHours = [1, 8, 24, 168] as const;
/** Minutes that an access token of an AI client holds. */
export const tokenMinutes = [5, 15, 60] as const;

export interface Lifetimes {
  grantDays: (typeof grantDays)[number];
  signInHours: (typeof signInHours)[number];
  tokenMinutes: (typeof tokenMinutes)[number];
}

/** While nobody chose another. */
export const usualLifetimes: Lifetimes = { grantDays: 90, signInHours: 168, tokenMinutes: 15 };
