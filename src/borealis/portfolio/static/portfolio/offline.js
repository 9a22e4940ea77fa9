// On a trainee's own pages: keep the page for recording without a network on the device, and send what waits.
import { all, send } from "../shell/queue.js";

const place = document.querySelector("[data-offline]");

async function keepPage(address) {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/sw.js");
  const ready = await navigator.serviceWorker.ready;
  ready.active.postMessage({ keep: address });
}

async function sendWaiting() {
  if (!window.indexedDB || !navigator.locks) return;
  const before = (await all()).length;
  if (!before) return;
  await send();
  const left = (await all()).length;
  place.hidden = false;
  place.querySelector("[data-sent]").textContent = before - left;
  place.querySelector("[data-left]").textContent = left;
  place.querySelector("[data-some-left]").hidden = left === 0;
}

if (place) {
  keepPage(place.dataset.offline).catch(() => {});
  sendWaiting();
  window.addEventListener("online", sendWaiting);
}
