import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { ProfileView } from "../../ipc/generated/ProfileView";
import { inSentences, openDocument } from "../document";

/** The profile of the engagement: who the client is, when the work happens, and in which setting. */
export class Profile {
  view = $state.raw<ProfileView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  /** Why a value was refused, by field. */
  errors = $state.raw<Readonly<Record<string, string>>>({});

  get fields(): readonly FieldView[] {
    return this.view?.fields ?? [];
  }
  value(name: string): unknown {
    return this.view?.values[name];
  }
  field(name: string): FieldView | undefined {
    return this.fields.find((field) => field.name === name);
  }

  async load(): Promise<void> {
    this.loading = true;
    try {
      this.view = await call("profile_get", {});
      this.failure = null;
      this.errors = {};
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    } finally {
      this.loading = false;
    }
  }

  /** Forgets why a value was refused: what stands there is right. */
  forgive(name: string): void {
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([field]) => field !== name));
  }

  /** Sets one value; null makes it unknown. A refused one goes back, with the reason: false. */
  async set(name: string, value: unknown): Promise<boolean> {
    const before = this.view;
    if (!before) return false;
    this.view = { ...before, values: { ...before.values, [name]: value } };
    this.forgive(name);
    try {
      this.view = await openDocument.write(() => call("profile_set", { field: name, value }));
      return true;
    } catch (thrown) {
      const error = AppError.from(thrown);
      this.view = { ...this.view, values: { ...this.view.values, [name]: before.values[name] } };
      if (error.code === "invalidValue") {
        this.errors = { ...this.errors, [name]: inSentences(error) };
      } else openDocument.say(error);
      return false;
    }
  }
}
