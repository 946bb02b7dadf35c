import { invoke } from "@tauri-apps/api/core";
import type { Host } from "./host";

/** The real window. The only file that knows which toolkit draws it. */
export const tauriHost: Host = {
  invoke: (name, request) => invoke(name, { request }),
};
