// Preloaded into the server: its clock begins at EVAL_NOW and runs on, so that requests may say "last Thursday".
const real = Date;
const ahead = Number(process.env.EVAL_NOW) - real.now();
globalThis.Date = class extends real {
  constructor(...given) {
    if (given.length === 0) super(real.now() + ahead);
    else super(...given);
  }
  static now() {
    return real.now() + ahead;
  }
};
