import "./styles/reset.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/roles.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { setHost } from "./ipc/host";
import { tauriHost } from "./ipc/host.tauri";

setHost(tauriHost);

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
mount(App, { target });
