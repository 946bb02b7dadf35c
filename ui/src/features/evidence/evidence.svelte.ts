import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { FactEvidenceView } from "../../ipc/generated/FactEvidenceView";
import type { ScanConnect } from "../../ipc/generated/ScanConnect";
import type { ScanEvidenceView } from "../../ipc/generated/ScanEvidenceView";
import type { ScanIdentityView } from "../../ipc/generated/ScanIdentityView";
import type { ScanProfilesView } from "../../ipc/generated/ScanProfilesView";
import type { ScanStart } from "../../ipc/generated/ScanStart";
import type { ScanProgressView } from "../../ipc/generated/ScanProgressView";
import { openDocument } from "../document";

/** Between two looks at how far a scan is, in milliseconds. */
const beat = 300;

/** The facts of the newest scan beside the answers. */
export class Evidence {
  view = $state.raw<ScanEvidenceView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  /** The fact that is looked at. */
  selected = $state("");
  stance = $state("");
  /** The verdict that a key gave to the fact that is looked at; its row takes it. */
  said = $state("");
  #asks = 0;

  /** Those of one question together, the questions as their worst fact stands. */
  readonly shown = $derived.by(() => {
    const of: Record<string, FactEvidenceView[]> = {};
    for (const one of this.view?.items ?? []) {
      if (this.stance === "" || one.stance === this.stance) (of[one.question] ??= []).push(one);
    }
    return Object.values(of).flat();
  });
  readonly stances = $derived(
    ["contradicts", "supports", "unanswered", "unknown"].filter((one) => this.count(one) > 0),
  );

  count(stance: string): number {
    return (this.view?.items ?? []).filter((one) => stance === "" || one.stance === stance).length;
  }

  async load(): Promise<void> {
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("evidence_get", {});
      if (ask !== this.#asks) return;
      this.view = view;
      this.failure = null;
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    }
    if (ask === this.#asks) this.loading = false;
  }

  /** Does something that changes the document and shows what follows; returns what was refused. */
  async #change(ask: () => Promise<ScanEvidenceView>): Promise<AppError | null> {
    if (openDocument.refusesChange()) return null;
    try {
      this.view = await openDocument.write(ask);
      return null;
    } catch (thrown) {
      return AppError.from(thrown);
    }
  }

  /** Takes a scan file that the person chooses. */
  async openFile(): Promise<AppError | null> {
    const path = await call("dialog_open", { kind: "scan", suggested: "" });
    return path === null ? null : this.#change(() => call("scan_take", { path }));
  }
  judge(one: FactEvidenceView, verdict: string | null, reason: string): Promise<AppError | null> {
    return this.#change(() => call("fact_judge", { id: one.id, verdict, reason }));
  }
  adopt(keys: string[]): Promise<AppError | null> {
    return this.#change(() => call("scan_adopt", { keys }));
  }
  remove(code: string): Promise<AppError | null> {
    return this.#change(() => call("scan_remove", { code }));
  }

  /** The neighbour of the fact that is looked at. */
  step(by: 1 | -1): void {
    const at = this.shown.findIndex((one) => one.id === this.selected);
    const next = at < 0 ? (by > 0 ? 0 : this.shown.length - 1) : at + by;
    this.selected = this.shown[Math.max(0, Math.min(next, this.shown.length - 1))]?.id ?? "";
  }
}

/** A look at an account: who, how far, and its end. */
export class Look {
  profiles = $state.raw<ScanProfilesView | null>(null);
  identity = $state.raw<ScanIdentityView | null>(null);
  progress = $state.raw<ScanProgressView | null>(null);
  failure = $state.raw<AppError | null>(null);
  connecting = $state(false);
  running = $state(false);
  isStopped = $state(false);

  async begin(): Promise<void> {
    this.identity = this.progress = this.failure = null;
    this.isStopped = false;
    try {
      this.profiles = await call("scan_profiles", {});
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  /** Whether a scan that was stopped can be taken up; who looks stays. */
  async refresh(): Promise<void> {
    this.profiles = await call("scan_profiles", {});
  }

  async connect(request: ScanConnect): Promise<void> {
    this.connecting = true;
    this.failure = null;
    try {
      this.identity = await call("scan_connect", request);
    } catch (thrown) {
      this.identity = null;
      this.failure = AppError.from(thrown);
    }
    this.connecting = false;
  }

  /** Looks until its end; true where the scan is kept. */
  async start(what: Omit<ScanStart, "resumes" | "keepsPart">, resumes: boolean): Promise<boolean> {
    this.running = true;
    this.isStopped = false;
    this.failure = null;
    const watch = setInterval(() => void this.#watch(), beat);
    try {
      // Nothing is saved until its end, which may be minutes away.
      const end = await call("scan_start", { ...what, resumes, keepsPart: false });
      if (end.isKept) await openDocument.write(() => call("evidence_get", {}));
      this.isStopped = end.isStopped;
      return end.isKept;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      return false;
    } finally {
      clearInterval(watch);
      this.running = false;
      this.progress = null;
    }
  }
  async #watch(): Promise<void> {
    try {
      const progress = await call("scan_progress", {});
      if (this.running) this.progress = progress;
    } catch {
      // The end says what went wrong.
    }
  }
  async stop(): Promise<void> {
    await call("scan_cancel", {});
  }
}
