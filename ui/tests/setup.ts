import { afterEach } from "vitest";
import { drafts } from "../src/features/document";
import { clear } from "./render";

afterEach(() => {
  clear();
  // What one test typed is not there in the next.
  drafts.close();
});
