import { flushSync, tick } from "svelte";
import { expect, test, vi } from "vitest";
import { Brief } from "../src/features/brief";
import { FieldControl } from "../src/features/record";
import { frame } from "../src/frame/frame.svelte";
import Header from "../src/frame/Header.svelte";
import Depth from "../src/features/brief/Depth.svelte";
import ProfileForm from "../src/features/brief/ProfileForm.svelte";
import { Profile } from "../src/features/brief/profile.svelte";
import { standing } from "../src/features/brief/standing";
import { minutesText } from "../src/format";
import type { FieldView } from "../src/ipc/generated/FieldView";
import type { RecordTable } from "../src/ipc/generated/RecordTable";
import type { ProfileView } from "../src/ipc/generated/ProfileView";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";
import { all, clear, one, press, render } from "./render";
import { field, goodTable } from "./tables";

const profile = (values: Record<string, unknown>): ProfileView => ({ fields: [], values });
const dates = {
  workshop_start: "2026-03-10",
  workshop_end: "2026-03-11",
  report_date: "2026-03-20",
  roadmap_start: "2026-04-06",
};
const title = (values: Record<string, unknown>, people = 8) => standing(profile(values), people).title;

test("the heading says what is agreed and what is missing", () => {
  const agreed = { client: "Nord", scope: "Retail", sponsor: "Ana", ...dates };
  expect(title(agreed)).toBe("Scope, dates and participants are set");
  expect(title({ ...agreed, report_date: undefined, roadmap_start: null })).toBe(
    "Scope is agreed; two dates are missing",
  );
  expect(title({ ...agreed, report_date: undefined })).toBe("Scope is agreed; one date is missing");
  expect(title({ ...agreed, sponsor: undefined })).toBe("Scope is agreed; the sponsor is missing");
  expect(title(agreed, 0)).toBe("Scope is agreed; the participants are missing");
  expect(title({ ...agreed, scope: "" })).toBe("Only the scope is missing");
  expect(title({ client: "Nord" }, 0)).toBe(
    "The scope, the dates, the sponsor and the participants are missing",
  );
});

test("minutes are read as hours", () => {
  expect([45, 60, 225, 0].map(minutesText)).toEqual(["45 min", "1 h", "3 h 45 min", "0 min"]);
});

test("a refused value of the profile goes back, with the reason at its field", async () => {
  const host = new FakeHost().answer("profile_get", profile({ currency: "EUR" })).answer("document_get", {});
  setHost(host);
  const form = new Profile();
  await form.load();
  host.fail("profile_set", {
    code: "invalidValue",
    message: "a currency has three capital letters",
    help: "such as EUR",
    field: "currency",
  });
  await form.set("currency", "euro");
  expect(form.value("currency")).toBe("EUR");
  expect(form.errors).toEqual({ currency: "A currency has three capital letters. Such as EUR." });
  host.answer("profile_set", profile({ currency: "GBP" }));
  await form.set("currency", "GBP");
  expect(form.value("currency")).toBe("GBP");
  expect(form.errors).toEqual({});
});

test("a date that is none keeps the header from saying saved, until it is mended or left", () => {
  const workshop: FieldView = {
    name: "workshop_start",
    label: "Workshop from",
    heading: "Workshop from",
    hint: "",
    kind: "date",
    isRequired: false,
    options: [],
    min: null,
    max: null,
    unit: "",
    maxLength: null,
    fields: [],
    isMain: true,
  };
  const onchange = vi.fn();
  render(FieldControl, { field: workshop, value: "2026-02-10", onchange });
  const enter = (text: string) => {
    const input = one<HTMLInputElement>("input");
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter");
  };
  const said = () => {
    const header = render(Header, {
      client: "Nord",
      saveState: "saved",
      toCorrect: frame.valuesToCorrect,
      ongoto: () => undefined,
    });
    return one("[role=status]", header).textContent?.trim();
  };
  enter("2026-02-30");
  expect(said()).toBe("1 value to correct");
  enter("2026-02-28");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("2026-02-28");
  expect(said()).toBe("saved");
  enter("30.2.2026");
  expect(frame.valuesToCorrect).toBe(1);
  clear();
  expect(frame.valuesToCorrect).toBe(0);
});

test("an anonymous engagement has no names, and cannot change that once there are slots", async () => {
  const text = (name: string, label: string, isRequired = false): FieldView => ({
    name,
    label,
    heading: label,
    hint: "",
    kind: "text",
    isRequired,
    options: [],
    min: null,
    max: null,
    unit: "",
    maxLength: null,
    fields: [],
    isMain: true,
  });
  const people: RecordTable = {
    kind: "participants",
    label: "participant",
    plural: "participants",
    headline: "",
    summary: "",
    fields: [text("role", "Role", true), text("name", "Name"), text("job_title", "Job title")],
    rows: [{ uid: "u1", code: "PAR-1", title: "Finance (PAR-1)", values: { role: "Finance" }, unknown: 0 }],
  };
  const form: ProfileView = {
    fields: [text("client", "Client", true), { ...text("is_anonymous", "Anonymous"), kind: "flag" }],
    values: { client: "Nord", is_anonymous: true },
  };
  setHost(
    new FakeHost()
      .answer("profile_get", form)
      .answer("document_get", {})
      .answer("record_list", ({ kind }: { kind: string }) =>
        kind === "participants" ? people : { ...people, kind, rows: [] },
      ),
  );
  router.go("brief");
  render(Brief, {});
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
  const grid = one('table[aria-label="Participants"]');
  expect(all("th", grid).map((cell) => cell.textContent)).toEqual(["ID", "Role", "Job title", "Can answer"]);
  expect(
    one("tr.add", grid).textContent,
    "the line that adds one says so though there are no names",
  ).toContain("Choose a role to add a slot");
  expect(one<HTMLInputElement>("input[type=checkbox]").disabled).toBe(true);
  expect(one("h1").textContent).toBe("The scope, the dates and the sponsor are missing");
});

test("Escape gives a refused value up, with its reason", async () => {
  const view = profile({ client: "Nord", roadmap_start: "2026-04-06" });
  view.fields = [field("roadmap_start", "Roadmap starts", { kind: "date" })];
  const host = new FakeHost()
    .answer("profile_get", view)
    .answer("record_list", goodTable())
    .answer("drafts_get", [])
    .answer("draft_keep", {})
    .answer("packs_get", { shown: [], available: [] })
    .answer("document_get", {});
  setHost(host);
  host.fail("profile_set", { code: "invalidValue", message: "2027-04-07 is not a Monday", help: "" });
  const form = new Profile();
  await form.load();
  render(ProfileForm, { profile: form, part: "first", hasParticipants: false });
  const input = one<HTMLInputElement>("input");
  input.focus();
  input.value = "2027-04-07";
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  press("Enter");
  await vi.waitFor(() => expect(form.errors).toHaveProperty("roadmap_start"));
  flushSync();
  expect(input.value).toBe("2027-04-07");
  expect(document.body.textContent).toContain("is not a Monday");
  expect(document.body.textContent).not.toContain("Typed earlier");
  press("Escape");
  expect(form.errors).toEqual({});
  expect(input.value).toBe("2026-04-06");
  expect(input.getAttribute("aria-invalid")).toBeNull();
});

test("how deep it goes cannot be chosen in a document that can only be read", () => {
  const option = (word: string) => ({ word, label: word, hint: "" });
  const depth = field("depth", "Depth", { kind: "choice", options: ["full", "express"].map(option) });
  render(Depth, { field: depth, value: "full", disabled: true, onchange: vi.fn() });
  expect(one<HTMLFieldSetElement>("fieldset").disabled).toBe(true);
});
