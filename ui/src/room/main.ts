import "../styles/reset.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/roles.css";
import "./room.css";
import { mount } from "svelte";
import { setHost } from "../ipc/host";
import { tauriHost } from "../ipc/host.tauri";
import Room from "./Room.svelte";

setHost(tauriHost);

const target = document.getElementById("app");
if (!target) throw new Error("room.html has no #app");
mount(Room, { target });
