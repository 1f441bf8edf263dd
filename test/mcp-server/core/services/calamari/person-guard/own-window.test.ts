import { reachesNobodyElse } from "./stage";

reachesNobodyElse("the app's own window, of an account with the profile track", { profile: "track", tray: true }, 0);
