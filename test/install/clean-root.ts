import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh Debian in a folder of its own, over one that is kept between runs. Needs root, debootstrap and overlayfs. */
export class CleanRoot {
  readonly path: string;
  private readonly work: string;
  private readonly mounts: string[] = [];

  constructor() {
    const base = baseSystem();
    this.work = mkdtempSync(join(tmpdir(), "punchcard-root-"));
    this.path = join(this.work, "root");
    for (const name of ["root", "upper", "work"]) mkdirSync(join(this.work, name));
    const layers = `lowerdir=${base},upperdir=${join(this.work, "upper")},workdir=${join(this.work, "work")}`;
    this.mount(["-t", "overlay", "overlay", "-o", layers], "");
    this.mount(["-t", "proc", "proc"], "proc");
    this.mount(["--bind", "/dev"], "dev");
    this.mount(["-t", "tmpfs", "tmpfs"], "dev/shm");
    const packages = join(cache, "apt");
    mkdirSync(join(packages, "partial"), { recursive: true });
    this.mount(["--bind", packages], "var/cache/apt/archives");
    cpSync("/etc/resolv.conf", join(this.path, "etc/resolv.conf"), { dereference: true });
    // No service of a package is started in here.
    writeFileSync(join(this.path, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    this.run("useradd", ["--create-home", "--shell", "/bin/bash", "ada"]);
  }

  /** Copies a file in. @returns its path as seen from inside */
  put(file: string, to: string): string {
    cpSync(file, join(this.path, to));
    return to;
  }

  /** @throws with what the program said where it does not end with 0 */
  run(program: string, args: string[], user = "root", input = ""): string {
    const done = spawnSync("chroot", [...as(user), this.path, program, ...args], {
      encoding: "utf8",
      env: environmentOf(user),
      input,
      timeout: 400_000,
      maxBuffer: 50_000_000,
    });
    if (done.status !== 0)
      throw new Error(`${program} ${args.join(" ")} ended with ${done.status}\n${done.stdout}\n${done.stderr}`);
    return done.stdout;
  }

  apt(...args: string[]): string {
    return this.run("apt-get", ["-y", "-qq", "--no-install-recommends", ...args]);
  }

  /** Starts a program of a person and leaves it running. */
  start(program: string, args: string[], user: string, env: Record<string, string> = {}): ChildProcess {
    return spawn("chroot", [...as(user), this.path, program, ...args], {
      env: { ...environmentOf(user), ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
  }

  /** Nothing can be written any more but in these folders, which are empty. @param owner `uid:gid` of them */
  readOnly(folders: readonly string[], owner: string): void {
    const [uid, gid] = owner.split(":");
    for (const folder of folders) this.mount(["-t", "tmpfs", "tmpfs", "-o", `uid=${uid},gid=${gid},mode=700`], folder);
    execFileSync("mount", ["-o", "remount,ro", this.path]);
  }

  /** Ends every program that runs in it. */
  endPrograms(): void {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (readlinkSync(`/proc/${pid}/root`) === this.path) process.kill(Number(pid), "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }

  close(): void {
    this.endPrograms();
    for (const place of this.mounts.reverse()) execFileSync("umount", ["--lazy", place]);
    rmSync(this.work, { recursive: true, force: true });
  }

  private mount(what: string[], place: string): void {
    const at = join(this.path, place);
    mkdirSync(at, { recursive: true });
    execFileSync("mount", [...what.slice(0, 3), at, ...what.slice(3)]);
    this.mounts.push(at);
  }
}

const cache = process.env.PUNCHCARD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "punchcard");

function baseSystem(): string {
  const base = join(cache, "bookworm-1");
  if (existsSync(base)) return base;
  const draft = `${base}.${process.pid}`;
  execFileSync("debootstrap", ["--variant=minbase", "bookworm", draft, "http://deb.debian.org/debian"], {
    stdio: "ignore",
  });
  renameSync(draft, base);
  return base;
}

const as = (user: string) => (user === "root" ? [] : [`--userspec=${user}:${user}`]);

const environmentOf = (user: string) => ({
  HOME: user === "root" ? "/root" : `/home/${user}`,
  USER: user,
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
  DEBIAN_FRONTEND: "noninteractive",
});
