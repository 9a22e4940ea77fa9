// Before signing out: send what waits on this device, and say what would be lost.
import { all, send } from "./queue.js";

const place = document.querySelector("[data-waiting]");

async function tell() {
  if (!(await all()).length) return;
  await send();
  const left = (await all()).length;
  place.hidden = left === 0;
  place.querySelector("[data-left]").textContent = left;
}

if (place && window.indexedDB && navigator.locks) tell();
